"""Leak probe: form alone does not give an act away (digits of ids, place, seconds, lengths, missing values)."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from kaohe.sim.deciding.injection import SIDES, Opportunity, Survey, plan_orders
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import READING_KINDS, deposit_id
from tests.sim.office import Small, rules

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

TABLES = (
    "arrears_list",
    "batch",
    "bill",
    "deposit",
    "hand_in",
    "reading",
    "return_notice",
    "voucher",
    "window_check",
)
WORLDS = range(100, 130)
MOST = 60  # rows of a table and office that are asked about
DEPTH, LEAST = 3, 5
LIMIT = 0.55


def best_cut(values: Floats, labels: Flags) -> tuple[float, float]:
    """(impurity after the best threshold, threshold) of one feature."""
    order = np.argsort(values, kind="stable")
    v, y = values[order], labels[order].astype(np.float64)
    n = len(y)
    left = np.arange(1, n)
    ones = np.cumsum(y)[:-1]
    right_ones = y.sum() - ones
    p, q = ones / left, right_ones / (n - left)
    score = left * p * (1 - p) + (n - left) * q * (1 - q)
    allowed = (v[1:] > v[:-1]) & (left >= LEAST) & (n - left >= LEAST)
    if not allowed.any():
        return np.inf, 0.0
    at = int(np.argmin(np.where(allowed, score, np.inf)))
    return float(score[at]), float((v[at] + v[at + 1]) / 2)


def grow(train: Floats, labels: Flags, test: Floats, depth: int) -> Floats:
    """Scores of the test rows by a tree grown on the training rows: the share of injected ones in their leaf."""
    if depth == 0 or len(labels) < 2 * LEAST or labels.all() or not labels.any():
        return np.full(len(test), (labels.sum() + 0.5) / (len(labels) + 1))
    cuts = [best_cut(train[:, column], labels) for column in range(train.shape[1])]
    column = int(np.argmin([score for score, _ in cuts]))
    score, cut = cuts[column]
    if not np.isfinite(score):
        return np.full(len(test), (labels.sum() + 0.5) / (len(labels) + 1))
    mine, theirs = train[:, column] <= cut, test[:, column] <= cut
    scores = np.empty(len(test))
    scores[theirs] = grow(train[mine], labels[mine], test[theirs], depth - 1)
    scores[~theirs] = grow(train[~mine], labels[~mine], test[~theirs], depth - 1)
    return scores


def auc(scores: Floats, labels: Flags, office: Ints) -> float:
    """Area under the curve over pairs of the same office: how many acts an office has says nothing; ties count half."""
    better, pairs = 0.0, 0
    for each in np.unique(office):
        here = office == each
        yes, no = scores[here & labels], np.sort(scores[here & ~labels])
        better += (np.searchsorted(no, yes, "left").sum() + np.searchsorted(no, yes, "right").sum()) / 2
        pairs += len(yes) * len(no)
    return better / pairs


# The deed itself: a bill at another class's price says that class; what is done late stands later in its table.
DEED = ("price_class",)
LATE = ("batch", "hand_in", "deposit")


def form(table: str, frame: pl.DataFrame) -> Floats:
    """What rows look like, whatever they say: nothing in here is about the deed."""
    place = np.arange(frame.height) / max(frame.height - 1, 1)
    columns = [] if table in LATE else [pl.Series("place", place)]
    columns += [(frame["id"] // 10**k % 10).alias(f"digit {k}") for k in range(4)]
    columns.append((frame["id"] % 8).alias("low bits"))
    columns.append(frame["recorded_at"].dt.second().alias("second"))
    for name, dtype in frame.schema.items():
        if SCHEMA[table].column(name).nullable:
            columns.append(frame[name].is_null().alias(f"null {name}"))
        if dtype == pl.String and name not in DEED:
            columns.append(frame[name].fill_null("").str.len_chars().alias(f"length {name}"))
    return np.column_stack([column.cast(pl.Float64).to_numpy() for column in columns])


def row_of(chance: Opportunity) -> tuple[str, int] | None:
    """Table and key of the row in which the deed would stand; None for what leaves no row of its own."""
    keys = {
        "read_book": ("batch", chance.key),
        "read_meter": ("reading", chance.key * 64 + READING_KINDS.index("actual") * 8),
        "serve_notices": ("arrears_list", chance.key),
        "close_window": ("window_check", chance.key),
        "handle_return": ("return_notice", chance.key),
        "deposit": ("deposit", deposit_id(chance.key, 0, 0)),
        "hand_in_fees": ("hand_in", chance.key * 4),
        "check_issue_day": ("voucher", chance.key * 4),
    }
    if chance.point == "issue_bill":
        return ("bill", chance.key) if REGISTRY.points["issue_bill"].action(chance.code).id != "skip_bill" else None
    if chance.point == "answer_request":
        return None
    return keys[chance.point]


def world(seed: int) -> dict[str, tuple[Floats, Flags]]:
    """Form and label of the rows of all opportunities of one office, by table; two acts of every clause are done."""
    small = Small(500, 3, seed)
    survey = Survey(dict.fromkeys(REGISTRY.clauses(), 10**6))
    small.office(behaviours=[survey]).run()
    found = [chance for clause in REGISTRY.clauses() for side in SIDES for chance in survey.chosen(clause, side)]
    counts = {clause: min(2, survey.found[clause] // 4) for clause in REGISTRY.clauses()}
    orders = plan_orders(small.spec(), small.seed, rules(), counts).orders
    done = {(order.point, order.code, order.key) for order in orders if order.clause}
    labels: dict[str, dict[int, bool]] = {}
    for chance in found:
        place = row_of(chance)
        if place is not None:
            mine = labels.setdefault(place[0], {})
            mine[place[1]] = mine.get(place[1], False) or (chance.point, chance.code, chance.key) in done
    run = small.office(orders).run()
    return {table: _table(table, run.records.table(table), keys, seed) for table, keys in labels.items()}


def _table(table: str, frame: pl.DataFrame, keys: dict[int, bool], seed: int) -> tuple[Floats, Flags]:
    look = form(table, frame)
    label = np.array([keys.get(key, False) for key in frame["id"]])
    known = np.array([key in keys for key in frame["id"]])
    keep = known & (label | (np.random.default_rng(seed).random(len(label)) < MOST / max(int(known.sum()), 1)))
    return look[keep], label[keep]


@cache
def probe() -> dict[str, tuple[float, int]]:
    """(AUC, injected rows) by table: trees grown on half of the offices, asked about the other half, and back."""
    halves: list[dict[str, list[tuple[Floats, Flags]]]] = [{}, {}]
    for seed in WORLDS:
        for table, rows in world(seed).items():
            halves[seed % 2].setdefault(table, []).append(rows)
    return {table: _asked(halves[0][table], halves[1][table]) for table in sorted(halves[0])}


def _asked(even: list[tuple[Floats, Flags]], odd: list[tuple[Floats, Flags]]) -> tuple[float, int]:
    width = max(look.shape[1] for look, _ in (*even, *odd))
    (x, y, m), (u, v, n) = _joined(even, width), _joined(odd, width)
    return (auc(grow(x, y, u, DEPTH), v, n) + auc(grow(u, v, x, DEPTH), y, m)) / 2, int(y.sum() + v.sum())


def _joined(offices: list[tuple[Floats, Flags]], width: int) -> tuple[Floats, Flags, Ints]:
    looks = [np.pad(look, ((0, 0), (0, width - look.shape[1]))) for look, _ in offices]
    office = np.repeat(np.arange(len(offices)), [len(look) for look in looks])
    return np.concatenate(looks), np.concatenate([label for _, label in offices]), office


@pytest.mark.parametrize("table", TABLES)
def test_form_does_not_tell_an_act(table: str) -> None:
    found, injected = probe()[table]
    noise = 2 * np.sqrt(1 / (12 * injected))
    assert injected >= 20
    assert found <= LIMIT + noise, probe()


def test_form_does_not_tell_acts_on_the_average() -> None:
    found = [each for each, _ in probe().values()]
    assert sorted(probe()) == sorted(TABLES)
    assert sum(found) / len(found) <= LIMIT, probe()


def test_the_probe_sees_a_leak() -> None:
    """Teeth: where half of the injected rows end in the same digit, or a few bear a mark of their own, it is found."""
    words = np.random.default_rng(1)
    labels = words.random(2_000) < 0.1
    blank = words.integers(0, 10, (2_000, 4)).astype(np.float64)
    leaking = blank.copy()
    leaking[labels & (words.random(2_000) < 0.5), 2] = 7
    few = labels & (words.random(2_000) < 0.15)
    marked = blank.copy()
    marked[few, 3] = 11
    cases = ((blank, labels, 0.4, LIMIT), (leaking, labels, 0.65, 1.0), (marked, few, 0.95, 1.0))
    for data, truth, least, most in cases:
        scores = grow(data[:1_000], truth[:1_000], data[1_000:], DEPTH)
        assert least < auc(scores, truth[1_000:], np.zeros(1_000, np.int64)) <= most
