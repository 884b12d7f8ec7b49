"""What books of receipts, their numbers, stubs and counts repeat, where columns cannot say it."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from kaohe.standards.evidence.receipt_numbers import numbers_of, written
from kaohe.standards.evidence.repeated.frames import Found, Frames, Word
from kaohe.standards.ledger.ledger import Ledger


def series_of_books(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A number lies in one book."""
    books = frames.columns("receipt_book", "id", "first_no", "last_no").sort("first_no", "id")
    before = books.with_columns(pl.col("last_no", "id").shift(1).name.suffix("_before"))
    wrong = before.filter(pl.col("first_no") <= pl.col("last_no_before"))
    for key, other, said, theirs in wrong.select("id", "id_before", "first_no", "last_no_before").rows():
        yield (key,), (other,), "first_no", said, theirs


def numbers_of_books(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A receipt has a number of a book that was handed out to its counter by then."""
    return _of_books(frames, "receipt")


def numbers_of_misc_books(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A miscellaneous receipt has a number of a book that was handed out to a clerk's desk by then."""
    return _of_books(frames, "fee_receipt")


def _of_books(frames: Frames, table: str) -> Iterator[Found]:
    rows = written(frames.columns, table, *(("counter",) if table == "receipt" else ()))
    if table != "receipt":
        rows = rows.with_columns(counter=pl.lit(None, pl.Int32))
    log = frames.columns("book_log", "id", "receipt_book", "recorded_at", "action", "counter")
    issued = (
        log.filter(pl.col("action").cast(pl.String) == "issue")
        .sort("recorded_at", "id")
        .group_by("receipt_book", maintain_order=True)
        .agg(pl.col("id", "recorded_at").first(), pl.col("counter").last())
        .rename({"id": "issue", "recorded_at": "issued_at", "counter": "at_counter"})
    )
    beside = pl.col("id").shift(1).alias("last"), pl.col("id").shift(-1).alias("next")
    rows = rows.sort("number", "id").with_columns(beside)
    both = rows.join(numbers_of(frames.columns), on="number", how="left").join(issued, on="receipt_book", how="left")
    wrong = both.filter(
        pl.col("issue").is_null()
        | pl.col("counter").ne_missing(pl.col("at_counter"))
        | (pl.col("issued_at") > pl.col("recorded_at"))
    ).sort("number", "id")
    for (book,), part in wrong.group_by("receipt_book", maintain_order=True):
        others = () if book is None else (int(str(book)),)
        own = part["id"].to_list()
        near = [each for each in (part["last"][0], part["next"][-1]) if each is not None and each not in own]
        yield (*own, *near), others, "receipt_no", int(part["number"][0]), None


def numbers_run_on(_: Ledger, frames: Frames) -> Iterator[Found]:
    """Numbers of a book are used one after the other; what is left out is void, or the check of its stubs misses it."""
    return _run_on(frames, "receipt")


def misc_numbers_run_on(_: Ledger, frames: Frames) -> Iterator[Found]:
    """The same of miscellaneous receipts."""
    return _run_on(frames, "fee_receipt")


def _run_on(frames: Frames, table: str) -> Iterator[Found]:
    rows = written(frames.columns, table).select("id", "number", "recorded_at")
    voids = frames.columns("void_receipt", "id").select(id=pl.lit(None, pl.Int64), number="id")
    books = numbers_of(frames.columns)
    every = pl.concat([rows, voids.with_columns(recorded_at=pl.lit(None, pl.Datetime("ms")))])
    every = every.unique("number", keep="any").join(books, on="number").sort("number")
    own = every.filter(pl.col("receipt_book").is_in(rows.join(books, on="number")["receipt_book"].unique().implode()))
    steps = own.with_columns(
        before=pl.col("number").shift(1).over("receipt_book"),
        at=pl.col("recorded_at").forward_fill().shift(1).over("receipt_book"),
        last=pl.col("id").forward_fill().shift(1).over("receipt_book"),
    ).join(frames.columns("receipt_book", "id", "first_no").rename({"id": "receipt_book"}), on="receipt_book")
    gap = pl.col("number") - pl.col("before").fill_null(pl.col("first_no") - 1) - 1
    missing = frames.columns("stub", "receipt_book", "missing").group_by("receipt_book").agg(pl.col("missing").max())
    steps = steps.join(missing, on="receipt_book", how="left", maintain_order="left").with_columns(gap=gap)
    known = pl.col("gap").sum().over("receipt_book") == pl.col("missing").fill_null(0)
    wrong = steps.filter(((pl.col("gap") > 0) & ~known) | (pl.col("recorded_at") < pl.col("at")))
    for key, last, number, before in wrong.select("id", "last", "number", "before").rows():
        found = tuple(each for each in (last, key) if each is not None)
        yield found, (), "receipt_no", int(number), None if before is None else int(before) + 1


def void_numbers(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A void number is of the book that its row names, and no receipt."""
    rows = frames.columns("void_receipt", "id", "receipt_book")
    books = numbers_of(frames.columns).rename({"number": "id", "receipt_book": "of"})
    for key, said, other in rows.join(books, on="id", how="left").sort("id").rows():
        if said != other:
            yield (key,), (), "receipt_book", said, other


def holders_of_books(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """A book is handed out to who serves its counter then, and comes back from him, by the roster and the slips."""
    rows = frames.columns("book_log", "id", "recorded_at", "holder", "counter").drop_nulls("counter").sort("id")
    days, minutes = rows["recorded_at"].dt.date().to_physical(), rows["recorded_at"].dt.hour().cast(pl.Int32) * 60
    minutes += rows["recorded_at"].dt.minute()
    for (key, _, holder, counter), day, minute in zip(rows.rows(), days.to_list(), minutes.to_list(), strict=True):
        serving = ledger.duty.at_counter(counter, day, minute, holder)
        if serving != holder:
            yield (key,), (), "holder", int(holder), int(serving)


def places_of_counts(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A book is counted where the register of books has it: in stock, with its holder, or come back."""
    counts = frames.columns("form_count", "id", "recorded_at", "receipt_book", "place")
    log = frames.columns("book_log", "receipt_book", "recorded_at", "action").rename({"recorded_at": "at"})
    log = log.with_columns(pl.col("action").cast(pl.String))
    by_then = counts.join(log, on="receipt_book").filter(pl.col("at") <= pl.col("recorded_at"))
    gone = by_then.group_by("id").agg(
        (pl.col("action") == "issue").any().alias("out"), (pl.col("action") == "return").any().alias("back")
    )
    place = pl.when(pl.col("back")).then(pl.lit("stub")).when(pl.col("out")).then(pl.lit("holder"))
    both = counts.join(gone, on="id", how="left").with_columns(
        pl.col("place").cast(pl.String), known=place.otherwise(pl.lit("stock"))
    )
    wrong = both.filter(pl.col("place") != pl.col("known")).sort("id")
    for key, book, said, known in wrong.select("id", "receipt_book", "place", "known").rows():
        yield (key,), (int(book),), "place", said, known


def copies_of_stock(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A copy without a stub is of a book that was handed out, or of which a count had missed leaves."""
    rows = frames.columns("receipt_query", "id", "recorded_at", "receipt_no").rename({"receipt_no": "number"})
    for table in ("receipt", "fee_receipt"):
        rows = rows.join(written(frames.columns, table).select("number"), on="number", how="anti")
    if rows.is_empty():
        return
    log = frames.columns("book_log", "receipt_book", "recorded_at", "action")
    issued = log.filter(pl.col("action").cast(pl.String) == "issue").select("receipt_book", at="recorded_at")
    counts = frames.columns("form_count", "receipt_book", "recorded_at", "expected", "counted")
    short = counts.filter(pl.col("counted") < pl.col("expected")).select("receipt_book", at="recorded_at")
    since = pl.concat([issued, short]).group_by("receipt_book").agg(pl.col("at").min())
    both = rows.join(numbers_of(frames.columns), on="number", how="left").join(since, on="receipt_book", how="left")
    wrong = both.filter(pl.col("at").is_null() | (pl.col("at") > pl.col("recorded_at"))).sort("id")
    for key, book, number in wrong.select("id", "receipt_book", "number").rows():
        yield (key,), () if book is None else (int(book),), "receipt_no", int(number), None


def held_books(_: Ledger, frames: Frames) -> Iterator[Found]:
    """What comes back has been handed out."""
    log = frames.columns("book_log", "id", "recorded_at", "receipt_book", "action")
    log = log.with_columns(pl.col("action").cast(pl.String))
    issued = log.filter(action="issue").group_by("receipt_book").agg(issued_at=pl.col("recorded_at").min())
    back = log.filter(action="return").join(issued, on="receipt_book", how="left").sort("id")
    wrong = back.filter(pl.col("issued_at").is_null() | (pl.col("issued_at") > pl.col("recorded_at")))
    for key, book in wrong.select("id", "receipt_book").rows():
        yield (key,), (), "receipt_book", int(book), None


RECEIPTS: tuple[Word, ...] = (
    series_of_books,
    numbers_of_books,
    numbers_of_misc_books,
    numbers_run_on,
    misc_numbers_run_on,
    void_numbers,
    held_books,
    holders_of_books,
    places_of_counts,
    copies_of_stock,
)
