"""Who holds which post, as the desks ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.town.books import Books
from kaohe.sim.town.staffing import Roster

Int64s = NDArray[np.int64]


@dataclass(frozen=True)
class Posts:
    """Staff numbers by post."""

    roster: Roster
    accountant: int
    cashier: int
    business_specialist: int
    business_manager: int
    registration_clerks: tuple[int, ...]
    field_auditors: tuple[int, ...]
    meter_testers: tuple[int, ...]
    inspectors: tuple[int, ...]
    information_auditors: tuple[int, ...]

    @classmethod
    def of(cls, roster: Roster) -> Posts:
        """The holders of the posts in a roster."""
        return cls(
            roster,
            accountant=roster.holder("accountant"),
            cashier=roster.holder("cashier"),
            business_specialist=roster.holder("business_specialist"),
            business_manager=roster.holder("business_manager"),
            registration_clerks=tuple(roster.holders("registration_clerk").tolist()),
            field_auditors=tuple(roster.holders("field_auditor").tolist()),
            meter_testers=tuple(roster.holders("meter_tester").tolist()),
            inspectors=tuple(roster.holders("inspector").tolist()),
            information_auditors=tuple(roster.holders("information_auditor").tolist()),
        )

    def instead(self, who: Callable[[str, int], int]) -> Posts:
        """The same posts with whom `who` names in place of each holder."""

        def several(post: str, staff: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(who(post, each) for each in staff)

        return Posts(
            self.roster,
            accountant=who("accountant", self.accountant),
            cashier=who("cashier", self.cashier),
            business_specialist=who("business_specialist", self.business_specialist),
            business_manager=who("business_manager", self.business_manager),
            registration_clerks=several("registration_clerk", self.registration_clerks),
            field_auditors=several("field_auditor", self.field_auditors),
            meter_testers=several("meter_tester", self.meter_testers),
            inspectors=several("inspector", self.inspectors),
            information_auditors=several("information_auditor", self.information_auditors),
        )

    def by_book(self, post: str, books: int) -> Int64s:
        """Holders of a post, taking turns by book."""
        holders = self.roster.holders(post).astype(np.int64)
        return holders[np.arange(books) % len(holders)]

    def other_readers(self, roster: Roster, books: Books) -> Int64s:
        """For each book a reader of the same hall who does not read it; the auditor where there is only one."""
        of_site: dict[int, list[int]] = {}
        for reader, site in zip(roster.book_reader.tolist(), books.site.tolist(), strict=True):
            group = of_site.setdefault(site, [])
            if reader not in group:
                group.append(reader)
        found = []
        for reader, site in zip(roster.book_reader.tolist(), books.site.tolist(), strict=True):
            group = of_site[site]
            found.append(group[(group.index(reader) + 1) % len(group)] if len(group) > 1 else self.field_auditors[0])
        return np.array(found, np.int64)
