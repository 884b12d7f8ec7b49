"""6.3 once more: books of receipts that were handed out otherwise than in order and against a signature."""

from __future__ import annotations

from collections.abc import Iterator

from tests.standards.rederived.papers import Found, Papers, Row, written_on


def clause_6_3(papers: Papers) -> Iterator[Found]:
    """Unsigned or signed for by another, unless put right the same day; or handed out while a lower one lay in stock,
    which is the book that was passed over.
    """
    issues = papers.by("book_log", lambda row: (row["receipt_book"], row["action"]))
    series = papers.by("receipt_book", lambda row: (row["kind"], row["counter"]))
    for book in papers.rows("receipt_book"):
        rows = issues[(book["id"], "issue")]
        if book["kind"] != "electricity" or not rows:
            continue
        first, last = rows[0], [row for row in rows if written_on(row) == written_on(rows[0])][-1]
        passed = [
            other
            for other in series[(book["kind"], book["counter"])]
            if other["first_no"] < book["first_no"] and other["recorded_at"] < first["recorded_at"]
            if not any(row["recorded_at"] <= first["recorded_at"] for row in issues[(other["id"], "issue")])
            if not _missed_in_stock(papers, other, first)
        ]
        if last["signed_by"] != last["holder"] or passed:
            about = passed[0] if passed else book
            fen = None if _missing(papers, about) else 0
            yield Found("6.3", first["staff"], "receipt_book", about["id"], written_on(first), fen)


def _missed_in_stock(papers: Papers, book: Row, issue: Row) -> bool:
    """What a count had missed of the stock by then was not there to be handed out."""
    return any(
        row["receipt_book"] == book["id"] and row["counted"] < row["expected"] and row["place"] == "stock"
        for row in papers.rows("form_count")
        if row["recorded_at"] <= issue["recorded_at"]
    )


def _missing(papers: Papers, book: Row) -> bool:
    """Whether a count or a check of the stubs misses any of its numbers."""
    counts = [
        row["expected"] - row["counted"] for row in papers.rows("form_count") if row["receipt_book"] == book["id"]
    ]
    return any(counts) or any(row["missing"] for row in papers.rows("stub") if row["receipt_book"] == book["id"])
