"""Every amount can be redone by hand: from the rows cited, the formula and the policy's figures, and nothing else.

The arithmetic here is the reader's: whole numbers and fractions over the rows that `explain` shows, without a line of
the judge's or the reports' own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from math import floor
from typing import Any

from kaohe.reports.judged import cases
from kaohe.reports.judged.cases import Finding
from kaohe.reports.judged.dossier import Dossier
from kaohe.reports.papers.slips import Desk
from kaohe.sim.deciding.behaviours import Erring
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.sim.records import PAPERS
from kaohe.sim.records.ids import EPOCH
from kaohe.sim.run import Run
from kaohe.sim.spec import town
from tests.sim.office import BUSY, judged, rules

RATE, PRINCIPAL_AFTER = Fraction(21, 100_000), 30  # [delay] of the handbook
Row = dict[str, Any]
FORMULAS = 18  # so many kinds of finding are in this run


@cache
def run() -> Run:
    """Households, shops and farms, and errors of every kind."""
    spec = replace(town(0, 3), classes={"resident": 1600, "commerce": 200, "agriculture": 80}, practice=BUSY)
    return Office(spec, 3, rules(), behaviours=[Erring(dict.fromkeys(REGISTRY.clauses(), 100_000))]).run()


@dataclass(frozen=True)
class Shown:
    """What is shown of a finding: its rows by table, in order, and the last day of the records."""

    finding: Finding
    rows: dict[str, list[Row]]
    as_of: date

    def all(self, table: str, *roles: str) -> list[Row]:
        return [row for row in self.rows.get(table, []) if not roles or row["role"] in roles]

    def one(self, table: str, *roles: str) -> Row:
        (row,) = self.all(table, *roles)
        return row

    def next_working(self, on: date) -> date:
        """The first working day of the calendar shown, from a day on."""
        days: list[date] = [row["on"] for row in self.all("calendar") if row["working"]]
        return min(day for day in days if day >= on)

    def late(self, parts: Sequence[tuple[int, date, date | None]]) -> int:
        """What sums are worth that were due on one day and came on another, or not yet."""
        worth = Fraction(0)
        for fen, due, came in parts:
            days = max(((came or self.as_of) - due).days, 0)
            worth += fen if came is None and days > PRINCIPAL_AFTER else fen * days * RATE
        return floor(worth + Fraction(1, 2))


def on(row: Row) -> date:
    at: datetime = row["recorded_at"]
    return at.date()


def fee(kwh: int, price_e4: int) -> int:
    """A one-part bill: to the nearest 分, half up."""
    return floor(Fraction(kwh * price_e4, 100) + Fraction(1, 2)) if kwh >= 0 else -fee(-kwh, price_e4)


def credit(shown: Shown) -> int:
    grounded: list[int] = [row["amount_fen"] for row in shown.all("case")]
    return int(shown.one("credit_note", "act")["amount_fen"]) - sum(grounded)


def days_off(shown: Shown) -> int:
    """2.1: each bill from the book's day to its own reading, at most to that of the book."""
    due, read_on = shown.one("batch")["scheduled_on"], shown.one("batch")["read_on"]
    bills = shown.all("bill")
    return shown.late([(max(row["amount_fen"], 0), due, min(row["to_on"], max(read_on, due))) for row in bills])


def unloaded(shown: Shown) -> int:
    """3.2: each bill from the limit after its reading, no more than from the return to the unloading."""
    most = _between(shown, "return", "unload")
    return _slowed(shown, shown.one("batch")["read_on"] if shown.all("batch") else None, most)


def loaded(shown: Shown) -> int:
    """3.2: each bill from the limit after the day of its book, no more than from that day to the loading."""
    day = EPOCH + timedelta(int(str(shown.finding.inputs["scheduled_day"])))
    rows = [row for row in shown.all("handheld_log") if row["action"] == "load"]
    return _slowed(shown, day, (on(rows[0]) - day).days if rows else 0)


