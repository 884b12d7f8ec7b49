"""Takings that are used, and covered with those of the next bank days, until they are put back or not (營業出納)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.calendar import CalendarRange
from kaohe.sim.deciding.behaviours import sizes
from kaohe.sim.deciding.points import Int64s, Mask, Situations
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk, deviation
from kaohe.sim.desks.cash.bundle import Bundle, Owed
from kaohe.sim.desks.cash.losing import NEVER
from kaohe.sim.records.ids import counter_day_id, day_number
from kaohe.sim.streams import Purpose, below, words_at

if TYPE_CHECKING:
    from kaohe.sim.deciding.truth import Act
    from kaohe.sim.office import Office

# Assumptions: so many due days are covered with later takings, and so many of those who use takings put them back, on
# one of so many bank days after the last that was covered.
LEAST_COVERED, MOST_COVERED = 2, 8
BACK_PERCENT, BACK_WITHIN = 60, 3
COVERED_WORD, BACK_WORD, BACK_DAYS_WORD = range(3)
RECENT = 3  # due days: one of which takings are used, and two that show that it was covered


def _drawn(office: Office, day: int, k: int, n: int) -> int:
    word = words_at(office.seed, Purpose.SUBSTITUTION, np.array([day_number(day)]), 0, k)
    return int(below(word, n)[0])


def covered_days(office: Office, day: int) -> int:
    """How many due days are covered of what is first kept that day."""
    return LEAST_COVERED + _drawn(office, day, COVERED_WORD, MOST_COVERED + 1 - LEAST_COVERED)


def back_on(office: Office, first: int, last: int) -> int:
    """The bank day on which it is put back, once no more is covered; NEVER, if it is not."""
    if _drawn(office, first, BACK_WORD, 100) >= BACK_PERCENT:
        return NEVER
    return _bank_day(office, last + 1, _drawn(office, first, BACK_DAYS_WORD, BACK_WITHIN))


def _bank_day(office: Office, day: int, n: int) -> int:
    """The n-th bank day after the first on or after a day; NEVER, beyond the calendar."""
    try:
        return office.calendar.next_bank(day, n)
    except CalendarRange:
        return NEVER


def until(office: Office, tray: Situations) -> Int64s:
    """Nothing else is taken from the safe while it is short of takings: to the day on which they are put back."""
    return np.full(len(tray), _last_day(office, tray.day), np.int64)


def _last_day(office: Office, day: int) -> int:
    last = _bank_day(office, day + 1, covered_days(office, day) - 1)
    return office.last_day if last == NEVER else min(back_on(office, day, last), office.last_day)


def spoils(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """The deposits of the bank days whose takings cover it, and the closings of the due days that show it: what is kept
    at a window changes how much is used, and with which cheques it is covered.
    """
    days = range(tray.day + 1, _last_day(office, tray.day) + 1)
    deposits = [("deposit", day_number(day)) for day in days if office.calendar.is_bank(day)]
    counters = np.arange(office.duty.everybody.counters.shape[1])
    taken = range(_taken_since(office, tray.day), office.cash.cashier.recent[-1][0] + 1)
    closings = [key for day in taken for key in counter_day_id(counters, day_number(day)).tolist()]
    return (*deposits, *(("close_window", key) for key in closings))


def _taken_since(office: Office, due_on: int) -> int:
    """The first day whose takings may be due on a bank day: the bank day before it."""
    day = due_on - 1
    while not office.calendar.is_bank(day):
        day -= 1
    return day


def part_of(money: Owed, fen: int) -> Owed | None:
    """What of a day's money covers so much: its cheques, the largest first, as far as they go, else cash.

    None where that does not do, or nothing would be left of the day's own.
    """
    chosen, left = np.zeros(len(money.cheques), np.bool_), fen
    for row in np.lexsort((money.cheques.receipt, -money.cheques.fen)).tolist():
        if money.cheques.fen[row] <= left:
            chosen[row] = True
            left -= int(money.cheques.fen[row])
    return Owed(left, money.cheques.where(chosen)) if left <= money.cash_fen and fen < money.total_fen else None


def earlier(office: Office, tray: Situations) -> Iterator[Situations]:
    """The situation of the due day of which that of a tray is the second to follow, as it was."""
    recent = office.cash.cashier.recent
    if len(recent) == RECENT and recent[-1][0] == tray.day:
        day, money = recent[0]
        fields = {"cash_fen": np.array([money.cash_fen]), "total_fen": np.array([money.total_fen])}
        yield replace(tray, day=day, keys=np.array([day_number(day)]), fields={**tray.fields, **fields})


def shown_by_covering(office: Office, tray: Situations) -> Mask:
    """What was kept on that day would have been covered with a cheque of the next due day, and what is short of that
    with money of the one after, before anybody had counted the safe: then both show that they were.
    """
    recent = office.cash.cashier.recent
    if len(recent) < RECENT or not len(tray) or recent[0][0] != tray.day:
        return np.zeros(len(tray), np.bool_)
    first, then = _first_part(office, tray), part_of(recent[2][1], _drawn_fen(office, tray))
    counted = any(map(office.cash.safe.supervised, range(tray.day, recent[-1][0])))
    return np.full(len(tray), first is not None and len(first.cheques) > 0 and then is not None and not counted)


def _first_part(office: Office, tray: Situations) -> Owed | None:
    """What of the next due day's money covers what is kept in a situation."""
    return part_of(office.cash.cashier.recent[1][1], _drawn_fen(office, tray))


