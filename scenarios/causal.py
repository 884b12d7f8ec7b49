"""What an act has caused, measured in the records of two worlds that differ by it alone; one measure a kind of object.

fee: what was issued otherwise, by customer cumulated bill by bill, the largest balance. cash: what is not there, the
largest at any midnight. delay: principal × rate × days between the duty done with the act and without it, until the
money came of itself; what the customer takes for himself is in neither, nor the days up to a limit, which are lawful
either way. What is out for more than `principal_after_days` beyond its limit on the last day counts whole, as the judge
counts it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

import polars as pl

from kaohe.scenarios.books_caused import formalized_on, posted_wrong
from kaohe.sim.clock.calendar import date_of, day_of
from kaohe.sim.deciding.errands import NEVER
from kaohe.sim.deciding.truth import Act
from kaohe.sim.deciding.worth import Idle, Late, MadeLate, Missing
from kaohe.sim.records import SCHEMA, Records
from kaohe.sim.records.ids import period_code, receipt_bill
from kaohe.sim.tariff.money import round_half_up

Values = Mapping[str, int | date | str]
Done = Mapping[int, tuple[int, int]]  # by paper (key): the money in question and the day on which the duty was done
T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    """One line of the working: which kind (fee | cash | delay), and what goes into its words."""

    kind: str
    values: Values


@dataclass(frozen=True)
class Amount:
    """What an act caused, 分; `net_fen`: what is left of it on the last day. The lines are its working."""

    basis: str
    causal_fen: int
    net_fen: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Worlds:
    """An act and the records with it and without it; last_day: days since 1970; rate: of lateness, a day;
    principal_after_days: so many days beyond its limit, what is still out counts whole (0: never).
    """

    act: Act
    done: Records
    without: Records
    last_day: int
    rate: Fraction
    principal_after_days: int

    def out_too_long(self, since: int) -> bool:
        """Whether what was due on a day, and is still out on the last one, counts whole."""
        return 0 < self.principal_after_days < self.last_day - since

    def both(self, query: Callable[[Records], T]) -> tuple[T, T]:
        """The same question to both."""
        return query(self.done), query(self.without)


Measure = Callable[[Worlds], Amount]


def fee(worlds: Worlds) -> Amount:
    """Of all customers, because nobody else's bills differ."""
    sums = _joined(worlds, _issued, ["customer", "period"]).filter(pl.col("with_fen") != pl.col("without_fen"))
    sums = sums.sort("customer", "period").with_columns(
        (pl.col("with_fen") - pl.col("without_fen")).cum_sum().over("customer").alias("balance_fen")
    )
    of = sums.group_by("customer").agg(
        pl.col("balance_fen").abs().max().alias("most"), pl.col("balance_fen").last().abs().alias("left")
    )
    return Amount("fee", int(of["most"].sum()), int(of["left"].sum()), _lines("fee", sums))


def _issued(records: Records) -> pl.DataFrame:
    """What was issued by customer and period: bills, and the supplements that went out with them."""
    bills = records.table("bill", ["customer", "period", "amount_fen"])
    extra = records.table("supplement", ["customer", "with_period", "amount_fen"]).rename({"with_period": "period"})
    return pl.concat([bills, extra]).group_by("customer", "period").agg(pl.col("amount_fen").sum())


def _joined(worlds: Worlds, query: Callable[[Records], pl.DataFrame], on: list[str]) -> pl.DataFrame:
    """The amounts of both worlds side by side, 0 where one has none."""
    done, without = worlds.both(query)
    side_by_side = done.rename({"amount_fen": "with_fen"}).join(
        without.rename({"amount_fen": "without_fen"}), on=on, how="full", coalesce=True
    )
    return side_by_side.with_columns(pl.col("with_fen", "without_fen").fill_null(0))


def _lines(kind: str, rows: pl.DataFrame) -> tuple[Line, ...]:
    return tuple(Line(kind, row) for row in rows.to_dicts())


def _cash(worlds: Worlds, query: Callable[[Records], pl.DataFrame]) -> Amount:
    """What is there less with the act than without it, by the midnights between; rows of (on, amount_fen)."""
    sums = _missing(worlds, query)
    missing = sums["balance_fen"].to_list() or [0]
    return Amount("cash", max(0, *missing), max(0, missing[-1]), _lines("cash", sums))


