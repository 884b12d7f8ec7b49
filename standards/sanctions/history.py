"""Earlier incidents of the same person: how many stand in the window, and which, for every incident at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from kaohe.standards.policies.format import Repeat
from kaohe.standards.sanctions.cases import Cases, Flags, Ints

SPAN = 1 << 22
LONG_AGO = -(SPAN // 2)


@dataclass(frozen=True)
class Prior:
    """Of each incident the earlier ones that count: `events[low:high]`, positions in the order of their dates."""

    events: Ints
    low: Ints
    high: Ints

    @property
    def count(self) -> Ints:
        """Number of earlier incidents."""
        return self.high - self.low

    def cited(self, at: Ints, at_most: int, ids: Ints) -> pl.Series:
        """Ids of the earlier incidents of those at `at`, as text, the latest first."""
        places = (self.high[at] - back for back in range(1, at_most + 1))
        columns = {str(back): self._ids(place, self.low[at], ids) for back, place in enumerate(places)}
        texts = pl.DataFrame(columns).select(pl.concat_str(pl.all(), separator=", ", ignore_nulls=True))
        return texts.to_series()

    def _ids(self, places: Ints, low: Ints, ids: Ints) -> pl.Series:
        """The ids at those places of `events`, as text; null below the window."""
        inside = pl.Series("inside", places >= low)
        found = pl.Series("found", ids[self.events[np.maximum(places, low)]] if len(self.events) else places)
        return pl.select(pl.when(inside).then(found.cast(pl.String))).to_series()


def _years(days: Ints) -> Ints:
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)


def _joined(first: Ints, second: Ints) -> Ints:
    """One number per pair of values, ascending with them."""
    codes = np.unique(second, return_inverse=True)[1].astype(np.int64)
    return np.unique(first * (codes.max(initial=0) + 1) + codes, return_inverse=True)[1].astype(np.int64)


def _groups(cases: Cases, person: Ints, rule: Repeat, dated: Ints) -> Ints:
    """One number per person, and per clause or calendar year where the policy counts by them."""
    group = np.unique(person, return_inverse=True)[1].astype(np.int64)
    if rule.same_clause_only:
        group = _joined(group, cases.words["clause"].codes)
    return _joined(group, _years(dated)) if rule.window == "calendar_year" else group


def _keyed(group: Ints, days: Ints) -> Ints:
    return group * SPAN + (days - LONG_AGO)


def _opening(rule: Repeat, dated: Ints) -> Ints:
    """First day of each incident's window, as far as its group does not say it."""
    return dated - rule.days + 1 if rule.window == "rolling_days" else np.full_like(dated, LONG_AGO)


@dataclass(frozen=True)
class Timeline:
    """Everybody's incidents in the order of their dates; how many of that order come before each one's window, and
    how many before its end. No tier enters: the same for every policy that counts in the same window.
    """

    order: Ints
    opens: Ints
    closes: Ints

    @classmethod
    def of(cls, cases: Cases, person: Ints, rule: Repeat, after_decision: bool) -> Timeline:
        """The policy's window for every incident; `person`: who answers for each.

        With `after_decision` only incidents decided (discovered) before the later act count, and rolling days run from
        the decision.
        """
        dated = cases.occurred if rule.dated_by == "act" else cases.discovered
        event = np.maximum(cases.discovered, cases.occurred) if after_decision else dated
        group = _groups(cases, person, rule, dated)
        keys = _keyed(group, event)
        order = np.lexsort((cases.id, keys))
        ordered = keys[order]
        if after_decision:
            closes = np.searchsorted(ordered, _keyed(group, cases.occurred))
        else:
            closes = np.empty(len(order), dtype=np.int64)
            closes[order] = np.arange(len(order))
        return cls(order, np.searchsorted(ordered, _keyed(group, _opening(rule, dated))), closes)

    def priors(self, eligible: Flags) -> Prior:
        """Earlier incidents among the eligible ones (bool[n]), of the same person, within the window."""
        counting = eligible[self.order]
        before = np.zeros(len(eligible) + 1, dtype=np.int64)
        np.cumsum(counting, out=before[1:])
        low = before[self.opens]
        return Prior(self.order[counting], low, np.maximum(low, before[self.closes]))
