"""What customers were entered, charged, told or asked for otherwise, or later."""

from __future__ import annotations

from datetime import date

import polars as pl

from kaohe.scenarios.causal.worlds import (
    Amount,
    Line,
    Values,
    Worlds,
    delayed,
    fee,
    lines_of,
    missing_between,
    written_on,
)
from kaohe.sim.clock.calendar import date_of, day_of
from kaohe.sim.deciding.errands import NEVER
from kaohe.sim.deciding.worth import Late
from kaohe.sim.records import SCHEMA, Records
from kaohe.sim.records.ids import receipt_bill
from kaohe.sim.tariff.money import round_half_up


def entered(worlds: Worlds) -> Amount:
    """An entry: what was billed otherwise; of one that is late the first bill that it kept from its cycle."""
    if worlds.act.clause != "1.2":
        return fee(worlds)
    customer = SCHEMA["application"].key.part("customer", worlds.act.object_id // 2)
    done, without = worlds.both(lambda records: _first_bill(records, customer))
    if done is None or without is None or done[1] <= without[1]:
        return Amount("delay", 0, 0, ())
    own = day_of(worlds.act.effect_on) if isinstance(worlds.act.effect_on, date) else worlds.act.effect_on
    days = min(own - (worlds.act.due_on or own), done[1] - without[1])
    worth = without[0] * days * worlds.rate
    fen = round_half_up(worth.numerator, worth.denominator)
    on: Values = {"with_on": date_of(done[1]), "without_on": date_of(without[1]), "days": days}
    line = Line("delay", {"paper": customer, "principal_fen": without[0], **on})
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
        return rows.filter(pl.Series(mine)).select(written_on().alias("on"), pl.col("amount_fen").cast(pl.Int64))

    sums = missing_between(worlds, taken)
    balances = sums["balance_fen"].to_list() or [0]
    return Amount("cash", max(map(abs, balances)), max(0, balances[-1]), lines_of("cash", sums))


def told(worlds: Worlds) -> Amount:
    """Notices of an arrears list: idle until they are served, or the money comes without."""
    return delayed(worlds, lambda records, late: _idle_until(worlds, records, late, "notice", "served_on"))


def reopened(worlds: Worlds) -> Amount:
    """A returned cheque: idle until the receivable stands again and the customer is told."""
    return delayed(worlds, lambda records, late: _idle_until(worlds, records, late, "reopening", "recorded_at"))


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
