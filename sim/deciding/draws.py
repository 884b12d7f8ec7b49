"""Sizes of acts that nobody gave: how late, how much. A draw is addressed by the situation, so it is the same again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.points import DecisionPoint, Int64s, Situations
from kaohe.sim.streams import Purpose, Words, below, words_at

if TYPE_CHECKING:
    from kaohe.sim.archive.prices import Prices
    from kaohe.sim.office import Office

# Days and amounts of one situation have words of their own: a large sum is not kept the longer for it.
DAYS_WORD, AMOUNT_WORD = 0, 1


def size_words(office: Office, point: DecisionPoint, tray: Situations, at: Int64s, k: int = 0) -> Words:
    """The words from which sizes at these positions are drawn."""
    return words_at(office.seed, Purpose.DEVIATION_SIZE, tray.keys[at], point.number, k)


class Unbounded:
    """A size that nothing in the situation bounds."""

    def most(self, tray: Situations, at: Int64s) -> Int64s | None:
        return None


@dataclass(frozen=True)
class Days(Unbounded):
    """A number of days from `least` to `highest`."""

    least: int
    highest: int

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        span = self.highest - self.least + 1
        return self.least + below(size_words(office, point, tray, at, DAYS_WORD), span)


@dataclass(frozen=True)
class DayAfter(Unbounded):
    """A day, as days since 1970, from `least` to `highest` days after that of the situation."""

    least: int
    highest: int

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        return tray.day + Days(self.least, self.highest).draw(office, point, tray, at)


@dataclass(frozen=True)
class PartOf:
    """From `least` to `highest` percent of a field in 分, in whole yuan, at least one and at most all of it."""

    field: str
    least: int
    highest: int

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        span = self.highest - self.least + 1
        percent = self.least + below(size_words(office, point, tray, at, AMOUNT_WORD), span)
        field = tray.fields[self.field][at]
        whole: Int64s = np.maximum(field * percent // 10_000 * 100, np.minimum(field, 100))
        return whole

    def most(self, tray: Situations, at: Int64s) -> Int64s:
        return tray.fields[self.field][at]


@dataclass(frozen=True)
class OtherClass(Unbounded):
    """Another one-part class."""

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        return other_class(office.prices, tray.fields["price_class"][at], size_words(office, point, tray, at))


def other_class(prices: Prices, own: Int64s, word: Words) -> Int64s:
    """Another one-part class for each; the own one where there is no other."""
    simple = np.flatnonzero(~prices.multi_function)
    if not len(simple):
        return own
    step = 1 + below(word, max(len(simple) - 1, 1))
    other: Int64s = simple[(np.searchsorted(simple, own) + step) % len(simple)]
    return other


@dataclass(frozen=True)
class OneOf(Unbounded):
    """Another of some usual values than the field has."""

    field: str
    values: tuple[int, ...]

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        usual, own = np.array(self.values, np.int64), tray.fields[self.field][at]
        drawn = below(size_words(office, point, tray, at, AMOUNT_WORD), len(usual) - 1)
        # Those below the own value, then those above it: every other one is as likely.
        other: Int64s = usual[drawn + (drawn >= np.searchsorted(usual, own)) * np.isin(own, usual)]
        return other


@dataclass(frozen=True)
class ShareOf(Unbounded):
    """From `least` to `highest` percent of a field, 1 at least and less than all of it where it is more than 1."""

    field: str
    least: int
    highest: int

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        percent = self.least + below(size_words(office, point, tray, at, AMOUNT_WORD), self.highest - self.least + 1)
        part: Int64s = np.maximum(tray.fields[self.field][at] * percent // 100, 1)
        return part


@dataclass(frozen=True)
class OneMoreOrLess:
    """One more than a field has, or one less; 9 at most."""

    field: str

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        step = 1 - 2 * below(size_words(office, point, tray, at, AMOUNT_WORD), 2)
        return tray.fields[self.field][at] + step

    def most(self, tray: Situations, at: Int64s) -> Int64s:
        return np.full(len(at), 9)


@dataclass(frozen=True)
class Units:
    """Register units from `least` to `highest`, less than the meter's dial has (a field)."""

    least: int
    highest: int
    turn: str

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        span = self.highest - self.least + 1
        return self.least + below(size_words(office, point, tray, at, AMOUNT_WORD), span)

    def most(self, tray: Situations, at: Int64s) -> Int64s:
        return tray.fields[self.turn][at] - 1
