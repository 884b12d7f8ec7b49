"""A TOML text, and where things stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kaohe.sim.files.fault import Fault, Severity, made
from kaohe.sim.files.positions import Path, Place, Positions, positions
from kaohe.sim.texts import Message


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
