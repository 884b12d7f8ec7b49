"""Statistics of a class: quantiles against printed tables, figures by hand, and what is not said of too few."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kaohe.scenarios.exam.classroom import Marked
from kaohe.scenarios.exam.distributions import chi_square_quantile, f_quantile, t_quantile
from kaohe.scenarios.exam.marking import mark
from kaohe.scenarios.exam.scheme import Scheme
from kaohe.scenarios.exam.sheet import AnswerSheet
from kaohe.scenarios.exam.statistics import as_plain, class_figures, discriminating, mean_interval, reliability
from tests.scenarios.exam.sample import KEY, oracle

SCHEME = Scheme()


@pytest.mark.parametrize(
    ("p", "first", "second", "value"),
    [(0.95, 1, 10, 4.965), (0.95, 5, 10, 3.326), (0.975, 10, 10, 3.717), (0.99, 3, 20, 4.938), (0.05, 5, 10, 0.2112)],
)
def test_f_is_as_printed(p: float, first: int, second: int, value: float) -> None:
    assert f_quantile(p, first, second) == pytest.approx(value, rel=1e-3)


def test_t_and_chi_square_are_as_printed() -> None:
    assert t_quantile(0.975, 9) == pytest.approx(2.262, rel=1e-3)
    assert t_quantile(0.975, 29) == pytest.approx(2.045, rel=1e-3)
    assert chi_square_quantile(0.975, 10) == pytest.approx(20.483, rel=2e-3)
    assert chi_square_quantile(0.025, 30) == pytest.approx(16.791, rel=2e-3)


def test_alpha_by_hand() -> None:
    """α as it is usually written, from the variances of two items and of their sum."""
    scores = np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 4.0]])
    variances, whole = scores.var(axis=0, ddof=1).sum(), scores.sum(axis=1).var(ddof=1)
    alpha, error = reliability(scores)
    assert alpha is not None
    assert error is not None
    assert alpha.value == pytest.approx(2 * (1 - variances / whole))
    assert alpha.low < alpha.value < alpha.high < 1
    assert error.value == pytest.approx(np.sqrt(whole * (1 - alpha.value)))
    assert error.low < error.value < error.high


def test_the_interval_of_alpha_holds_the_truth_nineteen_times_of_twenty() -> None:
    """Fifteen people, ten items, a true α of 0.78; exams say that the sample's then ranges from 0.47 to 0.89."""
    chance, true, items = np.random.Generator(np.random.Philox(5)), 0.78, 10
    noise = np.sqrt(items * (1 - true) / true)
    held, found = 0, []
    for _ in range(400):
        scores = chance.normal(size=(15, 1)) + noise * chance.normal(size=(15, items))
        alpha, _ = reliability(scores)
        assert alpha is not None
        held += alpha.low <= true <= alpha.high
        found.append(alpha.value)
    assert 0.92 <= held / 400 <= 0.98
    assert np.quantile(found, 0.025) == pytest.approx(0.47, abs=0.12)
    assert np.quantile(found, 0.975) == pytest.approx(0.89, abs=0.03)


def test_too_few_or_all_alike_have_no_reliability() -> None:
    assert reliability(np.ones((1, 5))) == (None, None)
    assert reliability(np.ones((5, 1))) == (None, None)
    assert reliability(np.ones((5, 5)))[0] is None
    assert mean_interval(np.array([50.0])) is None


def test_discrimination_waits_for_twenty_answers() -> None:
    own = np.arange(20.0)
    assert np.allclose(np.array(discriminating(own, 2 * own), dtype=float), 1)
    assert np.allclose(np.array(discriminating(own, -own), dtype=float), -1)
    assert discriminating(own[:19], own[:19]) == (None, None)
    assert discriminating(np.ones(20), own) == (None, None)


def candidate(number: int, lines: int, form: int = 1) -> Marked:
    """Who has the first so many incidents right."""
    sheet = AnswerSheet(oracle().lines[:lines])
    return Marked(f"c{number}", form, mark(sheet, KEY, SCHEME))


