"""What was handed in, banked, collected, entered in the books or set off otherwise, or later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import pairwise

import polars as pl

from kaohe.scenarios.causal.books import formalized_on, posted_wrong
from kaohe.scenarios.causal.worlds import (
    Amount,
    Done,
    Line,
    Values,
    Worlds,
    cash_between,
    delayed,
    interest_of,
    is_late,
    joined,
    lines_of,
    missing_between,
    written_on,
)
from kaohe.sim.clock.calendar import date_of, day_of
from kaohe.sim.deciding.errands import NEVER
from kaohe.sim.deciding.worth import Idle, Late, Missing
from kaohe.sim.records import SCHEMA, Records
from kaohe.sim.tariff.money import round_half_up


def handed_in(worlds: Worlds) -> Amount:
    """Takings of a window or a clerk of one day: late, or short."""
    if is_late(worlds):
        return delayed(worlds, _handed_on)
    key = worlds.act.object_id
    return _came_late(worlds, lambda records: _hand_ins(records, key).select(written_on().alias("on"), "amount_fen"))


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
    return interest_of(worlds, [(there, lawful)])


def _passed_on(records: Records, idle: Idle) -> dict[int, tuple[int, int]]:
    rows = records.table("voucher_log", ["id", "recorded_at"]).filter(pl.col("id") == idle.key)
    days = rows.select(written_on().cast(pl.Int32)).to_series().to_list()
    return {idle.key: (idle.principal_fen, days[0] if days else NEVER)}


def remitted(worlds: Worlds) -> Amount:
    """Income of ten days: on which day the last of it went up."""
    key = worlds.act.object_id
    owed_fen = sum(fen for fen, _ in _remittances(worlds.without, key))

    def went_up(records: Records, late: Late) -> dict[int, tuple[int, int]]:
        rows = _remittances(records, key)
        whole = sum(fen for fen, _ in rows) >= owed_fen
        return {late.key: (late.principal_fen, max((on for _, on in rows), default=NEVER) if whole else NEVER)}

    return delayed(worlds, went_up)


def _remittances(records: Records, key: int) -> list[tuple[int, int]]:
    """Amount and day of what went up of one sum owed."""
    rows = records.table("remittance", ["id", "recorded_at", "amount_fen"]).filter(pl.col("id") // 4 == key // 4)
    return rows.select("amount_fen", written_on().cast(pl.Int32)).rows()


def collected(worlds: Worlds) -> Amount:
    """Bills of a batch that was late or wrong, or of a return that was left: on which day each was ordered of the bank
    as it should be, or told, or needed neither. Of what was collected too much: on which day it was refunded.
    """
    over = [part.key for part in worlds.act.worth if isinstance(part, Missing)]
    if over:
        bill = int(SCHEMA["collection_refund"].key.part("bill", over[0]))
        return _came_late(worlds, lambda records: _left_to_him(records, bill))
    return delayed(worlds, _ordered_on if worlds.act.object_type == "bank_batch" else _told_on)


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
    return both.select(written_on().alias("on"), "amount_fen")


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
    days: list[int] = rows.select(written_on().cast(pl.Int32)).to_series().to_list()
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
            written_on().alias("on"), "amount_fen"
        ),
    )


def _hand_ins(records: Records, key: int) -> pl.DataFrame:
    rows = records.table("hand_in", ["id", "recorded_at", "total_fen"]).filter(pl.col("id") // 4 == key)
    return rows.rename({"total_fen": "amount_fen"})


def _handed_on(records: Records, late: Late) -> dict[int, tuple[int, int]]:
    rows = _hand_ins(records, late.key).select("id", "amount_fen", written_on().cast(pl.Int32))
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
    return interest_of(worlds, [(done, without)])


OF_PART, BY_STATEMENT = ("bank_short", "credit_short"), ("slip_without_money", "bank_after_cutoff")


def _slips(records: Records, key: int) -> dict[int, tuple[int, int]]:
    """Slips of a due day, by their day of writing, whatever they say."""
    rows = records.table("deposit", ["id", "total_fen", "recorded_at"]).with_columns(written_on().cast(pl.Int32))
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
    sums = missing_between(worlds, query)
    steps = list(sums.select("on", "balance_fen").iter_rows())
    left = max(0, steps[-1][1]) if steps else 0
    if own and left and not worlds.out_too_long(day_of(steps[0][0])):
        steps, left = [*steps, (date_of(worlds.last_day), 0)], 0
    fen_days = sum((balance - left) * (to - on).days for (on, balance), (to, _) in pairwise(steps))
    interest = fen_days * worlds.rate
    late = round_half_up(interest.numerator, interest.denominator)
    return Amount("cash" if left else "delay", left + late, left or late, lines_of("cash", sums))


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
    counts = joined(worlds, _counted, ["on"]).sort("on")
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
    return Amount("cash", before + late, before, lines_of("cash", counted))


def _counted(records: Records) -> pl.DataFrame:
    """What the last count of each day found."""
    counts = records.table("safe_count", ["on", "recorded_at", "cash_fen"]).sort("recorded_at")
    return counts.group_by("on", maintain_order=True).agg(pl.col("cash_fen").last().alias("amount_fen"))


def set_off(worlds: Worlds) -> Amount:
    """What a credit note took from a bill: it is missing from what comes in, and from what may still come in."""
    bill = worlds.act.object_id

    def claimed(records: Records) -> pl.DataFrame:
        rows = records.table("credit_note", ["bill", "recorded_at", "amount_fen"]).filter(pl.col("bill") == bill)
        return rows.select(written_on().alias("on"), -pl.col("amount_fen"))

    return cash_between(worlds, claimed)
