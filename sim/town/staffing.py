"""Who works in the office: posts sized for about 70 % load, lawful double posts while it is small, crews, handhelds.

Staff numbers are ints from 1, by post unless they are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.files.fault import say
from kaohe.sim.spec import KINDS, OfficeSpec, SpecError, StaffSpec, impossible, refuse, unknown
from kaohe.sim.streams import Purpose, word_at
from kaohe.sim.texts import Argument
from kaohe.sim.town.counters import Counters, counter_faults, is_door, plan_counters
from kaohe.sim.town.customers import NONE, Population
from kaohe.sim.town.name_pools import pools

Int32 = NDArray[np.int32]

FULL_FROM = 20_000  # customers from which every post has people of its own

# Post: one person for so many customers, and at least one.
_PER_CUSTOMERS: Mapping[str, int] = {
    "business_manager": 1_000_000,
    "business_specialist": 60_000,
    "inspection_specialist": 60_000,
    "registration_clerk": 20_000,
    "issuance_clerk": 15_000,
    "accountant": 40_000,
    "cashier": 40_000,
    "field_auditor": 10_000,
    "information_auditor": 60_000,
    "system_administrator": 100_000,
    "inspector": 10_000,
    "meter_tester": 30_000,
    "rural_electrician": 20_000,
}
_CUSTOMERS_PER_CREW = 15_000
# In a small office the post on the left is the second post of a holder of the one on the right.
_DOUBLES: Mapping[str, str] = {
    "inspection_specialist": "business_specialist",
    "meter_tester": "meter_fitter",
    "rural_electrician": "meter_fitter",
}
_ORDER = (
    "business_manager business_specialist inspection_specialist registration_clerk meter_reader collector "
    "issuance_clerk accountant cashier field_auditor information_auditor system_administrator inspector "
    "meter_fitter meter_tester rural_electrician"
).split()
_KEPT_APART = (
    "cashier/accountant cashier/collector cashier/registration_clerk accountant/collector meter_reader/collector "
    "meter_reader/issuance_clerk meter_reader/field_auditor meter_reader/business_specialist issuance_clerk/accountant "
    "issuance_clerk/collector issuance_clerk/field_auditor issuance_clerk/information_auditor "
    "issuance_clerk/business_specialist collector/business_specialist registration_clerk/business_specialist"
).split()

INCOMPATIBLE = frozenset(frozenset(pair.split("/")) for pair in _KEPT_APART)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff; `site` and `counter` are NONE where a person serves the whole office or no counter.

    shift: at a window that several share, which of them (from 0); second: goes along on a door round.
    """

    number: int
    name: str
    post: str
    second_post: str | None = None
    site: int = NONE
    counter: int = NONE
    shift: int = 0
    second: bool = False

    def holds(self, post: str) -> bool:
        """Whether it is one of the person's posts."""
        return post in (self.post, self.second_post)


@dataclass(frozen=True, slots=True)
class Roster:
    """The staff, and who does what: staff numbers by book, by counter, by crew."""

    people: tuple[Person, ...]
    counters: Counters
    counter_staff: Int32  # [shifts, sites × 16] staff number; 0: no such counter
    second_staff: Int32  # [sites × 16] who goes along on a door round; 0: nobody
    book_reader: Int32  # [books] staff number
    crews: tuple[tuple[int, int], ...]
    handhelds: NDArray[np.int64]  # [sites]

    def holders(self, post: str) -> Int32:
        """Numbers of all who hold a post, as a second one too."""
        return np.array([person.number for person in self.people if person.holds(post)], np.int32)

    def holder(self, post: str, at: int = 0) -> int:
        """The holder of a post for site, book or case `at`: they take turns."""
        found = self.holders(post)
        return int(found[at % len(found)])

    def person(self, number: int) -> Person:
        """The person of a staff number."""
        return self.people[number - 1]

    def named(self, name: str) -> Person:
        """The person of a name; KeyError if there is none."""
        for person in self.people:
            if person.name == name:
                return person
        raise KeyError(name)


