"""What `make prove` asks beyond `make test`: more seeds and offices, searches that run free, the largest sizes.

`make test` asks the same questions everywhere and every time. `make prove` draws from a seed of its own, which it says
and takes: `make prove SEED=7`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from hypothesis import settings

SEED = os.environ.get("KAOHE_PROVE")
PROVING = SEED is not None


def seeds(usual: Iterable[int], more: Iterable[int] = (), free: int = 0) -> list[int]:
    """Seeds of offices: the usual ones; when proving more of them, and so many that nobody has seen."""
    return [*usual] if SEED is None else [*usual, *more, *(int(SEED) * 1_000 + k for k in range(free))]


def times(usual: int, more: int) -> int:
    """How often something is tried: `more` when proving."""
    return more if PROVING else usual


def examples(usual: int, times_more: int = 10) -> settings:
    """So many examples of a search, and so many times more when proving."""
    return settings(max_examples=times(usual, usual * times_more))
