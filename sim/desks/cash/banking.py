"""How the day's money goes to the bank, and what may be wrong with it (營業出納)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.draws import Days, PartOf
from kaohe.sim.deciding.meanings import all_of, at_least, shown_next_day, without
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Int64s, Left, Mask, Names, Situations
from kaohe.sim.desks.cash.losing import NEVER, short_fate

if TYPE_CHECKING:
    from kaohe.sim.office import Office

LEAST_SHORT_FEN = 10_000


def _uncounted(office: Office, tray: Situations) -> Mask:
    """What is kept short comes back before a count of another misses it: counted, it is a loss from the safe."""
    return np.full(len(tray), short_fate(office, tray.day).counted_on == NEVER)


def _until_back(office: Office, tray: Situations) -> Int64s:
    return np.full(len(tray), min(short_fate(office, tray.day).found_on, office.last_day), np.int64)


def _shown_next_bank_day(office: Office, tray: Situations) -> Mask:
    """The statement of the next bank day, within the span, does not have it."""
    return np.full(len(tray), office.calendar.first_bank_after(tray.day) <= office.last_day)


DEPOSIT = REGISTRY.add(
    DecisionPoint(
        8,
        "deposit",
        "cashier",
        "office",
        "bank_day",
        "bank",
        Names("按日解款", "bank the day's money", "按日解款"),
        (
            Action(
                1,
                "bank_late",
                Names("遲解款", "bank late", "迟解款"),
                clause="5.4",
                draws={"days": Days(1, 5)},
                matures=shown_next_day,
            ),
            Action(
                2,
                "bank_short",
                Names("少解款", "bank short", "少解款"),
                clause="5.4",
                draws={"amount_fen": PartOf("cash_fen", 5, 40)},  # of the cash of electricity
                may=all_of(at_least("cash_fen", LEAST_SHORT_FEN), without("missing_fen")),
                matures=_uncounted,
                until=_until_back,
            ),
            Action(
                3,
                "slip_without_money",
                Names("空填解款單", "write a slip without the money", "空填解款单"),
                clause="5.4",
                draws={"days": Days(2, 5)},
                matures=_shown_next_bank_day,
            ),
            Action(
                4,
                "credit_short",
                Names("解款不足額", "bring the bank less than the slip says", "解款不足额"),
                clause="5.4",
                draws={"amount_fen": PartOf("cash_fen", 5, 40)},
                may=at_least("cash_fen", LEAST_SHORT_FEN),
                matures=_shown_next_bank_day,
            ),
            Action(
                5,
                "backdate_slip",
                Names("倒填解款日期", "bank late and date the slip back", "倒填解款日期"),
                clause="5.4",
                draws={"days": Days(1, 5)},
                matures=shown_next_day,
            ),
            Action(
                6,
                "bank_after_cutoff",
                Names("逾時解款", "bank after the cut-off", "逾时解款"),
                clause="5.4",
                matures=shown_next_day,
            ),
        ),
        omission=Left("bank_late", {"days": 1}),
    )
)
