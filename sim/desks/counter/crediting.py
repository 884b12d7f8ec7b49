"""Requests for reductions: those with a ground become credit notes that another than the maker approves (減額單據)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.meanings import at_least, without
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records.ids import bill_id
from kaohe.sim.streams import Purpose, below, happens, word_at, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office


ANSWER_REQUEST = REGISTRY.add(
    DecisionPoint(
        12,
        "answer_request",
        "collector",
        "customer",
        "credit_note",
        "open",
        Names("按規定辦理減額", "credit with ground and approval only", "按规定办理减额"),
        (
            Action(
                1,
                "write_off",
                Names("擅自減額", "write off without ground", "擅自减额"),
                clause="4.6",
                may=without("grounded"),
            ),
            Action(
                2,
                "leave_credit_request",
                Names("擱置減額申請", "leave the request for a reduction", "搁置减额申请"),
                may=at_least("grounded", 1),
            ),
        ),
        omission=Left("leave_credit_request"),
    )
)

DISPUTED = "disputed"
KINDS = ("meter_fault", "shared_meter", DISPUTED)


@dataclass(frozen=True)
class Request:
    """A customer asks for a reduction of a bill (its flat position); `grounded`: a case gives him a ground."""

    at: int
    grounded: bool


class Crediting(Desk):
    """Answers the customers who ask for a reduction before a bill falls due."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._requests: Diary[Request] = Diary()

    def draw(self, day: int, at: Int64s, bills: Int64s) -> None:
        """For which of the bills issued today a reduction will be asked, when, and with what ground."""
        office = self.office
        word = words_at(office.seed, Purpose.CREDIT, bills)
        grounded = happens(word, office.practice.credit_e6)
        asked = happens(word, office.practice.credit_e6 + office.practice.credit_request_e6)
        for row in np.flatnonzero(asked).tolist():
            on = office.calendar.add_working_days(day, 1 + int(word[row] & np.uint64(0xFF)) % 3)
            self._requests.put(on, Request(int(at[row]), bool(grounded[row])))

    def work(self, day: int) -> Generator[Question, None, None]:
        """The day's requests about bills that are still open: half of the grounded ones are made out at the window."""
        office = self.office
        due = [each for each in self._requests.take(day) if office.receivables.open_fen[each.at] > 0]
        due = sorted([*due, *self._ordered(day, due)], key=lambda each: each.at)
        at_window: list[Request] = []
        for each in due:
            if not each.grounded or self._word(self._bill(each.at), 2) & 1:
                at_window.append(each)
                continue
            customer = self._customer(each.at)
            self._credit(day, each.at, int(office.books_clerk[office.recorded.book[customer]]))
        if at_window:
            yield from self._answer(day, at_window)

    def _ordered(self, day: int, due: list[Request]) -> list[Request]:
        """Customers about whom somebody is ordered to act today and who ask nothing: their last open bill."""
        office = self.office
        asking = [self._customer(each.at) for each in due]
        found: list[Request] = []
        for customer in [each for each in office.ordered_objects(ANSWER_REQUEST, day) if each not in asking]:
            periods = range(office.month.index, office.receivables.first_index - 1, -1)
            places = (int(office.receivables.at(np.array([customer]), index)[0]) for index in periods)
            found.extend([Request(at, False) for at in places if office.receivables.open_fen[at] > 0][:1])
        return found

    def _answer(self, day: int, requests: list[Request]) -> Generator[Question, None, None]:
        office = self.office
        at = np.array([each.at for each in requests])
        customers = office.receivables.customer(at)
        grounded = np.array([each.grounded for each in requests])
        site = office.population.books.site[office.recorded.book[customers]].astype(np.int64)
        tray = Situations(
            day,
            bill_id(customers, office.receivables.index(at)),
            customers,
            office.roster.counter_staff[site * 16 + 1].astype(np.int64),
            {"grounded": grounded.astype(np.int64), "open_fen": office.receivables.open_fen[at]},
        )
        decided = yield from self.decide(ANSWER_REQUEST, tray)
        for row, each in enumerate(requests):
            action = decided.action(row)
            if action is None and each.grounded:
                self._credit(day, each.at, int(tray.staff[row]))
            if action is not None and action.id == "write_off":
                self._write_off(day, decided, row, each.at)

    def _write_off(self, day: int, decided: Decided, row: int, at: int) -> None:
        """All that is open is set off by the collector alone: no case, no approver."""
        amount = int(self.office.receivables.open_fen[at])
        self.note(day, at, amount, int(decided.tray.staff[row]), None, None)
        self.did(decided, row, Fixed(amount))

    def _customer(self, at: int) -> int:
        return at % self.office.receivables.n

    def _bill(self, at: int) -> int:
        return bill_id(self._customer(at), at // self.office.receivables.n + self.office.receivables.first_index)

    def _word(self, bill: int, k: int) -> int:
        return word_at(self.office.seed, Purpose.CREDIT, bill, 0, k)

    def _credit(self, day: int, at: int, maker: int) -> None:
        """Case and credit note: 10 to 60 % of what is open; nobody duns for the rest of what is disputed."""
        office, bill = self.office, self._bill(at)
        word = words_at(office.seed, Purpose.CREDIT, np.array([bill]), 0, 1)
        amount = max(1, int(office.receivables.open_fen[at]) * int(10 + below(word, 51)[0]) // 100)
        kind = KINDS[int(word[0] & np.uint64(0xFF)) % len(KINDS)]
        office.write(
            "case",
            1,
            id=bill,
            recorded_at=clock(day, hm(17, 10)),
            staff=maker,
            bill=bill,
            customer=self._customer(at),
            kind=kind,
            amount_fen=amount,
        )
        self.note(day, at, amount, maker, bill, office.posts.business_manager)
        office.receivables.on_hold[at] = kind == DISPUTED

    def note(self, day: int, at: int, amount: int, maker: int, ground: int | None, approver: int | None) -> None:
        """A credit note: the receivable is set off."""
        office, bill = self.office, self._bill(at)
        office.write(
            "credit_note",
            1,
            id=bill,
            recorded_at=clock(day, hm(17, 20)),
            staff=maker,
            bill=bill,
            customer=self._customer(at),
            amount_fen=amount,
            ground=ground,
            approver=approver,
        )
        office.totals.credited(amount)
        office.receivables.open_fen[at] -= amount
