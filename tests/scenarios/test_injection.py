"""What `--inject` orders is what happens: counts exactly, rates by slots, one more order beside the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import polars as pl
import pytest

from kaohe.scenarios import injecting
from kaohe.scenarios.loader import load_scenario
from kaohe.sim.deciding.behaviours import Erring, Order
from kaohe.sim.deciding.injection import SIDES, Plan, Survey, TooFewOpportunities, plan_from, plan_orders
from kaohe.sim.deciding.points import REGISTRY, Int64s, Situations
from kaohe.sim.files import Faults
from kaohe.sim.office import Office
from kaohe.sim.records.ids import READING_KINDS, reading_id
from kaohe.sim.run import Run
from kaohe.sim.town.ground import Ground
from tests.proving import seeds, times
from tests.sim.office import Small, rules, surveyed

CLAUSES = REGISTRY.clauses()
# What these acts do changes the situations that come later: a wrong reading the next one's meaning, a skipped bill the
# next bill, a notice that is not served who pays when.
# 1.3: of the actions, which share one draw, each has a meaning at one stage only.
# 2.6: who has kept silent once is not asked again.
AFTER_EFFECTS = ("2.2", "2.6", "3.1", "2.7", "4.5", "1.3")
ALONE = set(CLAUSES) - {"6.6", "1.3", "4.1", "4.2"}
COMPANY = {"3.1": {"6.6"}, "5.3": {"4.1", "4.2"}, "7.1": {"1.3"}}  # what may have to go with an order of a clause
BEFORE = {"7.1": {"1.3": 1_000_000}}  # what has to be done before it can be
TOWN = Small(1_000, 3, 41, busy=False)


def plan(counts: dict[str, int], latent: frozenset[str] = frozenset(), small: Small = TOWN) -> Plan:
    """Orders for these counts."""
    return plan_orders(small.spec(), small.seed, rules(), counts, latent)


def offered(counts: dict[str, int], latent: frozenset[str] = frozenset()) -> Plan:
    """The same of what the town was found to offer, once for all."""
    return plan_from(surveyed(TOWN)[0], TOWN.seed, counts, latent)


def named(orders: tuple[Order, ...]) -> set[tuple[str, str, int | None]]:
    """Orders by what they are."""
    return {(order.point, order.action, order.key) for order in orders}


def done(run: Run) -> Counter[str]:
    """Acts of truth by clause."""
    return Counter(clause for clause in run.acts["clause"] if clause)


TOGETHER = [CLAUSES[n :: times(5, len(CLAUSES))] for n in range(times(5, len(CLAUSES)))]


@pytest.mark.parametrize("clauses", TOGETHER, ids=" ".join)
def test_exactly_so_many_acts_of_a_clause(clauses: tuple[str, ...]) -> None:
    """What an order brings besides is an act too many of some clause; where one order takes the situation of another
    clause's, each clause is tried alone.
    """
    if len(clauses) == 1 or not exact(*clauses):
        assert {clause: exact(clause) for clause in clauses} == dict.fromkeys(clauses, True)


def exact(*clauses: str, count: int = 3) -> bool:
    """Whether orders of some clauses give so many acts of each, and of others what must go with them."""
    orders = offered(dict.fromkeys(clauses, count)).orders
    run = TOWN.office(orders).run()
    assert Counter(order.clause for order in orders if order.clause) == dict.fromkeys(clauses, count)
    assert not run.order_frame().filter(pl.col("clause") == "3.1")["void"].any()
    found = done(run)
    company = {other for clause in clauses for other in COMPANY.get(clause, set())}
    own = {*clauses} - company
    return {clause: found[clause] for clause in own} == dict.fromkeys(own, count) and set(found) <= own | company


def test_all_orders_every_clause_so_often() -> None:
    plan_ = offered(dict.fromkeys(CLAUSES, 2))
    run = TOWN.office(plan_.orders).run()
    frame = run.order_frame()
    assert frame.filter(pl.col("void")).is_empty()
    found = done(run)
    assert {clause: found[clause] for clause in ALONE} == dict.fromkeys(ALONE, 2)
    assert found["6.6"] >= 2
    assert found["1.3"] == 4  # two of its own, two that the audit passes
    assert 4 <= found["4.1"] + found["4.2"] <= 6
    assert {order.clause for order in plan_.orders if order.clause} == set(CLAUSES)
    assert all(plan_.opportunities[clause] >= 2 for clause in CLAUSES)


def test_one_more_order_changes_none_of_the_others() -> None:
    for clause in ("2.2", "3.1", "4.1"):
        fewer, more = (named(offered({clause: count}).orders) for count in (2, 3))
        assert fewer < more, clause
    one, two = {"2.7": 2}, {"2.7": 2, "4.1": 2}
    assert named(offered(one).orders) < named(offered(two).orders)


def _lasting(monkeypatch: pytest.MonkeyPatch, until: Callable[[Situations], Int64s]) -> None:
    """Lost cash, or a lost cheque, keeps the safe from losing more through a day."""
    for action in REGISTRY.points["keep_safe"].actions:
        monkeypatch.setitem(vars(action), "until", lambda _, tray: until(tray))


def test_orders_whose_acts_exclude_each_other_are_spaced(monkeypatch: pytest.MonkeyPatch) -> None:
    _lasting(monkeypatch, lambda tray: np.full(len(tray), tray.day + 12))
    fewer, more = (sorted(order.key or 0 for order in plan({"5.2": count}).orders) for count in (2, 3))
    assert set(fewer) < set(more)
    assert min(after - before for before, after in pairwise(more)) > 12
    with pytest.raises(TooFewOpportunities):
        plan({"5.2": 8})  # 90 days


def test_an_act_that_leaves_no_room_is_ordered_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every second one is never found: it lasts beyond the span."""
    _lasting(monkeypatch, lambda tray: np.where(tray.keys % 2, tray.day + 5_000, tray.day + 3))
    assert [(order.key or 0) % 2 for order in plan({"5.2": 5}).orders] == [0] * 5


