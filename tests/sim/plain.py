"""Plain rows: columns with their types, rows by customer, registers and roundings by the rules, in integers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from fractions import Fraction
from math import floor

from kaohe.sim.run import Run
from tests.sim.office import Row, rows


def i(row: Row, column: str) -> int:
    """An integer of a row."""
    value = row[column]
    assert isinstance(value, int), f"{column}: {value}"
    return value


def on(row: Row, column: str) -> date:
    """A date of a row."""
    value = row[column]
    assert isinstance(value, date), f"{column}: {value}"
    return value


def by_customer(run: Run, table: str) -> dict[int, list[Row]]:
    """Rows of a table by customer."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows(run, table):
        found[i(row, "customer")].append(row)
    return found


def there(run: Run, staff: object, post: str, day: object) -> object:
    """Somebody, or who stands in for him in a post on a day."""
    assert isinstance(day, date)
    for slip in rows(run, "substitution"):
        if (slip["employee"], slip["post"]) == (staff, post) and on(slip, "from_on") <= day <= on(slip, "to_on"):
            return slip["substitute"]
    return staff


class Versions:
    """An archive as it stood at a time: rows of one table by what they are versions of."""

    def __init__(self, run: Run, table: str) -> None:
        self._of: dict[int, list[Row]] = defaultdict(list)
        for row in rows(run, table):
            self._of[i(row, table)].append(row)

    def at(self, key: int, moment: object) -> Row:
        """The last version recorded until then; the first one before that."""
        assert isinstance(moment, datetime)
        known = self._of[key]
        return [known[0], *(each for each in known if _written(each) <= moment)][-1]


def _written(row: Row) -> datetime:
    value = row["recorded_at"]
    assert isinstance(value, datetime)
    return value


def turn_of(meter: Row) -> int:
    """Units of the last place at which the registers of a row of the meter archive begin again."""
    turn: int = 10 ** (i(meter, "digits") + i(meter, "decimals"))
    return turn


def units(start: int, end: int, meter: Row) -> int:
    """Register units from one true register to a later one: a meter only goes forward."""
    return (end - start) % turn_of(meter)


def whole_kwh(units: int, meter: Row) -> int:
    """Energy of an advance: rounded down."""
    return floor(Fraction(units * i(meter, "multiplier"), 10 ** i(meter, "decimals")))


def half_up(value: Fraction) -> int:
    """To whole units, halves away from zero."""
    size = int(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def charged(run: Run) -> dict[int, int]:
    """Late-payment charges by receipt."""
    return {i(row, "receipt"): i(row, "amount_fen") for row in run.records.table("late_charge").to_dicts()}


def bills_and_debts(run: Run) -> dict[int, Row]:
    """Bills, and debts carried forward, by key."""
    return {i(row, "id"): row for name in ("carried_debt", "bill") for row in run.records.table(name).to_dicts()}
