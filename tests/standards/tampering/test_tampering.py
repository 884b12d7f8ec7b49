"""One edit a limb: the judge finds the breach, or says that records disagree; never is an innocent named."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from kaohe.reports.words.wording import TEXTS, key_part
from kaohe.sim.run import Run
from kaohe.sim.texts import use_language
from kaohe.standards.evidence import disagreeing
from kaohe.standards.judging.judge import Found, find
from tests.sim.office import Small, clean, erring, ordered, ordered_of, rulebook
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


def _office(clause: str | None) -> Run:
    """By the book, or with three acts of a clause."""
    return clean(OFFICE) if clause is None else ordered_of(OFFICE, clause)


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


# Edits of which no other paper says otherwise: they are found in edited records too.
ALONE = {
    "1.1-papers_only-a_card_had_expired",
    "1.1-papers_only-the_premises_are_another_s",
    "2.1-unread-nobody_read_the_book",
    "2.7-unserved-the_notice_is_missing",
    "3.1-skipped-a_bill_is_missing",
    "3.1-skipped-a_final_bill_is_missing",
    "3.2-early-the_book_was_loaded_two_weeks_before",
    "3.5-credit-a_clerk_approves_his_own_note",
    "3.5-credit-a_clerk_s_note_loses_its_case",
    "3.5-credit-its_case_is_of_one_fen",
    "4.1-difference-the_closing_counts_a_receipt_more",
    "4.1-difference-the_closing_has_another_total",
    "4.1-late-the_closing_is_missing",
    "4.1-late-the_windows_seal_has_another_reason",
    "4.4-no_case-a_reader_signed_for_the_report",
    "4.4-no_case-nobody_signed_for_the_report",
    "4.3-difference-an_order_and_its_answer_are_for_more",
    "4.3-late-an_order_and_its_answer_are_missing",
    "4.3-returned-nobody_was_told_of_a_return",
    "4.5-late-the_receivable_was_reopened_later",
    "4.6-credit-a_collector_s_note_loses_its_approver",
    "4.6-credit-a_reader_approves_it",
    "4.6-credit-its_case_is_the_maker_s_own",
    "4.6-credit-its_case_was_written_the_day_after",
    "5.2-money-a_cheque_missing_in_number_alone",
    "5.2-money-less_cash_is_counted",
    "5.4-short-the_statement_has_it_days_later",
    "5.4-short-the_statement_has_less",
    "5.4-short-the_statement_has_no_line",
    "5.3-difference-the_check_is_missing",
    "5.3-difference-the_check_was_written_the_day_after",
    "6.3-accounted-nobody_signed_for_a_book",
    "6.3-accounted-the_cashier_signed_for_a_book",
    "6.3-missing-leaves_of_an_unsigned_book_were_missed",
    "6.2-difference-nobody_reconciled_the_books",
    "6.2-difference-something_is_in_transit_of_which_there_is_no_slip",
    "6.2-difference-the_other_side_is_not_the_vouchers",
    "6.2-difference-the_sheet_was_written_after_its_limit",
    "6.8-loss-a_leaf_of_a_missing_book_was_shown",
    "6.8-twice-two_counts_missed_a_book",
    "6.9-agrees-the_accountant_sealed_alone",
    "6.9-agrees-the_check_has_another_sum",
    "6.9-agrees-the_check_of_stubs_is_missing",
    "6.9-agrees-the_seal_is_a_week_later",
    "6.9-missing-stubs_that_lay_about_were_missed",
    "6.4-difference-the_sheet_is_missing",
    "6.5-late-it_was_issued_for_another",
    "6.5-late-nothing_was_issued_for_it",
    "6.5-late-the_note_is_missing",
    "6.7-late-nothing_went_up",
    "6.7-shortfall-less_went_up",
    "6.6-difference-a_day_s_check_is_missing",
    "6.6-difference-a_day_without_bills_has_its_voucher",
    "1.7-late-the_clerks_seal_has_another_reason",
    "9.5-late-nobody_went_there",
}


@pytest.mark.parametrize("limb", [limb for limb in LIMBS if limb.finds], ids=lambda limb: limb.name)
def test_in_edited_records_an_edit_is_found_unless_another_paper_contradicts_it(limb: Limb) -> None:
    base = limb.clause if limb.breached else None
    papers = Papers(_office(base).records)
    limb.edit(papers)
    after = find(papers.records(), rulebook(), edited=True)
    found = _acts(after) - _acts(_untouched(base))
    assert set(_clauses(found)) <= set(limb.finds)
    assert bool(found) == (limb.name in ALONE)
    assert found or after.disagreements


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
