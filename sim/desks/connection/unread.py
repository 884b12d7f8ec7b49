"""New customers whom readings passed by, because they were not in the handheld: what came late of their first bills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaohe.sim.desks.base import Desk, Int64s

if TYPE_CHECKING:
    from kaohe.sim.office import Office


@dataclass
class PassedBy:
    """Why a customer was not in the handheld: whose act, its limit, and the day on which it ended; read_on: when his
    book was read without him (0: never).
    """

    act_id: int
    limit_on: int
    ended_on: int
    read_on: int = 0


class Unread(Desk):
    """Keeps them until their first bills."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._of: dict[int, list[PassedBy]] = {}

    def expect(self, customer: int, act_id: int, limit_on: int, ended_on: int) -> None:
        """A customer is kept out of the handheld from a limit to a day."""
        self._of.setdefault(customer, []).append(PassedBy(act_id, limit_on, ended_on))

    def read(self, books: Int64s, read_on: int) -> None:
        """Books were read: without those who would have been in the handheld."""
        for customer, several in self._of.items():
            for each in several:
                could = each.limit_on < read_on <= each.ended_on
                if could and not each.read_on and int(self.office.recorded.book[customer]) in books.tolist():
                    each.read_on = read_on

    def billed(self, day: int, customers: Int64s, amount_fen: Int64s) -> None:
        """First bills: the share of the days up to the reading that missed him came so late."""
        for customer in [each for each in self._of if each in customers]:
            fen = max(int(amount_fen[customers == customer][0]), 0)
            for each in self._of.pop(customer):
                if each.read_on:
                    self._late(day, customer, fen, each)

    def _late(self, day: int, customer: int, fen: int, passed: PassedBy) -> None:
        office, meters = self.office, self.office.meters
        begun, ended = int(meters.energised_on[customer]), int(meters.now_on[customer])
        if meters.last_on[customer] > begun:
            return  # the bill of those days was never made
        part_fen = fen * (passed.read_on - begun) // max(ended - begun, 1)
        issued_by = office.calendar.add_working_days(passed.read_on, office.rules.issuance_limit)
        days = min(passed.ended_on - passed.limit_on, day - issued_by)
        office.truth.made_late(passed.act_id, part_fen * max(days, 0))
