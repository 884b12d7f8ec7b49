"""The same office is the same everywhere: run twice, elsewhere, in parts of trays, or cut short."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kaohe.sim.deciding.behaviours import Behaviour, Draft, Erring, Scripted, split
from kaohe.sim.deciding.injection import plan_orders
from kaohe.sim.deciding.points import REGISTRY, DecisionPoint, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA
from kaohe.sim.run import Run
from tests.proving import PROVING, seeds, times
from tests.sim.office import Small, clean, erring, ordered, planned, rules
from tests.sim.office_tariffs import PLANTS, sourced, tariff, version

SMALL = Small(500, 3, 11)
RATES = dict.fromkeys(REGISTRY.clauses(), 30_000)


def everything(run: Run) -> tuple[Mapping[str, str], Mapping[str, int], list[dict[str, object]]]:
    """Digests, counts and truth."""
    return run.digests, run.counts, run.acts.to_dicts()


@pytest.mark.parametrize("seed", seeds([11], [1]))
def test_a_run_is_the_same_again(seed: int) -> None:
    small = replace(SMALL, seed=seed)
    assert everything(erring(small)) == everything(small.office(behaviours=[Erring(RATES)]).run())
    assert erring(small).digests != clean(small).digests


def test_another_seed_is_another_run() -> None:
    assert clean(SMALL).digests["reading"] != clean(replace(SMALL, seed=12)).digests["reading"]


ROOT = Path(__file__).parents[2]
ELSEWHERE = """
import json
from tests.sim.office import Small, erring, ordered
run, other = erring(Small(500, 3, 11)), ordered(Small(500, 3, 11))
acts = [each.acts["act_id"].to_list() for each in (run, other)]
print(json.dumps([dict(run.digests), dict(other.digests), *acts]))
"""
SURROUNDINGS = [
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C", "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"},
    {"PYTHONHASHSEED": "1", "TZ": "America/New_York"},
    {"PYTHONHASHSEED": "0", "TZ": "Asia/Shanghai"},
    {"PYTHONHASHSEED": "random", "TZ": "UTC", "LC_ALL": "C"},
][: times(1, 4)]


@pytest.mark.parametrize("surroundings", SURROUNDINGS, ids=lambda each: " ".join(f"{k}={v}" for k, v in each.items()))
def test_a_run_is_the_same_in_another_process(surroundings: Mapping[str, str]) -> None:
    command, env = [sys.executable, "-c", ELSEWHERE], {**os.environ, **surroundings}
    done = subprocess.run(command, env=env, capture_output=True, check=True, cwd=ROOT, text=True)
    assert json.loads(done.stdout) == _here()


@cache
def _here() -> list[object]:
    run, other = erring(SMALL), ordered(SMALL)
    return [dict(run.digests), dict(other.digests), run.acts["act_id"].to_list(), other.acts["act_id"].to_list()]


def test_survey_and_script_give_the_same_again() -> None:
    counts = dict.fromkeys(REGISTRY.clauses(), 2)
    plan = plan_orders(SMALL.spec(), SMALL.seed, rules(), counts)
    assert plan.orders == planned(SMALL, 2)
    assert everything(SMALL.office(plan.orders).run()) == everything(ordered(SMALL))


def test_a_survey_decides_nothing() -> None:
    """The run in which orders were chosen is the run by the book."""
    nothing = SMALL.office(behaviours=[]).run()
    assert everything(nothing) == everything(clean(SMALL))


class InParts:
    """Asks a layer about the tray in parts and puts the answers together."""

    def __init__(self, inner: Behaviour, parts: int) -> None:
        self.inner, self.parts, self.asked = inner, parts, 0

    def concerns(self, point: DecisionPoint) -> bool:
        """As the layer itself."""
        return self.inner.concerns(point)

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        """Part by part."""
        cuts = np.array_split(np.arange(len(tray)), self.parts)
        for part, at in zip(split(tray, self.parts), cuts, strict=True):
            if len(part):
                mine = Draft.by_the_book(len(part))
                mine.codes[:], mine.causes[:] = draft.codes[at], draft.causes[at]
                yield from self.inner.decide(office, point, part, mine)
                draft.codes[at], draft.causes[at] = mine.codes, mine.causes
                for name, values in mine.params.items():
                    draft.params.setdefault(name, np.zeros(len(tray), np.int64))[at] = values
                self.asked += 1


@pytest.mark.parametrize("parts", [2, 7])
def test_splitting_a_tray_changes_no_answer_of_erring(parts: int) -> None:
    layer = InParts(Erring(RATES), parts)
    run = SMALL.office(behaviours=[layer]).run()
    assert layer.asked > len(REGISTRY.points) * parts
    assert everything(run) == everything(erring(SMALL))


@pytest.mark.parametrize("parts", [2, 7])
def test_splitting_a_tray_changes_no_answer_of_orders(parts: int) -> None:
    orders = planned(SMALL, 2)
    whole, office = ordered(SMALL), SMALL.office(orders)
    layers = office.layers.layers
    at = next(n for n, layer in enumerate(layers) if isinstance(layer, Scripted))
    layers[at] = InParts(layers[at], parts)
    assert everything(office.run()) == everything(whole)
    assert not whole.acts.is_empty()


# Of a loss from the safe: the day on which it is counted missing, and so far a slip that is short.
WHAT_A_COUNT_SAYS = ("clause", "object_type", "object_id", "occurred_on")


def until(frame: pl.DataFrame, last: date) -> pl.DataFrame:
    """Rows recorded by the end of a day."""
    return frame.filter(pl.col("recorded_at") < datetime.combine(last + timedelta(days=1), datetime.min.time()))


LASTS = (date(2001, 1, 31), date(2001, 2, 19), date(2001, 3, 30))
SHORTER = [(how, last) for how in ("clean", "ordered", "erring") for last in LASTS]
EACH_ONCE = [
    ("clean", LASTS[0]),
    ("ordered", LASTS[1]),
    ("ordered", LASTS[2]),
    ("erring", LASTS[0]),
    ("erring", LASTS[1]),
]


@pytest.mark.parametrize(("how", "last"), SHORTER if PROVING else EACH_ONCE)
def test_a_shorter_run_is_the_first_part_of_the_longer(how: str, last: date) -> None:
    orders = planned(SMALL, 2) if how == "ordered" else ()
    layers = [Erring(RATES)] if how == "erring" else []
    whole = {"clean": clean, "ordered": ordered, "erring": erring}[how](SMALL)
    part = SMALL.office(orders, layers, until=last).run()
    for name in SCHEMA:
        mine, theirs = part.records.table(name), until(whole.records.table(name), last)
        assert mine.equals(theirs), f"{name}: {mine.height} rows, {theirs.height} of the longer run"
    shown_later = ("evidenced", "evidenced_on", "slip_on", "amount_fen", *WHAT_A_COUNT_SAYS)
    began = whole.acts.filter(pl.col("at").dt.date() <= last)
    assert part.acts.drop(shown_later).equals(began.drop(shown_later))
    uncounted = part.acts.filter(pl.col("point") != "keep_safe").select("act_id", *WHAT_A_COUNT_SAYS)
    assert uncounted.equals(began.filter(pl.col("point") != "keep_safe").select("act_id", *WHAT_A_COUNT_SAYS))
    counted = began.join(part.acts, on=["act_id", "clause"], how="anti")["act_id"]  # a short slip, until it is counted
    known = whole.acts.filter(pl.col("evidenced_on") <= last).select("act_id", "evidenced_on")
    evidenced = part.acts.filter("evidenced").select("act_id", "evidenced_on")
    assert evidenced.filter(~pl.col("act_id").is_in(counted.implode())).equals(known)


@pytest.mark.parametrize("how", ["clean", "ordered"])
def test_a_span_of_fewer_months_is_the_first_part_of_the_longer(how: str) -> None:
    shorter = replace(SMALL, months=2)
    orders = planned(shorter, 1) if how == "ordered" else []
    part, whole = shorter.office(orders).run(), SMALL.office(orders).run() if orders else clean(SMALL)
    for name in SCHEMA:
        assert part.records.table(name).equals(until(whole.records.table(name), date(2001, 2, 28))), name


CHANGE = date(2001, 2, 18)
"""A Sunday: the new prices lie there all the same."""


def plants(months: int = 4, until: date | None = None, behaviours: Sequence[Behaviour] = ()) -> Run:
    """Plants, shops and residents under two price tables, erring."""
    prices = tariff(version(), version(CHANGE, large_industry={"energy_e4": sourced(4_321)}))
    spec = replace(PLANTS, months=months, tariff=prices)
    return Office(spec, 3, rules(), behaviours=behaviours or [Erring(RATES)], until=until).run()


@cache
def whole_plants(*, err: bool = True) -> Run:
    """To the end of the span."""
    return plants(behaviours=[Erring(RATES if err else {})])


def test_plants_are_the_same_again_and_in_parts_of_trays() -> None:
    whole = everything(whole_plants())
    assert everything(plants()) == whole
    assert everything(plants(behaviours=[InParts(Erring(RATES), 3)])) == whole
    assert everything(plants(behaviours=[Erring(dict.fromkeys(RATES, 0))])) != whole


@pytest.mark.parametrize("last", [CHANGE - timedelta(days=1), CHANGE, date(2001, 3, 1), date(2001, 3, 30)])
def test_a_shorter_run_of_plants_is_the_first_part_of_the_longer(last: date) -> None:
    whole, part = whole_plants(), plants(until=last)
    for name in SCHEMA:
        assert part.records.table(name).equals(until(whole.records.table(name), last)), name
    assert part.records.table("price")["valid_from"].n_unique() == (1 if last < CHANGE else 2)


@pytest.mark.parametrize("months", [1, 2, 3])
def test_a_span_of_fewer_months_of_plants_is_the_first_part(months: int) -> None:
    """Also where the other price table begins after its end."""
    whole, part = whole_plants(err=False), plants(months, behaviours=[Erring({})])
    last = date(2001, months + 1, 1) - timedelta(days=1)
    for name in SCHEMA:
        assert part.records.table(name).equals(until(whole.records.table(name), last)), name
