"""The README in both languages: its commands run as they stand, and the figures in its text are those that they give.

Where a figure is stale: `kaohe …` as the README has it says the new one; `python -m tests.pictures` makes the pictures.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from kaohe.scenarios.exam.files import load_exam
from kaohe.scenarios.exam.proving import BELOW
from kaohe.sim.records import Records
from kaohe.standards import Policy, Rulebook, judge
from tests import pictures
from tests.kaohe.calling import Answer, called, environment
from tests.proving import PROVING
from tests.scenarios.exam import small_paper

pytestmark = pytest.mark.main_job

ROOT = Path(__file__).parents[2]
TEXTS = {
    language: (ROOT / name).read_text(encoding="utf-8")
    for language, name in (("en", "README.md"), ("zh-Hant", "README.zh-Hant.md"))
}
COMMAND = re.compile(r"^    kaohe (.*)$", re.MULTILINE)
FENCED = {"ours.toml": "toml", "ours.feature": "gherkin"}
SMALLER = {
    "--customers 20000 --months 12": "--customers 500 --months 2",
    "--candidates 30": "--candidates 7",
    "export lesson": "export data",
}
"""The data with a truth, the class, and what is exported, when not proving; the exam is then small, and not proven."""
OUTPUT = re.compile(r"^    kaohe ([^\n]*)\n\n```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WORDS = {"three": 3, "三": 3, "Five": 5}
SENTENCES = {
    "en": {
        "town": r"(\S+) incidents under the handbook, (\S+) of them assessed",
        "lesson": r"finds (\S+) incidents, worth (\S+) yuan",
        "first": r"reading of (\d+) .*? finds (\d+) frozen in the meter: (\S+) kWh at (\S+) yuan are (\S+) yuan",
        "above": r"That is (\S+) yuan above the start of the general tier, so the bonus of (\d+) months is withheld",
        "class": r"with (\d+) incidents to find, for a class of (\d+);",
        "proven": r"who knows all earns (\d+), and who knows nothing or accuses everybody stays below (\d+)",
        "raised": r"(\S+) more incidents, of (\S+) to (\S+) yuan, have become general: the bonus of (\S+) months",
    },
    "zh-Hant": {
        "town": r"共 (\S+) 件責任事故，其中考核性 (\S+) 件",
        "lesson": r"查出(\S)件，影響金額 (\S+) 元",
        "first": r"抄得 (\d+)，.*?示數為 (\d+)：少計 (\S+) 千瓦時，每千瓦時 (\S+) 元，計 (\S+) 元",
        "above": r"高出一般責任事故的起點 (\S+) 元，扣發綜合獎 (\d+) 個月",
        "class": r"要查出 (\d+) 件事故，考生 (\d+) 人；",
        "proven": r"全知者得 (\d+) 分，一無所知或人人都告的低於 (\d+) 分",
        "raised": r"另有 (\S+) 件（(\S+) 元至 (\S+) 元）升為一般責任事故，應扣發綜合獎 (\S+) 個月",
    },
}
both = pytest.mark.parametrize("language", TEXTS)
Answers = Mapping[str, Answer]


def commands(language: str) -> list[str]:
    """The README's lines that call kaohe, without comments."""
    return [shlex.join(shlex.split(line, comments=True)) for line in COMMAND.findall(TEXTS[language])]


def figures(language: str, sentence: str) -> tuple[str, ...]:
    """The figures in a sentence of the README, digits for words."""
    text = re.sub(r"\s+", " ", TEXTS[language])
    found = re.search(SENTENCES[language][sentence], text)
    assert found is not None, f"the README has another sentence of the {sentence}: {SENTENCES[language][sentence]}"
    return tuple(str(WORDS.get(word, word)) for word in found.groups())


def yuan(fen: int) -> str:
    """An amount as texts write it."""
    return f"{fen // 100:,}.{fen % 100:02d}"


