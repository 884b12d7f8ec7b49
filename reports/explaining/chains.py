"""The chain of one incident: finding, record rows, amount, tier, intent, history, sanctions, duties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kaohe.reports.amounts.delays import due_day
from kaohe.reports.amounts.formulas import Ground, Working, working
from kaohe.reports.amounts.shares import shares
from kaohe.reports.explaining.contradictions import Contradiction, touching
from kaohe.reports.judged.cases import Cite, Duty, Finding, Incident, Reason, Sanction
from kaohe.reports.judged.dossier import Dossier
from kaohe.reports.judged.inputs import Judged
from kaohe.reports.judged.patterns import Pattern, patterns
from kaohe.reports.judged.statute import Clause, Sentence, Statute, ordered
from kaohe.reports.papers.piles import Pile, piled
from kaohe.reports.papers.slips import Desk, Slip
from kaohe.reports.words.keys import key_text
from kaohe.reports.words.wording import code_text, day, number, say, typed, yuan
from kaohe.sim.records import PAPERS
from kaohe.sim.texts import Verbatim

if TYPE_CHECKING:
    from kaohe.reports.bills.cases import CaseBill
    from kaohe.reports.bills.papers import BillDesk

HISTORY_SHOWN = 12


@dataclass(frozen=True)
class Proof:
    """A finding with its line in words, its working, and the papers that it rests on."""

    finding: Finding
    line: str
    working: Working
    papers: tuple[Slip | Pile, ...]


@dataclass(frozen=True)
class Order:
    """A sanction or duty in words, with the sentence that it comes from."""

    text: str
    sentence: Sentence


@dataclass(frozen=True)
class Step:
    """A reason: the rule and a sentence with its values in place."""

    rule: str
    text: str


@dataclass(frozen=True)
class Chain:
    """All that a reader needs to redo an incident by hand, in words."""

    incident: Incident
    clause: Clause
    who: str
    proofs: tuple[Proof, ...]
    amount: str
    working: Working
    tier: str
    distance: tuple[str, ...]
    intent: str
    history: tuple[str, ...]
    pattern: tuple[str, ...]
    sanctions: tuple[Order, ...]
    duties: tuple[Order, ...]
    reasons: tuple[Step, ...]
    contradictions: tuple[Contradiction, ...] = ()


def chain(judged: Judged, desk: Desk, statute: Statute, incident: Incident) -> Chain:
    """The chain of one incident in the current language."""
    return Chains(judged, desk, statute, [incident]).of(incident)


class Chains:
    """The chains of these incidents, told one by one from what is looked up for all of them at once."""

    def __init__(self, judged: Judged, desk: Desk, statute: Statute, incidents: Sequence[Incident]) -> None:
        self._judged, self._desk, self._statute = judged, desk, statute
        self._dossier = Dossier(judged)
        desk.hold(self._dossier.cited_by(incidents))
        self._people = self._dossier.of_people(incidents)
        own = [case for cases in self._people.values() for case in cases]
        self._patterns = patterns(own, statute.pattern_rule())

    def of(self, incident: Incident) -> Chain:
        """The chain of one of them in the current language."""
        key, statute, desk = incident.incident_id, self._statute, self._desk
        proofs = tuple(self._proof(finding) for finding in self._dossier.findings_of(key))
        orders = (_sanction(desk, statute, incident, order) for order in self._dossier.sanctions_of(key))
        return Chain(
            incident=incident,
            clause=statute.clause(incident.clause),
            who=say("chain-who", person=desk.person(incident.staff), post=statute.post(incident.post)),
            proofs=proofs,
            amount=_amount(incident),
            working=_working(incident, proofs),
            tier=say("tier-line", tier=statute.tier(incident.tier)),
            distance=distance(statute, incident),
            intent=say("intent-line", intent=code_text("intent", incident.intent)),
            history=tuple(_earlier(statute, case) for case in self._before(incident)),
            pattern=pattern_lines(statute, self._patterns.get(key)),
            sanctions=_quoted_once(orders),
            duties=_quoted_once(_duty(statute, duty) for duty in self._dossier.duties_of(key)),
            reasons=tuple(_step(statute, reason) for reason in self._dossier.reasons_of(key)),
            contradictions=tuple(touching(self._judged, statute, self._cited(proofs))),
        )

    def _before(self, incident: Incident) -> list[Incident]:
        """The same person's incidents before this one, the latest first."""
        at = incident.occurred_on, incident.incident_id
        own = self._people.get(incident.staff, []) if incident.staff is not None else []
        return [case for case in reversed(own) if (case.occurred_on, case.incident_id) < at][:HISTORY_SHOWN]

    def _cited(self, proofs: Iterable[Proof]) -> frozenset[tuple[str, int]]:
        if self._judged.disagreements.is_empty():
            return frozenset()
        cites = (cite for proof in proofs for cite in self._dossier.cites_of(proof.finding.finding_id))
        return frozenset((cite.table, cite.row_key) for cite in cites)

    def _proof(self, finding: Finding) -> Proof:
        desk, line = self._desk, _finding(self._desk, self._statute, finding)
        cites = self._dossier.cites_of(finding.finding_id)
        work = working(finding.formula, finding.inputs, self._ground(finding, cites))
        return Proof(finding, say("gap").join((line, *_customer(desk, finding))), work, piled(desk.slips(cites)))

    def _ground(self, finding: Finding, cites: Sequence[Cite]) -> Ground:
        """What the papers add to the inputs of a finding."""
        desk = self._desk
        handed = [row.get("total_fen") for row in desk.rows("hand_in", cites).values()]
        handed_fen = handed[0] if len(handed) == 1 and isinstance(handed[0], int) else None
        due, parts = due_day(finding, cites, desk), shares(finding, cites, desk)
        return Ground(due, handed_fen, parts, self._bills(finding, cites))

    def _bills(self, finding: Finding, cites: Sequence[Cite]) -> tuple[CaseBill, ...]:
        if not finding.of_bills:
            return ()
        from kaohe.reports.bills.cases import bills_of  # tariffs and the judge's ledger with it

        return bills_of(finding, cites, self._bill_desk)

    @cached_property
    def _bill_desk(self) -> BillDesk:
        from kaohe.reports.bills.papers import BillDesk

        return BillDesk(self._desk.records, self._desk.customers())


