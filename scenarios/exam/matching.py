"""Lines and incidents matched one to one: for the most credit together, and among equals the first lines."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

Edge = tuple[int, int]
"""A line and an incident."""


def matched(gains: Mapping[Edge, Fraction]) -> dict[int, int]:
    """Incident by line. Each gain is positive; of matchings that gain alike, the one of the earlier lines.

    Paths that gain most are added while they gain anything: the sum is the largest there is, not only a good one.
    """
    whole = lcm(*(gain.denominator for gain in gains.values()))  # whole numbers: exact, and quicker than fractions
    worth = {edge: (int(gain * whole), -edge[0], -edge[1]) for edge, gain in gains.items() if gain > 0}
    pairs: dict[int, int] = {}
    while path := _best_path(worth, pairs):
        for line, incident in path:
            pairs[line] = incident
    return dict(sorted(pairs.items()))


Gain = tuple[int, int, int]
NOTHING: Gain = (0, 0, 0)


def _best_path(worth: Mapping[Edge, Gain], pairs: Mapping[int, int]) -> list[Edge]:
    """The alternating path from a free line to a free incident that gains most; empty where none gains.

    Bellman–Ford over incidents: to reach a taken one, its line gives it up and looks for another.
    """
    holders = {incident: line for line, incident in pairs.items()}
    best: dict[int, Gain] = {}
    by: dict[int, int] = {}
    lines = sorted({line for line, _ in worth})
    start = {line: NOTHING for line in lines if line not in pairs}
    reach: dict[int, Gain] = dict(start)
    for _ in range(len(lines) + 1):
        if not _improved(worth, pairs, reach, best, by):
            break
        for incident, gain in best.items():
            if (holder := holders.get(incident)) is not None:
                reach[holder] = _plus(gain, worth[holder, incident], -1)
    return _traced(worth, pairs, holders, best, by)


def _improved(
    worth: Mapping[Edge, Gain],
    pairs: Mapping[int, int],
    reach: Mapping[int, Gain],
    best: dict[int, Gain],
    by: dict[int, int],
) -> bool:
    changed = False
    for (line, incident), gain in worth.items():
        if line in reach and pairs.get(line) != incident:
            found = _plus(reach[line], gain, 1)
            if incident not in best or found > best[incident]:
                best[incident], by[incident], changed = found, line, True
    return changed


def _plus(total: Gain, gain: Gain, sign: int) -> Gain:
    return total[0] + sign * gain[0], total[1] + sign * gain[1], total[2] + sign * gain[2]


def _traced(
    worth: Mapping[Edge, Gain],
    pairs: Mapping[int, int],
    holders: Mapping[int, int],
    best: Mapping[int, Gain],
    by: Mapping[int, int],
) -> list[Edge]:
    free = [incident for incident in best if incident not in holders and best[incident][0] > 0]
    if not free:
        return []
    incident, path = max(free, key=lambda each: (best[each], -each)), []
    while True:
        line = by[incident]
        path.append((line, incident))
        if line not in pairs:
            return path[::-1]
        incident = pairs[line]
