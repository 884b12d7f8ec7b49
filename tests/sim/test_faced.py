"""What somebody who holds a post sees and may do: every choice everywhere, and nothing that he could not see."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from kaohe.sim.deciding.behaviours import Habit
from kaohe.sim.deciding.choices import WORK, Choice, Facing, Refused, Value
from kaohe.sim.deciding.points import REGISTRY, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.desks.faced import POSTS
from kaohe.sim.office import Office
from kaohe.sim.texts import catalogue, use_language
from tests.sim.office import Small, clean, judged, rules

SMALL = Small(400, 1, 24)
LOOKED_AT = sorted(POSTS - {"inspector"})  # who compares archives months later, and sees nothing but whose

# What is in the office's head alone, or in the customers': a person learns it by what comes of it.
TEXTS = catalogue("kaohe.sim")
HIDDEN = {
    "read_meter": {"advance_kwh", "shown_at", "salient"},
    "issue_bill": {"amount_fen", "final", "limit_on", "rechecked", "salient"},
    "serve_notices": {"unpaid_at_limit", "limit_on"},
    "handle_return": {"limit_on"},
    "refer_report": {"limit_on"},
    "deal_with_report": {"limit_on"},
    "deposit": {"missing_fen"},
    "keep_safe": {"missing_fen", "float_fen"},
    "spot_check": {"sampled", "register"},
    "check_archive": {"planned"},
    "enter_registration": {"registering", "opening", "limit_on", "two_part", "sheet_wrong", "turn"},
    "audit_registration": {"audited", "differs", "salient"},
    "approve_cycle_day": {"salient"},
    "check_window": {"short_fen", "receipts_fen"},
    "balance_window": {"open_fen"},
    "accept_application": {"flaw", "wanted"},
    "charge_fee": {"by_kva", "sheet_wrong"},
    "send_collection": {"transposable", "renewed", "raisable"},
}


@cache
def asked(post: str) -> tuple[Question, ...]:
    """The first questions of each point of a post, answered by the book; what is seen was looked at then and there."""
    found: dict[str, list[Question]] = defaultdict(list)
    for question in SMALL.office().steps(hold=post):
        question.by_the_book()
        assert question.situation is not None
        if len(found[question.point.id]) < 40:
            found[question.point.id].append(question)
    return tuple(question for questions in found.values() for question in questions)


def test_every_point_is_faced_by_somebody() -> None:
    assert set(WORK) == set(REGISTRY.points)
    assert {point.post for point in REGISTRY.points.values()} == POSTS


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
def test_everything_that_is_seen_or_done_has_a_name(language: str) -> None:
    values = {value for work in WORK.values() for choice in work.offered for value in (*work.sees, *choice.asks)}
    choices = {choice for work in WORK.values() for choice in work.offered}
    with use_language(language):
        names = {each.id: str(each.name) for each in choices} | {each.id: str(each.name) for each in values}
        situations = [TEXTS(f"faced-{point}") for point in WORK]
    assert all(name and not name.startswith(("choice-", "value-")) for name in names.values())
    assert all(situations)


@pytest.mark.parametrize("post", LOOKED_AT)
def test_every_choice_is_offered_in_an_order_that_says_nothing(post: str) -> None:
    """And what the book wants stands now here, now there."""
    places: dict[str, list[int]] = defaultdict(list)
    for question in asked(post):
        offered = [choice.id for choice in question.choices]
        assert sorted(offered) == sorted(choice.id for choice in question.work.offered)
        places[question.point.id].append(offered.index(question.book[0]))
    for point, found in places.items():
        if len(found) >= 20:
            assert max(np.bincount(found)) <= 0.75 * len(found), point


def typed(question: Question, choice: Choice, turn: int) -> dict[str, int]:
    """Something for each value that the choice asks for: what the book says, what is seen, or anything."""
    book, seen = question.book[1], question.situation
    days = question.at + (0, 1, 4, 30)[turn % 4]
    return {
        value.id: days
        if value.unit == "day"
        else int(book.get(value.id, seen.get(value.id) or 0) + (0, 1, 3)[turn % 3])
        for value in choice.asks
    }


@pytest.mark.parametrize("post", sorted(POSTS))
def test_every_choice_means_something_or_is_refused_in_words(post: str) -> None:
    """A month of answers of every kind: the office takes them, and the judge can read what it wrote."""
    office, refused = SMALL.office(), set[str]()
    for turn, question in enumerate(office.steps(hold=post)):
        choice = question.choices[turn % len(question.choices)]
        before = question.chosen
        try:
            question.answer(choice.id, **typed(question, choice, turn))
        except Refused as error:
            refused.add(str(error))
            after = question.chosen
            if after != before:
                raise
    judged(office.result())
    assert all("—" in each and "refused-" not in each for each in refused)


@pytest.mark.parametrize("post", LOOKED_AT)
def test_nothing_is_seen_that_he_could_not_see(post: str) -> None:
    """Whatever the hidden fields say, the papers before him are the same; at a locked door nobody sees the dial."""
    looked = set()
    for question in asked(post):
        hidden = HIDDEN.get(question.point.id, set()) | (
            {"register"} if question.situation.get("door_locked") else set()
        )
        for name in hidden:
            other = scrambled(question.facing, name)
            looked.add(name)
            for seen in question.work.sees:
                if seen.of is None or not any(word in seen.id for word in ("entered", "run_")):
                    assert seen.see(other) == seen.see(question.facing), (question.point.id, seen.id, name)
    assert looked or not any(point.post == post for point in REGISTRY.points.values() if point.id in HIDDEN)


def scrambled(facing: Facing, name: str) -> Facing:
    """The same situation, a field of it another."""
    fields = {**facing.tray.fields, name: facing.tray.fields[name] + 1_000_003}
    tray = facing.tray
    return replace(facing, tray=Situations(tray.day, tray.keys, tray.objects, tray.staff, fields))


def test_fields_of_a_tray_are_seen_or_hidden() -> None:
    """A new field of a tray is said to be one or the other."""
    for post in LOOKED_AT:
        for question in asked(post):
            names = {each.id for each in question.work.sees}
            for name in question.facing.tray.fields:
                told = name in names or name in HIDDEN.get(question.point.id, set())
                assert told or name in TOLD_OTHERWISE[question.point.id], (question.point.id, name)


TOLD_OTHERWISE = {
    "read_meter": {"locked", "register"},
    "issue_bill": {"price_class", "kwh"},
    "close_window": {"working"},
    "check_window": {"bad_fen"},
    "balance_window": {"receipts_fen", "handed_fen", "limit_on"},
    "remit_income": {"kind", "owed_fen"},
    "issue_books": {"holder", "last"},
    "keep_stock": {"book"},
    "check_stubs": {"stubs_fen", "electricity_fen", "limit_on"},
    "seal_stubs": {"stubs_fen", "electricity_fen", "limit_on"},
    "make_voucher": {"kind"},
    "send_collection": {"items"},
    "post_voucher": {"kind"},
    "reconcile": {"difference_fen", "account", "limit_on"},
    "transfer_temporary": {"limit_on"},
    "note_temporary": {"limit_on"},
    "deposit": {"total_fen"},  # the slip is for him to add up
    "keep_safe": {"cash_fen"},
    "hand_in_fees": {"takings_fen"},
    "enter_registration": {"stage"},
    "audit_registration": {"stage"},
    "charge_fee": {"kind"},
    "accept_application": {"identity", "licence", "ownership", "lease", "proxy", "equipment"},
    "answer_request": {"grounded"},  # by the period of the case that is shown, if any is
    "credit_at_issuance": {"grounded"},
}


def test_whoever_shows_a_case_need_not_have_one() -> None:
    """Two papers must be compared: a case of another bill is no ground."""
    shown = {
        (bool(question.facing.field("grounded")), question.situation["case_period"] is not None)
        for question in asked("collector")
        if question.point.id == "answer_request"
    }
    assert {(True, True), (False, True), (False, False)} == shown


def deposit() -> Question:
    """A question about a deposit with cash of electricity in it."""
    steps = SMALL.office().steps(hold="cashier")
    return next(each for each in steps if each.point.id == "deposit" and each.facing.field("cash_fen"))


def test_an_answer_may_be_changed_until_the_next_question() -> None:
    question = deposit()
    total = question.facing.field("total_fen")
    assert question.chosen[0] == "bank_late"
    question.answer("bank_now", slip_fen=total, brought_fen=total)
    assert question.chosen[0] is None
    with pytest.raises(Refused):
        question.answer("bank_now", slip_fen=total + 1, brought_fen=total)
    assert question.chosen[0] is None
    question.answer("bank_now", slip_fen=total, brought_fen=total - 1)
    assert question.chosen == ("credit_short", {"amount_fen": 1})
    question.leave()
    assert question.chosen == ("bank_late", {"days": 1})


@pytest.mark.parametrize(
    ("choice", "values"),
    [
        ("burn_the_money", {}),
        ("bank_now", {}),
        ("bank_now", {"slip_fen": -1, "brought_fen": 0}),
        ("bank_now", {"slip_fen": 1, "brought_fen": 10**15}),
        ("bank_now", {"slip_fen": 1, "brought_fen": 1, "hours": 2}),
        ("bank_on", {"on_day": 1, "slip_day": 1}),
        ("bank_on", {"on_day": 10**9, "slip_day": 1}),
        ("lock_up", {}),
    ],
)
def test_what_is_no_answer_is_refused(choice: str, values: dict[str, int]) -> None:
    question = deposit()
    with pytest.raises(Refused, match="—"):
        question.answer(choice, **values)


def test_a_register_that_is_written_stands_in_the_papers() -> None:
    """Digit for digit, whatever the dial shows."""
    office, written = SMALL.office(), dict[int, int]()
    for question in office.steps(hold="meter_reader"):
        question.by_the_book()
        if question.point.id == "read_meter" and not question.situation["door_locked"] and len(written) < 9:
            turn = int(office.meters.turn[question.object])
            register = (question.facing.field("register") + (0, 1, 3)[len(written) % 3]) % turn
            with suppress(Refused):  # by a figure that the handheld finds odd
                question.answer("write_register", register=register)
                written[question.key] = register
    table = office.result().records.table("reading").filter(kind="actual")
    found = {row["meter"] * 1024 + row["id"] // 64 % 1024: row["register"] for row in table.to_dicts()}
    assert {found[key] for key in written if key in found} <= set(written.values())
    assert set(written.values()) <= set(table["register"].to_list())


def test_a_report_that_is_written_wrong_says_so() -> None:
    office, done = SMALL.office(), dict[int, tuple[int, int]]()
    for question in office.steps(hold="collector"):
        question.by_the_book()
        if question.point.id == "close_window" and question.situation["cashier_there"] and len(done) < 4:
            receipts, total = question.facing.field("receipts") + len(done), question.book[1]["total_fen"] + 7
            question.answer("close_and_hand_in", receipts=receipts, total_fen=total)
            done[question.key] = receipts, total
    rows = {
        row["id"]: (row["receipts"], row["total_fen"]) for row in office.result().records.table("day_close").to_dicts()
    }
    assert {key: rows[key] for key in done} == done


def test_what_is_put_off_within_its_limit_breaks_nothing() -> None:
    """Notices on another day than the office's own, a returned cheque on its limit: other papers, no act."""
    for post, point, choice in (
        ("meter_reader", "serve_notices", "serve_on"),
        ("collector", "handle_return", "reopen_on"),
    ):
        office, put_off = SMALL.office(), 0
        for question in office.steps(hold=post):
            question.by_the_book()
            if question.point.id == point:
                question.answer(choice, on_day=question.facing.field("limit_on"))
                put_off += 1
        run = office.result()
        assert put_off
        assert run.acts.is_empty()
        assert run.digests != clean(SMALL).digests
        assert judged(run).incidents.is_empty()


