"""Repeats that columns cannot say, by their names in the declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import polars as pl

from kaohe.sim.records import PAPERS, SCHEMA
from kaohe.sim.records.repeats import repeats
from kaohe.standards.evidence.accounts.remittances import beyond_owed
from kaohe.standards.evidence.reading.book_days import planned
from kaohe.standards.evidence.repeated.applicants import APPLICANTS
from kaohe.standards.evidence.repeated.balances import BALANCES
from kaohe.standards.evidence.repeated.bills import BILLS
from kaohe.standards.evidence.repeated.collecting import COLLECTING
from kaohe.standards.evidence.repeated.connections import CONNECTIONS
from kaohe.standards.evidence.repeated.frames import Found, Frames, Value, Word
from kaohe.standards.evidence.repeated.people import PEOPLE
from kaohe.standards.evidence.repeated.receipts import RECEIPTS
from kaohe.standards.evidence.repeated.registers import REGISTERS
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import DAY_MS, NONE, Flags, Ints, to_date, wide
from kaohe.standards.ledger.sheets import DAY_S, RECHECK, REMOVAL, SPOT


def scheduled_on(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """The day for which a batch was planned is its book's 例日, as notices and changes written by then move it."""
    batches, books = ledger["batch"], ledger["book"]
    known = np.flatnonzero(np.isin(batches["book"], books["book"]))
    if not len(known):
        return
    plan = planned(ledger, *(batches[name][known] for name in ("book", "period", "read_on", "reader")))
    for at in np.flatnonzero(plan.day != batches["scheduled_on"][known]).tolist():
        row, book = int(known[at]), int(books["id"][plan.book[at]])
        said, other = to_date(int(batches["scheduled_on"][row])), to_date(int(plan.day[at]))
        yield (int(batches["id"][row]),), (book,), "scheduled_on", str(said), str(other)