@pytest.fixture(name="home", scope="module")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the README shows."""
    home = tmp_path_factory.mktemp("readme")
    for name, kind in FENCED.items():
        [text] = re.findall(rf"^```{kind}\n(.*?)^```", TEXTS["en"], re.MULTILINE | re.DOTALL)
        (home / name).write_text(text, encoding="utf-8")
    return home


@pytest.fixture(name="answers", scope="module")
def _answers(home: Path) -> Answers:
    """What each command of the README says, in its order."""
    with contextlib.nullcontext() if PROVING else small_paper.unproven():
        lines = sorted(commands("en"), key=lambda line: line.startswith("export"))  # of what is made by then
        return {line: called(home, *shlex.split(line if PROVING else smaller(line))) for line in lines}


def smaller(line: str) -> str:
    """A command that takes less time."""
    for large, small in SMALLER.items():
        line = line.replace(large, small)
    return line


@pytest.fixture(name="town", scope="module")
def _town(home: Path, answers: Answers) -> pl.DataFrame:
    """The incidents of the built-in town under the handbook: `make run` is `kaohe run`."""
    assert answers["run"].code == 0
    return pl.read_parquet(home / "runs" / "0001" / "assessment" / "incidents.parquet")


def test_every_command_does_what_it_should(answers: Answers) -> None:
    assert {line: answer.err for line, answer in answers.items() if answer.code} == {}


def test_both_languages_show_the_same_commands_and_files() -> None:
    assert [line.replace(" --lang en", "") for line in commands("en")] == commands("zh-Hant")
    fences = [re.findall(r"^```\w+\n.*?^```", text, re.MULTILINE | re.DOTALL) for text in TEXTS.values()]
    assert fences[0] == fences[1]


def test_the_commands_are_those_of_the_pictures() -> None:
    assert any(line == f"run {pictures.LESSON}" for line in commands("en"))


@both
def test_the_town(language: str, town: pl.DataFrame) -> None:
    assessed = town.filter(pl.col("tier") != "non_assessed").height
    assert figures(language, "town") == (str(town.height), str(assessed))


@both
def test_the_lesson(language: str, home: Path, answers: Answers) -> None:
    incidents = pl.read_parquet(home / "lesson" / "assessment" / "incidents.parquet")
    assert figures(language, "lesson") == (str(incidents.height), yuan(int(incidents["amount_fen"].sum())))
    said = answers["explain lesson 2 --lang en"].out
    recorded, frozen, energy, price, amount = figures(language, "first")
    assert f"is {frozen}; recorded {recorded}," in said
    assert f"Amount {amount} yuan" in said
    assert f"energy {energy} kWh" in said
    assert f"{price} yuan/kWh" in said
    assert int(frozen) - int(recorded) == int(energy.replace(",", ""))
    above, months = figures(language, "above")
    assert f"{above} yuan above the start of this tier" in said
    assert f"bonus withheld, {months} months" in said


@both
def test_the_exam(language: str, home: Path, answers: Answers) -> None:
    exam = load_exam("audit_mixed")
    incidents, candidates = figures(language, "class")
    assert int(incidents) == sum(each.count for each in exam.file.incidents)
    assert f"--candidates {candidates} " in TEXTS[language]
    assert figures(language, "proven") == ("100", str(BELOW))
    assert "C07" in answers["exam mark class"].out
    for name in ("answers.xlsx", "papers.xlsx", "handbook.html"):
        assert (home / "class" / "candidates" / "C07" / name).is_file()
    assert (home / "class" / "sealed" / "amendments.jsonl").read_text(encoding="utf-8").count("\n") == 1
    assert {each.suffix for each in (home / "class" / "results").glob("*/*")} == {".xlsx", ".docx", ".html", ""}


@both
def test_what_is_shown_of_an_output_stands_in_it(language: str, home: Path, answers: Answers) -> None:
    shown = OUTPUT.findall(TEXTS[language])
    assert [line.split()[0] for line, _ in shown] == ["policy", "compare"]
    for line, lines in shown:
        answer = answers[line] if language == "en" else called(home, *shlex.split(line))
        said = [each.strip() for each in answer.out.splitlines()]
        assert lines.splitlines() == [each for each in lines.splitlines() if each in said], line
    of_handbook = shown[0][1].splitlines()[1]  # the second notice, as the text says
    lang = ("--lang", language)
    assert of_handbook in called(home, "policy", "lint", "handbook", *lang).out


def test_a_bill_of_several_lines_is_shown(answers: Answers) -> None:
    [said] = [answer.out for line, answer in answers.items() if line.startswith("bill ")]
    assert "large industrial" in said.splitlines()[0]
    assert all(word in said for word in ("peak", "power factor", "loss"))


@both
def test_the_table_of_policies(language: str, home: Path, town: pl.DataFrame) -> None:
    rows = re.findall(r"^\| `(\S+)` \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", TEXTS[language], re.MULTILINE)
    assert len(rows) == 3
    for name, *counts in rows:
        tiers = pl.Series(judged(home, name)["tier"]).to_list()
        order = ("non_assessed", "general", "serious", "major")
        assert [tiers.count(tier) for tier in order] == [int(count) for count in counts], name
    mine = judged(home, "ours.toml").filter(pl.col("tier") == "general")
    general = town.filter(pl.col("tier") == "general")["amount_fen"].to_list()
    raised = sorted(fen for fen in mine["amount_fen"].to_list() if fen not in general)
    number, least, most, months = figures(language, "raised")
    assert (int(number), yuan(raised[0]), yuan(raised[-1])) == (len(raised), least, most)
    assert int(months) == 3


def judged(home: Path, policy: str) -> pl.DataFrame:
    """The town's incidents under a policy of the README."""
    named = home / policy if policy.endswith(".toml") else policy
    return judge(Records.open(home / "town" / "records"), Policy.load(named), Rulebook.load()).incidents


def test_the_feature_passes(home: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "ours.feature"]
    done = subprocess.run(command, cwd=home, env=environment(), capture_output=True, text=True, check=False)
    told = re.search(r"`(\d+ passed)`", TEXTS["en"])
    assert told is not None
    assert told[1] in done.stdout
    assert told[0] in TEXTS["zh-Hant"]


@both
def test_the_pictures_are_not_stale(language: str, home: Path, answers: Answers) -> None:
    lang = () if language == "zh-Hant" else ("--lang", language)
    said = called(home, "explain", "lesson", "2", *lang).out
    page = (home / "town" / "report" / "index.html").read_text(encoding="utf-8")
    assert answers["run --out town"].code == 0
    advice = "make them anew: python -m tests.pictures"
    assert pictures.shown_in(f"explain.{language}.png") == pictures.figures_of(said), advice
    assert pictures.shown_in(f"report.{language}.png") == pictures.cards_of(page), advice