def test_the_survey_may_stand_on_the_ground_of_the_run() -> None:
    counts, ground = dict.fromkeys(CLAUSES, 2), Ground.of(TOWN.spec(), TOWN.seed)
    shared = plan_orders(TOWN.spec(), TOWN.seed, rules(), counts, ground=ground)
    assert shared == plan(counts)
    assert shared.orders == offered(counts).orders
    run = TOWN.office(shared.orders).run()
    on_shared = Office(TOWN.spec(), TOWN.seed, rules(), orders=shared.orders, ground=ground).run()
    assert on_shared.digests == run.digests


def test_a_survey_keeps_the_least_of_all_that_it_finds() -> None:
    few, all_ = (Survey(dict.fromkeys(CLAUSES, keep)) for keep in (5, 10**9))
    for survey in (few, all_):
        TOWN.office((), behaviours=[survey]).run()
    assert all(min(5, all_.found[clause]) <= few.found[clause] <= all_.found[clause] for clause in CLAUSES)
    assert few.found["2.2"] * 5 < all_.found["2.2"]  # beyond what it keeps it does not look
    for clause, side in product(CLAUSES, SIDES):
        for brought in (False, True):
            kept, known = (
                sorted(each for each in survey.chosen(clause, side) if (each.occasion is not None) == brought)
                for survey in (few, all_)
            )
            assert kept == known[: len(kept)]
            assert len(kept) >= min(5, len(known))


def test_orders_do_not_depend_on_the_order_of_clauses() -> None:
    forward = dict.fromkeys(CLAUSES, 2)
    backward = dict.fromkeys(reversed(CLAUSES), 2)
    mine, theirs = named(offered(forward).orders), named(offered(backward).orders)
    # Clauses that meet on one opportunity may give way to one another: 2.1, 2.4, 3.2 and 6.6 on an issue day, of few;
    # 1.2, 1.3 and 7.1 on the papers of an applicant; 2.2 in a book that comes back or is unloaded late, whose readings
    # no spot check reaches in time.
    assert len(mine ^ theirs) <= 32


def test_latent_orders_bring_no_check() -> None:
    latent = frozenset({"2.2"})
    seen, hidden = offered({"2.2": 3}).orders, offered({"2.2": 3}, latent).orders
    assert named(hidden) < named(seen)
    assert {order.point for order in seen} == {"read_meter", "spot_check"}
    assert {order.point for order in hidden} == {"read_meter"}
    checked, unchecked = TOWN.office(seen).run(), TOWN.office(hidden).run()
    assert checked.acts["act_id"].to_list() == unchecked.acts["act_id"].to_list()
    assert checked.acts["evidenced"].all()
    assert not unchecked.acts["evidenced"].any()


def test_too_few_opportunities_are_told_with_clause_and_count() -> None:
    with pytest.raises(TooFewOpportunities) as few:
        plan({"2.1": 1, "4.5": 500})
    assert (few.value.clause, few.value.wanted) == ("4.5", 500)
    assert 0 <= few.value.found < 500
    found = few.value.found
    if found:
        assert sum(order.clause == "4.5" for order in plan({"4.5": found}).orders) == found
    with pytest.raises(TooFewOpportunities):
        plan({"4.5": found + 1})


