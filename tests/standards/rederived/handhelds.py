"""2.4 and 3.3 once more: handhelds that came back late, broken or not at all, and that clerks lost or broke."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction

from tests.standards.rederived.duty import there
from tests.standards.rederived.papers import RATE, Found, Papers, Row, half_up, months, written_on


def clause_2_4(papers: Papers) -> Iterator[Found]:
    """Drawn and read with, and not back on the day of the reading; 專變 of a closed day: on the next open one."""
    yield from _broken_on_the_way(papers)
    logs = papers.by("handheld_log", lambda row: (row["book"], row["period"], row["action"]))
    readings = papers.by("reading", lambda row: (row["book"], row["period"]))
    books = {row["book"]: row for row in papers.rows("book")}
    for book, period, action in list(logs):
        read = [row["read_on"] for row in readings[book, period] if row["kind"] in ("actual", "estimate")]
        if action != "draw" or not read:
            continue
        draw = max(logs[book, period, "draw"], key=lambda row: row["recorded_at"])
        back = [row for row in logs[book, period, "return"] if row["handheld"] == draw["handheld"]]
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
            fen = _late_fen(papers, book, period, max(read), own) if back else 0
            missed = [] if back else _missing(papers, draw["handheld"], draw["recorded_at"])
            if missed:
                fen = _value(papers, draw["handheld"], missed[0]["counted_on"])
            yield Found("2.4", staff, "handheld_draw", book * 1024 + months(period), missed_on, fen)


def clause_3_3(papers: Papers) -> Iterator[Found]:
    """Missed by a count, or found broken by force, and with the clerk who took it back last, or who keeps it."""
    lines = papers.by("handheld_log", lambda row: row["handheld"])
    for handheld, counts in papers.by("handheld_count", lambda row: row["handheld"]).items():
        before = True
        for count in sorted(counts, key=lambda row: row["recorded_at"]):
            past = [row for row in lines[handheld] if row["recorded_at"] < count["recorded_at"]]
            handed = [row for row in past if row["action"] in ("draw", "return")]
            last = max(handed, key=lambda row: row["recorded_at"], default=None)
            here, before = before, count["found"]
            if last is not None and last["action"] == "draw":
                continue
            staff, on = _clerk(papers, handheld, last, count["counted_on"]), count["counted_on"]
            if not count["found"] and here and not _in_repair(papers, handheld, count["recorded_at"]):
                yield Found("3.3", staff, "handheld", handheld, on, _value(papers, handheld, on))
            if count["condition"] == "damaged":
                for report, fen in _force(papers, handheld, on):
                    yield Found("3.3", staff, "handheld_repair", report, on, fen)


def _clerk(papers: Papers, handheld: int, last: Row | None, on: date) -> int:
    if last is None:
        return there(papers, papers.one("handheld")[handheld]["keeper"], "issuance_clerk", on)
    signer, signed_on = last["signed_by"], written_on(last)
    if not papers.holds(signer, "issuance_clerk"):
        slips = papers.rows("substitution")
        mine = (each for each in slips if (each["substitute"], each["post"]) == (signer, "issuance_clerk"))
        signer = next(each["employee"] for each in mine if each["from_on"] <= signed_on <= each["to_on"])
    return there(papers, signer, "issuance_clerk", on)


def _broken_on_the_way(papers: Papers) -> Iterator[Found]:
    """What comes back damaged, and force has done it: his who brings it."""
    for row in papers.rows("handheld_log"):
        if row["action"] == "return" and row["condition"] == "damaged":
            for report, fen in _force(papers, row["handheld"], written_on(row)):
                yield Found("2.4", row["staff"], "handheld_repair", report, written_on(row), fen)


def _force(papers: Papers, handheld: int, on: date) -> Iterator[tuple[int, int]]:
    """The report of a day and what its verdict comes to, if that is force."""
    rows = [row for row in papers.rows("handheld_repair") if (row["handheld"], row["reported_on"]) == (handheld, on)]
    report = next((row["id"] for row in rows if row["verdict"] is None), None)
    for row in rows:
        if report is not None and row["verdict"] == "force":
            yield report, _value(papers, handheld, on) if row["beyond_repair"] else row["cost_fen"]


def _missing(papers: Papers, handheld: int, since: datetime) -> list[Row]:
    counts = (row for row in papers.rows("handheld_count") if row["handheld"] == handheld and not row["found"])
    return sorted((row for row in counts if row["recorded_at"] > since), key=lambda row: row["recorded_at"])


def _in_repair(papers: Papers, handheld: int, at: datetime) -> bool:
    rows = (row for row in papers.rows("handheld_repair") if row["handheld"] == handheld and row["recorded_at"] <= at)
    last = max(rows, key=lambda row: row["recorded_at"], default=None)
    return last is not None and (last["verdict"] is None or last["beyond_repair"])


def _value(papers: Papers, handheld: int, on: date) -> int:
    """Its price for the months that are left, by whole ones that are gone."""
    row = papers.one("handheld")[handheld]
    since = row["acquired_on"]
    gone = 12 * (on.year - since.year) + on.month - since.month - int(on.day < since.day)
    return half_up(Fraction(row["price_fen"] * max(row["life_months"] - gone, 0), row["life_months"]))


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
