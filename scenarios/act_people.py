"""Who may do an act: the people whom a description names, by the posts that they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kaohe.sim.deciding.points import DecisionPoint
from kaohe.sim.files import nearest
from kaohe.sim.files.fault import say
from kaohe.sim.spec import OfficeSpec
from kaohe.sim.texts import Argument, Message, Verbatim, catalogue

_texts = catalogue("kaohe.scenarios")


def posts_of(spec: OfficeSpec) -> Mapping[str, list[str]]:
    """The posts of each person who is named, the readers of books among them."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in spec.staff:
        found[entry.name].append(entry.post)
    for book in spec.books:
        if book.reader is not None and book.reader not in found:
            found[book.reader].append("meter_reader")
    return found


def wrong_person(spec: OfficeSpec, point: DecisionPoint, does: str, name: str) -> tuple[str, Message] | None:
    """(code, what is wrong) of an act about this person; None if there is such work of his, or hers."""
    people = posts_of(spec)
    if point.whose in people.get(name, ()):
        return None
    given: dict[str, Argument] = {"name": Verbatim(name), "does": Verbatim(does), "post": say(f"post-{point.whose}")}
    holders = [each for each, posts in people.items() if point.whose in posts]
    if name in people:
        has = say(f"post-{people[name][0]}")
        if holders:
            return "P045", _texts.message("act-post", has=has, names=Verbatim("、".join(holders)), **given)
        return "P045", _texts.message("act-post-none", has=has, **given)
    near = nearest(name, holders)
    if near is not None:
        return "P044", _texts.message("act-person-near", near=Verbatim(near), **given)
    return "P044", _texts.message("act-person", **given)
