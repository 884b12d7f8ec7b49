"""Site surveys of new connections (現場勘查, 用電檢查員): the sheet from which a registration is entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import other_class
from kaohe.sim.desks.base import Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.connection.hand_over import hand_over, made, one_after_the_other
from kaohe.sim.records import NULL
from kaohe.sim.streams import Purpose, happens, words_at
from kaohe.sim.town.multi_function import SERIES

if TYPE_CHECKING:
    from kaohe.sim.office import Office


class Surveying(Desk):
    """Goes there on the working day after the application; the clerk signs for the sheet the same day."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: Diary[Int64s] = Diary()

    def expect(self, day: int, customers: Int64s) -> None:
        """Applications were taken in."""
        self._due.put(self.office.calendar.first_working_after(day), customers)

    def work(self, day: int) -> Int64s:
        """Survey sheets of the day; returns whose they are."""
        customers = np.sort(joined(self._due.take(day)))
        if len(customers):
            self._err(customers)
            self._write(day, customers)
        return customers

    def _draw_up(self, day: int, customers: Int64s, clerks: Int64s) -> None:
        """Contracts to be signed, and drawings of those with a transformer of their own, as the sheet has come back."""
        office, tomorrow = self.office, self.office.calendar.first_working_after(day)
        at, high = one_after_the_other(clock(day, hm(16, 10)), len(customers), 10), office.special_customers[customers]
        for kind, rows in (("contract", np.ones(len(customers), np.bool_)), ("drawing", high)):
            if rows.any():
                made(office, kind, customers[rows], at[rows], clerks[rows])
                office.connection.forwarding.expect(day, tomorrow, kind, customers[rows])

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
        self._draw_up(day, customers, clerks)


def transformer_columns(office: Office, table: str, customers: Int64s) -> dict[str, Int64s]:
    """Series and kVA of the transformers of customers metered on their low side, as recorded; else null."""
    kva = office.recorded.transformer_kva[customers]
    series = int(office.codes(table, "series", (SERIES,))[0]) if kva.any() else NULL
    return {"series": np.where(kva > 0, series, NULL), "kva": np.where(kva > 0, kva, NULL)}
