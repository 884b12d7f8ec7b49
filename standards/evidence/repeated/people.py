"""Repeats about people: who signs, brings, draws and visits, by their posts and by the slips of who stands in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

import polars as pl

from kaohe.sim.records import SCHEMA
from kaohe.standards.evidence.repeated.frames import Found, Frames, Word
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import to_day

SECOND = "business_specialist business_manager cashier"  # who counts and seals with the accountant
_POSTS = {
    "collection_account": {"staff": "registration_clerk"},
    "collection_notice": {"staff": "collector"},
    "window_check": {"staff": "cashier"},
    "voucher_log": {"staff": "cashier", "received_by": "accountant"},
    "collector_balance": {"staff": "accountant", "signed_by": "collector"},
    "remittance": {"staff": "accountant"},
    "handheld_log": {"signed_by": "issuance_clerk"},
    "book_log": {"staff": "accountant"},
    "posting": {"staff": "accountant"},
    "temp_transfer": {"staff": "accountant"},
    "ledger_month": {"staff": "accountant"},
    "stub": {"staff": "accountant", "second_by": SECOND},
    "form_count": {"staff": "accountant", "second_by": SECOND},
}
_SECOND = ("business_specialist", "business_manager")
_LARGE = 100_000  # rows of a paper that are not kept to be looked at with those of all others


def arrears_signer(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """A list of arrears is signed for by the book's reader, or by who stands in for him by the slips of that day."""
    lists = frames.columns("arrears_list", "id", "recorded_at", "book", "signed_by").sort("id")
    versions = frames.columns("book", "id", "book", "reader").sort("id")
    on = lists["recorded_at"].dt.date().to_physical()
    for (key, book, signer), day in zip(lists.select("id", "book", "signed_by").rows(), on.to_list(), strict=True):
        theirs = versions.filter(pl.col("book") == book)
        readers = theirs["reader"].to_list()
        if signer not in readers and signer not in [ledger.duty.by_slips(r, "meter_reader", day) for r in readers]:
            yield (key,), tuple(theirs["id"].to_list()), "signed_by", int(signer), int(readers[-1])


_BRINGS = {"counter": "collector", "registration": "registration_clerk"}


def hand_in_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Takings are handed in by who takes them, to a cashier: by post or as who stands in, on the day of the paper or of
    the takings (who kept them).
    """
    rows = frames.columns("hand_in", "id", "takings_on", "source", "staff", "received_by", "recorded_at").sort("id")
    days = rows["recorded_at"].dt.date().to_physical().to_list()
    rows = rows.drop("recorded_at").with_columns(pl.col("takings_on").to_physical())
    known: dict[tuple[int, str, int], bool] = {}

    def held(person: int, post: str, day: int) -> bool:
        return known.setdefault((person, post, day), ledger.held(person, (post,), day))

    for (key, taken_on, source, staff, cashier), day in zip(rows.rows(), days, strict=True):
        for column, person, post in (("staff", staff, _BRINGS[source]), ("received_by", cashier, "cashier")):
            if (
                person is not None
                and not held(person, post, day)
                and not (column == "staff" and held(person, post, taken_on))
            ):
                yield (key,), (), column, int(person), None


def drawn_by_desk(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """A handheld is returned by the reader who drew it, or by one for the other."""
    rows = frames.columns("handheld_log", "id", "recorded_at", "staff", "book", "period", "action")
    drawn, returned = (rows.filter(pl.col("action") == action).drop("action") for action in ("draw", "return"))
    yield from _other_desk(ledger, returned.join(drawn, on=["book", "period"], suffix="_of"), "meter_reader")


def visited_by_desk(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Who goes to the site of a report is he who signed for it, or one for the other."""
    visits = frames.columns("site_visit", "id", "recorded_at", "staff", "report")
    signed = frames.columns("report_referral", "id", "recorded_at", "to_staff", "report").rename({"to_staff": "staff"})
    yield from _other_desk(ledger, visits.join(signed, on="report", suffix="_of"), "field_auditor")


