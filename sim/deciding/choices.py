"""What somebody who holds a post faces at a decision point: what he sees on his papers, what he may do, in what words.

A choice is a deed as he knows it (hand in, seal, write this register), never 'the standard' or 'a deviation': what it
comes to is for the office to say, by what was typed and by what is so. What has no meaning is refused in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kaohe.sim.deciding.points import DecisionPoint, Int64s, Situations
from kaohe.sim.texts import Argument, Message

if TYPE_CHECKING:
    from kaohe.sim.office import Office

Unit = Literal["fen", "kwh", "kva", "register", "day", "period", "count", "class", "code", "figure", "number"]
MOST_TYPED = 10**12
FARTHEST_DAYS = 92  # ahead of today: no work of a post is put off for longer by a date that somebody types

Typed = Mapping[str, int]
Meant = tuple[str | None, Typed]
"""The action of the point, None for the standard, and its parameters."""


class Refused(ValueError):
    """What the office does not take: no such work here, or a figure that cannot be. `said` tells people why."""

    def __init__(self, key: str, **args: Argument) -> None:
        self.said = Message("kaohe.sim", key, args)
        super().__init__(key)

    def __str__(self) -> str:
        return str(self.said)


@dataclass(frozen=True)
class Facing:
    """One situation of a tray, for the functions of a choice. Its fields are the office's: not all are seen."""

    office: Office
    point: DecisionPoint
    tray: Situations
    row: int

    def field(self, name: str) -> int:
        """A field of the situation."""
        return int(self.tray.fields[name][self.row])

    @property
    def day(self) -> int:
        """Today, days since 1970."""
        return self.tray.day

    @property
    def key(self) -> int:
        """Natural key of the situation."""
        return int(self.tray.keys[self.row])

    @property
    def object(self) -> int:
        """Whom or what it is about."""
        return int(self.tray.objects[self.row])

    @property
    def who(self) -> Int64s:
        """The same as an array of one."""
        return self.tray.objects[self.row : self.row + 1]


@dataclass(frozen=True)
class Value:
    """Something that is seen or typed, an integer of a unit; its name is the text `value-<id>`.

    code: its values have names of their own, the texts `code-<id>-<value>`; class: a class of the tariff; figure: what
    stands on a paper, the number of a class where it is one. options: of a code that is typed, the values that others
    call so, from 1 on. below_zero: it may be typed with a minus, as a sum in red.
    """

    id: str
    unit: Unit
    options: tuple[Value, ...] = field(default=(), kw_only=True)
    below_zero: bool = field(default=False, kw_only=True)

    @property
    def name(self) -> Message:
        """What people call it."""
        return Message("kaohe.sim", f"value-{self.id}")


@dataclass(frozen=True)
class Seen(Value):
    """What stands on the papers, the screen or the dial before him. `of`: None for the field of that name; it gives
    None where there is nothing to see.
    """

    of: Callable[[Facing], int | None] | None = None

    def see(self, facing: Facing) -> int | None:
        """What he sees here."""
        return facing.field(self.id) if self.of is None else self.of(facing)


@dataclass(frozen=True)
class Choice:
    """A deed, with what must be typed for it; its name is the text `choice-<id>`.

    means: what it comes to here, or Refused.
    """

    id: str
    asks: tuple[Value, ...]
    means: Callable[[Facing, Typed], Meant]

    @property
    def name(self) -> Message:
        """What people call it."""
        return Message("kaohe.sim", f"choice-{self.id}")

    def meant(self, facing: Facing, typed: Typed) -> Meant:
        """What it comes to here. Refused for what is not typed, too much, or cannot be."""
        wanted = [each.id for each in self.asks]
        if sorted(wanted) != sorted(typed):
            raise Refused("refused-values", choice=self.name, values=", ".join(wanted) or "—")
        for each in self.asks:
            _check(facing, each, typed[each.id])
        return self.means(facing, typed)


def _check(facing: Facing, value: Value, given: int) -> None:
    # a bill may give back energy that was billed before
    least = -MOST_TYPED if value.unit == "kwh" or value.below_zero else 0
    if type(given) is not int or not least <= given <= MOST_TYPED:
        raise Refused("refused-number", value=value.name)
    if value.unit == "day" and not (facing.day <= given <= min(facing.day + FARTHEST_DAYS, facing.office.calendar_end)):
        raise Refused("refused-day", value=value.name)
    if value.options and not 1 <= given <= len(value.options):
        raise Refused("refused-option", value=value.name, most=len(value.options))
    if value.unit == "class" and given >= len(facing.office.population.price_classes):
        raise Refused("refused-class", value=value.name)


LEAVE = Choice("leave", (), lambda facing, typed: left(facing))
"""The work is left lying: offered everywhere."""


def left(facing: Facing) -> Meant:
    """What it is if nobody does anything about it."""
    omission = facing.point.omission
    return omission.action, omission.params if omission.sized is None else omission.sized(facing)


@dataclass(frozen=True)
class Work:
    """A point as the person at it knows it.

    sees: what he sees; choices: what he may do besides leaving it; book: what the book wants of him here, as he would
    answer it; on_desk: a field that is 0 where there is nothing for him to do.
    """

    sees: tuple[Seen, ...]
    choices: tuple[Choice, ...]
    book: Callable[[Facing], tuple[str, Typed]]
    on_desk: str | None = None

    @property
    def offered(self) -> tuple[Choice, ...]:
        """Every choice, leaving the work among them."""
        return *self.choices, LEAVE


WORK: dict[str, Work] = {}
"""By the id of the point."""


def face(point: DecisionPoint, work: Work) -> Work:
    """Enter what people face at a point. ValueError for one that is there already."""
    if point.id in WORK:
        raise ValueError(f"{point.id} is there already")
    WORK[point.id] = work
    return work
