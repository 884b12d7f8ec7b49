"""Errors of those who judge, drawn on a copy: none without any, as many as assumed, the same under every policy."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest

from kaohe.standards.laboratory.comparison import Judged
from kaohe.standards.laboratory.metrics.adjudication import Errs, by_error
from kaohe.standards.laboratory.metrics.office_years import Years, counted_together
from kaohe.standards.policies.policy import Policy
from tests.standards.laboratory.made_years import made_years


@cache
def years() -> Years:
    return Years(made_years(30))


def pieces(errs: Errs, name: str = "handbook") -> pl.DataFrame:
    """What the errors add, of all years."""
    judged = Judged.under(Policy.load(name), years().population.cases)
    return by_error(judged, years().people, dict.fromkeys(years().numbers, errs))


def of(found: pl.DataFrame, component: str) -> set[str]:
    return set(found.filter(component=component)["piece"])


def test_who_does_not_err_punishes_nobody_falsely() -> None:
    found = pieces(Errs(0, 0))
    assert of(found, "false_sanctions") == of(found, "drawn_wrong_tier") == set()
    assert len(of(found, "drawn_incidents")) == years().population.cases.frame.height


def test_as_many_are_taken_wrong_as_is_assumed_and_all_if_it_is_always() -> None:
    some, every = pieces(Errs(0.1, 0)), pieces(Errs(1, 0))
    share = len(of(some, "false_sanctions")) / len(of(some, "drawn_sanctioned"))
    assert share == pytest.approx(0.1, abs=0.04)
    assert of(every, "false_sanctions") == of(every, "drawn_sanctioned")
    assert of(some, "drawn_wrong_tier") == set()


def test_values_that_are_off_move_what_lies_near_an_edge() -> None:
    little, much = (len(of(pieces(Errs(0, off)), "drawn_wrong_tier")) for off in (0.02, 0.1))
    assert 0 < little < much < 0.2 * years().population.cases.frame.height


def test_the_same_incidents_are_taken_wrong_under_every_policy() -> None:
    one, other = (pieces(Errs(0.1, 0), name) for name in ("handbook", "continuous"))
    both = of(one, "drawn_sanctioned") & of(other, "drawn_sanctioned")
    assert both
    assert of(one, "false_sanctions") & both == of(other, "false_sanctions") & both


def test_the_incidents_themselves_stay() -> None:
    before = years().population.cases.frame.clone()
    pieces(Errs(0.5, 0.5))
    assert years().population.cases.frame.equals(before)


def test_populations_counted_together_give_the_same_incident_the_same_number() -> None:
    made = made_years(4)
    about = pl.lit("bill").alias("object_type"), pl.col("incident_id").alias("object_id")
    whole = made.incidents.with_columns(*about)
    fewer = whole.filter(pl.col("incident_id") % 3 != 0)
    frames = [type(made)(each, made.acts, made.exposure) for each in (whole, fewer)]
    one, other = (each.population.cases.frame for each in counted_together(frames))
    assert one["incident_id"].n_unique() == whole.height
    joined = other.join(one, on="incident_id", suffix="_one")
    assert joined.height == fewer.height
    for name in ("number", "amount_fen", "staff", "occurred_on"):
        assert joined[name].equals(joined[f"{name}_one"].alias(name), null_equal=True)
    assert np.unique(other["incident_id"]).size == fewer.height
