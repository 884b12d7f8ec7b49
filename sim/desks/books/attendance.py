"""排班表, 請假單, 代班單: who is on duty in a month, who is on leave, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.desks.base import Desk, clock, hm
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import day_number
from kaohe.sim.town.customers import NONE
from kaohe.sim.town.duty import shift_bounds
from kaohe.sim.town.leave import Leave, is_drawn
from kaohe.sim.town.staffing import Person

if TYPE_CHECKING:
    from kaohe.sim.clock.months import Month
    from kaohe.sim.office import Office

MINUTE_S = 60


class Attendance(Desk):
    """Writes the month's roster, and the slips of leave on the day on which they are signed.

    An office in which nobody is ever away, and nobody shares a window, keeps none: its staff register says it all.
    """

    FIXED = ("is_kept",)

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.is_kept = is_drawn(office.spec) or office.practice.window_shifts > 1

    def open_month(self, month: Month) -> None:
        """The roster of the month: every person in each of his posts."""
        if not self.is_kept:
            return
        rows = [(each, n, post) for each in self.office.roster.people for n, post in enumerate(_posts(each))]
        people = [each for each, _, _ in rows]
        numbers = np.array([each.number for each in people])
        counters = np.array([NULL if each.counter == NONE else each.counter for each in people])
        hours = np.array([self._hours(each) for each in people])
        self.office.write(
            "duty_roster",
            len(rows),
            id=SCHEMA["duty_roster"].key.pack(
                employee=numbers, period=month.index, number=np.array([number for _, number, _ in rows])
            ),
            recorded_at=clock(month.start, hm(6)),
            staff=self.office.duty.everybody.posts.business_manager,
            employee=numbers,
            period=month.code,
            post=self.office.codes("duty_roster", "post", [post for _, _, post in rows]),
            counter=counters,
            goes_along=np.array([each.second for each in people]),
            from_minute=hours[:, 0],
            to_minute=hours[:, 1],
        )

    def _hours(self, person: Person) -> tuple[int, int]:
        """The hours of a window that several share, in minutes after midnight; else none."""
        practice = self.office.practice
        shared = person.counter != NONE and not person.second and person.counter % 16 <= 8
        if practice.window_shifts == 1 or not shared:
            return NULL, NULL
        bounds = [practice.opens_s, *shift_bounds(practice), practice.windows_close_s]
        return bounds[person.shift] // MINUTE_S, bounds[person.shift + 1] // MINUTE_S

    def work(self, day: int) -> None:
        """The slips that are signed today."""
        slips = [each for each in self.office.duty.leave(self.office.month) if each.signed_on == day]
        if slips:
            self._write(day, slips)

    def _write(self, day: int, slips: Sequence[Leave]) -> None:
        office, at = self.office, clock(day, hm(7, 40))
        approvers = [self._approver(each) for each in slips]
        ids = [SCHEMA["leave"].key.pack(employee=each.employee, day=day_number(each.from_on)) for each in slips]
        office.write(
            "leave",
            len(slips),
            id=np.array(ids),
            recorded_at=at,
            staff=np.array(approvers),
            employee=np.array([each.employee for each in slips]),
            kind=office.codes("leave", "kind", [each.kind for each in slips]),
            from_on=np.array([each.from_on for each in slips]),
            to_on=np.array([each.to_on for each in slips]),
            approver=np.array(approvers),
        )
        rows = [(at, *cover) for at, each in enumerate(slips) for cover in enumerate(each.covers)]
        of = np.array([at for at, _, _ in rows])
        office.write(
            "substitution",
            len(rows),
            id=SCHEMA["substitution"].key.pack(leave=np.array(ids)[of], number=np.array([n for _, n, _ in rows])),
            recorded_at=at + 60,
            staff=np.array(approvers)[of],
            leave=np.array(ids)[of],
            employee=np.array([each.employee for each in slips])[of],
            post=office.codes("substitution", "post", [post for _, _, (post, _) in rows]),
            substitute=np.array([staff for _, _, (_, staff) in rows]),
            from_on=np.array([each.from_on for each in slips])[of],
            to_on=np.array([each.to_on for each in slips])[of],
            signed_on=day,
            approver=np.array(approvers)[of],
        )

    def _approver(self, leave: Leave) -> int:
        """The manager of that day, for his own leave the specialist."""
        posts = self.office.posts
        return posts.business_specialist if leave.employee == posts.business_manager else posts.business_manager


def _posts(person: Person) -> list[str]:
    return [post for post in (person.post, person.second_post) if post is not None]
