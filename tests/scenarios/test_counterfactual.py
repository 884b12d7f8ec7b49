"""One act taken away: what it caused is what it was judged to be worth, wherever the records give that exactly."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kaohe.__main__ import main
from kaohe.scenarios.causal import MEASURES
from kaohe.scenarios.counterfactual import Counterfactual, _act, counterfactual, counterfactuals, numbered_acts
from kaohe.scenarios.running import simulate
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.files import Faults
from kaohe.sim.records import Records
from kaohe.sim.records.seal import whole_digest
from kaohe.standards import Policy, Rulebook, judge

RATE = Fraction("0.00021")
# Nobody applies in the town who could be wronged so; a wrong book changes no bill, no meter there turns round; a short
# slip has a run of its own.
IDLE = (
    "wrong_capacity",
    "blank_transformer",
    "wrong_book",
    "wrong_digits",
    "bank_short",
    "charge_other_quantity",
    "mislay_book",
)
ACTIONS = [
    (a.clause, a.id) for point in REGISTRY.points.values() for a in point.actions if a.clause and a.id not in IDLE
]
# Where they differ, and why. 2.2: the least that the rows prove. 2.7, 4.5: the duty is done sooner than on the last day
# of its limit where nobody leaves it; what is judged counts from the limit, and the principal of what is out too long.
# 9.5: the judge takes normal use from the limit to the exchange, as far as one has come; caused is what was not issued
# meanwhile, of the delayed supplement too. A first register above what is read first: a bill of less than nothing is
# read again before it is issued, and the next bill makes up for the days between.
# Who checks answers for the doer's money, which would have been late without him too.
OF_THE_DOER = {"5.3", "6.4"}
# 2.6, 4.4: by the power that was found connected; caused is what the meter then did not register, as far as it was
# billed by the end.
BY_LIMIT, BY_NORMAL_USE, BY_POWER = {"2.7", "4.5"}, {"9.5"}, {"2.6", "4.4"}
# What the reading that missed him would have shown nobody knows: judged is its share of the first bill.
BY_SHARE = {"1.2"}
# What never comes is missing from the first day; it is judged by its days until it is out too long.
STILL_OUT = {"credit_short"}


UNASSESSED = ("6.3", "6.8", "6.9")
APART = ("1.3", "2.4", "3.2", "6.3", "6.8", "6.9", "7.1")  # done in a larger office
WANTED = ("all=3x", "1.5=9x", "4.1=7x", "5.3=12x", "5.4=14x", "5.5=14x", "6.4=7x", "6.7=10x")
MORE = ("1.3=9x", "7.1=2x", "2.4=3x", "3.2=12x", "6.3=9x", "6.8=4x", "6.9=16x")


@pytest.fixture(name="run", scope="module")
def _run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in which every action that breaks a clause was ordered."""
    folder = tmp_path_factory.mktemp("office")
    simulate(folder, None, seed=8, customers=600, months=3, inject=WANTED)
    return folder


@pytest.fixture(name="connections", scope="module")
def _connections(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pl.DataFrame]:
    """An office in which so many entries are wrong that of each kind one stands alone, and so many books of receipts
    come back that each wrong about them is done; and what is found there.
    """
    folder = tmp_path_factory.mktemp("connections")
    simulate(folder, None, seed=11, customers=1_500, months=4, inject=MORE)
    return folder, judge(Records.open(folder / "records"), Policy.load("handbook"), Rulebook.load()).findings


COLLECTING = """
id = "collecting"
name = { zh = "托收", en = "collecting" }
customers = 0
months = 4
practice = { collection_return_e6 = 60000 }
""" + "".join(
    f"""[[books]]
name = "工業{cycle_day}區"
kind = "special"
price_class = "industry"
customers = 12
cycle_day = {cycle_day}
"""
    for cycle_day in range(2, 27, 2)
)


@pytest.fixture(name="collections", scope="module")
def _collections(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pl.DataFrame]:
    """An office of plants that pay by collection, and what is found there."""
    folder = tmp_path_factory.mktemp("collections")
    (folder / "office.toml").write_text(COLLECTING, encoding="utf-8")
    simulate(folder, str(folder / "office.toml"), seed=8, inject=("4.3=0.6",))
    return folder, judge(Records.open(folder / "records"), Policy.load("handbook"), Rulebook.load()).findings


EARLY = """
id = "early"
name = { zh = "臨時補交", en = "early" }
customers = 300
months = 5
[practice]
temporary_e6 = 30_000
"""


