"""The nearest valid name to what somebody wrote: 门槛 means 門檻, ＴＯＷＮ means town."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from unicodedata import category, normalize

from kaohe.sim.texts import simplified

ENOUGH = 0.6
ENOUGH_SHORT = 0.5  # a two-character Chinese name with one character wrong
LONGEST = 80


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """What two spellings of a name share: width, case, script, hyphens; without spaces and invisible characters."""
    plain = normalize("NFKC", name).casefold().replace("-", "_")
    seen = "".join(character for character in plain if category(character) not in ("Cf", "Cc", "Zs"))
    return seen if seen.isascii() else simplified(seen)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The most similar of `names`, or None if none is near; ties go to the one given first."""
    wanted = fold(name)[:LONGEST]
    if not wanted:
        return None
    enough = _enough(wanted)
    best, best_score = None, 0.0
    for candidate in names:
        score = _similarity(wanted, fold(candidate)[:LONGEST], max(enough, best_score))
        if score > best_score:
            best, best_score = candidate, score
    return best if best_score >= enough else None


def _enough(wanted: str) -> float:
    return ENOUGH if wanted.isascii() or len(wanted) > 2 else ENOUGH_SHORT


def _similarity(left: str, right: str, wanted: float) -> float:
    """0 to 1: the better of the two directions, for SequenceMatcher is not symmetric; 1 for equal folds.

    0 for whatever cannot be as much as `wanted`, which is known sooner.
    """
    if left == right:
        return 1.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.real_quick_ratio() < wanted or matcher.quick_ratio() < wanted:
        return 0.0
    return max(matcher.ratio(), SequenceMatcher(None, right, left, autojunk=False).ratio())