def came_back(shown: Shown) -> int:
    """2.4: each bill from the limit after its reading, no more than from the day of the reading to the return."""
    read_on = shown.one("reading")["read_on"]
    rows = [row for row in shown.all("handheld_log") if row["action"] == "return"]
    open_on = read_on + timedelta(read_on.weekday() == 6)  # by whom nobody is on duty on a Sunday
    return _slowed(shown, read_on, (on(rows[0]) - open_on).days if rows else 0)


def _between(shown: Shown, first: str, last: str) -> int:
    days = {row["action"]: on(row) for row in shown.all("handheld_log")}
    return (days[last] - days[first]).days if last in days else 0


def _slowed(shown: Shown, begin: date | None, most: int) -> int:
    """What waited for a re-reading is late only until then."""
    if begin is None or not shown.all("bill"):
        return 0
    rule = next(row for row in shown.all("rule") if row["key"] == "issuance.limit_working_days")
    limit = sorted(row["on"] for row in shown.all("calendar") if row["working"] and row["on"] > begin)[
        int(rule["value"]) - 1
    ]
    waits = {row["customer"]: on(row) for row in shown.all("pending") if row["action"] == "open"}
    ends = [(max(row["amount_fen"], 0), waits.get(row["customer"], row["issued_on"])) for row in shown.all("bill")]
    return shown.late([(fen, limit, limit + timedelta(min((end - limit).days, most))) for fen, end in ends])


def kept_fees(shown: Shown) -> int:
    """1.7: takings of fees, due on their day, or sealed on the next working one."""
    taken = shown.all("fee_receipt")
    due = taken[0]["takings_on"]
    if shown.all("seal"):
        due = shown.next_working(due)
    return shown.late(_pieces(sum(row["amount_fen"] for row in taken), due, shown.all("hand_in")))


def _pieces(owed_fen: int, due: date, brought: list[Row]) -> list[tuple[int, date, date | None]]:
    parts: list[tuple[int, date, date | None]] = []
    for row in sorted(brought, key=lambda row: row["recorded_at"]):
        came_fen = min(row["total_fen"], owed_fen)
        owed_fen -= came_fen
        parts += [(came_fen, due, on(row))] if on(row) > due else []
    return [*parts, (owed_fen, due, None)] if owed_fen else parts


def _stubs(shown: Shown) -> list[Row]:
    """Receipts, temporary ones among them."""
    return [*shown.all("receipt"), *shown.all("temp_receipt")]


def takings(shown: Shown) -> int:
    """4.1: what was late, or what is missing from what was handed in; of both the larger."""
    receipts, brought = _stubs(shown), shown.all("hand_in")
    false_fen = sum(row["amount_fen"] for row in shown.all("shortage") if row["action"] == "counterfeit")
    charged = shown.all("late_charge")
    taken_fen = sum(row["amount_fen"] for row in (*receipts, *charged)) - false_fen
    due = receipts[0]["takings_on"]
    if shown.all("seal"):
        due = shown.next_working(due)
    good = [row for row in shown.all("shortage") if row["action"] == "made_good"]
    short_fen = taken_fen - sum(row["total_fen"] for row in brought) if brought else 0
    open_fen: int = max(short_fen - sum(row["amount_fen"] for row in good), 0)
    later = [(row["amount_fen"], due, on(row)) for row in good if on(row) > due]
    return max(shown.late(_pieces(taken_fen - short_fen, due, brought)), open_fen + shown.late(later))


def missing_money(shown: Shown) -> int:
    """4.2, 5.3: what was not handed in, and is missing still; of what came later the days since the hand-in."""
    charged, brought = shown.all("late_charge"), [row for row in shown.all("hand_in") if row["id"] % 4 == 0]
    false_fen = sum(row["amount_fen"] for row in shown.all("shortage") if row["action"] == "counterfeit")
    taken_fen = sum(row["amount_fen"] for row in (*_stubs(shown), *charged)) - false_fen
    good = [row for row in shown.all("shortage") if row["action"] == "made_good"]
    (handed,) = brought
    left = taken_fen - handed["total_fen"] - sum(row["amount_fen"] for row in good)
    later = [(row["amount_fen"], on(handed), on(row)) for row in good if on(row) > on(handed)]
    return int(max(left, 0)) + shown.late(later)


