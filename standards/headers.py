"""Ids and names of what ships, for lists: the files are read and no rulebook or policy is built of them.

Shipped files are sound, tests see to that; nothing is checked here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from kaohe.sim.texts import Names

_BEYOND = 99  # auxiliary posts have no number: they come after the thirteen


@dataclass(frozen=True)
class ClauseHeader:
    """A clause's id and name, and the posts that answer for it."""

    id: str
    name: Names
    posts: tuple[str, ...]


@dataclass(frozen=True)
class PostHeader:
    """A post's id and name, and its work standard if it has one."""

    id: str
    name: Names
    standard: str | None


@cache
def clause_headers() -> tuple[ClauseHeader, ...]:
    """The 72 clauses in the handbook's order."""
    clauses = [clause for file in _files("rulebook", "clauses") for clause in file["clauses"]]
    clauses.sort(key=lambda clause: [int(part) for part in clause["id"].split(".")])
    return tuple(ClauseHeader(clause["id"], _name(clause), tuple(clause["posts"])) for clause in clauses)


@cache
def post_headers() -> tuple[PostHeader, ...]:
    """The posts of part 五 in its order, then auxiliary ones."""
    posts = sorted(_files("rulebook", "posts"), key=lambda post: (post.get("number", _BEYOND), post["id"]))
    return tuple(PostHeader(post["id"], _name(post), post.get("standard")) for post in posts)


def policy_names() -> Mapping[str, Names]:
    """Names of the policies by id, sorted."""
    return dict(sorted((policy["id"], _name(policy)) for policy in _files("policies")))


def _name(entry: Mapping[str, Any]) -> Names:
    return Names(entry["name"]["zh"], entry["name"]["en"])


def _files(*folder: str) -> Iterator[dict[str, Any]]:
    root: Traversable = resources.files("kaohe.standards").joinpath(*folder)
    for file in sorted(root.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            yield tomllib.loads(file.read_text(encoding="utf-8"))
