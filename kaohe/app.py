"""The Typer app: a command's module is imported when that command is called, so that the help page costs little."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any, Final, Protocol

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
    "compare",
    "policy",
    "exam",
)
GROUPS: Final = {
    "exam": ("new", "preview", "print", "take", "mark", "amend", "allow", "results"),
    "policy": ("lint",),
}
"""Commands that have commands of their own: `kaohe exam mark` is the module kaohe.commands.exam.mark."""


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
        formatter.write(command_page(ctx.command_path.removeprefix("kaohe "), self.params))


class Group(TyperGroup):
    """The root, or a command that has commands of its own: lists them without importing any."""

    completing = resolving = False
    within = ""
    commands_here: tuple[str, ...] = COMMANDS

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the line names; while this looks for it, it is the whole one, else it is its name alone."""
        self.resolving = True
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: object) -> list[str]:
        return list(self.commands_here)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | TyperGroup | None:
        if cmd_name not in self.commands_here:
            raise Misuse("U001", f"kaohe {self.within}".rstrip(), "command", cmd_name, self.commands_here)
        name = f"{self.within} {cmd_name}".lstrip()
        if name in GROUPS:
            return _group(name, completing=self.completing)
        return _load(name) if self.resolving or not self.completing else _named(name)

    def format_help(self, ctx: Place, formatter: Sheet) -> None:
        formatter.write(group_page(self.commands_here, self.within))


def root(*, completing: bool = False) -> TyperGroup:
    """The whole command line, nothing of it loaded yet; `completing`: with what a shell asks."""
    app = typer.Typer(cls=Group, add_completion=completing, rich_markup_mode=None)
    app.callback()(_before)
    group = get_command(app)
    assert isinstance(group, Group)
    group.completing = completing
    return group


def _group(name: str, *, completing: bool) -> Group:
    """A command that has commands of its own."""
    app = typer.Typer(cls=Group, name=name, help=say(name, "about"), add_completion=False, rich_markup_mode=None)
    app.callback()(_nothing)
    group = get_command(app)
    assert isinstance(group, Group)
    group.within, group.commands_here, group.completing = name, GROUPS[name], completing
    return group


def _nothing() -> None:
    """What a group does before its commands; Typer wants a function for it."""


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
    module: Any = import_module(f"kaohe.commands.{name.replace(' ', '.')}")
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name.split()[-1], cls=Command)(module.command)
    command = get_command(app)
    assert isinstance(command, TyperCommand)
    return command


def _named(name: str) -> TyperCommand:
    """A command by its name and what it is for: nothing of it is imported."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name.split()[-1], help=say(name, "about"))(_before)
    command = get_command(app)
    assert isinstance(command, TyperCommand)
    return command