def _missing(worlds: Worlds, query: Callable[[Records], pl.DataFrame]) -> pl.DataFrame:
    """The days on which the two worlds differ, with the `balance_fen` that is missing from then on."""
    sums = _joined(worlds, lambda records: query(records).group_by("on").agg(pl.col("amount_fen").sum()), ["on"])
    sums = sums.filter(pl.col("with_fen") != pl.col("without_fen")).sort("on")
    return sums.with_columns((pl.col("without_fen") - pl.col("with_fen")).cum_sum().alias("balance_fen"))


def _delay(worlds: Worlds, done_on: Callable[[Records, Late], Done]) -> Amount:
    """`done_on`: by paper (key) the money in question and the day on which the duty was done, in one world.

    What is not done by the end counts to the last day; what was done before its limit, from the limit.
    """
    parts = []
    for late in worlds.act.worth:
        if isinstance(late, Late):
            done, without = worlds.both(lambda records, late=late: done_on(records, late))  # type: ignore[misc]
            lawful = {key: (fen, max(on, late.limit_on)) for key, (fen, on) in without.items()}
            parts.append((done, lawful))
    return _interest(worlds, parts)


def _interest(worlds: Worlds, parts: Sequence[tuple[Done, Done]]) -> Amount:
    """Of what was done with the act and without it: the days between."""
    lines, worth = [], Fraction(0)
    for done, without in parts:
        for key in sorted(done.keys() | without.keys()):
            principal = done.get(key, without.get(key, (0, 0)))[0]
            days = [min(world.get(key, (0, worlds.last_day))[1], worlds.last_day) for world in (done, without)]
            if days[0] != days[1]:
                out = done.get(key, (0, NEVER))[1] >= NEVER and worlds.out_too_long(days[1])
                worth += principal if out else principal * (days[0] - days[1]) * worlds.rate
                on: Values = {"with_on": date_of(days[0]), "without_on": date_of(days[1]), "days": days[0] - days[1]}
                lines.append(Line("delay", {"paper": key, "principal_fen": principal, **on}))
    fen = round_half_up(worth.numerator, worth.denominator)
    return Amount("delay", fen, fen, tuple(lines))


def _day() -> pl.Expr:
    return pl.col("recorded_at").dt.date()


def _late(worlds: Worlds) -> bool:
    return any(isinstance(each, Late) for each in worlds.act.worth)


# ── what was read on another day ─────────────────────────────────────────────────────────────────────────────────────


def read(worlds: Worlds) -> Amount:
    """Bills of a book: by how many days later it was read, or they were issued, than without the act."""
    limits = [part.issue_by for part in worlds.act.worth if isinstance(part, MadeLate) and part.issue_by is not None]
    if limits:
        return _slowed(worlds, limits[0])
    done, without = worlds.both(lambda records: _read_on(records, worlds.act.object_id))
    billed = {customer: entry for customer, entry in done.items() if entry[0]}
    else_on = min((on for _, on in without.values()), default=worlds.last_day)  # of who joined the book meanwhile
    return _interest(worlds, [(billed, {key: without.get(key, (0, else_on)) for key in billed})])


def _slowed(worlds: Worlds, issue_by: int) -> Amount:
    """Bills of a book that were issued after their limit: who waited for a re-reading, from the unloading on."""
    done, without = worlds.both(lambda records: _issued_on(records, worlds.act.object_id))
    late = {customer: (fen, on) for customer, (fen, on) in done.items() if on > issue_by}
    return _interest(worlds, [(late, {key: (0, max(without.get(key, (0, 0))[1], issue_by)) for key in late})])


def _issued_on(records: Records, key: int) -> dict[int, tuple[int, int]]:
    """By customer of a book the bill, and the day on which it was issued, or put into the pending register."""
    period = period_code(SCHEMA["batch"].key.unpack(key)[1])
    pending = records.table("pending", ["customer", "period", "action", "recorded_at"])
    opened = pending.filter((pl.col("period") == period) & (pl.col("action") == "open"))
    waiting = opened.select("customer", put_in=pl.col("recorded_at").dt.date())
    bills = records.table("bill", ["customer", "period", "amount_fen", "issued_on"]).filter(pl.col("period") == period)
    rows = bills.join(waiting, on="customer", how="left").select(
        "customer", pl.col("amount_fen").clip(0), pl.coalesce("put_in", "issued_on").cast(pl.Int32)
    )
    mine = _read_on(records, key)
    return {customer: (fen, on) for customer, fen, on in rows.iter_rows() if customer in mine}


