"""Layers of behaviour: a post held by somebody, orders by key and by day, acts undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from functools import cache
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.deciding.behaviours import Confined, Draft, Erring, Noted, Order
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Interactive, Question
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from tests.proving import PROVING, examples
from tests.sim.office import Small, clean, erring, ordered, planned
from tests.sim.office_acts import Chance, noted

SMALL = Small(500, 2, 24)
LONGER = Small(900, 4, 22)  # months, until the archives of new customers are compared
POSTS = sorted({point.post for point in REGISTRY.points.values()})
RATES = dict.fromkeys(REGISTRY.clauses(), 30_000)


def small(post: str) -> Small:
    """An office in which the post has something to decide."""
    return LONGER if post == "inspector" else SMALL


def held(office: Office, post: str) -> list[Question]:
    """Hold a post and leave all its work; what was asked."""
    return list(office.steps(hold=post))


@pytest.mark.parametrize("post", POSTS)
def test_a_post_held_by_the_book_changes_nothing(post: str) -> None:
    office = small(post).office()
    asked = 0
    for question in office.steps(hold=post):
        question.by_the_book()
        assert question.chosen[0] is None or question.point.id == "approve_cycle_day"
        asked += 1
    run = office.result()
    assert asked
    assert run.digests == clean(small(post)).digests
    assert run.acts.is_empty()


@pytest.mark.parametrize("post", POSTS)
def test_work_that_is_left_is_what_its_point_calls_so(post: str) -> None:
    """Nobody answers: that is no standard act but the omission of the point."""
    office = small(post).office()
    asked = held(office, post)
    assert all(question.chosen[0] == question.point.omission.action for question in asked)
    run = office.result()
    # a list that is signed unread looks like one that was read, as long as nothing in it is wrong
    assert (run.digests == clean(small(post)).digests) == (post == "information_auditor")
    left = {point.omission.action for point in REGISTRY.points.values() if point.post == post}
    assert set(run.acts["action"]) <= left


def test_an_office_asks_once_however_often_it_is_run() -> None:
    office = SMALL.office(planned(SMALL, 1))
    first, again = ([(each.point.id, each.key) for each in held(office, "cashier")] for _ in range(2))
    assert first == again
    assert len(set(first)) == len(first)
    run = office.run()
    assert run.digests == ordered(SMALL, 1).digests


def test_a_list_of_orders_may_be_run_any_number_of_times() -> None:
    runs = [ordered(SMALL, 1), SMALL.office(planned(SMALL, 1)).run()]
    assert runs[0].digests == runs[1].digests
    assert runs[0].acts.equals(runs[1].acts)
    assert not any(runs[1].void)


@dataclass(frozen=True)
class Answer:
    """What somebody said to the n-th question."""

    action: str
    params: Mapping[str, int]


def size(question: Question, name: str) -> int:
    """A value for a parameter that makes sense in the situation."""
    seen = {name: question.facing.field(name) for name in question.facing.tray.fields}
    values = {
        "days": 3,
        "amount_fen": seen.get("cash_fen", 0) // 10,
        "less_kwh": seen.get("advance_kwh", 0) // 5,
        "price_class": 1 if seen.get("price_class") != 1 else 2,
        "digits": seen.get("digits", 0) + 1,
        "first_register": 100,
        "multiplier": 20 if seen.get("multiplier") != 20 else 30,
        "capacity_kva": max(seen.get("capacity_kva", 0) // 2, 1),
        "to": question.at + 9,
    }
    return values[name]


def play(office: Office, post: str, answers: Sequence[Answer | None]) -> None:
    """Answer the questions from a list, and by the book when it has ended."""
    given = iter(answers)
    for question in office.steps(hold=post):
        answer = next(given, None)
        if answer is None:
            question.act(None)
        else:
            question.act(answer.action, **answer.params)


@dataclass(frozen=True)
class Played:
    """What somebody said at his post, question by question; as orders by object and day; the run."""

    answers: tuple[Answer | None, ...]
    orders: tuple[Order, ...]
    run: Run


SEVERAL_A_DAY = ("make_voucher", "remit_income", "issue_books", "post_voucher")
"""Points that meet more than one situation about the office or a window on a day: an order by its day is about the
first of them, or all.
"""


def by_place(question: Question) -> dict[str, int]:
    """What a script says of a situation."""
    return {"object": question.object, "day": question.at}


@cache
def ten_answers(post: str) -> Played:
    """Ten answers, as far as the situations go: the actions in turn, with parameters of the situation."""
    office, answers, orders = small(post).office(), list[Answer | None](), list[Order]()
    for question in office.steps(hold=post):
        possible = question.actions if len(orders) < 10 else ()
        if not possible:
            question.act(None)
            answers.append(None)
            continue
        action = possible[len(orders) % len(possible)]
        params = {name: size(question, name) for name in action.params}
        question.act(action.id, **params)
        answers.append(Answer(action.id, params))
        at: dict[str, Any] = {"key": question.key} if question.point.id in SEVERAL_A_DAY else by_place(question)
        orders.append(Order(question.point.id, action.id, params=params, injected=False, **at))
    return Played(tuple(answers), tuple(orders), office.result())


@pytest.mark.parametrize("post", POSTS)
def test_ten_answers_replayed_give_the_same_run(post: str) -> None:
    played = ten_answers(post)
    assert len(played.orders) == 10 or len(played.answers) < 20
    assert played.orders
    again = small(post).office()
    play(again, post, played.answers)
    assert again.result().digests == played.run.digests
    assert again.result().acts.equals(played.run.acts)
    if post not in ("field_auditor", "inspector"):
        assert played.run.digests != clean(small(post)).digests
    assert set(played.run.acts["cause"].unique()) <= {"behaviour"}


@pytest.mark.parametrize("post", [each for each in POSTS if each not in ("business_specialist", "field_auditor")])
def test_answers_are_the_same_as_orders(post: str) -> None:
    """What a person does at his post is what a script does that orders it by object and day."""
    played = ten_answers(post)
    run = small(post).office(played.orders).run()
    assert not any(run.void)
    assert run.digests == played.run.digests
    assert run.acts.equals(played.run.acts)


def test_an_action_that_cannot_be_is_refused_and_leaves_the_one_before() -> None:
    office = SMALL.office()
    question = next(each for each in office.steps(hold="cashier") if each.point.id == "deposit")
    with pytest.raises(ValueError, match="burn_the_money"):
        question.act("burn_the_money")
    with pytest.raises(ValueError, match="days"):
        question.act("bank_late")
    with pytest.raises(ValueError, match="amount_fen"):
        question.act("bank_late", amount_fen=3)
    with pytest.raises(ValueError, match="days"):
        question.act("bank_late", days=1, hours=2)
    assert question.chosen == ("bank_late", {"days": 1})
    question.act("bank_late", days=2)
    with pytest.raises(ValueError, match="leave_open"):
        question.act("leave_open")
    assert question.chosen == ("bank_late", {"days": 2})
    question.act()
    assert question.chosen[0] is None


def test_a_locked_door_cannot_be_misread_by_an_order() -> None:
    office, locked = SMALL.office(), 0
    for question in office.steps(hold="meter_reader"):
        if question.point.id == "read_meter" and question.facing.field("locked"):
            locked += 1
            assert not {action.id for action in question.actions} & {"misread", "estimate"}
            with pytest.raises(ValueError, match="misread"):
                question.act("misread", less_kwh=10)
    assert locked


def test_a_run_refuses_to_be_asked() -> None:
    office = SMALL.office(behaviours=[Interactive("cashier")])
    with pytest.raises(RuntimeError, match="keep_safe"):
        office.run()


def test_suppressing_every_act_is_the_run_by_the_book() -> None:
    run = erring(SMALL, 30_000)
    undone = SMALL.office(behaviours=[Erring(RATES), Confined(frozenset())]).run()
    assert not run.acts.is_empty()
    assert undone.digests == clean(SMALL).digests
    assert undone.acts.is_empty()


def test_suppressing_one_act_leaves_the_others() -> None:
    noting = noted(SMALL)
    chances = {
        (name, each.key): each
        for (name, action), found in noting.chances.items()
        if action == "issue_wrong_class"
        for each in found
    }
    rates = {"3.1": 20_000}
    done = Noted()
    whole = SMALL.office(behaviours=[Erring(rates), done]).run()
    wrong = whole.acts.filter(pl.col("action") == "issue_wrong_class")
    key = int(wrong["object_id"][0])
    assert ("issue_bill", key) in chances
    less = SMALL.office(behaviours=[Erring(rates), Confined(frozenset(done.wrongs - {("issue_bill", key)}))]).run()
    gone = set(whole.acts["act_id"]) - set(less.acts["act_id"])
    assert gone == set(wrong.filter(pl.col("object_id") == key)["act_id"])
    assert set(less.acts["act_id"]) < set(whole.acts["act_id"])


def by_day(chance: Chance) -> Order:
    """The order as a scenario says it: about whom, on which day."""
    return Order(chance.point, chance.action, object=chance.object, day=chance.day)


def test_an_order_by_key_brings_what_the_act_requires() -> None:
    """A skipped bill lasts only where the day's check fails too; by object and day, nothing is added."""
    found = noted(SMALL).chances["issue_bill", "skip_bill"]
    chance = found[len(found) // 2]
    run, alone = SMALL.office([chance.order()]).run(), SMALL.office([by_day(chance)]).run()
    assert sorted(run.acts["action"]) == ["skip_bill", "skip_check"]
    assert run.acts["evidenced"].all()
    assert run.acts.filter(pl.col("parent_act").is_not_null())["action"].to_list() == ["skip_bill"]
    assert alone.acts.select("action", "evidenced").rows() == [("skip_bill", False)]
    bill = alone.records.table("bill").filter(pl.col("id") == chance.key)
    assert bill["recorded_at"].dt.time().to_list() == [time(16, 40)]


ORDERED = (
    ("read_book", "read_late"),
    ("read_meter", "misread"),
    ("issue_bill", "issue_wrong_class"),
    ("check_issue_day", "skip_check"),
    ("close_window", "close_short"),
    ("handle_return", "leave_return"),
    ("deposit", "bank_short"),
    ("serve_notices", "serve_none"),
    ("hand_in_fees", "keep_takings"),
)


MOVED = ("handle_return", "leave_return")  # to another day by what else is ordered
GROUPS = [(each,) for each in ORDERED] if PROVING else [tuple(each for each in ORDERED if each != MOVED), (MOVED,)]


@pytest.mark.parametrize("ordered", GROUPS, ids=str)
def test_an_order_by_object_and_day_is_the_order_by_key(ordered: tuple[tuple[str, str], ...]) -> None:
    """One of each kind, of different things, in one office; alone when proving."""
    chances = [found[len(found) // 2] for found in (noted(SMALL).chances[each] for each in ordered)]
    run, other = (SMALL.office([order(each) for each in chances]).run() for order in (Chance.order, by_day))
    assert not any(run.void[: len(ordered)])
    assert not any(other.void[: len(ordered)])
    assert sorted(run.acts.select("point", "action").rows()) == sorted(ordered)
    assert run.digests == other.digests
    assert run.acts.equals(other.acts)


def test_void_orders_are_reported() -> None:
    """A key that never comes, a day on which the object is not met, an action without a meaning here."""
    locked = [
        int(tray.keys[row])
        for point, tray in noted(SMALL).trays
        if point.id == "read_meter"
        for row in range(len(tray))
        if tray.fields["locked"][row]
    ]
    met = noted(SMALL).chances["read_book", "read_late"][0]
    orders = [
        Order("issue_bill", "skip_bill", key=10**12),
        Order("read_book", "read_late", object=met.object, day=met.day + 1),
        Order("read_meter", "misread", key=locked[0]),
        met.order(),
    ]
    run = SMALL.office(orders).run()
    frame = run.order_frame()
    assert frame["void"].to_list() == [True, True, True, False]
    assert run.acts["action"].to_list() == ["read_late"]


def test_a_void_order_changes_nothing() -> None:
    run = SMALL.office([Order("issue_bill", "skip_bill", key=10**12)]).run()
    assert run.digests == clean(SMALL).digests


def test_the_last_layer_that_speaks_wins() -> None:
    """An order at a place where the erring layer acts too: one act, the ordered one."""
    run = erring(SMALL, 30_000)
    took = run.acts.filter(pl.col("action") == "estimate")
    key = int(took["object_id"][0])
    other = SMALL.office([Order("read_meter", "misread", key=key)], [Erring(RATES)]).run()
    there = other.acts.filter((pl.col("object_type") == "meter_period") & (pl.col("object_id") == key))
    assert there["action"].to_list() == ["misread"]


def test_orders_are_carried_out_once() -> None:
    found = noted(SMALL).chances["read_book", "read_late"][0]
    run = SMALL.office([replace(by_day(found), day=None)]).run()
    assert run.acts.height == 1


def test_truth_names_every_ordered_act() -> None:
    orders = planned(SMALL, 1)
    run = SMALL.office(orders).run()
    wanted = {(order.point, order.action) for order in orders if order.clause}
    assert wanted <= set(run.acts.select("point", "action").iter_rows())
    assert run.acts["act_id"].n_unique() == run.acts.height
    assert set(run.acts["cause"]) == {"injected"}


def test_a_second_order_for_one_situation_is_not_carried_out() -> None:
    found = noted(SMALL).chances["close_window", "close_late"][0]
    orders = [by_day(found), Order("close_window", "leave_open", object=found.object, day=found.day)]
    run = SMALL.office(orders).run()
    assert run.acts["action"].to_list() == ["close_late"]
    assert (run.void, run.second, run.beyond) == ((False, True), frozenset({1}), {})


def test_an_order_for_more_than_there_is_is_not_carried_out() -> None:
    found = noted(SMALL).chances["close_window", "close_short"][0]
    order = replace(by_day(found), params={"amount_fen": 10**9})
    run = SMALL.office([order]).run()
    assert run.acts.is_empty()
    name, most = run.beyond[0]
    assert name == "amount_fen"
    kept = SMALL.office([replace(order, params={"amount_fen": most})]).run()
    assert kept.acts["action"].to_list() == ["close_short"]
    assert not kept.beyond


KEYS = 4_000
TRAY = Situations(10_000, np.arange(KEYS), np.arange(KEYS), np.zeros(KEYS, np.int64), {"odd": np.arange(KEYS) % 2})


def way(code: int, name: str, clause: str, needs: str | None = None) -> Action:
    """One way of deviating."""
    return Action(code, name, Names(name, name, name), clause=clause, needs=needs)


MIXED = DecisionPoint(
    63,
    "mixed",
    "cashier",
    "office",
    "safe_day",
    "working",
    Names("照章", "by the book", "照章"),
    (way(1, "late", "2.1", "odd"), way(2, "short", "2.2"), way(3, "shorter", "2.2"), way(4, "wrong", "3.1")),
    omission=Left("late"),
)


@cache
def unasked() -> Office:
    """An office that is not run: only its seed is asked for."""
    return SMALL.office()


def drawn(rates: Mapping[str, int]) -> dict[str, set[int]]:
    """Keys by action that deviate at a point where three clauses can be broken, one of them in two ways."""
    draft, office = Draft.by_the_book(KEYS), unasked()
    for _ in Erring(rates).decide(office, MIXED, TRAY, draft):
        pass
    return {each.id: set(np.flatnonzero(draft.codes == each.code).tolist()) for each in MIXED.actions}


@examples(25)
@given(st.dictionaries(st.sampled_from(["2.1", "2.2", "3.1"]), st.integers(0, 1_000_000)), st.data())
def test_the_rate_of_one_clause_changes_no_act_of_another(rates: dict[str, int], data: st.DataObject) -> None:
    """And a lower one leaves a part of its own acts, act for act."""
    clause = data.draw(st.sampled_from(["2.1", "2.2", "3.1"]))
    lower = data.draw(st.integers(0, rates.get(clause, 0)))
    before, after = drawn(rates), drawn({**rates, clause: lower})
    for action in MIXED.actions:
        if action.clause == clause:
            assert after[action.id] <= before[action.id]
        else:
            assert after[action.id] == before[action.id]


def test_a_rate_is_that_of_the_clause() -> None:
    """However many actions break it, and whatever else might be done; of one way that has no meaning the other."""
    found = drawn({"2.1": 200_000, "2.2": 150_000, "3.1": 100_000})
    odd = {key for key in range(KEYS) if key % 2}
    assert found["late"] <= odd
    assert 0.85 < len(found["late"]) / (0.2 * len(odd)) < 1.15
    assert 0.85 < len(found["short"] | found["shorter"]) / (0.15 * KEYS) < 1.15
    assert 0.85 < len(found["wrong"]) / (0.1 * KEYS) < 1.15
    assert min(len(found["short"]), len(found["shorter"])) > 0.4 * len(found["short"] | found["shorter"])
