"""The cashier: what was handed in goes to the bank (營業出納)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.deciding.points import REGISTRY, Action, Actions, DecisionPoint, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records.ids import day_number, deposit_id
from kaohe.sim.streams import Purpose, below, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

KINDS = ("electricity", "misc")
LEAST_SHORT_FEN = 10_000


def _has_cash(office: Office, tray: Situations) -> NDArray[np.bool_]:
    return tray.fields["cash_fen"] >= LEAST_SHORT_FEN


def _evidence_in_span(office: Office, tray: Situations) -> NDArray[np.bool_]:
    return np.full(len(tray), office.calendar.first_working_after(tray.day) <= office.last_day)


def _days(office: Office, tray: Situations, at: Int64s) -> Mapping[str, Int64s]:
    return {"days": 1 + below(words_at(office.seed, Purpose.DEVIATION_SIZE, tray.keys[at], DEPOSIT.number), 5)}


def _part_of_cash(office: Office, tray: Situations, at: Int64s) -> Mapping[str, Int64s]:
    """5 to 40 % of the cash of electricity, in whole yuan."""
    word = words_at(office.seed, Purpose.DEVIATION_SIZE, tray.keys[at], DEPOSIT.number, 1)
    return {"amount_fen": tray.fields["cash_fen"][at] * (5 + below(word, 36)) // 10_000 * 100}


DEPOSIT = REGISTRY.add(
    DecisionPoint(
        8,
        "deposit",
        "cashier",
        "office",
        Names("按日解款", "bank the day's money", "按日解款"),
        (
            Action(
                "bank_late", Names("遲解款", "bank late", "迟解款"), ("days",), "5.4", None, _evidence_in_span, _days
            ),
            Action(
                "bank_short",
                Names("少解款", "bank short", "少解款"),
                ("amount_fen",),
                "5.4",
                _has_cash,
                None,
                _part_of_cash,
            ),
        ),
    )
)


@dataclass
class Owed:
    """Handed in and due at the bank on one day, by kind."""

    cash_fen: int = 0
    cheque_fen: int = 0


class Cashier(Desk):
    """Keeps what is due at the bank and takes it there before the cut-off."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._owed: dict[int, dict[str, Owed]] = defaultdict(lambda: {kind: Owed() for kind in KINDS})
        self._late: dict[int, list[tuple[int, dict[str, Owed]]]] = defaultdict(list)

    def received(self, day: int, at_s: int, kind: str, cash_fen: int, cheque_fen: int) -> None:
        """Money handed in: due the first bank day on or after, the next one after the cut-off."""
        calendar = self.office.calendar
        late = at_s > self.office.rules.cutoff_s
        due = calendar.first_bank_after(day) if late else calendar.next_bank(day)
        owed = self._owed[due][kind]
        owed.cash_fen += cash_fen
        owed.cheque_fen += cheque_fen

    def work(self, day: int) -> Generator[Question, None, None]:
        """Bank the day's money."""
        if not self.office.calendar.is_bank(day):
            return
        for due_on, late in self._late.pop(day, []):
            self._deposit(day, hm(15, 20), due_on, late, 0)
        owed = self._owed.pop(day, None)
        if owed is None or not any(each.cash_fen + each.cheque_fen for each in owed.values()):
            return
        tray = Situations(
            day,
            np.array([day_number(day)]),
            np.zeros(1, np.int64),
            np.array([self.office.posts.cashier]),
            {
                "cash_fen": np.array([owed["electricity"].cash_fen]),
                "total_fen": np.array([sum(each.cash_fen + each.cheque_fen for each in owed.values())]),
            },
        )
        actions = yield from self.office.decide(DEPOSIT, tray)
        self._settle(day, owed, tray, actions)

    def _settle(self, day: int, owed: dict[str, Owed], tray: Situations, actions: Actions) -> None:
        code, row = int(actions.codes[0]), np.zeros(1, np.int64)
        if code == 1:
            on = self.office.calendar.next_bank(day + max(1, int(actions.param("days", row)[0])))
            self._late[on].append((day, owed))
            self._late_act(day, on, tray, actions)
            return
        short = min(int(actions.param("amount_fen", row)[0]), owed["electricity"].cash_fen) if code == 2 else 0
        self._deposit(day, hm(15, 25), day, owed, short)
        if short:
            act = self.office.act(
                DEPOSIT,
                tray,
                actions,
                0,
                object_type="bank_day",
                object_id=day_number(day),
                effect_on=day,
                occurred_on=day,
                due_on=day,
            )
            act.amount_fen = short
            self.office.truth.watch(day, act, lambda: True)

    def _late_act(self, day: int, on: int, tray: Situations, actions: Actions) -> None:
        office = self.office
        occurred = office.calendar.first_working_after(day)
        act = office.act(
            DEPOSIT,
            tray,
            actions,
            0,
            object_type="bank_day",
            object_id=day_number(day),
            effect_on=on,
            occurred_on=occurred,
            due_on=day,
        )
        total = int(tray.fields["total_fen"][0])
        act.pricing = lambda: office.delay_fen(total, day, on, occurred)
        office.truth.watch(occurred, act, lambda: True)

    def _deposit(self, day: int, at_s: int, due_on: int, owed: Mapping[str, Owed], short: int) -> None:
        office = self.office
        for number, kind in enumerate(KINDS):
            cash, cheque = owed[kind].cash_fen - (short if number == 0 else 0), owed[kind].cheque_fen
            if not owed[kind].cash_fen + cheque:
                continue
            row = deposit_id(day_number(due_on), number, 0)
            office.write(
                "deposit",
                1,
                id=row,
                recorded_at=clock(day, at_s + number),
                staff=office.posts.cashier,
                kind=kind,
                due_on=due_on,
                deposited_on=day,
                cash_fen=cash,
                cheque_fen=cheque,
                total_fen=cash + cheque,
            )
            office.bank.line(day, "deposit", row, cash + cheque)
            office.accounts.voucher(day, kind, cash + cheque, due_on)
