"""The Typer app: a command's module is imported when that command is called, so that the help page costs little."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any, Final, NoReturn, Protocol

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from kaohe.errors import Misuse
from kaohe.help_pages import command_page, group_page
from kaohe.wording import say, spoken

COMMANDS: Final = (
    "run",
    "simulate",
    "judge",
    "report",
    "explain",
    "bill",
    "export",
    "classify",
    "quality",
    "counterfactual",
    "coverage",
    "steps",
    "check",
    "calc",
    "list",
    "show",
)


class Place(Protocol):
    """Where on the command line we are."""

    @property
    def command_path(self) -> str: ...


class Sheet(Protocol):
    """What a help page is written on."""

    def write(self, string: str, /) -> None: ...


class Command(TyperCommand):
    """A command whose help page is ours, in the language in use; an option is given once, unless it takes several."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given = [each.split("=", 1)[0] for each in args[: args.index("--") if "--" in args else None]]
        for param in self.params:
            once = not (getattr(param, "multiple", True) or getattr(param, "is_flag", True))
            if once and sum(given.count(name) for name in param.opts) > 1:
                raise Misuse("U008", param.opts[0], "twice")
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Place, formatter: Sheet) -> None:
        formatter.write(command_page(self.name or "", self.params))


class Group(TyperGroup):
    """The root: lists the commands without importing any."""

    completing = resolving = False

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the line names; while this looks for it, it is the whole one, else it is its name alone."""
        self.resolving = True
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: object) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | None:
        if cmd_name not in COMMANDS:
            _unknown(cmd_name)
        return _load(cmd_name) if self.resolving or not self.completing else _named(cmd_name)

    def format_help(self, ctx: Place, formatter: Sheet) -> None:
        formatter.write(group_page(COMMANDS))


def root(*, completing: bool = False) -> TyperGroup:
    """The whole command line, nothing of it loaded yet; `completing`: with what a shell asks."""
    app = typer.Typer(cls=Group, add_completion=completing, rich_markup_mode=None)
    app.callback()(_before)
    group = get_command(app)
    assert isinstance(group, Group)
    group.completing = completing
    return group


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"kaohe {version('kaohe')}")
        raise typer.Exit


def _before(version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_show_version)] = False) -> None:
    """Options of `kaohe` itself; Typer wants a function for them."""


def _load(name: str) -> TyperCommand:
    from kaohe.sim.texts import use_language

    use_language(spoken())
    module: Any = import_module(f"kaohe.commands.{name}")
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=Command)(module.command)
    command = get_command(app)
    assert isinstance(command, TyperCommand)
    return command


def _named(name: str) -> TyperCommand:
    """A command by its name and what it is for: nothing of it is imported."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, help=say(name, "about"))(_before)
    command = get_command(app)
    assert isinstance(command, TyperCommand)
    return command


def _unknown(name: str) -> NoReturn:
    raise Misuse("U001", "kaohe", "command", name, COMMANDS)
