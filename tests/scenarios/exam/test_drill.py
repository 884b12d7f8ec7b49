"""Drills: what is asked, replayed answers, the tests of an office, the mark and the players."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kaohe.scenarios.exam.drill import Drill, NotAsked
from kaohe.scenarios.exam.drill_files import DrillExam, load_drill
from kaohe.scenarios.exam.drill_marks import WEIGHTS, Incident, mark_of
from kaohe.scenarios.exam.drill_players import by_the_book, erring, named, play
from kaohe.scenarios.exam.drill_proof import DrillProof, prove
from kaohe.scenarios.exam.shipped import shipped_drills
from kaohe.scenarios.exam.situations import Answer, Shown, typed_value
from kaohe.sim.deciding.choices import Refused
from kaohe.sim.files import Faults
from tests.proving import PROVING
from tests.scenarios.exam.drills import SEED, drill, exam, proof


def test_a_drill_is_proven() -> None:
    """At least twelve tests; nothing, or one answer everywhere, earns next to nothing; the book earns all."""
    assert not list(proof().refusals())
    assert proof().tests >= 12
    assert proof().book == 100
    assert proof().idle < 10
    assert proof().constant < 50
    assert list(proof().erring) == sorted(proof().erring, reverse=True)


@pytest.mark.parametrize("name", sorted(shipped_drills()) if PROVING else [])
def test_every_drill_that_ships_is_proven(name: str) -> None:
    for seed in (1, 2, 3):
        assert not list(prove(Drill(name), seed).refusals()), seed


SOUND = DrillProof(40, 20, 100.0, 0.0, 10.0, (90.0, 60.0, 20.0))


@pytest.mark.parametrize(
    ("proven", "said"),
    [
        (SOUND, []),
        (replace(SOUND, tests=11), ["drill-proof-tests"]),
        (replace(SOUND, book=99.0), ["drill-proof-book"]),
        (replace(SOUND, idle=10.0), ["drill-proof-idle"]),
        (replace(SOUND, constant=50.0), ["drill-proof-constant"]),
        (replace(SOUND, erring=(90.0, 95.0, 20.0)), ["drill-proof-erring"]),
    ],
)
def test_a_proof_says_why_a_drill_is_not_given(proven: DrillProof, said: list[str]) -> None:
    found = list(proven.refusals())
    assert [each.key for each in found] == said
    assert all("—" in str(each) for each in found)


def test_the_state_is_the_exam_the_seed_and_the_answers() -> None:
    first = Drill(exam())
    first.reset(SEED)
    player = erring(300_000, 5)
    for turn in range(25):
        question = first.question
        assert question is not None
        try:
            first.step(player(question, turn))
        except Refused:
            first.step(Answer("leave"))
    again = Drill(exam())
    situation = again.reset(SEED, first.answers)
    assert situation == first.situation
    assert again.answers == first.answers


def test_what_is_shown_is_plain_and_gives_nothing_away() -> None:
    situation = drill().reset(SEED)
    assert situation is not None
    told = json.loads(json.dumps(situation.to_json(), ensure_ascii=False))
    assert set(told) == {"id", "point", "name", "day", "seen", "choices"}
    assert {choice["id"] for choice in told["choices"]} >= {"leave"}
    text = json.dumps(told)
    assert not any(word in text for word in ("grounded", "salient", "unpaid", "standard", "seed", "clause"))


def test_an_answer_may_be_changed_until_it_is_confirmed() -> None:
    played = Drill(exam())
    situation = played.reset(SEED)
    assert situation is not None
    played.answer({"choice": "leave"})
    with pytest.raises(Refused):
        played.answer({"choice": "burn_the_money"})
    question = played.question
    assert question is not None
    given = played.answer(by_the_book(question, 0))
    following = played.confirm(given)
    assert following is not None
    assert following.number == situation.number + 1
    assert played.answers == (given,)


def test_nothing_is_answered_before_the_beginning_or_after_the_end() -> None:
    played = Drill(shorter(1))
    with pytest.raises(NotAsked):
        played.step({"choice": "leave"})
    with pytest.raises(ValueError, match="63"):
        played.reset(1 << 63)
    played.reset(SEED)
    play(played, by_the_book)
    assert played.situation is None
    with pytest.raises(NotAsked):
        played.step({"choice": "leave"})


def shorter(days: int) -> DrillExam:
    """The same drill for fewer days."""
    found = exam()
    file = found.file.model_copy(update={"days": days})
    return replace(found, document=replace(found.document, value=file))


def test_a_drill_of_two_days_can_be_gone_back_in() -> None:
    """Practice: the judge's view of the days so far, and the same morning again."""
    played = Drill(shorter(9), nights=True)
    first = played.reset(SEED)
    assert first is not None
    before, days = played.situation, []
    while (question := played.question) is not None:
        if played.situation is not None and played.situation.day not in days:
            days.append(played.situation.day)
            if len(days) == 3:
                break
        played.step({"choice": "leave"} if len(days) == 1 else by_the_book(question, 0).to_json())
    assert played.view().incidents.height >= 1
    assert played.back(days[0]) == before
    assert played.answers == ()
    while played.situation is not None and played.situation.day < days[2]:
        question = played.question
        assert question is not None
        played.step(by_the_book(question, 0))
    assert played.view().incidents.is_empty()
    with pytest.raises(ValueError, match="kept"):
        played.back(days[2] + 40)


