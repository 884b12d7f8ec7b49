"""What happens in the town by itself: meters fail, seals get lost, customers steal, connect more, use it otherwise.

A month's happenings are drawn on its first day by words of (kind, month, customer), so that none changes another
customer's luck, and begin on their day. Customers whom the scenario names have what it gives them, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.clock.diary import Diary
from kaohe.sim.clock.months import Month
from kaohe.sim.spec import At, CustomerSpec, OfficeSpec, SpecError, impossible
from kaohe.sim.streams import Purpose, below, happens, words, words_at
from kaohe.sim.town.customers import Population
from kaohe.sim.town.faults import CREEPING, FAST, KINDS, SLOW, THEFT, Faults
from kaohe.sim.town.meters import DAY_S
from kaohe.sim.town.use import OTHER_USE, USUAL_E4

Int64s = NDArray[np.int64]

OF_METER = tuple(kind for kind in KINDS if kind != "theft")
HAPPENINGS = (*KINDS, "added_load", "changed_use")
ADDED_LOAD, CHANGED_USE = len(KINDS) + 1, len(KINDS) + 2
# All of them [assumption]: 10⁻⁴ of the use (of a creeping meter Wh a day), from and how many more.
_SIZES = {CREEPING: (50, 400), SLOW: (300, 1_200), FAST: (300, 900), THEFT: (3_000, 6_000), ADDED_LOAD: (3_000, 17_000)}
_LASTS = {THEFT: (20, 200), ADDED_LOAD: (30, 335)}  # days, likewise
FOR_EVER = 1 << 31


@dataclass(frozen=True)
class Begun:
    """What begins: arrays of one entry for each. kind: position in HAPPENINGS and 1; at: the second; size: how large;
    until: the day on which it ends by itself; hidden: nothing of it can be seen.
    """

    kind: Int64s
    customers: Int64s
    at: Int64s
    size: Int64s
    until: Int64s
    hidden: NDArray[np.bool_]

    def only(self, those: NDArray[np.bool_] | Int64s) -> Begun:
        """Some of it."""
        return Begun(**{name: each[those] for name, each in vars(self).items()})

    @classmethod
    def joined(cls, parts: list[Begun]) -> Begun:
        """All of it, at least one part."""
        return cls(**{each.name: np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(cls)})


class Happenings:
    """Draws what happens, and lets it happen."""

    FIXED = ("_seed", "_practice", "_people", "_given", "_named")

    def __init__(self, spec: OfficeSpec, seed: int, people: Population, faults: Faults) -> None:
        self._seed, self._practice, self._people = seed, spec.practice, people
        self._given = [each for each in spec.customers if each.fault is not None]
        self._named = np.zeros(people.customers, np.bool_)
        self._named[list(people.named.values())] = True
        self.faults = faults
        self._begins: Diary[Begun] = Diary()
        self._ends: Diary[Int64s] = Diary()

    def plan_month(self, month: Month) -> None:
        """What will happen in a month."""
        drawn = [self._drawn(month, kind, who) for kind, who in self._chosen(month) if len(who)]
        drawn += [given for customer in self._given for given in self._told(month, customer)]
        if not drawn:
            return
        begun = Begun.joined(drawn)
        days = begun.at // DAY_S
        for day in np.unique(days).tolist():
            self._begins.put(day, begun.only(days == day))

    def _chosen(self, month: Month) -> Iterator[tuple[int, Int64s]]:
        """(kind, customers): half a word decides of each kind, whatever the rates of the others."""
        rates = [getattr(self._practice, f"{name}_e6") for name in HAPPENINGS]
        for first in range(0, len(rates), 2):
            if any(rates[first : first + 2]):
                word = words(self._seed, Purpose.HAPPENING, self._people.customers, _address(month, first))
                for kind, half in ((first + 1, word), (first + 2, word << np.uint64(32))):
                    if kind <= len(rates) and rates[kind - 1]:
                        yield kind, np.flatnonzero(happens(half, rates[kind - 1]) & ~self._named)

    def _drawn(self, month: Month, kind: int, who: Int64s) -> Begun:
        """When it begins and how it is; what is no matter of the meter, and what befalls one of several registers, at
        0:00.
        """
        second = below(words_at(self._seed, Purpose.HAPPENING_AT, who, _address(month, kind)), month.days * DAY_S)
        at_midnight = self._people.multi_function[who] | (kind > len(KINDS))
        at = month.start * DAY_S + np.where(at_midnight, second // DAY_S * DAY_S, second)
        until = at // DAY_S + self._between(_LASTS.get(kind, (FOR_EVER, 0)), month, kind, who, 1)
        word = words_at(self._seed, Purpose.HAPPENING_SIZE, who, _address(month, kind), 2)
        hidden = ~happens(word, self._practice.theft_seen_e6)
        return Begun(np.full(len(who), kind), who, at, self._size(month, kind, who), until, hidden)

    def _size(self, month: Month, kind: int, who: Int64s) -> Int64s:
        return self._between(_SIZES.get(kind, (0, 0)), month, kind, who, 0)

    def _between(self, span: tuple[int, int], month: Month, kind: int, who: Int64s, number: int) -> Int64s:
        """From the first, by up to the second more."""
        word = words_at(self._seed, Purpose.HAPPENING_SIZE, who, _address(month, kind), number)
        least, more = span
        return least + below(word, more + 1)

    def _told(self, month: Month, customer: CustomerSpec) -> Iterator[Begun]:
        """What the scenario says of a customer: from 0:00 of the day on, for good, and to be seen if it ever is."""
        if customer.fault is None or customer.fault_on is None:
            return
        day = day_of(customer.fault_on)
        if month.start <= day <= month.end:
            kind, who = HAPPENINGS.index(customer.fault) + 1, np.array([self._people.named[customer.name]])
            at, until = np.array([day * DAY_S]), np.array([FOR_EVER])
            yield Begun(np.array([kind]), who, at, self._size(month, kind, who), until, np.array([False]))

    def begin(self, day: int) -> None:
        """0:00: what ends by itself ends, and what begins that day is settled."""
        ended = self._ends.take(day)
        if ended:
            self._end(day, np.unique(np.concatenate(ended)))
        for begun in self._begins.take(day):
            meters, who = self.faults.meters, begun.customers
            energised = (meters.energised_on[who] < day) & ~meters.removed[who]
            for what, kinds in (
                (self._go_wrong, begun.kind <= len(KINDS)),
                (self._connect, begun.kind == ADDED_LOAD),
                (self._use_otherwise, begun.kind == CHANGED_USE),
            ):
                if (energised & kinds).any():
                    what(begun.only(energised & kinds))

    def _end(self, day: int, customers: Int64s) -> None:
        faults, use = self.faults, self.faults.use
        theft = customers[(faults.kind[customers] == THEFT) & (faults.until[customers] == day)]
        midnight = np.full(len(customers), day * DAY_S)
        faults.end(theft, midnight[: len(theft)])
        loaded = customers[(use.load_e4[customers] != USUAL_E4) & (use.load_until[customers] == day)]
        faults.connect(loaded, midnight[: len(loaded)], USUAL_E4, FOR_EVER)

    def _go_wrong(self, begun: Begun) -> None:
        """One thing at a time, and a meter of several registers does not fail."""
        _, first = np.unique(begun.customers, return_index=True)
        who, kind = begun.customers[first], begun.kind[first]
        can = (self.faults.kind[who] == 0) & ((kind == THEFT) | ~self._people.multi_function[who])
        new = begun.only(first[can])
        self.faults.begin(new.customers, new.kind, new.at, new.size, new.until, new.hidden)
        self._remember(new.only(new.kind == THEFT))

    def _connect(self, begun: Begun) -> None:
        new = begun.only(self.faults.use.load_e4[begun.customers] == USUAL_E4)
        self.faults.connect(new.customers, new.at, USUAL_E4 + new.size, new.until)
        self._remember(new)

    def _use_otherwise(self, begun: Begun) -> None:
        """Energy is used for what another class pays for, from today on; the load is as before."""
        customers, use = begun.customers, self.faults.use
        as_agreed = use.price_class[customers] == use.agreed_class[customers]
        other = use.other_use[use.agreed_class[customers]]
        use.price_class[customers[as_agreed]] = other[as_agreed]

    def _remember(self, begun: Begun) -> None:
        for day in np.unique(begun.until).tolist():
            self._ends.put(day, begun.customers[begun.until == day])


def happening_faults(customer: CustomerSpec, at: At, price_class: str, several: bool) -> Iterator[SpecError]:
    """What cannot happen to a named customer of a class; `several`: it has a multi-function meter."""
    name, kind = customer.name, customer.fault
    if several and kind in OF_METER:
        yield impossible((*at, "fault"), "P046", "fault-registers", customer=name, kind=kind)
    if kind == HAPPENINGS[CHANGED_USE - 1] and price_class not in dict(OTHER_USE):
        classes = ", ".join(name for name, _ in OTHER_USE)
        yield impossible((*at, "fault"), "P046", "fault-use", customer=name, names=classes)


def _address(month: Month, kind: int) -> int:
    return month.index * 32 + kind