def _read_on(records: Records, key: int) -> dict[int, tuple[int, int]]:
    """By customer what was issued for the period, and the day on which the reader of the book was there."""
    book, index = SCHEMA["batch"].key.unpack(key)
    of_book = (pl.col("book") == book) & (pl.col("period") == period_code(index))
    readings = records.table("reading", ["customer", "book", "period", "kind", "read_on"])
    mine = readings.filter(of_book & pl.col("kind").is_in(["actual", "estimate"]))
    bills = records.table("bill", ["customer", "period", "amount_fen"])
    gaps = records.table("supplement", ["customer", "period", "kind", "amount_fen"]).filter(pl.col("kind") == "gap")
    issued = pl.concat([bills, gaps.drop("kind")]).group_by("customer", "period").agg(pl.col("amount_fen").sum())
    rows = mine.join(issued, on=["customer", "period"], how="left").select(
        "customer", pl.col("amount_fen").fill_null(0).clip(0), pl.col("read_on").cast(pl.Int32)
    )
    return {customer: (fen, on) for customer, fen, on in rows.iter_rows()}


# ── what was handed in, banked, set off ──────────────────────────────────────────────────────────────────────────────


def handed_in(worlds: Worlds) -> Amount:
    """Takings of a window or a clerk of one day: late, or short."""
    if _late(worlds):
        return _delay(worlds, _handed_on)
    key = worlds.act.object_id
    return _came_late(worlds, lambda records: _hand_ins(records, key).select(_day().alias("on"), "amount_fen"))


def formalized(worlds: Worlds) -> Amount:
    """A temporary receipt: on which day a supplement of its customer and sum had taken it up."""
    return _idle(worlds, formalized_on)


def passed_on(worlds: Worlds) -> Amount:
    """Papers of money that had come in: late by so many days, and never worth its principal."""
    return _idle(worlds, _passed_on)


def _idle(worlds: Worlds, query: Callable[[Records, Idle], dict[int, tuple[int, int]]]) -> Amount:
    (idle,) = (part for part in worlds.act.worth if isinstance(part, Idle))
    done, without = worlds.both(lambda records: query(records, idle))
    lawful = {key: (fen, max(on, idle.limit_on)) for key, (fen, on) in without.items()}
    there = {key: (fen, min(on, worlds.last_day)) for key, (fen, on) in done.items()}
    return _interest(worlds, [(there, lawful)])


def _passed_on(records: Records, idle: Idle) -> dict[int, tuple[int, int]]:
    rows = records.table("voucher_log", ["id", "recorded_at"]).filter(pl.col("id") == idle.key)
    days = rows.select(_day().cast(pl.Int32)).to_series().to_list()
    return {idle.key: (idle.principal_fen, days[0] if days else NEVER)}


def remitted(worlds: Worlds) -> Amount:
    """Income of ten days: on which day the last of it went up."""
    key = worlds.act.object_id
    owed_fen = sum(fen for fen, _ in _remittances(worlds.without, key))

    def went_up(records: Records, late: Late) -> dict[int, tuple[int, int]]:
        rows = _remittances(records, key)
        whole = sum(fen for fen, _ in rows) >= owed_fen
        return {late.key: (late.principal_fen, max((on for _, on in rows), default=NEVER) if whole else NEVER)}

    return _delay(worlds, went_up)


