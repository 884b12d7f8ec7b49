"""What else of a scenario file a run would refuse: its span, its limits, the acts that it orders, at their values."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kaohe.scenarios.loader import load_scenario
from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language

HEAD = 'id = "ours"\nname = { zh = "本縣", en = "ours" }\ncustomers = 20\n'
BOOK = '[[books]]\nname = "東風里"\nkind = "resident"\ncustomers = 3\ncycle_day = 12\n'
ACT = "[[acts]]\non = 2001-01-12\n"

# the file, with « before the place; the code; the text in Chinese and in English
CASES = {
    "too many months": (
        f"{HEAD}start = 2001-12-01\nmonths = «7\n",
        "P052",
        "由 2001-12-01 起 7 個月超出日曆（2000-12-01 至 2002-05-31） — 請寫 1 至 5",
        "7 months from 2001-12-01 go beyond the calendar (2000-12-01 to 2002-05-31) — write 1 to 5",
    ),
    "the usual months are too many": (
        f"{HEAD}start = «2002-04-01\n",
        "P052",
        "由 2002-04-01 起 3 個月超出日曆（2000-12-01 至 2002-05-31） — 請寫 1 至 1",
        "3 months from 2002-04-01 go beyond the calendar (2000-12-01 to 2002-05-31) — write 1 to 1",
    ),
    "outside the calendar": (
        f"{HEAD}start = «2003-01-01\n",
        "P052",
        "不能由 2003-01-01 起：日曆只有 2000-12-01 至 2002-05-31，前後各須留一個月 — 請改 start",
        "no start on 2003-01-01: the calendar runs from 2000-12-01 to 2002-05-31, and a month is needed before "
        "and after — change start",
    ),
    "no such limit": (
        f'{HEAD}[limits]\n«"deposit.cut_off" = "15:00"\n',
        "P010",
        "沒有限值「deposit.cut_off」 — 最接近：deposit.cutoff",
        "there is no limit “deposit.cut_off” — nearest: deposit.cutoff",
    ),
    "a limit in words": (
        f'{HEAD}[limits]\n"payment.due_days" = «"ten"\n',
        "P014",
        "限值 payment.due_days 是 ten — 請寫不帶小數的數，如 10",
        "the limit payment.due_days is ten — write a whole number like 10",
    ),
    "no time of day": (
        f'{HEAD}[limits]\n"deposit.cutoff" = «"25:00"\n',
        "P014",
        "限值 deposit.cutoff 是 25:00 — 請寫時刻，如 15:30",
        "the limit deposit.cutoff is 25:00 — write a time of day like 15:30",
    ),
    "issued on the day of the reading": (
        f'{HEAD}[limits]\n"issuance.limit_working_days" = «"0"\n',
        "P046",
        "限值 issuance.limit_working_days 是 0 日，而抄表後最早在下一個工作日發行 — 請至少寫 1",
        "the limit issuance.limit_working_days is 0 days, but a book is issued on the working day after it was read "
        "at the earliest — write at least 1",
    ),
    "listed before it is overdue": (
        f'{HEAD}[limits]\n"arrears.list_working_days" = «"0"\n',
        "P046",
        "限值 arrears.list_working_days 是 0 日，而電費過了交費期限才算欠費 — 請至少寫 1",
        "the limit arrears.list_working_days is 0 days, but a bill is overdue only after its due date — "
        "write at least 1",
    ),
    "dunned before it is listed": (
        f'{HEAD}[limits]\n"dunning.limit_working_days" = «"2"\n',
        "P046",
        "限值 dunning.limit_working_days 是 2 日，而欠費清單用 2 日（arrears.list_working_days），催費通知單在清單後"
        "一個工作日送達 — 請至少寫 3，或縮短 arrears.list_working_days",
        "the limit dunning.limit_working_days is 2 days, but the arrears list takes 2 (arrears.list_working_days) and "
        "its notices are served the working day after — write at least 3, or less for arrears.list_working_days",
    ),
    "dunned on the day of the shortest list": (
        f'{HEAD}[limits]\n"arrears.list_working_days" = "1"\n"dunning.limit_working_days" = «"1"\n',
        "P046",
        "限值 dunning.limit_working_days 是 1 日，而欠費清單用 1 日（arrears.list_working_days），催費通知單在清單後"
        "一個工作日送達 — 請至少寫 2",
        "the limit dunning.limit_working_days is 1 days, but the arrears list takes 1 (arrears.list_working_days) and "
        "its notices are served the working day after — write at least 2",
    ),
    "listed when it should have been dunned": (
        f'{HEAD}[limits]\n"arrears.list_working_days" = «"5"\n',
        "P046",
        "限值 arrears.list_working_days 是 5 日，而催費通知單在欠費清單後一個工作日送達，限期 5 日"
        "（dunning.limit_working_days） — 請至多寫 4，或放寬 dunning.limit_working_days",
        "the limit arrears.list_working_days is 5 days, but notices are served the working day after the list and have "
        "5 days (dunning.limit_working_days) — write at most 4, or allow more for dunning.limit_working_days",
    ),
    "banked after the bank closed": (
        f'{HEAD}[limits]\n"deposit.cutoff" = «"15:25"\n',
        "P046",
        "限值 deposit.cutoff 是 15:25，而出納 15:25 才把各窗口交款解往銀行 — 請寫 15:26 或更晚",
        "the limit deposit.cutoff is 15:25, but the cashier takes to the bank at 15:25 what the windows handed in — "
        "write 15:26 or later",
    ),
    "no such act": (
        f'{HEAD}{ACT}does = «"遲結帳"\n',
        "P044",
        "沒有名為「遲結帳」的行為 — 是否想寫「遲結」？",
        "no act is named “遲結帳” — did you mean “遲結”?",
    ),
    "no such parameter": (
        f'{HEAD}{BOOK}{ACT}does = "遲抄"\nabout = "東風里"\nparams = {{ days = 2, «dais = 3 }}\n',
        "P044",
        "沒有名為「dais」的參數 — 是否想寫「days」？",
        "no param is named “dais” — did you mean “days”?",
    ),
    "a parameter in words": (
        f'{HEAD}{BOOK}{ACT}does = "遲抄"\nabout = "東風里"\nparams = {{ days = «"two" }}\n',
        "P014",
        "參數 days 是 two — 請寫整數或日期，不加引號",
        "the parameter days is two — write an integer or a date, without quotes",
    ),
    "about nothing": (
        f'{HEAD}[[«{ACT.removeprefix("[[")}does = "遲抄"\n',
        "P020",
        '「遲抄」沒有說明對什麼 — 請補上 about = "…"',
        '“遲抄” does not say about what — add about = "…"',
    ),
    "about nobody who is named": (
        f'{HEAD}{ACT}does = "估抄"\nabout = «"永安廠"\n',
        "P044",
        "沒有具名的用戶「永安廠」 — 請先以 [[named_customers]] 說明這個用戶",
        "no customer is named “永安廠” — describe him in [[named_customers]] first",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_run_would_refuse_is_told_at_its_value(tmp_path: Path, case: str) -> None:
    marked, code, chinese, english = CASES[case]
    before = marked.partition("«")[0]
    path = tmp_path / "ours.toml"
    path.write_text(marked.replace("«", ""), encoding="utf-8")
    with pytest.raises(Faults) as found:
        load_scenario(path)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    [fault] = found.value.faults
    assert (fault.line, fault.column, fault.code) == (line, column, code)
    for language, text in (("zh-Hant", chinese), ("en", english)):
        with use_language(language):
            assert fault.render().endswith(f"[{code}] {text}")


@pytest.mark.parametrize("listed, dunned", [("1", "2"), ("2", "3"), ("4", None), (None, "3")])
def test_limits_that_can_just_be_kept_are_left_alone(tmp_path: Path, listed: str | None, dunned: str | None) -> None:
    path = tmp_path / "ours.toml"
    own = {"arrears.list_working_days": listed, "dunning.limit_working_days": dunned}
    lines = [f'"{key}" = "{value}"\n' for key, value in own.items() if value is not None]
    path.write_text(f'{HEAD}[limits]\n"issuance.limit_working_days" = "1"\n{"".join(lines)}', encoding="utf-8")
    assert load_scenario(path).rules.limits["issuance.limit_working_days"][0] == "1"


def test_acts_that_can_be_ordered_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    act = f'{ACT}does = "遲抄"\nabout = "東風里"\nparams = {{ days = "2" }}\n'
    path.write_text(f"{HEAD}{BOOK}{act}", encoding="utf-8")
    assert load_scenario(path).acts[0].params == {"days": "2"}


def test_what_a_scenario_injects_is_read_before_any_office_is_made() -> None:
    """In a process of its own: nothing else has loaded the desks, where the decisions are entered."""
    said = "from kaohe.scenarios import load_scenario; print(len(load_scenario('town').injection.counts))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 0
