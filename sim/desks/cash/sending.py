"""How orders of collection go out, how returns are followed, and what may be wrong with either (收費工, 4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.meanings import at_least
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Int64s, Left, Mask, Names, Situations
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import book_period_id
from kaohe.sim.streams import Purpose, word_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

CHECKED_PERCENT = 30  # of batches [assumption]: the accountant compares them with what is open
ANSWER_BANK_DAYS = 3
MOST_DAYS = 20


def is_checked(office: Office, due_on: int) -> bool:
    """Whether the accountant compares the batch of a due day, and adds before 14:00 what is wanting."""
    percent = min(CHECKED_PERCENT * office.spec.check_intensity // 100, 100)
    return word_at(office.seed, Purpose.COLLECTION_CHECK, due_on) % 100 < percent


def _answered_late(office: Office, tray: Situations) -> Mask:
    """Not put right the same day; and an order of the next days would be answered within the span."""
    calendar = office.calendar
    answered_on = calendar.next_bank(tray.day + 1, 2 * ANSWER_BANK_DAYS + 1)
    return np.full(len(tray), not is_checked(office, tray.day) and answered_on <= office.last_day)


def _sent_late(office: Office, tray: Situations) -> Mask:
    """What is sent some bank days later is answered within the span."""
    answered_on = office.calendar.next_bank(tray.day + 1, 2 * ANSWER_BANK_DAYS + 1)
    return np.full(len(tray), answered_on <= office.last_day)


def _read_and_billed(office: Office, bills: Int64s) -> tuple[tuple[str, int], ...]:
    """A book that is read late, or a bill that is issued otherwise, may leave nothing to send that day."""
    customers, index = (SCHEMA["bill"].key.part(name, bills) for name in ("customer", "period"))
    books = np.unique(book_period_id(office.recorded.book[customers].astype(np.int64), index))
    rounds = [("read_book", int(key)) for key in books]
    return (*rounds, *(("issue_bill", int(bill)) for bill in bills))


def _of_batch(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    return _read_and_billed(office, office.cash.collecting.sending)


def _of_return(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    return _read_and_billed(office, SCHEMA["bank_item"].key.part("bill", tray.keys))


SEND_ORDERS = REGISTRY.add(
    DecisionPoint(
        36,
        "send_collection",
        "collector",
        "office",
        "bank_batch",
        "bank",
        Names("核對並按期送托收", "check and send the collection orders in time", "核对并按期送托收"),
        (
            Action(
                1,
                "send_late",
                Names("遲送托收", "send the collection orders late", "迟送托收"),
                clause="4.3",
                draws={"days": Days(1, 10)},
                matures=_sent_late,
                spoils=_of_batch,
            ),
            Action(
                2,
                "leave_out",
                Names("漏送托收", "leave collection orders out for some days", "漏送托收"),
                clause="4.3",
                draws={"days": Days(1, 10)},
                matures=_answered_late,
                spoils=_of_batch,
            ),
            Action(
                3,
                "never_send",
                Names("托收未送", "never send some collection orders", "托收未送"),
                clause="4.3",
                matures=_answered_late,
                spoils=_of_batch,
            ),
            Action(
                4,
                "wrong_amount",
                Names("托收錯額", "write an order for another amount", "托收错额"),
                clause="4.3",
                may=at_least("transposable", 1),
                matures=_answered_late,
                spoils=_of_batch,
            ),
            Action(
                5,
                "wrong_account",
                Names("托收錯賬號", "write an order on the former account", "托收错账号"),
                clause="4.3",
                may=at_least("renewed", 1),
                matures=_answered_late,
                spoils=_of_batch,
            ),
            Action(
                6,
                "overcharge",
                Names("托收多收", "order more than is open", "托收多收"),
                clause="4.3",
                may=at_least("raisable", 1),
                matures=_answered_late,
                spoils=_of_batch,
            ),
        ),
        omission=Left("never_send", sized=lambda facing: {"bills": facing.field("items")}),
    )
)


def _stays_open(office: Office, tray: Situations) -> Mask:
    """It will be open still some bank days after the limit, within the span."""
    limit_on = office.calendar.add_working_days(tray.day, office.rules.collection_return_limit)
    shown_on = office.calendar.next_bank(limit_on + 1, ANSWER_BANK_DAYS)
    return np.full(len(tray), shown_on <= office.last_day)


FOLLOW_RETURN = REGISTRY.add(
    DecisionPoint(
        37,
        "follow_return",
        "collector",
        "customer",
        "bank_item",
        "bank",
        Names("處理托收退單", "follow a returned collection", "处理托收退单"),
        (
            Action(
                1,
                "follow_late",
                Names("遲處理托收退單", "follow a returned collection late", "迟处理托收退单"),
                clause="4.3",
                draws={"days": Days(2, MOST_DAYS)},
                matures=_stays_open,
                spoils=_of_return,
            ),
            Action(
                2,
                "leave_collection",
                Names("擱置托收退單", "leave a returned collection", "搁置托收退单"),
                clause="4.3",
                matures=_stays_open,
                spoils=_of_return,
            ),
        ),
        omission=Left("leave_collection"),
    )
)
