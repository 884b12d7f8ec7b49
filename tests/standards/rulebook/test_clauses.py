"""The 72 clauses against the handbook as printed, and what the rulebook decided about each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from opencc import OpenCC

import kaohe.standards.rulebook
from kaohe.sim.records import ids
from kaohe.sim.texts import use_language
from kaohe.standards import Rulebook
from kaohe.standards.rulebook.clause import CLAUSE_IDS

SHIPPED = Path(str(kaohe.standards.rulebook.__file__)).parent
PRINTED = (Path(__file__).parent / "handbook_part4.txt").read_text(encoding="utf-8")
INCIDENTS, _, REST = PRINTED.partition("(二)事故分類\n")
TIERS, _, HANDLING = REST.partition("(三)責任事故的處理\n")

MENDED = {
    "倒日": "例日",
    "未接規定": "未按規定",
    "按到": "接到",
    "修枝": "修校",
    "投人": "投入",
    "款項額": "款項",
    "余項": "雜項",
    "收費工余額": "收費工餘額",
    "不利": "不力",
    "至使": "致使",
}
CONSEQUENCE = (
    "1.3 2.2 3.4 4.2 4.3 6.2 6.6 6.8 7.1 7.2 7.3 7.4 7.5 8.1 8.2 8.3 8.4 8.5 8.6 8.7 8.8 8.9 "
    "9.2 10.1 10.4 11.1 11.2 11.3 12.2"
)
LATER = "2.2 2.3 2.6 8.2 8.3 8.5 8.6 8.10 9.1 11.1 11.2 11.3 12.3"
BASES = """
1.1 fee cash | 1.2 delay | 1.3 fee | 1.4 delay none | 1.5 cash | 1.6 cash none | 1.7 delay
2.1 delay | 2.2 fee | 2.3 fee | 2.4 delay property | 2.5 fee | 2.6 fee | 2.7 delay
3.1 fee delay | 3.2 delay | 3.3 property | 3.4 fee | 3.5 cash
4.1 delay cash | 4.2 cash none | 4.3 delay cash | 4.4 fee | 4.5 delay cash | 4.6 cash
5.1 cash | 5.2 cash | 5.3 cash | 5.4 delay | 5.5 delay
6.1 cash none | 6.2 misstated | 6.3 cash none | 6.4 cash | 6.5 delay | 6.6 fee | 6.7 delay
6.8 cash none | 6.9 cash none
7.1 fee | 7.2 none property | 7.3 delay | 7.4 fee | 7.5 none
8.1 fee | 8.2 property | 8.3 fee | 8.4 property none | 8.5 fee | 8.6 fee property | 8.7 fee
8.8 fee none | 8.9 fee | 8.10 fee
9.1 fee | 9.2 fee | 9.3 delay | 9.4 delay | 9.5 fee | 9.6 fee
10.1 none fee | 10.2 fee | 10.3 fee | 10.4 fee | 10.5 none
11.1 fee | 11.2 fee | 11.3 fee | 11.4 property
12.1 fee | 12.2 cash | 12.3 fee
"""


@pytest.fixture(name="rulebook", scope="module")
def _rulebook() -> Rulebook:
    return Rulebook.load()


def _printed() -> Iterator[tuple[str, str]]:
    """(id, text without its number and closing stop) of each item of 四(一), by the printed numbers alone."""
    section = "0"
    for line in INCIDENTS.splitlines():
        if (title := re.fullmatch(r"(\d+)\..+方面", line)) is not None:
            section = title[1]
        elif (item := re.fullmatch(r"\((\d+)\)(.+?)[;。.]*", line)) is not None:
            yield f"{section}.{item[1]}", item[2]


def test_every_clause_of_the_handbook_is_there_word_for_word(rulebook: Rulebook) -> None:
    assert {clause.id: clause.source_text for clause in rulebook.clauses.values()} == dict(_printed())


def test_seventy_two_in_twelve_sections(rulebook: Rulebook) -> None:
    assert tuple(rulebook.clauses) == CLAUSE_IDS
    counts = Counter(clause.section for clause in rulebook.clauses.values())
    assert [counts[section] for section in range(1, 13)] == [7, 7, 5, 6, 5, 9, 5, 10, 6, 5, 4, 3]
    assert rulebook.clause("8.10").number == 10


def test_titles_of_sections_are_as_printed(rulebook: Rulebook) -> None:
    titles = re.findall(r"^(\d+)\.(.+方面)$", INCIDENTS, re.M)
    assert {section.number: section.source_title for section in rulebook.sections.values()} == {
        int(number): title for number, title in titles
    }


def test_misprints_are_mended_wherever_they_stand(rulebook: Rulebook) -> None:
    for clause in rulebook.clauses.values():
        for wrong, right in MENDED.items():
            if wrong in clause.source_text:
                assert (wrong in clause.text, right in clause.text) == (False, True), f"{clause.id}: {wrong}"


def test_nothing_else_but_script_and_stops_is_mended(rulebook: Rulebook) -> None:
    known = {wrong: right for wrong, right in MENDED.items() if wrong != "收費工余額"} | {"實施.": "實施,"}
    wordings = [*rulebook.clauses.values(), *rulebook.sentences.values()]
    others = [one for wording in wordings for one in wording.errata if one.kind != "script"]
    assert {one.wrong: one.right for one in others} == {**known, "刑事責任申": "刑事責任。"}
    script = [one for wording in wordings for one in wording.errata if one.kind == "script"]
    assert all(len(one.wrong) == len(one.right) for one in script)


def test_wordings_left_as_printed(rulebook: Rulebook) -> None:
    assert "農戶" in rulebook.clause("12.3").text
    assert rulebook.section(9).source_title == "竊電和收費方面"
    assert rulebook.clause("11.1").text.startswith("裝表接電錯接線。錯、漏乘倍率")


def test_sentences_make_up_the_two_parts(rulebook: Rulebook) -> None:
    def told(initial: str) -> str:
        return "".join(one.source_text for one in rulebook.sentences.values() if one.id.startswith(initial))

    def plain(printed: str) -> str:
        return "".join(re.sub(r"^\(\d\)", "", line) for line in printed.splitlines() if line != "考核性責任事故劃分為:")

    assert (told("T"), told("S")) == (plain(TIERS), plain(HANDLING))


def test_sentences_name_the_item_in_which_they_stand(rulebook: Rulebook) -> None:
    for sentence in rulebook.sentences.values():
        number = re.fullmatch(r"四\((?:二|三)\)(?:\((\d)\))?", sentence.item)
        assert number is not None, sentence.item
        part = TIERS if sentence.item.startswith("四(二)") else HANDLING
        if number[1]:
            (line,) = (line for line in part.splitlines() if line.startswith(f"({number[1]})"))
            assert sentence.source_text in line
    assert [one.id for one in rulebook.sentences_of("四(三)(4)")] == ["S4a", "S4b"]


def test_consequences_that_must_stand_in_the_records(rulebook: Rulebook) -> None:
    assert [clause.id for clause in rulebook.clauses.values() if clause.consequence_required] == CONSEQUENCE.split()


def test_when_the_evidence_is_there(rulebook: Rulebook) -> None:
    assert [clause.id for clause in rulebook.clauses.values() if clause.at == "later"] == LATER.split()
    both = rulebook.clause("2.5")
    assert (both.shown(both.limb("unread")), both.shown(both.limb("zeroed"))) == ("now", "later")


def test_intent(rulebook: Rulebook) -> None:
    told = {clause.id: clause.intent for clause in rulebook.clauses.values() if clause.intent != "none"}
    assert told == {
        "3.5": "enquiry",
        "4.6": "enquiry",
        "5.1": "presumed",
        "10.2": "presumed",
        "10.3": "presumed",
        "12.2": "presumed",
        "12.3": "presumed",
    }


def test_bases_of_every_clause(rulebook: Rulebook) -> None:
    expected = dict(row.strip().split(" ", 1) for row in re.split(r"[|\n]", BASES) if row.strip())
    bases = {clause.id: dict.fromkeys(limb.basis for limb in clause.limbs) for clause in rulebook.clauses.values()}
    assert {clause_id: " ".join(told) for clause_id, told in bases.items()} == expected


def test_what_counts_as_nothing_by_rule_is_marked(rulebook: Rulebook) -> None:
    zero = [f"{clause.id} {limb.id}" for clause in rulebook.clauses.values() for limb in clause.limbs if limb.zero]
    assert zero == [
        "1.1 papers_only",
        "1.4 remade",
        "2.1 handheld",
        "3.2 early",
        "4.4 no_case",
        "6.3 accounted",
        "6.9 agrees",
        "7.4 restored",
    ]


@pytest.mark.parametrize(
    ("clause", "object_type", "packing"),
    [
        ("1.7", "clerk_day", "clerk_day_id"),
        ("2.1", "book_period", "book_period_id"),
        ("2.2", "meter_period", "meter_period_id"),
        ("2.7", "arrears_list", "book_period_id"),
        ("3.1", "customer_period", "bill_id"),
        ("4.1", "window_day", "counter_day_id"),
        ("4.5", "return_notice", "receipt_id"),
        ("5.4", "bank_day", "day_number"),
        ("4.6", "credit_note", "bill_id"),
        ("6.6", "issue_day", "day_number"),
    ],
)
def test_objects_of_the_first_clauses(rulebook: Rulebook, clause: str, object_type: str, packing: str) -> None:
    assert rulebook.clause(clause).object_type == object_type
    assert callable(getattr(ids, packing))
    assert object_type in rulebook.objects


def test_posts_answer_by_section(rulebook: Rulebook) -> None:
    for clause in rulebook.clauses.values():
        assert set(rulebook.section(clause.section).posts) & set(clause.posts), clause.id
    assert rulebook.clause("8.5").answers("meter_fitter")
    assert rulebook.clause("12.1").answers("business_manager")
    assert not rulebook.clause("2.1").answers("collector")


def test_every_clause_is_some_post_s_duty(rulebook: Rulebook) -> None:
    auxiliary = [one.id for one in rulebook.clauses.values() if set(one.posts) <= {"meter_fitter", "meter_tester"}]
    without = [clause_id for clause_id in rulebook.clauses if not rulebook.duties_of(clause_id)]
    assert [clause_id for clause_id in without if clause_id not in auxiliary] == ["12.3"]


def test_words_of_this_project_are_traditional() -> None:
    traditional = OpenCC("s2t").convert
    for path in sorted(SHIPPED.rglob("*.toml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        own = "".join(line for line in lines if not line.startswith("source_text") and "wrong =" not in line)
        signs = dict.fromkeys(sign for sign in own if not sign.isascii() and sign not in "准台")  # 批准, 台賬
        assert [sign for sign in signs if traditional(sign) != sign] == [], path.name


def test_a_clause_is_worded_in_the_language_in_force(rulebook: Rulebook) -> None:
    clause = rulebook.clause("1.7")
    with use_language("zh-Hans"):
        assert clause.wording.text() == "未及时上缴当日收取的款额"
    with use_language("en"):
        assert clause.wording.text() == "Failing to hand in promptly the money collected that day"
