"""One edit a limb: the judge finds the breach, or says that records disagree; never is an innocent named."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from kaohe.reports.words.wording import TEXTS, key_part
from kaohe.sim.deciding.injection import plan_orders
from kaohe.sim.run import Run
from kaohe.sim.texts import use_language
from kaohe.standards.evidence import disagreeing
from kaohe.standards.judging.judge import Found, find
from tests.sim.office import Small, clean, erring, ordered, rulebook, rules
from tests.standards.tampering.papers import Limb, Papers

OFFICE = Small(400, 4, 7)
_HERE = Path(__file__).parent
_TOOLS = ("papers", "sweep", "forged")
_FILES = sorted(path.stem for path in _HERE.glob("*.py") if path.stem not in _TOOLS and path.stem[:5] != "test_")
LIMBS: tuple[Limb, ...] = tuple(
    limb for name in _FILES for limb in import_module(f"tests.standards.tampering.{name}").LIMBS
)
# Clauses whose limbs have no row yet.
OPEN: set[str] = set()


Act = tuple[str, int, int]


@cache
def _office(clause: str | None) -> Run:
    """By the book, or with three acts of a clause."""
    if clause is None:
        return clean(OFFICE)
    orders = plan_orders(OFFICE.spec(), OFFICE.seed, rules(), {clause: 3}).orders
    return OFFICE.office(orders).run()


@cache
def _untouched(clause: str | None) -> Found:
    return find(_office(clause).records, rulebook())


def _acts(found: Found) -> frozenset[Act]:
    return frozenset((finding.clause, finding.object_id, finding.staff) for finding in found.findings)


def _clauses(acts: frozenset[Act]) -> list[str]:
    return sorted(clause for clause, *_ in acts)


def test_an_office_by_the_book_has_neither_findings_nor_disagreements() -> None:
    assert not _untouched(None).findings
    assert not _untouched(None).disagreements


@pytest.mark.parametrize("limb", LIMBS, ids=lambda limb: limb.name)
def test_an_edit_is_found_or_the_records_disagree(limb: Limb) -> None:
    base = limb.clause if limb.breached else None
    papers = Papers(_office(base).records)
    limb.edit(papers)
    after, before = find(papers.records(), rulebook()), _untouched(base)
    told = [kind for kind, _ in after.disagreements]
    found, lost = _acts(after) - _acts(before), _acts(before) - _acts(after)
    assert (_clauses(found), _clauses(lost), sorted(told)) == (
        sorted(limb.finds),
        sorted(limb.loses),
        sorted(limb.disagrees),
    )


def test_every_limb_of_every_clause_that_stands_has_its_row() -> None:
    shown = {(limb.clause, limb.limb) for limb in LIMBS}
    limbs = {
        (clause.id, limb.id)
        for clause in rulebook().clauses.values()
        for limb in clause.limbs
        if limb.formula is not None
    }
    assert shown <= limbs
    assert {clause for clause, _ in limbs - shown} == OPEN


@pytest.mark.parametrize("office", [Small(300, 3, 2), Small(300, 3, 3, intensity=300)], ids=str)
def test_records_that_people_wrote_by_the_book_or_wrongly_agree(office: Small) -> None:
    """A breach leaves papers that agree with each other; only who edits them makes them disagree."""
    for run in (clean(office), erring(office, 60_000), ordered(office, 1)):
        assert not find(run.records, rulebook()).disagreements


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_every_kind_has_its_words(language: str) -> None:
    with use_language(language):
        for kind in disagreeing():
            assert f"contradiction-{key_part(kind)}" in TEXTS
