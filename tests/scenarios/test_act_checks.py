"""Acts of a scenario file: what calendar and archive alone show of them, with the nearest days."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.scenarios.loader import load_scenario
from kaohe.sim.clock.calendar import load_calendar
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language
from tests.sim.office import Small
from tests.sim.office_acts import noted

HEAD = """\
id = "ours"
name = { zh = "本縣", en = "ours" }
start = 2001-03-01
months = 2
customers = 20

[[books]]
name = "東風里甲"
kind = "resident"
customers = 3
cycle_day = 18
reader = "王芳"

[[named_customers]]
name = "永和商店"
book = "東風里甲"

[[staff]]
name = "趙紅"
post = "collector"
counter = 1

[[staff]]
name = "孫蘭"
post = "cashier"

"""


def act(on: str, does: str, about: str | None = None, params: str = "") -> str:
    lines = [f"on = {on}", f'does = "{does}"', f"about = {about}" if about else "", params]
    return "\n".join(["[[acts]]", *filter(None, lines)]) + "\n"


LATE, READ = '"東風里甲"', "params = { days = 2 }"

# the acts, with « before the place; the code; the text in Chinese and in English
CASES = {
    "outside the span": (
        act("«2001-05-12", "遲解款", None, READ),
        "P043",
        "2001-05-12（星期六）不在營業所運行的 2001-03-01 至 2001-04-30 之內 — 最近可以的日子：2001-04-30（星期一）",
        "2001-05-12 (Saturday) is not in the span of the office, 2001-03-01 to 2001-04-30 — "
        "the nearest days on which it could be: 2001-04-30 (Monday)",
    ),
    "a Sunday": (
        act("«2001-03-25", "短款", '"趙紅"', "params = { amount_fen = 100 }"),
        "P043",
        "2001-03-25（星期日）營業所休息 — 最近可以的日子：2001-03-24（星期六）、2001-03-26（星期一）",
        "2001-03-25 (Sunday): the office is closed — "
        "the nearest days on which it could be: 2001-03-24 (Saturday), 2001-03-26 (Monday)",
    ),
    "a Saturday of an inside post": (
        act("«2001-03-24", "漏核對"),
        "P043",
        "2001-03-24（星期六）不是工作日，辦理這一事的崗位不上班 — "
        "最近可以的日子：2001-03-23（星期五）、2001-03-26（星期一）",
        "2001-03-24 (Saturday) is no working day, and this post does not work — "
        "the nearest days on which it could be: 2001-03-23 (Friday), 2001-03-26 (Monday)",
    ),
    "a Saturday of the bank": (
        act("«2001-03-24", "遲解款", None, READ),
        "P043",
        "2001-03-24（星期六）銀行不營業 — 最近可以的日子：2001-03-23（星期五）、2001-03-26（星期一）",
        "2001-03-24 (Saturday) is no bank day — "
        "the nearest days on which it could be: 2001-03-23 (Friday), 2001-03-26 (Monday)",
    ),
    "not the day of the book": (
        act("«2001-03-20", "遲抄", LATE, READ),
        "P043",
        "2001-03-20（星期二）不是抄表段「東風里甲」的抄表日（例日每月 18 日，逢休息日順延） — "
        "最近可以的日子：2001-03-19（星期一）、2001-04-18（星期三）",
        "2001-03-20 (Tuesday) is no reading day of book “東風里甲” (day 18 of the month, the next open day where it "
        "is closed) — the nearest days on which it could be: 2001-03-19 (Monday), 2001-04-18 (Wednesday)",
    ),
    "not the day of the customer's book": (
        act("«2001-03-20", "估抄", '"永和商店"', "params = { less_kwh = 5 }"),
        "P043",
        "2001-03-20（星期二）不是抄表段「東風里甲」的抄表日（例日每月 18 日，逢休息日順延） — "
        "最近可以的日子：2001-03-19（星期一）、2001-04-18（星期三）",
        "2001-03-20 (Tuesday) is no reading day of book “東風里甲” (day 18 of the month, the next open day where it "
        "is closed) — the nearest days on which it could be: 2001-03-19 (Monday), 2001-04-18 (Wednesday)",
    ),
    "no such book": (
        act("2001-03-19", "遲抄", '«"東風里申"', READ),
        "P044",
        "沒有名為「東風里申」的抄表段 — 是否想寫「東風里」？",
        "no book is named “東風里申” — did you mean “東風里”?",
    ),
    "a person of another post": (
        act("2001-03-23", "短款", '«"孫蘭"', "params = { amount_fen = 100 }"),
        "P045",
        "「孫蘭」是營業出納（cashier），「短款」屬收費工（collector） — 請寫其中之一：趙紅",
        "“孫蘭” is cashier, “短款” is done by the collector — write one of: 趙紅",
    ),
    "a post of which nobody is named": (
        act("2001-03-23", "當日未上繳", '«"孫蘭"', READ),
        "P045",
        "「孫蘭」是營業出納（cashier），「當日未上繳」屬用電登記工（registration_clerk），"
        "而這裏沒有具名的用電登記工（registration_clerk） — 請先以 [[staff]] 說明一人",
        "“孫蘭” is cashier, “當日未上繳” is done by the registration clerk (registration_clerk), "
        "and nobody of that post is named — describe somebody in [[staff]] first",
    ),
    "nobody of that name": (
        act("2001-03-23", "短款", '«"趙虹"', "params = { amount_fen = 100 }"),
        "P044",
        "沒有具名的收費工（collector）「趙虹」 — 是否想寫「趙紅」？",
        "no collector is named “趙虹” — did you mean “趙紅”?",
    ),
    "about nobody": (
        act("2001-03-23", "漏核對", '«"孫蘭"'),
        "P044",
        "「漏核對」不針對什麼人或物 — 請刪去 about",
        "“漏核對” is about nobody and nothing — delete about",
    ),
    "twice the same situation": (
        act("2001-03-19", "估抄", '"永和商店"', "params = { less_kwh = 5 }")
        + act("2001-03-19", "錯抄", '"永和商店"', "params = { less_kwh = 9 }").replace("[[acts", "[[«acts"),
        "P013",
        "同一情況的「錯抄」已見於第 27 行 — 請只留一處，或改日期",
        "“錯抄” of the same situation stands in line 27 — keep one, or write another day",
    ),
    "fewer than no days": (
        act("2001-03-23", "遲解款", None, "params = { days = «-2 }"),
        "P019",
        "參數 days 是 -2 — 請寫 1 至 419 的整數",
        "the parameter days is -2 — write an integer from 1 to 419",
    ),
    "days beyond the calendar": (
        act("2001-03-23", "遲解款", None, "params = { days = «100_000 }"),
        "P019",
        "參數 days 是 100000 — 請寫 1 至 419 的整數",
        "the parameter days is 100000 — write an integer from 1 to 419",
    ),
    "a class that there is not": (
        act("2001-03-23", "錯發行", '"永和商店"', "params = { price_class = «9 }"),
        "P019",
        "參數 price_class 是 9 — 請寫 0 至 8 的整數",
        "the parameter price_class is 9 — write an integer from 0 to 8",
    ),
    "nothing too few": (
        act("2001-03-19", "估抄", '"永和商店"', "params = { less_kwh = «0 }"),
        "P019",
        "參數 less_kwh 是 0 — 請寫 -1000000000 至 1000000000 的整數，0 除外",
        "the parameter less_kwh is 0 — write an integer from -1000000000 to 1000000000 other than 0",
    ),
    "a day that is a number": (
        act("2001-03-15", "例日變更", LATE, "params = { to = «14 }"),
        "P014",
        "參數 to 是 14 — 請寫日期，如 2001-03-14，不加引號",
        "the parameter to is 14 — write a date like 2001-03-14, without quotes",
    ),
    "a change into the past": (
        act("2001-03-15", "例日變更", LATE, "params = { to = «2001-03-15 }"),
        "P052",
        "參數 to 是 2001-03-15 — 請寫 2001-03-15 以後至 2001-04-30 的日期",
        "the parameter to is 2001-03-15 — write a date after 2001-03-15, at most 2001-04-30",
    ),
}


def written(folder: Path, text: str) -> Path:
    path = folder / "ours.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", CASES)
def test_an_act_that_cannot_be_is_told_at_its_value(tmp_path: Path, case: str) -> None:
    marked, code, chinese, english = CASES[case]
    before = (HEAD + marked).partition("«")[0]
    path = written(tmp_path, marked.replace("«", ""))
    with pytest.raises(Faults) as found:
        load_scenario(path)
    place = f"{path}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    for language, severity, text in (("zh-Hant", "錯誤", chinese), ("en", "error", english)):
        with use_language(language):
            assert found.value.render() == f"{place}: {severity}[{code}] {text}"


SOUND = {
    "a Saturday at the counter": act("2001-03-24", "短款", '"趙紅"', "params = { amount_fen = 100 }"),
    "the day to which a cycle day is shifted": act("2001-03-19", "遲抄", LATE, READ),
    "a day to which it was changed": act("2001-03-15", "例日變更", LATE, "params = { to = 2001-03-21 }")
    + act("2001-03-21", "估抄", '"永和商店"', "params = { less_kwh = 5 }"),
    "a day on which it is read late": act("2001-03-19", "遲抄", LATE, READ) + act("2001-03-21", "估抄", '"永和商店"'),
    "one situation on two days": act("2001-03-23", "漏核對") + act("2001-03-26", "漏核對"),
    "two people on one day": act("2001-03-23", "漏核對") + act("2001-03-23", "遲解款", None, READ),
}


@pytest.mark.parametrize("case", SOUND)
def test_an_act_that_may_find_its_occasion_is_left_to_the_run(tmp_path: Path, case: str) -> None:
    assert load_scenario(written(tmp_path, SOUND[case])).acts


def test_all_acts_are_told_at_once(tmp_path: Path) -> None:
    acts = [CASES[case][0].replace("«", "") for case in ("a Sunday", "nobody of that name", "outside the span")]
    with pytest.raises(Faults) as found:
        load_scenario(written(tmp_path, "".join(acts)))
    assert [fault.code for fault in found.value.faults] == ["P043", "P044", "P043"]


def test_every_situation_of_a_run_is_on_a_day_on_which_it_may_be() -> None:
    """What points say of their days against a busy office: nothing that can be is refused."""
    days = {point.id: point.days for point in REGISTRY.points.values()}
    calendar = load_calendar()
    holds = {
        "open": calendar.is_open,
        "working": calendar.is_working,
        "bank": calendar.is_bank,
    }
    met = [(point, tray) for point, tray in noted(Small(1_200)).trays if len(tray)]
    assert {point.id for point, _ in met} == set(days)
    cycles = [(point, tray) for point, tray in met if point.days == "cycle"]
    assert not [(point.id, t.day) for point, t in met if point.days != "cycle" and not holds[point.days](t.day)]
    closed = [(point, tray) for point, tray in cycles if not calendar.is_open(tray.day)]
    assert closed
    office = Small(1_200).office()
    of_special = {"book": office.special_books, "customer": office.special_customers}
    assert all(of_special[point.object][tray.objects].all() for point, tray in closed)  # 專變: open or not