def _finding(desk: Desk, statute: Statute, finding: Finding) -> str:
    return say(
        "finding-line",
        id=str(finding.finding_id),
        object=statute.object_name(finding.object_type),
        key=key_text(finding.object_type, finding.object_id),
        occurred=day(finding.occurred_on),
        discovered=day(finding.discovered_on),
        by=say("by-nobody") if finding.discovered_by is None else desk.person(finding.discovered_by),
    )


def _customer(desk: Desk, finding: Finding) -> tuple[str, ...]:
    """Whom it is about, where it is about a customer."""
    known = finding.object_type in PAPERS.objects or finding.object_type in PAPERS.tables
    number = PAPERS.within(finding.object_type, "customer", finding.object_id) if known else None
    if number is None or (name := desk.customer(number)) is None:
        return ()
    return (say("finding-customer", name=Verbatim(name), number=number),)


def pattern_lines(statute: Statute, pattern: Pattern | None) -> tuple[str, ...]:
    """A pattern in words, of the incident that belongs to it; none otherwise."""
    if pattern is None:
        return ()
    span = span_name(pattern)
    numbers = say("comma").join(str(each) for each in pattern.incidents[:HISTORY_SHOWN])
    words = {"span": span, "clause": statute.clause_name(pattern.clause), "amount": yuan(pattern.amount_fen)}
    return (say("pattern-line", n=number(len(pattern.incidents)), numbers=numbers, **words),)


def span_name(pattern: Pattern) -> str:
    """The span of a pattern: a quarter of a year by its number, otherwise its first day."""
    year, place = pattern.span
    key = {1: "month", 3: "quarter", 6: "half", 12: "year"}[pattern.months]
    return say(f"span-{key}", year=str(year), n=place + 1)


def _working(incident: Incident, proofs: Sequence[Proof]) -> Working:
    """That of the finding from which the incident has its formula."""
    own = incident.formula, incident.inputs
    works = (proof.working for proof in proofs if (proof.finding.formula, proof.finding.inputs) == own)
    return next(works, None) or working(*own)


def _amount(incident: Incident) -> str:
    line = say(
        "amount-line",
        basis=code_text("basis", incident.basis),
        amount=yuan(incident.amount_fen),
        caused=yuan(incident.caused_fen),
        loss=yuan(incident.loss_fen),
        energy=typed("energy_kwh", incident.energy_kwh),
    )
    if incident.estimate_fen is None:
        return line
    return say("gap").join((line, say("amount-estimate", estimate=yuan(incident.estimate_fen))))


def distance(statute: Statute, incident: Incident) -> tuple[str, ...]:
    """How far the amount lies above its tier and below the next; empty without a policy's bands."""
    bands = statute.bands()
    if incident.amount_fen is None:
        return (say("tier-unpriced"),)
    amount_fen = statute.measured_fen(incident)
    places = [place for place, band in enumerate(bands) if band.tier == incident.tier]
    if not places:
        return ()
    band, above = bands[places[0]], bands[places[0] + 1 : places[0] + 2]
    if amount_fen < band.low_fen:
        return ()  # the tier rests on something other than the money
    over = say("tier-over", bound=yuan(band.low_fen), gap=yuan(amount_fen - band.low_fen))
    if not above:
        return over, say("tier-top")
    return over, _below(statute, amount_fen, above[0].tier, above[0].low_fen)


def _below(statute: Statute, amount_fen: int, tier: str, bound_fen: int) -> str:
    return say("tier-next", tier=statute.tier(tier), bound=yuan(bound_fen), gap=yuan(bound_fen - amount_fen))


def _earlier(statute: Statute, case: Incident) -> str:
    return say(
        "history-line",
        id=str(case.incident_id),
        clause=statute.clause_name(case.clause),
        occurred=day(case.occurred_on),
        tier=statute.tier(case.tier),
    )


def _sanction(desk: Desk, statute: Statute, incident: Incident, order: Sanction) -> Order:
    text = ordered(statute, order)
    if order.staff != incident.staff:
        text = say("sanction-other", person=desk.person(order.staff), what=text)
    return Order(text, statute.sentence(order.rule))


def _duty(statute: Statute, duty: Duty) -> Order:
    text = statute.duty(duty.kind)
    if duty.due_on is not None:
        text = say("duty-due", what=text, due=day(duty.due_on))
    return Order(text, statute.sentence(duty.rule))


def _quoted_once(orders: Iterable[Order]) -> tuple[Order, ...]:
    """The orders; of those that follow from one rule, only the first quotes its sentence."""
    quoted: list[Order] = []
    for order in orders:
        if any(order.sentence.rule == earlier.sentence.rule for earlier in quoted):
            order = replace(order, sentence=replace(order.sentence, text=""))
        quoted.append(order)
    return tuple(quoted)


def _step(statute: Statute, reason: Reason) -> Step:
    return Step(code_text("rule", reason.rule), statute.reason(reason.key, reason.args))