def voucher(shown: Shown) -> int:
    """5.5: the slip, from the working day after it to the day on which the accountant signed; never its principal."""
    slip, made = shown.one("deposit"), [*map(on, shown.all("voucher")), *map(on, shown.all("voucher_log"))]
    there = max(made) if shown.all("voucher_log") else shown.as_of
    days = (there - _working_after(shown, on(slip), int(shown.one("rule")["value"]))).days
    return floor(int(slip["total_fen"]) * days * RATE + Fraction(1, 2))


def temporary(shown: Shown) -> int:
    """6.5: the receipt, from the last working day of its month or the next by the days shown; never its principal."""
    receipt, last = shown.one("temp_receipt"), max(row["on"] for row in shown.all("calendar"))
    limit = max(row["on"] for row in shown.all("calendar") if row["working"] and row["on"] < last)
    right = {row["id"] for row in shown.all("temp_supplement") if row["customer"] == receipt["customer"]}
    whole = [row for row in shown.all("temp_transfer") if row["amount_fen"] == receipt["amount_fen"]]
    done = [on(row) for row in whole if row["supplement"] in right]
    days: int = (min(done, default=shown.as_of) - limit).days
    return floor(int(receipt["amount_fen"]) * days * RATE + Fraction(1, 2))


def balance(shown: Shown) -> int:
    """6.4: nothing, where all takings of the ten days had come, lay under seal or were registered."""
    assert not _stubs(shown) or shown.all("collector_balance", "proof") or "unseen_fen" in shown.finding.inputs
    assert "unseen_fen" not in shown.finding.inputs
    return 0


def remittance(shown: Shown) -> int:
    """6.7: what the lines come to, less what went up in time; the rest from the bank day of the limit."""
    ended = PAPERS.thing("remittance").key.part("day", shown.finding.object_id)
    days = [row["on"] for row in shown.all("calendar") if row["bank"] and row["on"] > EPOCH + timedelta(ended)]
    limit = sorted(days)[int(shown.one("rule")["value"]) - 1]
    left, parts = sum(row["amount_fen"] for row in shown.all("bank_line")), []
    for row in sorted(shown.all("remittance"), key=lambda row: row["recorded_at"]):
        left -= row["amount_fen"]
        parts += [(row["amount_fen"], limit, on(row))] if on(row) > limit else []
    return shown.late([*parts, (left, limit, None)] if left else parts)


def book_accounted(shown: Shown) -> int:
    """6.3: a book of which no count, nor any check of its stubs, misses a number."""
    assert not shown.all("form_count")
    assert not shown.all("stub")
    return 0


def stubs_late(shown: Shown) -> int:
    """6.9: whatever day the sheet is of, no count misses a stub."""
    assert not shown.all("form_count")
    return 0


def miscast(shown: Shown) -> int:
    """6.9: the sheet of the check is not what its receipts come to, which costs nothing."""
    sheet = shown.one("stub")
    assert (sheet["used"], sheet["amount_fen"]) != (
        len(shown.all("receipt")),
        sum(row["amount_fen"] for row in shown.all("receipt")),
    )
    return 0


def book_missing(shown: Shown) -> None:
    """6.3, 6.9: some row misses numbers of it, which have no amount."""
    short = [row["expected"] - row["counted"] for row in shown.all("form_count")]
    assert sum([*short, *(row["missing"] for row in shown.all("stub"))]) > 0


def stock_loss(shown: Shown) -> int:
    """6.8: copies of which there is no stub, by what they say."""
    return sum(row["amount_fen"] for row in shown.all("receipt_query"))


def stock_slip(shown: Shown) -> int:
    """6.8: nothing came of it so far."""
    assert not shown.all("receipt_query")
    return 0


def stock_missing(shown: Shown) -> None:
    """6.8: two counts miss leaves of the book."""
    assert len([row for row in shown.all("form_count") if row["counted"] < row["expected"]]) == 2


def ledger_difference(shown: Shown) -> int:
    """6.2: what was posted of the vouchers in question at the closing, less what they say."""
    beyond: int = 0
    for voucher in shown.all("voucher", "duty"):
        posted = [row["amount_fen"] for row in shown.all("posting", "duty") if row["voucher"] == voucher["id"]]
        beyond += (sum(posted) - voucher["amount_fen"]) * (1 if voucher["kind"] == "issuance" else -1)
    return abs(beyond)


