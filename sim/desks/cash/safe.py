"""The safe: what should lie in it by the journal, what does lie there, and who counts it (營業出納, 營業會計)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.errands import Errand
from kaohe.sim.deciding.points import Decided, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed, Missing
from kaohe.sim.desks.base import Desk, clock, hm
from kaohe.sim.desks.cash.bundle import NO_CHEQUES, Bundle, Owed
from kaohe.sim.desks.cash.losing import (
    KEEP_SAFE,
    NEVER,
    Fate,
    cash_fate,
    cheque_fate,
    reissued_on,
    short_fate,
    stopped_on,
)
from kaohe.sim.records.ids import day_number
from kaohe.sim.streams import Purpose, word_at

if TYPE_CHECKING:
    from kaohe.sim.deciding.truth import Act
    from kaohe.sim.office import Office

LOST = KEEP_SAFE.named("lose_cash").clause  # whatever a count misses, however it has gone
FLOAT_FEN = 200_000  # 備用金 [assumption]
WRITTEN_OFF_AFTER = 15  # days after the stop in which the drawer may send another cheque [assumption]


@dataclass(eq=False)
class Lost:
    """What is missing from the safe: the act, its day, cash or a cheque, and whether a count has shown it.

    due: the slip of the day lacks it; else it is missing since the first count that shows it.
    """

    act_id: int
    lost_on: int
    cash_fen: int
    cheque: Bundle
    honest: bool
    due: bool
    counted: bool = False

    @property
    def fen(self) -> int:
        """What it is for."""
        return self.cash_fen + self.cheque.total_fen


class Safe(Desk):
    """Journal, own count every working day at 17:00, and supervised counts: on a drawn working day of the month, and on
    the evening before another takes over.
    """

    FIXED = ("_supervised",)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.cash_fen = FLOAT_FEN  # what lies there
        self._closing_fen = FLOAT_FEN  # what should, by the journal of the evening before
        self._in_fen = self._out_fen = 0
        self._cheques = NO_CHEQUES
        self._supervised = frozenset(self._drawn())
        self._lost: list[Lost] = []
        self.missing_fen = 0  # this morning, and what has gone since: a count tells one loss from another
        self._found: Diary[int] = Diary()
        self._to_stop: Diary[Lost] = Diary()
        self._reissued: Diary[Lost] = Diary()
        self._to_write_off: Diary[Lost] = Diary()

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
        """Whether the accountant counts on that day: one working day of its month, drawn, or before a hand-over."""
        return day in self._supervised

    def _drawn(self) -> Iterator[int]:
        """The days of each month on which the accountant counts."""
        for month in self.office.months:
            days = np.arange(month.start, month.end + 1)
            working = days[self.office.calendar.is_working(days)]
            yield int(working[word_at(self.office.seed, Purpose.SAFE_COUNT, month.index) % len(working)])
            yield from (day for day in working.tolist() if self._next_cashier(day) is not None)

    def _next_cashier(self, day: int) -> int | None:
        """Who keeps the safe from the next working day on, if he is another."""
        duty, after = self.office.duty, self.office.calendar.first_working_after(day)
        now, following = (duty.acting(duty.everybody.posts.cashier, "cashier", on) for on in (day, after))
        return None if following == now else following

    def _hand_over(self, day: int, counted: tuple[int, Bundle]) -> None:
        taken_by, (cash_fen, cheques) = self._next_cashier(day), counted
        if taken_by is None:
            return
        self.office.write(
            "cash_handover",
            1,
            id=day_number(day),
            recorded_at=clock(day, hm(17, 25)),
            staff=self.office.posts.cashier,
            on=day,
            taken_by=taken_by,
            taken_on=self.office.calendar.first_working_after(day),
            witness=self.office.posts.accountant,
            cash_fen=cash_fen,
            cheques=len(cheques),
            cheque_fen=cheques.total_fen,
        )

    def keep(self, day: int) -> Generator[Question, None, None]:
        """What was found is put back; then, before the day's money goes to the bank, what is done about the safe."""
        if not self.office.calendar.is_working(day):
            return
        self.missing_fen = sum(each.fen for each in self._lost)
        for act_id in self._found.take(day):
            self._put_back(day, act_id)
        for lost in self._reissued.take(day):
            self._bank_reissued(day, lost)
        tray = self._tray(day)
        decided = yield from self.decide(KEEP_SAFE, tray)
        if decided.took("lose_cash")[0]:
            self._lose_cash(day, decided)
        if decided.took("lose_cheque")[0]:
            self._lose_cheque(day, decided)

    def close(self, day: int) -> None:
        """The evening's journal and counts, and what is done about cheques that they missed."""
        if not self.office.calendar.is_working(day):
            return
        book_fen = self._journal(day)
        self._count(day, "own", book_fen)
        if self.supervised(day):
            self._hand_over(day, self._count(day, "supervised", book_fen))
        for lost in self._to_stop.take(day):
            self._stop(day, lost)
        for lost in self._to_write_off.take(day):
            self._write_off(day, lost)

    def _bank_reissued(self, day: int, lost: Lost) -> None:
        """Another cheque has come in the place of one that was stopped."""
        self.office.cash.cashier.bank_later(day, lost.lost_on, Owed(0, lost.cheque), "reissued")
        self.office.errands.done("safe", lost.act_id, day)
        self._act(lost).worth = (Missing("safe", lost.act_id, lost.fen, lost.lost_on),)

    def _tray(self, day: int) -> Situations:
        due = self.office.cash.cashier.due(day)
        return Situations(
            day,
            np.array([day_number(day)]),
            np.zeros(1, np.int64),
            np.array([self.office.posts.cashier]),
            {
                "cash_fen": np.array([self.cash_fen]),
                "float_fen": np.array([min(self.cash_fen - due.cash_fen, FLOAT_FEN)]),
                "missing_fen": np.array([self.missing_fen]),
                "cheques": np.array([len(due.cheques)]),
                "cheque_fen": np.array([due.cheques.total_fen]),
            },
        )

    def _lose_cash(self, day: int, decided: Decided) -> None:
        fen = min(decided.one("amount_fen", 0), self.cash_fen)
        act = self.did(decided, 0, shown=None)
        act.worth = (Missing("safe", act.act_id, fen, day),)
        self._miss(act, day, fen, NO_CHEQUES, cash_fate(self.office, day), due=False)

    def _lose_cheque(self, day: int, decided: Decided) -> None:
        """One of those due at the bank. Until a count has missed it, the papers show a slip that was short, no more."""
        cashier, fate = self.office.cash.cashier, cheque_fate(self.office, day)
        cheque = self.office.counter.cheques.covered(cashier.due(day).cheques).drawn(self.office.seed, day_number(day))
        if fate.found_on == day:
            self.did(decided, 0, Fixed(0), shown=None)
            return
        cashier.lose(day, cheque)
        act = self.did(decided, 0, shown=None)
        cashier.slip_short(day, act, cheque.total_fen)
        self._miss(act, day, 0, cheque, fate, due=True)

    def keep_short(self, day: int, act: Act, fen: int) -> None:
        """So much cash that was due at the bank today is neither there nor here."""
        self._miss(act, day, fen, NO_CHEQUES, short_fate(self.office, day), due=True)

    def _miss(self, act: Act, day: int, cash_fen: int, cheque: Bundle, fate: Fate, *, due: bool) -> None:
        lost = Lost(act.act_id, day, cash_fen, cheque, fate.honest, due)
        self._lost.append(lost)
        self.cash_fen -= cash_fen
        self.missing_fen += lost.fen
        self.office.errands.open(Errand("safe", lost.act_id, self.office.posts.cashier, day, day))
        if fate.found_on != NEVER:
            self._found.put(fate.found_on, act.act_id)

    def _put_back(self, day: int, act_id: int) -> None:
        for lost in (each for each in self._lost if each.act_id == act_id):
            self.cash_fen += lost.cash_fen
            on = day
            if lost.due:
                banked_on = self.office.cash.cashier.bank_later(day, lost.lost_on, Owed(lost.cash_fen, lost.cheque))
                on = day if lost.counted else banked_on
            self.office.errands.done("safe", lost.act_id, on)
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

    def _count(self, day: int, kind: str, book_fen: int) -> tuple[int, Bundle]:
        """What a count says: all that is missing, or, of the cashier's own, nothing of what he hides."""
        own = kind == "own"
        said = [each for each in self._lost if each.counted or each.honest or not own]
        there = self._cheques
        for lost in said:
            self._shown(day, lost)
            there = there.without(lost.cheque)
        posts, cash_fen = self.office.posts, book_fen - sum(each.cash_fen for each in said)
        self.office.write(
            "safe_count",
            1,
            id=day_number(day) * 2 + (not own),
            recorded_at=clock(day, hm(17) if own else hm(17, 20)),
            staff=posts.cashier if own else posts.accountant,
            on=day,
            kind=kind,
            book_fen=book_fen,
            cash_fen=cash_fen,
            cheques=len(there),
            cheque_fen=there.total_fen,
            second_by=None if own else posts.cashier,
        )
        return cash_fen, there

    def _shown(self, day: int, lost: Lost) -> None:
        """The first short count is the evidence, and the day of the incident: nobody knows an earlier one."""
        if lost.counted:
            return
        lost.counted = True
        act = self._act(lost)
        worth = Missing("safe", lost.act_id, lost.fen, lost.lost_on if lost.due else day)
        act.shown_as(LOST, (KEEP_SAFE.about, day_number(day)), day, worth)
        self.office.truth.watch(day, act)
        if lost.cheque:
            self._to_stop.put(stopped_on(self.office, lost.lost_on, day), lost)

    def _act(self, lost: Lost) -> Act:
        return self.office.truth.acts[lost.act_id]

    def _stop(self, day: int, lost: Lost) -> None:
        """A cheque that is still missing: its payment is stopped, and the drawer asked for another."""
        if lost not in self._lost:
            return
        self._lost.remove(lost)
        self._cheques = self._cheques.without(lost.cheque)
        self.office.counter.cheques.stopped(lost.cheque)
        self.office.cash.cashier.enter(clock(day, hm(17, 30)), lost.cheque, "stopped")
        on = reissued_on(self.office, lost.lost_on, day)
        if on is not None:
            self._reissued.put(on, lost)
        else:
            self._to_write_off.put(self.office.calendar.next_working(day + WRITTEN_OFF_AFTER), lost)

    def _write_off(self, day: int, lost: Lost) -> None:
        """No other came: the receivable stands again, and nothing is missing any more."""
        act = self._act(lost)
        act.worth, act.amount_fen = (Fixed(0),), 0
        self.office.cash.cashier.enter(clock(day, hm(17, 40)), lost.cheque, "written_off")
        self.office.counter.cheques.reopen(day, hm(17, 45), lost.cheque)
