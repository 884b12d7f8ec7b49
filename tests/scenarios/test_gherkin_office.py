"""The gate on what the steps of a scenario describe together: an office that cannot be, acts that cannot be."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from kaohe.scenarios.gherkin import setting
from kaohe.scenarios.gherkin.gate import check_feature
from kaohe.scenarios.gherkin.scene import Scene
from kaohe.scenarios.gherkin.words import StepFault
from kaohe.sim.texts import use_language

GOOD = """\
# language: zh-TW
功能: 收費
  背景:
    假如 營業所自 2001-03-01 起
    而且 抄表段「東風里甲」40 戶,例日每月 12 日,抄表工「王芳」
    而且 「東風里甲」有商業用戶「永和商店」
    而且 「趙紅」是收費工,在 1 號窗口
    而且 「孫蘭」是營業出納
  場景: 甲
    假如 STEP
    當 營業所運行到 2001-04-30
    那麼 查出的事故恰為:
      | 條款 | 責任人 |
      | 2.1  | 王芳   |
"""

# a step of a scenario; the code, what of it shows where, and the message
STEPS = {
    "抄表段「西關」999999 戶,例日每月 5 日": (
        "F019",
        "抄表段",
        "這樣的營業所不能成立：抄表段「西關」有 999999 戶，按最慢每戶 36 秒，抄表工到 17:00 下班抄不完 — "
        "請至多寫 850 戶，或分成幾段",
    ),
    "營業廳開 99 個窗口": ("F019", "營業廳", "這樣的營業所不能成立：每個營業廳不能有 99 個窗口 — 請寫 1 至 8"),
    "「孫蘭」是營業會計": (
        "F019",
        "「孫蘭」",
        "這樣的營業所不能成立：營業出納（cashier）與營業會計（accountant）不得由「孫蘭」一人兼任 — "
        "請刪去一個崗位，或另派一人",
    ),
    "「東風里乙」有商業用戶「永平商店」": (
        "F019",
        "「東風里乙」",
        "這樣的營業所不能成立：用戶「永平商店」的抄表段「東風里乙」沒有說明 — 是否想寫「東風里甲」？",
    ),
    "營業所有居民 999999999 戶": (
        "F017",
        "居民 999999999 戶",
        "「居民 999999999 戶」多於一個營業所所能有的 2000000 戶 — 請減少戶數",
    ),
    "平日「鎖門」占 101 %": ("F017", "101", "101 % 超過 100 % — 請寫 0 至 100"),
    "「東風里甲」有商業用戶「永平商店」,倍率 99999999": (
        "F017",
        "99999999",
        "「99999999」太大 — 請寫不大於 1000000 的數",
    ),
    "「孫蘭」於 2001-03-19「短款」1.00 元": (
        "F020",
        "孫蘭",
        "「孫蘭」是營業出納，「短款」屬收費工 — 請寫收費工的姓名或崗位",
    ),
    "「抄表工」於 2001-03-19「短款」1.00 元": ("F020", "抄表工", "「短款」不屬抄表工 — 請寫「收費工」"),
    "「趙紅」於 2001-03-18「短款」1.00 元": (
        "F020",
        "2001-03-18",
        "2001-03-18（星期日）營業所休息 — 最近可以的日子：2001-03-17（星期六）、2001-03-19（星期一）",
    ),
    "「趙紅」於 2001-06-18「短款」1.00 元": (
        "F020",
        "2001-06-18",
        "2001-06-18（星期一）不在營業所運行的 2001-03-01 至 2001-04-30 之內 — "
        "最近可以的日子：2001-04-30（星期一）",
    ),
    "「王芳」於 2001-03-13 對「東風里甲」「遲抄」2 日": (
        "F020",
        "2001-03-13",
        "2001-03-13（星期二）不是抄表段「東風里甲」的抄表日（例日每月 12 日，逢休息日順延） — "
        "最近可以的日子：2001-03-12（星期一）、2001-04-12（星期四）",
    ),
    "「王芳」於 2001-03-12 對「東風里丙」「遲抄」2 日": (
        "F020",
        "東風里丙",
        "沒有名為「東風里丙」的抄表段 — 最接近：東風里甲",
    ),
    "「王芳」於 2001-03-12 對「永樂商店」「估抄」少計 3 kWh": (
        "F020",
        "永樂商店",
        "沒有名為「永樂商店」的用戶 — 最接近：永和商店",
    ),
    "「孫蘭」於 2001-03-16「遲解款」99999999 日": (
        "F020",
        "99999999 日",
        "參數 days 是 99999999 — 請寫 1 至 426 的整數",
    ),
    "「王芳」於 2001-03-12 對「東風里甲」「遲抄」2 日\n    而且 「王芳」於 2001-03-12 對「東風里甲」「因故順延一日」": (
        "F020",
        None,
        "同一情況的「因故順延一日」已在前面寫過 — 請只留一步，或改日期",
    ),
    "「趙\u200f紅」於 2001-03-19「短款」1.00 元": ("F015", "\u200f", "步驟裏有看不見的字符 <U+200F> — 請刪去"),
    "「張三」於 2001-03-17「短款」1.00 元": ("F020", "張三", "沒有名為「張三」的人員或崗位 — 最接近：張利"),
    "考核辦法「handbook」\n      \"\"\"\n      多餘的文字\n      \"\"\"": (
        "F010",
        None,
        "這一步驟之下不應有多行文字 — 請刪去",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _traditional() -> object:
    with use_language("zh-Hant"):
        yield


def written(folder: Path, text: str) -> Path:
    path = folder / "a.feature"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("step", STEPS, ids=range(len(STEPS)))
def test_what_a_scenario_describes_is_told_before_it_runs(step: str, tmp_path: Path) -> None:
    code, place, said = STEPS[step]
    path = written(tmp_path, GOOD.replace("STEP", step))
    [fault] = check_feature(path)
    assert (fault.code, fault.message) == (code, said)
    if place is not None:
        assert (fault.line, fault.column) == (10, 8 + step.index(place) if code != "F019" else 5)


GOOD_STEPS = (
    "「王芳」於 2001-03-12 對「東風里甲」「遲抄」2 日",
    "「收費工」於 2001-03-17「短款」1.00 元",
    "「營業專責」於 2001-03-09 對「東風里甲」「例日變更」至 2001-03-14",
)


@pytest.mark.parametrize("step", GOOD_STEPS)
def test_what_can_be_is_left_alone(step: str, tmp_path: Path) -> None:
    assert check_feature(written(tmp_path, GOOD.replace("STEP", step))) == []


# an end of the scenario; the line and what is said
FOUND = {
    "| 條款 | 條款 |\n      | 2.1 | 2.1 |": [(13, "表頭「條款」與「條款」是同一欄 — 請只留一個")],
    "| 影響電費 | amount |\n      | 1.00 | 1.00 |": [(13, "表頭「amount」與「影響電費」是同一欄 — 請只留一個")],
    "| 條款 |\n      | 13.9 |": [(14, "沒有條款 13.9 — 條款由 1.1 至 12.3")],
    "| 等級 |\n      | 嚴重責事故 |": [(14, "沒有等級「嚴重責事故」 — 最接近：嚴重責任事故")],
    "| 發生 | 崗位 |\n      | 2001-02-30 | 抄表公 |": [
        (14, "沒有「2001-02-30」這一天 — 請寫實有的日期，如 2001-03-14"),
        (14, "沒有崗位「抄表公」 — 最接近：抄表工"),
    ],
    "| 影響電量 | 影響電費 |\n      | 多 | 三元 |": [
        (14, "「多」不是電量 — 請寫整數 kWh，不帶單位"),
        (14, "「三元」不是金額 — 請寫如 120.00，不帶單位；不能認定的寫「不能認定」"),
    ],
}


@pytest.mark.parametrize("table", FOUND, ids=range(len(FOUND)))
def test_a_table_that_could_never_hold_is_told_before_it_runs(table: str, tmp_path: Path) -> None:
    text = GOOD.replace("STEP", GOOD_STEPS[0])
    path = written(tmp_path, text[: text.index("| 條款 | 責")] + table + "\n")
    told = [(fault.line, fault.message) for fault in check_feature(path)]
    assert [message for _, message in told] == [message for _, message in FOUND[table]]
    if "同一欄" not in told[0][1]:
        assert [line for line, _ in told] == [line for line, _ in FOUND[table]]


THEN = {
    "該事故影響電費 1.00 元,等級為「嚴重責事故」": ("F016", "沒有等級「嚴重責事故」 — 最接近：嚴重責任事故"),
    "「王芳」受「扣發總合獎」3 個月": ("F016", "最接近：扣發綜合獎"),
    "「王芳」受「扣發綜合獎」3 個星期": ("F017", "「3 個星期」不是處分的數額"),
    "「王芳」受「扣發綜合獎」1.5 個月": ("F017", "「1.5 個月」不是處分的數額"),
    "該事故引起職責「三不放國」": ("F016", "最接近：三不放過"),
    "沒有查出條款 13.9 的事故": ("F017", "沒有條款 13.9"),
}


@pytest.mark.parametrize("step", THEN)
def test_words_of_what_is_found_are_told_before_it_runs(step: str, tmp_path: Path) -> None:
    text = GOOD.replace("STEP", GOOD_STEPS[0])
    path = written(tmp_path, text[: text.index("查出的事故恰為")] + step + "\n")
    [fault] = check_feature(path)
    assert (fault.line, fault.code) == (12, THEN[step][0])
    assert THEN[step][1] in fault.message


@pytest.mark.parametrize(("until", "said"), [("2001-02-28", "早於營業所開始的 2001-03-01"), ("2101-02-28", "超出日曆")])
def test_a_run_beyond_the_calendar_or_before_the_office(until: str, said: str, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace("STEP", GOOD_STEPS[0]).replace("2001-04-30", until))
    [fault] = check_feature(path)
    assert (fault.line, fault.column, fault.code) == (11, 14, "F019")
    assert said in fault.message


def test_every_run_is_looked_at(tmp_path: Path) -> None:
    text = GOOD.replace("STEP", GOOD_STEPS[0]).replace("    當 ", "    當 營業所運行到 2101-02-28\n    而且 ")
    [fault] = check_feature(written(tmp_path, text))
    assert (fault.line, fault.code) == (11, "F019")


def test_somebody_whom_no_step_names_may_act(tmp_path: Path) -> None:
    [fault] = check_feature(written(tmp_path, GOOD.replace("STEP", "「NAME」於 2001-03-17「短款」1.00 元")))
    named, drawn, *_ = fault.message.split("最接近：")[1].split("、")
    assert named == "趙紅"
    assert check_feature(written(tmp_path, GOOD.replace("STEP", f"「{drawn}」於 2001-03-17「短款」1.00 元"))) == []


def test_every_row_of_an_outline_is_an_office_of_its_own(tmp_path: Path) -> None:
    text = GOOD.replace("場景:", "場景大綱:").replace("STEP", "「趙紅」於 <日>「短款」1.00 元")
    path = written(tmp_path, text + "    例子:\n      | 日 |\n      | 2001-03-17 |\n      | 2001-03-18 |\n")
    [fault] = check_feature(path)
    assert (fault.line, "2001-03-18" in fault.message) == (10, True)


def test_a_scenario_without_an_office_is_asked_for_none(tmp_path: Path) -> None:
    text = GOOD.replace("假如 STEP", "假如 「王芳」於 2001-03-12 發生條款 2.2 的事故,影響電費 999.99 元")
    text = text.replace("營業所運行到 2001-04-30", "按考核辦法認定")
    assert check_feature(written(tmp_path, text)) == []


@pytest.mark.parametrize("text", ["字" * 2_600, "the office has " + "1 " * 2_600, "「" * 2_600, "1" * 6_000])
def test_an_endless_step_is_told_in_short(text: str, tmp_path: Path) -> None:
    [fault] = check_feature(written(tmp_path, GOOD.replace("STEP", text)))
    assert (fault.line, fault.code) == (10, "F018")
    assert len(fault.message) < 200


def test_thousands_of_unknown_steps_are_told_soon(tmp_path: Path) -> None:
    """The nearest step is told for as many as are shown; more than can be run are refused as they are."""
    some = "".join(f"    而且 營業所不知道有什麼{number}\n" for number in range(1_000))
    started = time.monotonic()
    faults = check_feature(written(tmp_path, GOOD.replace("    假如 STEP\n", f"    假如 第 1 號營業所\n{some}")))
    assert time.monotonic() - started < 30
    assert [fault.code for fault in faults] == ["F008"] * 1_000
    assert sum("最接近" in fault.message for fault in faults) <= 20
    many = "".join(f"    而且 營業所不知道有什麼{number}\n" for number in range(6_000))
    [fault] = check_feature(written(tmp_path, GOOD.replace("    假如 STEP\n", f"    假如 第 1 號營業所\n{many}")))
    assert (fault.code, "6004" in fault.message or "6003" in fault.message) == ("F018", True)


def test_an_act_without_any_occasion_is_told_with_the_days_of_the_calendar() -> None:
    """Nobody owes anything in March, so no list is made: no 「—」, but the days on which one could be."""
    scene = Scene()
    setting.reading_book(scene, "東風里甲", "4", "12", reader="王芳")
    setting.act(scene, "王芳", "2001-01-10", "未催費", about="東風里甲")
    with pytest.raises(StepFault) as found:
        scene.run_until(date(2001, 1, 12))
    assert str(found.value) == (
        "「東風里甲」在 2001-01-10 沒有可以「未催費」的情況，到 2001-01-12 為止也沒有出現過 — 按日曆可以的日子："
        "2001-01-05（星期五）、2001-01-08（星期一）、2001-01-09（星期二）、2001-01-11（星期四）、2001-01-12（星期五）"
    )


@pytest.mark.parametrize("part", ["2001-03-01 起停轉", "2001-03-01起停转", "a stopped meter from 2001-03-01"])
def test_a_step_says_what_happens_to_a_customer(part: str) -> None:
    """Bills of a shop whose meter stops on the first of March: nothing passes after that, until it is exchanged."""
    scene = Scene()
    setting.reading_book(scene, "東風里", "4", "12")
    setting.customer(scene, "東風里", "商業", "永和商店", f"每日用電 24 kWh,感應式電能表,{part}")
    scene.run_until(date(2001, 5, 31))
    assert scene.run is not None
    bills = scene.run.records.table("bill").filter(customer=0).sort("period")
    assert bills["period"].to_list() == [200101, 200102, 200103, 200104, 200105]
    assert 24 * 16 <= bills["kwh"].to_list()[2] <= 24 * 18
    (order,) = scene.run.records.table("work_order").filter(customer=0).rows(named=True)
    assert (order["fault"], bills["swap_kwh"].to_list()[3]) == ("stopped", 0)
    (lost,) = scene.run.records.table("supplement").filter(customer=0).rows(named=True)
    days = (lost["to_on"] - date(2001, 3, 1)).days
    assert 24 * (days - 1) <= lost["kwh"] <= 24 * (days + 1)
