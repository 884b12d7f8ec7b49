"""On which days an act could be, as far as calendar and archive tell: what only the run shows is not asked here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from kaohe.scenarios.act_words import day_said, days_said
from kaohe.sim.archive.prices import opening_classes
from kaohe.sim.clock.calendar import Calendar, date_of, day_of, load_calendar
from kaohe.sim.deciding.points import DecisionPoint
from kaohe.sim.spec import KINDS, OfficeSpec
from kaohe.sim.texts import Message, Verbatim, catalogue
from kaohe.sim.town.books import Books, plan_books
from kaohe.sim.town.class_mix import mix_classes

_texts = catalogue("kaohe.scenarios")
NEAREST = 2
PUT_OFF = ("read_book", "load_book")  # they have their say on the day itself


@dataclass(frozen=True)
class Act:
    """Something ordered: at a point, on a day, about somebody or something by name (None: the office)."""

    point: DecisionPoint
    code: int
    on: date
    about: str | None


@dataclass(frozen=True)
class Days:
    """The days of a span, whose last day is `last`.

    Books that other acts keep from being read on their 例日: `changed` by another 例日, `late` by late reading or
    loading.
    """

    spec: OfficeSpec
    last: int
    changed: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()

    def fault(self, act: Act) -> Message | None:
        """Why the act cannot be on its day, and the nearest days on which it could."""
        on, kind = day_of(act.on), act.point.days
        days = self._days(act, kind)
        if days is None or on in days:
            return None
        said = {"on": day_said(act.on), "near": days_said(self._near(days, on))}
        if not self.first <= on <= self.last:
            ends = {"first": date_of(self.first).isoformat(), "last": date_of(self.last).isoformat()}
            return _texts.message("act-outside", **said, **ends)
        if not self._calendar.is_open(on):
            return _texts.message("act-closed", **said)
        if kind == "cycle":
            book = self._book(act)
            return _texts.message("act-cycle", book=Verbatim(book or ""), day=self._cycle_day(book) or 0, **said)
        return _texts.message(f"act-{kind}", **said)

    def near(self, act: Act, most: int = 6) -> Message | None:
        """The days nearest to the act's on which its situation can come up."""
        days = self._days(act, act.point.days)
        return days_said(self._near(days, day_of(act.on), most)) if days else None

    @property
    def first(self) -> int:
        """The first day of the span."""
        return day_of(self.spec.start)

    @cached_property
    def _calendar(self) -> Calendar:
        return load_calendar()

    def _days(self, act: Act, kind: str) -> list[int] | None:
        """The days of the span on which the act could be; None where that cannot be said."""
        span = np.arange(self.first, self.last + 1)
        if kind == "cycle":
            return self._cycle(act, span)
        flags = {"open": self._calendar.is_open, "working": self._calendar.is_working, "bank": self._calendar.is_bank}
        days: list[int] = span[flags[kind](span)].tolist()
        return days

    def _cycle(self, act: Act, span: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[int] | None:
        book = self._book(act)
        day = self._cycle_day(book)
        if book in self.changed or (book in self.late and act.point.id not in PUT_OFF):
            days: list[int] = span[self._calendar.is_open(span) | (book in self.special)].tolist()
            return days
        if day is None:
            return None
        months = dict.fromkeys((on.year, on.month) for on in map(date_of, span.tolist()))
        shifted = book not in self.special  # 專變 are read on their day, open or not
        found = [self._calendar.scheduled(day, *month)[shifted] for month in months]
        return [each for each in found if self.first <= each <= self.last]

    def _book(self, act: Act) -> str | None:
        if act.point.object == "book":
            return act.about
        return next((each.book for each in self.spec.customers if each.name == act.about), None)

    def _cycle_day(self, book: str | None) -> int | None:
        named = {each.name: each.cycle_day for each in self.spec.books}
        return None if book is None else named[book] if book in named else self.drawn.get(book)

    @cached_property
    def drawn(self) -> Mapping[str, int]:
        """Cycle days of all books, the drawn ones too, which are the same for every seed."""
        return dict(zip(self._books.name, self._books.cycle_day.tolist(), strict=True))

    @cached_property
    def special(self) -> frozenset[str]:
        """The books of 專變."""
        special = (self._books.kind == KINDS.index("special")).tolist()
        return frozenset(name for name, of_kind in zip(self._books.name, special, strict=True) if of_kind)

    @cached_property
    def _books(self) -> Books:
        mixed = mix_classes(self.spec, 1, tuple(opening_classes(self.spec)))
        return plan_books(self.spec, 1, {kind: len(codes) for kind, codes in mixed.items()})

    @staticmethod
    def _near(days: list[int], on: int, most: int = NEAREST) -> list[date]:
        """As many before as after, where there are both."""
        before, after = [day for day in days if day < on], [day for day in days if day > on]
        return [date_of(day) for day in (*before[-most // 2 :], *after[: most // 2])]
