"""The cashier: what was handed in goes to the bank (營業出納)."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days, PartOf
from kaohe.sim.deciding.meanings import at_least, shown_next_day
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk, clock, hm
from kaohe.sim.desks.cash.bundle import NO_CHEQUES, Bundle
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import day_number, deposit_id

if TYPE_CHECKING:
    from kaohe.sim.office import Office

KINDS = ("electricity", "misc")
LEAST_SHORT_FEN = 10_000


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
                may=at_least("cash_fen", LEAST_SHORT_FEN),
            ),
        ),
        omission=Left("bank_late", {"days": 1}),
    )
)


@dataclass
class Owed:
    """Handed in and due at the bank on one day, by kind."""

    cash_fen: int = 0
    cheques: Bundle = NO_CHEQUES

    @property
    def total_fen(self) -> int:
        """Cash and cheques."""
        return self.cash_fen + self.cheques.total_fen


class Cashier(Desk):
    """Keeps what is due at the bank and takes it there before the cut-off."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._owed: dict[int, dict[str, Owed]] = {}
        self._late: Diary[tuple[int, dict[str, Owed]]] = Diary()

    def received(self, day: int, at_s: int, kind: str, cash_fen: int, cheques: Bundle = NO_CHEQUES) -> None:
        """Money handed in: due the first bank day on or after, the next one after the cut-off."""
        calendar = self.office.calendar
        late = at_s > self.office.rules.cutoff_s
        due = calendar.first_bank_after(day) if late else calendar.next_bank(day)
        owed = self._owed.setdefault(due, {each: Owed() for each in KINDS})[kind]
        owed.cash_fen += cash_fen
        owed.cheques += cheques
        self.office.cash.safe.put_in(cash_fen, cheques)

    def work(self, day: int) -> Generator[Question, None, None]:
        """Bank the day's money."""
        if not self.office.calendar.is_bank(day):
            return
        for due_on, late in self._late.take(day):
            self._deposit(day, hm(15, 20), due_on, late, 0)
        owed = self._owed.pop(day, None)
        if owed is None or not any(each.total_fen for each in owed.values()):
            return
        tray = Situations(
            day,
            np.array([day_number(day)]),
            np.zeros(1, np.int64),
            np.array([self.office.posts.cashier]),
            {
                "cash_fen": np.array([owed["electricity"].cash_fen]),
                "total_fen": np.array([sum(each.total_fen for each in owed.values())]),
            },
        )
        decided = yield from self.decide(DEPOSIT, tray)
        self._settle(day, owed, decided)

    def _settle(self, day: int, owed: dict[str, Owed], decided: Decided) -> None:
        if decided.took("bank_late")[0]:
            on = self.office.calendar.next_bank(day + max(1, decided.one("days", 0)))
            self._late.put(on, (day, owed))
            total = int(decided.tray.fields["total_fen"][0])
            self.missed(decided, 0, self.late(decided, 0, "deposit", total, day), due_on=day, effect_on=on)
            return
        short = 0
        if decided.took("bank_short")[0]:
            short = min(decided.one("amount_fen", 0), owed["electricity"].cash_fen)
        self._deposit(day, hm(15, 25), day, owed, short)
        if short:
            self.did(decided, 0, Fixed(short), due_on=day)

    def _deposit(self, day: int, at_s: int, due_on: int, owed: Mapping[str, Owed], short: int) -> None:
        office = self.office
        office.errands.done("deposit", day_number(due_on), day)
        for number, kind in enumerate(KINDS):
            cash, cheques = owed[kind].cash_fen - (short if number == 0 else 0), owed[kind].cheques
            if not owed[kind].total_fen:
                continue
            office.cash.safe.take_out(cash, cheques)
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
                cheque_fen=cheques.total_fen,
                total_fen=cash + cheques.total_fen,
            )
            office.write(
                "cheque_log",
                len(cheques),
                id=SCHEMA["cheque_log"].key.pack(receipt=cheques.receipt, action="deposited"),
                recorded_at=clock(day, at_s + number),
                staff=office.posts.cashier,
                receipt=cheques.receipt,
                action="deposited",
                on=day,
                deposit=row,
                cheque_no=None,
                amount_fen=cheques.fen,
            )
            office.cash.bank.line(day, "deposit", row, cash + cheques.total_fen)
            office.accounts.accounts.voucher(day, kind, cash + cheques.total_fen, due_on)
