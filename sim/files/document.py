"""TOML files into strict models, every fault with its place, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path as FilePath
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from kaohe.sim.files.fault import Fault, Faults, Severity, dotted, quoted, say
from kaohe.sim.files.limits import Breach, breaches
from kaohe.sim.files.model import FileModel
from kaohe.sim.files.positions import Source
from kaohe.sim.files.syntax import parsed
from kaohe.sim.files.text_file import decoded, read_bytes
from kaohe.sim.files.validation import findings
from kaohe.sim.texts import Message

M = TypeVar("M", bound=FileModel)
_MINUS_ZERO = re.compile(rb"(?<![0-9A-Za-z_-])-0")  # the day of a date does not count
SURE = ("P002", "P010", "P014", "P015", "P016", "P017", "P019", "P021", "P022", "P050", "P051")
"""What holds of a value by itself, even where other lines of the file cannot be read."""


@dataclass(frozen=True)
class Document(Generic[M]):
    """A file that was read: its model, and faults at any key for checks across values."""

    value: M
    source: Source = field(repr=False)
    notes: tuple[Fault, ...] = ()

    @property
    def path(self) -> str:
        return self.source.path

    def fault(
        self,
        path: Sequence[str | int],
        code: str,
        text: Message | str,
        *,
        key: bool = False,
        severity: Severity = "error",
    ) -> Fault:
        """A fault at the value of a key path, e.g. ("bands", 1, "low_fen"); with `key`, at the key itself.

        A path that is not written down stands at the nearest table around it.
        """
        return self.source.fault(self.source.place(tuple(path), key=key), code, text, severity)

    def position(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """(line, column) from 1 of a value or a key."""
        return self.source.place(tuple(path), key=key)


def load_toml(path: FilePath | Traversable, model: type[M], context: Mapping[str, Any] | None = None) -> Document[M]:
    """Read a file into a model; `context` reaches its validators. Faults: everything that is wrong with it."""
    data = read_bytes(path)
    document = load_toml_text(decoded(str(path), data), model, context, path=str(path))
    if not data.startswith(b"\xef\xbb\xbf"):
        return document
    mark = document.source.fault((1, 1), "P081", say("byte-order-mark"), "note")
    return Document(document.value, document.source, (mark, *document.notes))


def load_tomls(
    paths: Iterable[FilePath | Traversable], model: type[M], context: Mapping[str, Any] | None = None
) -> tuple[Document[M], ...]:
    """Several files of one model; Faults of all of them together."""
    documents: list[Document[M]] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            documents.append(load_toml(path, model, context))
        except Faults as found:
            faults += found.faults
    if faults:
        raise Faults(faults)
    return tuple(documents)


def load_toml_text(
    text: str, model: type[M], context: Mapping[str, Any] | None = None, *, path: str = "<text>"
) -> Document[M]:
    """The same of a text in hand; `path` is for the faults."""
    source, data, faults = parsed(path, text)
    broken = bool(faults)
    breached = breaches(data)
    faults += [_breach(source, one) for one in breached]
    if not data and not faults:
        raise Faults([source.fault((1, 1), "P001", say("empty-file" if not text.strip() else "only-comments"))])
    try:
        value = model.model_validate(data, context=dict(context or {}))
    except ValidationError as error:
        told = {(one.path, one.key) for one in breached}
        found = [one for one in findings(model, data, error, source.raw) if (one.path, one.key) not in told]
        sure = [one for one in found if not broken or one.code in SURE]
        faults += [source.fault(source.place(one.path, key=one.key), one.code, one.said) for one in sure]
    if faults:
        raise Faults(_one_a_place(faults))
    return Document(value, source, tuple(_zero_notes(source)))


def _breach(source: Source, one: Breach) -> Fault:
    offset = one.offset + source.is_quoted(one.path) if one.key else 0
    return source.fault(source.place(one.path, key=one.key, offset=offset), one.code, one.said)


def _one_a_place(faults: list[Fault]) -> list[Fault]:
    """The first fault of each place; missing keys share their table's place and all count."""
    seen: dict[object, Fault] = {}
    for fault in faults:
        told = fault.message if fault.code == "P020" else ""
        seen.setdefault((fault.line, fault.column, told), fault)
    return list(seen.values())


def _zero_notes(source: Source) -> Iterable[Fault]:
    if _MINUS_ZERO.search(source.data) is None:
        return
    for path, place in source.positions.values.items():
        raw = source.data[place.start : place.end]
        if raw[:2] == b"-0" and not raw.strip(b"-0."):
            yield source.fault(source.at(place), "P018", say("minus-zero", where=quoted(dotted(path))), "note")
