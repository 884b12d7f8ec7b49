"""By how much a reduction lowers what is open of a bill, whether it is lawful or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.points import DecisionPoint, Int64s, Situations
from kaohe.sim.streams import Purpose, below, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office


@dataclass(frozen=True)
class Reduction:
    """What is set off of a field in 分: all of it, or a part; drawn by the situation, whether it is lawful or not."""

    field: str

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        return reduction(office, tray.keys[at], tray.fields[self.field][at])

    def most(self, tray: Situations, at: Int64s) -> Int64s:
        return tray.fields[self.field][at]


# Assumption: of ten reductions three are of all that is open, the others of 10 to 90 %.
_WHOLE_E6, _LEAST_PERCENT, _PERCENTS = 300_000, 10, 81
_PERCENT_WORD, _WHOLE_WORD = 1, 3


def reduction(office: Office, bills: Int64s, open_fen: Int64s) -> Int64s:
    """By how much a reduction that is granted lowers what is open of each bill."""
    whole = happens(words_at(office.seed, Purpose.CREDIT, bills, 0, _WHOLE_WORD), _WHOLE_E6)
    percent = _LEAST_PERCENT + below(words_at(office.seed, Purpose.CREDIT, bills, 0, _PERCENT_WORD), _PERCENTS)
    return np.where(whole, open_fen, np.maximum(open_fen * percent // 100, 1))
