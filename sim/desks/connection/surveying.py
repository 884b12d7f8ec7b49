"""Site surveys of new connections (現場勘查, 用電檢查員): the sheet from which a registration is entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import other_class
from kaohe.sim.desks.base import Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.connection.hand_over import hand_over, one_after_the_other, sent
from kaohe.sim.records import NULL
from kaohe.sim.streams import Purpose, happens, words_at
from kaohe.sim.town.multi_function import SERIES

if TYPE_CHECKING:
    from kaohe.sim.office import Office


class Surveying(Desk):
    """Goes there on the working day after the application; the clerk signs for the sheet the same day."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: Diary[tuple[Int64s, Int64s]] = Diary()

    def expect(self, day: int, customers: Int64s, sheets: Int64s) -> None:
        """Applications were taken in, with so many papers each."""
        self._due.put(self.office.calendar.first_working_after(day), (customers, sheets))

    def work(self, day: int) -> Int64s:
        """Survey sheets of the day; returns whose they are."""
        due = self._due.take(day)
        customers = joined([each for each, _ in due])
        order = np.argsort(customers)
        customers, sheets = customers[order], joined([each for _, each in due])[order]
        if len(customers):
            self._sign(day, customers, sheets)
            self._err(customers)
            self._write(day, customers)
        return customers

    def _sign(self, day: int, customers: Int64s, sheets: Int64s) -> None:
        """The inspectors sign for the forms, with what came with them."""
        connection, posts = self.office.connection, self.office.posts
        clerks = connection.holders(posts.registration_clerks, customers)
        inspectors = connection.holders(posts.inspectors, customers)
        at = one_after_the_other(clock(day, hm(8, 30)), len(customers), 30)
        sent(self.office, "application_form", customers, (at, at + hm(0, 15)), (clerks, inspectors), sheets)

    def _err(self, customers: Int64s) -> None:
        """Now and then a sheet has another price class than what is there: its author's error, entered faithfully."""
        office, recorded = self.office, self.office.recorded.price_class
        word = words_at(office.seed, Purpose.SURVEY_ERROR, customers)
        wrong = customers[self.errs(customers)]
        for customer in wrong.tolist():
            own = int(recorded[customer])
            sheet = int(other_class(office.prices, np.array([own]), word[customers == customer])[0])
            if sheet != own:
                office.connection.misbilling.sheet_wrong(customer, "price_class", own, sheet)

    def errs(self, customers: Int64s) -> NDArray[np.bool_]:
        """Whose sheet has another price class."""
        office = self.office
        word = words_at(office.seed, Purpose.SURVEY_ERROR, customers)
        plain = ~office.prices.multi_function[office.recorded.price_class[customers]]
        wrong: NDArray[np.bool_] = happens(word, office.practice.survey_error_e6) & plain
        return wrong

    def _write(self, day: int, customers: Int64s) -> None:
        office, n = self.office, len(customers)
        recorded = office.recorded
        inspectors = office.connection.holders(office.posts.inspectors, customers)
        clerks = office.connection.holders(office.posts.registration_clerks, customers)
        at = one_after_the_other(clock(day, hm(10)), n)
        office.write(
            "survey",
            n,
            id=customers,
            recorded_at=at,
            staff=inspectors,
            application=customers,
            customer=customers,
            price_class=office.codes("survey", "price_class", office.population.price_classes)[
                recorded.price_class[customers]
            ],
            capacity_kva=recorded.capacity_kva[customers],
            book=recorded.book[customers],
            **transformer_columns(office, "survey", customers),
            surveyed_on=day,
        )
        later = one_after_the_other(clock(day, hm(15)), n)
        hand_over(office, "survey", customers, (at, later, later + hm(1)), inspectors, clerks)


def transformer_columns(office: Office, table: str, customers: Int64s) -> dict[str, Int64s]:
    """Series and kVA of the transformers of customers metered on their low side, as recorded; else null."""
    kva = office.recorded.transformer_kva[customers]
    series = int(office.codes(table, "series", (SERIES,))[0]) if kva.any() else NULL
    return {"series": np.where(kva > 0, series, NULL), "kva": np.where(kva > 0, kva, NULL)}
