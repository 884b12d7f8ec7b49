"""A TOML text, and where each key and value stands in it, by tree-sitter: quoted, dotted, inline, in arrays."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kaohe.sim.files.fault import Fault, Severity, made
from kaohe.sim.texts import Message

if TYPE_CHECKING:
    from tree_sitter import Node

Step = str | int
Path = tuple[Step, ...]

DEPTH = 20
SYNTAX_NODES = 100_000  # of the syntax tree, ten for each value allowed


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text: bytes from `start` to `end`, the line from 0, the byte column from 0."""

    start: int
    end: int
    row: int
    byte: int


@dataclass(frozen=True, slots=True)
class Twice:
    """A key or table given again: its path, where first, where again, and the last line of the second."""

    path: Path
    first: Place
    again: Place
    last_row: int


@dataclass(slots=True)
class Positions:
    """Places by path, e.g. ("bands", 1, "low_fen"); `twice` and `deep` are what the walk noticed."""

    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    twice: list[Twice] = field(default_factory=list)
    deep: list[Place] = field(default_factory=list)
    too_many: bool = False
    whole: bool = True  # the text has no syntax error in tree-sitter's eyes

    def of(self, path: Path, *, key: bool = False) -> Place | None:
        """The value's place (or the key's), else of the nearest thing around it; None for the document itself."""
        first, second = (self.keys, self.values) if key else (self.values, self.keys)
        for length in range(len(path), 0, -1):
            place = first.get(path[:length]) or second.get(path[:length])
            if place is not None:
                return place
        return None


def positions(data: bytes) -> Positions:
    """Places in a UTF-8 text of any kind; broken parts have none."""
    import tree_sitter_toml  # only what is wrong is looked for
    from tree_sitter import Language, Parser

    root = Parser(Language(tree_sitter_toml.language())).parse(data).root_node
    found = Positions(whole=not root.has_error, too_many=root.descendant_count > SYNTAX_NODES)
    if not found.too_many:
        _Walk(found).document(root)
    return found


@dataclass(slots=True)
class _Walk:
    found: Positions
    arrays: dict[Path, int] = field(default_factory=dict)
    tables: dict[Path, Place] = field(default_factory=dict)

    def document(self, root: Node) -> None:
        for child in root.children:
            if child.type == "pair":
                self.pair((), child)
            elif child.type == "table":
                self.body(self.table(child), child)
            elif child.type == "table_array_element":
                self.body(self.element(child), child)

    def body(self, path: Path | None, node: Node) -> None:
        if path is not None:
            for child in node.children:
                if child.type == "pair":
                    self.pair(path, child)

    def table(self, node: Node) -> Path | None:
        path, place = self.header(node)
        if not path or place is None:
            return None
        if path in self.tables or path in self.found.values:
            first = self.tables.get(path) or self.found.keys.get(path) or self.found.values[path]
            self.found.twice.append(Twice(path, first, place, -1))
            return None
        self.tables[path] = place
        return path

    def element(self, node: Node) -> Path | None:
        path, place = self.header(node, last_is_new=True)
        if not path or place is None:
            return None
        self.found.values[path] = place
        return path

    def header(self, node: Node, *, last_is_new: bool = False) -> tuple[Path, Place | None]:
        """The path that a header opens, array elements filled in, and the place of its last key."""
        path: Path = ()
        parts = list(_key(node.children[1])) if len(node.children) > 1 else []
        for number, (name, place) in enumerate(parts, 1):
            path = (*path, name)
            self.found.keys.setdefault(path, place)
            if last_is_new and number == len(parts):
                self.arrays[path] = self.arrays.get(path, -1) + 1
            if path in self.arrays:
                path = (*path, self.arrays[path])
        if self.too_deep(path, node):
            return (), None
        return path, parts[-1][1] if parts else None

    def pair(self, path: Path, node: Node) -> None:
        if len(node.children) < 3:
            return
        parts = list(_key(node.children[0]))
        for name, place in parts:
            path = (*path, name)
            self.found.keys.setdefault(path, place)
        if not parts or self.too_deep(path, node):
            return
        place = parts[-1][1]
        if path in self.found.values or path in self.tables:
            self.found.twice.append(Twice(path, self.found.keys[path], place, node.end_point.row))
        else:
            self.value(path, _after_equals(node))

    def value(self, path: Path, node: Node) -> None:
        self.found.values[path] = _place(node)
        if self.too_deep(path, node):
            return
        if node.type == "array":
            for number, child in enumerate(_values(node)):
                self.value((*path, number), child)
        elif node.type == "inline_table":
            for child in node.children:
                if child.type == "pair":
                    self.pair(path, child)

    def too_deep(self, path: Path, node: Node) -> bool:
        if len(path) <= DEPTH:
            return False
        self.found.deep.append(_place(node))
        return True


def _after_equals(pair: Node) -> Node:
    """The value; a comment behind it may count as part of the pair."""
    return next((child for child in pair.children[2:] if child.type not in ("comment", "ERROR")), pair.children[2])


def _values(array: Node) -> Iterator[Node]:
    return (child for child in array.named_children if child.type not in ("comment", "ERROR"))


def _key(node: Node) -> Iterator[tuple[str, Place]]:
    """The parts of a key with their places; dotted keys lean to the left, so this walks down and turns round."""
    parts = []
    while node.type == "dotted_key":
        parts.append(node.children[-1])
        node = node.children[0]
    for part in (node, *reversed(parts)):
        name = _name(part)
        if name is not None:
            yield name, _place(part)


def _name(node: Node) -> str | None:
    text = (node.text or b"").decode("utf-8", "replace")
    if node.type == "bare_key":
        return text
    if node.type != "quoted_key":
        return None
    try:
        return next(iter(tomllib.loads(f"{text} = 0")))
    except (tomllib.TOMLDecodeError, StopIteration):
        return None


def _place(node: Node) -> Place:
    return Place(node.start_byte, node.end_byte, node.start_point.row, node.start_point.column)


@dataclass(frozen=True)
class Source:
    """A TOML text and where things stand in it."""

    path: str
    text: str

    @cached_property
    def data(self) -> bytes:
        return self.text.encode()

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def positions(self) -> Positions:
        return positions(self.data)

    def raw(self, path: Path) -> str:
        """The value at a path as it is written; "" where none is written."""
        place = self.positions.values.get(path)
        return "" if place is None else self.data[place.start : place.end].decode()

    def at(self, place: Place | None) -> tuple[int, int]:
        """(line, column) from 1, in characters; the document itself stands at 1:1."""
        if place is None:
            return 1, 1
        start = place.start - place.byte
        return place.row + 1, len(self.data[start : place.start].decode()) + 1

    def fault(self, spot: tuple[int, int], code: str, said: Message | str, severity: Severity = "error") -> Fault:
        line, column = spot
        source = self.lines[line - 1] if line <= len(self.lines) else None
        if isinstance(said, Message):
            return made(self.path, line, column, code, said, severity=severity, source=source)
        return Fault(self.path, line, column, code, said, severity, source)

    def place(self, path: Path, *, key: bool = False, offset: int = 0) -> tuple[int, int]:
        """(line, column) of a value, or of a key (`offset` characters into it), or of what is around it."""
        line, column = self.at(self.positions.of(path, key=key))
        return line, column + offset

    def is_quoted(self, path: Path) -> bool:
        """The key at a path is written in quotes."""
        place = self.positions.keys.get(path)
        return place is not None and self.data[place.start : place.start + 1] in (b'"', b"'")