def frozen_register(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """From the register that a meter keeps frozen to the present one lies no more than its plate lets pass since."""
    rows, sheets = ledger["reading"], ledger.sheets
    given = np.isin(sheets.reading_kind, (RECHECK, SPOT)) & (rows["frozen_register"] >= 0) & (rows["frozen_on"] >= 0)
    at = np.flatnonzero(given)
    if not len(at):
        return
    scale = ledger.meters.plates(sheets.reading_meter[at])
    advance = (wide(rows["register"][at]) - rows["frozen_register"][at]) % np.maximum(scale.modulus, 1)
    since = rows["recorded_at"][at] // 1000 - wide(rows["frozen_on"][at]) * DAY_S
    for row in at[(advance > scale.most(since)) & (scale.modulus > 1)].tolist():
        said, other = int(rows["frozen_register"][row]), int(rows["register"][row])
        yield (int(rows["id"][row]),), (), "frozen_register", said, other


def read_once_open(_: Ledger, frames: Frames) -> Iterator[Found]:
    """Nobody reads a meter before the office opens, the registers with which it opens apart; nor before the register of
    staff has him.
    """
    began = frames.columns("staff", "id", "valid_from").group_by(staff="id").agg(pl.col("valid_from").min())
    rows = frames.columns("reading", "id", "recorded_at", "staff", "read_on", "kind").filter(
        pl.col("kind") != "opening"
    )
    first = pl.col("valid_from").fill_null(began["valid_from"].min())
    wrong = (
        rows.join(began, on="staff", how="left").with_columns(first=first).filter(pl.col("read_on") < pl.col("first"))
    )
    for key, said, other in wrong.sort("id").select("id", "read_on", "first").rows():
        yield (key,), (), "read_on", str(said), str(other)


def list_due_on(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A list of arrears is due no earlier than the first of its bills."""
    items = frames.columns("arrears_item", "list", "bill")
    due = (
        items.join(frames.columns("bill", "id", "due_on").rename({"id": "bill", "due_on": "first"}), on="bill")
        .group_by("list")
        .agg(pl.col("first").min())
    )
    lists = (
        frames.columns("arrears_list", "id", "due_on")
        .join(due, left_on="id", right_on="list")
        .filter(pl.col("due_on") < pl.col("first"))
    )
    for key, said, other in lists.sort("id").select("id", "due_on", "first").rows():
        yield (key,), (), "due_on", str(said), str(other)


def list_limit_on(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """The limit of a list of arrears is its due date and so many working days as the rule of that day says."""
    lists, calendar = ledger["arrears_list"], ledger.calendar
    last = int(ledger["calendar"]["on"].max(initial=NONE))
    rows = np.flatnonzero((lists["limit_on"] <= last) & (lists["due_on"] <= last))
    if not len(rows):
        return
    due_on = lists["due_on"][rows]
    limit_on = calendar.working_after(due_on, ledger.limits.whole("dunning.limit_working_days", due_on))
    for at in np.flatnonzero((limit_on != lists["limit_on"][rows]) & (limit_on <= last)).tolist():
        row = int(rows[at])
        rule = int(ledger["rule"]["id"][ledger.limits.row("dunning.limit_working_days", int(due_on[at]))])
        said, other = to_date(int(lists["limit_on"][row])), to_date(int(limit_on[at]))
        yield (int(lists["id"][row]),), (rule,), "limit_on", str(said), str(other)


def reporting_counter(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A counter that takes money has reported some day."""
    receipts = frames.columns("receipt", "id", "counter").filter(pl.col("counter").is_not_null())
    reported = frames.columns("day_close", "counter")
    for key, counter in receipts.join(reported, on="counter", how="anti").sort("id").rows():
        yield (key,), (), "counter", int(counter), None


def receivable(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A receipt is for its bill and the supplements issued with it, less what had been credited when it was written.

    Of a customer to whom anything was refunded nothing is said: that is set off as it comes.
    """
    bills = frames.columns("bill", "id", "customer", "period", "amount_fen").rename({"id": "bill", "amount_fen": "due"})
    more = frames.columns("supplement", "customer", "with_period", "amount_fen").rename({"with_period": "period"})
    refunded = pl.concat(
        [bills.filter(pl.col("due") < 0)["customer"], more.filter(pl.col("amount_fen") < 0)["customer"]]
    )
    bills = bills.filter(~pl.col("customer").is_in(refunded.implode()))
    more = more.group_by("customer", "period").agg(more=pl.col("amount_fen").sum())
    receipts = frames.columns("receipt", "id", "recorded_at", "bill", "amount_fen")
    both = receipts.join(bills, on="bill").join(more, on=["customer", "period"], how="left")
    both = both.join(_credited(both, frames), on="id", how="left")
    owed = pl.col("due") + pl.col("more").fill_null(0) - pl.col("credited").fill_null(0)
    wrong = both.with_columns(owed=owed).filter(pl.col("owed") != pl.col("amount_fen")).sort("id")
    for key, bill, said, other in wrong.select("id", "bill", "amount_fen", "owed").rows():
        yield (key,), (bill,), "amount_fen", said, other


def _credited(receipts: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """What had been credited of the bill of each receipt before it was written."""
    notes = frames.columns("credit_note", "bill", "amount_fen", "recorded_at")
    notes = notes.rename({"amount_fen": "credited", "recorded_at": "noted_at"})
    both = receipts.select("id", "bill", "recorded_at").join(notes, on="bill")
    return both.filter(pl.col("noted_at") < pl.col("recorded_at")).group_by("id").agg(pl.col("credited").sum())


def removed_kwh(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """The energy of the meters that were taken out in the period of a bill.

    Nothing is said where their last reading was corrected since: the bill goes on from what was established.
    """
    orders, bills = ledger["work_order"], ledger["bill"]
    kwh = np.zeros(len(bills), dtype=np.int64)
    by_bill = _orders_of_bills(ledger)
    unknown = set()
    for bill, done in by_bill.items():
        for order in done:
            energy = _removed(ledger, order, bill)
            kwh[bill] += energy or 0
            unknown |= {bill} if energy is None else set()
    for row in np.flatnonzero(kwh != bills["swap_kwh"]).tolist():
        if row not in unknown:
            theirs = tuple(int(orders["id"][order]) for order in by_bill.get(row, ()))
            yield (int(bills["id"][row]),), theirs, "swap_kwh", int(bills["swap_kwh"][row]), int(kwh[row])


def _orders_of_bills(ledger: Ledger) -> Mapping[int, list[int]]:
    """The orders (rows) by which meters were taken out in the period of each bill (row)."""
    orders, sheets, bills = ledger["work_order"], ledger.sheets, ledger["bill"]
    done = orders.where(orders["old_meter"] >= 0)
    found: dict[int, list[int]] = {}
    for order, customer in zip(done.tolist(), sheets.customers.find(orders["customer"][done]).tolist(), strict=True):
        of = sheets.bill_row[:, customer] if customer != NONE else np.zeros(0, dtype=np.int64)
        of, day = of[of >= 0], orders["done_on"][order]
        ends, put_in = bills["to_on"][of], orders["new_meter"][order]
        within = (ends > day) | ((ends == day) & (put_in >= 0) & (bills["meter"][of] >= put_in))  # read the same day
        for bill in of[(bills["from_on"][of] <= day) & within][:1].tolist():
            found.setdefault(bill, []).append(order)
    return found


def _removed(ledger: Ledger, order: int, bill: int) -> int | None:
    """Energy of the meter that an order (row) took out since it was last read; None where that was corrected."""
    orders, sheets = ledger["work_order"], ledger.sheets
    meter = sheets.meters(orders["old_meter"][[order]])
    start = ledger.anchors.of_meter(int(meter[0]))
    if start.row == NONE or ledger.anchors.corrected[start.row]:
        return 0 if start.row == NONE else None
    removed = np.flatnonzero((sheets.reading_meter == meter[0]) & (sheets.reading_kind == REMOVAL))
    second = wide(orders["done_on"][[order]]) * DAY_S if not len(removed) else sheets.seconds(removed[-1:])
    scale = ledger.meters.scale(meter, ledger["bill"]["recorded_at"][[bill]])
    units = scale.advance(np.array([start.register]), orders["removal_register"][[order]], second - start.second)
    return int(scale.energy(units - start.billed, start.billed)[0])


def takings_on_receipts(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """Takings are of the receipt's own day, or of the next on which the office is open."""
    yield from _other_day(ledger, frames, "receipt")


def takings_on_fees(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """The same of miscellaneous receipts."""
    yield from _other_day(ledger, frames, "fee_receipt")


def _other_day(ledger: Ledger, frames: Frames, table: str) -> Iterator[Found]:
    days = frames.columns("calendar", "on", "open").filter("open").select("on").sort("on")
    rows = frames.columns(table, "id", "recorded_at", "takings_on").with_columns(day=pl.col("recorded_at").dt.date())
    rows = rows.filter(pl.col("takings_on") != pl.col("day")).with_columns(after=pl.col("day").dt.offset_by("1d"))
    rows = rows.sort("after").join_asof(
        days.rename({"on": "next"}), left_on="after", right_on="next", strategy="forward"
    )
    for key, said, other in (
        rows.filter(pl.col("takings_on").ne_missing(pl.col("next"))).sort("id").select("id", "takings_on", "day").rows()
    ):
        yield (key,), (), "takings_on", str(said), str(other)
    if table == "receipt":
        yield from _before_the_close(ledger, rows)


def _before_the_close(ledger: Ledger, later: pl.DataFrame) -> Iterator[Found]:
    """Receipts of before the first close that were put to a later day."""
    rows = later.filter(pl.col("takings_on").eq_missing(pl.col("next"))).sort("id")
    days = rows["day"].to_physical().to_numpy()
    if not len(days):
        return
    close_ms = ledger.limits.clock_ms("closing.first_close", days)
    midnight = rows["recorded_at"].dt.epoch("ms").to_numpy() - days.astype(np.int64) * DAY_MS
    early = rows.filter(pl.Series(midnight < close_ms))
    for key, said, other in early.select("id", "takings_on", "day").rows():
        yield (key,), (), "takings_on", str(said), str(other)


def remitted_as_owed(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """Of ten days' income no more goes up than the statement had credited."""
    rows = ledger["remittance"]
    for row, fen in ledger.once(beyond_owed):
        said = int(rows["amount_fen"][row])
        yield (int(rows["id"][row]),), (), "amount_fen", said, said - fen


def fees_handed_in(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A clerk hands in of a day no more than the receipts that he wrote for it; less is 1.7."""
    fees = frames.columns("fee_receipt", "id", "recorded_at", "staff", "takings_on", "amount_fen")
    handed = frames.columns("hand_in", "id", "source", "takings_on", "total_fen")
    handed = handed.filter(pl.col("source") == "registration")
    takings = SCHEMA["hand_in"].key.part("takings", handed["id"].to_numpy())
    clerks = PAPERS.thing("clerk_day").key.part("clerk", takings)
    handed = handed.with_columns(clerk=pl.Series(clerks, dtype=pl.Int64))
    sums = handed.group_by("clerk", "takings_on").agg(pl.col("total_fen").sum(), theirs="id")
    taken = fees.group_by(pl.col("staff").cast(pl.Int64).alias("clerk"), "takings_on").agg(pl.col("amount_fen").sum())
    both = sums.join(taken, on=["clerk", "takings_on"], how="left").with_columns(pl.col("amount_fen").fill_null(0))
    wrong = both.filter(pl.col("total_fen") > pl.col("amount_fen")).sort("clerk", "takings_on")
    for clerk, day, other, theirs, said in wrong.rows():
        near = (pl.col("takings_on") == day) | (pl.col("recorded_at").dt.date() == day)
        own = fees.filter((pl.col("staff") == clerk) & near)["id"].to_list()
        yield tuple(own), tuple(theirs), "amount_fen", said, other


def checks_of_the_month(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A month's check counts what its daily checks counted; of an issue day that nobody checked it counts more."""
    month = (pl.col("on").dt.year().cast(pl.Int64) * 100 + pl.col("on").dt.month()).alias("period")
    checks = frames.columns("issue_check", "on", "due", "pending")
    booked = frames.columns("voucher", "kind", "on").filter(pl.col("kind") == "issuance")
    open_months = booked.join(checks, on="on", how="anti").select(month)["period"].unique()
    sums = checks.group_by(month).agg(pl.col("due", "pending").sum().name.prefix("all_"))
    balances = frames.columns("issue_balance", "id", "period", "due", "pending").with_columns(
        pl.col("period").cast(int)
    )
    both = balances.join(sums, on="period", how="left").with_columns(pl.col("^all_.*$").fill_null(0)).sort("id")
    checked = ~pl.col("period").is_in(open_months.implode())
    for name in ("due", "pending"):
        more, less = pl.col(name) > pl.col(f"all_{name}"), pl.col(name) < pl.col(f"all_{name}")
        wrong = both.filter(less | (more & checked))
        for key, said, other in wrong.select("id", name, f"all_{name}").rows():
            yield (key,), (), name, said, other


def energy_of_amount(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """A bill whose amount is as due, and whose energy is not: it was made of another than it says."""
    bills, due = ledger["bill"], ledger.due
    wrong = (bills["kwh"] != due.kwh) | (bills["loss_kwh"] != due.loss)
    for row in np.flatnonzero(wrong & (bills["amount_fen"] == due.amount)).tolist():
        column, other = ("loss_kwh", due.loss) if bills["loss_kwh"][row] != due.loss[row] else ("kwh", due.kwh)
        yield (int(bills["id"][row]),), (), column, int(bills[column][row]), int(other[row])


_MANY = 8  # wrong bills of one price
_SHEET = ("peak", "valley", "reactive")


def sheet_registers(_: Ledger, frames: Frames) -> Iterator[Found]:
    """Present registers of an energy sheet are those of the reading on which its bill rests."""
    sheets = frames.columns("energy_sheet", "id", *(f"{name}_to" for name in _SHEET))
    read = frames.columns("register_reading", "id", *(f"{name}_register" for name in _SHEET)).rename({"id": "reading"})
    both = sheets.join(frames.columns("bill", "id", "reading"), on="id").join(read, on="reading")
    for name in _SHEET:
        wrong = both.filter(pl.col(f"{name}_to") != pl.col(f"{name}_register")).sort("id")
        for key, reading, said, other in wrong.select("id", "reading", f"{name}_to", f"{name}_register").rows():
            yield (key,), (reading,), f"{name}_to", said, other


def sheet_starts(_: Ledger, frames: Frames) -> Iterator[Found]:
    """Previous registers of an energy sheet are those of the reading at which its bill begins, where that is one."""
    sheets = frames.columns("energy_sheet", "id", *(f"{name}_from" for name in _SHEET))
    bills = frames.columns("bill", "id", "meter", "from_on", "from_register")
    began = frames.columns("reading", "id", "meter", "read_on", "register", "kind").filter(pl.col("kind") != "spot")
    began = began.rename({"id": "reading", "read_on": "from_on", "register": "from_register"}).drop("kind")
    read = frames.columns("register_reading", "id", *(f"{name}_register" for name in _SHEET)).rename({"id": "reading"})
    both = sheets.join(bills, on="id").join(began, on=["meter", "from_on", "from_register"]).join(read, on="reading")
    for name in _SHEET:
        wrong = both.filter(pl.col(f"{name}_from") != pl.col(f"{name}_register")).sort("id")
        for key, reading, said, other in wrong.select("id", "reading", f"{name}_from", f"{name}_register").rows():
            yield (key,), (reading,), f"{name}_from", said, other


def bills_by_price(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """Rows of the price table whose bills are all otherwise, or a quarter, eight or more: the table is in doubt."""
    yield from _otherwise(ledger, "price", ledger.due.price_row, 4, 4)


def bills_by_transformer(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """The same of a transformer's archive."""
    bills = np.arange(len(ledger["bill"]))
    yield from _otherwise(ledger, "transformer", ledger.due.transformer_row(bills), 3)


def bills_by_meter(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """The same of a meter's archive, as it stood when each bill was made; or all bills of energy, two or more, have
    another energy: who issues at another price does not change that.
    """
    bills, due = ledger["bill"], ledger.due
    rows = ledger.meters.rows(ledger.sheets.bill_meter, bills["recorded_at"])
    used = np.flatnonzero((rows >= 0) & ((bills["kwh"] != 0) | (due.kwh != 0)))
    energy = _all_of_two(rows[used], bills["kwh"][used] != due.kwh[used], np.zeros(len(used), np.int64))
    yield from _otherwise(ledger, "meter", rows, 4, also=energy)


def bills_by_customer(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """The same of a customer's archive; or all bills, two or more, are of one class, which is another."""
    bills, archive = ledger["bill"].frame["price_class"].cast(pl.String), ledger["customer"].frame["price_class"]
    at = np.flatnonzero(ledger.due.archive_row >= 0)
    own = archive.cast(pl.String).gather(ledger.due.archive_row[at])
    other = (bills.gather(at) != own).fill_null(value=False).to_numpy() & ledger.due.differs()[at]
    classes = bills.gather(at).cast(pl.Categorical).to_physical().fill_null(0).to_numpy()
    alike = _all_of_two(ledger.due.archive_row[at], other, classes)
    yield from _otherwise(ledger, "customer", ledger.due.archive_row, 4, also=alike)


def _all_of_two(rows: Ints, wrong: Flags, said: Ints) -> Ints:
    """Rows of a master table of whose bills, two or more, all are wrong and say the same."""
    bills = pl.DataFrame({"row": rows, "wrong": wrong, "said": said})
    every = bills.group_by("row").agg(pl.len(), pl.col("wrong").all(), pl.col("said").n_unique())
    found: Ints = every.filter((pl.col("len") >= 2) & pl.col("wrong") & (pl.col("said") == 1))["row"].to_numpy()
    return found


def _otherwise(
    ledger: Ledger, table: str, of_bills: Ints, least: int, part: int = 0, also: Sequence[int] | Ints = ()
) -> Iterator[Found]:
    """Rows of a master table of whose bills, so many at least, none is as due, or of eight or more wrong ones one in
    `part`, and these `also`; a single wrong bill is its clerk's.
    """
    given, size = of_bills >= 0, len(ledger[table])
    if not given.any():
        return
    wrong = ledger.due.differs() & given
    every = np.bincount(of_bills[given], minlength=size)
    otherwise = np.bincount(of_bills[wrong], minlength=size)
    all_of_them = (every >= least) & (otherwise == every)
    many = (otherwise >= _MANY) & (otherwise * part >= every)
    for row in np.union1d(np.flatnonzero(all_of_them | many), np.array(also, dtype=np.int64)).tolist():
        theirs = ledger["bill"]["id"][of_bills == row].tolist()
        column = next(name for name in repeats()[f"{table}.bills"].columns)
        yield (int(ledger[table]["id"][row]),), tuple(theirs), column, _cell(ledger, table, column, row), None


def _cell(ledger: Ledger, table: str, column: str, row: int) -> Value:
    frame = ledger[table].frame
    value: Value = frame[column][row]
    return value


_NAMED: tuple[Word, ...] = (
    *PEOPLE,
    *BILLS,
    *APPLICANTS,
    *CONNECTIONS,
    *REGISTERS,
    scheduled_on,
    frozen_register,
    read_once_open,
    list_due_on,
    list_limit_on,
    receivable,
    removed_kwh,
    reporting_counter,
    takings_on_receipts,
    takings_on_fees,
    fees_handed_in,
    checks_of_the_month,
    energy_of_amount,
    sheet_registers,
    sheet_starts,
    bills_by_price,
    bills_by_transformer,
    bills_by_meter,
    bills_by_customer,
    *BALANCES,
    *COLLECTING,
    *RECEIPTS,
    remitted_as_owed,
)
WORDS: Mapping[str, Word] = MappingProxyType({word.__name__: word for word in _NAMED})
