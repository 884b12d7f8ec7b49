"""The judge: records in, assessment out. It reads records only, never the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from kaohe.sim.records import Records
from kaohe.standards.evidence.disagreements import Disagreement
from kaohe.standards.evidence.findings import Finding, someone
from kaohe.standards.evidence.repeated.disputes import undisputed
from kaohe.standards.evidence.repeated.told import repeated_otherwise
from kaohe.standards.judging.assessment import CITES, DISAGREEMENTS, FINDINGS, INCIDENTS, Assessment, Schema
from kaohe.standards.judging.overlaps import resolved
from kaohe.standards.judging.parts import EVERYBODY, shown_by
from kaohe.standards.judging.valuation import Priced, as_json, priced
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import to_date
from kaohe.standards.ledger.shards import SHARD_CUSTOMERS
from kaohe.standards.policies.policy import Policy
from kaohe.standards.rulebook.model import Rulebook
from kaohe.standards.sanctions import assess

Row = dict[str, object]


@dataclass(frozen=True)
class Found:
    """What the evidence shows at the end of a day, before any policy: findings in the order of discovery.

    disagreements: kind and rows of what contradicts itself, in the order of writing.
    """

    ledger: Ledger
    findings: tuple[Finding, ...]
    disagreements: tuple[tuple[str, Disagreement], ...] = ()


def judge(
    records: Records,
    policy: Policy,
    rulebook: Rulebook,
    as_of: date | None = None,
    work: Path | None = None,
    *,
    edited: bool = False,
) -> Assessment:
    """Judge an office's records as they stood at the end of `as_of`, by default their last day.

    work: an empty folder in which the records of a large office are dealt out; by default one of the system's.
    edited: they need not be as an office wrote them (not sealed). What papers repeat from each other is tried first,
    and nobody is charged with what rests on a row of which another paper says otherwise.

    Raises:
        ValueError: there are no records.
        LookupError: the records lack what a clause needs: a limit in the rule table, a book, a meter or a customer.
        OSError: a large office's records could not be dealt out.
    """
    return apply(find(records, rulebook, as_of, work=work, edited=edited), policy, rulebook)


def find(
    records: Records,
    rulebook: Rulebook,
    as_of: date | None = None,
    *,
    work: Path | None = None,
    customers: int = SHARD_CUSTOMERS,
    edited: bool = False,
) -> Found:
    """All that the evidence shows; one finding serves any number of policies (`apply`).

    customers: how many at most are judged together, by halls; an office of not many more is judged whole, and so are
    edited records, of which a paper may contradict that of another hall.
    """
    shown = shown_by(records, rulebook, as_of, work, EVERYBODY if edited else customers, edited=edited)
    findings = resolved(sorted(shown.findings, key=_by_object), rulebook, shown.ledger)
    told = list(shown.disagreements)
    if edited:
        findings, told = undisputed(findings, [*told, *repeated_otherwise(shown.ledger)], shown.ledger)
    return Found(shown.ledger, tuple(sorted(findings, key=_order)), tuple(sorted(told, key=_by_writing)))


def apply(found: Found, policy: Policy, rulebook: Rulebook) -> Assessment:
    """What findings are worth under a policy, and what follows from them."""
    prices = [priced(finding, policy.delay) for finding in found.findings]
    numbers = _incident_numbers(found.findings)
    findings = [_finding_row(found, rulebook, at, prices[at], number) for at, number in enumerate(numbers)]
    incidents = _incidents(found, rulebook, findings, prices)
    assessed = assess(_frame(incidents, INCIDENTS), policy)
    return Assessment(
        _frame(findings, FINDINGS),
        _ordered(assessed.incidents),
        _frame(_cites(found.findings), CITES),
        assessed.sanctions,
        assessed.duties,
        lambda: assessed.reasons,
        _frame(_disagreements(found), DISAGREEMENTS),
    )


def _by_object(finding: Finding) -> tuple[tuple[int, ...], int, int, int]:
    """Whatever shard they come from."""
    return _section(finding), finding.object_id, finding.staff, finding.discovered_on


def _order(finding: Finding) -> tuple[int, tuple[int, ...], int, int]:
    return finding.discovered_on, _section(finding), finding.object_id, finding.staff


def _section(finding: Finding) -> tuple[int, ...]:
    return tuple(int(part) for part in finding.clause.split("."))


def _by_writing(told: tuple[str, Disagreement]) -> tuple[int, str, int, list[tuple[str, int]]]:
    kind, one = told
    return one.written_on, kind, one.cites[0].row_key, [(cite.table, cite.row_key) for cite in one.cites]


def _incident_numbers(findings: Sequence[Finding]) -> list[int | None]:
    """One incident per act: clause, person and object. None for work slips."""
    numbers: dict[tuple[str, int, str, int], int] = {}
    found: list[int | None] = []
    for finding in findings:
        act = (finding.clause, finding.staff, finding.object_type, finding.object_id)
        found.append(numbers.setdefault(act, len(numbers) + 1) if finding.consequence else None)
    return found


def _finding_row(found: Found, rulebook: Rulebook, at: int, price: Priced, incident: int | None) -> Row:
    finding = found.findings[at]
    return {
        "finding_id": at + 1,
        "clause": finding.clause,
        "staff": someone(finding.staff),
        "post": found.ledger.post(finding.staff, rulebook.clause(finding.clause).posts, finding.occurred_on),
        "table": finding.cites[0].table,
        "row_key": finding.cites[0].row_key,
        "object_type": finding.object_type,
        "object_id": finding.object_id,
        "occurred_on": to_date(finding.occurred_on),
        "discovered_on": to_date(finding.discovered_on),
        "discovered_by": someone(finding.discovered_by),
        "basis": price.basis,
        "amount_fen": price.amount_fen,
        "estimate_fen": finding.estimate_fen,
        "caused_fen": price.caused_fen,
        "loss_fen": finding.loss_fen,
        "energy_kwh": price.energy_kwh,
        "consequence": finding.consequence,
        "formula": price.formula,
        "inputs": price.inputs,
        "incident_id": incident,
    }


_SHARED = (
    "incident_id",
    "clause",
    "staff",
    "post",
    "object_type",
    "object_id",
    "occurred_on",
    "discovered_on",
    "discovered_by",
    "basis",
    "formula",
    "inputs",
)


def _incidents(found: Found, rulebook: Rulebook, rows: Sequence[Row], prices: Sequence[Priced]) -> list[Row]:
    intents = _enquiries(found.ledger)
    by_number: dict[object, list[int]] = {}
    for at, row in enumerate(rows):
        if row["incident_id"] is not None:
            by_number.setdefault(row["incident_id"], []).append(at)
    return [
        _incident([found.findings[at] for at in members], members, rows, prices, rulebook, intents)
        for members in by_number.values()
    ]


def _incident(
    findings: Sequence[Finding],
    members: list[int],
    rows: Sequence[Row],
    prices: Sequence[Priced],
    rulebook: Rulebook,
    intents: dict[Act, bool],
) -> Row:
    """Amounts of an act's findings together; the earliest names the rest."""
    first = rows[members[0]]
    amounts = [rows[at]["amount_fen"] for at in members]
    known = [amount for amount in amounts if isinstance(amount, int)]
    return {
        **{name: first[name] for name in _SHARED},
        "amount_fen": sum(known) if len(known) == len(amounts) else None,
        "again_fen": sum(finding.again_fen for finding in findings),
        "estimate_fen": _estimate(findings, known),
        "caused_fen": sum(prices[at].caused_fen for at in members),
        "loss_fen": sum(finding.loss_fen for finding in findings),
        "energy_kwh": sum(prices[at].energy_kwh for at in members),
        "over_billed": any(prices[at].over_billed for at in members),
        "act_role": findings[0].role,
        "findings": [at + 1 for at in members],
        "intent": _intent(findings[0], rulebook, intents),
    }


