"""`kaohe list KIND`: what ships."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from kaohe.options import Json
from kaohe.output import show_json, show_table
from kaohe.scenarios import scenarios
from kaohe.standards import Policy, Rulebook
from kaohe.trouble import Misuse

Entry = dict[str, Any]


def command(kind: Annotated[str, typer.Argument(metavar="KIND")], json: Json = False) -> int:
    """List one kind of thing."""
    if kind not in KINDS:
        raise Misuse("U010", "kaohe list", "unknown_name", kind, tuple(KINDS))
    entries = KINDS[kind]()
    if json:
        show_json(entries)
    else:
        show_table(entries, ("id", "name"))
    return 0


def _policies() -> list[Entry]:
    return [{"id": name, "name": Policy.load(name).name.text()} for name in Policy.shipped()]


def _scenarios() -> list[Entry]:
    return [{"id": name, "name": names.text()} for name, names in scenarios().items()]


def _posts() -> list[Entry]:
    return [{"id": post.id, "name": post.name.text(), "standard": post.standard} for post in _rulebook().posts.values()]


def _clauses() -> list[Entry]:
    return [{"id": key, "name": clause.wording.text()} for key, clause in _rulebook().clauses.items()]


def _exams() -> list[Entry]:
    return []


def _rulebook() -> Rulebook:
    return Rulebook.load()


KINDS: dict[str, Callable[[], list[Entry]]] = {
    "policies": _policies,
    "scenarios": _scenarios,
    "posts": _posts,
    "clauses": _clauses,
    "exams": _exams,
}