def staff(spec: OfficeSpec, population: Population, seed: int) -> Roster:
    """The staff of an office, sized by its customers; the scenario's named people first in their posts.

    Raises SpecError for an unknown post, a third post of one person, or posts that one person may not hold together.
    """
    refuse(staff_faults(spec))
    counters = plan_counters(spec, population)
    given = _given(spec)
    names = _fresh_names(spec, seed)
    people: list[Person] = []
    small = int(np.count_nonzero(population.opening)) < FULL_FROM
    for post in _ORDER:
        if small and post in _DOUBLES and not _has(given, post):
            continue
        for site, counter, name in _places(post, population, counters, given):
            second = given[name][1] if name in given else None
            people.append(Person(len(people) + 1, name or next(names), post, second, site, counter))
    people = _double(people, names) if small else people
    people += _more_collectors(spec, counters, len(people), names)
    people = _drawn(people, seed) if spec.drawn_numbers else people
    table, seconds = _by_counter(people, population.books.sites, spec.practice.window_shifts)
    return Roster(
        people=tuple(sorted(people, key=lambda person: person.number)),
        counters=counters,
        counter_staff=table,
        second_staff=seconds,
        book_reader=_by_book(people, population),
        crews=_crews(people),
        handhelds=_handhelds(population),
    )


def _drawn(people: list[Person], seed: int) -> list[Person]:
    """The same people in the same order with numbers that are drawn: they say nothing of anybody's post."""
    order = sorted(people, key=lambda person: (word_at(seed, Purpose.STAFF, person.number), person.number))
    numbers = {person.number: number for number, person in enumerate(order, 1)}
    return [replace(person, number=numbers[person.number]) for person in people]


def staff_faults(spec: OfficeSpec) -> Iterator[SpecError]:
    """What cannot be of the named people, their counters and the windows."""
    held: dict[str, list[str]] = {}
    for number, entry in enumerate(spec.staff):
        at, posts = ("staff", number, "post"), held.setdefault(entry.name, [])
        if entry.post not in _ORDER:
            yield unknown(at, "P042", "post-unknown", entry.post, _ORDER, person=entry.name)
            continue
        if entry.post in posts:
            yield impossible(at, "P046", "post-twice", person=entry.name, post=_said(entry.post))
        elif len(posts) == 2:
            both = {"first": _said(posts[0]), "second": _said(posts[1])}
            yield impossible(at, "P046", "posts-three", person=entry.name, third=_said(entry.post), **both)
        elif posts and frozenset((posts[0], entry.post)) in INCOMPATIBLE:
            both = {"first": _said(posts[0]), "second": _said(entry.post)}
            yield impossible(at, "P046", "posts-apart", person=entry.name, **both)
        if entry.post not in posts and len(posts) < 2:
            posts.append(entry.post)
    yield from counter_faults(spec)


def _said(post: str) -> Argument:
    return say(f"post-{post}")


def _given(spec: OfficeSpec) -> dict[str, tuple[StaffSpec, str | None]]:
    """The named people: first entry and second post."""
    given: dict[str, tuple[StaffSpec, str | None]] = {}
    for entry in spec.staff:
        first = given.get(entry.name, (entry, None))[0]
        given[entry.name] = first, None if first is entry else entry.post
    return given


def _has(given: Mapping[str, tuple[StaffSpec, str | None]], post: str) -> bool:
    return any(post in (first.post, second) for first, second in given.values())


def _places(
    post: str, population: Population, counters: Counters, given: Mapping[str, tuple[StaffSpec, str | None]]
) -> Iterator[tuple[int, int, str | None]]:
    """(site, counter, name or None) of everybody in a post."""
    if post == "meter_reader":
        books = population.books
        for site, reader in zip(books.reader_site.tolist(), books.reader_names, strict=True):
            yield site, NONE, reader
        return
    named = [first for first, _ in given.values() if first.post == post]
    if post == "collector":
        yield from _collectors(named, counters)
        return
    second = sum(second == post for _, second in given.values())
    for number in range(max(_needed(post, population) - second, len(named))):
        yield NONE, NONE, named[number].name if number < len(named) else None


