"""Names that people cannot tell apart: with spaces at an end, invisible characters, or other widths of the same."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from kaohe.sim.files.characters import invisible
from kaohe.sim.spec import At, OfficeSpec, SpecError, impossible
from kaohe.sim.texts import Verbatim


def name_faults(spec: OfficeSpec) -> Iterator[SpecError]:
    """What cannot be of the names of books, customers and people, by themselves or beside another of their kind."""
    for part, entries in (("books", spec.books), ("named_customers", spec.customers), ("staff", spec.staff)):
        seen: dict[str, str] = {}
        for number, entry in enumerate(entries):
            at = (part, number, "name")
            unseen = list(_unseen(at, entry.name))
            yield from unseen
            other = seen.setdefault(normalize("NFKC", entry.name), entry.name)
            if other != entry.name and not unseen:
                yield impossible(at, "P013", "name-alike", name=entry.name, other=other)


def _unseen(at: At, name: str) -> Iterator[SpecError]:
    for _, character in invisible(name):
        yield impossible(at, "P011", "name-invisible", name=name, character=Verbatim(character))
        return
    if name != name.strip():
        yield impossible(at, "P011", "name-space", name=name, right=name.strip())
