"""Duty by the records: who did the work of a post on a day, by roster, slips of leave and slips of substitution.

A row is its signer's, whoever had the duty. What was left undone belongs to whom the roster has on duty at the limit,
and to who stands in for him while he is on leave; never to the absent. Where the slips contradict each other or the
rows of the day's work, nobody is named (DOUBTED). Where no roster was kept nothing is known of anybody's absence, and
each caller has the rule that holds then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from kaohe.standards.ledger.attendance import Contradiction, contradictions
from kaohe.standards.ledger.deadlines import month_code
from kaohe.standards.ledger.record_tables import NONE, Rows, Tables

DOUBTED = -2  # the records disagree about who was there


class Absence(NamedTuple):
    """A leave: its row, first and last day, and who stands in by post (row of the slip, staff number)."""

    row: int
    from_on: int
    to_on: int
    covers: Mapping[str, tuple[int, int]]

    def has(self, day: int) -> bool:
        """Whether it covers a day."""
        return self.from_on <= day <= self.to_on


class Turn(NamedTuple):
    """A row of the roster: who has a post, or a counter, in a month; hours in minutes, NONE: all day."""

    row: int
    employee: int
    from_minute: int
    to_minute: int


class Duty:
    """Who was on duty. `is_kept`: the records have a roster."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @cached_property
    def is_kept(self) -> bool:
        """Whether there is a roster at all."""
        return len(self._rosters) > 0

    @property
    def _rosters(self) -> Rows:
        return self._tables["duty_roster"]

    @cached_property
    def absences(self) -> Mapping[int, Sequence[Absence]]:
        """The leave of each person, in the order of writing."""
        if not self.is_kept:
            return {}
        leave, slips = self._tables["leave"], self._tables["substitution"]
        covers: dict[int, dict[str, tuple[int, int]]] = {}
        for row in slips.where(slips["leave"] >= 0).tolist():
            covers.setdefault(int(slips["leave"][row]), {})[str(slips.text("post", row))] = (
                row,
                int(slips["substitute"][row]),
            )
        found: dict[int, list[Absence]] = {}
        for row in leave.where(leave["employee"] >= 0).tolist():
            days = int(leave["from_on"][row]), int(leave["to_on"][row])
            one = Absence(row, *days, covers.get(int(leave["id"][row]), {}))
            found.setdefault(int(leave["employee"][row]), []).append(one)
        return found

    def absence(self, staff: int, day: int) -> Absence | None:
        """The leave of somebody that covers a day."""
        return next((each for each in self.absences.get(staff, ()) if each.has(day)), None)

    def acting(self, staff: int, post: str, day: int) -> int:
        """Who does on a day what fell to somebody in a post: he, or who stands in for him; DOUBTED where the records
        disagree about it.
        """
        return DOUBTED if self._is_doubted(staff, day) else self.by_slips(staff, post, day)

    def by_slips(self, staff: int, post: str, day: int) -> int:
        """The same by the slips alone; NONE where nobody stands in for who is on leave."""
        absence = self.absence(staff, day)
        return staff if absence is None else self._cover(absence, post)[1]

    def slip(self, absence: Absence, post: str) -> int:
        """The slip (row) by which somebody has a post during a leave; NONE where nobody stands in."""
        return self._cover(absence, post)[0]

    @staticmethod
    def _cover(absence: Absence, post: str) -> tuple[int, int]:
        return absence.covers.get(post) or min(absence.covers.values(), default=(NONE, NONE))

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Where the records disagree about who was there."""
        return contradictions(self._tables, self) if self.is_kept else ()

    def _is_doubted(self, staff: int, day: int) -> bool:
        return any(first <= day <= last for first, last in self._doubts.get(staff, ()))

    @cached_property
    def _doubts(self) -> Mapping[int, Sequence[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = {}
        for each in self.contradictions:
            found.setdefault(each.staff, []).append((each.first_on, each.last_on))
        return found

    def stands_in(self, staff: int, day: int) -> tuple[str, ...]:
        """The posts in which somebody stands in for others on a day."""
        return tuple(post for first, last, post in self._standing_in.get(staff, ()) if first <= day <= last)

    @cached_property
    def _standing_in(self) -> Mapping[int, Sequence[tuple[int, int, str]]]:
        found: dict[int, list[tuple[int, int, str]]] = {}
        for absences in self.absences.values():
            for one in absences:
                for post, (_, staff) in one.covers.items():
                    found.setdefault(staff, []).append((one.from_on, one.to_on, post))
        return found

    def holder(self, post: str, day: int, otherwise: int) -> int:
        """Who does the work of a post on a day, where the roster has one holder of it; else `otherwise`."""
        staff = self.only_holder(post, day)
        return otherwise if staff == NONE else self.acting(staff, post, day)

    def only_holder(self, post: str, day: int) -> int:
        """The one whom the roster of a day has in a post; NONE where it has nobody, or several."""
        turn = self.only_turn(post, day)
        return NONE if turn is None else turn.employee

    def only_turn(self, post: str, day: int) -> Turn | None:
        """His row of the roster; None where it has nobody in the post, or several."""
        turns = self._by_post.get((self._month(day), post), ())
        return turns[0] if len(turns) == 1 else None

    def at_counter(self, counter: int, day: int, minute: int, otherwise: int) -> int:
        """Who serves a counter at a minute of a day; `otherwise`, where the roster has nobody there."""
        staff = self.rostered_at(counter, day, minute)
        return otherwise if staff == NONE else self.acting(staff, "collector", day)

    def rostered_at(self, counter: int, day: int, minute: int) -> int:
        """Whom the roster has at a counter at a minute of a day; NONE where it has nobody."""
        turn = self.turn_at(counter, day, minute)
        return NONE if turn is None else turn.employee

    def is_rostered(self, staff: int, post: str, day: int) -> bool:
        """Whether the roster of a day has somebody in a post."""
        return any(turn.employee == staff for turn in self._by_post.get((self._month(day), post), ()))

    def turn_at(self, counter: int, day: int, minute: int) -> Turn | None:
        """His row of the roster; None where it has nobody there."""
        turns = self._by_counter.get((self._month(day), counter), ())
        there = [each for each in turns if each.from_minute == NONE or each.from_minute <= minute < each.to_minute]
        return there[-1] if there else None

    def reader_of(self, book: int, day: int, otherwise: int) -> int:
        """Whom the rota has for a book on a day; its own reader (`otherwise`) on days that are not in it."""
        return self._rota.get((book, day), (NONE, otherwise))[1]

    def rota_row(self, book: int, day: int) -> int:
        """The row of the rota that has a book on a day; NONE where none has."""
        return self._rota.get((book, day), (NONE, NONE))[0]

    @cached_property
    def _rota(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        rota = self._tables["reading_rota"]
        columns = enumerate(zip(*(rota[name].tolist() for name in ("book", "on", "reader")), strict=True))
        return {(book, on): (row, reader) for row, (book, on, reader) in columns if reader != NONE}

    def is_same_desk(self, one: int, on: int, other: int, day: int, post: str) -> bool:
        """Whether what somebody got on a day was another's on a later day: the same person, one for the other, or both
        for a third.
        """
        return one == other or not self.owners(one, post, on).isdisjoint(self.owners(other, post, day))

    def owners(self, staff: int, post: str, day: int) -> frozenset[int]:
        """Somebody, and all in whose place he is in a post on a day."""
        absent = (each for each in self.absences if self.absence(each, day) is not None)
        return frozenset({staff, *(each for each in absent if self.by_slips(each, post, day) == staff)})

    @staticmethod
    def _month(day: int) -> int:
        return int(month_code(np.array([day]))[0])

    @cached_property
    def _by_post(self) -> Mapping[tuple[int, str], Sequence[Turn]]:
        found: dict[tuple[int, str], list[Turn]] = {}
        for row, turn in self._turns:
            found.setdefault((int(self._rosters["period"][row]), str(self._rosters.text("post", row))), []).append(turn)
        return found

    @cached_property
    def _by_counter(self) -> Mapping[tuple[int, int], Sequence[Turn]]:
        """Of those who serve, not of those who go along; by the hours."""
        rows, found = self._rosters, dict[tuple[int, int], list[Turn]]()
        for row, turn in self._turns:
            if rows["counter"][row] != NONE and rows["goes_along"][row] != 1:
                found.setdefault((int(rows["period"][row]), int(rows["counter"][row])), []).append(turn)
        return {key: sorted(turns, key=lambda each: each.from_minute) for key, turns in found.items()}

    @cached_property
    def _turns(self) -> Sequence[tuple[int, Turn]]:
        rows = self._rosters
        columns = (rows[name].tolist() for name in ("employee", "from_minute", "to_minute"))
        turns = [Turn(row, *values) for row, values in enumerate(zip(*columns, strict=True))]
        return [(row, turns[row]) for row in rows.where(rows["employee"] >= 0).tolist()]
