"""The posts, their duties and limits, and what a rulebook answers about them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kaohe.standards
import kaohe.standards.rulebook
from kaohe.sim.texts import use_language
from kaohe.sim.town.staffing import INCOMPATIBLE
from kaohe.standards import Rulebook
from kaohe.standards.rulebook.clause import BASES

SHIPPED = Path(str(kaohe.standards.rulebook.__file__)).parent
THIRTEEN = (
    "用電登記工 用電稽查工 抄表工 收費工 營業發行員 營業會計 營業出納 "
    "信息審核員 系統管理員 用電檢查員 用電檢查專責 營業專責 營業主任"
)
LIMITS = {
    "reading.tolerance_days.low_voltage": "1",
    "reading.tolerance_days.special": "0",
    "reading.recheck_within_days": "3",
    "review.mean_multiple": "3",
    "issuance.limit_working_days": "3",
    "payment.due_days": "10",
    "arrears.list_working_days": "2",
    "dunning.limit_working_days": "5",
    "closing.first_close": "15:00",
    "cheque_return.limit_working_days": "1",
    "registration.limit_working_days": "0",
    "opening.limit_working_days": "2",
    "deposit.cutoff": "15:30",
    "collection.limit_bank_days": "1",
    "collection_return.limit_working_days": "1",
    "voucher.limit_working_days": "1",
    "balance.limit_working_days": "2",
    "reconcile.limit_working_days": "3",
    "stub.check_working_days": "3",
    "stub.seal_working_days": "5",
    "remittance.limit_bank_days": "2",
    "handheld.load_working_days_before": "3",
    "handheld.return_days": "0",
    "handheld.unload_days": "0",
    "report.limit_days": "0",
    "referral.limit_working_days": "1",
    "report_visit.limit_working_days": "3",
    "fault_swap.limit_working_days": "5",
    "fault.normal_periods": "3",
    "late_charge.resident": "1",
    "late_charge.same_year": "2",
    "late_charge.earlier_year": "3",
    "late_charge.minimum_fen": "100",
}


@pytest.fixture(name="rulebook", scope="module")
def _rulebook() -> Rulebook:
    return Rulebook.load()


def test_thirteen_posts_with_a_standard_then_three_without(rulebook: Rulebook) -> None:
    posts = list(rulebook.posts.values())
    assert " ".join(post.name.zh_hant for post in posts[:13]) == THIRTEEN
    assert [post.number for post in posts[:13]] == list(range(1, 14))
    assert [(post.id, post.number, post.duties) for post in posts[13:]] == [
        ("meter_fitter", None, ()),
        ("meter_tester", None, ()),
        ("rural_electrician", None, ()),
    ]


def test_standards_are_named_as_in_part_five(rulebook: Rulebook) -> None:
    for post in list(rulebook.posts.values())[:13]:
        assert post.standard is not None
        assert post.standard.replace("崗位", "") == f"{post.name.zh_hant}工作標準"
        assert post.item == f"五({post.number})"


def test_duties_are_numbered_without_gaps(rulebook: Rulebook) -> None:
    for post in rulebook.posts.values():
        assert [duty.id for duty in post.duties] == [f"W{post.number}-{n}" for n in range(1, len(post.duties) + 1)]


def test_limits_of_the_first_duties(rulebook: Rulebook) -> None:
    assert {key: limit.value for key, limit in rulebook.limits().items()} == LIMITS


def test_every_limit_is_kept_by_some_duty(rulebook: Rulebook) -> None:
    kept = [key for post in rulebook.posts.values() for duty in post.duties for key in duty.limits]
    assert sorted(dict.fromkeys(kept)) == sorted(LIMITS)


def test_who_may_not_be_one_person(rulebook: Rulebook) -> None:
    assert not rulebook.may_be_one_person("cashier", "accountant")
    assert not rulebook.may_be_one_person("accountant", "cashier")
    assert not rulebook.may_be_one_person("meter_reader", "collector")
    assert rulebook.may_be_one_person("information_auditor", "business_specialist")


def test_whom_the_office_keeps_apart_the_rulebook_does_too(rulebook: Rulebook) -> None:
    pairs = {frozenset(pair.posts) for pair in rulebook.incompatible}
    assert sorted(map(sorted, INCOMPATIBLE - pairs)) == []


@pytest.mark.parametrize(
    ("name", "post"),
    [
        ("用電調查", "field_auditor"),
        ("抄表整理", "issuance_clerk"),
        ("核算整理", "issuance_clerk"),
        ("收費整理", "accountant"),
        ("應收款整理", "accountant"),
        ("營業統計", "business_specialist"),
        ("內線", "inspector"),
        ("抄表工", "meter_reader"),
        ("meter reader", "meter_reader"),
        ("負荷控制", None),
    ],
)
def test_posts_by_their_names_old_and_new(rulebook: Rulebook, name: str, post: str | None) -> None:
    found = rulebook.post_called(name)
    assert (None if found is None else found.id) == post


def test_the_same_act_under_several_posts(rulebook: Rulebook) -> None:
    assert rulebook.same_act("8.10") == ("2.6", "4.4", "8.10", "9.1")
    assert rulebook.same_act("4.6") == ("3.5", "4.6")
    assert rulebook.same_act("11.1") == ("8.5", "11.1")
    assert rulebook.same_act("2.4") == ("2.4", "3.3")
    assert rulebook.same_act("5.4") == ("5.4",)
    assert [overlap.id for overlap in rulebook.overlaps_of("5.4")] == ["money_chain", "one_shortage"]


def test_clauses_of_one_act_are_worth_the_same_way(rulebook: Rulebook) -> None:
    for overlap in rulebook.overlaps:
        if overlap.kind == "chain":
            assert all("delay" in [limb.basis for limb in rulebook.clause(one).limbs] for one in overlap.clauses)


def test_bases_are_those_that_assessments_know() -> None:
    assert BASES == ("fee", "cash", "property", "misstated", "delay", "none")


def test_what_is_not_there_is_said(rulebook: Rulebook) -> None:
    with pytest.raises(KeyError, match=r"no clause '4\.7', only 4\.1–4\.6"):
        rulebook.clause("4.7")
    with pytest.raises(KeyError, match=r"no clause '13\.1', only 1\.1–12\.3"):
        rulebook.clause("13.1")
    with pytest.raises(KeyError, match="no post 'reader', only registration_clerk, "):
        rulebook.post("reader")
    with pytest.raises(KeyError, match=r"clause 2\.1 has no limb 'cash', only read, unread, handheld"):
        rulebook.clause("2.1").limb("cash")
    with pytest.raises(KeyError, match="no sentence 'S8'"):
        rulebook.sentence("S8")


def test_contents_alone_make_the_digest(rulebook: Rulebook, tmp_path: Path) -> None:
    copy = shutil.copytree(SHIPPED, tmp_path / "rulebook")
    file = copy / "clauses" / "02.toml"
    written = file.read_text(encoding="utf-8")
    file.write_text("# 另一份\n" + written.replace("\n", "\r\n"), encoding="utf-8", newline="")
    file.rename(copy / "clauses" / "z.toml")
    with use_language("en"):
        assert Rulebook.load(copy).digest() == rulebook.digest()
    limits = copy / "limits.toml"
    limits.write_text(limits.read_text(encoding="utf-8").replace('value = "5"', 'value = "6"'), encoding="utf-8")
    assert Rulebook.load(copy).digest() != rulebook.digest()
    assert Rulebook.load(copy).limits()["dunning.limit_working_days"].value == "6"


def test_a_notebook_shows_it_in_a_line(rulebook: Rulebook) -> None:
    assert repr(rulebook) == f"<Rulebook {rulebook.digest()[:12]}: 72 clauses, 16 posts>"


def test_what_is_written_out_reads_back_the_same(rulebook: Rulebook) -> None:
    for clause in rulebook.clauses.values():
        assert type(clause).model_validate(clause.model_dump(mode="json")) == clause
    for post in rulebook.posts.values():
        assert type(post).model_validate(post.model_dump(mode="json")) == post


def test_loading_is_quick() -> None:
    spans = []
    for _ in range(3):
        start = time.process_time()
        Rulebook.load()
        spans.append(time.process_time() - start)
    assert min(spans) < 0.6  # 0.15 s on an idle core


def test_the_room_says_what_it_has_not() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Rulebok'"):
        kaohe.standards.__getattr__("Rulebok")


@pytest.mark.parametrize(
    "first", ["", "import kaohe.standards.judging.judge", "from kaohe.standards.judging.judge import find"]
)
def test_the_room_loads_its_names_when_they_are_asked_for(first: str) -> None:
    code = f"""
import sys, kaohe.standards
assert not [name for name in sys.modules if name in ("polars", "pydantic", "kaohe.sim.files")]
{first}
from kaohe.standards import Assessment, Policy, Rulebook, judge
print(*(one.__name__ for one in (Assessment, Policy, Rulebook, judge)), callable(judge))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("Assessment Policy Rulebook judge True\n", "")