def _drawn_fen(office: Office, tray: Situations) -> int:
    point = office.cash.cashier.point
    return int(sizes(office, point, point.named("use_takings"), tray, np.arange(1))["amount_fen"][0])


@dataclass(eq=False)
class Used:
    """A due day of which takings are used: what was handed in for it, what its slips have, and who wrote the slip that
    nothing of it can have made (NEVER: none does).
    """

    on: int
    act_id: int
    handed_cash_fen: int
    short_fen: int
    cash_fen: int
    cheques: Bundle
    shown_by: int = NEVER


@dataclass(eq=False)
class Chain:
    """Takings that one person uses, due day by due day: the last is short; how many more are to be covered.

    first: the place of the first due day of those that show it, once two running do.
    """

    staff: int
    cause: int
    to_cover: int
    days: list[Used] = field(default_factory=list)
    first: int | None = None


class Substituting(Desk):
    """What is kept of a day's takings is taken from the next day's, so that no day stays short for long.

    A slip cannot have been made from the money of its own due day where it has a cheque of a later one, or where all
    slips of the day have more cash than was handed in for it. One such day is a part that came late; two running are
    the use of takings.
    """

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._chain: Chain | None = None  # while it goes on
        self._chains: list[Chain] = []  # those of which a day is short, or may be

    @property
    def open_fen(self) -> int:
        """How much is missing from the safe by what goes on."""
        return 0 if self._chain is None else self._chain.days[-1].short_fen

    @property
    def short_on(self) -> int:
        """The due day that is short by what goes on. ValueError if nothing does."""
        if self._chain is None:
            raise ValueError("no takings are used")
        return self._chain.days[-1].on

    def covering(self, day: int, money: Owed, more_fen: int) -> Owed | None:
        """What of a day's money goes to the due day before; None where nothing does, and it ends.

        more_fen: what is kept of the day besides.
        """
        chain, office = self._chain, self.office
        if chain is None or not money.total_fen:
            return None
        part = part_of(Owed(money.cash_fen - more_fen, money.cheques), chain.days[-1].short_fen)
        alone = office.cash.safe.misses_only(chain.days[-1].act_id)
        if part is None or not alone or not chain.to_cover or office.posts.cashier != chain.staff:
            self.ends(day)
            return None
        return part

    def goes_on(self, day: int) -> Act:
        """The act of a day that is short because the one before was covered from it."""
        if self._chain is None:
            raise ValueError("no takings are used")
        chain, key = self._chain, day_number(day)
        first, point = chain.days[0].on, self.office.cash.cashier.point
        act = deviation(point, "use_takings", chain.cause, first, key, chain.staff, effect_on=day)
        act.key, act.due_on, act.parent_act = day_number(first), day, chain.days[-1].act_id  # it was decided then
        return self.office.truth.add(act)

    def short(self, day: int, act: Act, cause: int, handed: Owed, banked: Owed) -> None:
        """So much of a due day's money is on no slip of it: used, or gone to the due day before, which is covered."""
        if self._chain is None:
            self._chain = Chain(self.office.posts.cashier, cause, covered_days(self.office, day))
            self._chains.append(self._chain)
        else:
            self.office.cash.safe.cover(day, self._chain.days[-1].act_id)
            self._chain.to_cover -= 1
        chain, short_fen = self._chain, handed.total_fen - banked.total_fen
        chain.days.append(Used(day, act.act_id, handed.cash_fen, short_fen, banked.cash_fen, handed.cheques))
        self.office.cash.safe.use(day, act, short_fen)
        self._tell(day, chain)
        if not chain.to_cover:
            self.ends(day)

    def ends(self, day: int) -> None:
        """No more is covered; what is short now is put back some day, or is not."""
        chain, self._chain = self._chain, None
        if chain is not None:
            on = back_on(self.office, chain.days[0].on, day)
            self.office.cash.safe.put_back_on(on, chain.days[-1].act_id)

    def banked(self, day: int, due_on: int, money: Owed) -> None:
        """Another slip of a due day: whether what it has can be of its own money."""
        for chain in self._chains:
            for used in chain.days:
                if used.on == due_on:
                    self._slip(day, used, money)
                    self._tell(day, chain)

    def _slip(self, day: int, used: Used, money: Owed) -> None:
        used.cash_fen += money.cash_fen
        later = len(money.cheques.without(used.cheques)) > 0
        if used.shown_by == NEVER and (later or used.cash_fen > used.handed_cash_fen):
            used.shown_by = self.office.posts.cashier

    def _tell(self, day: int, chain: Chain) -> None:
        """What the papers show by now: from the second due day running on it is one act, the use of takings."""
        if chain.first is None:
            pairs = enumerate(pairwise(chain.days))
            both = (at for at, (one, other) in pairs if NEVER != one.shown_by == other.shown_by)
            chain.first = next(both, None)
            if chain.first is None:
                return
            self._becomes(day, chain, chain.days[chain.first])
        for used in chain.days[chain.first + 1 :]:
            self.office.truth.withdraw(used.act_id)
        first, fen = self._act(chain.days[0]), max(used.short_fen for used in chain.days[chain.first :])
        first.worth, first.amount_fen = (Fixed(fen),), fen

    def _becomes(self, day: int, chain: Chain, first: Used) -> None:
        """The deed that began it is that act, whatever the first day by which it shows; what the papers say of the days
        before, the next ones say of them in its place.
        """
        acts = [self._act(used) for used in chain.days[: chain.days.index(first) + 1]]
        for before, act in reversed(list(pairwise(acts))):
            evidenced_on = before.evidenced_on
            act.shown_as(before.clause, (before.object_type, before.object_id), before.occurred_on, *before.worth)
            act.evidenced_on, act.due_on = evidenced_on, before.due_on
        clause = self.office.cash.cashier.point.named("use_takings").clause
        acts[0].shown_as(clause, ("bank_day", day_number(first.on)), first.on, Fixed(0))
        acts[0].due_on = first.on
        self.office.truth.watch(day, acts[0])

    def shows(self, act_id: int) -> bool:
        """Whether the papers show by now that an act is part of a use of takings: then a count shows nothing new."""
        of_chains = ((chain, used) for chain in self._chains if chain.first is not None for used in chain.days)
        return any(used.act_id == act_id and used.on >= chain.days[chain.first or 0].on for chain, used in of_chains)

    def _act(self, used: Used) -> Act:
        return self.office.truth.acts[used.act_id]
