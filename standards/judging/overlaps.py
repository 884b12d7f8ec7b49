"""Overlaps of the rulebook applied to findings: one wrong that several clauses describe is filed, and counted, once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from kaohe.standards.evidence.findings import Finding
from kaohe.standards.ledger.cites import RULE
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.rulebook.clause import Overlap
from kaohe.standards.rulebook.model import Rulebook


def resolved(findings: Sequence[Finding], rulebook: Rulebook, ledger: Ledger) -> list[Finding]:
    """The findings that stand, in their order, with the loss and amount that no other of their overlap has counted."""
    standing = list(findings)
    for overlap in rulebook.overlaps:
        if overlap.kind == "same_act":
            standing = [one for one in standing if _files(one, overlap, rulebook, ledger)]
        elif overlap.kind == "ranking" and overlap.touch is not None:
            standing = ranked(standing, overlap)
    return standing


def _files(finding: Finding, overlap: Overlap, rulebook: Rulebook, ledger: Ledger) -> bool:
    """Whether no other clause of the overlap lists the wrong for the post in which the person answerable acted."""
    clause = rulebook.clause(finding.clause)
    post = ledger.post(finding.staff, clause.posts, finding.occurred_on)
    others = (rulebook.clause(each) for each in overlap.clauses if each != clause.id)
    return clause.id not in overlap.clauses or clause.answers(post) or not any(each.answers(post) for each in others)


def ranked(findings: Sequence[Finding], overlap: Overlap) -> list[Finding]:
    """The findings after a ranking: where two touch, that of the clause which the overlap names first stands."""
    standing: dict[int, Finding] = dict(enumerate(findings))
    touched: dict[Hashable, set[int]] = {}
    for clause in overlap.clauses:
        own: dict[Hashable, set[int]] = {}
        for at in [at for at, finding in enumerate(findings) if finding.clause == clause]:
            marks = list(_marks(findings[at], overlap))
            former = {other for mark in marks for other in touched.get(mark, ())}
            if former and overlap.yields == "finding":
                del standing[at]
                continue
            standing[at] = _counted_once(findings[at], [findings[other] for other in sorted(former)])
            for mark in marks:
                own.setdefault(mark, set()).add(at)
        for mark, places in own.items():
            touched.setdefault(mark, set()).update(places)
    return list(standing.values())


def _counted_once(finding: Finding, former: Sequence[Finding]) -> Finding:
    """The finding with the loss that those before it in its overlap have not counted, and how much of it they have."""
    counted_fen = sum(other.amount_fen or 0 for other in former)
    return replace(
        finding,
        loss_fen=max(finding.loss_fen - sum(other.loss_fen for other in former), 0),
        again_fen=min(finding.amount_fen or 0, counted_fen),
    )


def _marks(finding: Finding, overlap: Overlap) -> Iterator[Hashable]:
    """What a finding has that another may share."""
    if overlap.touch == "object":
        yield finding.object_type, finding.object_id
    elif overlap.touch == "day":
        yield finding.occurred_on
    else:
        cites = (cite for cite in finding.cites if cite.role != RULE)
        yield from ((cite.table, cite.row_key) for cite in cites if not overlap.tables or cite.table in overlap.tables)
