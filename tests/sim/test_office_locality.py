"""One more act changes only what it reaches: whole tables by id, k orders against k + 1, unexplained rows 0."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import polars as pl
import pytest

from kaohe.sim.clock.calendar import date_of, day_of, load_calendar
from kaohe.sim.deciding.behaviours import Order
from kaohe.sim.deciding.points import REGISTRY, Before
from kaohe.sim.desks.books.receipt_numbers import MISC
from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import EPOCH
from kaohe.sim.run import Run
from kaohe.sim.spec import BookSpec, CustomerSpec, OfficeSpec
from tests.proving import times
from tests.sim.office import Small, planned
from tests.sim.office_acts import ACTIONS, Chance, noted
from tests.sim.office_closure import Change, Closure, Own, changes

TOWN = Small(900, 3, 7)
LATER = Small(900, 5, 7)  # months after which the archives of new customers are compared; a posting is wrong
TURNS = range(times(1, 6))
ASKED_FOR = (
    "leave_request",
    "leave_credit_request",
    "leave_sample",
)  # it means something only where there is a request or a sample


LOOKS = ("check", "compare")  # at somebody, on a day
OF_THE_LARGE = ("wrong_capacity", "blank_transformer")


@dataclass(frozen=True)
class Plants(Small):
    """An office of plants, among few residents."""

    def spec(self) -> OfficeSpec:
        """The office itself."""
        mix, spec = {"large_industry": self.customers * 9 // 10, "resident": self.customers // 10}, super().spec()
        return replace(spec, classes=mix, practice=replace(spec.practice, application_e6=300_000))


@dataclass(frozen=True)
class Growing(Small):
    """An office in which plants apply too."""

    def spec(self) -> OfficeSpec:
        """The office itself."""
        book, spec = BookSpec("開發區", "special", 6, 26), super().spec()
        plants = [
            CustomerSpec(f"廠{n}", book.name, "large_industry", 630, metered_low=True, applies_on=date(2001, 1, 8 + n))
            for n in range(6)
        ]
        return replace(spec, books=(book,), customers=tuple(plants))


@cache
def base(small: Small) -> Run:
    """The run with k orders: one act of every clause."""
    return small.office(planned(small, 1)).run()


@cache
def built(small: Small) -> Office:
    """The office, not run."""
    return small.office()


def chance(small: Small, point: str, action: str, turn: int, turns: int = len(TURNS)) -> Chance:
    """An opportunity of the action, one of so many spread over the span; none that an order of the base uses."""
    if point == "approve_cycle_day" and action not in ASKED_FOR:
        books = noted(small).chances["read_book", "read_late"]
        rounds = [each for each in books if _asked_on(each).month == each.on.month]
        each = rounds[(turn + 1) * len(rounds) // (turns + 1)]
        return Chance(point, action, each.key, each.object, day_of(_asked_on(each)))
    before = REGISTRY.points[point].named(action).company
    if before and isinstance(before[0], Before):
        earlier = noted(small).chances[before[0].point, before[0].actions[0]]
        return replace(earlier[(2 * turn + 1) * len(earlier) // (2 * turns)], point=point, action=action)
    taken = {(order.point, order.key) for order in planned(small, 1)}
    company = {(order.point, order.object, order.day) for order in base(small).orders}
    if action in LOOKS:
        found = noted(small).chances["issue_bill", "skip_bill"]
        found = [replace(each, point=point, action=action) for each in found]
    else:
        found = [each for each in noted(small).chances[point, action] if (point, each.key) not in taken]
        found = [each for each in found if (point, each.object, each.day) not in company]
    return found[(2 * turn + 1) * len(found) // (2 * turns)]


def _asked_on(each: Chance) -> date:
    """The last working day before the book is read."""
    day = each.day - 1
    while not load_calendar().is_working(day):
        day -= 1
    return date_of(day)


def order(each: Chance) -> Order:
    """By key; by object and day where the tray holds only who is asked about."""
    if each.action in ASKED_FOR:
        return each.order()
    if each.point == "approve_cycle_day":
        return Order(each.point, each.action, object=each.object, day=each.day, params={"to": each.day + 9})
    if each.action in LOOKS:
        return Order(each.point, each.action, object=each.object, day=each.day)
    return each.order()


def own(small: Small, each: Chance) -> Own:
    """What the act is about."""
    kind = REGISTRY.points[each.point].object
    if kind == "book":
        mine = built(small).all_of_book(each.object).tolist()
        return Own.of(each.on, customer=[(customer,) for customer in mine], book=[(each.object,)])
    if each.point == "issue_books":
        log = base(small).records.table("book_log").filter(pl.col("receipt_book") == each.key)
        handed_out_on = min(log["on"].to_list())  # orders may have used up the books before it sooner or later
        return Own.of(handed_out_on, receipt_series=[(each.object,)])
    if each.point in ("transfer_temporary", "note_temporary"):
        return Own.of(each.on, temporary=[(each.key,)])
    if each.point == "keep_stock":
        name = each.key // 1_000_000
        return Own.of(each.on, receipt_series=[(name if name < MISC else "misc",)])
    if each.point in ("check_stubs", "seal_stubs"):
        log = base(small).records.table("book_log").filter(pl.col("receipt_book") == each.key, action="return")
        return Own.of(log["on"].to_list()[0], receipt_series=[(log["counter"].to_list()[0] or "misc",)])
    if kind == "customer":
        return Own.of(each.on, customer=[(each.object,)])
    if kind in ("counter", "clerk"):
        return Own.of(each.on, **{f"{kind}_day": [(each.object, each.on)]})
    if each.point == "deposit":
        return Own.of(each.on, bank_day=[(each.on,)], bill=_bills_of_cheques(small, each.on))
    if each.point == "send_collection":
        orders = base(small).records.table("collection_order").filter(batch=each.key)
        mine = [(customer,) for customer in orders["customer"].to_list()]
        return Own.of(each.on, customer=mine, bank_batch=[("collection", each.on)])
    if each.point == "make_voucher":
        banked_on = EPOCH + timedelta(int(SCHEMA["voucher"].key.part("day", each.key)))
        return Own.of(each.on, voucher=[(kind, banked_on) for kind in ("electricity", "misc")], income=[(banked_on,)])
    return Own.of(each.on, issue_day=[(each.on,)])


def _bills_of_cheques(small: Small, on: date) -> list[tuple[int]]:
    """What the cheques of a day's slips pay: those that come back do so later if the bank has them later."""
    records = base(small).records
    banked = records.table("cheque_log").filter(pl.col("on") == on)["receipt"]
    return [(bill,) for bill in records.table("receipt").filter(pl.col("id").is_in(banked.implode()))["bill"]]


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize(("point", "action"), ACTIONS)
def test_one_more_act_changes_only_what_it_reaches(point: str, action: str, turn: int) -> None:
    small = {
        **dict.fromkeys(OF_THE_LARGE, GROWING),
        **dict.fromkeys(("leave_comparison", "sign_no_difference"), LATER),
    }.get(action, TOWN)
    found = _changes_only_what_it_reaches(small, chance(small, point, action, turn))
    assert found or action in (
        "check",
        "leave_return",
        "lose_cheque",
        "hear_report",
    )  # it may be found before anybody misses it


