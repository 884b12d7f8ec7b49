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
from kaohe.sim.deciding.truth import Act, witness
from kaohe.sim.deciding.worth import Fixed, Late
from kaohe.sim.desks.base import DAY_S, Desk, clock, hm
from kaohe.sim.desks.cash.bundle import NO_CHEQUES, Bundle
from kaohe.sim.desks.counter.cheques import cheque_numbers
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
        self._again: Diary[tuple[int, Bundle, str]] = Diary()  # due day, cheque, what the register says
        self._slips: dict[tuple[int, str], int] = {}  # how many a due day has had, by kind

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
        for due_on, cheque, action in self._again.take(day):
            self._slip(clock(day, hm(15, 22)), "electricity", due_on, Owed(0, cheque), action)
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
        """The slips of a due day: short by so much in cash of electricity."""
        self.office.errands.done("deposit", day_number(due_on), day)
        for number, kind in enumerate(KINDS):
            if owed[kind].total_fen:
                cash = owed[kind].cash_fen - (short if number == 0 else 0)
                self._slip(clock(day, at_s + number), kind, due_on, Owed(cash, owed[kind].cheques), "deposited")

    def _slip(self, at: int, kind: str, due_on: int, money: Owed, action: str) -> None:
        """One slip with its line of the statement and its voucher, the next of its due day."""
        office, day = self.office, at // DAY_S
        number = self._slips.get((due_on, kind), 0)
        self._slips[due_on, kind] = number + 1
        row = deposit_id(day_number(due_on), KINDS.index(kind), number)
        office.cash.safe.take_out(money.cash_fen, money.cheques)
        office.write(
            "deposit",
            1,
            id=row,
            recorded_at=at,
            staff=office.posts.cashier,
            kind=kind,
            due_on=due_on,
            deposited_on=day,
            cash_fen=money.cash_fen,
            cheque_fen=money.cheques.total_fen,
            total_fen=money.total_fen,
        )
        self.enter(at, money.cheques, action, row)
        if action == "deposited":
            office.counter.cheques.banked(day, money.cheques)
        office.cash.bank.line(day, "deposit", row, money.total_fen)
        office.accounts.accounts.voucher(day, kind, money.total_fen, due_on, number)

    def enter(self, at: int, cheques: Bundle, action: str, slip: int | None = None) -> None:
        """What became of cheques, in the register; a reissued one has a number of its own."""
        office = self.office
        office.write(
            "cheque_log",
            len(cheques),
            id=SCHEMA["cheque_log"].key.pack(receipt=cheques.receipt, action=action),
            recorded_at=at,
            staff=office.posts.cashier,
            receipt=cheques.receipt,
            action=action,
            on=at // DAY_S,
            deposit=slip,
            cheque_no=cheque_numbers(office.seed, cheques.receipt, 1) if action == "reissued" else None,
            amount_fen=cheques.fen,
        )

    # ── cheques that are lost ────────────────────────────────────────────────────────────────────────────────────────

    def due(self, day: int) -> Owed:
        """Cash of every kind, and cheques, that are due at the bank today."""
        owed = self._owed.get(day, {})
        return Owed(
            sum(each.cash_fen for each in owed.values()), sum((each.cheques for each in owed.values()), NO_CHEQUES)
        )

    def lose(self, day: int, cheque: Bundle) -> None:
        """One of those that are due today is not there."""
        owed = self._owed[day]["electricity"]
        owed.cheques = owed.cheques.without(cheque)

    def bank_later(self, day: int, due_on: int, cheque: Bundle, action: str = "deposited") -> None:
        """A cheque of an earlier due day that has come is banked today, or on the next bank day."""
        self._again.put(self.office.calendar.next_bank(day), (due_on, cheque, action))

    def slip_short(self, day: int, act: Act, fen: int) -> None:
        """What the papers show of money that is due today and not there: its part comes late, or does not (5.4)."""
        key, calendar = day_number(day), self.office.calendar
        occurred_on = day if self.due(day).total_fen else calendar.first_working_after(day)  # no slip: a limit missed
        worth = Late("safe", key, fen, day)
        act.shown_as(DEPOSIT.named("bank_short").clause, (DEPOSIT.about, key), occurred_on, worth)
        self.office.truth.watch(occurred_on, act, "short_alone")


@witness("short_alone")
def short_alone(office: Office, act: Act) -> bool:
    """Nothing else was wrong with the money of that day, of which this would be a part."""
    others = (each for each in office.truth.acts.values() if each is not act)
    return not any((each.clause, each.object_id) == (act.clause, act.object_id) for each in others)