# ── the mark ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def marked(monkeypatch: pytest.MonkeyPatch, *incidents: Incident) -> float:
    """The mark where the judge found these incidents."""
    monkeypatch.setattr("kaohe.scenarios.exam.drill_marks.incidents_of", lambda *given: incidents)
    drill().reset(SEED)
    office = drill().office(SEED)
    tests = drill().tests()
    return float(mark_of(exam(), tests, office, None).total)  # type: ignore[arg-type]  # what was found is given


def test_each_test_that_is_lost_and_each_further_incident_takes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    drill().reset(SEED)
    tests = drill().tests()
    n = len(tests)

    def of(number: int, tier: str = "general", *, critical: bool = False) -> Incident:
        return Incident(number, "4.1", tier, tests[number].places, critical)

    elsewhere = Incident(99, "4.6", "serious", frozenset(), False)
    assert marked(monkeypatch) == 100
    assert marked(monkeypatch, of(0)) == pytest.approx(100 * (n - 1) / n)
    assert marked(monkeypatch, of(0), of(1, "major")) == pytest.approx(100 * (n - 2) / n)
    assert marked(monkeypatch, elsewhere) == pytest.approx(100 * (n - WEIGHTS["serious"]) / n)
    assert marked(monkeypatch, of(0), of(0, "general")) == pytest.approx(100 * (n - 1 - WEIGHTS["general"]) / n)
    assert marked(monkeypatch, of(0, critical=True)) == 59
    assert marked(monkeypatch, *[elsewhere] * 20) == 0


def test_the_judge_marks_what_was_left_behind() -> None:
    """Two windows closed with wrong figures, by the judge alone."""
    played, wrong = drill(), 0
    played.reset(SEED)
    while (question := played.question) is not None:
        answer = by_the_book(question, 0)
        if answer.choice == "close_and_hand_in" and wrong < 2:
            values = {**answer.values, "total_fen": answer.values["total_fen"] + 100}
            answer, wrong = Answer(answer.choice, values), wrong + 1
        played.step(answer)
    mark = played.result()
    assert (len(mark.lost), [each.clause for each in mark.incidents]) == (2, ["4.1", "4.1"])
    assert float(mark.total) == pytest.approx(100 * (len(mark.tests) - 2) / len(mark.tests))
    assert json.loads(json.dumps(mark.to_json()))["kept"] == len(mark.tests) - 2


# ── players and files ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["nobody", "erring", "erring:2", "erring:x", "erring:nan", "exec:"])
def test_a_player_who_is_none_is_refused(name: str) -> None:
    with pytest.raises(Faults, match="erring:RATE"):
        named(name, 1)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ('post = "collector"', 'post = "colector"'),
        ('kind = "drill"', 'kind = "audit"'),
        ("credit_e6", "kredit_e6"),
        ("customers = 600", "customers = 600\n[classes]\nvilla = 3"),
        ("customers = 600", 'customers = 600\n[[habits]]\npoint = "deposit"\naction = "burn"\nrate_e6 = 1'),
        ("customers = 600", 'customers = 600\nscenario = "atlantis"'),
        ("customers = 600", 'customers = 600\npolicy = "mercy"'),
    ],
)
def test_a_drill_file_that_is_wrong_says_where(tmp_path: Path, change: str, word: str) -> None:
    path = tmp_path / "drill.toml"
    text = shipped_drills()["collector"].read_text(encoding="utf-8")
    assert change in text
    path.write_text(text.replace(change, word), encoding="utf-8")
    with pytest.raises(Faults, match=r"drill\.toml:\d+:\d+"):
        load_drill(path)
    with pytest.raises(Faults, match="collector"):
        load_drill("colector")


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("fen", "1,234.50", 123_450),
        ("fen", "１２．５", 1_250),
        ("count", " 12 ", 12),
        ("day", "2001-01-31", 11_353),
        ("class", "居民（resident）", 0),
        ("class", "居民", 0),
        ("class", "resident", 0),
        ("class", "0", 0),
    ],
)
def test_what_people_type_is_read(unit: str, text: str, value: int) -> None:
    codes = {0: "居民（resident）"} if unit == "class" else {}
    assert typed_value(Shown("x", "金額", unit, codes=codes), text) == value


@pytest.mark.parametrize(
    ("unit", "text"), [("fen", "1.234"), ("fen", "=1+1"), ("count", "1.5"), ("day", "31/1"), ("fen", "nan")]
)
def test_what_cannot_be_read_is_said(unit: str, text: str) -> None:
    with pytest.raises(Refused, match="—"):
        typed_value(Shown("x", "金額", unit), text)
