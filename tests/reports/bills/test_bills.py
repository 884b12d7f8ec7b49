"""A bill in words is the issued one: every line as recorded, the total as issued, in each language."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import polars as pl
import pytest

from kaohe.reports.bills.cases import bills_of
from kaohe.reports.bills.papers import BillDesk, whole
from kaohe.reports.bills.worked import WorkedBill, worked
from kaohe.reports.judged import cases
from kaohe.reports.judged.dossier import Dossier
from kaohe.sim.deciding.behaviours import Erring
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import town
from kaohe.sim.texts import use_language
from tests.sim.office import BUSY, judged, rows, rules


@cache
def run() -> Run:
    """Much industry, much that is odd, and errors of every kind."""
    spec = replace(town(0, 3), classes={"large_industry": 40, "resident": 120, "commerce": 20}, practice=BUSY)
    rates = dict.fromkeys(REGISTRY.clauses(), 50_000)
    return Office(spec, 3, rules(), behaviours=[Erring(rates)]).run()


@cache
def shown() -> dict[int, WorkedBill]:
    """Every bill in words, by key."""
    desk = BillDesk(run().records)
    found = {key: desk.papers(key) for key in run().records.table("bill")["id"].to_list()}
    return {key: worked(papers) for key, papers in found.items() if papers is not None}


def shown_once(bill: int) -> tuple[str, ...]:
    """A bill in the current language."""
    papers = BillDesk(run().records).papers(bill)
    assert papers is not None
    return worked(papers).text()


def test_every_bill_comes_to_the_issued_amount() -> None:
    bills = rows(run(), "bill")
    assert len(bills) == len(shown()) > 300
    for bill in bills:
        assert shown()[whole(bill, "id")].amount_fen == bill["amount_fen"], bill


def test_lines_are_those_recorded() -> None:
    recorded = run().records.table("bill_line")
    assert len(recorded) > 500
    for (bill,), lines in recorded.group_by("bill"):
        made = {line.line: line.amount_fen for line in shown()[int(str(bill))].lines}
        issued = dict(lines.select("line", "amount_fen").iter_rows())
        if "energy" in made and len(made) == 1:  # a one-part class: the line shows the whole price
            assert made["energy"] == sum(issued.values())
        else:
            assert made == issued, bill


def test_a_bill_after_an_estimate_shows_the_register_last_read_and_what_was_billed_since() -> None:
    kinds = dict(run().records.table("reading").select("id", "kind").iter_rows())
    before: dict[object, Any] = {}
    found = 0
    for bill in sorted(rows(run(), "bill"), key=lambda row: (whole(row, "customer"), whole(row, "period"))):
        last = before.get(bill["meter"])
        if last is not None and kinds[last["reading"]] == "estimate" and kinds[bill["reading"]] != "estimate":
            with use_language("en"):
                lines = shown_once(whole(bill, "id"))
            assert f"last read {last['from_register']} on" in lines[1], bill
            assert f"; {whole(last, 'to_register') - whole(last, 'from_register')} units" in lines[1]
            found += 1
        before[bill["meter"]] = bill
    assert found > 3


def test_what_is_billed_at_another_class_is_told_apart() -> None:
    desk, acts = BillDesk(run().records), run().acts.filter(pl.col("action") == "issue_wrong_class")
    assert len(acts) > 3
    for key in acts["object_id"].to_list():
        issued, due = desk.papers(key), desk.papers_due(key)
        assert issued is not None
        assert due is not None
        assert (issued.price.id, due.price.id) == (issued.bill["price_class"], due.customer["price_class"])
        assert worked(issued).amount_fen != worked(due).amount_fen


def test_every_finding_of_a_fee_shows_its_bills() -> None:
    found, desk = judged(run()), BillDesk(run().records)
    several = 0
    for incident in cases.incidents(found.incidents.filter(pl.col("clause").is_in(["2.2", "3.1"]))):
        for finding in Dossier(found).findings_of(incident.incident_id):
            bills = bills_of(finding, Dossier(found).cites_of(finding.finding_id), desk)
            assert len(bills) == (1 if finding.formula == "unbilled" else 2), finding
            several += len(bills[0].lines) > 12
    assert several > 1


@pytest.mark.parametrize(("code", "word"), [("en", "power factor"), ("zh-Hans", "功率因数")])
def test_other_languages(code: str, word: str) -> None:
    desk = BillDesk(run().records)
    key = int(str(run().records.table("bill_line")["bill"][0]))
    papers = desk.papers(key)
    assert papers is not None
    with use_language(code):
        assert any(word in line for line in worked(papers).text())


def test_a_bill_that_is_not_there() -> None:
    assert BillDesk(run().records).papers(1) is None
