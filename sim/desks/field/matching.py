"""漏戶核對: once a month an inspector matches whom each book has with whom its reader brought back (用電檢查).

He lists who was not read; that undoes nothing, and the reader has his list.
"""

from __future__ import annotations

import numpy as np

from kaohe.sim.desks.base import Desk, clock, hm
from kaohe.sim.desks.connection.hand_over import one_after_the_other
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import period_code

MATCHED_S = hm(16, 40)


class Matching(Desk):
    """The list of a month."""

    def close_month(self, day: int) -> None:
        """Its last working day."""
        office = self.office
        found = np.array(office.reading.unread.unmatched(), np.int64).reshape(-1, 3)
        if not len(found):
            return
        customers, index, cycles = found.T
        office.write(
            "unread_match",
            len(found),
            id=SCHEMA["unread_match"].key.pack(customer=customers, period=index),
            recorded_at=one_after_the_other(clock(day, MATCHED_S), len(found), 5),
            staff=office.connection.holders(office.posts.inspectors, customers),
            customer=customers,
            book=office.recorded.book[customers],
            period=period_code(index),
            cycles=cycles,
        )
