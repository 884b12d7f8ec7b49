"""Names that people cannot tell apart: with spaces at an end, invisible characters, or other widths of the same."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from kaohe.sim.files.text_file import invisible
from kaohe.sim.spec import At, OfficeSpec, SpecError, impossible
from kaohe.sim.texts import Verbatim


def name_faults(spec: OfficeSpec) -> Iterator[SpecError]:
    """What cannot be of the names of books, customers and people, by themselves or beside another of their kind."""
    yield from _faults("books", [each.name for each in spec.books])
    yield from _faults("named_customers", [each.name for each in spec.customers])
    yield from _faults("staff", [each.name for each in spec.staff])


def _faults(part: str, names: list[str]) -> Iterator[SpecError]:
    seen: dict[str, str] = {}
    for number, name in enumerate(names):
        at = (part, number, "name")
        unseen = list(_unseen(at, name))
        yield from unseen
        other = seen.setdefault(normalize("NFKC", name), name)
        if other != name and not unseen:
            yield impossible(at, "P013", "name-alike", name=name, other=other)


def _unseen(at: At, name: str) -> Iterator[SpecError]:
    for _, character in invisible(name):
        yield impossible(at, "P011", "name-invisible", name=name, character=Verbatim(character))
        return
    if name != name.strip():
        yield impossible(at, "P011", "name-space", name=name, right=name.strip())
