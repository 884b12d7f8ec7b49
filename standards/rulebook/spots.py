"""Where the names stand that a rulebook's files give and use: what is defined, and what refers to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kaohe.sim.files import Fault, Severity
from kaohe.sim.texts import Message, Verbatim, catalogue
from kaohe.standards.rulebook.clause import Wording
from kaohe.standards.rulebook.files import RulebookFiles

Path = tuple[str | int, ...]


class Placed(Protocol):
    """A document of whatever model: it knows where its values stand."""

    @property
    def path(self) -> str: ...

    def fault(
        self,
        path: Sequence[str | int],
        code: str,
        text: Message | str,
        *,
        key: bool = False,
        severity: Severity = "error",
    ) -> Fault: ...

    def position(self, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]: ...


@dataclass(frozen=True)
class Spot:
    """A name in a file."""

    name: str
    document: Placed
    path: Path

    def fault(self, code: str, key: str, **args: str | int | Message) -> Fault:
        """A fault here, in the words of the text rulebook-`key`."""
        return self.document.fault(self.path, code, say(key, **args))

    @property
    def place(self) -> str:
        """file:line:column."""
        line, column = self.document.position(self.path)
        return f"{self.document.path}:{line}:{column}"


def say(key: str, **args: str | int | Message) -> Message:
    """The text rulebook-`key`; strings are names that people must be able to copy."""
    given = {name: Verbatim(value) if isinstance(value, str) else value for name, value in args.items()}
    return catalogue("kaohe.standards").message(f"rulebook-{key}", **given)


def clause_ids(files: RulebookFiles) -> Iterator[tuple[Spot, int]]:
    """Each clause that is defined, with the section of its file."""
    for document in files.clauses:
        for number, clause in enumerate(document.value.clauses):
            yield Spot(clause.id, document, ("clauses", number, "id")), document.value.section


def limb_ids(files: RulebookFiles) -> Iterator[Iterator[Spot]]:
    """The limbs of each clause."""
    for document in files.clauses:
        for number, clause in enumerate(document.value.clauses):
            names = [limb.id for limb in clause.limbs]
            yield _each(document, ("clauses", number, "limbs"), names, "id")


def post_ids(files: RulebookFiles) -> Iterator[Spot]:
    """Each post that is defined."""
    return (Spot(document.value.id, document, ("id",)) for document in files.posts)


def duty_ids(files: RulebookFiles) -> Iterator[Iterator[Spot]]:
    """The duties of each post."""
    for document in files.posts:
        yield _each(document, ("duties",), [duty.id for duty in document.value.duties], "id")


def single_ids(files: RulebookFiles) -> Iterator[Iterator[Spot]]:
    """What is defined in one file each: sections, sentences, overlaps, limits, old names."""
    sections, sentences = files.sections.value.sections, files.handbook.value.sentences
    overlaps, limits, old = files.overlaps.value.overlaps, files.limits.value.limits, files.old_names.value.old_names
    yield _each(files.sections, ("sections",), [str(one.number) for one in sections], "number")
    yield _each(files.handbook, ("sentences",), [one.id for one in sentences], "id")
    yield _each(files.overlaps, ("overlaps",), [one.id for one in overlaps], "id")
    yield _each(files.limits, ("limits",), [one.key for one in limits], "key")
    yield _each(files.old_names, ("old_names",), [one.name for one in old], "name")


def posts_used(files: RulebookFiles) -> Iterator[tuple[Spot, bool]]:
    """Each post that something refers to; True where "any" may stand."""
    for number, section in enumerate(files.sections.value.sections):
        yield from ((spot, True) for spot in _items(files.sections, ("sections", number, "posts"), section.posts))
    for document in files.clauses:
        for number, clause in enumerate(document.value.clauses):
            yield from ((spot, True) for spot in _items(document, ("clauses", number, "posts"), clause.posts))
    for number, pair in enumerate(files.pairs.value.pairs):
        yield from ((spot, False) for spot in _items(files.pairs, ("pairs", number, "posts"), pair.posts))
    old = [one.post for one in files.old_names.value.old_names]
    yield from ((spot, False) for spot in _each(files.old_names, ("old_names",), old, "post"))


def clauses_used(files: RulebookFiles) -> Iterator[Spot]:
    """Each clause that an overlap, a limit or a duty refers to."""
    for number, overlap in enumerate(files.overlaps.value.overlaps):
        yield from _items(files.overlaps, ("overlaps", number, "clauses"), overlap.clauses)
    for number, limit in enumerate(files.limits.value.limits):
        yield from _items(files.limits, ("limits", number, "clauses"), limit.clauses)
    for document in files.posts:
        for number, duty in enumerate(document.value.duties):
            yield from _items(document, ("duties", number, "clauses"), duty.clauses)


def limits_used(files: RulebookFiles) -> Iterator[Spot]:
    """Each limit that a duty keeps to."""
    for document in files.posts:
        for number, duty in enumerate(document.value.duties):
            yield from _items(document, ("duties", number, "limits"), duty.limits)


def objects_used(files: RulebookFiles) -> Iterator[Spot]:
    """The object types of each clause and its limbs, and the papers that a post approves."""
    for post in files.posts:
        yield from _items(post, ("approves",), post.value.approves)
    for document in files.clauses:
        for number, clause in enumerate(document.value.clauses):
            yield Spot(clause.object_type, document, ("clauses", number, "object_type"))
            for place, limb in enumerate(clause.limbs):
                if limb.object_type is not None:
                    yield Spot(limb.object_type, document, ("clauses", number, "limbs", place, "object_type"))


def wordings(files: RulebookFiles) -> Iterator[tuple[Wording, Placed, Path]]:
    """Every text of the handbook, clauses and sentences, with its place."""
    for document in files.clauses:
        for number, clause in enumerate(document.value.clauses):
            yield clause, document, ("clauses", number)
    for number, sentence in enumerate(files.handbook.value.sentences):
        yield sentence, files.handbook, ("sentences", number)


def _each(document: Placed, table: Path, names: Sequence[str], key: str) -> Iterator[Spot]:
    return (Spot(name, document, (*table, number, key)) for number, name in enumerate(names))


def _items(document: Placed, path: Path, names: Sequence[str]) -> Iterator[Spot]:
    return (Spot(name, document, (*path, number)) for number, name in enumerate(names))
