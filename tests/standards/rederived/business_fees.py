"""1.5 once more: what an applicant paid beside the price list and the survey sheet."""

from __future__ import annotations

from collections.abc import Iterator

from tests.standards.rederived.papers import Found, Papers, Row, written_on


def _due_fen(papers: Papers, head: str, application: Row, survey: Row | None, receipt: Row) -> int:
    """By the list of that day for the class, once or for each kVA surveyed, less what was approved before."""
    source = survey if survey is not None and head == "works" else application
    listed = [
        row
        for row in papers.rows("fee_price")
        if row["fee"] == f"{head}.{source['price_class']}" and row["valid_from"] <= written_on(receipt)
    ]
    price = max(listed, key=lambda row: row["valid_from"])
    quantity = source["capacity_kva"] if price["unit"] == "kva" else 1
    approved = [
        row["amount_fen"]
        for row in _approvals(papers, head, application)
        if row["recorded_at"] < receipt["recorded_at"]
    ]
    return int(quantity * price["amount_fen"] - sum(approved))


def _approvals(papers: Papers, head: str, application: Row) -> list[Row]:
    """What another than the clerk approved of a fee."""
    rows = papers.by("fee_approval", lambda row: (row["application"], row["charge"]))[(application["id"], head)]
    return [row for row in rows if row["approver"] != row["staff"]]


def clause_1_5(papers: Papers) -> Iterator[Found]:
    """More or less was charged of a fee than its list says; what is put right later takes nothing away.

    What may be paid later is due with the receipt on which it comes.
    """
    applications, surveys = papers.one("application"), papers.one("survey")
    groups = papers.by("fee_receipt", lambda row: (row["application"], row["fee"].partition(".")[0]))
    for (number, head), receipts in groups.items():
        application, survey = applications[number], surveys.get(number)
        due_fen = _due_fen(papers, head, application, survey, receipts[0])
        later = [row["amount_fen"] for row in _approvals(papers, head, application) if row["kind"] == "instalment"]
        charged, largest, first = 0, 0, None
        for row in sorted(receipts, key=lambda row: (row["recorded_at"], row["id"])):
            charged += row["amount_fen"]
            if charged > due_fen and row["id"] % 8 and first is None:
                due_fen += sum(later)
            if charged != due_fen and first is None:
                first = row
            largest = max(largest, abs(charged - due_fen))
        if first is not None:
            yield Found("1.5", first["staff"], "fee_receipt", first["id"] // 8 * 8, written_on(first), largest)