def returned(shown: Shown) -> int:
    """4.5: a returned cheque, due so many working days after it was signed for."""
    told = shown.one("return_notice")
    limit = _working_after(shown, told["signed_on"], int(shown.one("rule")["value"]))
    done = [*map(on, shown.all("reopening")), *map(on, shown.all("notice"))]
    paid = [on(row) for row in shown.all("receipt", "late")]
    both = max(done) if shown.all("reopening") and shown.all("notice") else None
    ends = [day for day in (both, *paid) if day is not None]
    return shown.late([(told["amount_fen"], limit, min(ends) if ends else None)])


def collection(shown: Shown) -> int:
    """4.3: bills from the day on which they were to be sent, or a return from its limit, until that was done."""
    if shown.finding.object_type == "bank_item":
        item, (rule,) = shown.one("bank_item"), shown.all("rule")
        limit = _working_after(shown, item["answered_on"], int(rule["value"]))
        every = (shown.all(name, "late") for name in ("collection_notice", "notice", "collection_order", "receipt"))
        return shown.late([(item["amount_fen"], limit, min((on(row) for rows in every for row in rows), default=None))])
    due, parts = min(row["on"] for row in shown.all("calendar")), []
    for bill in shown.all("bill", "duty"):
        extra = [row["amount_fen"] for row in shown.all("supplement") if row["customer"] == bill["customer"]]
        rows = [row for name in ("collection_order", "receipt") for row in shown.all(name, "late")]
        ends = [on(row) for row in rows if row["bill"] == bill["id"]]
        parts.append((bill["amount_fen"] + sum(extra), due, min(ends, default=None)))
    return shown.late(parts)


def collected(shown: Shown) -> int:
    """4.3: what the bank collected beyond the bill, until it was refunded."""
    item, extra = shown.one("bank_item"), sum(row["amount_fen"] for row in shown.all("supplement"))
    over, back = item["amount_fen"] - shown.one("bill")["amount_fen"] - extra, shown.all("collection_refund")
    return shown.late([(over, item["answered_on"], on(back[0]))]) if back else over


def _working_after(shown: Shown, day: date, number: int) -> date:
    for _ in range(number):
        day = shown.next_working(day + timedelta(days=1))
    return day


def arrears(shown: Shown) -> int:
    """2.7: each sum on the list, from the limit to its notice or its payment."""
    listed, limit = shown.all("arrears_item"), shown.finding.occurred_on
    working = [row["on"] for row in shown.all("calendar") if row["working"] and row["on"] < limit]
    ends = {row["bill"]: on(row) for row in [*shown.all("receipt", "late"), *shown.all("notice", "late")][::-1]}
    for row in [*shown.all("receipt", "late"), *shown.all("notice", "late")]:
        ends[row["bill"]] = min(ends[row["bill"]], on(row))
    return shown.late([(row["amount_fen"], max(working), ends.get(row["bill"])) for row in listed])


def deposit(shown: Shown) -> int:
    """5.4: money of one bank day that came to the bank later; by the statement where the slip says otherwise."""
    slips, lines = shown.all("deposit"), shown.all("bank_line")
    due = min(row["on"] for row in shown.all("calendar") if row["bank"])
    brought = []
    for slip in slips:
        line = [row for row in lines if row["ref"] == slip["id"]]
        day = line[0]["value_on"] if line else max(slip["deposited_on"], on(slip))
        fen = line[0]["amount_fen"] if line else slip["total_fen"]
        brought.append({"total_fen": fen, "recorded_at": datetime.combine(day, datetime.min.time())})
    handed_fen = sum(row["total_fen"] for row in shown.all("hand_in"))
    elsewhere_fen = int(str(shown.finding.inputs.get("counted_missing_fen", 0)))
    return shown.late(_pieces(handed_fen - elsewhere_fen, due, brought))


