"""Sizes of acts that nobody gave: how late, how much. A draw is addressed by the situation, so it is the same again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaohe.sim.deciding.points import DecisionPoint, Int64s, Situations
from kaohe.sim.streams import Purpose, Words, below, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

# Days and amounts of one situation have words of their own: a large sum is not kept the longer for it.
DAYS_WORD, AMOUNT_WORD = 0, 1


def size_words(office: Office, point: DecisionPoint, tray: Situations, at: Int64s, k: int = 0) -> Words:
    """The words from which sizes at these positions are drawn."""
    return words_at(office.seed, Purpose.DEVIATION_SIZE, tray.keys[at], point.number, k)


@dataclass(frozen=True)
class Days:
    """A number of days from `least` to `most`."""

    least: int
    most: int

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        return self.least + below(size_words(office, point, tray, at, DAYS_WORD), self.most - self.least + 1)


@dataclass(frozen=True)
class DayAfter:
    """A day, as days since 1970, from `least` to `most` days after that of the situation."""

    least: int
    most: int

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        return tray.day + Days(self.least, self.most).draw(office, point, tray, at)


@dataclass(frozen=True)
class PartOf:
    """From `least` to `most` percent of a field in 分, in whole yuan."""

    field: str
    least: int
    most: int

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        percent = self.least + below(size_words(office, point, tray, at, AMOUNT_WORD), self.most - self.least + 1)
        whole: Int64s = tray.fields[self.field][at] * percent // 10_000 * 100
        return whole
