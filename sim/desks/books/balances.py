"""The accountant's sheet of what each window owes, every ten days (營業會計: 收費工餘額表)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days, PartOf
from kaohe.sim.deciding.meanings import at_least, shown_after
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed, Missing
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.desks.books.tenths import is_tenth, tenth_after
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import counter_day_id, day_number

if TYPE_CHECKING:
    from kaohe.sim.office import Office

SHEET_S = hm(16, 30)

BALANCE_WINDOW = REGISTRY.add(
    DecisionPoint(
        24,
        "balance_window",
        "accountant",
        "counter",
        "window_tenth",
        "working",
        Names("核對收費工餘額", "check the collector's balance", "核对收费工余额"),
        (
            Action(
                1,
                "balance_late",
                Names("遲核餘額", "check the balance late", "迟核余额"),
                clause="6.4",
                draws={"days": Days(1, 6)},
                matures=shown_after("limit_on"),
            ),
            Action(
                2,
                "leave_unbalanced",
                Names("漏核餘額", "leave the balance unchecked", "漏核余额"),
                clause="6.4",
                matures=shown_after("limit_on"),
            ),
            Action(
                3,
                "misstate_balance",
                Names("錯核餘額", "enter more as handed in than was", "错核余额"),
                clause="6.4",
                draws={"amount_fen": PartOf("handed_fen", 1, 20)},
                may=at_least("handed_fen", 100),
            ),
        ),
        omission=Left("leave_unbalanced"),
    )
)


@dataclass(frozen=True)
class Unseen:
    """Takings of a window-day that have not all come, and nobody has said so: the errand that ends with them."""

    counter: int
    kind: str
    key: int
    fen: int


@dataclass(frozen=True)
class Sheet:
    """What the sheet of a 旬末 says; arrays by counter. carried_fen: sealed, for the cashier's next day."""

    on: int
    counters: Int64s
    opening_fen: Int64s
    receipts_fen: Int64s
    handed_fen: Int64s
    carried_fen: Int64s
    unseen: tuple[Unseen, ...]

    @property
    def keys(self) -> Int64s:
        """Their natural keys."""
        return counter_day_id(self.counters, day_number(self.on))

    @property
    def closing_fen(self) -> Int64s:
        """Opening + receipts − handed in."""
        return self.opening_fen + self.receipts_fen - self.handed_fen

    @property
    def open_fen(self) -> Int64s:
        """What the window owes beyond what lies there under seal."""
        return self.closing_fen - self.carried_fen

    def at(self, rows: Int64s) -> Sheet:
        """Some of its counters."""
        return replace(
            self,
            counters=self.counters[rows],
            opening_fen=self.opening_fen[rows],
            receipts_fen=self.receipts_fen[rows],
            handed_fen=self.handed_fen[rows],
            carried_fen=self.carried_fen[rows],
        )

    def worth(self, row: int) -> Iterator[Missing]:
        """What the sheet of a window would have shown."""
        for each in self.unseen:
            if each.counter == self.counters[row]:
                yield Missing(each.kind, each.key, each.fen, self.on)


