"""One module a command; `command` in each is what Typer calls, imported when the command is."""
