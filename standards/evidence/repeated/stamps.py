"""What the register of stamps and the copies with stamps repeat, where columns cannot say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import polars as pl

from kaohe.standards.evidence.accounts.stamps import is_out, out_of_box
from kaohe.standards.evidence.receipt_numbers import numbers_of, written
from kaohe.standards.evidence.repeated.frames import Found, Frames, Word
from kaohe.standards.ledger.deadlines import NEVER
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import to_day

_BEFORE = {"out": ("in", None), "in": ("out", "lend"), "lend": ("out",), "void": ("out", "in", "lend")}
_FIRST = ("out", "void")  # of the first stamp of a counter, which was used before the register begins
_STAMPS = 1_000  # of a counter


def _entries(frames: Frames) -> pl.DataFrame:
    """The register, with what each entry follows: of its stamp, or the last one of the stamp before it."""
    log = frames.columns("stamp_log", "id", "recorded_at", "stamp", "counter", "action", "on", "to_staff", "from_staff")
    log = log.with_columns(pl.col("action").cast(pl.String)).sort("id")
    return log.with_columns(
        pl.col("id", "recorded_at", "action", "to_staff").shift(1).over("stamp").name.suffix("_before"),
        place=pl.int_range(pl.len()).over("stamp", "on"),
    )


def stamps_in_turn(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A stamp goes out and comes back in turn, its entries of a day by number; the next is used once it is void."""
    log = _entries(frames)
    last = log.group_by("stamp").agg(pl.col("id", "action").last()).with_columns(pl.col("stamp") + 1)
    log = log.join(last, on="stamp", how="left", suffix="_former", maintain_order="left")
    fits = pl.lit(False)
    for action, before in _BEFORE.items():
        either = pl.col("action_before").is_in([each for each in before if each is not None])
        either = either.fill_null(None in before)
        fits = pl.when(pl.col("action") == action).then(either).otherwise(fits)
    first = pl.col("id_before").is_null()
    oldest = pl.col("stamp") % _STAMPS == 1
    begins = pl.when(oldest).then(True).otherwise(pl.col("action_former") == "void")
    wrong = log.filter(
        ~(fits | (first & oldest & pl.col("action").is_in(_FIRST)))
        | (first & ~begins.fill_null(False))
        | (pl.col("recorded_at") < pl.col("recorded_at_before"))
        | (pl.col("id") % 8 != pl.col("place"))
    )
    names = ("id", "id_before", "id_former", "action", "action_before")
    for key, before, former, said, other in wrong.select(names).rows():
        near = former if before is None else before
        yield (key,) if near is None else (near, key), (), "action", said, other


def stamps_of_holders(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """A stamp goes to who serves its counter that day, and comes back from him, or from who had borrowed it."""
    known: dict[tuple[int, date], frozenset[int]] = {}
    for key, counter, action, day, giver, taker, before, borrower in (
        _entries(frames)
        .select("id", "counter", "action", "on", "from_staff", "to_staff", "action_before", "to_staff_before")
        .rows()
    ):
        if action == "void":
            continue
        column, said = ("to_staff", taker) if action == "out" else ("from_staff", giver)
        if action == "in" and before == "lend":
            if said != borrower:
                yield (key,), (), column, said, borrower
            continue
        if (counter, day) not in known:
            known[counter, day] = ledger.duty.serving(counter, to_day(day))
        serving = known[counter, day]
        if serving and said not in serving:
            yield (key,), (), column, said, min(serving)


def stamps_of_copies(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """A copy of a receipt has the stamp that was used at its counter that day; one of a number in no book, a stamp that
    was not in the box that day.
    """
    rows = frames.columns("receipt_query", "id", "receipt_no", "dated_on", "stamp").rename({"receipt_no": "number"})
    if rows.is_empty():
        return
    stubs = written(frames.columns, "receipt", "counter").select("number", "counter").unique("number", keep="any")
    rows = rows.join(stubs, on="number", how="left").join(numbers_of(frames.columns), on="number", how="left")
    of_fees = set(written(frames.columns, "fee_receipt")["number"].to_list())
    used, out = _used(frames), ledger.once(out_of_box)
    for key, number, day, stamp, counter, book in rows.sort("id").rows():
        on = to_day(day)
        if counter is not None:
            there = [each for each, first, void in used.get(counter, ()) if first <= on < void]
            known = stamp in there if stamp is not None else all(is_out(out, each, on, lost=True) for each in there)
            if not known:
                yield (key,), (), "stamp", stamp, there[-1] if there else None
        elif stamp is not None and (number in of_fees or book is not None or not is_out(out, stamp, on)):
            yield (key,), (), "stamp", stamp, None


def _used(frames: Frames) -> dict[int, list[tuple[int, int, int]]]:
    """By counter its stamps, with the day on which each was first handed out, and that on which it was voided."""
    log = frames.columns("stamp_log", "stamp", "counter", "action", "on")
    log = log.with_columns(pl.col("action").cast(pl.String), pl.col("on").to_physical())
    days = log.group_by("stamp", "counter").agg(
        first=pl.col("on").filter(pl.col("action") == "out").min(),
        void=pl.col("on").filter(pl.col("action") == "void").max(),
    )
    found = defaultdict[int, list[tuple[int, int, int]]](list)
    for stamp, counter, first, void in days.drop_nulls("first").sort("stamp", "counter").rows():
        found[counter].append((stamp, first, NEVER if void is None else void))
    return found


STAMPS: tuple[Word, ...] = (stamps_in_turn, stamps_of_holders, stamps_of_copies)
