"""5.1 once more: due days whose slips have money of later days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tests.standards.rederived.bank_days import bank_due_on, cheque_due_on
from tests.standards.rederived.papers import Found, Papers, Row, day_number, written_on


@dataclass(frozen=True)
class Use:
    """Who used takings, of which due days, and what was short of them at the end of each day from the first on."""

    staff: int
    days: tuple[date, ...]
    short: tuple[tuple[date, int], ...]

    def short_fen(self, on: date) -> int:
        """On that evening."""
        return next((fen for day, fen in reversed(self.short) if day <= on), 0)


class _Bank:
    """Hand-ins and slips of electricity, by due day."""

    def __init__(self, papers: Papers) -> None:
        self.papers = papers
        windows = [row for row in papers.rows("hand_in") if row["source"] == "counter" and row["total_fen"]]
        self.handed: dict[date, list[Row]] = {}
        for row in windows:
            self.handed.setdefault(bank_due_on(papers, row), []).append(row)
        self.days = sorted(day for day in self.handed if day <= papers.as_of)
        by_day = papers.by("deposit", lambda row: (row["due_on"], row["kind"]))
        self.slips = {
            day: sorted(by_day[(day, "electricity")], key=lambda row: row["recorded_at"]) for day in self.days
        }
        due = {row["receipt"]: cheque_due_on(papers, row) for row in papers.rows("cheque") if self._came(row)}
        self.latest = {
            slip: max((due[each] for each in receipts if each in due), default=date.min)
            for slip, receipts in papers.cheques_of_slip.items()
        }

    def _came(self, cheque: Row) -> bool:
        window = (cheque["counter"], self.papers.receipts[cheque["receipt"]]["takings_on"])
        return any(row["cheque_fen"] for row in self.papers.hand_ins[window])

    def foreign(self, day: date) -> Row | None:
        """The slip that shows it."""
        room = {name: sum(row[name] for row in self.handed[day]) for name in ("cash_fen", "cheque_fen")}
        for slip in self.slips[day]:
            for name in room:
                room[name] -= slip[name]
            beyond = min(room.values()) < 0 or self.latest.get(slip["id"], date.min) > day
            if written_on(slip) > day and beyond:
                return slip
        return None

    def short(self, days: list[date], night: date) -> int:
        """Of some due days, that night."""
        due = [day for day in days if day <= night]
        handed = sum(row["total_fen"] for day in due for row in self.handed[day])
        return handed - sum(row["total_fen"] for day in due for row in self.slips[day] if written_on(row) <= night)


def uses(papers: Papers) -> tuple[Use, ...]:
    """Two due days running, and those to which what is short was passed on."""
    bank, found, at = _Bank(papers), list[Use](), 0
    shown = {day: slip for day in bank.days if (slip := bank.foreign(day))}
    while at + 1 < len(bank.days):
        day, following = bank.days[at], bank.days[at + 1]
        if not (day in shown and following in shown and shown[day]["staff"] == shown[following]["staff"]):
            at += 1
            continue
        days, at = [day, following], at + 2
        while at < len(bank.days) and _passed_on(bank, days[-1], bank.days[at]):
            days.append(bank.days[at])
            at += 1
        nights = sorted({*days, *(written_on(row) for each in days for row in bank.slips[each])})
        short = tuple((night, bank.short(days, night)) for night in nights)
        found.append(Use(shown[day]["staff"], tuple(days), short))
    return tuple(found)


def _passed_on(bank: _Bank, day: date, following: date) -> bool:
    from_it = any(written_on(row) == following for row in bank.slips[day])
    return (
        from_it
        and any(written_on(row) == following for row in bank.slips[following])
        and bool(bank.short([following], following))
    )


def clause_5_1(papers: Papers) -> Iterator[Found]:
    """The most that was short at the end of a day."""
    for use in uses(papers):
        yield Found(
            "5.1", use.staff, "bank_day", day_number(use.days[0]), use.days[0], max(fen for _, fen in use.short)
        )
