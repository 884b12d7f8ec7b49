"""Records that disagree: in the summary, on the page, and beside the incident that rests on one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from kaohe.reports import explain, render_html, summary
from kaohe.reports.explaining.contradictions import CONTRADICTIONS_SHOWN
from kaohe.reports.judged.counts import headline
from kaohe.sim.texts import use_language
from kaohe.standards import Policy, Rulebook
from kaohe.standards.judging.assessment import DISAGREEMENTS
from tests.reports import office_papers as papers
from tests.reports import sample
from tests.reports.terminal.test_terminal import printed

POLICY, RULEBOOK = Policy.load("handbook"), Rulebook.load()
WORDS = "經核實的示數"


def judged(count: int, table: str = "reading", key: int = 4711) -> sample.Sample:
    """The sample with so many disagreements about one row."""
    rows = [
        {
            "disagreement_id": number,
            "kind": "registers",
            "clauses": ["2.2"],
            "written_on": date(2001, 3, number),
            "tables": [table],
            "row_keys": [key],
            "inputs": "{}",
        }
        for number in range(1, count + 1)
    ]
    return replace(sample.assessment(), disagreements=pl.DataFrame(rows, schema=DISAGREEMENTS))


def plain(text: str) -> str:
    """Without the breaks of lines."""
    return "".join(text.split())


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
def test_the_summary_shows_the_first_and_says_where_the_rest_is(language: str) -> None:
    with use_language(language):
        told = printed(summary(judged(7), RULEBOOK, papers.records(), policy=POLICY))
    assert told.count("4711") == CONTRADICTIONS_SHOWN
    assert "assessment/disagreements.parquet" in told


def test_without_any_nothing_is_said_of_them() -> None:
    assert "矛盾" not in printed(summary(sample.assessment(), RULEBOOK, papers.records(), policy=POLICY))
    assert "矛盾" not in render_html(sample.assessment(), RULEBOOK, papers.records(), {}, policy=POLICY)


def test_the_page_has_a_part_for_them() -> None:
    page = render_html(judged(7), RULEBOOK, papers.records(), {}, policy=POLICY)
    assert page.count(WORDS) == 7
    assert 'href="#contradictions"' in page


def test_an_incident_that_rests_on_such_a_row_says_so() -> None:
    for key, there in ((7307, True), (7308, False)):  # the first bill that incident 8 rests on
        told = printed(explain(judged(1, "bill", key), papers.records(), RULEBOOK, 8, policy=POLICY))
        assert (WORDS in plain(told)) == there


def test_an_amount_of_two_incidents_is_counted_once_and_that_is_said() -> None:
    again = pl.when(pl.col("incident_id") == 8).then(34_567).otherwise(0).alias("again_fen")
    shared = replace(sample.assessment(), incidents=sample.assessment().incidents.with_columns(again))
    before, after = headline(sample.assessment()).amount_fen, headline(shared).amount_fen
    assert after == before - 34_567
    told = printed(summary(shared, RULEBOOK, papers.records(), policy=POLICY))
    page = render_html(shared, RULEBOOK, papers.records(), {}, policy=POLICY)
    assert all("兩件同責的345.67元只計一次" in plain(text) for text in (told, page))