def class_of(*lines: int) -> dict[str, Marked]:
    return {f"c{number}": candidate(number, each) for number, each in enumerate(lines, 1)}


KEYS = {1: KEY, 2: replace(KEY, form=2)}


def test_a_class_by_hand() -> None:
    figures = class_figures(class_of(4, 2, 2, 0), KEYS)
    assert (figures.candidates, figures.passed) == (4, 1)
    assert [(one.slot, one.found) for one in figures.items] == [
        ("2.2/general", 0.75),
        ("3.1/serious", 0.75),
        ("4.1/non_assessed", 0.25),
        ("6.4/serious", 0.25),
    ]
    assert [round(one.facility, 6) for one in figures.items] == [0.75, 0.75, 0.25, 0.25]
    assert {one.discrimination for one in figures.items} == {None}
    assert figures.mean is not None
    assert figures.mean.low < figures.mean.value < figures.mean.high
    assert figures.alpha is not None
    assert figures.mastery["meter_reader", "2.2"] == 0.75
    assert figures.own_mastery["c1"]["cashier", "6.4"] == 1
    assert [form.candidates for form in figures.forms] == [4]


def test_who_stands_within_one_error_of_the_pass_mark() -> None:
    figures = class_figures(class_of(4, 4, 3, 2, 0, 1, 2), KEYS)
    assert figures.error is not None
    marks = {name: float(one.mark.total) for name, one in class_of(4, 4, 3, 2, 0, 1, 2).items()}
    assert figures.near == tuple(name for name, total in marks.items() if abs(total - 60) <= figures.error.value)


def test_twenty_answers_tell_items_apart() -> None:
    figures = class_figures(class_of(*([4, 3, 2, 1, 0] * 4)), KEYS)
    assert all(one.discrimination is not None and one.discrimination > 0 for one in figures.items)
    assert {one.flags for one in figures.items} == {()}
    everybody = class_figures(class_of(*([1] * 20)), KEYS)
    assert [one.flags for one in everybody.items] == [("everybody",), ("nobody",), ("nobody",), ("nobody",)]


def test_discrimination_leaves_the_item_itself_out() -> None:
    sat = class_of(*([4, 3, 2, 1, 0] * 4))
    earned = np.array(
        [[float(one.earned) + 5 * (one.line is not None) for one in each.mark.incidents] for each in sat.values()]
    )
    (first, *_) = class_figures(sat, KEYS).items
    assert first.slot == "2.2/general"
    assert first.discrimination == pytest.approx(np.corrcoef(earned[:, 0], earned[:, 1:].sum(axis=1))[0, 1])


def test_a_form_each_tells_nothing_of_items() -> None:
    own = {"c1": candidate(1, 4, 1), "c2": candidate(2, 2, 2)}
    figures = class_figures(own, KEYS)
    assert (figures.items, figures.alpha, figures.near) == ((), None, ())
    assert [form.interval for form in figures.forms] == [None, None]


def test_forms_of_the_same_slots_are_looked_at_together() -> None:
    both = {**class_of(4, 2), "c3": candidate(3, 3, 2)}
    assert [one.answers for one in class_figures(both, KEYS).items] == [3, 3, 3, 3]
    fewer = replace(KEYS[2], incidents=KEY.incidents[:3])
    sat = {**class_of(4, 2), "c3": Marked("c3", 2, mark(oracle(), fewer, SCHEME))}
    assert class_figures(sat, {1: KEY, 2: fewer}).items == ()


def test_nobody_at_all_and_plain_values() -> None:
    assert class_figures({}, KEYS).candidates == 0
    plain = as_plain(class_figures(class_of(4, 2, 0), KEYS))
    assert plain["mastery"][0] == {"post": "cashier", "clause": "6.4", "share": pytest.approx(1 / 3)}
    assert plain["items"][0]["discrimination"] is None
