"""4.2, 5.3, 5.5, 6.4 and 6.7 once more: money on its way from the window to the utility, and who should have looked."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from tests.standards.rederived.duty import holder
from tests.standards.rederived.money import _agrees, _counterfeit, stubs
from tests.standards.rederived.papers import (
    RATE,
    Found,
    Papers,
    Part,
    Row,
    day_number,
    half_up,
    interest,
    lateness,
    poured,
    written_on,
)


def _stubs(papers: Papers) -> Iterator[tuple[int, date, list[Row]]]:
    """The receipts of each window and day, with the charges on them."""
    for (counter, on), rows in stubs(papers).items():
        if counter is not None:
            yield counter, on, rows


def _first(papers: Papers, counter: int, on: date) -> Row | None:
    rows = papers.by("hand_in", lambda row: (row["source"], row["counter"], row["takings_on"]))
    return next((row for row in rows[("counter", counter, on)] if row["id"] % 4 == 0), None)


def _short(
    papers: Papers, counter: int, on: date, rows: list[Row], hand_in: Row, since: date
) -> tuple[list[Part], int]:
    """What was short of a hand-in and not made good that day: its parts, and their worth."""
    number = counter * 32768 + day_number(on)
    short = sum(row["amount_fen"] for row in rows) - _counterfeit(papers, number) - hand_in["total_fen"]
    good = [
        (written_on(row), row["amount_fen"])
        for row in papers.rows("shortage")
        if row["action"] == "made_good" and (row["counter"], row["takings_on"]) == (counter, on)
    ]
    parts = [part for part in poured(max(short, 0), since, good) if part.came_on is None or part.came_on > since]
    worth = 0 * RATE
    for part in parts:
        worth += part.fen if part.came_on is None else interest(part, part.came_on)
    return parts, half_up(worth)


def lost(papers: Papers, counter: int, on: date, rows: list[Row]) -> bool:
    """Whether the report has all, and the hand-in less."""
    close = papers.one("day_close").get(counter * 32768 + day_number(on))
    hand_in = _first(papers, counter, on)
    due = sum(row["amount_fen"] for row in rows) - _counterfeit(papers, counter * 32768 + day_number(on))
    return close is not None and hand_in is not None and _agrees(close, rows) and hand_in["total_fen"] < due


def clause_4_2(papers: Papers) -> Iterator[Found]:
    """Reported as the stubs have it, handed in short, not made good that day."""
    for counter, on, rows in _stubs(papers):
        hand_in = _first(papers, counter, on)
        if hand_in is not None and lost(papers, counter, on, rows):
            parts, fen = _short(papers, counter, on, rows, hand_in, written_on(hand_in))
            if parts:
                number = counter * 32768 + day_number(on)
                yield Found("4.2", hand_in["staff"], "window_day", number, written_on(hand_in), fen)


def clause_5_3(papers: Papers) -> Iterator[Found]:
    """What a window hands in is compared with its stubs the same day."""
    checks = papers.by("window_check", lambda row: (row["counter"], row["takings_on"]))
    for counter, on, rows in _stubs(papers):
        hand_in, number = _first(papers, counter, on), counter * 32768 + day_number(on)
        if hand_in is None:
            continue
        came = written_on(hand_in)
        check = next((row for row in checks[(counter, on)] if written_on(row) <= came), None)
        _, fen = _short(papers, counter, on, rows, hand_in, came)
        if check is not None:
            if check["receipts_fen"] != sum(row["amount_fen"] for row in rows):
                yield Found("5.3", check["staff"], "window_day", number, written_on(check), fen)
        elif missed_on := papers.past(came):
            yield Found("5.3", hand_in["received_by"], "window_day", number, missed_on, fen)


def clause_5_5(papers: Papers) -> Iterator[Found]:
    """The voucher of a slip is with the accountant so many working days after it."""
    days, made, passed = (
        int(papers.limits["voucher.limit_working_days"]),
        papers.one("voucher"),
        papers.one("voucher_log"),
    )
    for slip in papers.rows("deposit"):
        if slip["id"] not in papers.credits:
            continue
        limit_on = written_on(slip)
        for _ in range(days):
            limit_on = papers.after("working", limit_on)
        key = (day_number(slip["due_on"]) * 4 + (1 if slip["kind"] == "electricity" else 2)) * 8 + slip["id"] % 8
        both = [made.get(key), passed.get(key)]
        there = max(written_on(row) for row in both if row is not None) if None not in both else None
        missed_on = papers.past(limit_on)
        if missed_on and (there is None or there > limit_on):
            fen = half_up(slip["total_fen"] * ((there or papers.as_of) - limit_on).days * RATE)
            yield Found("5.5", slip["staff"], "voucher", key, missed_on, fen)


def _ends(first: date, last: date) -> list[date]:
    every = [first + timedelta(each) for each in range((last - first).days + 1)]
    return [day for day in every if day.day in (10, 20) or day.day == monthrange(day.year, day.month)[1]]


def clause_6_4(papers: Papers) -> Iterator[Found]:
    """Every window that has reported is balanced after each ten days."""
    own = {(counter, on): rows for counter, on, rows in _stubs(papers)}
    reported: dict[int, date] = {}
    for row in papers.rows("day_close"):
        reported[row["counter"]] = min(reported.get(row["counter"], row["takings_on"]), row["takings_on"])
    sheets = {(row["counter"], row["on"]): row for row in papers.rows("collector_balance") if row["id"] % 2 == 0}
    days = int(papers.limits["balance.limit_working_days"])
    for counter, first in sorted(reported.items()):
        before, since = date(1990, 1, 1), date(1990, 1, 1)
        for end in _ends(date(first.year, first.month, 1), papers.as_of):
            if end >= first:
                limit_on = end
                for _ in range(days):
                    limit_on = papers.after("working", limit_on)
                sheet, number = sheets.get((counter, end)), counter * 32768 + day_number(end)
                fen = _unseen(papers, own, counter, before, end)
                if sheet is None or written_on(sheet) > limit_on:
                    if missed_on := papers.past(limit_on):
                        yield Found(
                            "6.4", holder(papers, "accountant", limit_on), "window_tenth", number, missed_on, fen
                        )
                elif (sheet["receipts_fen"], sheet["handed_fen"]) != _sums(papers, own, counter, since, end):
                    yield Found("6.4", sheet["staff"], "window_tenth", number, written_on(sheet), fen)
                since = end if sheet is not None else since
            before = end


def _sums(
    papers: Papers, stubs: dict[tuple[int, date], list[Row]], counter: int, since: date, end: date
) -> tuple[int, int]:
    taken = sum(
        row["amount_fen"] for (at, on), rows in stubs.items() if at == counter and since < on <= end for row in rows
    )
    came = [row for row in papers.rows("hand_in") if row["counter"] == counter and since < written_on(row) <= end]
    bad = [row for row in papers.rows("shortage") if row["counter"] == counter and row["action"] == "counterfeit"]
    handed = sum(row["total_fen"] for row in came) + sum(
        row["amount_fen"] for row in bad if since < written_on(row) <= end
    )
    return taken, handed


def _unseen(papers: Papers, stubs: dict[tuple[int, date], list[Row]], counter: int, before: date, end: date) -> int:
    """What of these ten days had neither come nor been sealed, and nobody had registered."""
    worth = 0 * RATE
    for (at, on), rows in stubs.items():
        if at != counter or not before < on <= end:
            continue
        differences = [row for row in papers.rows("shortage") if (row["counter"], row["takings_on"]) == (counter, on)]
        if any(row["action"] == "found" and written_on(row) <= end for row in differences):
            continue
        hand_in = _first(papers, counter, on)
        sealed = any(
            row["source"] == "counter" and (row["counter"], row["takings_on"]) == (counter, on)
            for row in papers.rows("seal")
        )
        there = hand_in is not None and written_on(hand_in) <= end
        if sealed and not there:
            continue
        owed = sum(row["amount_fen"] for row in rows) - _counterfeit(papers, counter * 32768 + day_number(on))
        came = [(written_on(hand_in), hand_in["total_fen"])] if hand_in is not None else []
        came += [(written_on(row), row["amount_fen"]) for row in differences if row["action"] == "made_good"]
        late = [part for part in poured(owed, end, came) if part.came_on is None or part.came_on > end]
        worth += sum(part.fen if part.came_on is None else interest(part, part.came_on) for part in late)
    return half_up(worth)


def clause_6_7(papers: Papers) -> Iterator[Found]:
    """What the statement has credited by the end of ten days goes up in full."""
    slips, days = papers.one("deposit"), int(papers.limits["remittance.limit_bank_days"])
    for place, kind in enumerate(("electricity", "misc")):
        lines = [
            row
            for row in papers.rows("bank_line")
            if row["kind"] != "remittance"
            and (row["kind"] == "deposit" and slips[row["ref"]]["kind"] == "misc") == (kind == "misc")
        ]
        before, carried = date(1990, 1, 1), 0
        first = min((row["value_on"] for row in lines), default=papers.as_of)
        for end in _ends(date(first.year, first.month, 1), papers.as_of):
            carried += sum(row["amount_fen"] for row in lines if before < row["value_on"] <= end)
            before = end
            if carried <= 0:
                continue
            owed, carried, limit_on = carried, 0, end
            for _ in range(days):
                limit_on = papers.after("bank", limit_on)
            came = [
                (written_on(row), row["amount_fen"])
                for row in papers.rows("remittance")
                if (row["kind"], row["ended_on"]) == (kind, end)
            ]
            parts = [part for part in poured(owed, limit_on, came) if part.came_on is None or part.came_on > limit_on]
            missed_on = papers.past(limit_on)
            if parts and missed_on:
                key = (day_number(end) * 2 + place) * 4
                yield Found(
                    "6.7",
                    holder(papers, "accountant", limit_on),
                    "remittance",
                    key,
                    missed_on,
                    lateness(parts, papers.as_of),
                )