@pytest.fixture(name="ledgers", scope="module")
def _ledgers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pl.DataFrame]:
    """An office that reconciles for five months, two accounts each, and in which many pay before a bill is made."""
    folder, scenario = tmp_path_factory.mktemp("ledgers") / "run", tmp_path_factory.mktemp("scenario") / "early.toml"
    scenario.write_text(EARLY, encoding="utf-8")
    simulate(folder, scenario, seed=2, inject=("6.2=4x", "6.5=20x"))
    return folder, judge(Records.open(folder / "records"), Policy.load("handbook"), Rulebook.load()).findings


@pytest.fixture(name="findings", scope="module")
def _findings(run: Path) -> pl.DataFrame:
    return judge(Records.open(run / "records"), Policy.load("handbook"), Rulebook.load()).findings


def acts(folder: Path) -> pl.DataFrame:
    """What was really done."""
    return pl.read_parquet(folder / "truth" / "acts.parquet")


def first(folder: Path, action: str) -> int:
    """The first act of an action."""
    return int(acts(folder).filter(pl.col("action") == action).sort("at")["act_id"][0])


def last(folder: Path, action: str) -> int:
    """The last one, of those that no other act needed to be done before it, nor shares a customer's bills with."""
    every = acts(folder)
    parents = every.filter(pl.col("point").is_in(("audit_registration", "check_window")))["parent_act"].implode()
    alone = (pl.col("object_id") // 2).is_unique().over("point") | (pl.col("object_type") != "entry")
    undone = (pl.col("clause") == "4.3") & ~pl.col("evidenced")  # a checked batch was put right the same day
    mine = every.filter(alone & ~undone).filter((pl.col("action") == action) & ~pl.col("act_id").is_in(parents))
    return int(mine.sort("at")["act_id"][-1])


def number(folder: Path, action: str) -> int:
    """The number of the first act of an action."""
    return acts(folder)["action"].to_list().index(action) + 1


def taken_away(folder: Path, act: int, findings: pl.DataFrame) -> Counterfactual:
    """The run without it."""
    return counterfactual(folder, act, findings, RATE)


@pytest.fixture(name="without", scope="module")
def _without(
    run: Path,
    findings: pl.DataFrame,
    connections: tuple[Path, pl.DataFrame],
    collections: tuple[Path, pl.DataFrame],
    ledgers: tuple[Path, pl.DataFrame],
) -> dict[str, Counterfactual]:
    """The last act of each action taken away; what it is done in is run once."""
    found: dict[str, Counterfactual] = {}
    apart = dict.fromkeys(APART, connections) | {"4.3": collections, "6.2": ledgers, "6.5": ledgers}
    for folder, of_folder in ((run, findings), connections, collections, ledgers):
        asked = [last(folder, action) for clause, action in ACTIONS if apart.get(clause, (run,))[0] == folder]
        found |= {str(each.act["action"]): each for each in counterfactuals(folder, asked, of_folder, RATE)}
    return found


@pytest.mark.parametrize(("clause", "action"), ACTIONS)
def test_what_was_caused_is_what_was_judged(without: dict[str, Counterfactual], clause: str, action: str) -> None:
    found = without[action]
    document = found.document()
    caused, judged = found.caused.causal_fen, found.judged_fen
    assert document["clause"] == clause
    if judged is None and clause in UNASSESSED:
        assert caused == 0  # what is missing of a book has no amount
        return
    assert judged is not None
    assert found.exact or clause == "2.2"
    if not found.exact:
        assert caused >= judged
    elif clause in BY_LIMIT:
        assert caused > 0
    elif clause in BY_SHARE:
        assert (caused > 0) == (judged > 0)
    elif action in STILL_OUT:
        assert caused >= judged > 0
    elif action == "leave_note":  # it would have been transferred on the same day, and lawfully
        assert (caused, judged > 0) == (0, True)
    elif clause in OF_THE_DOER:
        assert 0 <= caused <= judged
    elif action == "wrong_first_register":
        assert 0.9 * judged < caused <= judged
    elif clause in BY_NORMAL_USE | BY_POWER:
        assert found.caused.basis == "fee"
    else:
        assert caused == judged
    assert found.gone == ()
    assert found.void == ()
    assert len(found.caused.lines) > 0 or caused == 0


def test_a_part_that_came_by_a_later_slip_was_late(tmp_path: Path) -> None:
    simulate(tmp_path, None, seed=12, customers=300, months=2, inject=("5.4=6x",))
    found = taken_away(tmp_path, first(tmp_path, "bank_short"), pl.DataFrame(schema=acts(tmp_path).schema))
    assert found.caused.basis == "delay"
    assert found.caused.causal_fen == found.act["amount_fen"] != 0
    assert [line.values["balance_fen"] for line in found.caused.lines][-1] == 0


def test_every_object_of_a_clause_has_its_measure() -> None:
    about = {point.about for point in REGISTRY.points.values() if any(action.clause for action in point.actions)}
    assert about == MEASURES.keys()


def test_a_correction_is_left_out_of_what_is_left(run: Path, findings: pl.DataFrame) -> None:
    """A misread bill is made up for by a supplement; a bill at another price nobody puts right."""
    misread = taken_away(run, first(run, "misread"), findings)
    wrong = taken_away(run, first(run, "issue_wrong_class"), findings)
    assert misread.caused.causal_fen > misread.caused.net_fen == 0
    assert wrong.caused.causal_fen == wrong.caused.net_fen > 0


def test_company_comes_to_nothing_and_stays(run: Path, findings: pl.DataFrame) -> None:
    """Without the skipped bill the check that was left lets nothing pass; with the check nothing is skipped long."""
    skip_bill = taken_away(run, first(run, "skip_bill"), findings)
    assert [act.action for act in skip_bill.idle] == ["skip_check"]
    assert skip_bill.gone == ()
    skip_check = taken_away(run, last(run, "skip_check"), findings)
    assert [act.action for act in skip_check.idle] == ["skip_bill"]
    assert skip_check.caused.causal_fen == skip_bill.caused.causal_fen > 0


def test_an_act_of_a_behaviour_is_taken_away_alone(tmp_path: Path) -> None:
    simulate(tmp_path, None, seed=3, customers=300, months=2, inject=("3.1=0.02", "4.1=0.02"))
    rows = acts(tmp_path).filter(pl.col("action") == "issue_wrong_class")
    findings = judge(Records.open(tmp_path / "records"), Policy.load("handbook"), Rulebook.load()).findings
    found = taken_away(tmp_path, int(rows["act_id"][0]), findings)
    assert rows.height > 1
    assert found.caused.causal_fen == found.judged_fen == rows["amount_fen"][0]
    assert (found.gone, found.idle) == ((), ())


STANDING = """
id = "standing"
name = { zh = "停走", en = "standing" }
customers = 0
months = 5
[[books]]
name = "東風里"
kind = "resident"
customers = 1
cycle_day = 12
[[named_customers]]
name = "永和商店"
book = "東風里"
price_class = "commerce"
electronic = true
daily_kwh = 450
energy_e4 = 8000
fault = "stopped"
fault_on = 2001-03-01
[[acts]]
on = 2001-03-13
does = "擱置異常報告"
about = "永和商店"
params = { days = 20 }
[practice]
nobody_there_e6 = 0
swap_e6 = 0
locked_door_e6 = 0
cycle_change_e6 = 0
noted_delay_e6 = 0
"""


def test_a_report_that_was_left_kept_back_what_would_have_been_issued(tmp_path: Path) -> None:
    """By hand: exchanged on 14 March, not on 10 April, 27 days × 450 kWh; and 13 days of the supplement, 5,850
    kWh, come a month later: 18,000 kWh × 0.80 yuan were not issued with the bills of April. In May all is made up for.
    """
    scenario = tmp_path / "standing.toml"
    scenario.write_text(STANDING, encoding="utf-8")
    simulate(tmp_path / "run", str(scenario), seed=1)
    findings = judge(Records.open(tmp_path / "run" / "records"), Policy.load("handbook"), Rulebook.load()).findings
    found = taken_away(tmp_path / "run", first(tmp_path / "run", "leave_report"), findings)
    assert found.judged_fen == 900_000
    assert (found.caused.causal_fen, found.caused.net_fen) == (1_440_000, 0)
    assert (found.gone, found.idle, found.void) == ((), (), ())


SCENARIO = """
id = "ours"
name = { zh = "我們的", en = "ours" }
customers = 40
months = 2
[[books]]
name = "東風里"
kind = "resident"
customers = 20
cycle_day = 9
[[named_customers]]
name = "孫大海"
book = "東風里"
daily_kwh = 4
pay_after_days = 60
[[acts]]
on = 2001-01-09
does = "錯抄"
about = "孫大海"
params = { less_kwh = 30 }
"""


def test_a_scenario_of_ones_own_is_not_needed_any_more(tmp_path: Path) -> None:
    """By object and day, with parameters; the judge, who has no row that shows it, finds nothing."""
    (tmp_path / "ours.toml").write_text(SCENARIO, encoding="utf-8")
    simulate(tmp_path / "run", tmp_path / "ours.toml", seed=3)
    (tmp_path / "ours.toml").unlink()
    findings = judge(Records.open(tmp_path / "run" / "records"), Policy.load("handbook"), Rulebook.load()).findings
    found = taken_away(tmp_path / "run", first(tmp_path / "run", "misread"), findings)
    assert found.caused.causal_fen > 0
    assert (found.judged_fen, found.exact) == (None, False)
    assert found.caused.net_fen == 0  # the next reading has taken it back


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_document(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder was not judged: it is judged now."""
    act = first(run, "write_off")
    assert main(["counterfactual", str(run), str(act), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    wanted = {
        "act": number(run, "write_off"),
        "act_id": act,
        "clause": "4.6",
        "causal_fen": 432,
        "judged_fen": 432,
        "net_fen": 432,
        "exact": True,
    }
    assert {name: document[name] for name in wanted} == wanted
    assert not (run / "assessment").exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-Hant", ("：3.1 漏發行，", "實際造成：15.75 元", "考核金額：15.75 元", "，2001-0", "不成差錯：6.6 ")),
        ("zh-Hans", ("：3.1 漏发行，", "实际造成：15.75 元", "考核金额：15.75 元", "不成差错：6.6 ")),
        ("en", (": 3.1 skip the bill, ", "Caused: 15.75 yuan", "Judged: 15.75 yuan", " comes to nothing: 6.6 ")),
    ],
)
def test_it_is_told_in_each_language(
    run: Path, capsys: pytest.CaptureFixture[str], language: str, words: tuple[str, ...]
) -> None:
    assert main(["counterfactual", str(run), str(number(run, "skip_bill")), "--lang", language]) == 0
    said = capsys.readouterr().out
    assert all(word in said for word in words), said
    assert str(number(run, "skip_bill")) in said.splitlines()[0]
    checks = [n for n, action in enumerate(acts(run)["action"].to_list(), 1) if action == "skip_check"]
    assert any(f" {n} " in said.splitlines()[-1] for n in checks)
    assert not re.search(r"[0-9]{6,}", said)  # neither ids of acts nor months without their hyphen


def test_an_act_is_asked_for_by_number_or_id(run: Path) -> None:
    acts = numbered_acts(run)
    by_number, by_id = (_act(run, acts, each) for each in (number(run, "skip_bill"), first(run, "skip_bill")))
    assert by_number == by_id
    assert by_number["action"] == "skip_bill"


def test_all_acts_are_listed_with_their_numbers(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["counterfactual", str(run)]) == 0
    head, _, *lines = capsys.readouterr().out.splitlines()
    assert head.startswith("編號")
    assert [int(line.split()[0]) for line in lines] == list(range(1, acts(run).height + 1))
    place = number(run, "skip_bill")
    assert lines[place - 1].split()[1:3] == ["3.1", "漏發行"]
    assert main(["counterfactual", str(run), "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["acts"]
    assert [act["act_id"] for act in listed] == acts(run)["act_id"].to_list()
    assert (listed[place - 1]["number"], listed[place - 1]["action"]) == (place, "skip_bill")


def refused(capsys: pytest.CaptureFixture[str], folder: Path, act: object) -> str:
    """What the command says of a line that it does not carry out."""
    assert main(["counterfactual", str(folder), str(act), "--lang", "en"]) == 2
    answer = capsys.readouterr()
    assert answer.out == ""
    return answer.err


@pytest.fixture(name="folder")
def _folder(run: Path, tmp_path: Path) -> Path:
    """A copy of the run, to be changed."""
    return Path(shutil.copytree(run, tmp_path / "run"))


def test_an_unknown_act_is_told_those_there_are(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, run, 10**6)
    assert "[U032]" in said
    assert f"{acts(run).height} of this run" in said
    assert "by time: 1 (" in said
    said = refused(capsys, run, "4.1")
    assert "[P014]" in said
    assert f"1 to {acts(run).height}" in said
    simulated = run.parent / "clean"
    if not simulated.exists():
        simulate(simulated, None, seed=8, customers=60, months=1, inject=("none",))
    assert "went by the book" in refused(capsys, simulated, 1)


def test_a_folder_that_is_no_run_or_has_no_truth_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    act = first(folder, "write_off")
    assert "[U020]" in refused(capsys, folder / "nowhere", act)
    assert "[U020]" in refused(capsys, folder / "records", act)
    (folder / "truth" / "office.json").unlink()
    assert "[U030]" in refused(capsys, folder, act)
    shutil.rmtree(folder / "truth")
    assert "[U020]" in refused(capsys, folder, act)


def say_otherwise(folder: Path, document: dict[str, Any]) -> None:
    """Another run.json, with a truth that belongs to what it says."""
    (folder / "run.json").write_text(json.dumps(document), encoding="utf-8")
    belongs = {"digest": whole_digest(document["digests"])}
    (folder / "truth" / "records.json").write_text(json.dumps(belongs), encoding="utf-8")


def test_a_run_that_comes_out_otherwise_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    act, path = first(folder, "write_off"), folder / "run.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["digests"]["bill"] = "0" * 64
    document["versions"]["kaohe"] = "0.0.9"
    say_otherwise(folder, document)
    said = refused(capsys, folder, act)
    assert "[U031]" in said
    assert "0.0.9" in said


@pytest.mark.parametrize("content", ["", "{}", '{"office": ["tuple", ["object", "kaohe.sim.founding:Gone"]]}'])
def test_an_office_of_another_version_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    (folder / "truth" / "office.json").write_text(content, encoding="utf-8")
    assert "[U031]" in refused(capsys, folder, first(folder, "write_off"))


Change = Callable[[pl.DataFrame], pl.DataFrame]
FOREIGN: dict[str, tuple[Change, str, str]] = {
    "without actions": (lambda table: table.drop("action"), "[U021]", "action"),
    "of an action that there is not": (lambda table: table.with_columns(action=pl.lit("banana")), "[U021]", "banana"),
    "at a point that there is not": (lambda table: table.with_columns(point=pl.lit("here")), "[U021]", "here."),
    "of another run": (lambda table: table.with_columns(pl.col("act_id") + 1), "[U031]", "acts.parquet"),
}


@pytest.mark.parametrize("how", FOREIGN)
def test_acts_that_no_run_wrote(folder: Path, capsys: pytest.CaptureFixture[str], how: str) -> None:
    change, code, told = FOREIGN[how]
    change(acts(folder)).write_parquet(folder / "truth" / "acts.parquet")
    said = refused(capsys, folder, 1)
    assert code in said
    assert told in said


def test_a_run_json_without_versions_is_no_fault_of_ours(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    say_otherwise(folder, {**document, "versions": 5, "digests": {}})
    assert "[U031]" in refused(capsys, folder, 1)


def test_what_nobody_decided_cannot_be_taken_away(folder: Path, findings: pl.DataFrame) -> None:
    path = folder / "truth" / "acts.parquet"
    acts(folder).with_columns(pl.lit("overload").alias("cause")).write_parquet(path)
    with pytest.raises(Faults, match="U033"):
        taken_away(folder, first(folder, "read_late"), findings)


CARRIED_ON = """
id = "carried_on"
name = { zh = "連月估抄", en = "guessed month after month" }
customers = 0
months = 5
[[books]]
name = "東風里"
kind = "resident"
customers = 1
cycle_day = 12
[[named_customers]]
name = "永和商店"
book = "東風里"
price_class = "commerce"
daily_kwh = 30
energy_e4 = 8000
[[acts]]
on = 2001-03-12
does = "估抄"
about = "永和商店"
params = { less_kwh = -1800 }
[[acts]]
on = 2001-04-12
does = "估抄"
about = "永和商店"
params = { less_kwh = -1800 }
[[acts]]
on = 2001-05-12
does = "估抄"
about = "永和商店"
params = { less_kwh = -1800 }
[[acts]]
on = 2001-05-15
does = "抽查復抄"
about = "永和商店"
[practice]
nobody_there_e6 = 0
swap_e6 = 0
locked_door_e6 = 0
cycle_change_e6 = 0
noted_delay_e6 = 0
"""


def test_energy_that_is_carried_on_is_charged_once(tmp_path: Path) -> None:
    # 1,800 kWh too high in March stay so; the check of May 15 lies 803 kWh below April's reading, 1,703 below May's.
    # That all of May's was wrong before is possible, and April's reader is another.
    scenario = tmp_path / "carried_on.toml"
    scenario.write_text(CARRIED_ON, encoding="utf-8")
    simulate(tmp_path / "run", str(scenario), seed=8)
    done = acts(tmp_path / "run").filter(pl.col("clause") == "2.2").sort("at")
    assert done["amount_fen"].to_list() == [144_000, 0, 0]
    findings = judge(Records.open(tmp_path / "run" / "records"), Policy.load("handbook"), Rulebook.load()).findings
    judged = findings.sort("occurred_on")
    assert judged["staff"].n_unique() == 2
    assert judged.select("clause", "amount_fen", "loss_fen").rows() == [("2.2", 803 * 80, 0), ("2.2", 0, 0)]
    for act in done["act_id"][1:]:
        found = taken_away(tmp_path / "run", act, findings)
        assert found.judged_fen is not None
        assert found.caused.causal_fen >= found.judged_fen