def _estimate(findings: Sequence[Finding], amounts: Sequence[int]) -> int | None:
    """The likely amount of an act; None where every finding's amount is exact, or one has none."""
    if len(amounts) < len(findings) or all(finding.estimate_fen is None for finding in findings):
        return None
    pairs = zip(findings, amounts, strict=True)
    return sum(amount if finding.estimate_fen is None else finding.estimate_fen for finding, amount in pairs)


Act = tuple[str, int, str, int]


def _enquiries(ledger: Ledger) -> dict[Act, bool]:
    """What the last enquiry into an act established."""
    rows = ledger["enquiry"]
    said: dict[Act, bool] = {}
    for row in rows.where(rows.given("person")).tolist():
        act = (
            str(rows.text("clause", row)),
            int(rows["person"][row]),
            str(rows.text("object_type", row)),
            int(rows["object_id"][row]),
        )
        said[act] = bool(rows["intentional"][row])
    return said


def _intent(finding: Finding, rulebook: Rulebook, said: dict[Act, bool]) -> str:
    """An enquiry decides; without one the clause may presume it."""
    found = said.get((finding.clause, finding.staff, finding.object_type, finding.object_id))
    if found is not None:
        return "established" if found else "none"
    return rulebook.clause(finding.clause).intent_before_enquiry


def _cites(findings: Sequence[Finding]) -> list[Row]:
    return [
        {"finding_id": number, "table": cite.table, "row_key": cite.row_key, "role": cite.role}
        for number, finding in enumerate(findings, 1)
        for cite in finding.cites
    ]


def _disagreements(found: Found) -> list[Row]:
    return [
        {
            "disagreement_id": number,
            "kind": kind,
            "clauses": list(told.clauses),
            "written_on": to_date(told.written_on),
            "tables": [cite.table for cite in told.cites],
            "row_keys": [cite.row_key for cite in told.cites],
            "inputs": as_json(told.inputs),
        }
        for number, (kind, told) in enumerate(found.disagreements, 1)
    ]


def _frame(rows: Sequence[Row], schema: Schema) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row") if rows else pl.DataFrame(schema=schema)


def _ordered(incidents: pl.DataFrame) -> pl.DataFrame:
    """`tier` beside the amounts, as interfaces list it."""
    names = [name for name in incidents.columns if name != "tier"]
    at = names.index("intent")
    return incidents.select([*names[:at], "tier", *names[at:]])