def safe(shown: Shown) -> int:
    """5.2: what a count did not find, until a later one or a second cheque made it good."""
    count, later = shown.one("safe_count", "act"), shown.all("safe_count", "late")
    missing_fen, again = count["book_fen"] - count["cash_fen"], [row["on"] for row in later]
    if shown.finding.formula == "safe.cheque":
        missing_fen = shown.one("cash_journal")["cheque_fen"] - count["cheque_fen"]
        again = [row["on"] for row in shown.all("cheque_log") if row["action"] in ("reissued", "found")]
    return shown.late([(missing_fen, count["on"], again[0])]) if again else int(missing_fen)


def _advance(start: int, end: int, meter: Row, multiplier: int | None = None) -> int:
    """Energy between two registers of a meter; below half a turn backwards the register went back."""
    turn = 10 ** (meter["digits"] + meter["decimals"])
    units = (end - start) % turn
    units -= turn if units > turn // 2 else 0
    return int(units * (multiplier or meter["multiplier"]) // 10 ** meter["decimals"])


def billing(shown: Shown) -> int:
    """3.1: what was issued, less what the reading, the archive and the price make of it."""
    bill, meter = shown.one("bill", "act"), shown.one("meter")
    kwh = bill["swap_kwh"] + _advance(bill["from_register"], shown.one("reading")["register"], meter)
    return abs(int(bill["amount_fen"]) - fee(kwh, shown.one("price")["energy_e4"]))


def unbilled(shown: Shown) -> int:
    """3.1, 6.6: of each customer what his meters ran, a removed one too, at the price of his class."""
    classes = {row["customer"]: row["price_class"] for row in shown.all("customer")}
    prices = {row["price_class"]: row["energy_e4"] for row in shown.all("price")}
    registers: dict[tuple[int, int], list[int]] = {}
    for row in sorted(shown.all("reading"), key=lambda row: row["recorded_at"]):
        registers.setdefault((row["customer"], row["meter"]), []).append(row["register"])
    kwh = dict.fromkeys(classes, 0)
    for (customer, _), each in registers.items():
        kwh[customer] += _advance(each[0], each[-1], shown.all("meter")[-1])
    return sum(fee(each, prices[classes[customer]]) for customer, each in kwh.items())


def frozen(shown: Shown) -> int:
    """2.2: what a multi-function meter froze is what was to be copied."""
    proof = shown.one("reading", "proof")
    return _other_register(shown, proof["register"] if proof["frozen_register"] is None else proof["frozen_register"])


def impossible(shown: Shown) -> int:
    """2.2: the nearest register that the plate of the meter lets stand beside those of other readings."""
    wrong, meter = shown.one("reading", "act"), shown.one("meter")
    turn, spans = 10 ** (meter["digits"] + meter["decimals"]), []
    watts = meter["phases"] * meter["voltage_v"] * meter["max_current_a"]
    for proof in shown.all("reading", "proof"):
        seconds = int((proof["recorded_at"] - wrong["recorded_at"]).total_seconds())
        most = -floor(-Fraction(abs(seconds) * watts * 10 ** meter["decimals"], 3_600_000)) + 1
        spans.append(sorted((proof["register"], proof["register"] + (-most if seconds > 0 else most))))
    low, high = max(low for low, _ in spans), min(high for _, high in spans)
    up, down = (low - wrong["register"]) % turn, (wrong["register"] - high) % turn
    return _other_register(shown, (low if up < down else high) % turn)


def _other_register(shown: Shown, register: int) -> int:
    """What the bill with the register that was written comes to, beside that with another."""
    bill, meter, price = shown.all("bill")[0], shown.one("meter"), shown.all("price")[0]["energy_e4"]
    recorded = shown.one("reading", "act")["register"]
    one, other = (bill["swap_kwh"] + _advance(bill["from_register"], end, meter) for end in (recorded, register))
    return abs(fee(one, price) - fee(other, price))


def entry_class(shown: Shown) -> int:
    prices = {row["price_class"]: row["energy_e4"] for row in shown.all("price")}
    entered, source = (prices[shown.one(table)["price_class"]] for table in ("registration", "survey"))
    return _balance([fee(bill["kwh"], entered) - fee(bill["kwh"], source) for bill in shown.all("bill")])


def entry_multiplier(shown: Shown) -> int:
    entered, source = shown.one("opening")["multiplier"], shown.one("work_order", "duty")["multiplier"]
    bills = shown.all("bill")
    e4 = bills[0]["energy_e4"]  # a later one at another class's price is 3.1's, and no part of this
    return _balance([fee(bill["kwh"], e4) - fee(bill["kwh"] // entered * source, e4) for bill in bills])


def entry_first_register(shown: Shown) -> int:
    """1.3: the first bill began at the register that was entered, not at that of the fitter's order."""
    order, bills = shown.one("work_order", "duty"), shown.all("bill")
    meter = {"digits": order["digits"], "decimals": 0, "multiplier": order["multiplier"]}
    ran = _advance(order["install_register"], bills[0]["to_register"], meter)
    return abs(fee(bills[0]["kwh"], bills[0]["energy_e4"]) - fee(ran, bills[0]["energy_e4"]))


def _balance(differences: list[int]) -> int:
    """The largest of the sums so far, whatever its sign."""
    return max(abs(sum(differences[: n + 1])) for n in range(len(differences)))


def report(shown: Shown) -> int:
    assert not shown.all("work_order")
    return 0


def standing(shown: Shown) -> int:
    """9.5: so many days of normal use of a meter that stood, from the limit to its exchange."""
    limit = _working_after(shown, shown.one("report_referral")["signed_on"], int(shown.one("rule")["value"]))
    days, bills = (shown.one("work_order")["done_on"] - limit).days, shown.all("bill", "price")
    kwh, over = sum(row["kwh"] for row in bills), sum((row["to_on"] - row["from_on"]).days for row in bills)
    if not bills:
        kwh, over = shown.one("customer")["opening_mean_kwh"] * 12, 365
    return fee(kwh * days // over, shown.one("price")["energy_e4"])


def no_money(shown: Shown) -> int:
    """A paper that will not do is worth nothing by itself."""
    assert shown.all("application")
    return 0


def fee_charged(shown: Shown) -> int:
    """What was taken less quantity × price of the list, of one kind of fee."""
    receipts, price = shown.all("fee_receipt"), shown.one("fee_price")
    kva = [row["capacity_kva"] for table in ("application", "survey") for row in shown.all(table)]
    due: int = (kva[0] if price["unit"] == "kva" else 1) * price["amount_fen"]
    taken: int = sum(row["amount_fen"] for row in receipts)
    return abs(taken - due)


def theft(shown: Shown) -> int:
    """2.6: from each silent reading to the next one, or to the case, by power, hours and price of the case."""
    case, silent = shown.one("breach_case"), shown.all("reading", "act")
    ends = [row["read_on"] for row in shown.all("reading")] + [case["opened_on"]]
    days = sum((min(end for end in ends if end > row["read_on"]) - row["read_on"]).days for row in silent)
    return fee(case["power_w"] * case["hours_e1"] * days // 10_000, case["energy_e4"])


def untold(shown: Shown) -> int:
    assert not shown.all("breach_case")
    return 0


def untold_case(shown: Shown) -> int:
    """4.4: from the limit to the referral or the case, as far as the evidence goes back."""
    case, limit = shown.one("breach_case"), _working_after(shown, shown.one("window_record")["recorded_at"].date(), 1)
    signed = [row["signed_on"] for row in shown.all("window_referral")]
    begin, end = max(limit, shown.one("case_fact")["seen_on"]), min([case["opened_on"], *signed])
    return fee(case["power_w"] * case["hours_e1"] * max((end - begin).days, 0) // 10_000, case["energy_e4"])


def entry_late(shown: Shown) -> int:
    """1.2: the share of the first bill up to the reading that passed the customer by."""
    if not shown.all("bill"):
        return 0
    bill, batch, opening, limits = (
        shown.one("bill"),
        shown.one("batch"),
        shown.one("opening"),
        {row["key"]: int(row["value"]) for row in shown.all("rule")},
    )
    limit_on = after(shown, on(shown.one("paper_log")), limits["opening.limit_working_days"])
    issued_by = after(shown, batch["read_on"], limits["issuance.limit_working_days"])
    missed = (batch["read_on"] - opening["energised_on"]).days
    share: int = max(bill["amount_fen"], 0) * missed // (bill["to_on"] - bill["from_on"]).days
    days: int = min((opening["entered_on"] - limit_on).days, (bill["issued_on"] - issued_by).days)
    return floor(share * max(days, 0) * RATE + Fraction(1, 2))


def after(shown: Shown, on: date, number: int) -> date:
    """The number-th working day after a day, by the calendar shown."""
    for _ in range(number):
        on = shown.next_working(on + timedelta(1))
    return on


REDONE: dict[tuple[str, str], Callable[[Shown], int | None]] = {
    ("1.1", "papers"): no_money,
    ("1.2", "entry_late"): entry_late,
    ("1.3", "entry.price_class"): entry_class,
    ("1.3", "entry.multiplier"): entry_multiplier,
    ("1.3", "entry.first_register"): entry_first_register,
    ("1.5", "fee_charged"): fee_charged,
    ("1.7", "delay"): kept_fees,
    ("2.1", "days_off"): days_off,
    ("2.2", "register.frozen"): frozen,
    ("2.2", "register.impossible"): impossible,
    ("2.6", "theft"): theft,
    ("2.4", "returned"): came_back,
    ("2.7", "delay"): arrears,
    ("3.1", "billing"): billing,
    ("3.1", "unbilled"): unbilled,
    ("3.2", "unloaded"): unloaded,
    ("3.2", "loaded"): loaded,
    ("3.2", "loaded_early"): lambda shown: 0,
    ("3.5", "credit"): credit,
    ("4.1", "takings"): takings,
    ("4.2", "takings"): missing_money,
    ("4.4", "untold"): untold,
    ("4.4", "untold_case"): untold_case,
    ("4.3", "delay"): collection,
    ("4.3", "collected"): collected,
    ("4.5", "delay"): returned,
    ("4.6", "credit"): credit,
    ("5.2", "safe"): safe,
    ("5.2", "safe.cheque"): safe,
    ("5.3", "takings"): missing_money,
    ("5.4", "deposit"): deposit,
    ("5.5", "voucher"): voucher,
    ("6.3", "book_accounted"): book_accounted,
    ("6.3", "book_missing"): book_missing,
    ("6.4", "balance"): balance,
    ("6.2", "ledger"): ledger_difference,
    ("6.5", "temporary"): temporary,
    ("6.7", "remittance"): remittance,
    ("6.8", "stock_loss"): stock_loss,
    ("6.8", "stock_loss.slip"): stock_slip,
    ("6.8", "stock_missing"): stock_missing,
    ("6.9", "stubs"): stubs_late,
    ("6.9", "stubs.miscast"): miscast,
    ("6.9", "book_missing"): book_missing,
    ("6.6", "issue_check"): unbilled,
    ("7.1", "entry.multiplier"): entry_multiplier,
    ("9.5", "report"): report,
    ("9.5", "report.fault"): standing,
}


def _all() -> list[Shown]:
    found = judged(run())
    dossier, desk = Dossier(found), Desk(run().records)
    as_of = date(2001, 3, 31)
    shown = []
    for incident in cases.incidents(found.incidents):
        for finding in dossier.findings_of(incident.incident_id):
            cites = dossier.cites_of(finding.finding_id)
            rows: dict[str, list[Row]] = {}
            for cite in cites:
                row = desk.rows(cite.table, [cite])[cite.row_key]
                rows.setdefault(cite.table, []).append({**row, "role": cite.role})
            shown.append(Shown(finding, rows, as_of))
    return shown


def test_every_amount_is_redone_from_the_rows_shown() -> None:
    kinds: Counter[tuple[str, str]] = Counter()
    for shown in _all():
        kind = shown.finding.clause, shown.finding.formula
        assert REDONE[kind](shown) == shown.finding.amount_fen, (shown.finding, shown.rows)
        kinds[kind] += 1
    assert len(kinds) >= FORMULAS


def test_an_incident_is_worth_its_findings() -> None:
    found, dossier = judged(run()), Dossier(judged(run()))
    for incident in cases.incidents(found.incidents):
        amounts = [finding.amount_fen or 0 for finding in dossier.findings_of(incident.incident_id)]
        assert incident.amount_fen == sum(amounts)