def _collectors(named: list[StaffSpec], counters: Counters) -> Iterator[tuple[int, int, str | None]]:
    at = {person.counter: person.name for person in named if person.counter is not None}
    free = [person.name for person in named if person.counter is None]
    for counter in counters.ids().tolist():
        name = at.get(counter) or (free.pop(0) if free else None)
        yield counter // 16, counter, name
    for name in free:
        yield NONE, NONE, name


def _needed(post: str, population: Population) -> int:
    customers = int(np.count_nonzero(population.opening))
    if post == "meter_fitter":
        return 2 * max(1, -(-customers // _CUSTOMERS_PER_CREW))
    return max(1, -(-customers // _PER_CUSTOMERS[post]))


def _double(people: list[Person], names: Iterator[str]) -> list[Person]:
    """Gives the posts that a small office does not fill to people whose own post allows it; else to somebody more."""
    for post, host in _DOUBLES.items():
        if any(person.holds(post) for person in people):
            continue
        hosts = (n for n, person in enumerate(people) if person.post == host and person.second_post is None)
        if (at := next(hosts, None)) is None:
            people.append(Person(len(people) + 1, next(names), post))
        else:
            people[at] = replace(people[at], second_post=post)
    return people


def _fresh_names(spec: OfficeSpec, seed: int) -> Iterator[str]:
    """Names of the pool, each once, that no named person has."""
    taken = {person.name for person in spec.staff}
    taken.update(customer.name for customer in spec.customers)
    taken.update(book.reader for book in spec.books if book.reader)
    pool = pools()["people"]
    first = word_at(seed, Purpose.STAFF, 0) % len(pool)
    for number in count():
        # 7 is prime to the size of the pool: every name comes once in a turn.
        name, turn = pool[(first + 7 * number) % len(pool)], number // len(pool)
        if name not in taken:
            yield f"{name}{turn + 1}" if turn else name


def _more_collectors(spec: OfficeSpec, counters: Counters, first: int, names: Iterator[str]) -> list[Person]:
    """Who shares a window by shifts, and who goes along on a door round: last, so that others keep their numbers."""
    windows, doors = (
        [counter for counter in counters.ids().tolist() if is_door(counter) is door] for door in (False, True)
    )
    more = [(counter, shift, False) for counter in windows for shift in range(1, spec.practice.window_shifts)]
    if spec.practice.door_collectors > 1:
        more += [(counter, 0, True) for counter in doors]
    return [
        Person(first + n, next(names), "collector", None, counter // 16, counter, shift, second)
        for n, (counter, shift, second) in enumerate(more, 1)
    ]


def _by_counter(people: list[Person], sites: int, shifts: int) -> tuple[Int32, Int32]:
    """Who serves each counter at each shift, and who goes along."""
    table, seconds = np.zeros((shifts, sites * 16), np.int32), np.zeros(sites * 16, np.int32)
    for person in people:
        if person.counter != NONE and not person.second and person.shift == 0:
            table[:, person.counter] = person.number
    for person in people:
        if person.second:
            seconds[person.counter] = person.number
        elif person.shift:
            table[person.shift, person.counter] = person.number
    return table, seconds


def _by_book(people: list[Person], population: Population) -> Int32:
    readers = np.array([person.number for person in people if person.post == "meter_reader"], np.int32)
    return readers[population.books.reader]


def _crews(people: list[Person]) -> tuple[tuple[int, int], ...]:
    fitters = [person.number for person in people if person.post == "meter_fitter"]
    return tuple(zip(fitters[::2], fitters[1::2], strict=False))


def _handhelds(population: Population) -> NDArray[np.int64]:
    """Four for five readers of a hall, two at least, and one more than there are readers of 專變, who keep theirs over
    closed days.
    """
    books = population.books
    readers = np.bincount(books.reader_site, minlength=books.sites)
    of_special = np.unique(books.reader[books.kind == KINDS.index("special")])
    keeping = np.bincount(books.reader_site[of_special], minlength=books.sites)
    return np.maximum(np.maximum(-(-readers * 4 // 5), 2), np.where(keeping > 0, keeping + 1, 0)).astype(np.int64)