def test_nobody_holds_a_post_that_decides_nothing() -> None:
    with pytest.raises(ValueError, match="cashier"):
        next(SMALL.office().steps(hold="system_administrator"))


def test_a_value_is_of_a_unit() -> None:
    assert Value("on_day", "day").name.key == "value-on_day"


def test_a_run_of_the_board_is_taken_as_it_hangs_there() -> None:
    """The first with a place is the squad's plan; a full one, another crew and any other day are refused."""
    office = busier(seal_missing_e6=300_000)
    asked_about = [each for each in office.steps(hold="field_auditor") if each.point.id == "deal_with_report"]
    assert len(asked_about) > 5
    full = 0
    for question in asked_about:
        seen = question.situation
        runs = [tuple(seen[f"run_{number}_{part}"] or 0 for part in ("on", "crew", "places")) for number in (1, 2, 3)]
        assert runs == sorted(runs)
        open_runs = [(day, crew) for day, crew, places in runs if places]
        assert question.book == ("visit_on", dict(zip(("on_day", "crew"), open_runs[0], strict=True)))
        for day, crew, places in runs:
            if places:
                question.answer("visit_on", on_day=day, crew=crew)
                assert (question.chosen[0] is None) == ((day, crew) == open_runs[0])
                with pytest.raises(Refused, match="出車板"):
                    question.answer("visit_on", on_day=day, crew=crew + 10)
            else:
                full += 1
                with pytest.raises(Refused, match="派滿"):
                    question.answer("visit_on", on_day=day, crew=crew)
        late = open_runs[-1]
        question.answer("visit_on", on_day=late[0], crew=late[1])
        assert question.chosen[1]["days"] >= 1
    assert full


