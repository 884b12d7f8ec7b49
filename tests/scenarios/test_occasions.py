"""What only the run shows of ordered acts: no situation, more than there is, two acts on one; exit 2, nothing left."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from kaohe.scenarios import run, simulate
from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language

HEAD = """id = "ours"
name = { zh = "本縣", en = "ours" }
months = 2
customers = 60
staff = [{ name = "周平", post = "collector", counter = 1 }]
books = [{ name = "東風里", kind = "commerce", customers = 2, cycle_day = 5 }]
named_customers = [{ name = "永利飯館", book = "東風里", channel = "window" }]
"""


def act(on: str, does: str, rest: str) -> str:
    """One act of a file."""
    return f'[[acts]]\non = {on}\ndoes = "{does}"\n{rest}\n'


CASES = {
    "a situation that never came up": (
        act("2001-02-14", "擱置退票", 'about = "永利飯館"\nparams = { days = 9 }'),
        "acts[0].on",
        ("沒有可以「擱置退票」的情況，在運行的各日也沒有出現過", "had no occasion on 2001-02-14"),
    ),
    "a day on which it did not come up": (
        act("2001-01-10", "錯發行", 'about = "永利飯館"\nparams = { price_class = 0 }'),
        "acts[0].on",
        ("這種情況出現在 2001-01-0", "it comes up on 2001-01-0"),
    ),
    "more than there is": (
        act("2001-01-16", "少解款", "params = { amount_fen = 99_999_999 }"),
        "acts[0].params",
        ("至多只有", "there is no more than"),
    ),
}


def places(error: Faults, text: str) -> list[str]:
    """The keys, as paths, at which faults stand."""
    lines = text.splitlines()
    found = []
    for fault in error.faults:
        assert fault.line is not None
        head = sum(line == "[[acts]]" for line in lines[: fault.line]) - 1
        found.append(f"acts[{head}].{lines[fault.line - 1].split(' =')[0]}")
    return found


@pytest.mark.parametrize("case", CASES)
def test_an_act_that_cannot_be_carried_out_is_refused_at_its_place(case: str, tmp_path: Path) -> None:
    acts, place, said = CASES[case]
    path = tmp_path / "ours.toml"
    path.write_text(HEAD + acts, encoding="utf-8")
    for language, text in zip(("zh-Hant", "en"), said, strict=True):
        with use_language(language), pytest.raises(Faults) as caught:
            run(path)
        assert places(caught.value, HEAD + acts) == [place]
        assert [fault.code for fault in caught.value.faults] == ["P043"]
        with use_language(language):
            assert text in str(caught.value.faults[0])


def test_a_day_is_not_offered_where_the_law_forbids_it(tmp_path: Path) -> None:
    """A book of a Saturday cannot be put off to the next open day: that is the second after it."""
    path = tmp_path / "ours.toml"
    head = HEAD.replace("cycle_day = 5", "cycle_day = 10") + "practice = { cycle_change_e6 = 0, noted_delay_e6 = 0 }\n"
    path.write_text(head + act("2001-02-10", "因故順延一日", 'about = "東風里"'), encoding="utf-8")
    with use_language("en"), pytest.raises(Faults) as caught:
        run(path)
    with use_language("en"):
        assert str(caught.value.faults[0]).endswith("it comes up on 2001-01-10 (Wednesday)")


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_an_act_about_nobody_is_told_without_him(language: str, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(HEAD + act("2001-01-08", "失票", ""), encoding="utf-8")
    with use_language(language), pytest.raises(Faults) as caught:
        run(path)
    with use_language(language):
        assert "2001-01-08" in str(caught.value.faults[0])
        assert not re.search("「」|“”", str(caught.value.faults[0]))


def test_all_are_told_at_once_and_a_shorter_span_forgets_none(tmp_path: Path) -> None:
    acts = "".join(acts for acts, _, _ in CASES.values())
    path = tmp_path / "ours.toml"
    path.write_text(HEAD + acts, encoding="utf-8")
    with pytest.raises(Faults) as caught:
        run(path, months=1)
    assert places(caught.value, HEAD + acts) == ["acts[0].on", "acts[1].on", "acts[2].params"]


def test_what_is_carried_out_is_not_refused(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(HEAD + act("2001-01-16", "少解款", "params = { amount_fen = 100 }"), encoding="utf-8")
    done = simulate(tmp_path / "run", path)
    assert done.acts["action"].to_list() == ["bank_short"]
    assert not any(done.void)


def test_an_act_of_somebody_on_leave_is_refused_with_his_own_days(tmp_path: Path) -> None:
    """The window is served by who stands in; on another day the same act is carried out."""
    often = "[practice]\nannual_leave_e6 = 1_000_000\n"
    path = tmp_path / "ours.toml"
    path.write_text(HEAD + often, encoding="utf-8")
    simulate(tmp_path / "run", path)
    leave = pl.read_parquet(tmp_path / "run" / "records" / "leave")
    staff = pl.read_parquet(tmp_path / "run" / "records" / "staff")
    number = staff.filter(pl.col("name") == "周平")["id"][0]
    first = leave.filter(pl.col("employee") == number)["from_on"][0]
    acts = act(first.isoformat(), "遲結", 'about = "周平"\nparams = { days = 2 }')
    path.write_text(HEAD + acts + often, encoding="utf-8")
    with use_language("en"), pytest.raises(Faults) as caught:
        run(path)
    assert places(caught.value, HEAD + acts + often) == ["acts[0].on"]
    with use_language("en"):
        said = str(caught.value.faults[0])
    assert "who is on leave" in said
    own = re.findall(r"\d{4}-\d{2}-\d{2}", said.partition("his own days")[2])
    path.write_text(HEAD + act(own[0], "遲結", 'about = "周平"\nparams = { days = 2 }') + often, encoding="utf-8")
    assert run(path) is not None
