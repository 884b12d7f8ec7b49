"""2.4 once more: handhelds that came back later than the day on which they were read with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from tests.standards.rederived.duty import there
from tests.standards.rederived.papers import RATE, Found, Papers, Row, half_up, months, written_on


def clause_2_4(papers: Papers) -> Iterator[Found]:
    """Drawn and read with, and not back on the day of the reading; 專變 of a closed day: on the next open one."""
    logs = papers.by("handheld_log", lambda row: (row["book"], row["period"], row["action"]))
    readings = papers.by("reading", lambda row: (row["book"], row["period"]))
    books = {row["book"]: row for row in papers.rows("book")}
    for book, period, action in list(logs):
        read = [row["read_on"] for row in readings[book, period] if row["kind"] in ("actual", "estimate")]
        if action != "draw" or not read:
            continue
        draw, back = logs[book, period, "draw"][0], logs[book, period, "return"]
        limit_on = max(read) + timedelta(int(papers.limits["handheld.return_days"]))
        if books[book]["kind"] == "special":
            limit_on = papers.on_or_after("open", limit_on)
        missed_on, back_on = papers.past(limit_on), min((written_on(row) for row in back), default=None)
        if back_on is None and logs[book, period, "unload"]:
            continue  # it was back, and nothing says since when
        if missed_on and (back_on is None or back_on > limit_on):
            staff = there(papers, draw["staff"], "meter_reader", limit_on)
            late = (limit_on + timedelta(each) for each in range(((back_on or papers.as_of) - limit_on).days))
            own = sum(there(papers, draw["staff"], "meter_reader", on) == staff for on in late)
            fen = _late_fen(papers, book, period, max(read), own)
            yield Found("2.4", staff, "handheld_draw", book * 1024 + months(period), missed_on, fen)


def _late_fen(papers: Papers, book: int, period: int, read_on: date, own: int) -> int:
    """Each bill by the days that it was issued late, no more than his, without those in 待處理."""
    limit_on = papers.after("working", read_on, int(papers.limits["issuance.limit_working_days"]))
    total = Fraction(0)
    for bill in papers.rows("bill"):
        if (bill["book"], bill["period"]) == (book, period):
            days = (bill["issued_on"] - limit_on).days - _held(papers, bill, limit_on)
            total += max(bill["amount_fen"], 0) * max(min(own, days), 0) * RATE
    return half_up(total)


def _held(papers: Papers, bill: Row, limit_on: date) -> int:
    """Days beyond the limit on which the customer stood in the pending register."""
    rows = papers.by("pending", lambda row: (row["customer"], row["period"], row["action"]))
    key = bill["customer"], bill["period"]
    since, until = ([written_on(row) for row in rows[*key, action]] for action in ("open", "close"))
    if not since:
        return 0
    waited = min([*until, bill["issued_on"]]) - max(since[0], limit_on)
    return max(int(waited.days), 0)
