"""One case at the desk: the document, and what is refused."""

from __future__ import annotations

import pytest

from tests.kaohe.calling import Kaohe

TIERS = [
    ("999.99", "non_assessed"),
    ("1000", "general"),
    ("9999.99", "general"),
    ("10000", "serious"),
    ("99999.99", "serious"),
    ("100000", "major"),
]


@pytest.mark.parametrize(("amount", "tier"), TIERS)
def test_the_handbook_bands(kaohe: Kaohe, amount: str, tier: str) -> None:
    answer = kaohe("classify", "--amount", amount, "--json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.json()["tier"] == tier


def test_the_document(kaohe: Kaohe) -> None:
    document = kaohe("classify", "--amount", "3200", "--clause", "4.1", "--json").json()
    assert set(document) == {"tier", "bases", "posts", "sanctions", "duties", "reasons"}
    assert [set(sanction) for sanction in document["sanctions"]] == [{"rule", "kind", "value", "unit"}]


def test_people_get_words_in_their_language(kaohe: Kaohe) -> None:
    assert "扣發" in kaohe("classify", "--amount", "3200").out
    assert "withheld" in kaohe("classify", "--amount", "3200", "--lang", "en").out
    assert "扣发" in kaohe("classify", "--amount", "3200", "--lang", "zh-Hans").out


def test_intent_and_history_weigh(kaohe: Kaohe) -> None:
    plain = kaohe("classify", "--amount", "20000", "--json").json()
    for more in (("--intentional",), ("--prior", "serious=2"), ("--prior", "general=1", "--prior", "serious=3")):
        assert kaohe("classify", "--amount", "20000", *more, "--json").json()["sanctions"] != plain["sanctions"], more


REFUSED = [
    ((), "--amount"),
    (("--amount", "5", "--unpriced"), "--amount"),
    (("--amount", "-5"), "--amount"),
    (("--amount", "nan"), "--amount"),
    (("--amount", "３２００"), "3200"),
    (("--amount", "3,200"), "3200"),
    (("--amount", "1.001"), "--amount"),
    (("--amount", "9" * 30), "--amount"),
    (("--energy", "1.5"), "--energy"),
    (("--energy", "-1"), "--energy"),
    (("--amount", "5", "--clause", "4.7"), "--clause"),
    (("--amount", "5", "--prior", "genral=1"), "general"),
    (("--amount", "5", "--prior", "general"), "general=1"),
    (("--amount", "5", "--prior", "general=x"), "--prior"),
    (("--amount", "5", "--policy", "handbok"), "handbook"),
]


def test_all_faults_of_a_case_are_told_at_once(kaohe: Kaohe) -> None:
    words = (
        "--amount",
        "x",
        "--loss",
        "-3",
        "--clause",
        "4.7",
        "--prior",
        "genral=1",
        "--prior",
        "y",
        "--policy",
        "hand",
    )
    answer = kaohe("classify", *words)
    assert (answer.code, answer.out) == (2, "")
    places = ["--amount", "--clause", "--loss", "--prior", "--prior", "hand"]
    assert [line.split(":")[0] for line in answer.messages] == places


def test_an_energy_that_is_none_is_not_missing_too(kaohe: Kaohe) -> None:
    assert [line.split(":")[0] for line in kaohe("classify", "--energy", "1.5").messages] == ["--energy"]
    told = kaohe("classify", "--energy", "1.5", "--amount", "5").messages
    assert [line.split(":")[0] for line in told] == ["--amount", "--energy"]


def test_more_than_twenty_faults_are_counted(kaohe: Kaohe) -> None:
    words = [word for number in range(25) for word in ("--prior", f"wrong{number}")]
    answer = kaohe("classify", "--amount", "5", *words)
    assert (answer.code, len(answer.messages)) == (2, 21)
    assert "25" in answer.messages[-1]


def test_what_is_due_at_once_is_due_on_the_day_of_discovery(kaohe: Kaohe) -> None:
    told = {lang: kaohe("classify", "--amount", "20000", "--lang", lang).out for lang in ("zh-Hant", "zh-Hans", "en")}
    assert "（發現當日）" in told["zh-Hant"]
    assert "（发现当日）" in told["zh-Hans"]
    assert "(on the day of discovery)" in told["en"]
    assert not any(words in "".join(told.values()) for words in ("起 0 日", "within 0"))


def test_reasons_have_the_thousands_marks_of_the_rest(kaohe: Kaohe) -> None:
    assert "1,234,567.80 元達到 100,000.00 元" in kaohe("classify", "--amount", "1234567.8").out
    assert "999.99 元在 0.00 元與 1,000.00 元之間" in kaohe("classify", "--amount", "999.99").out


@pytest.mark.parametrize(("words", "told"), REFUSED)
def test_a_bad_case_is_refused(kaohe: Kaohe, words: tuple[str, ...], told: str) -> None:
    answer = kaohe("classify", *words)
    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert told in answer.err


def test_gain_is_typed_at_the_desk(kaohe: Kaohe) -> None:
    """Below 100,000 yuan the person directly answerable is warned or has a demerit; without gain nothing is covered."""
    asked = ("classify", "--amount", "30000", "--policy", "p3")
    assert "記過" in kaohe(*asked, "--gain", "30000").out
    assert "不在此列" in kaohe(*asked).out
    wrong = kaohe(*asked, "--gain", "1,000")
    assert (wrong.code, "--gain: 錯誤[C001]" in wrong.err) == (2, True)
