"""The safe: what should lie in it by the journal, what does lie there, and who counts it (營業出納, 營業會計)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import PartOf
from kaohe.sim.deciding.errands import Errand
from kaohe.sim.deciding.meanings import all_of, at_least, without
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Missing
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.desks.cash.bundle import NO_CHEQUES, Bundle
from kaohe.sim.records.ids import day_number
from kaohe.sim.streams import Purpose, word_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

FLOAT_FEN = 200_000  # 備用金 [assumption]
LEAST_LOST_FEN = 5_000
FOUND_PERCENT, FOUND_WITHIN = 60, 10  # so many losses are found again, within so many working days [assumption]
HONEST_PERCENT = 70  # of the cashier's own counts of a safe that is short; the others copy the journal [assumption]
FOUND_WORD, HONEST_WORD = 0, 1


def _found_after(office: Office, key: int) -> int | None:
    """Working days after which lost cash is found again; None: never."""
    word = word_at(office.seed, Purpose.SAFE, key, 0, FOUND_WORD)
    return 1 + (word >> 32) % FOUND_WITHIN if word % 100 < FOUND_PERCENT else None


def _honest(office: Office, key: int) -> bool:
    """Whether the cashier's own count says what is missing since that day."""
    return word_at(office.seed, Purpose.SAFE, key, 0, HONEST_WORD) % 100 < HONEST_PERCENT


def _until(office: Office, tray: Situations) -> Int64s:
    """Nothing more is lost while something is missing: to the day on which it is found, or to the end."""
    key, day = int(tray.keys[0]), tray.day
    after = _found_after(office, key)
    found_on = office.last_day if after is None else office.calendar.add_working_days(day, after)
    return np.full(len(tray), min(found_on, office.last_day), np.int64)


def _counted_short(office: Office, tray: Situations) -> NDArray[np.bool_]:
    """Some count of the span finds less than the journal before the cash is found again."""
    key, day = int(tray.keys[0]), tray.day
    after = _found_after(office, key)
    found_on = office.last_day + 1 if after is None else office.calendar.add_working_days(day, after)
    if _honest(office, key):
        return np.ones(len(tray), np.bool_)
    days = range(day, min(found_on, office.last_day + 1))
    return np.full(len(tray), any(office.cash.safe.supervised(each) for each in days))


KEEP_SAFE = REGISTRY.add(
    DecisionPoint(
        13,
        "keep_safe",
        "cashier",
        "office",
        "safe_day",
        "working",
        Names("保管庫存", "keep the safe", "保管库存"),
        (
            Action(
                1,
                "lose_cash",
                Names("失款", "lose cash", "失款"),
                clause="5.2",
                draws={"amount_fen": PartOf("float_fen", 5, 75)},
                may=all_of(at_least("float_fen", 2 * LEAST_LOST_FEN), without("missing_fen")),
                matures=_counted_short,
                until=_until,
            ),
        ),
        omission=Left("lose_cash", {"amount_fen": LEAST_LOST_FEN}),
    )
)


@dataclass
class Lost:
    """Cash that is missing from the safe: the act, the key of its day, how much, and whether a count has shown it."""

    act_id: int
    key: int
    fen: int
    honest: bool
    counted: bool = False


