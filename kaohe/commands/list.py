"""`kaohe list KIND`: what ships."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kaohe.completion import listed_kinds
from kaohe.errors import Misuse
from kaohe.options import Json
from kaohe.reports import list_json, list_table
from kaohe.reports.words.wording import chinese, code_text
from kaohe.scenarios import scenarios
from kaohe.standards.headers import clause_headers, policy_names, post_headers
from kaohe.terminal import show, show_json, show_rich
from kaohe.wording import say

if TYPE_CHECKING:
    from kaohe.sim.tariff.schema import Tariff

Entry = dict[str, Any]


def command(
    kind: Annotated[str, typer.Argument(metavar="KIND", autocompletion=listed_kinds)], json: Json = False
) -> int:
    """List one kind of thing."""
    if kind not in KINDS:
        raise Misuse("U010", "kaohe list", "unknown_name", kind, tuple(KINDS))
    entries = KINDS[kind]()
    if json:
        show_json(list_json(entries))
    elif entries:
        posts = {post.id: post.name.text() for post in post_headers()} if kind == "clauses" else {}
        show_rich(list_table(kind, [_in_words(entry, posts) for entry in entries]))
    else:
        show(say("done", f"no_{kind}"))
    return 0


def _in_words(entry: Entry, posts: Mapping[str, str]) -> Entry:
    """An entry as people read it: posts and classes by name, a title in the script of the language."""
    words = dict(entry)
    if "classes" in entry:
        words["classes"] = [each["name"] for each in entry["classes"]]
    if "posts" in entry:
        words["posts"] = [posts.get(post, code_text("post", post)) for post in entry["posts"]]
    if entry.get("kind"):
        words["kind"] = say("list", entry["kind"])
    if entry.get("standard"):
        words["standard"] = chinese(entry["standard"])[0]
    return words


def _policies() -> list[Entry]:
    return [{"id": name, "name": names.text()} for name, names in policy_names().items()]


def _scenarios() -> list[Entry]:
    return [{"id": name, "name": names.text()} for name, names in scenarios().items()]


def _tariffs() -> list[Entry]:
    """Each with the days from which its versions hold, and its classes, those of the last version first."""
    from kaohe.sim.tariff.tariffs import built_in, built_in_names  # the arithmetic with it: not loaded to list a post

    return [_tariff(name, built_in(name)) for name in built_in_names()]


def _tariff(name: str, tariff: Tariff) -> Entry:
    classes = {one.id: one.name.text() for version in tariff.version[::-1] for one in version.classes}
    return {
        "id": name,
        "name": tariff.name.text(),
        "valid_from": [version.valid_from.isoformat() for version in tariff.version],
        "classes": [{"id": key, "name": words} for key, words in classes.items()],
    }


def _posts() -> list[Entry]:
    return [{"id": post.id, "name": post.name.text(), "standard": post.standard} for post in post_headers()]


def _clauses() -> list[Entry]:
    clauses = clause_headers()
    return [{"id": clause.id, "name": clause.name.text(), "posts": list(clause.posts)} for clause in clauses]


def _exams() -> list[Entry]:
    from kaohe.scenarios.exam.shipped import exams  # beside what is only marked: not loaded to list a post

    return [{"id": id_, "kind": one.kind, "name": one.name.text()} for id_, one in exams().items()]


def _rates() -> list[Entry]:
    from kaohe.scenarios.studies.shipped import rates_names

    return [{"id": id_, "name": name.text()} for id_, name in rates_names().items()]


def _deterrence() -> list[Entry]:
    from kaohe.scenarios.studies.shipped import deterrence_names

    return [{"id": id_, "name": name.text()} for id_, name in deterrence_names().items()]


KINDS: dict[str, Callable[[], list[Entry]]] = {
    "policies": _policies,
    "scenarios": _scenarios,
    "tariffs": _tariffs,
    "posts": _posts,
    "clauses": _clauses,
    "exams": _exams,
    "rates": _rates,
    "deterrence": _deterrence,
}
