"""6.8 once more: books of receipts that a count of the stock misses."""

from __future__ import annotations

from collections.abc import Iterator

from tests.standards.rederived.papers import Found, Papers, Row


def clause_6_8(papers: Papers) -> Iterator[Found]:
    """Less in stock than there should be: a slip until a customer shows a leaf of it, or the next count misses it."""
    counts = papers.by("form_count", lambda row: row["receipt_book"])
    for number, book in papers.one("receipt_book").items():
        rows = sorted(counts[number], key=lambda row: row["on"])
        short = [row for row in rows if row["counted"] < row["expected"]]
        first = next((row for row in short if row["place"] == "stock"), None)
        if first is None:
            continue
        shown = _shown(papers, book)
        after = next((row for row in rows if row["on"] > first["on"]), None)
        missed = after is not None and after["expected"] - after["counted"] > len(shown)
        if missed or shown:
            fen = None if missed else sum(row["amount_fen"] for row in shown)
            yield Found("6.8", first["staff"], "receipt_book", number, first["on"], fen)
        else:
            yield Found("6.8", first["staff"], "receipt_book", number, first["on"], None, slip=True)


def _shown(papers: Papers, book: Row) -> list[Row]:
    """Copies that customers showed of its leaves, of which there is no stub."""
    stubs = {row["receipt_no"] for table in ("receipt", "fee_receipt") for row in papers.rows(table)}
    leaves = range(book["first_no"], book["last_no"] + 1)
    return [
        row for row in papers.rows("receipt_query") if row["receipt_no"] in leaves and row["receipt_no"] not in stubs
    ]
