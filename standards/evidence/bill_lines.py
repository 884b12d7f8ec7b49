"""What a finding tells of bills of several lines: their lines and quantities, and the papers behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.records import SCHEMA
from kaohe.standards.evidence.findings import Number
from kaohe.standards.ledger.cites import DUTY, PRICE, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints

if TYPE_CHECKING:
    from kaohe.sim.tariff.settlement import Metered, Settlement
    from kaohe.standards.evidence.unbilled import Unbilled
    from kaohe.standards.evidence.unbilled_fee import Gap

_SHEET = (
    "hours",
    "capacity_days",
    "peak_kwh",
    "flat_kwh",
    "valley_kwh",
    "loss_kvarh",
    "kvarh",
    "pf_hundredths",
    "adjustment_e2",
)


def due_and_issued(ledger: Ledger, bill: int) -> dict[str, Number]:
    """Lines and quantities of a bill (row) as due and as issued; nothing for a bill of one line."""
    settled = ledger.due.settlement(bill)
    if settled is None:
        return {}
    return {**_of_period(settled[1]), **numbers(*settled, "due"), **_issued(ledger, bill)}


def misread_inputs(ledger: Ledger, bill: int, established: int) -> tuple[dict[str, Number], int | None]:
    """The same as recorded and as established (metered kWh), and by how many kWh with losses they differ."""
    recorded, due = ledger.due.settlement(bill), ledger.due.settlement(bill, established)
    if recorded is None or due is None:
        return {}, None
    both = {**numbers(*recorded, "recorded"), **numbers(*due, "established")}
    both["capacity_kva"] = int(recorded[1].capacity_kva[0])
    return {**_of_period(recorded[1]), **both}, int(recorded[0].kwh[0] - due[0].kwh[0])


def gap_inputs(gap: Gap | None) -> dict[str, Number]:
    """Lines and quantities of a period left unissued; nothing for one of one line."""
    if gap is None or not gap.several:
        return {}
    due = numbers(gap.settlement, gap.metered, "due")
    return {**_of_period(gap.metered), "capacity_kva": int(gap.metered.capacity_kva[0]), **due}


def _of_period(metered: Metered) -> dict[str, Number]:
    found: dict[str, Number] = {"hours": int(metered.hours[0]), "capacity_days": int(metered.capacity_days[0])}
    besides = _besides(metered)
    return {**found, "more_kva_days": besides} if besides else found


def _besides(metered: Metered) -> int:
    more = metered.more_kva_days
    return more if isinstance(more, int) else int(more[0])


def _issued(ledger: Ledger, bill: int) -> dict[str, Number]:
    bills, lines, sheet = ledger["bill"], ledger["bill_line"], ledger["energy_sheet"]
    row = int(ledger.papers.energy_sheet(bills["id"][[bill]])[0])
    written = {name: sheet.frame[name][row] for name in _SHEET} if row != NONE else {}
    rows = lines.where(lines["bill"] == bills["id"][bill]).tolist()
    return {
        "issued_loss_kwh": int(bills["loss_kwh"][bill]),
        **{f"issued_{name}": int(value) for name, value in written.items() if value is not None},
        **{f"issued_{line_name(lines.text('line', at) or '')}": int(lines["amount_fen"][at]) for at in rows},
    }


def numbers(settlement: Settlement, metered: Metered, prefix: str) -> dict[str, Number]:
    """Energies, power factor and lines of one bill for the inputs of a finding, each name with the prefix."""
    of, bill = settlement, settlement.bill
    named = {
        "metered_kwh": metered.kwh,
        "loss_kwh": of.loss_kwh,
        "billed_kwh": of.kwh,
        "peak_kwh": of.peak_kwh,
        "flat_kwh": of.flat_kwh,
        "valley_kwh": of.valley_kwh,
        "loss_kvarh": of.loss_kvarh,
        "kvarh": of.kvarh,
        **{line_name(name): fen for name, fen in bill.lines.items()},
    }
    if bill.pf_hundredths is not None and bill.adjustment_e2 is not None:
        named |= {"pf_hundredths": bill.pf_hundredths, "adjustment_e2": bill.adjustment_e2}
    return {f"{prefix}_{name}": int(np.ravel(value)[0]) for name, value in named.items()}


def line_name(line: str) -> str:
    """Name of a line of a bill among the inputs of a finding: `energy:peak` is energy_peak_fen, in 分."""
    return f"{line.replace(':', '_')}_fen"


def papers_of_bill(ledger: Ledger, bill: int, role: str, archive: bool = False) -> list[Cite]:
    """Further papers of a bill of several lines; `archive`: the customer's too."""
    by_line = ledger.due.by_line
    at = int(np.searchsorted(by_line.rows, bill))
    if at == len(by_line.rows) or by_line.rows[at] != bill or not by_line.several[at]:
        return []
    named = {
        "register_reading": by_line.register_row[at],
        "energy_sheet": by_line.sheet_row[at],
        "transformer": ledger.due.transformer_row(np.array([bill]))[0],
        "work_order": by_line.install_row[at],
    }
    cites = [cite for table, row in named.items() for cite in ledger.cites(table, [row], role)]
    settled, written = ledger.due.settlement(bill), int(ledger["bill"]["recorded_at"][bill])
    if settled is not None:
        cites += _by_days(
            ledger, settled[1], int(SCHEMA["bill"].key.part("customer", int(ledger["bill"]["id"][bill]))), written, role
        )
    if archive:
        cites.append(ledger.cite("customer", int(ledger.due.archive_row[bill]), role))
    return cites + _funds(ledger, int(ledger.due.price_row[bill]), role)


def papers_of_gap(ledger: Ledger, item: Unbilled) -> list[Cite]:
    """Further papers of a period left unissued: registers of its reading show it, the others price it."""
    gap = item.settled
    if gap is None or not gap.several:
        return []
    rows = np.array(gap.registers)
    own, others = rows[2:3], np.unique(np.concatenate([rows[:2], rows[3:]]))
    cites = ledger.cites("register_reading", own, DUTY) + ledger.cites("register_reading", others, PRICE)
    cites += ledger.cites("transformer", [gap.transformer], PRICE) + ledger.cites("work_order", [gap.install], PRICE)
    customer, moment = int(SCHEMA["bill"].key.part("customer", item.bill)), int(gap.moment)
    cites += _by_days(ledger, gap.metered, customer, moment, PRICE)
    return cites + _funds(ledger, item.price, PRICE)


def _by_days(ledger: Ledger, metered: Metered, customer: int, moment: int, role: str) -> list[Cite]:
    """Where part of the capacity was charged for some days only: what the customer's papers say of it by a moment."""
    if not _besides(metered):
        return []
    found = []
    for name in ("capacity_change", "suspension", "resumption"):
        rows = ledger[name]
        own = rows.where((rows["customer"] == customer) & (rows["recorded_at"] <= moment))
        found += ledger.cites(name, own, role)
        if name == "suspension":
            asked = ledger["application"]
            found += ledger.cites("application", asked.where(np.isin(asked["id"], rows["application"][own])), role)
    return found


def _funds(ledger: Ledger, price: int, role: str) -> list[Cite]:
    rows: Ints = ledger.archive.funds(price)
    return ledger.cites("price_fund", rows, role)
