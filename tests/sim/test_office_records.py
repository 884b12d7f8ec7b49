"""What holds of every table: keys, references, order, serials, files by month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from kaohe.sim.office import Office
from kaohe.sim.records import PAPERS, SCHEMA, blocks
from kaohe.sim.run import Run
from kaohe.sim.spec import StaffSpec
from tests.sim.office import BUSY, Small, clean, erring, judged, ordered, rows, rules, town

WORLDS = {
    "clean": lambda: clean(Small(700, 3, 1)),
    "clean, as usual": lambda: clean(Small(1_500, 3, 2, busy=False)),
    "erring": lambda: erring(Small(700, 3, 3), 60_000),
    "ordered": lambda: ordered(Small(900, 3, 4), 3),
}

BEFORE, SAME_DAY, EVER = timedelta(0), timedelta(days=1), timedelta(days=4_000)


@dataclass(frozen=True)
class Reference:
    """A column that names rows of another table, or of several, by `key` there; `slack` is how much later those may be
    recorded; entry: the customer may have been entered afterwards, where that was late (1.2).
    """

    table: str
    column: str
    to: str | tuple[str, ...]
    key: str = "id"
    slack: timedelta = BEFORE
    only: tuple[str, tuple[str, ...]] | None = None
    entry: bool = False


REFERENCES = (
    Reference("book", "reader", "staff"),
    Reference("customer", "book", "book", "book"),
    Reference("meter", "customer", "customer", "customer"),
    Reference("fee_approval", "application", "application"),
    Reference("fee_approval", "approver", "staff"),
    Reference("fee_receipt", "application", "application"),
    Reference("fee_receipt", "fee", "fee_price", "fee"),
    Reference("document", "application", "application"),
    Reference("document_notice", "application", "application"),
    Reference("survey", "application", "application"),
    Reference("registration", "application", "survey"),
    Reference("opening", "application", "registration"),
    Reference("opening", "meter", "work_order", "new_meter"),
    Reference("audit", "application", "registration"),
    Reference("archive_check", "customer", "customer", "customer"),
    Reference("paper_log", "application", "application"),
    Reference("registration", "customer", "customer", "customer", SAME_DAY),
    Reference("registration", "book", "book", "book"),
    Reference("work_order", "customer", "customer", "customer", entry=True),
    Reference("work_order", "old_meter", "meter", "meter"),
    Reference("work_order", "new_meter", "meter", "meter", only=("kind", ("swap",))),
    Reference("book_change", "book", "book", "book"),
    Reference("book_change", "applicant", "staff"),
    Reference("book_change", "approver", "staff"),
    Reference("handheld_log", "book", "book", "book"),
    Reference(
        "reading", "meter", "meter", "meter", only=("kind", ("actual", "estimate", "recheck", "spot", "removal"))
    ),
    Reference(
        "reading", "meter", "work_order", "new_meter", slack=SAME_DAY, only=("kind", ("install",))
    ),  # archived when it is in place
    Reference("reading", "meter", "meter", "meter", slack=EVER, only=("kind", ("opening",))),  # older than the archive
    Reference("reading", "customer", "customer", "customer", only=("kind", ("actual", "recheck", "spot"))),
    Reference("reading", "customer", "customer", "customer", only=("kind", ("install",)), entry=True),
    Reference("register_reading", "id", "reading"),
    Reference("register_reading", "meter", "reading", "meter"),
    Reference("transformer", "customer", "customer", "customer"),
    Reference("price_fund", "price_class", "price", "price_class"),
    Reference("energy_sheet", "id", "bill"),
    Reference("energy_sheet", "customer", "meter", "customer"),
    Reference("bill_line", "bill", "energy_sheet"),
    Reference("batch", "book", "book", "book"),
    Reference("batch", "reader", "staff"),
    Reference("review", "meter", "meter", "meter"),
    Reference("review", "customer", "reading", "customer"),
    Reference("pending", "customer", "review", "customer"),
    Reference("bill", "meter", "meter", "meter"),
    Reference("bill", "reading", "reading"),
    Reference("bill", "price_class", "price", "price_class"),
    Reference("supplement", "ground", "reading", only=("kind", ("misread", "gap"))),
    Reference("supplement", "ground", "meter_test", only=("kind", ("fault",))),
    Reference("reader_report", "meter", "meter", "meter"),
    Reference("report_referral", "report", "reader_report"),
    Reference("report_referral", "to_staff", "staff"),
    Reference("site_visit", "report", "report_referral", "report"),
    Reference("site_visit", "meter", "meter", "meter"),
    Reference("breach_case", "customer", "customer", "customer"),
    Reference("breach_case", "report", "reader_report"),
    Reference("breach_case", "window_record", "window_referral", "window_record"),
    Reference("case_fact", "breach_case", "breach_case"),
    Reference("window_record", "customer", "customer", "customer"),
    Reference("window_referral", "window_record", "window_record"),
    Reference("window_referral", "to_staff", "staff"),
    Reference("meter_test", "meter", "work_order", "old_meter"),
    Reference("supplement", "approver", "staff"),
    Reference("case", "bill", "bill"),
    Reference("credit_note", "bill", "bill"),
    Reference("credit_note", "ground", "case"),
    Reference("credit_note", "approver", "staff"),
    Reference("arrears_list", "id", "batch"),
    Reference("arrears_list", "signed_by", "staff"),
    Reference("arrears_item", "list", "arrears_list"),
    Reference("arrears_item", "bill", "bill"),
    Reference("notice", "bill", "arrears_item", "bill", only=("kind", ("dunning",))),
    Reference("notice", "bill", "return_notice", "bill", only=("kind", ("returned_cheque",))),
    Reference("receipt", "bill", ("bill", "carried_debt")),
    Reference("late_charge", "receipt", "receipt"),
    Reference("carried_debt", "customer", "customer", "customer", slack=EVER),
    Reference("cheque", "receipt", "receipt"),
    Reference("day_close", "counter", ("receipt", "temp_receipt"), "counter"),
    Reference("hand_in", "received_by", "staff"),
    Reference("seal", "counter", "receipt", "counter"),
    Reference("shortage", "id", "shortage"),
    Reference("bank_item", "id", "collection_order"),
    Reference("bank_item", "batch", "bank_batch"),
    Reference("collection_order", "batch", "bank_batch"),
    Reference("collection_order", "bill", "bill"),
    Reference("collection_order", "account_no", "collection_account", "account_no"),
    Reference("collection_notice", "id", "bank_item"),
    Reference("collection_refund", "id", "bank_item"),
    Reference("bank_item", "bill", "bill"),
    Reference("return_notice", "receipt", "cheque"),
    Reference("return_notice", "bill", ("bill", "carried_debt")),
    Reference("return_notice", "signed_by", "staff"),
    Reference("reopening", "receipt", "cheque"),
    Reference("cheque_log", "receipt", "cheque"),
    Reference("cheque_log", "deposit", "deposit"),
    Reference("bank_line", "ref", "deposit", only=("kind", ("deposit",))),
    Reference("bank_line", "ref", "bank_batch", only=("kind", ("agency", "collection"))),
    Reference("bank_line", "ref", "return_notice", only=("kind", ("return",))),
    *(Reference(name, "staff", "staff", slack=EVER) for name in SCHEMA if name != "staff"),
)


@pytest.fixture(name="world", params=WORLDS)
def _world(request: pytest.FixtureRequest) -> Run:
    return WORLDS[request.param]()


def test_ids_are_unique_in_every_table(world: Run) -> None:
    for name in SCHEMA:
        ids = world.records.table(name)["id"]
        twice = ids.filter(ids.is_duplicated()).unique().sort()
        assert twice.is_empty(), f"{name}: {twice.head(5).to_list()}"


def test_no_value_is_missing_that_must_be_there(world: Run) -> None:
    for name, table in SCHEMA.items():
        frame = world.records.table(name)
        missing = [each.name for each in table.columns if not each.nullable and frame[each.name].null_count()]
        assert not missing, f"{name}: {missing}"


def entered_late(run: Run) -> list[int]:
    """Customers whose registration was entered after its limit: their meters may be there before them."""
    key = PAPERS.thing("entry").key
    late = set(run.acts.filter(clause="1.2", object_type="entry")["object_id"].to_list())
    return [
        int(str(row["customer"]))
        for row in rows(run, "registration")
        if key.pack(application=int(str(row["application"])), stage="registration") in late
    ]


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda each: f"{each.table}.{each.column}-{each.to}")
def test_every_reference_finds_its_row_recorded_before(world: Run, reference: Reference) -> None:
    frame = world.records.table(reference.table)
    if reference.only is not None:
        frame = frame.filter(pl.col(reference.only[0]).is_in(reference.only[1]))
    mine = frame.filter(pl.col(reference.column).is_not_null())
    to = (reference.to,) if isinstance(reference.to, str) else reference.to
    target = pl.concat([world.records.table(each).select(reference.key, "recorded_at") for each in to])
    first = target.group_by(pl.col(reference.key).alias("target")).agg(pl.col("recorded_at").min().alias("target_at"))
    found = mine.select(pl.col(reference.column).alias("target"), "id", "recorded_at").join(first, "target", "left")
    lost = found.filter(pl.col("target_at").is_null() | (pl.col("target_at") > pl.col("recorded_at") + reference.slack))
    if reference.entry:
        lost = lost.filter(pl.col("target_at").is_null() | ~pl.col("target").is_in(entered_late(world)))
    assert lost.is_empty(), lost.head(5)


def test_rows_stand_in_the_order_of_time(world: Run) -> None:
    for name in SCHEMA:
        at = world.records.table(name)["recorded_at"]
        assert at.is_sorted(), f"{name}: {at.filter(at.diff() < timedelta(0)).head(5).to_list()}"


def test_nothing_is_recorded_outside_the_run(world: Run) -> None:
    first = datetime.combine(world.spec.start, datetime.min.time())
    end = datetime(2001, 1 + world.spec.months, 1)  # the spans here lie within the year
    for name in SCHEMA:
        frame = world.records.table(name)
        if name == "reading":
            frame = frame.filter(pl.col("kind") != "opening")
        if name == "register_reading":
            opening = world.records.table("reading").filter(pl.col("kind") == "opening")
            frame = frame.join(opening, on="id", how="anti")
        late = frame.filter(pl.col("recorded_at") >= end)
        early = frame.filter(pl.col("recorded_at") < first - timedelta(days=1))
        assert late.is_empty(), f"{name}: {late.head(3)}"
        assert early.is_empty(), f"{name}: {early.head(3)}"


def test_a_file_holds_the_rows_of_its_months_and_is_read_back_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "FILE_ROWS", 300)
    small = Small(400, 3, 5)
    run = Office(small.spec(), small.seed, rules(), folder=tmp_path).run()
    memory = Office(small.spec(), small.seed, rules()).run()
    assert run.digests == memory.digests
    for name in SCHEMA:
        before = 0
        for path in sorted((tmp_path / name).glob("*.parquet")):
            at = pl.read_parquet(path)["recorded_at"].dt
            written = at.year() * 100 + at.month()
            assert written.is_between(before, int(path.stem), closed="right").all(), f"{name}/{path.stem}"
            before = int(path.stem)
        assert run.records.table(name).equals(memory.records.table(name)), name
        assert run.counts[name] == run.records.table(name).height
    assert sorted(path.stem for path in (tmp_path / "bill").iterdir()) == ["200101", "200102", "200103"]


MONEY_ABOVE_ZERO = (
    ("receipt", "amount_fen"),
    ("cheque", "amount_fen"),
    ("cheque_log", "amount_fen"),
    ("arrears_item", "amount_fen"),
    ("arrears_list", "amount_fen"),
    ("credit_note", "amount_fen"),
    ("case", "amount_fen"),
    ("return_notice", "amount_fen"),
    ("reopening", "amount_fen"),
    ("seal", "amount_fen"),
    ("shortage", "amount_fen"),
    ("bank_batch", "amount_fen"),
    ("bank_item", "amount_fen"),
    ("fee_approval", "amount_fen"),
    ("collection_order", "amount_fen"),
    ("collection_refund", "amount_fen"),
    ("fee_receipt", "amount_fen"),
    ("hand_in", "total_fen"),
    ("day_close", "total_fen"),
    ("deposit", "total_fen"),
)
MONEY_NOT_BELOW_ZERO = tuple(
    (table, column) for table in ("day_close", "hand_in", "deposit") for column in ("cash_fen", "cheque_fen")
)


def test_no_money_is_negative_where_it_cannot_be(world: Run) -> None:
    for least, columns in ((1, MONEY_ABOVE_ZERO), (0, MONEY_NOT_BELOW_ZERO)):
        for table, column in columns:
            frame = world.records.table(table)
            assert frame.filter(pl.col(column) < least).is_empty(), f"{table}.{column}"
    bills = world.records.table("bill")
    assert bills.filter((pl.col("amount_fen") < 0) & (pl.col("kwh") >= 0)).is_empty()
    lines = world.records.table("bank_line")
    assert lines.filter(
        (pl.col("amount_fen") < 0) != pl.col("kind").is_in(("return", "remittance", "refund"))
    ).is_empty()


def _used(run: Run, table: str) -> list[int]:
    """Numbers of receipts in the order in which they were written."""
    found = run.records.table(table).filter(pl.col("receipt_no").is_not_null()).sort("recorded_at", maintain_order=True)
    return [int(number) for number in found["receipt_no"].to_list()]


def test_numbers_of_receipts_run_on_over_the_books_of_a_counter(world: Run) -> None:
    """Every number is a receipt, or void, or follows all that were used; nothing else is left out."""
    void = set(world.records.table("void_receipt")["id"].to_list())
    books = world.records.table("receipt_book").select("first_no", "last_no").rows()
    for table in ("receipt", "fee_receipt"):
        used = _used(world, table)
        assert len(used) == len(set(used))
        assert void.isdisjoint(used)
        for first, last in books:
            own = [number for number in used if first <= number <= last]
            assert own == sorted(own)
            assert all(n in void for n in range(first, max(own, default=first)) if n not in set(own))


def test_receipts_have_numbers_where_somebody_wrote_them(world: Run) -> None:
    for row in rows(world, "receipt"):
        assert (row["receipt_no"] is None) == (row["counter"] is None)


def test_fee_receipts_of_two_clerks_come_from_books_of_their_own() -> None:
    """Two halls, a clerk in each."""
    clerks = (StaffSpec("甲登記", "registration_clerk"), StaffSpec("乙登記", "registration_clerk"))
    spec = replace(town(16_000, 1), staff=clerks, practice=replace(BUSY, application_e6=30_000))
    run = Office(spec, 1, rules()).run()
    used = {staff: set[int]() for staff in run.records.table("fee_receipt")["staff"].unique().to_list()}
    for row in rows(run, "fee_receipt"):
        used[row["staff"]].add(int(str(row["receipt_no"])) // 1_000_000)
    assert [len(series) for series in used.values()] == [1, 1], used
    assert judged(run).findings.is_empty()


def test_a_counter_holds_leaves_for_every_receipt(world: Run) -> None:
    """A book is handed out before its first number is used, comes back after its last, is checked and then sealed."""
    log = world.records.table("book_log")
    given: dict[int, datetime] = dict(log.filter(action="issue").select("receipt_book", "recorded_at").rows())
    back: dict[int, datetime] = dict(log.filter(action="return").select("receipt_book", "recorded_at").rows())
    stubs = {(book, action): at for book, action, at in _stubs(world)}
    assert back
    assert stubs
    for book, at in back.items():
        checked = stubs.get((book, "check"), at)
        assert given[book] < at <= checked <= stubs.get((book, "seal_up"), checked)


def _stubs(run: Run) -> list[tuple[int, str, datetime]]:
    return run.records.table("stub").select("receipt_book", "action", "recorded_at").rows()


def test_a_swap_put_off_into_the_next_month_is_done_once() -> None:
    """Where nearly every meter is changed every month, one that waited meets the order of the new month."""
    practice = replace(BUSY, swap_e6=900_000, application_e6=200_000)
    classes = {"large_industry": 3, "resident": 5, "commerce": 8}
    spec = replace(town(16, 3), classes=classes, practice=practice)
    orders = Office(spec, 144_321_166_994, rules()).run().records.table("work_order")
    assert len(orders) > 20
    assert not orders.select("customer", "old_meter").is_duplicated().any()
    assert not orders["id"].is_duplicated().any()
