"""3.1 and 6.6 once more: a bill for every reading, by archive and prices of its day, and a check of every day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from tests.standards.rederived.billing import archive, due_fen, is_flat, would_be_fen
from tests.standards.rederived.duty import holder
from tests.standards.rederived.papers import Found, Papers, Row, day_number, months, written_on


def released_on(papers: Papers) -> Mapping[tuple[int, int], tuple[date, Row]]:
    """The day from which a reading may be issued, by customer and period: its unload, or the end of 待處理."""
    unloaded = {(row["book"], row["period"]): _from(papers, row) for row in papers.rows("batch")}
    held: dict[tuple[int, int], date | None] = {}
    for row in papers.rows("pending"):
        held[row["customer"], row["period"]] = written_on(row) if row["action"] == "close" else None
    days: dict[tuple[int, int], tuple[date, Row]] = {}
    for row in papers.rows("reading"):
        if row["kind"] in ("actual", "estimate") and (on := unloaded.get((row["book"], row["period"]))):
            key = (row["customer"], row["period"])
            released = held.get(key, on)
            if released is not None:
                days[key] = (released, row)
    return days


def _end(on: date) -> datetime:
    return datetime.combine(on, time.max)


def clause_3_1(papers: Papers) -> Iterator[Found]:
    """Bills that are not what reading, archive and prices make, and readings without a bill."""
    for bill in papers.rows("bill"):
        mine = archive(papers, bill["customer"], bill["recorded_at"])["price_class"]
        off = bill["amount_fen"] - due_fen(papers, bill) if is_flat(papers, bill) else None
        if off or (off is None and mine != bill["price_class"]):
            fen = None if off is None else abs(off)
            yield Found("3.1", bill["staff"], "customer_period", bill["id"], written_on(bill), fen)
    released = released_on(papers)
    for reading, limit_on in unbilled(papers):
        if shown_on := papers.past(limit_on):
            number = reading["customer"] * 1024 + months(reading["period"])
            fen = would_be_fen(papers, reading, _end(limit_on))
            staff = holder(papers, "issuance_clerk", papers.after("working", released[_of(reading)][0]))
            yield Found("3.1", staff, "customer_period", number, shown_on, fen)


def _of(reading: Row) -> tuple[int, int]:
    return reading["customer"], reading["period"]


def unbilled(papers: Papers) -> Iterator[tuple[Row, date]]:
    """Readings without a bill by the limit after their day, or by the end of 待處理 open then; and that day."""
    number = int(papers.limits["issuance.limit_working_days"])
    billed = {(row["customer"], row["period"]): written_on(row) for row in papers.rows("bill")}
    closed = {(row["customer"], row["period"]) for row in papers.rows("pending") if row["action"] == "close"}
    for key, (on, reading) in released_on(papers).items():
        earliest = on if key in closed else papers.after("working", on)  # nothing is issued of what is not unloaded
        limit_on = max(papers.after("working", reading["read_on"], number), earliest)
        made_on = billed.get(key)
        if made_on is None or made_on > limit_on:
            yield reading, limit_on


def clause_6_6(papers: Papers) -> Iterator[Found]:
    """A day of issuance is checked that day; unchecked, it counts where the month's end shows what is missing."""
    checked = {row["on"] for row in papers.rows("issue_check") if written_on(row) == row["on"]}
    due: dict[date, list[tuple[int, int]]] = defaultdict(list)
    released = released_on(papers)
    for key, (on, _) in released.items():
        due[papers.after("working", on)].append(key)
    batches = {papers.after("working", _from(papers, row)) for row in papers.rows("batch")}
    days = {row["on"] for row in papers.rows("voucher") if row["kind"] == "issuance"} | batches
    balances = {row["period"]: row for row in papers.rows("issue_balance") if row["difference"]}
    billed = {(row["customer"], row["period"]): row["recorded_at"] for row in papers.rows("bill")}
    for on in sorted(days - checked):
        balance = balances.get(on.year * 100 + on.month)
        out = [key for key in due[on] if balance and not _issued(billed.get(key), balance["recorded_at"])]
        fens = [would_be_fen(papers, released[key][1], _end(on)) for key in out]
        fen = None if None in fens else sum(each or 0 for each in fens)
        if shown_on := papers.past(on):
            yield Found("6.6", holder(papers, "accountant", on), "issue_day", day_number(on), shown_on, fen, not out)


def _from(papers: Papers, batch: Row) -> date:
    """What was read on a closed day and unloaded in the morning of the next open one is due from that day on."""
    on, read_on = written_on(batch), batch["read_on"]
    in_the_morning = not papers.is_day("open", read_on) and on == papers.after("open", read_on)
    return on - timedelta(1) if in_the_morning else on


def _issued(at: datetime | None, until: datetime) -> bool:
    return at is not None and at <= until
