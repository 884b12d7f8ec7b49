"""The months of a run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kaohe.sim.clock.calendar import day_of, month_after, month_days
from kaohe.sim.records.ids import period_code, period_index
from kaohe.sim.spec import OfficeSpec


@dataclass(frozen=True)
class Month:
    """A calendar month of the run: code is year × 100 + month, index months since 1990-01, start and end are days."""

    year: int
    number: int
    code: int
    index: int
    start: int
    days: int

    @classmethod
    def of(cls, first: date) -> Month:
        """The month that begins on a date."""
        days = month_days(first.year, first.month)
        code = first.year * 100 + first.month
        return cls(first.year, first.month, code, period_index(code), days.start, len(days))

    @property
    def end(self) -> int:
        """Last day."""
        return self.start + self.days - 1


def year_and_month(index: int) -> tuple[int, int]:
    """(year, month) of a period index."""
    code = period_code(index)
    return code // 100, code % 100


def months_of(spec: OfficeSpec, until: date | None) -> list[Month]:
    """The months of a span, or those up to a day."""
    months = [Month.of(spec.start)]
    first = spec.start
    while len(months) < spec.months if until is None else day_of(until) > months[-1].end:
        first = month_after(first)
        months.append(Month.of(first))
    return months
