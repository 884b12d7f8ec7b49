"""What may be injected, and how a wrong order is refused before anything is simulated."""

from __future__ import annotations

import pytest

from tests.kaohe.calling import Kaohe

SMALL = ("--customers", "200", "--months", "2")

REFUSED = [
    ("4.7=1x", "沒有條款 4.7，這裏只有 4.1 至 4.6 — 最接近的可注入條款：4.6"),
    ("13.1=1x", "沒有條款 13.1，這裏只有 1.1 至 12.3"),
    ("2.3=2x", "條款 2.3 尚不能注入差錯 — 最接近的可注入條款：2.2"),
    ("估抄=2x", "「估抄」是行為，不是條款，屬條款 2.2 — 請寫 2.2=2x"),
    ("misread=0.1", "請寫 2.2=0.1"),
    ("2.2=2", "要 2 件，請寫 2.2=2x"),
    ("2.22=1x", "2.2"),
    ("２.２=1x", "2.2"),
    ("2.2", "3x"),
    ("2.2=", "2.2="),
    ("2.2=1.5", "0"),
    ("2.2=-0.1", "0"),
    ("2.2=nan", "2.2"),
    ("2.2=-1x", "2.2"),
    ("2.2=3x:later", "3x:later"),
    ("2.2=abc", "2.2"),
    ("noen", "none"),
]


@pytest.mark.parametrize(("order", "told"), REFUSED)
def test_a_wrong_order_is_refused(kaohe: Kaohe, order: str, told: str) -> None:
    answer = kaohe("simulate", *SMALL, "--inject", order)
    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert answer.err.startswith("--inject")
    assert told in answer.err


@pytest.mark.main_job
def test_more_than_there_is_room_for(kaohe: Kaohe) -> None:
    answer = kaohe("simulate", *SMALL, "--inject", "2.1=5000x")
    assert (answer.code, answer.out) == (2, "")
    assert "2.1" in answer.err
    assert "5000" in answer.err


@pytest.mark.parametrize(("words", "told"), [(("tonw",), "town"), (("missing.toml",), "missing.toml")])
def test_an_unknown_scenario(kaohe: Kaohe, words: tuple[str, ...], told: str) -> None:
    answer = kaohe("run", *words)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err


def test_an_unknown_policy_is_refused_before_the_office_runs(kaohe: Kaohe) -> None:
    answer = kaohe("run", "--policy", "handbok")
    assert (answer.code, answer.out) == (2, "")
    assert "handbook" in answer.err


def test_what_the_scenario_orders_is_told_as_its_own(kaohe: Kaohe) -> None:
    answer = kaohe("run", "--customers", "50")
    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert answer.err.startswith("town: ")
    for told in ("P047", "1.7", "4.5", "all=3x", "--inject none"):
        assert told in answer.err


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_months_beyond_the_calendar(kaohe: Kaohe, language: str) -> None:
    answer = kaohe("run", "--months", "17", "--customers", "50", "--inject", "none", "--lang", language)
    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert answer.err.startswith("--months: ")
    assert "[P052]" in answer.err
    assert "1 至 16" in answer.err or "1 to 16" in answer.err


@pytest.mark.main_job
def test_the_most_months_that_may_be_asked(kaohe: Kaohe) -> None:
    assert kaohe("simulate", "--months", "16", "--customers", "100", "--inject", "none").code == 0


def test_all_faults_of_a_line_are_told(kaohe: Kaohe) -> None:
    answer = kaohe("run", "--customers", "-5", "--months", "0", "--seed", "x", "--inject", "2.2=5")
    assert answer.code == 2
    assert {line.split(":")[0] for line in answer.messages} == {"--customers", "--months", "--seed", "--inject"}
