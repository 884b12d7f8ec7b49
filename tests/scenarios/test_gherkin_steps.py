"""The vocabulary: three languages mean the same; what a step cannot do is said with what to write."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from kaohe.scenarios.gherkin import finding, ledgers, setting
from kaohe.scenarios.gherkin.gate_steps import LANGUAGES, function, matched, readable
from kaohe.scenarios.gherkin.scene import Scene
from kaohe.scenarios.gherkin.vocabulary import PHRASES
from kaohe.scenarios.gherkin.words import StepFault
from kaohe.sim.texts import simplified, use_language

TRADITIONAL = """\
營業所有居民 60 戶、商業 4 戶
抄表段「東風里」4 戶,例日每月 12 日,抄表工「王芳」
「東風里」有商業用戶「永和商店」,容量 60 kVA,電子式電能表,每日用電 450 kWh,電價 0.8000 元
「王芳」於 2001-03-12 對「永和商店」「估抄」少計 1250 kWh
「用電稽查工」於 2001-03-15 對「永和商店」「抽查復抄」
營業所運行到 2001-04-30
該事故影響電費 1000.00 元,等級為「一般責任事故」
該責任者受「扣發綜合獎」3 個月
該事故不引起職責「三不放過」
「永和商店」 2001-03 電費發行 11350 kWh、9080.00 元
應收、實收、收據賬賬相符"""
ENGLISH = """\
the office has 60 residential, 4 commercial customers
the book "東風里" of 4 customers is read on day 12 of the month by "王芳"
"東風里" has the commercial customer "永和商店", 60 kVA, an electronic meter, 450 kWh a day, price 0.8000 yuan
on 2001-03-12 "王芳" does to "永和商店": "estimate without reading" 1250 kWh less
on 2001-03-15 "field auditor" does to "永和商店": "re-read"
the office runs until 2001-04-30
the incident is worth 1000.00 yuan, tier "general incident"
the person answerable gets "comprehensive bonus withheld" 3 months
the incident does not entail the duty "not closed before cause, answerable person, education and prevention are settled"
the bill of "永和商店" for 2001-03 is 11350 kWh, 9080.00 yuan
receivable, cash and receipts agree"""


PLANT = """\
專變抄表段「開發區」1 戶,例日每月 26 日
「開發區」有大工業用戶「永安廠」,630 kVA,高供高計,每日用電 3000 kWh,峰 30 %,谷 20 %,無功 40 %,托收
營業所運行到 2001-04-30
「永安廠」 2001-03 電費單的「基本電費」為 9450.00 元
「永安廠」 2001-03 電費單的「力調電費」減收 187.79 元"""
PLANT_ENGLISH = """\
the transformer book "開發區" of 1 customers is read on day 26 of the month
"開發區" has the large industrial customer "永安廠", 630 kVA, metered on the high side, 3000 kWh a day, peak 30 %, \
valley 20 %, reactive 40 %, by collection
the office runs until 2001-04-30
the line "capacity charge" of the bill of "永安廠" for 2001-03 is 9450.00 yuan
the line "power-factor adjustment" of the bill of "永安廠" for 2001-03 is 187.79 yuan less"""


@pytest.fixture(autouse=True)
def _traditional() -> Iterator[None]:
    with use_language("zh-Hant"):
        yield


def play(text: str, scene: Scene | None = None) -> Scene:
    """Carry out steps, one a line."""
    scene = scene or Scene()
    for line in text.splitlines():
        found = matched(line)
        assert found is not None, line
        function(found[0])(scene, **found[1])  # type: ignore[operator]  # a step function
    return scene


def test_one_scenario_in_three_languages_gives_the_same() -> None:
    scenes = [play(text) for text in (TRADITIONAL, _in_simplified(TRADITIONAL), ENGLISH)]
    first, *others = (scene.known() for scene in scenes)
    assert first.incidents["amount_fen"].to_list() == [100_000]
    for other in others:
        assert other.incidents.equals(first.incidents)
        assert other.sanctions.equals(first.sanctions)
    assert len({tuple(sorted(scene.ran()[1].digests.items())) for scene in scenes}) == 1


def test_a_plant_in_three_languages_is_billed_the_same() -> None:
    plant = PLANT.replace("永安廠", "永安厂").replace("開發區", "开发区")
    scenes = [play(PLANT), play(simplified(plant)), play(PLANT_ENGLISH)]
    lines = [scene.ran()[1].records.table("bill_line")["amount_fen"].to_list() for scene in scenes]
    assert lines[0] == lines[1] == lines[2] != []


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("「永安廠」 2001-03 電費單的「基本電費」為 9450.01 元", "9450.00"),
        ("「永安廠」 2001-03 電費單的「力調電費」為 187.79 元", "-187.79"),
        ("「永安廠」 2001-03 電費單的「基本電價」為 1.00 元", "基本電費"),
        ("「永安廠」 2001-03 電費單的「力調電費」增收 187.79 元", "應為 187.79，實際為 -187.79"),
        ("「永安廠」 2001-09 電費單的「力調電費」減收 1.00 元", "沒有 2001-09 的電費單 — 有：2001-01、2001-02"),
        ("「永安廠」 2001-09 電費發行 1 kWh、1.00 元", "沒有 2001-09 的電費單"),
        ("「永安廠」 2001-03 電費單的「電度電費」為 1.00 元", "的電費單沒有「電度電費」一項 — 有：基本電費、峰段電費"),
    ],
)
def test_a_line_that_is_otherwise_is_told(step: str, said: str) -> None:
    with pytest.raises(StepFault, match=re.escape(said)):
        play(step, play(PLANT))


def test_a_line_may_be_more() -> None:
    """Much reactive energy: the power-factor adjustment adds to the bill, in Chinese and in English."""
    scene = play(PLANT.replace("無功 40 %", "無功 90 %").rsplit("\n", 1)[0])
    bill = int(scene.ran()[1].records.table("bill")["id"][2])
    lines = scene.ran()[1].records.table("bill_line")
    [fen] = lines.filter((pl.col("bill") == bill) & (pl.col("line") == "factor"))["amount_fen"].to_list()
    assert fen > 0
    amount = f"{fen // 100}.{fen % 100:02d}"
    play(f"「永安廠」 2001-03 電費單的「力調電費」增收 {amount} 元", scene)
    play(f'the line "power-factor adjustment" of the bill of "永安廠" for 2001-03 is {amount} yuan more', scene)


def test_an_office_that_misses_a_bill_is_told_in_english() -> None:
    with use_language("en"), pytest.raises(StepFault, match=r"has no bill of that month, 2001-09 — there are: 2001-01"):
        play("「永安廠」 2001-09 電費單的「力調電費」減收 1.00 元", play(PLANT))


def _in_simplified(text: str) -> str:
    """All but the names of people, books and customers, which are the same people in every language."""
    keep = re.compile("(「(?:東風里|王芳|永和商店)」)")
    return "".join(part if keep.fullmatch(part) else simplified(part) for part in keep.split(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_a_form_in_every_language_and_is_found_by_it(language: str) -> None:
    for phrase in PHRASES:
        assert phrase.templates(language)  # type: ignore[arg-type]  # one of LANGUAGES
        for template in phrase.templates(language):  # type: ignore[arg-type]  # one of LANGUAGES
            example = readable(template).replace("「…」", "「甲」").replace("…", "甲")
            found = matched(example, phrase.keyword)
            assert found is not None, example
            assert found[0] is phrase, example


def test_every_argument_of_a_step_is_one_of_its_function() -> None:
    for phrase in PHRASES:
        known = set(inspect.signature(function(phrase)).parameters)  # type: ignore[arg-type]  # a function
        for expression in phrase.patterns():
            assert set(re.compile(expression).groupindex) <= known, phrase.id


def test_no_function_is_without_a_step() -> None:
    named = {phrase.id for phrase in PHRASES}
    for module in (setting, finding, ledgers):
        steps = {
            name
            for name, each in inspect.getmembers(module, inspect.isfunction)
            if each.__module__ == module.__name__
            and next(iter(inspect.signature(each).parameters), "") == "scene"
            and name[0] != "_"
        }
        assert steps - {"shown"} <= named


OFFICE = """\
抄表段「東風里」1 戶,例日每月 12 日,抄表工「王芳」
抄表段「西關」1 戶,例日每月 20 日,抄表工「何靜」
「西關」有商業用戶「永和商店」,容量 60 kVA,每日用電 450 kWh,電價 0.8000 元,走收,發行後第 3 日交費
"""
REFUSED = {
    "「王芳」於 2001-03-12 對「東風里」「晚點抄表」2 日": "沒有名為「晚點抄表」的行為",
    "「王芳」於 2001-03-12 對「東風理」「遲抄」2 日": "沒有名為「東風理」的抄表段 — 最接近：東風里",
    "「王方」於 2001-03-12 對「東風里」「遲抄」2 日": "沒有名為「王方」的人員或崗位 — 最接近：王芳",
    "「王芳」於 2001-03-12 對「永和商店」「漏發行」": "「王芳」是抄表工，「漏發行」屬營業發行員 — 請寫營業發行員",
    "「收費工」於 2001-03-12 對「東風里」「遲抄」2 日": "「遲抄」不屬收費工 — 請寫「抄表工」",
    "「何靜」於 2001-03-12 對「東風里」「遲抄」2 日": "「東風里」的「遲抄」不歸何靜 — 歸王芳",
    "「王芳」於 2001-03-12 對「東風里」「遲抄」": "「遲抄」之後的「」讀不懂 — 請寫如 2 日",
    "「王芳」於 2001-03-12 對「東風里」「遲抄」至 2001-03-14": "「遲抄」之後的「至 2001-03-14」讀不懂 — 請寫如 2 日",
    "「王芳」於 2001-03-27 對「東風里」「未催費」2 日": "「未催費」之後不寫「2 日」 — 請刪去",
    "「王芳」於 2001-03-13 對「東風里」「遲抄」2 日": "這種情況出現在 2001-01-12、2001-02-12、2001-03-12、2001-04-12",
}


@pytest.mark.parametrize("step", REFUSED)
def test_an_act_that_cannot_be_says_why(step: str) -> None:
    with pytest.raises(StepFault) as caught:
        play(f"{OFFICE}{step}\n營業所運行到 2001-04-30")
    assert REFUSED[step] in str(caught.value)


FALSE = (
    "查出的事故恰為:",
    "該事故影響電費 4.55 元,等級為「非考核性事故」",
    "該事故影響電費 4.54 元,等級為「一般責任事故」",
    "該事故影響電量 1 kWh",
    "該責任者受「下崗」",
    "該事故引起職責「三不放過」",
    "沒有查出事故",
    "沒有查出「何靜」的事故",
    "「何靜」全年發生「非考核性事故」2 次",
    "「西關」於 2001-03-20 抄表",
    "「永和商店」 2001-03 電費發行 12600 kWh、10080.01 元",
    "「永和商店」於 2001-03-27 收到催費通知單",
    "2001-03-18 是工作日",
    "2001-03-27 解款 0.01 元",
)


@pytest.fixture(name="late", scope="module")
def _late() -> Scene:
    with use_language("zh-Hant"):
        return play(f"{OFFICE}「何靜」於 2001-03-20 對「西關」「遲抄」2 日\n營業所運行到 2001-04-30")


def test_what_is_so_passes(late: Scene) -> None:
    said = "該事故影響電費 4.54 元,等級為「非考核性事故」\n該責任者不受處分\n「西關」於 2001-03-22 抄表"
    assert play(said, late) is late  # a step that is not so raises


@pytest.mark.parametrize("step", FALSE)
def test_what_is_not_so_fails(step: str, late: Scene) -> None:
    found = matched(step)
    assert found is not None
    table = {"datatable": [["條款", "發生"], ["2.1", "2001-03-21"]]} if step.endswith(":") else {}
    with pytest.raises(StepFault):
        function(found[0])(late, **found[1], **table)  # type: ignore[operator]  # a step function


def test_a_check_before_the_run_says_so() -> None:
    with pytest.raises(StepFault, match="營業所還沒有運行"):
        play("沒有查出事故")


def test_an_unknown_word_names_the_nearest() -> None:
    with pytest.raises(StepFault, match="沒有用電類別「商页」 — 最接近：商業"):
        play("營業所有商页 40 戶")


def test_a_case_beyond_the_clauses_is_refused() -> None:
    with pytest.raises(StepFault, match="沒有條款 4"):
        play("「王芳」於 2001-03-12 發生條款 4.7 的事故,影響電費 1.00 元")


def test_nothing_happens_that_no_step_asks_for() -> None:
    scene = play(
        "營業所有居民 600 戶、商業 40 戶\n營業所運行到 2001-06-30\n沒有查出事故\n沒有工作差錯\n應收、實收、收據賬賬相符"
    )
    counts = scene.ran()[1].counts
    assert [
        counts[name] for name in ("fee_receipt", "work_order", "book_change", "review", "arrears_list", "credit_note")
    ] == [0] * 6
    assert scene.start == date(2001, 1, 1)
