"""What may be lost from the safe, and what becomes of it: when a count misses it, whether it is found (營業出納)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.deciding.draws import PartOf
from kaohe.sim.deciding.meanings import all_of, at_least, without
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Left, Names, Situations
from kaohe.sim.desks.base import Int64s
from kaohe.sim.records.ids import day_number
from kaohe.sim.streams import Purpose, word_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

LEAST_LOST_FEN = 5_000
NEVER = 1 << 30
# Assumptions: so many losses are found again, within so many working days; a cheque perhaps before the bank closes.
FOUND_PERCENT, FOUND_WITHIN = 60, 10
HONEST_PERCENT = 70  # of the cashier's own counts of a safe that is short; the others copy the journal
STOPPED_WITHIN = 3  # working days after the count
REISSUED_PERCENT, REISSUED_AFTER, REISSUED_WITHIN = 80, 3, 15  # days after the stop
FOUND_WORD, HONEST_WORD, STOPPED_WORD, REISSUED_WORD, REISSUED_DAYS_WORD = range(5)


def _word(office: Office, day: int, k: int) -> int:
    return word_at(office.seed, Purpose.SAFE, day_number(day), 0, k)


@dataclass(frozen=True)
class Fate:
    """What becomes of a loss; days since 1970. found_on: it lies there again that morning, NEVER if it does not;
    honest: the cashier's own counts say it; counted_on: the first count that does, NEVER if none of the span.
    """

    found_on: int
    honest: bool
    counted_on: int


def fate(office: Office, day: int, least: int, *, hidden: bool = False) -> Fate:
    """Of what is lost on a day, and found after so many working days at the least, or never; hidden: on purpose."""
    word = _word(office, day, FOUND_WORD)
    after = least + (word >> 32) % (FOUND_WITHIN + 1 - least)
    found_on = office.calendar.add_working_days(day, after) if word % 100 < FOUND_PERCENT else NEVER
    honest = not hidden and _word(office, day, HONEST_WORD) % 100 < HONEST_PERCENT
    missing = range(day, min(found_on, office.last_day + 1))
    counted_on = next((each for each in missing if honest or office.cash.safe.supervised(each)), NEVER)
    return Fate(found_on, honest, counted_on)


def short_fate(office: Office, day: int) -> Fate:
    """Of cash that the day's slip lacks: whoever keeps it does not say so in his own counts."""
    return fate(office, day, 1, hidden=True)


def cash_fate(office: Office, day: int) -> Fate:
    """Of cash that is lost after the day's deposit."""
    return fate(office, day, 1)


def cheque_fate(office: Office, day: int) -> Fate:
    """Of a cheque that is lost before it: found the same day, it is banked as if nothing had been."""
    return fate(office, day, 0)


def stopped_on(office: Office, lost_on: int, counted_on: int) -> int:
    """The day on which the payment of a cheque is stopped that a count has missed."""
    return office.calendar.add_working_days(counted_on, _word(office, lost_on, STOPPED_WORD) % (STOPPED_WITHIN + 1))


def reissued_on(office: Office, lost_on: int, stopped: int) -> int | None:
    """The bank day to which the drawer has sent another; None: he does not."""
    if _word(office, lost_on, REISSUED_WORD) % 100 >= REISSUED_PERCENT:
        return None
    span = REISSUED_WITHIN + 1 - REISSUED_AFTER
    return office.calendar.next_bank(stopped + REISSUED_AFTER + _word(office, lost_on, REISSUED_DAYS_WORD) % span)


def _cash_until(office: Office, tray: Situations) -> Int64s:
    """Nothing more is lost while something is missing: to the day on which it is found, or to the end."""
    return np.full(len(tray), min(cash_fate(office, tray.day).found_on, office.last_day), np.int64)


def _cheque_until(office: Office, tray: Situations) -> Int64s:
    """Or to the day on which it is stopped."""
    found = cheque_fate(office, tray.day)
    known = found.counted_on != NEVER
    stopped = stopped_on(office, tray.day, found.counted_on) if known else NEVER
    return np.full(len(tray), min(found.found_on, stopped, office.last_day), np.int64)


def _cash_counted(office: Office, tray: Situations) -> NDArray[np.bool_]:
    """Some count of the span finds less than the journal before the cash is found again."""
    return np.full(len(tray), cash_fate(office, tray.day).counted_on != NEVER)


def _cheque_counted(office: Office, tray: Situations) -> NDArray[np.bool_]:
    return np.full(len(tray), cheque_fate(office, tray.day).counted_on != NEVER)


KEEP_SAFE = REGISTRY.add(
    DecisionPoint(
        13,
        "keep_safe",
        "cashier",
        "office",
        "safe_day",
        "working",
        Names("保管庫存", "keep the safe", "保管库存"),
        (
            Action(
                1,
                "lose_cash",
                Names("失款", "lose cash", "失款"),
                clause="5.2",
                draws={"amount_fen": PartOf("float_fen", 5, 75)},
                may=all_of(at_least("float_fen", 2 * LEAST_LOST_FEN), without("missing_fen")),
                matures=_cash_counted,
                until=_cash_until,
            ),
            Action(
                2,
                "lose_cheque",
                Names("失票", "lose a cheque", "失票"),
                clause="5.2",
                needs="cheques",
                may=without("missing_fen"),
                matures=_cheque_counted,
                until=_cheque_until,
            ),
        ),
        omission=Left("lose_cash", {"amount_fen": LEAST_LOST_FEN}),
    )
)
