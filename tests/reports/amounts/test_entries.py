"""Wrong entries of the registration desk in words: whom they are about, and by what they are counted."""

from __future__ import annotations

import pytest

from kaohe.reports.terminal.incidents import explained
from kaohe.reports.words.keys import key_text
from kaohe.sim.records import PAPERS
from kaohe.sim.texts import use_language
from kaohe.standards import Policy, Rulebook, judge
from tests.standards.evidence.test_entries_beside import both

ENTRY = PAPERS.thing("entry").key


@pytest.mark.parametrize(
    ("language", "customer", "beside"),
    [
        ("zh-Hant", "用戶「新戶」，戶號 5。", "已發行與應收都改按單據查明的計算"),
        ("en", "The customer is 新戶, number 5.", "issued and due below are both worked out by what they establish"),
    ],
)
def test_an_entry_names_its_customer_and_says_by_what_it_is_counted(language: str, customer: str, beside: str) -> None:
    records, rulebook = both(20).desk.records(), Rulebook.load()
    judged = judge(records, Policy.load("handbook"), rulebook)
    rows = judged.incidents.filter(judged.incidents["clause"] == "1.3").sort("object_id")
    with use_language(language):
        links = [explained(judged, records, rulebook, incident) for incident in rows["incident_id"].to_list()]
    assert all(customer in link.proofs[0].line for link in links)
    assert [beside in link.working.text for link in links] == [False, True]


def test_the_first_application_goes_without_a_number() -> None:
    application = PAPERS.thing("application").key.pack(change=2, customer=5)
    assert key_text("entry", ENTRY.pack(application=5, stage="opening")) == "戶 5・立戶建檔"
    assert key_text("entry", ENTRY.pack(application=application, stage="registration")) == "第 2 次變更・戶 5・立戶登記"
    assert key_text("book", PAPERS.thing("book").key.pack(book=0, version=0)) == "段 0"
