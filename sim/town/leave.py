"""Leave (請假) and who stands in (代班): drawn by month and person, granted where somebody may lawfully stand in.

Nothing here depends on what happens in the office, so that no act moves anybody's leave.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import numpy as np

from kaohe.sim.clock.calendar import Calendar
from kaohe.sim.clock.months import Month
from kaohe.sim.spec import OfficeSpec
from kaohe.sim.streams import Purpose, below, happens, words_at
from kaohe.sim.town.customers import NONE
from kaohe.sim.town.staffing import INCOMPATIBLE, Person, Roster

# Kind: the share of people a month (a key of Practice), and for how many working days, from and to [assumption].
KINDS: Mapping[str, tuple[str, int, int]] = {
    "sick": ("sick_leave_e6", 1, 3),
    "personal": ("personal_leave_e6", 1, 2),
    "annual": ("annual_leave_e6", 5, 7),
}
_HAPPENS, _FROM, _DAYS = range(3)
# They hand over what they keep before they go: their sick leave too begins on the day after it is asked for.
HAND_OVER_FIRST = ("cashier",)
LONGEST_DAY_S = 11 * 3600  # of a reader who stands in for another [assumption]


@dataclass(frozen=True, slots=True)
class Leave:
    """One leave, granted; days since 1970, both included. `signed_on`: the day on which the slips were signed.

    covers: (post, staff number of who stands in) of each post that the person holds.
    """

    employee: int
    kind: str
    from_on: int
    to_on: int
    signed_on: int
    covers: tuple[tuple[str, int], ...]

    def has(self, day: int) -> bool:
        """Whether it covers a day."""
        return self.from_on <= day <= self.to_on

    def meets(self, other: Leave) -> bool:
        """Whether both have a day in common."""
        return self.from_on <= other.to_on and other.from_on <= self.to_on


def is_drawn(spec: OfficeSpec) -> bool:
    """Whether anybody of the office ever goes on leave."""
    return any(getattr(spec.practice, rate) for rate, _, _ in KINDS.values())


Load = Mapping[tuple[int, int], int]


def plan_leave(
    spec: OfficeSpec, seed: int, roster: Roster, calendar: Calendar, month: Month, load: Load
) -> tuple[Leave, ...]:
    """The leave of a month, by first day and person; each lies within the month.

    load: seconds that the month's plan takes of a reader (staff number, day).
    """
    plan = _Plan(roster, load)
    for asked in sorted(_asked(spec, seed, roster, calendar, month), key=lambda each: (each.from_on, each.employee)):
        plan.ask(asked)
    return tuple(plan.granted)


def _asked(spec: OfficeSpec, seed: int, roster: Roster, calendar: Calendar, month: Month) -> Iterator[Leave]:
    """What people ask for, nobody standing in yet: at their rates, from a working day of the month on."""
    days = np.arange(month.start, month.end + 1)
    working = days[calendar.is_working(days)].tolist()
    people = np.array([person.number for person in roster.people], np.int64)
    if len(working) < 2:
        return
    for number, (kind, (rate, least, most)) in enumerate(KINDS.items()):
        word = words_at(seed, Purpose.LEAVE, people, month.index, 3 * number + _HAPPENS)
        asks = people[happens(word, getattr(spec.practice, rate))]
        first = 1 + below(words_at(seed, Purpose.LEAVE, asks, month.index, 3 * number + _FROM), len(working) - 1)
        length = least + below(words_at(seed, Purpose.LEAVE, asks, month.index, 3 * number + _DAYS), most - least + 1)
        first = np.maximum(np.minimum(first, len(working) - length), 1)  # it lies within the month
        for employee, at, n in zip(asks.tolist(), first.tolist(), length.tolist(), strict=True):
            known = kind != "sick" or roster.person(employee).post in HAND_OVER_FIRST
            signed_on = working[at - 1] if known else working[at]
            yield Leave(employee, kind, working[at], working[min(at + n, len(working)) - 1], signed_on, ())


@dataclass
class _Plan:
    """The leave of a month in the granting: who is away when, and who stands in for whom."""

    roster: Roster
    load: Load
    granted: list[Leave] = field(default_factory=list)
    holders: dict[tuple[str, int], list[Person]] = field(default_factory=dict)  # by post and hall; NONE: of all

    def ask(self, asked: Leave) -> None:
        """Grant it, if each of the person's posts finds somebody who may stand in."""
        meeting = [each for each in self.granted if each.meets(asked)]
        busy = {staff for each in meeting for _, staff in each.covers} | {each.employee for each in meeting}
        if asked.employee in busy:
            return
        person, covers = self.roster.person(asked.employee), list[tuple[str, int]]()
        for post in filter(None, (person.post, person.second_post)):
            fellows = self._crew(person.number) if post == "meter_fitter" else ()
            may = (each for each in self._may(person, post, busy) if each not in fellows)
            found = (each for each in may if self._has_time(each, asked))
            stands_in = next(found, None)
            if stands_in is None:
                return
            covers.append((post, stands_in))
        signed = (asked.employee, asked.kind, asked.from_on, asked.to_on, asked.signed_on)
        self.granted.append(Leave(*signed, tuple(covers)))

    def _crew(self, fitter: int) -> tuple[int, ...]:
        """Those who go out together: nobody stands in for the one with whom he goes."""
        return next((crew for crew in self.roster.crews if fitter in crew), ())

    def _has_time(self, stands_in: int, asked: Leave) -> bool:
        """Whether he comes home of the books of both on each of the days."""
        days = range(asked.from_on, asked.to_on + 1)
        both = [(self.load.get((asked.employee, day), 0), self.load.get((stands_in, day), 0)) for day in days]
        return all(not absent or absent + own <= LONGEST_DAY_S for absent, own in both)

    def _may(self, person: Person, post: str, busy: set[int]) -> Iterator[int]:
        """Who may stand in for a post of a person, the likeliest first: of the same hall, and in turn."""
        people = len(self.roster.people)
        for other in _substitutes()[post]:
            near = [each for each in self._holders(other, person.site) if each.number not in busy]
            near.sort(key=lambda each: (each.site != person.site, (each.number - person.number) % people))
            for each in near:
                lawful = is_lawful(post, (each.post, each.second_post))
                if each is not person and lawful and not _at_once(person, each):
                    yield each.number

    def _holders(self, post: str, site: int) -> list[Person]:
        """Who holds a post and may be at a hall; at any, if somebody of the whole office is to be stood in for."""
        if not self.holders:
            for person in self.roster.people:
                for held in filter(None, (person.post, person.second_post)):
                    for at in {person.site, NONE}:
                        self.holders.setdefault((held, at), []).append(person)
        if site == NONE:
            return self.holders.get((post, NONE), [])
        of_office = (each for each in self.holders.get((post, NONE), []) if each.site == NONE)
        return [*self.holders.get((post, site), []), *of_office]


def _at_once(person: Person, other: Person) -> bool:
    """Whether both have a counter at the same hours: nobody serves two of them at once."""
    at_counters = person.counter != NONE and other.counter != NONE
    return at_counters and (other.second or person.second or person.shift == other.shift)


def is_lawful(post: str, posts: tuple[str | None, ...]) -> bool:
    """Whether who holds these posts may do the work of another."""
    return not any(frozenset((post, each)) in INCOMPATIBLE | _apart() for each in posts if each not in (None, post))


@cache
def _data() -> Mapping[str, Mapping[str, list[str]]]:
    file = resources.files("kaohe.sim.town").joinpath("data", "substitutes.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _substitutes() -> Mapping[str, list[str]]:
    return _data()["substitutes"]


@cache
def _apart() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair.split("/")) for pair in _data()["apart"]["pairs"])