class Balances(Desk):
    """What each window has received, handed in and sealed since its last sheet; the sheets of the day."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        counters = office.duty.everybody.counters.shape[1]
        self._opening, self._sealed = np.zeros((2, counters), np.int64)
        self._unwritten = np.zeros((2, counters), np.int64)  # received and handed in, of sheets that were left
        self._papers: dict[int, Int64s] = {}  # the same by day, until a sheet has them
        self._used = np.zeros(counters, np.bool_)
        self._begun_on = office.months[0].start
        self._due: Diary[Sheet] = Diary()
        self._put_off: Diary[Sheet] = Diary()
        self._misstated: list[Sheet] = []  # as they should have been

    def received(self, takings_on: int, counter: Int64s, fen: Int64s) -> None:
        """Receipts of windows, of the takings of a day."""
        np.add.at(self._of(takings_on)[0], counter, fen)

    def handed_in(self, day: int, counter: Int64s, fen: Int64s) -> None:
        """What the cashier got on a day, counterfeit notes among it."""
        np.add.at(self._of(day)[1], counter, fen)

    def sealed(self, counter: Int64s, fen: Int64s) -> None:
        """Put under seal while the cashier is not there; below 0: opened again."""
        np.add.at(self._sealed, counter, fen)

    def _of(self, day: int) -> Int64s:
        return self._papers.setdefault(day, np.zeros_like(self._unwritten))

    def close(self, day: int) -> None:
        """The evening of a 旬末: which windows have served by then, what lies there under seal, and what nobody has
        seen.
        """
        for on, papers in self._papers.items():
            if on <= day:
                self._used |= papers[0] > 0
        if not is_tenth(day):
            return
        at, nothing = np.flatnonzero(self._used), np.zeros(np.count_nonzero(self._used), np.int64)
        sheet = Sheet(day, at, nothing, nothing, nothing, self._sealed[at], tuple(self._unseen(day)))
        self._due.put(self._sheet_on(day), sheet)
        self._begun_on = day + 1

    def _unseen(self, day: int) -> Iterator[Unseen]:
        """Takings of these ten days that have not come."""
        counter, cash = self.office.counter.closing, self.office.cash.windows
        for kind, owed in (("hand_in", counter.kept), ("shortage", cash.unseen)):
            for key, (window, taken_on, fen) in sorted(owed.items()):
                if fen and self._begun_on <= taken_on <= day:
                    yield Unseen(window, kind, key, fen)

    def _sheet_on(self, tenth: int) -> int:
        """The sheets are drawn up on the day of their limit."""
        return self.office.calendar.add_working_days(tenth, self.office.rules.balance_limit)

    def work(self, day: int) -> Generator[Question, None, None]:
        """The sheets that were put off, and those of the day."""
        for sheet in self._put_off.take(day):
            self._write(day, hm(16), sheet)
        for sheet in self._due.take(day):
            self._correct(day)
            if len(sheet.counters):
                yield from self._balance(day, sheet)

    def _balance(self, day: int, due: Sheet) -> Generator[Question, None, None]:
        office = self.office
        sheet = self._added_up(due)
        limit_on = office.calendar.add_working_days(sheet.on, office.rules.balance_limit)
        fields = {"receipts_fen": sheet.receipts_fen, "handed_fen": sheet.handed_fen, "open_fen": sheet.open_fen}
        tray = Situations(
            day,
            sheet.keys,
            sheet.counters,
            np.full(len(sheet.counters), office.posts.accountant),
            {**fields, "limit_on": np.full(len(sheet.counters), limit_on)},
        )
        decided = yield from self.decide(BALANCE_WINDOW, tray)
        for row in decided.chosen("balance_late", "leave_unbalanced").tolist():
            self._leave(decided, row, sheet, limit_on)
        misstated, more = decided.took("misstate_balance"), np.zeros(len(tray), np.int64)
        for row in np.flatnonzero(misstated).tolist():
            more[row] = decided.one("amount_fen", row)
            self.did(decided, row, *(tuple(sheet.worth(row)) or (Fixed(0),)))
            self._misstated.append(sheet.at(np.array([row])))
        self._carry(sheet, decided.took("leave_unbalanced"))
        said = replace(sheet, handed_fen=sheet.handed_fen + more)
        self._write(day, SHEET_S, said.at(np.flatnonzero(decided.by_the_book() | misstated)))

    def _added_up(self, due: Sheet) -> Sheet:
        """From the last sheet that was written, by the papers since."""
        since = self._unwritten + sum(self._papers.pop(on) for on in sorted(self._papers) if on <= due.on)
        self._unwritten = np.zeros_like(since)
        received, handed = since[:, due.counters]
        opening = self._opening[due.counters]
        return replace(due, opening_fen=opening, receipts_fen=received, handed_fen=handed)

    def _correct(self, day: int) -> None:
        """Who draws up the next sheet begins with the closing of the last, and finds what was wrong with it."""
        for sheet in self._misstated:
            self._write(day, hm(15, 45), sheet, 1)
        self._misstated.clear()

    def _carry(self, sheet: Sheet, left: Mask) -> None:
        """The next opening is this closing, put right; where no sheet is written, its sums are those of the next."""
        self._opening[sheet.counters[~left]] = sheet.closing_fen[~left]
        self._unwritten[:, sheet.counters[left]] = sheet.receipts_fen[left], sheet.handed_fen[left]

    def _leave(self, decided: Decided, row: int, sheet: Sheet, limit_on: int) -> None:
        """No sheet by its limit. A late one comes before the next, which carries its closing on."""
        calendar, on = self.office.calendar, decided.tray.day
        if decided.took("balance_late")[row]:
            on = min(
                calendar.add_working_days(limit_on, decided.one("days", row)), self._sheet_on(tenth_after(sheet.on))
            )
            self._put_off.put(on, sheet.at(np.array([row])))
        worth = tuple(sheet.worth(row)) or (Fixed(0),)
        self.missed(decided, row, *worth, due_on=limit_on, effect_on=on)

    def _write(self, day: int, at_s: int, sheet: Sheet, number: int = 0) -> None:
        """Signed by who serves the window; where something is open, the cashier looks again."""
        office = self.office
        office.write(
            "collector_balance",
            len(sheet.counters),
            id=SCHEMA["collector_balance"].key.pack(balance=sheet.keys, number=number),
            recorded_at=clock(day, at_s),
            staff=office.posts.accountant,
            counter=sheet.counters,
            on=sheet.on,
            opening_fen=sheet.opening_fen,
            receipts_fen=sheet.receipts_fen,
            handed_fen=sheet.handed_fen,
            closing_fen=sheet.closing_fen,
            carried_fen=sheet.carried_fen,
            signed_by=office.at_counter(sheet.counters, office.rules.first_close_s),
        )
        for row in np.flatnonzero(sheet.open_fen).tolist():
            office.cash.windows.look_again(day, at_s + 600, int(sheet.counters[row]), sheet.on)