def test_who_sends_an_entry_back_says_what_differs() -> None:
    """And what is neither passed nor sent back has passed with the list."""
    office = busier(Habit("enter_registration", "wrong_class", 400_000), application_e6=60_000, audit_e6=1_000_000)
    found = set()
    for question in office.steps(hold="information_auditor"):
        choice, typed = question.book
        found.add(choice)
        others: list[dict[str, int]] = [{"differing": 2, "paper_figure": 4}, {"differing": 9, "paper_figure": 0}]
        if choice == "send_back":
            seen = question.situation
            assert typed == {"differing": 1, "paper_figure": seen["price_class"]}
            assert seen["price_class"] != seen["entered_price_class"]
            others.append({**typed, "paper_figure": typed["paper_figure"] + 1})
        for other in others:
            with pytest.raises(Refused):
                question.answer("send_back", **other)
        question.leave()
        assert question.chosen[0] == "pass_wrong"
        question.by_the_book()
        assert question.chosen[0] is None
    assert found == {"pass_entry", "send_back"}


def busier(*habits: Habit, **practice: int) -> Office:
    """The small office, in which this and that happens more often."""
    spec = SMALL.spec()
    return Office(replace(spec, practice=replace(spec.practice, **practice)), SMALL.seed, rules(), behaviours=habits)
