"""A candidate's page: his marks with their reasons, what he missed, what to train next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaohe.reports.marks.explained import Block, explained
from kaohe.reports.marks.wording import hundredths
from kaohe.reports.results.advice import advice
from kaohe.reports.results.incident_forms import due_lines
from kaohe.reports.results.inputs import WEAK, Results, share_text
from kaohe.reports.results.pages import Card, page_of
from kaohe.reports.words.wording import say
from kaohe.sim.texts import Verbatim

PARTS = ("marks", "missed", "explained", "train")


def candidate_page(results: Results, candidate: str) -> str:
    """The page as HTML in the current language; it says nothing of other candidates but the mean of the class."""
    one, key = results.marked[candidate], results.key(candidate)
    office = results.office(one.form)
    records = None if office.desk is None else office.desk.records
    rules = results.policy, results.rulebook, results.amendments
    head, *blocks = explained(one.mark, key, *rules, office.numbers, records)
    each, others = blocks[: len(one.mark.incidents)], blocks[len(one.mark.incidents) :]
    missed = [mark.line is None for mark in one.mark.incidents]
    own = results.figures.own_mastery[candidate]
    return page_of(
        "candidate.html",
        title=say("results-title-candidate", candidate=Verbatim(results.name(candidate) or candidate)),
        facts=list(facts(results, candidate)),
        parts=PARTS,
        cards=list(_cards(results, candidate)),
        stages=head.lines,
        notes=list(_notes(results, candidate)),
        missed=list(_missed(results, candidate, each)),
        found=[block for block, gone in zip(each, missed, strict=True) if not gone],
        others=_others(others),
        advice=[(row.post, row.clause, share_text(row.share), row.what) for row in advice(results, candidate)],
        mastery=[_mastered(results, candidate, cell) for cell in own],
        weak=[at for at, share in enumerate(own.values()) if share < WEAK],
    )


def facts(results: Results, candidate: str | None = None) -> Iterator[tuple[str, str]]:
    """What stands at the head of a page."""
    yield say("results-fact-exam"), results.exam
    yield say("fact-policy"), results.policy.name.text()
    yield say("results-fact-marking"), f"{results.marking:04d}"
    if candidate is not None:
        yield say("results-head-candidate"), Verbatim(candidate)
        yield say("results-head-form"), str(results.marked[candidate].form)


def _cards(results: Results, candidate: str) -> Iterator[Card]:
    mark = results.marked[candidate].mark
    near = say("results-near-one") if candidate in results.figures.near else ""
    yield Card(say("results-head-total"), f"{mark.total:.2f}", say("results-pass-mark", least=str(mark.pass_mark)))
    yield Card(say("results-head-passed"), results.outcome(candidate), near)
    found = sum(one.line is not None for one in mark.incidents)
    yield Card(say("results-found"), f"{found}", say("results-of-incidents", n=len(mark.incidents)))


def _notes(results: Results, candidate: str) -> Iterator[str]:
    one = results.marked[candidate]
    if not one.handed_in:
        yield say("results-absent")
    for fault in one.faults:
        yield say("results-unread", message=Verbatim(str(fault.as_dict()["message"])))
    if one.mark.capped:
        yield say("mark-capped", sum=hundredths(one.mark.uncapped), cap=str(one.mark.cap))


def _missed(results: Results, candidate: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """What was not found, as the mark tells it, with who answers for it and what is due."""
    one = results.marked[candidate]
    for mark, block in zip(one.mark.incidents, blocks, strict=True):
        if mark.line is None:
            due = due_lines(results, one.form, results.key(candidate).incident(mark.incident))
            yield Block(block.heading, (*block.lines, *due))


def _others(blocks: list[Block]) -> list[Block]:
    return [block for block in blocks if block.lines]


def _mastered(results: Results, candidate: str, cell: tuple[str, str]) -> tuple[str, str, str, str]:
    post, clause = cell
    own, whole = results.figures.own_mastery[candidate][cell], results.figures.mastery[cell]
    statute = results.statute
    return statute.post(post), statute.clause_name(clause), share_text(own), share_text(whole)
