"""The page: sound HTML that fetches nothing, escapes what people wrote, and is the same every time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from base64 import b64decode, b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from zlib import decompress

import polars as pl
import pytest

from kaohe.reports import render_html
from kaohe.sim.texts import COMMANDING, simplified
from kaohe.standards import Policy, Rulebook
from tests.proving import times
from tests.reports import office_papers as papers
from tests.reports import sample

VOID = {"meta", "input", "br", "img", "hr", "link", "path", "use"}
ROOT = Path(__file__).parents[3]


class _Reader(HTMLParser):
    """Balance of tags, ids, attributes and the text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.langs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name == "lang":
                self.langs.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open, f"</{tag}> closes nothing"
            assert self.open.pop() == tag, f"</{tag}> at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.text.append(data)


@cache
def page(language: str = "zh-Hant", count: int = 40) -> str:
    judged, policy = sample.assessment(count), Policy.load("handbook")
    return render_html(judged, Rulebook.load(), papers.records(), sample.RUN, language, policy=policy)


def read(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
def test_the_page_is_sound(language: str) -> None:
    text = page(language)
    reader = read(text)
    assert text.startswith("<!DOCTYPE html>")
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    assert reader.langs[0] == language
    assert set(reader.langs) <= {language, "zh-Hant"}
    here = {value[1:] for _, name, value in reader.attributes if name == "href"}
    assert here <= set(reader.ids)


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_nothing_is_fetched(language: str) -> None:
    text = page(language)
    assert re.findall(r"https?:|//[a-z]+\.|@import|<link|<iframe|<object", text) == []
    assert {value[:5] for _, name, value in read(text).attributes if name == "src"} == set()
    assert set(re.findall(r"url\((\W?[a-z#]+)", text)) <= {'"data', "#sections", "#amounts", "#sanctions", "#timeline"}


def test_what_people_wrote_is_escaped() -> None:
    text = page()
    reader = read(text)
    assert papers.HOSTILE in "".join(reader.text)
    assert [tag for tag, _, _ in reader.attributes if tag == "img"] == []
    assert "&lt;img src=x onerror=" in text


def test_names_do_not_turn_what_stands_beside_them() -> None:
    word = "\u05e9\u05dc\u05d5\u05dd"
    run = {**sample.RUN, "scenario": f"\u202e所\x1b {word} {word} 9"}
    text = render_html(sample.assessment(1), Rulebook.load(), papers.records(), run)
    assert f"<dd>&lt;U+202E&gt;所&lt;U+001B&gt; <bdi>{word} {word}</bdi> 9</dd>" in text
    assert COMMANDING.search(text) is None
    assert read(text).open == []
    assert "<bdi>" not in page()


def test_a_browser_lets_the_page_do_what_it_does_itself_and_nothing_else() -> None:
    policy = next(value for tag, name, value in read(page()).attributes if (tag, name) == ("meta", "content"))
    [script] = re.findall(r"<script>(.*?)</script>", page(), re.S)
    assert policy.startswith("default-src 'none'; ")
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in policy
    assert [name for _, name, _ in read(page()).attributes if name.startswith("on")] == []


def test_facts_of_the_run_are_escaped() -> None:
    run = {**sample.RUN, "scenario": "</title><script>alert(1)</script>"}
    text = render_html(sample.assessment(1), Rulebook.load(), papers.records(), run)
    assert "<script>alert" not in text
    assert text.count("<script>") == 1


def test_every_incident_stands_in_the_table() -> None:
    text = page()
    keys = re.findall(r'<div class="inside" id="incident-(\d+)">\s*<article class="chain">', text)
    assert sorted(map(int, keys)) == list(range(1, 41))


def test_a_large_page_packs_the_chains_that_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaohe.reports.page.folded.PLAIN", 5)
    text = render_html(sample.assessment(), Rulebook.load(), papers.records(), sample.RUN)
    assert text.count('<article class="chain">') == 5
    [pack] = re.findall(r'<template class="pack">(.*?)</template>', text)
    chains = json.loads(decompress(b64decode(pack)))
    assert re.findall(r'data-place="(\d+)"', text) == [str(place) for place in range(35)]
    assert len(chains) == 35
    assert all('<ol class="steps">' in chain for chain in chains)
    assert len(re.findall(r'id="incident-\d+"', text)) == 40


def test_every_person_has_a_section_that_leads_to_his_incidents() -> None:
    text = page()
    person = text[text.index('id="person-2"') :]
    person = person[: person.index("</details>")]
    assert '<a href="#incident-6">事故 6：2.1' in person
    assert "下崗" in person
    assert person.index("全部事故") < person.index("處理") < person.index("工作差錯")


def test_work_slips_stand_apart() -> None:
    text = page()
    slips = text[text.index('<section class="part" id="slips"') :]
    assert slips.count('data-label="認定"') == len(sample.SLIPS)
    incidents = text[text.index('id="cases"') : text.index('id="people"')]
    assert "8.4 " not in incidents
    assert "8.4 " in slips


def test_a_chain_can_be_redone_by_hand() -> None:
    text = page()
    chain = text[text.index('id="incident-8"') :]
    chain = chain[: chain.index("</article>")]
    for words in (
        "違反制度估算或錯誤抄表造成電量電費收取錯誤",
        "電費發行表",
        "抄表卡",
        "3365",
        "183.15 元",
        "12,345.67 元",
        "估計為 12,346.67 元",
    ):
        assert words in chain
    assert "尚差 87,654.33 元" in chain
    assert "扣發所有獎金 6 個月" in chain
    assert "全年發生兩次以上嚴重責任事故者給予下崗處理" in chain
    assert "限 2001-11-24" in chain


def test_a_row_that_the_records_lack_is_said_to_be_missing() -> None:
    judged = sample.assessment(1)
    cites = pl.DataFrame({"finding_id": [0], "table": ["statistics"], "row_key": [999], "role": ["act"]})
    text = render_html(replace(judged, cites=cites), Rulebook.load(), papers.records(), sample.RUN)
    assert "記錄中沒有鍵為 999 的列" in text


def test_an_assessment_without_incidents() -> None:
    text = render_html(sample.assessment(0), Rulebook.load(), papers.records(), sample.RUN)
    reader = read(text)
    assert reader.open == []
    assert "未發現責任事故" in text
    assert "無工作差錯" in text
    assert "<svg" not in text


def test_a_page_says_where_the_rest_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaohe.reports.page.page.ROWS_SHOWN", 25)
    text = render_html(sample.assessment(), Rulebook.load(), papers.records(), sample.RUN)
    assert "共 40 件，此處列前 25 件；其餘見 assessment/incidents.parquet" in text


def test_without_a_policy_the_measures_show_their_ids() -> None:
    text = render_html(sample.assessment(10), Rulebook.load(), papers.records(), sample.RUN)
    assert "withhold_all_bonus 6 個月" in text


def test_simplified_keeps_names_as_the_records_have_them() -> None:
    text = page("zh-Hans")
    assert "责任事故" in text
    assert "責任事故" not in text
    assert papers.person(2) in text


def test_no_name_of_the_register_is_written_in_two_ways() -> None:
    names = [str(name) for name in papers.records().table("staff")["name"]]
    changed = [name for name in names if simplified(name) != name]
    text = page("zh-Hans")
    assert changed
    assert not [name for name in changed if simplified(name) in text]


@pytest.mark.parametrize("seed", ["1", "2"][: times(1, 2)])
def test_the_same_bytes_whatever_the_hash_seed(seed: str) -> None:
    """In another process, whose sets have another order than here."""
    script = "import sys; from tests.reports.page.test_page import page; sys.stdout.buffer.write(page().encode())"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai", "LC_ALL": "C"}
    run = subprocess.run([sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, check=True)
    assert run.stdout.decode() == page()


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="zh-Hant"):
        render_html(sample.assessment(0), Rulebook.load(), papers.records(), sample.RUN, "fr")


def test_the_reading_says_how_a_loss_can_be_larger_than_its_amount() -> None:
    assert "未追回損失可以大於影響金額：" in page()
    assert "Loss not recovered can be larger than the amount" in page("en")
