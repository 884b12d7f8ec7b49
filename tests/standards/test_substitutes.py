"""The judge in an office in which somebody is away all the time: nobody innocent, everybody who is answerable, and what
it says of slips that contradict each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import polars as pl
import pytest

from kaohe.scenarios.quality import measure
from kaohe.sim.clock.calendar import day_of
from kaohe.sim.deciding.behaviours import Order
from kaohe.sim.deciding.injection import plan_orders
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA, ids
from kaohe.sim.run import Run
from kaohe.standards.judging.judge import Found, find
from kaohe.standards.judging.valuation import priced
from kaohe.standards.policies.policy import Policy
from tests.proving import seeds
from tests.sim.office import judged, rulebook, rules
from tests.standards.substitutes import away, by_the_book, erring, substitutes
from tests.standards.tampering.papers import Papers, Row

HANDBOOK = Policy.load("handbook")
SEEDS = seeds([1, 2, 5], range(1, 21), free=5)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_office_by_the_book_has_no_findings(seed: int) -> None:
    run = by_the_book(seed)
    assessment, as_edited = judged(run), find(run.records, rulebook(), edited=True)
    assert assessment.findings.is_empty()
    assert assessment.disagreements.is_empty()
    assert not as_edited.findings
    assert not as_edited.disagreements


@pytest.mark.parametrize("seed", SEEDS)
def test_every_act_is_found_and_its_person(seed: int) -> None:
    """Acts are matched with findings by clause, person, object and day."""
    run = erring(seed)
    assessment = judged(run)
    measured = measure(run.acts, assessment.findings)
    assert sum(int(str(row["evidenced"])) for row in measured) > 100
    assert [row["clause"] for row in measured if row["precision"] not in (None, 1.0)] == []
    assert [row["clause"] for row in measured if row["recall"] not in (None, 1.0)] == []
    assert assessment.disagreements.is_empty()


@pytest.mark.parametrize("seed", seeds([3], range(1, 9)))
def test_ordered_acts_of_every_clause_are_found_and_their_person(seed: int) -> None:
    spec = substitutes(600)
    orders = plan_orders(spec, seed, rules(), dict.fromkeys(REGISTRY.clauses(), 2)).orders
    run = Office(spec, seed, rules(), orders=orders).run()
    measured = measure(run.acts, judged(run).findings)
    assert {row["clause"] for row in measured if row["injected"]} == set(REGISTRY.clauses())
    assert [row for row in measured if (row["precision"], row["recall"]) != (1.0, 1.0) and row["evidenced"]] == []


def test_what_is_left_undone_is_never_his_who_is_away() -> None:
    limits = {"2.1", "2.7", "4.1", "4.5", "5.4", "6.6", "9.5"}
    stood_in = 0
    for seed in (1, 2, 5):
        run = erring(seed)
        absent = away(run)
        slips = {(row["substitute"], row["post"]) for row in run.records.table("substitution").iter_rows(named=True)}
        due = run.acts.filter(pl.col("clause").is_in(list(limits)) & pl.col("due_on").is_not_null())
        assert not {(row["staff"], row["due_on"]) for row in due.iter_rows(named=True)} & absent
        stood_in += sum((row["staff"], row["post"]) in slips for row in due.iter_rows(named=True))
    assert stood_in > 20


def test_a_book_left_unread_is_late_by_the_days_of_him_whose_it_was() -> None:
    """Left on the last days of somebody who stands in, or the day before somebody else does: four days late each."""
    days = {(0, "2001-02-01"): 3, (4, "2001-02-25"): 3, (4, "2001-03-25"): 2, (2, "2001-02-13"): 2}
    orders = [
        Order("read_book", "read_late", object=book, day=day_of(date.fromisoformat(on)), params={"days": 4})
        for book, on in days
    ]
    run = Office(substitutes(), 14, rules(), orders=orders).run()
    found = [each for each in find(run.records, rulebook()).findings if each.clause == "2.1"]
    acts = {row["object_id"]: row for row in run.acts.filter(clause="2.1").iter_rows(named=True)}
    assert len(found) == len(acts) == len(days)
    for each in found:
        scheduled = ids.EPOCH + timedelta(int(str(each.inputs["scheduled_day"])))
        assert {part.days for part in each.parts} == {days[each.object_id // 1024, str(scheduled)]}
        act = acts[each.object_id]
        assert (each.staff, priced(each, HANDBOOK.delay).amount_fen) == (act["staff"], act["amount_fen"])


def test_who_is_charged_stands_in_a_paper_that_is_cited() -> None:
    """By a column that names staff: the slips, roster or rota that made him answerable, where it is nothing else."""
    stood_in = set[str]()
    for run in (erring(1), erring(2), erring(5), _ordered(12, {"2.7": 9, "4.5": 3, "3.1": 4, "6.6": 3})):
        keys: dict[str, dict[int, Row]] = {}
        for each in find(run.records, rulebook()).findings:
            named = set[object]()
            for cite in each.cites:
                rows = keys.setdefault(cite.table, {})
                if not rows:
                    rows |= {row["id"]: row for row in run.records.table(cite.table).iter_rows(named=True)}
                columns = [column.name for column in SCHEMA[cite.table].columns if column.refers == "staff"]
                named |= {rows[cite.row_key][column] for column in ("staff", *columns)}
            assert each.staff in named, each
            if "substitution" in {cite.table for cite in each.cites}:
                stood_in.add(each.clause)
    assert stood_in >= {"2.1", "2.7", "4.1", "4.5", "5.4", "9.5"}


def _ordered(seed: int, counts: Mapping[str, int]) -> Run:
    """So many acts of some clauses."""
    spec = substitutes(600)
    return Office(spec, seed, rules(), orders=plan_orders(spec, seed, rules(), counts).orders).run()


# ── slips that contradict each other, or the work of the day ────────────────────────────────────────────────────────


def _leave_with_work(papers: Papers) -> Row:
    """A leave of a reader, on one of whose days who stands in has read a book."""
    slips, batches = papers["substitution"], papers["batch"]
    read = slips.filter(pl.col("post") == "meter_reader").join(batches, left_on="substitute", right_on="reader")
    read = read.filter((pl.col("read_on") >= pl.col("from_on")) & (pl.col("read_on") <= pl.col("to_on")))
    books = papers["book"].select("book", pl.col("reader").alias("own"))
    own = read.join(books, on="book").filter(pl.col("own") == pl.col("employee"))
    return papers.row("leave", pl.col("id") == own["leave"][0])


def leave_is_gone(papers: Papers) -> None:
    """And its slip of substitution says that somebody stood in."""
    papers.delete("leave", _leave_with_work(papers))


def leave_and_slips_are_gone(papers: Papers) -> None:
    """Somebody has read the book of a colleague who was there."""
    leave = _leave_with_work(papers)
    papers.delete("leave", leave)
    papers.keep("substitution", pl.col("leave").ne(leave["id"]))


def somebody_at_work_is_on_leave(papers: Papers) -> None:
    """The cashier counted the safe on that day."""
    count = papers.row("safe_count", pl.col("kind") == "own", 3)
    slip = papers.row("leave", pl.lit(True))
    number = int(str(count["staff"])) * 32768 + int(str(count["id"])) // 2
    papers.add("leave", slip, id=number, employee=count["staff"], from_on=count["on"], to_on=count["on"])


def nobody_stands_in(papers: Papers) -> None:
    """The slip of substitution is gone."""
    leave = _leave_with_work(papers)
    papers.keep("substitution", pl.col("leave").ne(leave["id"]))


def who_stands_in_is_away_himself(papers: Papers) -> None:
    """By another name on the slip."""
    one = papers["substitution"].join(papers["leave"], how="cross", suffix="_other")
    meets = (pl.col("from_on") <= pl.col("to_on_other")) & (pl.col("from_on_other") <= pl.col("to_on"))
    both = one.filter(meets & (pl.col("employee") != pl.col("employee_other"))).row(0, named=True)
    papers.change(
        "substitution", papers.row("substitution", pl.col("id") == both["id"]), substitute=both["employee_other"]
    )


EDITS: tuple[Callable[[Papers], None], ...] = (
    leave_is_gone,
    leave_and_slips_are_gone,
    somebody_at_work_is_on_leave,
    nobody_stands_in,
    who_stands_in_is_away_himself,
)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_slips_that_contradict_the_roster_or_the_work_are_named(edit: Callable[[Papers], None]) -> None:
    papers = Papers(by_the_book(2).records)
    edit(papers)
    found = find(papers.records(), rulebook())
    assert not found.findings
    assert {kind for kind, _ in found.disagreements} == {"attendance"}


def _undone() -> tuple[Papers, Found, Row]:
    """Arrears that a reader left undunned, and the list."""
    spec = substitutes()
    orders = plan_orders(spec, 1, rules(), {"2.7": 6}).orders
    run = Office(spec, 1, rules(), orders=orders).run()
    found = find(run.records, rulebook())
    papers = Papers(run.records)
    undone = [each for each in found.findings if each.clause == "2.7"]
    rows = [papers.row("arrears_list", pl.col("id") == each.object_id) for each in undone]
    mine = next((each, row) for each, row in zip(undone, rows, strict=True) if each.staff == row["signed_by"])
    return papers, found, mine[1]


def test_nobody_is_named_while_it_is_in_doubt_who_was_there() -> None:
    """A leave over the limit of the list, without anybody who stands in."""
    papers, before, row = _undone()
    limit = row["limit_on"]
    assert isinstance(limit, date)
    number = int(str(row["signed_by"])) * 32768 + (limit - date(1990, 1, 1)).days
    slip = papers.row("leave", pl.lit(True))
    papers.add("leave", slip, id=number, employee=row["signed_by"], from_on=limit, to_on=limit)
    after = find(papers.records(), rulebook())
    lost = {(each.clause, each.object_id) for each in before.findings} - {
        (each.clause, each.object_id) for each in after.findings
    }
    assert ("2.7", row["id"]) in lost
    assert len(after.findings) < len(before.findings)
    assert after.disagreements  # nobody stands in, and what he did that day
    for kind, each in after.disagreements:
        assert (kind, [cite.row_key for cite in each.cites if cite.table == "leave"]) == ("attendance", [number])


def test_without_a_roster_the_signer_answers_as_before() -> None:
    """An older office kept none: slips of leave that somebody puts beside its papers say nothing."""
    papers, _, row = _undone()
    papers.keep("duty_roster", pl.lit(False))
    found = find(papers.records(), rulebook())
    assert any(
        (each.clause, each.object_id, each.staff) == ("2.7", row["id"], row["signed_by"]) for each in found.findings
    )
    assert not [kind for kind, _ in found.disagreements if kind == "attendance"]


def test_what_was_missing_at_the_hand_over_is_his_who_handed_over() -> None:
    papers = Papers(by_the_book(1).records)
    enough = (pl.col("cash_fen") > 5_000) & (pl.col("takings_on") == pl.col("on")) & (pl.col("counter") <= 2)
    working = papers["window_check"].select("counter", "takings_on", "id")
    on_time = papers["counter_handover"].filter(enough).join(working, on=["counter", "takings_on"])
    box = papers.row("counter_handover", pl.col("id") == on_time["id"][0])
    mine = pl.col("counter").eq(box["counter"]) & pl.col("takings_on").eq(box["takings_on"])
    close, hand_in = papers.row("day_close", mine), papers.row("hand_in", mine)
    for table, row in (("day_close", close), ("hand_in", hand_in)):
        cash, total = int(str(row["cash_fen"])), int(str(row["total_fen"]))
        papers.change(table, row, cash_fen=cash - 1_000, total_fen=total - 1_000)
    told = [each.staff for each in find(papers.records(), rulebook()).findings if each.clause == "4.1"]
    assert told == [close["staff"]] != [box["handed_by"]]
    papers.change("counter_handover", box, cash_fen=int(str(box["cash_fen"])) - 1_000)
    told = [each.staff for each in find(papers.records(), rulebook()).findings if each.clause == "4.1"]
    assert told == [box["handed_by"]]
