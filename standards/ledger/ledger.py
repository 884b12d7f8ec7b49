"""The judge's view of an office's records at the end of a day: tables, calendar, limits, sheets, staff."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np

from kaohe.sim.records import Records
from kaohe.standards.ledger.anchors import Anchors
from kaohe.standards.ledger.archive import Archive
from kaohe.standards.ledger.bills_due import Due
from kaohe.standards.ledger.cites import LATE, RULE, Cite, Part
from kaohe.standards.ledger.deadlines import Calendar, Limits
from kaohe.standards.ledger.duty import Duty
from kaohe.standards.ledger.meter_energy import Meters
from kaohe.standards.ledger.multi_function import Papers
from kaohe.standards.ledger.record_tables import NONE, Rows, Tables, to_day
from kaohe.standards.ledger.sheets import Sheets

Made = TypeVar("Made")


class Ledger:
    """Records with `recorded_at` up to the end of `as_of` (default: their last day), each table read once.

    approvers: the posts of which one must approve a paper, as the rulebook has them.
    office: of a shard, the ledger of the office of which it is a part; none: these are the office's records, whole.
    last_day: where it is known already. by_column: of the large tables only what is asked for is read.

    Raises:
        ValueError: the records are empty.
    """

    def __init__(
        self,
        records: Records,
        as_of: date | None = None,
        approvers: Callable[[str], Sequence[str]] = lambda _: (),
        *,
        office: Ledger | None = None,
        last_day: int | None = None,
        by_column: bool = False,
    ) -> None:
        self.approvers = approvers
        self.tables = Tables(records, as_of, by_column=by_column)
        self.office: Ledger = self if office is None else office
        if as_of is not None:
            last_day = to_day(as_of)
        self.as_of = self.tables.last_day() if last_day is None else last_day
        self.sheets = Sheets(self.tables)
        self.archive = Archive(self.tables, self.sheets)
        self.papers = Papers(self.tables, self.sheets)
        self.meters = Meters(self.tables, self.sheets)
        self.anchors = Anchors(self.tables, self.sheets, self.meters)
        self.due = Due(self.tables, self.sheets, self.archive, self.papers, self.meters, self.anchors)
        self.duty: Duty = Duty(self.tables) if office is None else office.duty
        self._made: dict[Callable[[Ledger], Any], Any] = {}

    def __getitem__(self, table: str) -> Rows:
        return self.tables[table]

    @cached_property
    def calendar(self) -> Calendar:
        """The office's calendar."""
        return Calendar(self["calendar"])

    @cached_property
    def limits(self) -> Limits:
        """The limits in force."""
        return Limits(self["rule"])

    def once(self, make: Callable[[Ledger], Made]) -> Made:
        """What `make` makes of this ledger, made once and shared by the clauses that ask for it."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])

    def gather(self, make: Callable[[Ledger], Made]) -> Sequence[Made]:
        """What `make` makes of each shard of the office; of an office that is judged whole, of itself.

        It must not hold rows: a shard's are forgotten. Whatever asks for what it makes, asks the whole office.
        """
        return [self.once(make)] if self.office is self else self.office.gather(make)

    def forget(self) -> None:
        """Let go of all that it holds, which holds it too: memory is not to wait for the collector."""
        vars(self.tables).clear()
        vars(self).clear()

    def cite(self, table: str, row: int, role: str) -> Cite:
        """A citation of a row."""
        rows = self[table]
        return Cite(table, int(rows["id"][row]), role, int(rows["recorded_at"][row]), int(rows["staff"][row]))

    def cites(self, table: str, rows: Iterable[int], role: str, until: int | None = None) -> list[Cite]:
        """Citations of some rows of a table in the order of their keys; none of NONE; LATE if written after a day."""
        found = (self.cite(table, int(row), role) for row in rows if row != NONE)
        dated = (cite if until is None or cite.day <= until else replace(cite, role=LATE) for cite in found)
        return sorted(dated, key=lambda cite: cite.row_key)

    def cite_rule(self, key: str, day: int) -> Cite:
        """A citation of the limit in force on a day."""
        return self.cite("rule", self.limits.row(key, day), RULE)

    def cite_days(self, first: int, last: int) -> list[Cite]:
        """Citations of the calendar's rows from one day to another: which of them count for a limit."""
        on = self["calendar"]["on"]
        return self.cites("calendar", np.flatnonzero((on >= first) & (on <= last)), RULE)

    def part(self, principal_fen: int, limit_on: int, ended_on: int, *, own: bool = False, paid: bool = False) -> Part:
        """Money late from a limit to the day on which it came in or the duty was done (NONE: neither by `as_of`)."""
        is_open = ended_on == NONE or ended_on > self.as_of
        days = (self.as_of if is_open else ended_on) - limit_on
        return Part(principal_fen, max(days, 0), is_open, own, paid)

    @cached_property
    def _staff(self) -> dict[int, list[tuple[int, str, str | None]]]:
        rows = self["staff"]
        people: dict[int, list[tuple[int, str, str | None]]] = {}
        for row in np.lexsort((rows["recorded_at"], rows["valid_from"], rows["id"])).tolist():
            entry = (int(rows["valid_from"][row]), str(rows.text("post", row)), rows.text("second_post", row))
            people.setdefault(int(rows["id"][row]), []).append(entry)
        return people

    def post(self, staff: int, posts: Sequence[str], day: int) -> str:
        """The post in which somebody acted: that of his two which a clause names, or in which he stood in for another
        that day, else his own.
        """
        entries = self._staff.get(staff)
        if not entries:
            return posts[0] if posts else ""
        _, first, second = next((entry for entry in reversed(entries) if entry[0] <= day), entries[0])
        acted = (first, second, *self.duty.stands_in(staff, day))
        return next((each for each in acted if each is not None and each in posts), first)

    def held(self, staff: int, posts: Sequence[str], day: int) -> bool:
        """Whether somebody held one of some posts on a day, as his first or second, or stood in for who holds it."""
        entries = [entry for entry in self._staff.get(staff, ()) if entry[0] <= day]
        held = (*entries[-1][1:], *self.duty.stands_in(staff, day)) if entries else ()
        return any(post in posts for post in held)

    def may_have_held(self, staff: int, posts: Sequence[str], day: int) -> bool:
        """The same by the list of staff or by the roster: where they disagree, it is in doubt, and nobody answers."""
        return self.held(staff, posts, day) or any(self.duty.is_rostered(staff, post, day) for post in posts)

    def holder(self, post: str) -> int:
        """The lowest staff number of those who hold a post; NONE if nobody else does."""
        return next((staff for staff in sorted(self._staff) if self._holds(staff, post)), NONE)

    def _holds(self, staff: int, post: str) -> bool:
        _, first, second = self._staff[staff][-1]
        return post in (first, second)
