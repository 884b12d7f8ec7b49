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
from kaohe.sim.desks.counter.reductions import Reduction, reduction
from kaohe.sim.records.ids import bill_id
from kaohe.sim.streams import Purpose, happens, word_at, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office


CREDITED_S = hm(17, 20)
_SIZE = {"amount_fen": Reduction("open_fen")}
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
                draws=_SIZE,
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
CREDIT_AT_ISSUANCE = REGISTRY.add(
    DecisionPoint(
        22,
        "credit_at_issuance",
        "issuance_clerk",
        "customer",
        "credit_note",
        "open",
        Names("憑更正單開減額單據", "credit on a case only", "凭更正单开减额单据"),
        (
            Action(
                1,
                "credit_without_case",
                Names("無據開減額單據", "credit without a case", "无据开减额单据"),
                clause="3.5",
                draws=_SIZE,
                may=without("grounded"),
            ),
            Action(
                2,
                "leave_credit",
                Names("擱置減額單據", "leave the credit note unwritten", "搁置减额单据"),
                may=at_least("grounded", 1),
            ),
        ),
        omission=Left("leave_credit"),
    )
)
_WITHOUT_GROUND = ("write_off", "credit_without_case")

DISPUTED = "disputed"
KINDS = ("meter_fault", "shared_meter", DISPUTED)


@dataclass(frozen=True)
class Request:
    """A customer asks for a reduction of a bill (its flat position); `grounded`: a case gives him a ground.

    refused: at the window, where he asked before.
    """

    at: int
    grounded: bool
    refused: bool = False


class Crediting(Desk):
    """Answers the customers who ask for a reduction before a bill falls due."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._requests: Diary[Request] = Diary()
        self._refused: Diary[Request] = Diary()
        self._credited: set[int] = set()  # bills that have their note: there is one of each at most

    def draw(self, day: int, at: Int64s, bills: Int64s) -> None:
        """For which of the bills issued today a reduction will be asked, when, and with what ground."""
        office = self.office
        word = words_at(office.seed, Purpose.CREDIT, bills)
        grounded = happens(word, office.practice.credit_e6)
        asked = happens(word, office.practice.credit_e6 + office.practice.credit_request_e6)
        wait = (word[asked] & np.uint64(0xFF)) % np.uint64(3)
        days = [office.calendar.add_working_days(day, n) for n in (1, 2, 3)] if len(wait) else []
        for position, has_ground, turn in zip(at[asked].tolist(), grounded[asked].tolist(), wait.tolist(), strict=True):
            self._requests.put(days[turn], Request(position, has_ground))

    def work(self, day: int) -> Generator[Question, None, None]:
        """The day's requests about bills that are still open: half of the grounded ones are made to the issuing clerk;
        who was refused at the window tries there on the next working day.
        """
        again = [*self._requests.take(day), *self._refused.take(day)]
        due = [each for each in again if self.office.receivables.open_fen[each.at] > 0]
        at_window: list[Request] = []
        at_issuance: list[Request] = []
        for each in due:
            turned = each.refused or (each.grounded and self._word(self._bill(each.at), 2) & 1)
            (at_issuance if turned else at_window).append(each)
        yield from self._requested(day, ANSWER_REQUEST, at_window)
        yield from self._requested(day, CREDIT_AT_ISSUANCE, at_issuance)

    def _requested(self, day: int, point: DecisionPoint, due: list[Request]) -> Generator[Question, None, None]:
        requests = sorted([*due, *self._ordered(day, point, due)], key=lambda each: each.at)
        requests = [each for each in requests if each.at not in self._credited]
        if requests:
            yield from self._answer(day, point, requests)

    def _ordered(self, day: int, point: DecisionPoint, due: list[Request]) -> list[Request]:
        """Customers about whom somebody is ordered to act today and who ask nothing: their last open bill."""
        office = self.office
        asking = [self._customer(each.at) for each in due]
        found: list[Request] = []
        for customer in [each for each in office.ordered_objects(point, day) if each not in asking]:
            periods = range(office.month.index, office.months[0].index - 1, -1)
            places = (int(office.receivables.at(np.array([customer]), index)[0]) for index in periods)
            found.extend([Request(at, False) for at in places if office.receivables.open_fen[at] > 0][:1])
        return found

    def _answer(self, day: int, point: DecisionPoint, requests: list[Request]) -> Generator[Question, None, None]:
        office = self.office
        at = np.array([each.at for each in requests])
        customers = office.receivables.customer(at)
        grounded = np.array([each.grounded for each in requests])
        tray = Situations(
            day,
            bill_id(customers, office.receivables.index(at)),
            customers,
            self._staff(point, customers),
            {"grounded": grounded.astype(np.int64), "open_fen": office.receivables.open_fen[at]},
        )
        decided = yield from self.decide(point, tray)
        for row, each in enumerate(requests):
            action = decided.action(row)
            if action is None and each.grounded:
                self._credit(day, each.at, int(tray.staff[row]))
            elif action is None and point is ANSWER_REQUEST:
                again = Request(each.at, each.grounded, refused=True)
                self._refused.put(office.calendar.add_working_days(day, 1), again)
            if action is not None and action.id in _WITHOUT_GROUND:
                self._write_off(day, decided, row, each.at)

    def _staff(self, point: DecisionPoint, customers: Int64s) -> Int64s:
        """The first collector of the hall, or the clerk who issues the book's bills."""
        office, books = self.office, self.office.recorded.book[customers]
        if point is CREDIT_AT_ISSUANCE:
            return office.books_clerk[books]
        return office.at_counter(office.population.books.site[books].astype(np.int64) * 16 + 1, CREDITED_S)

    def _write_off(self, day: int, decided: Decided, row: int, at: int) -> None:
        """Set off by the maker alone: no case, no approver."""
        amount = decided.one("amount_fen", row)
        self.note(day, at, amount, int(decided.tray.staff[row]), None, None)
        self.did(decided, row, Fixed(amount))

    def granted(self, bill: int, open_fen: int) -> int:
        """What the inspector's case grants on a bill of which so much is open, 分."""
        return int(reduction(self.office, np.array([bill]), np.array([open_fen]))[0])

    def _customer(self, at: int) -> int:
        return at % self.office.receivables.n

    def _bill(self, at: int) -> int:
        return bill_id(self._customer(at), at // self.office.receivables.n + self.office.receivables.first_index)

    def _word(self, bill: int, k: int) -> int:
        return word_at(self.office.seed, Purpose.CREDIT, bill, 0, k)

    def _credit(self, day: int, at: int, maker: int) -> None:
        """The inspector's case and a credit note on it; nobody duns for the rest of what is disputed."""
        office, bill, customer = self.office, self._bill(at), self._customer(at)
        kind = KINDS[(self._word(bill, 1) & 0xFF) % len(KINDS)]
        amount = self.granted(bill, int(office.receivables.open_fen[at]))
        inspectors = office.posts.inspectors
        office.write(
            "case",
            1,
            id=bill,
            recorded_at=clock(day, hm(17, 10)),
            staff=int(office.connection.holders(inspectors, np.array([customer]))[0]),
            bill=bill,
            customer=customer,
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
            recorded_at=clock(day, CREDITED_S),
            staff=maker,
            bill=bill,
            customer=self._customer(at),
            amount_fen=amount,
            ground=ground,
            approver=approver,
        )
        self._credited.add(at)
        office.totals.credited(amount)
        office.receivables.set_off(at, amount, day)
