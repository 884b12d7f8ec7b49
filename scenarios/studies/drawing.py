"""Points of a Latin hypercube over the ranges of a set: each draw has a stratum of its own of every parameter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.scenarios.studies.deterrence import Deterrence, Parameter
from kaohe.sim.streams import Purpose, words_at

DUMMY = "dummy"
"""A parameter of no effect: what is found of it is the noise."""
_SCALE = 2.0**-53
Floats = NDArray[np.float64]


def varied(deterrence: Deterrence) -> tuple[Parameter, ...]:
    """The parameters that have a range."""
    return tuple(each for each in deterrence.parameters if each.low < each.high)


def unit_draws(count: int, parameters: int) -> Floats:
    """(count, parameters) between 0 and 1: the same for every study of as many draws (McKay et al. 1979)."""
    draws = np.arange(count, dtype=np.int64)
    columns = []
    for number in range(parameters):
        order = np.argsort(words_at(0, Purpose.DRAW_ORDER, draws, count, number)).argsort()
        within = (words_at(0, Purpose.DRAW_WITHIN, draws, count, number) >> np.uint64(11)) * _SCALE
        columns.append((order + within) / count)
    return np.array(columns).T.reshape(count, parameters)


def drawn(deterrence: Deterrence, count: int) -> Floats:
    """(count, parameters): values of those that vary, in their order, each over its range."""
    vary = varied(deterrence)
    low, high = (np.array([getattr(each, end) for each in vary]) for end in ("low", "high"))
    points: Floats = low + unit_draws(count, len(vary)) * (high - low)
    return points


def values_of(deterrence: Deterrence, count: int, draw: int) -> dict[str, float]:
    """The parameters of one draw, from 1; count 0: the defaults."""
    if not count:
        return deterrence.values
    point = drawn(deterrence, count)[draw - 1].tolist()
    names = (each.name for each in varied(deterrence))
    return {**deterrence.values, **dict(zip(names, point, strict=True))}
