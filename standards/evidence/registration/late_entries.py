"""Entries of the registration desk that were made after their limit (1.2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaohe.sim.records import PAPERS, SCHEMA
from kaohe.standards.evidence.entries import STAGES, Stage
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.evidence.on_duty import of_acting
from kaohe.standards.ledger.cites import DUTY, LATE, PRICE, Cite, Part
from kaohe.standards.ledger.clock import Clock, Excuse
from kaohe.standards.ledger.deadlines import NEVER
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, wide

ENTRY, PAPER = PAPERS.thing("entry").key, PAPERS.thing("paper").key
POST, ISSUANCE = "registration_clerk", "issuance.limit_working_days"
OPENING_STAGE = STAGES[1]


@dataclass(frozen=True)
class _Errand:
    """A source that was signed for (row of the log), the entry from it (row, NONE: none) and its limit."""

    stage: Stage
    application: int
    signed: int
    entry: int
    limit_on: int


def clause_1_2(ledger: Ledger) -> list[Broken]:
    """Registrations that were not entered on the day on which the clerk signed for the survey sheet, openings not
    within their working days after he signed for the order.

    Days on which a request for papers is open do not count. A paper or a row of the archive that says that it was
    entered, without the entry itself, contradicts the papers and names nobody.
    """
    clock = Clock(ledger)
    errands = (errand for stage in STAGES for errand in _errands(ledger, clock, stage))
    return [_late(ledger, errand) for errand in errands]


def _errands(ledger: Ledger, clock: Clock, stage: Stage) -> list[_Errand]:
    log, entries, found = ledger["paper_log"], ledger[stage.table], list[_Errand]()
    first: dict[int, int] = {}
    for row in np.argsort(entries["recorded_at"], kind="stable")[::-1].tolist():
        first[int(entries["application"][row])] = row
    signed = log.where(log.among("action", "signed") & log.among("kind", stage.source))
    days, of = log.days()[signed], PAPER.part("application", wide(log["paper"])[signed])
    number = ledger.limits.whole(_limit(stage), days)
    rough = ledger.calendar.working_after(days, number)
    entered_on = np.array([entries.day(first[each]) if each in first else NEVER for each in of.tolist()], np.int64)
    for at in np.flatnonzero((entered_on > rough) & (rough < ledger.as_of)).tolist():
        row, application = int(signed[at]), int(of[at])
        limit_on = clock.limit(int(days[at]), int(number[at]), _excuses(ledger, application))
        late = int(entered_on[at]) > limit_on and ledger.calendar.next_working(limit_on) <= ledger.as_of
        entry = first.get(application, NONE)
        if late and not (entry == NONE and _says_otherwise(ledger, stage, application)):
            found.append(_Errand(stage, application, row, entry, limit_on))
    return found


def _limit(stage: Stage) -> str:
    return f"{stage.table}.limit_working_days"


def _excuses(ledger: Ledger, application: int) -> list[Excuse]:
    """Requests for papers of an application, from the day on which each was opened to that on which it was closed."""
    notices = ledger["document_notice"]
    mine = notices.where(notices["application"] == application).tolist()
    closed = {notices.text("kind", row): notices.day(row) for row in mine if notices.text("action", row) == "close"}
    return [
        Excuse(notices.day(row), closed.get(notices.text("kind", row), NEVER))
        for row in mine
        if notices.text("action", row) == "open"
    ]


def _says_otherwise(ledger: Ledger, stage: Stage, application: int) -> bool:
    """Whether an audit, the slip of an opening or the archive says that it was entered."""
    audits, log, asked = ledger["audit"], ledger["paper_log"], ledger["application"]
    audited = (audits["application"] == application) & audits.among("stage", stage.table)
    slips = (log["application"] == application) & log.among("kind", "opening_slip")
    customers = asked["customer"][asked["id"] == application]
    archive = ledger["customer" if stage.table == "registration" else "meter"]
    return bool(audited.any() or slips.any() or np.isin(archive["customer"], customers).any())


def _late(ledger: Ledger, errand: _Errand) -> Broken:
    signed_on = ledger["paper_log"].day(errand.signed)
    missed_on = ledger.calendar.next_working(errand.limit_on)
    signer = int(ledger["paper_log"]["to_staff"][errand.signed])
    whose = _owner(ledger, signer, signed_on)
    stood_in = of_acting(ledger, whose, POST, signed_on) if whose != signer else []
    parts, priced = _worth(ledger, errand)
    return missed(
        "late",
        staff=ledger.duty.acting(whose, POST, errand.limit_on),
        object_id=int(ENTRY.pack(application=errand.application, stage=errand.stage.table)),
        missed_on=missed_on,
        parts=parts,
        inputs={"bills": min(len(parts), 1)},
        cites=[
            ledger.cite("paper_log", errand.signed, DUTY),
            ledger.cite_rule(_limit(errand.stage), signed_on),
            *ledger.cite_days(signed_on, missed_on),
            *ledger.cites(errand.stage.table, [errand.entry], LATE),
            *priced,
            *dict.fromkeys((*stood_in, *of_acting(ledger, whose, POST, errand.limit_on))),
        ],
    )


def _owner(ledger: Ledger, signer: int, day: int) -> int:
    """Whose post it is: his own if he has it, else that of him for whom he stood in."""
    staff = ledger.office["staff"]
    clerks = set(staff["id"][staff.among("post", POST) | staff.among("second_post", POST)].tolist())
    others = ledger.duty.owners(signer, POST, day) & clerks
    return next(iter(others)) if signer not in clerks and len(others) == 1 else signer


def _worth(ledger: Ledger, errand: _Errand) -> tuple[list[Part], list[Cite]]:
    """Of an opening the share of the first bill up to each reading of his book that passed him by; and the rows."""
    openings = ledger["opening"]
    if errand.stage is not OPENING_STAGE or errand.entry == NONE:
        return [], []
    entered_on, since = openings.day(errand.entry), int(openings["energised_on"][errand.entry])
    batches, bill = _passed_by(ledger, errand, entered_on), _first_bill(ledger, int(openings["customer"][errand.entry]))
    if not batches or bill == NONE:
        return [], []
    bills, parts, cites = ledger["bill"], list[Part](), ledger.cites("bill", [bill], PRICE)
    days = max(int(bills["to_on"][bill]) - int(bills["from_on"][bill]), 1)
    for batch in batches:
        read_on = int(ledger["batch"]["read_on"][batch])
        fen = max(int(bills["amount_fen"][bill]), 0) * max(read_on - since, 0) // days
        number = int(ledger.limits.whole(ISSUANCE, np.array([read_on]))[0])
        issued_by = int(ledger.calendar.working_after(np.array([read_on]), number)[0])
        late = min(entered_on - errand.limit_on, int(bills["issued_on"][bill]) - issued_by)
        parts.append(ledger.part(fen, errand.limit_on, errand.limit_on + max(late, 0)))
        rule = [ledger.cite_rule(ISSUANCE, read_on), *ledger.cite_days(read_on, issued_by)]
        cites = [*cites, *ledger.cites("batch", [batch], PRICE), *rule]
        since = max(since, read_on)
    return parts, cites


def _passed_by(ledger: Ledger, errand: _Errand, entered_on: int) -> list[int]:
    """The batches (rows) of his book that were read after the limit and before he was in the handheld, by day."""
    rows, batches = ledger["registration"], ledger["batch"]
    books = rows["book"][rows["application"] == errand.application]
    read_on = batches["read_on"]
    found = batches.where(np.isin(batches["book"], books) & (read_on > errand.limit_on) & (read_on <= entered_on))
    return [int(row) for row in found[np.argsort(read_on[found], kind="stable")]]


def _first_bill(ledger: Ledger, customer: int) -> int:
    """The first bill (row) of a customer; NONE without one."""
    bills = ledger["bill"]
    mine = bills.where(SCHEMA["bill"].key.part("customer", wide(bills["id"])) == customer)
    return int(mine[np.argmin(bills["to_on"][mine])]) if len(mine) else NONE