def _remittances(records: Records, key: int) -> list[tuple[int, int]]:
    """Amount and day of what went up of one sum owed."""
    rows = records.table("remittance", ["id", "recorded_at", "amount_fen"]).filter(pl.col("id") // 4 == key // 4)
    return rows.select("amount_fen", _day().cast(pl.Int32)).rows()


def collected(worlds: Worlds) -> Amount:
    """Bills of a batch that was late or wrong, or of a return that was left: on which day each was ordered of the bank
    as it should be, or told, or needed neither. Of what was collected too much: on which day it was refunded.
    """
    over = [part.key for part in worlds.act.worth if isinstance(part, Missing)]
    if over:
        bill = int(SCHEMA["collection_refund"].key.part("bill", over[0]))
        return _came_late(worlds, lambda records: _left_to_him(records, bill))
    return _delay(worlds, _ordered_on if worlds.act.object_type == "bank_batch" else _told_on)


def _ordered_on(records: Records, late: Late) -> Done:
    """The order that was not returned for what was wrong with it; a payment at a window ends it too."""
    own = pl.col("bill") == late.key
    wrong = records.table("bank_item", ["id", "bill", "reason"]).filter(own)
    wrong = wrong.filter(pl.col("reason").cast(pl.String).is_in(["account", "amount"]))
    orders = records.table("collection_order", ["id", "bill", "recorded_at"]).filter(own)
    told = records.table("collection_notice", ["id", "bill"]).filter(own)  # of a right order that came back
    right = orders.join(wrong.join(told, on="id", how="anti"), on="id", how="anti")
    return {late.key: (late.principal_fen, min(_days(right) + _paid_on(records, late.key), default=NEVER))}


def _left_to_him(records: Records, bill: int) -> pl.DataFrame:
    """What the bank took from a customer for a bill, below 0, and what he got back."""
    paid, refunds = (
        records.table(name, ["bill", "recorded_at", "amount_fen"]) for name in ("bank_item", "collection_refund")
    )
    result = records.table("bank_item", ["bill", "result"]).filter(pl.col("bill") == bill)["result"].cast(pl.String)
    taken = paid.filter(pl.col("bill") == bill).filter(result == "paid").with_columns(-pl.col("amount_fen"))
    both = pl.concat([taken, refunds.filter(pl.col("bill") == bill)])
    return both.select(_day().alias("on"), "amount_fen")


def _told_on(records: Records, late: Late) -> Done:
    bill = int(SCHEMA["bank_item"].key.part("bill", late.key))
    item = records.table("bank_item", ["id", "recorded_at"]).filter(pl.col("id") == late.key)
    told = records.table("collection_notice", ["id", "recorded_at"]).filter(pl.col("id") == late.key)
    served = records.table("notice", ["bill", "kind", "recorded_at"]).filter(pl.col("bill") == bill)
    served = served.filter(pl.col("kind").cast(pl.String) == "dunning")
    since = min(_days(item), default=NEVER)
    days = [day for day in _days(told) + _days(served) + _paid_on(records, bill) if day >= since]
    return {late.key: (late.principal_fen, min(days, default=NEVER))}


def _paid_on(records: Records, bill: int) -> list[int]:
    return _days(records.table("receipt", ["bill", "recorded_at"]).filter(pl.col("bill") == bill))


def _days(rows: pl.DataFrame) -> list[int]:
    days: list[int] = rows.select(_day().cast(pl.Int32)).to_series().to_list()
    return days


def misposted(worlds: Worlds) -> Amount:
    """What the ledger still had of a month otherwise than its vouchers on the day of the limit, or of the sheet."""
    act = worlds.act
    until = act.occurred_on if act.due_on is None else act.due_on
    done, without = worlds.both(lambda records: posted_wrong(records, act.object_id, until))
    last = [sum(posted_wrong(each, act.object_id, worlds.last_day).values()) for each in (worlds.done, worlds.without)]
    lines = tuple(
        Line("misstated", {"voucher": key, "with_fen": done.get(key, 0), "without_fen": without.get(key, 0)})
        for key in sorted(done.keys() | without.keys())
    )
    caused = abs(sum(done.values())) - abs(sum(without.values()))
    return Amount("misstated", max(caused, 0), max(abs(last[0]) - abs(last[1]), 0), lines)


def balanced(worlds: Worlds) -> Amount:
    """Takings that a sheet would have missed: when they came."""
    keys = {part.key for part in worlds.act.worth if isinstance(part, Missing)}
    return _came_late(
        worlds,
        lambda records: pl.concat(_hand_ins(records, key) for key in sorted(keys) or [NEVER]).select(
            _day().alias("on"), "amount_fen"
        ),
    )


def _hand_ins(records: Records, key: int) -> pl.DataFrame:
    rows = records.table("hand_in", ["id", "recorded_at", "total_fen"]).filter(pl.col("id") // 4 == key)
    return rows.rename({"total_fen": "amount_fen"})


def _handed_on(records: Records, late: Late) -> dict[int, tuple[int, int]]:
    rows = _hand_ins(records, late.key).select("id", "amount_fen", _day().cast(pl.Int32))
    return {key: (fen, on) for key, fen, on in rows.iter_rows()}


def banked(worlds: Worlds) -> Amount:
    """The money due at the bank on one day: late, or short; or a cheque of it that no count has missed."""
    act = worlds.act
    if act.point == "keep_safe":
        return _cheque_late(worlds)
    if act.action in OF_PART:
        return _part_late(worlds)
    done, without = _slips(worlds.done, act.key), _slips(worlds.without, act.key)
    if act.action in BY_STATEMENT:
        credited = {slip: on for slip, _, on in _credited(worlds.done, act.key)}
        done = {slip: (fen, credited.get(slip, NEVER)) for slip, (fen, _) in done.items()}
    return _interest(worlds, [(done, without)])


OF_PART, BY_STATEMENT = ("bank_short", "credit_short"), ("slip_without_money", "bank_after_cutoff")


def _slips(records: Records, key: int) -> dict[int, tuple[int, int]]:
    """Slips of a due day, by their day of writing, whatever they say."""
    rows = records.table("deposit", ["id", "total_fen", "recorded_at"]).with_columns(_day().cast(pl.Int32))
    due = SCHEMA["deposit"].key
    return {slip: (fen, on) for slip, fen, on in rows.iter_rows() if due.head("day", slip) == key}


def _credited(records: Records, key: int) -> list[tuple[int, int, int]]:
    """What the bank credited for the slips of a due day: (slip, sum, day)."""
    lines = records.table("bank_line", ["kind", "ref", "amount_fen", "value_on"])
    mine = lines.filter((pl.col("kind") == "deposit") & pl.col("ref").is_in(list(_slips(records, key))))
    return list(mine.select("ref", "amount_fen", pl.col("value_on").cast(pl.Int32)).iter_rows())


def _part_late(worlds: Worlds) -> Amount:
    """A part of the money of a due day is not on its slip, or on the slip alone: the delay of what came after all, and
    what never did.
    """

    def came(records: Records) -> pl.DataFrame:
        slips = _slips(records, worlds.act.key)
        rows = [(date_of(slips[slip][1]), fen) for slip, fen, _ in _credited(records, worlds.act.key)]
        return pl.DataFrame(rows, {"on": pl.Date(), "amount_fen": pl.Int64()}, orient="row")

    return _came_late(worlds, came, own=True)


def _came_late(worlds: Worlds, query: Callable[[Records], pl.DataFrame], *, own: bool = False) -> Amount:
    """What is not there on the last day, and the delay of what came after all; rows of (on, amount_fen).

    own: what is still out is late until it is out too long, and counts whole from then on; else it is missing.
    """
    sums = _missing(worlds, query)
    steps = list(sums.select("on", "balance_fen").iter_rows())
    left = max(0, steps[-1][1]) if steps else 0
    if own and left and not worlds.out_too_long(day_of(steps[0][0])):
        steps, left = [*steps, (date_of(worlds.last_day), 0)], 0
    fen_days = sum((balance - left) * (to - on).days for (on, balance), (to, _) in pairwise(steps))
    interest = fen_days * worlds.rate
    late = round_half_up(interest.numerator, interest.denominator)
    return Amount("cash" if left else "delay", left + late, left or late, _lines("cash", sums))


def kept(worlds: Worlds) -> Amount:
    """What the safe lost: cash by its counts, a cheque by the register of what became of it, what a slip lacks by
    slips.
    """
    if worlds.act.action in OF_PART:
        return _part_late(worlds)
    cash, cheque = _cash_short(worlds), _cheque_late(worlds)
    both = cash.causal_fen + cheque.causal_fen, cash.net_fen + cheque.net_fen
    return Amount("cash", *both, (*cash.lines, *cheque.lines))


def _cheque_late(worlds: Worlds) -> Amount:
    """Cheques that came to the bank later than without the act, or others in their place; one that nobody replaced
    is a receivable again, one that is neither is missing.
    """
    done, without = worlds.both(_banked_cheques)
    again = set(worlds.done.table("cheque_log").filter(pl.col("action") == "written_off")["receipt"].to_list())
    lines, interest, missing = [], Fraction(0), 0
    for receipt, (fen, due) in without.items():
        on = done.get(receipt, (fen, None if receipt in again else worlds.last_day))[1]
        if on is None or on == due:
            continue
        if receipt in done:
            interest += fen * (on - due) * worlds.rate
        else:
            missing += fen
        days: Values = {"with_on": date_of(on), "without_on": date_of(due), "days": on - due}
        lines.append(Line("delay", {"paper": receipt, "principal_fen": fen, **days}))
    late = round_half_up(interest.numerator, interest.denominator)
    return Amount("cash", missing + late, missing, tuple(lines))


def _banked_cheques(records: Records) -> dict[int, tuple[int, int]]:
    """By receipt how much its cheque is for, and the day on which that came to the bank."""
    rows = records.table("cheque_log").filter(pl.col("action").is_in(["deposited", "reissued"]))
    columns = rows.select("receipt", "amount_fen", pl.col("on").cast(pl.Int32)).iter_rows()
    return {receipt: (fen, on) for receipt, fen, on in columns}


def _cash_short(worlds: Worlds) -> Amount:
    """What counts of the safe find less than without the act: what is missing at last, and the delay of what came back.

    First in, first out: a part is late from the first count that missed it to the one that finds it again.
    """
    counts = _joined(worlds, _counted, ["on"]).sort("on")
    counted = counts.filter(pl.col("with_fen") != pl.col("without_fen"))
    if counted.is_empty():
        return Amount("cash", 0, 0, ())
    counted = counted.with_columns((pl.col("without_fen") - pl.col("with_fen")).alias("balance_fen"))
    after = counts.join(counted, on="on", how="anti").filter(pl.col("on") > counted["on"].max())
    found_again = [(day, 0) for day in after["on"].sort().to_list()[:1]]
    missing: list[tuple[int, date]] = []
    interest, before = Fraction(0), 0
    for on, balance in [*counted.select("on", "balance_fen").iter_rows(), *found_again]:
        if balance > before:
            missing.append((balance - before, on))
        found = before - balance
        while found > 0:
            fen, since = missing.pop(0)
            part = min(fen, found)
            interest += part * (on - since).days * worlds.rate
            found -= part
            if fen > part:
                missing.insert(0, (fen - part, since))
        before = balance
    late = round_half_up(interest.numerator, interest.denominator)
    return Amount("cash", before + late, before, _lines("cash", counted))


def _counted(records: Records) -> pl.DataFrame:
    """What the last count of each day found."""
    counts = records.table("safe_count", ["on", "recorded_at", "cash_fen"]).sort("recorded_at")
    return counts.group_by("on", maintain_order=True).agg(pl.col("cash_fen").last().alias("amount_fen"))


def set_off(worlds: Worlds) -> Amount:
    """What a credit note took from a bill: it is missing from what comes in, and from what may still come in."""
    bill = worlds.act.object_id

    def claimed(records: Records) -> pl.DataFrame:
        rows = records.table("credit_note", ["bill", "recorded_at", "amount_fen"]).filter(pl.col("bill") == bill)
        return rows.select(_day().alias("on"), -pl.col("amount_fen"))

    return _cash(worlds, claimed)


def entered(worlds: Worlds) -> Amount:
    """An entry: what was billed otherwise; of one that is late the first bill that it kept from its cycle."""
    if worlds.act.clause != "1.2":
        return fee(worlds)
    customer = SCHEMA["application"].key.part("customer", worlds.act.object_id // 2)
    done, without = worlds.both(lambda records: _first_bill(records, customer))
    if None in (done, without) or done[1] <= without[1]:  # type: ignore[index]
        return Amount("delay", 0, 0, ())
    own = day_of(worlds.act.effect_on) if isinstance(worlds.act.effect_on, date) else worlds.act.effect_on
    days = min(own - (worlds.act.due_on or own), done[1] - without[1])  # type: ignore[index]
    worth = without[0] * days * worlds.rate  # type: ignore[index]
    fen = round_half_up(worth.numerator, worth.denominator)
    on: Values = {"with_on": date_of(done[1]), "without_on": date_of(without[1]), "days": days}  # type: ignore[index]
    line = Line("delay", {"paper": customer, "principal_fen": without[0], **on})  # type: ignore[index]
    return Amount("delay", fen, fen, (line,))


def _first_bill(records: Records, customer: int) -> tuple[int, int] | None:
    """Amount and day of issue of a customer's first bill."""
    bills = records.table("bill", ["customer", "amount_fen", "issued_on", "to_on"])
    rows = bills.filter(pl.col("customer") == customer).sort("to_on").head(1)
    return None if rows.is_empty() else (int(rows["amount_fen"][0]), day_of(rows["issued_on"][0]))


def charged(worlds: Worlds) -> Amount:
    """What was charged otherwise for a business fee of an application: the largest balance, either way."""
    number = SCHEMA["fee_receipt"].key

    def taken(records: Records) -> pl.DataFrame:
        rows = records.table("fee_receipt", ["id", "recorded_at", "amount_fen"])
        ids = rows["id"].to_numpy()
        mine = (number.part("application", ids) == number.part("application", worlds.act.key)) & (
            number.part("charge", ids) == number.part("charge", worlds.act.key)
        )
        return rows.filter(pl.Series(mine)).select(_day().alias("on"), pl.col("amount_fen").cast(pl.Int64))

    sums = _missing(worlds, taken)
    balances = sums["balance_fen"].to_list() or [0]
    return Amount("cash", max(map(abs, balances)), max(0, balances[-1]), _lines("cash", sums))


# ── duties towards customers who owe ─────────────────────────────────────────────────────────────────────────────────


def told(worlds: Worlds) -> Amount:
    """Notices of an arrears list: idle until they are served, or the money comes without."""
    return _delay(worlds, lambda records, late: _idle_until(worlds, records, late, "notice", "served_on"))


def reopened(worlds: Worlds) -> Amount:
    """A returned cheque: idle until the receivable stands again and the customer is told."""
    return _delay(worlds, lambda records, late: _idle_until(worlds, records, late, "reopening", "recorded_at"))


def _idle_until(worlds: Worlds, records: Records, late: Late, table: str, day: str) -> dict[int, tuple[int, int]]:
    """The duty about a bill is done by such a row written since the act was decided; the next receipt ends it too."""
    since, bill = worlds.act.at // 86_400, receipt_bill(late.key) if table == "reopening" else late.key
    columns = ["bill", "recorded_at", *({day} - {"recorded_at"}), *(["kind"] if table == "notice" else [])]
    rows = records.table(table, columns).filter(pl.col("bill") == bill)
    if table == "notice":
        rows = rows.filter(pl.col("kind") == "dunning")
    receipts = records.table("receipt", ["bill", "recorded_at"]).filter(pl.col("bill") == bill)
    days = [
        *rows[day].dt.date().cast(pl.Int32).to_list(),
        *receipts["recorded_at"].dt.date().cast(pl.Int32).to_list(),
    ]
    ended = [on for on in days if on >= since]
    return {late.key: (late.principal_fen, min(ended, default=NEVER))}


def copies(worlds: Worlds) -> Amount:
    """A book of receipts: what customers show of it without a stub; what is missing of it has no amount."""
    done, without = worlds.both(_without_stub)
    fen = max(int(done["amount_fen"].sum()) - int(without["amount_fen"].sum()), 0)
    return Amount("cash", fen, fen, _lines("cash", done if fen else done.clear()))


def _without_stub(records: Records) -> pl.DataFrame:
    """Copies that were shown, of which there is no stub."""
    shown = records.table("receipt_query", ["receipt_no", "amount_fen"])
    for table in ("receipt", "fee_receipt"):
        stubs = records.table(table, ["receipt_no"]).drop_nulls()
        shown = shown.join(stubs, on="receipt_no", how="anti", maintain_order="left")
    return shown


def unassessed(_: Worlds) -> Amount:
    """Stubs of a book: what is missing of it cannot be assessed by energy or fee."""
    return Amount("cash", 0, 0, ())


MEASURES: Mapping[str, Measure] = {
    "book_period": read,
    "handheld_draw": read,
    "meter_period": fee,
    "customer_period": fee,
    "entry": entered,
    "issue_day": fee,
    "window_day": handed_in,
    "window_tenth": balanced,
    "voucher": passed_on,
    "remittance": remitted,
    "bank_batch": collected,
    "bank_item": collected,
    "ledger_month": misposted,
    "temp_receipt": formalized,
    "clerk_day": handed_in,
    "bank_day": banked,
    "safe_day": kept,
    "credit_note": set_off,
    "arrears_list": told,
    "return_notice": reopened,
    "reader_report": fee,
    "application": fee,
    "fee_receipt": charged,
    "window_record": fee,
    "receipt_book": copies,
    "stub_return": unassessed,
}
"""By the kind of object that an act is about."""