class Safe(Desk):
    """Journal, own count every working day at 17:00, and one supervised count on a drawn working day of the month."""

    FIXED = ("_supervised",)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.cash_fen = FLOAT_FEN  # what lies there
        self._closing_fen = FLOAT_FEN  # what should, by the journal of the evening before
        self._in_fen = self._out_fen = 0
        self._cheques = NO_CHEQUES
        self._supervised = frozenset(self._drawn())
        self._lost: list[Lost] = []
        self._found: Diary[int] = Diary()

    def put_in(self, cash_fen: int, cheques: Bundle) -> None:
        """Handed in by counters and clerks."""
        self.cash_fen += cash_fen
        self._in_fen += cash_fen
        self._cheques += cheques

    def take_out(self, cash_fen: int, cheques: Bundle) -> None:
        """To the bank."""
        self.cash_fen -= cash_fen
        self._out_fen += cash_fen
        self._cheques = self._cheques.without(cheques)

    def supervised(self, day: int) -> bool:
        """Whether the accountant counts on that day: one working day of its month, drawn."""
        return day in self._supervised

    def _drawn(self) -> Iterator[int]:
        """The day of each month on which the accountant counts."""
        for month in self.office.months:
            days = np.arange(month.start, month.end + 1)
            working = days[self.office.calendar.is_working(days)]
            yield int(working[word_at(self.office.seed, Purpose.SAFE_COUNT, month.index) % len(working)])

    def work(self, day: int) -> Generator[Question, None, None]:
        """What was found is put back; the evening's journal and counts."""
        if not self.office.calendar.is_working(day):
            return
        missing_fen = sum(each.fen for each in self._lost)  # this morning: a count tells one loss from another
        for act_id in self._found.take(day):
            self._put_back(day, act_id)
        yield from self._keep(day, missing_fen)
        book_fen = self._journal(day)
        self._count(day, "own", book_fen)
        if self.supervised(day):
            self._count(day, "supervised", book_fen)

    def _keep(self, day: int, missing_fen: int) -> Generator[Question, None, None]:
        tray = Situations(
            day,
            np.array([day_number(day)]),
            np.zeros(1, np.int64),
            np.array([self.office.posts.cashier]),
            {
                "cash_fen": np.array([self.cash_fen]),
                "float_fen": np.array([min(self.cash_fen, FLOAT_FEN)]),
                "missing_fen": np.array([missing_fen]),
            },
        )
        decided = yield from self.decide(KEEP_SAFE, tray)
        if not decided.took("lose_cash")[0]:
            return
        key, fen = day_number(day), min(decided.one("amount_fen", 0), self.cash_fen)
        act = self.did(decided, 0, Missing("safe", key, fen, day), shown=None)
        self.office.errands.open(Errand("safe", key, self.office.posts.cashier, day, day))
        self._lost.append(Lost(act.act_id, key, fen, _honest(self.office, key)))
        self.cash_fen -= fen
        after = _found_after(self.office, key)
        if after is not None:
            self._found.put(self.office.calendar.add_working_days(day, after), act.act_id)

    def _put_back(self, day: int, act_id: int) -> None:
        for lost in (each for each in self._lost if each.act_id == act_id):
            self.cash_fen += lost.fen
            self.office.errands.done("safe", lost.key, day)
        self._lost = [each for each in self._lost if each.act_id != act_id]

    def _journal(self, day: int) -> int:
        """Closing = opening + Σ hand-ins − Σ deposits, in cash."""
        closing = self._closing_fen + self._in_fen - self._out_fen
        self.office.write(
            "cash_journal",
            1,
            id=day_number(day),
            recorded_at=clock(day, hm(16, 55)),
            staff=self.office.posts.cashier,
            on=day,
            opening_fen=self._closing_fen,
            in_fen=self._in_fen,
            out_fen=self._out_fen,
            closing_fen=closing,
            cheques_held=len(self._cheques),
            cheque_fen=self._cheques.total_fen,
        )
        self._closing_fen, self._in_fen, self._out_fen = closing, 0, 0
        return closing

    def _count(self, day: int, kind: str, book_fen: int) -> None:
        """What a count says: all that is missing, or, of the cashier's own, nothing of what he hides."""
        own = kind == "own"
        said = [each for each in self._lost if each.counted or each.honest or not own]
        for lost in said:
            self._shown(day, lost)
        posts = self.office.posts
        self.office.write(
            "safe_count",
            1,
            id=day_number(day) * 2 + (not own),
            recorded_at=clock(day, hm(17) if own else hm(17, 20)),
            staff=posts.cashier if own else posts.accountant,
            on=day,
            kind=kind,
            book_fen=book_fen,
            cash_fen=book_fen - sum(each.fen for each in said),
            cheques=len(self._cheques),
            cheque_fen=self._cheques.total_fen,
            second_by=None if own else posts.cashier,
        )

    def _shown(self, day: int, lost: Lost) -> None:
        """The first short count is the evidence, and the day of the incident: nobody knows an earlier one."""
        if lost.counted:
            return
        lost.counted = True
        act = self.office.truth.acts[lost.act_id]
        act.object_id, act.occurred_on = day_number(day), day
        act.worth = (Missing("safe", lost.key, lost.fen, day),)
        self.office.truth.watch(day, act)
