"""Leak probe: form alone does not give an act away (digits of ids, place, seconds, lengths, missing values)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.sim.deciding.injection import SIDES, Survey, plan_from
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.records import PAPERS, SCHEMA, Table
from tests.proving import seeds, times
from tests.sim.office import Small

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Of = tuple[str, str]  # kind of object, table
Asked = tuple[Floats, Flags]  # form and label of rows

WORLDS = seeds(range(100, 114), range(114, 130), free=30)
MOST = 60  # rows of a table and office that are asked about
DEPTH, LEAST = 3, 5
LIMIT = 0.55
SIGMAS = 3.5  # some eighty papers are asked: of two sigmas two would say something by chance


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
        if not len(no) or not len(yes):
            continue
        better += (np.searchsorted(no, yes, "left").sum() + np.searchsorted(no, yes, "right").sum()) / 2
        pairs += len(yes) * len(no)
    return better / pairs if pairs else 0.5


DEED = ("price_class",)  # the deed itself: a bill at another class's price says that class
ENOUGH = times(6, 20)  # injected rows of a table, from which its own form is asked about


def form(table: Table, frame: pl.DataFrame, place: pl.Series) -> Floats:
    """What rows look like, whatever they say: nothing in here is about the deed."""
    columns = [place]
    columns += [(frame["id"] // 10**k % 10).alias(f"digit {k}") for k in range(4)]
    columns.append((frame["id"] % 8).alias("low bits"))
    columns.append(frame["recorded_at"].dt.second().alias("second"))
    for name, dtype in frame.schema.items():
        if table.column(name).nullable:
            columns.append(frame[name].is_null().alias(f"null {name}"))
        if dtype == pl.String and name not in DEED:
            columns.append(frame[name].fill_null("").str.len_chars().alias(f"length {name}"))
    return np.column_stack([column.cast(pl.Float64).to_numpy() for column in columns])


def placed(frame: pl.DataFrame, by_the_book: pl.DataFrame) -> pl.DataFrame:
    """Rows that would be there without the deed as well (one that only the deed makes is its evidence), each with its
    place in the table. What is done on another day is late, which is the deed: it keeps the place that it had.
    """
    rows, before = (
        each.with_columns(place=pl.int_range(pl.len()) / max(each.height - 1, 1)) for each in (frame, by_the_book)
    )
    both = rows.join(before.select("id", was="recorded_at", stood="place"), on="id", maintain_order="left")
    late = pl.col("was").dt.date() != pl.col("recorded_at").dt.date()
    return both.with_columns(place=pl.when(late).then("stood").otherwise("place")).drop("was", "stood")


def world(seed: int) -> dict[Of, Asked]:
    """Form and label of the rows about all opportunities of one office, by kind of object and table; two acts of every
    clause are done.
    """
    small = Small(500, 3, seed)
    survey = Survey(dict.fromkeys(REGISTRY.clauses(), 10**6))
    by_the_book = small.office(behaviours=[survey]).run().records
    found = [chance for clause in REGISTRY.clauses() for side in SIDES for chance in survey.chosen(clause, side)]
    counts = {clause: min(2, survey.found[clause] // 4) for clause in REGISTRY.clauses()}
    orders = plan_from(survey, seed, counts).orders
    run = small.office(orders).run()
    done = {(order.point, order.code, order.key) for order in orders if order.clause}
    kinds = dict(run.acts.select("point", "object_type").iter_rows())
    labels: dict[str, dict[int, bool]] = {}
    for chance in found:
        if chance.point in kinds:
            mine = labels.setdefault(kinds[chance.point], {})
            mine[chance.key] = mine.get(chance.key, False) or (chance.point, chance.code, chance.key) in done
    rows = {name: placed(run.records.table(name), by_the_book.table(name)) for name in SCHEMA}
    return {
        (kind, name): labelled(SCHEMA[name], rows[name], below, keys, seed)
        for kind, keys in labels.items()
        for name in SCHEMA
        if (below := PAPERS.below(kind, name)) is not None
    }


def labelled(table: Table, frame: pl.DataFrame, below: int, keys: Mapping[int, bool], seed: int) -> Asked:
    """Form and label of the rows about the objects of `keys`: all injected ones, some of the others."""
    look, objects = form(table, frame.drop("place"), frame["place"]), frame["id"].to_numpy() >> below
    known = np.isin(objects, list(keys))
    label = np.isin(objects, [key for key, injected in keys.items() if injected])
    keep = known & (label | (np.random.default_rng(seed).random(len(label)) < MOST / max(int(known.sum()), 1)))
    return look[keep], label[keep]


@cache
def probe() -> dict[Of, tuple[float, int]]:
    """(AUC, injected rows) by kind of object and table: trees of half of the offices, asked about the others."""
    halves: list[dict[Of, list[Asked]]] = [{}, {}]
    for seed in WORLDS:
        for of, rows in world(seed).items():
            halves[seed % 2].setdefault(of, []).append(rows)
    return {of: _asked(halves[0][of], halves[1][of]) for of in sorted(halves[0].keys() & halves[1].keys())}


def _asked(even: list[Asked], odd: list[Asked]) -> tuple[float, int]:
    width = max(look.shape[1] for look, _ in (*even, *odd))
    (x, y, m), (u, v, n) = _joined(even, width), _joined(odd, width)
    return (auc(grow(x, y, u, DEPTH), v, n) + auc(grow(u, v, x, DEPTH), y, m)) / 2, int(y.sum() + v.sum())


def _joined(offices: list[Asked], width: int) -> tuple[Floats, Flags, Ints]:
    looks = [np.pad(look, ((0, 0), (0, width - look.shape[1]))) for look, _ in offices]
    office = np.repeat(np.arange(len(offices)), [len(look) for look in looks])
    return np.concatenate(looks), np.concatenate([label for _, label in offices]), office


def test_form_does_not_tell_an_act() -> None:
    """Of every paper that has enough rows about acts."""
    asked = {of: result for of, result in probe().items() if result[1] >= ENOUGH}
    assert {kind for kind, _ in asked} == {kind for kind, _ in probe()}
    noise = {of: SIGMAS * np.sqrt(1 / (12 * injected)) for of, (_, injected) in asked.items()}
    assert {of: found for of, (found, _) in asked.items() if found > LIMIT + noise[of]} == {}, probe()


def test_form_does_not_tell_acts_on_the_average() -> None:
    found = [each for each, injected in probe().values() if injected >= ENOUGH]
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