def test_all_clauses_that_lack_are_told_at_once() -> None:
    with pytest.raises(TooFewOpportunities) as few:
        plan({"4.5": 500, "2.2": 1, "2.1": 9000})
    assert [(clause, wanted) for clause, wanted, _ in few.value.lacking] == [("4.5", 500), ("2.1", 9000)]


def test_too_few_opportunities_are_a_fault_of_the_scenario() -> None:
    from kaohe.scenarios import run as run_scenario

    with pytest.raises(Faults) as faults:
        run_scenario(inject=["4.5=999x"], customers=300, months=2)
    assert [fault.code for fault in faults.value.faults] == ["P047"]
    assert "4.5" in str(faults.value)
    assert "999" in str(faults.value)


@pytest.mark.parametrize("clauses", TOGETHER, ids=" ".join)
def test_a_higher_rate_keeps_the_acts_of_a_lower_one(clauses: tuple[str, ...]) -> None:
    """Every act at a rate is an act at twice the rate, where the situations are the same: at all of some clauses
    together, or else, where one of them changes the situations of another, clause by clause.
    """
    alone = [clause for clause in clauses if clause in BEFORE]
    together = [clause for clause in clauses if clause not in BEFORE]
    if together and not _kept(*together):
        alone = [*clauses]
    assert {clause: _kept(clause) for clause in alone} == dict.fromkeys(alone, True)


def _kept(*clauses: str) -> bool:
    """Whether all that is done at a rate is done at a higher one too, and something more."""
    small = replace(TOWN, customers=2_500 if set(clauses) & {*BEFORE, "2.6"} else 600, busy=True)
    runs = [small.office(behaviours=[Erring(_at(clauses, times_))]).run() for times_ in (1, 2, 20)[: times(2, 3)]]
    return all(_more(clause, runs) for clause in clauses)


def _at(clauses: tuple[str, ...], often: int) -> dict[str, int]:
    """So many times the rate of each clause, and what has to be done before."""
    rates = {clause: 50_000 if clause in ("2.2", "3.1", "4.2") else 250_000 for clause in clauses}  # 4.2: one of seven
    before = {needed: rate for clause in clauses for needed, rate in BEFORE.get(clause, {}).items()}
    return {clause: min(rate * often, 1_000_000) for clause, rate in rates.items()} | before


def _more(clause: str, runs: list[Run]) -> bool:
    counts = [done(run)[clause] for run in runs]
    if any(action.until is not None for _, action in REGISTRY.of_clause(clause)):
        return all(counts)  # one act keeps the next from being done: a higher rate has other acts, not more
    keys = [set(run.acts.filter(pl.col("clause") == clause)["object_id"]) for run in runs]
    kept = clause in AFTER_EFFECTS or all(fewer <= more for fewer, more in pairwise(keys))
    return kept and 0 < counts[0] < counts[1] <= counts[-1]


def test_a_small_rate_is_kept_on_the_average() -> None:
    run = TOWN.office(behaviours=[Erring({"3.1": 20_000})]).run()
    bills = run.records.table("bill").height
    assert 0.4 * 0.02 < done(run)["3.1"] / bills < 1.6 * 0.02


@pytest.mark.parametrize(
    ("entries", "rates", "counts", "latent"),
    [
        (["2.7=0.01"], {"2.7": 10_000}, {}, set()),
        (["2.7=3x"], {}, {"2.7": 3}, set()),
        (["2.2=2x:latent"], {}, {"2.2": 2}, {"2.2"}),
        (["all=1"], dict.fromkeys(CLAUSES, 1_000_000), {}, set()),
        (["all=3x", "2.7=0.5"], {"2.7": 500_000}, dict.fromkeys(set(CLAUSES) - {"2.7"}, 3), set()),
        (["2.2=2x:latent", "2.2=1x"], {}, {"2.2": 1}, set()),
        (["all=3x", "none"], {}, {}, set()),
        ([" 4.1 = 0.000001 "], {"4.1": 1}, {}, set()),
    ],
)
def test_entries_are_read(entries: list[str], rates: dict[str, int], counts: dict[str, int], latent: set[str]) -> None:
    found = injecting.read_injection(entries)
    assert (dict(found.rates), dict(found.counts), set(found.latent)) == (rates, counts, latent)


