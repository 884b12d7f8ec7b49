"""What a difference hangs on: office-years at draws over the ranges of assumptions, and which of these decide it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kaohe.standards.laboratory.statistics.intervals import KEY, Floats

BINS: Final = 8
PERMUTATIONS: Final = 1_000
ERROR: Final = 0.05
MOST: Final = 3
FEWEST_DRAWS: Final = 65
"""RBD-FAST (Tarantola et al. 2006) takes ten harmonics: fewer draws have no index."""
RESAMPLES: Final = 100


@dataclass(frozen=True)
class Index:
    """How much of the spread of a difference goes with a parameter (first order), and between what that lies.

    decides: more than noise does, of all parameters at once; flips_at: where the line through the draws changes sign,
    within the range.
    """

    name: str
    share: float
    low: float
    high: float
    decides: bool
    flips_at: float | None


@dataclass(frozen=True)
class Sensitivity:
    """Of so many draws in how many the first policy has less, and in how many both the same; the parameters that
    decide, the greatest first; floor: the index of a parameter that has no effect.
    """

    draws: int
    less: int
    same: int
    indices: tuple[Index, ...]
    floor: Index | None

    @property
    def deciding(self) -> tuple[Index, ...]:
        """At most three."""
        return tuple(each for each in self.indices if each.decides)[:MOST]


def sensitivity(points: Floats, differences: Floats, names: Sequence[str], dummy: Floats) -> Sensitivity:
    """What the differences (other policy less first, one a draw) hang on.

    Args:
        points: (draws, parameters).
        dummy: a column that had no part in anything: the floor of noise.
    """
    draws = len(differences)
    less, same = int((differences > 0).sum()), int((differences == 0).sum())
    if draws < FEWEST_DRAWS or not np.ptp(differences):
        return Sensitivity(draws, less, same, (), None)
    told = deciding(points, differences)
    shares = first_order(np.column_stack([points, dummy]), differences)
    found = [
        Index(name, share, low, high, bool(decides), _flip(points[:, column], differences) if decides else None)
        for column, (name, decides, (share, low, high)) in enumerate(zip(names, told, shares[:-1], strict=True))
    ]
    ordered = sorted(found, key=lambda each: (not each.decides, -each.share, each.name))
    return Sensitivity(draws, less, same, tuple(ordered), Index("dummy", *shares[-1], decides=False, flips_at=None))


def deciding(points: Floats, differences: Floats, permutations: int = PERMUTATIONS) -> list[bool]:
    """Which parameters go with the differences more than the greatest of all would by chance (Westfall and Young 1993).

    The measure is the share of variance between eighths of the range, which sees what is no line too. Where nothing
    has an effect about one study in twenty names any parameter.
    """
    draws = len(differences)
    ranks = points.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    bins = ranks * BINS // draws
    members = (bins[:, :, None] == np.arange(BINS)).reshape(draws, -1).astype(np.float64)
    sizes = members.sum(axis=0)
    centred = differences - differences.mean()
    source = np.random.Philox(key=KEY)
    words = source.random_raw(permutations * draws).reshape(permutations, draws)
    shuffled = np.vstack([centred, centred[words.argsort(axis=1)]])
    between = ((shuffled @ members) ** 2 / np.maximum(sizes, 1)).reshape(len(shuffled), points.shape[1], BINS)
    shares = between.sum(axis=2)
    greatest = np.sort(shares[1:].max(axis=1))
    edge = greatest[int(np.ceil((1 - ERROR) * permutations)) - 1]
    return [bool(each) for each in shares[0] > edge * (1 + 1e-12)]


def first_order(points: Floats, differences: Floats) -> list[tuple[float, float, float]]:
    """First-order shares of variance of given data, with intervals of 95 % (SALib's RBD-FAST)."""
    from SALib.analyze import rbd_fast  # type: ignore[import-untyped]  # publishes no types

    names = [str(column) for column in range(points.shape[1])]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    found = rbd_fast.analyze(problem, points, differences, num_resamples=RESAMPLES, seed=1)
    pairs = zip(found["S1"], found["S1_conf"], strict=True)
    return [(_rounded(share), _rounded(share - width), _rounded(share + width)) for share, width in pairs]


def _flip(values: Floats, differences: Floats) -> float | None:
    """Where the least-squares line crosses nought, if within what was drawn."""
    slope, start = np.polyfit(values, differences, 1)
    crosses = -start / slope if slope else np.inf
    return _rounded(crosses) if values.min() < crosses < values.max() else None


def _rounded(value: float) -> float:
    """To four digits: more is noise."""
    return float(f"{value:.4g}")


def regrets(values: Floats) -> Floats:
    """Of each policy (row) under each set of assumptions (column) how much more it has than the least there."""
    found: Floats = values - values.min(axis=0, keepdims=True)
    return found
