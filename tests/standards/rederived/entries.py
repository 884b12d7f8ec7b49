"""1.3 and 7.1 once more: what was entered is what the paper says that the clerk held, and who compares it sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from tests.standards.rederived.billing import archive, as_recorded, fee_fen, flat, price
from tests.standards.rederived.papers import Found, Papers, Row, written_on

STAGES = {
    "registration": ("survey", {"book": "book", "price_class": "price_class", "capacity_kva": "capacity_kva"}),
    "opening": (
        "work_order",
        {"multiplier": "multiplier", "digits": "digits", "first_register": "install_register", "meter": "new_meter"},
    ),
}


def clause_1_3(papers: Papers) -> Iterator[Found]:
    """Entries that differ from the paper that the clerk had signed for."""
    for stage, entry, _, worth in wrong_entries(papers):
        number = entry["application"] * 2 + stage
        day = entry["entered_on"]
        yield Found("1.3", entry["staff"], "entry", number, day, worth, worth is not None and worth == 0)


def clause_7_1(papers: Papers) -> Iterator[Found]:
    """The auditor passes an entry that differs from its source."""
    passed = papers.by("audit", lambda row: (row["application"], row["stage"]))
    for stage, entry, _, worth in wrong_entries(papers):
        name = ("registration", "opening")[stage]
        for audit in passed[(entry["application"], name)]:
            if audit["passed"]:
                number = entry["application"] * 2 + stage
                yield Found("7.1", audit["staff"], "entry", number, written_on(audit), worth, worth == 0)


def wrong_entries(papers: Papers) -> Iterator[tuple[int, Row, Row, int | None]]:
    """Stage, entry, source, and the largest balance of the bills that it made wrong; None: bills of several lines."""
    installs = {row["new_meter"]: row for row in papers.rows("work_order") if row["kind"] == "install"}
    surveys = {row["application"]: row for row in papers.rows("survey")}
    for number, (table, (_, columns)) in enumerate(STAGES.items()):
        for entry in papers.rows(table):
            source = surveys.get(entry["application"]) if table == "registration" else installs.get(entry["meter"])
            if source is None or not _held(papers, entry, number):
                continue
            wrong = [mine for mine, theirs in columns.items() if entry[mine] != source[theirs]]
            worth = balance(papers, entry, source, wrong) if wrong else 0
            if wrong and (worth != 0 or not mended(papers, entry, source, wrong)):
                yield number, entry, source, worth


def _held(papers: Papers, entry: Row, stage: int) -> bool:
    """Whether the clerk had signed for the source before he entered it."""
    kind = ("survey", "work_order")[stage]
    return any(
        row["action"] == "signed" and row["kind"] == kind and row["recorded_at"] <= entry["recorded_at"]
        for row in papers.papers_of.get(entry["application"], [])
    )


def balance(papers: Papers, entry: Row, source: Row, wrong: list[str]) -> int | None:
    """The largest sum of issued less due of the bills that were made by the wrong entry."""
    total, largest = 0, 0
    first = True
    for bill in papers.bills_of.get(entry["customer"], []):
        estimated = papers.one("reading")[bill["reading"]]["kind"] == "estimate"  # which is no register
        due = _due_fen(papers, bill, entry, source, wrong, first=first and not estimated)
        first &= estimated
        if due is None:
            return None
        total += bill["amount_fen"] - due
        largest = max(largest, abs(total))
    return largest


def _due_fen(papers: Papers, bill: Row, entry: Row, source: Row, wrong: list[str], *, first: bool) -> int | None:
    """The bill by the source as far as the archive still had the wrong value when it was issued."""
    at = bill["recorded_at"]
    price_class, kwh = archive(papers, bill["customer"], at)["price_class"], bill["kwh"]
    if not flat(papers, price_class, bill["issued_on"]):
        return None
    surveyed = _surveyed_class(papers, entry, price_class, at)
    if not flat(papers, surveyed, bill["issued_on"]):
        return None
    if (
        "price_class" in wrong
    ):  # on the energy as it was billed; an error of energy is priced at the class that is right
        right, archived = (price(papers, each, bill["issued_on"])["energy_e4"] for each in (surveyed, price_class))
        return int(bill["amount_fen"]) - fee_fen(kwh, archived) + fee_fen(kwh, right)
    if "meter" not in entry or (span := _registers(papers, bill, entry, first=first)) is None:
        return int(bill["amount_fen"])
    more_kwh = _energy(papers, entry, span, bill, source, wrong, first=first) - _energy(papers, entry, span, bill)
    energy_e4 = price(papers, surveyed, bill["issued_on"])["energy_e4"]
    return int(bill["amount_fen"]) - fee_fen(kwh, energy_e4) + fee_fen(kwh + more_kwh, energy_e4)


def _registers(papers: Papers, bill: Row, entry: Row, *, first: bool) -> tuple[int, int] | None:
    """From which register of the entry's meter to which a bill goes: to that of its removal, if it was removed."""
    if bill["meter"] == entry["meter"]:
        return bill["from_register"], bill["to_register"]
    for order in papers.rows("work_order"):
        if order["old_meter"] == entry["meter"] and bill["from_on"] < order["done_on"] <= bill["to_on"]:
            before = [row for row in papers.bills_of[bill["customer"]] if row["period"] < bill["period"]]
            start = entry["first_register"] if first else before[-1]["to_register"]
            return start, order["removal_register"]
    return None


def _surveyed_class(papers: Papers, entry: Row, billed: str, at: datetime) -> str:
    """The class of the survey sheet, where the archive has what was entered instead of it, and no later change."""
    mine = [row for row in papers.rows("registration") if row["customer"] == entry["customer"]]
    if [row for row in mine if row["recorded_at"] <= at][1:]:
        return billed
    [registered] = [row for row in papers.rows("registration") if row["application"] == entry["application"]]
    surveys = [row for row in papers.rows("survey") if row["application"] == entry["application"]]
    return str(surveys[0]["price_class"]) if surveys and billed == registered["price_class"] else billed


def _energy(
    papers: Papers,
    entry: Row,
    span: tuple[int, int],
    bill: Row,
    source: Row | None = None,
    wrong: Sequence[str] = (),
    *,
    first: bool = False,
) -> int:
    """The advance by the archive as it was recorded, or by the source where the archive was wrong."""
    meter = as_recorded(papers.meters[entry["meter"]], bill["recorded_at"])
    digits, multiplier, (start, end) = meter["digits"], meter["multiplier"], span
    if source is not None:
        digits = source["digits"] if "digits" in wrong else digits
        multiplier = source["multiplier"] if "multiplier" in wrong else multiplier
        start = source["install_register"] if "first_register" in wrong and first else start
    turn = 10 ** (digits + meter["decimals"])
    units = end - start
    units += turn if units < -turn // 2 else 0
    return int(units * multiplier // 10 ** meter["decimals"])


def mended(papers: Papers, entry: Row, source: Row, wrong: list[str]) -> bool:
    """Whether the archive has another value by now than what was entered."""
    if "meter" in entry:
        now = papers.meters[entry["meter"]][-1]
        columns = {"digits": "digits", "multiplier": "multiplier", "first_register": "initial_register"}
    else:
        now = papers.customers[entry["customer"]][-1]
        columns = {each: each for each in ("book", "price_class", "capacity_kva")}
    return all(now[columns[each]] != entry[each] for each in wrong)