PLANTS = Plants(120, 3, 8)
GROWING = Growing(600, 3, 7)
OF_PLANTS = (
    ("read_meter", "misread"),
    ("read_meter", "no_read"),
    ("issue_bill", "issue_wrong_class"),
    ("issue_bill", "skip_bill"),
    ("spot_check", "check"),
    ("read_book", "read_late"),
)


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize(("point", "action"), OF_PLANTS)
def test_acts_about_plants_change_only_what_they_reach(point: str, action: str, turn: int) -> None:
    """Registers, sheets and lines are their customer's; those of others move by the hour of the bill at most."""
    found = _changes_only_what_it_reaches(PLANTS, chance(PLANTS, point, action, turn))
    papers = {change.table for change in found}
    assert action in ("check", "read_late") or papers & {"register_reading", "energy_sheet", "bill_line"}, papers


def _changes_only_what_it_reaches(small: Small, each: Chance) -> list[Change]:
    company = REGISTRY.points[each.point].named(each.action).company
    first = [Order(of.point, of.actions[0], key=each.key) for of in company if isinstance(of, Before)]
    more = small.office([*planned(small, 1), *first, order(each)]).run()
    assert not more.void[-1], f"{each} found no opportunity"
    found = changes(base(small), more)
    left = Closure(own(small, each)).unexplained(found)
    assert not left, f"{each}: {len(left)} of {len(found)}: {left[:4]}"
    return found


def test_the_closure_explains_no_stranger() -> None:
    """The rules have teeth: the difference between two towns is not explained by an act of one customer."""
    each = chance(TOWN, "read_meter", "misread", 1, 2)
    stranger = replace(TOWN, windows=2).office(planned(TOWN, 1)).run()
    other = TOWN.office([*planned(TOWN, 1), order(chance(TOWN, "read_book", "read_late", 0, 2))]).run()
    for run in (stranger, other):
        found = changes(base(TOWN), run)
        left = Closure(own(TOWN, each)).unexplained(found)
        assert len(left) > len(found) // 2