WRONG = ("2.7", "2.7=", "2.7=x", "2.7=-1", "2.7=1.5", "99.9=1x", "2.7=3y", "2.7=3x:hidden", "=3x", "2.7=1e-3", "2_7=3x")


@pytest.mark.parametrize("entry", WRONG)
def test_wrong_entries_are_faults(entry: str) -> None:
    with pytest.raises(Faults):
        injecting.read_injection([entry])


@pytest.mark.parametrize("months", [3, 6])
def test_the_town_has_room_for_three_of_every_clause(months: int) -> None:
    scenario = load_scenario().sized(None, months, None)
    for seed in seeds((1,), (2,)):
        plan_ = plan_orders(scenario.spec, seed, scenario.rules, dict.fromkeys(CLAUSES, 3))
        assert sum(order.clause is not None for order in plan_.orders) >= 3 * len(CLAUSES)
        assert min(plan_.opportunities.values()) >= 3 + 4


def test_choice_is_spread_over_days_and_people() -> None:
    """The choice by hash prefers neither the first day nor the lowest id."""
    shares = []
    for seed in seeds(range(50, 54), range(54, 62)):
        small = replace(TOWN, customers=600, seed=seed)
        survey = Survey({"3.1": 20})
        run = small.office(behaviours=[survey]).run()
        orders = [order for order in plan_from(survey, seed, {"3.1": 6}).orders if order.clause]
        keys = sorted(int(order.key or 0) for order in orders)
        bills = run.records.table("bill")["id"].sort()
        shares += [(bills < key).sum() / len(bills) for key in keys]
    mean = sum(shares) / len(shares)
    assert 0.35 < mean < 0.65, mean


@pytest.mark.parametrize("seed", seeds([304, 307, 327, 329], free=40))
def test_an_order_keeps_its_company_whatever_else_is_ordered(seed: int) -> None:
    """A book that is read late issues on another day: the check of that day is the one that has to fail."""
    small = Small(500, 3, seed)
    counts = {clause: 2 for clause in CLAUSES if clause != "4.5"}
    run = small.office(plan(counts, small=small).orders).run()
    unseen = run.acts.filter(~pl.col("evidenced") & pl.col("slip_on").is_null())
    assert unseen.is_empty(), unseen.select("clause", "action", "object_id", "at")
    assert not run.order_frame().filter(pl.col("clause") == "3.1")["void"].any()


def misread_units(clean: Run, run: Run, orders: tuple[Order, ...]) -> list[int]:
    """Units by which each ordered wrong reading lies above (below 0: below) what was read without the orders."""
    right, wrong = (
        dict(each.records.table("reading").filter(kind="actual").select("id", "register").iter_rows())
        for each in (clean, run)
    )
    digits = dict(clean.records.table("meter").select("meter", pl.col("digits") + pl.col("decimals")).iter_rows())
    found = []
    for meter, index in (divmod(order.key or 0, 1024) for order in orders if order.clause == "2.2"):
        row = reading_id(meter, index, READING_KINDS.index("actual"), 0)
        units = wrong[row] - right[row]
        found.append(min((units, units - 10 ** digits[meter], units + 10 ** digits[meter]), key=abs))
    return found


def test_ordered_readings_are_too_low_as_often_as_too_high() -> None:
    """A probe on the sign learns nothing, and all are shown: within 3.3 standard deviations of a half."""
    low = high = 0
    for seed in range(times(3, 5)):
        small = Small(700, 3, seed)
        survey, clean = surveyed(small)
        orders = plan_from(survey, seed, {**dict.fromkeys(CLAUSES, 1), "2.2": 18}).orders
        run = small.office(orders).run()
        wrong = run.acts.filter(pl.col("clause") == "2.2")
        assert wrong["evidenced"].all()
        units = misread_units(clean, run, orders)
        assert len(units) == 18 == wrong.height
        low, high = low + sum(each < 0 for each in units), high + sum(each > 0 for each in units)
    assert low + high == 18 * times(3, 5)
    assert abs(low - high) <= 3.3 * (low + high) ** 0.5, (low, high)


def test_an_order_takes_the_other_side_only_where_its_own_has_none_left() -> None:
    """The sides of the first orders stay, however many more follow."""
    clean = surveyed(TOWN)[1]
    plans = [offered({"2.2": count}).orders for count in (4, 12)]
    units = [misread_units(clean, TOWN.office(orders).run(), orders) for orders in plans]
    assert units[1][:4] == units[0]
    assert min(units[1]) < 0 < max(units[1])