def read_by_desk(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Who read a batch drew its handheld, or is one for the other who did."""
    batches = frames.columns("batch", "id", "read_on", "reader", "book", "period")
    batches = batches.rename({"reader": "staff", "read_on": "recorded_at"})
    log = frames.columns("handheld_log", "id", "recorded_at", "staff", "book", "period", "action")
    drawn = log.filter(pl.col("action") == "draw").drop("action")
    both = batches.join(drawn, on=["book", "period"], suffix="_of")
    yield from _other_desk(ledger, both, "meter_reader", "reader")


def _other_desk(ledger: Ledger, both: pl.DataFrame, post: str, column: str = "staff") -> Iterator[Found]:
    """Rows of which the person is neither the other row's, nor one for the other by the slips of their days."""
    both = (
        both.filter(pl.col("staff").ne_missing(pl.col("staff_of")))
        .sort("id")
        .with_columns(pl.col("recorded_at", "recorded_at_of").dt.date().to_physical())
    )
    names = ("id", "id_of", "staff", "staff_of", "recorded_at", "recorded_at_of")
    for key, other, mine, theirs, day, on in both.select(names).rows():
        if None in (mine, theirs) or not ledger.duty.is_same_desk(theirs, on, mine, day, post):
            yield (key,), (other,), column, mine, theirs


def _of_their_posts(ledger: Ledger, frames: Frames, table: str) -> Iterator[Found]:
    """Who writes and who signs holds the post for it, or stands in for one who does, on the day of the paper."""
    columns = _POSTS[table]
    rows = frames.columns(table, "id", "recorded_at", *columns).sort("id")
    days = rows["recorded_at"].dt.date().to_physical().to_list()
    known: dict[tuple[int, str, int], bool] = {}
    for (key, _, *people), day in zip(rows.rows(), days, strict=True):
        for (column, post), person in zip(columns.items(), people, strict=True):
            if person is not None and not known.setdefault((person, post, day), ledger.held(person, post.split(), day)):
                yield (key,), (), column, int(person), None


def checking_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """A window is checked by a cashier."""
    return _of_their_posts(ledger, frames, "window_check")


def voucher_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """A voucher is handed over by a cashier to an accountant."""
    return _of_their_posts(ledger, frames, "voucher_log")


def balance_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """A balance is drawn up by an accountant and signed by a collector."""
    return _of_their_posts(ledger, frames, "collector_balance")


def remitting_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Income is remitted by an accountant."""
    return _of_their_posts(ledger, frames, "remittance")


def handing_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Handhelds are handed out and taken back by an issuance clerk."""
    return _of_their_posts(ledger, frames, "handheld_log")


def loading_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Handhelds are loaded and unloaded by an issuance clerk."""
    rows = frames.columns("handheld_log", "id", "recorded_at", "action", "staff").sort("id")
    rows = rows.filter(pl.col("action").cast(pl.String).is_in(("load", "unload")))
    days = rows["recorded_at"].dt.date().to_physical().to_list()
    for (key, person), day in zip(rows.select("id", "staff").rows(), days, strict=True):
        if person is not None and not ledger.held(person, ("issuance_clerk",), day):
            yield (key,), (), "staff", int(person), None


def recording_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """What is told at a window is written down by who serves it then, by the roster and the slips."""
    return _of_windows(ledger, frames, "window_record")


def temporary_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """A temporary receipt is written by who serves its window then."""
    return _of_windows(ledger, frames, "temp_receipt")


def _of_windows(ledger: Ledger, frames: Frames, table: str) -> Iterator[Found]:
    rows = frames.columns(table, "id", "recorded_at", "staff", "counter").drop_nulls().sort("id")
    days, written = rows["recorded_at"].dt.date().to_physical(), rows["recorded_at"].dt
    minutes = written.hour().cast(pl.Int32) * 60 + written.minute()
    for (key, _, staff, counter), day, minute in zip(rows.rows(), days.to_list(), minutes.to_list(), strict=True):
        serving = ledger.duty.at_counter(counter, day, minute, staff)
        if serving != staff:
            yield (key,), (), "staff", int(staff), int(serving)


def agreement_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """An agreement on collection is entered by a registration clerk."""
    return _of_their_posts(ledger, frames, "collection_account")


def telling_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Whose collection came back is told by a collector."""
    return _of_their_posts(ledger, frames, "collection_notice")


def logging_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Books of receipts are handed out and taken back by an accountant."""
    return _of_their_posts(ledger, frames, "book_log")


def stub_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Stubs are checked by an accountant, and sealed with a business specialist."""
    return _of_their_posts(ledger, frames, "stub")


def counting_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Books of receipts are counted by an accountant and a business specialist."""
    return _of_their_posts(ledger, frames, "form_count")


def posting_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """The ledger is kept by an accountant."""
    return _of_their_posts(ledger, frames, "posting")


def transferring_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Temporary receipts are transferred by an accountant."""
    return _of_their_posts(ledger, frames, "temp_transfer")


def ledger_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """The ledger is closed by an accountant."""
    return _of_their_posts(ledger, frames, "ledger_month")


def reconciling_people(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """A reconciliation has two signatures: of an accountant, and of another, who is the specialist or the manager."""
    rows = frames.columns("reconciliation", "id", "recorded_at", "staff", "second_by").sort("id")
    for key, written_at, staff, second in rows.rows():
        day = to_day(written_at.date())
        for column, person, posts in (("staff", staff, ("accountant",)), ("second_by", second, _SECOND)):
            if person is not None and not ledger.held(person, posts, day):
                yield (key,), (), column, int(person), None
        if staff is not None and staff == second:
            yield (key,), (), "second_by", int(second), None


def written_before_on_register(_: Ledger, frames: Frames) -> Iterator[Found]:
    """Nobody writes a paper before the register of staff has him; the opening is written before its first day."""
    began = frames.columns("staff", "id", "valid_from").group_by("id").agg(pl.col("valid_from").min())
    opened = cast("date", began["valid_from"].min())
    first: list[pl.DataFrame] = []
    for table in SCHEMA:
        if table != "staff":
            rows = frames.columns(table, "recorded_at", "staff")
            first.append(rows if rows.height < _LARGE else _first_papers(rows, opened))
    every = _first_papers(pl.concat(first), opened).select(id="staff", on=pl.col("recorded_at").dt.date())
    wrong = began.join(every, on="id").filter(pl.col("on") < pl.col("valid_from")).sort("id")
    for key, said, other in wrong.select("id", "valid_from", "on").rows():
        yield (key,), (), "valid_from", str(said), str(other)


def _first_papers(rows: pl.DataFrame, opened: date) -> pl.DataFrame:
    """Of each person the first that he wrote from the opening on; of the first ones of parts the same."""
    named = rows.filter(pl.col("staff").is_not_null() & (pl.col("recorded_at").dt.date() >= opened))
    return named.group_by("staff").agg(pl.col("recorded_at").min())


def referred(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """A report is referred to the squad by the end of the next working day."""
    reports = frames.columns("reader_report", "id", "reported_on").sort("id")
    left = reports.join(frames.columns("report_referral", "report").rename({"report": "id"}), on="id", how="anti")
    if left.is_empty():
        return
    limit_on = ledger.calendar.working_after(left["reported_on"].to_physical().to_numpy())
    for (key, said), limit in zip(left.rows(), limit_on.tolist(), strict=True):
        if limit <= ledger.as_of:
            yield (key,), (), "reported_on", str(said), None


def counted_on(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A count of the safe is written on its day."""
    counts = frames.columns("safe_count", "id", "recorded_at", "on").sort("on", "id")
    counts = counts.with_columns(
        written=pl.col("recorded_at").dt.date(), then=pl.col("id").shift(-1), after=pl.col("id").shift(-2)
    )
    for key, then, after, said, other in (
        counts.filter(pl.col("on") != pl.col("written")).select("id", "then", "after", "on", "written").rows()
    ):
        own = (key, *(each for each in (then, after) if each is not None))
        yield own, (), "on", str(said), str(other)


def roster_posts(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Whoever the roster has in a post has it by the register of staff."""
    rows = frames.columns("duty_roster", "id", "employee", "period", "post").sort("id")
    staff = frames.columns("staff", "id", "post", "second_post").rename({"id": "employee", "post": "first_post"})
    both = rows.join(staff, on="employee").with_columns(pl.col("post", "first_post", "second_post").cast(pl.String))
    has = (pl.col("post") == pl.col("first_post")) | pl.col("post").eq_missing(pl.col("second_post"))
    wrong = both.group_by("id", "employee", "post", maintain_order=True).agg(
        has.any().alias("has"), pl.col("first_post")
    )
    for key, employee, post, register in wrong.filter(~pl.col("has")).drop("has").rows():
        yield (key,), (employee,), "post", post, register[-1]


PEOPLE: tuple[Word, ...] = (
    referred,
    counted_on,
    roster_posts,
    arrears_signer,
    hand_in_people,
    checking_people,
    voucher_people,
    balance_people,
    remitting_people,
    handing_people,
    loading_people,
    recording_people,
    temporary_people,
    agreement_people,
    telling_people,
    logging_people,
    stub_people,
    counting_people,
    posting_people,
    ledger_people,
    transferring_people,
    reconciling_people,
    drawn_by_desk,
    read_by_desk,
    visited_by_desk,
    written_before_on_register,
)
