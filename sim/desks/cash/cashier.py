"""The cashier: what was handed in goes to the bank (營業出納)."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.points import Decided, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act, witness
from kaohe.sim.deciding.worth import Late
from kaohe.sim.desks.base import DAY_S, Desk, clock, hm
from kaohe.sim.desks.cash.banking import DEPOSIT
from kaohe.sim.desks.cash.bundle import NO_CHEQUES, Bundle, Owed
from kaohe.sim.desks.cash.vouching import Slip
from kaohe.sim.desks.counter.cheques import cheque_numbers
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import day_number, deposit_id
from kaohe.sim.streams import Purpose, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

KINDS = ("electricity", "misc")
IN_TRANSIT_E6 = 30_000  # of slips [assumption]: the bank credits the next bank day what came late in the afternoon


@dataclass(frozen=True)
class Brought:
    """How a due day's money is brought to the bank: so much is not on the slip, so much on the slip alone; the day that
    the slip says, and that on which the bank credits it, where they are not those of the deposit.
    """

    short_fen: int = 0
    less_fen: int = 0
    dated_on: int | None = None
    value_on: int | None = None


IN_ORDER = Brought()


class Cashier(Desk):
    """Keeps what is due at the bank and takes it there before the cut-off."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._owed: dict[int, dict[str, Owed]] = {}
        self._late: Diary[tuple[int, dict[str, Owed], Brought]] = Diary()
        self._again: Diary[tuple[int, Owed, str]] = Diary()  # due day, what comes after all, what the register says
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
        for due_on, late, how in self._late.take(day):
            self._deposit(clock(day, hm(15, 20)), due_on, late, how)
        for due_on, money, action in self._again.take(day):
            self._slip(clock(day, hm(15, 22)), "electricity", due_on, money, action)
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
                "missing_fen": np.array([self.office.cash.safe.missing_fen]),
            },
        )
        decided = yield from self.decide(DEPOSIT, tray)
        self._settle(day, owed, decided)

    def _settle(self, day: int, owed: dict[str, Owed], decided: Decided) -> None:
        action = decided.action(0)
        if action is None:
            self._deposit(clock(day, hm(15, 25)), day, owed, IN_ORDER)
        elif action.id in ("bank_late", "backdate_slip"):
            self._bank_late(day, owed, decided, Brought(dated_on=day if action.id == "backdate_slip" else None))
        elif action.id == "bank_after_cutoff":
            self._after_cutoff(day, owed, decided)
        elif action.id == "slip_without_money":
            self._without_money(day, owed, decided)
        elif action.id == "bank_short":
            self._bank_short(day, owed, decided)
        else:
            self._credit_short(day, owed, decided)

    def _all_late(self, decided: Decided) -> Late:
        return self.late(decided, 0, "deposit", int(decided.tray.fields["total_fen"][0]), decided.tray.day)

    def _bank_late(self, day: int, owed: dict[str, Owed], decided: Decided, how: Brought) -> None:
        on = self.office.calendar.next_bank(day + max(1, decided.one("days", 0)))
        self._late.put(on, (day, owed, how))
        self.missed(decided, 0, self._all_late(decided), due_on=day, effect_on=on)

    def _after_cutoff(self, day: int, owed: dict[str, Owed], decided: Decided) -> None:
        """What the bank takes in after its hour is of the next bank day."""
        on = self.office.calendar.first_bank_after(day)
        self.missed(decided, 0, self._all_late(decided), due_on=day, effect_on=on)
        self._deposit(clock(day, self.office.rules.cutoff_s + hm(0, 15)), day, owed, Brought(value_on=on))

    def _without_money(self, day: int, owed: dict[str, Owed], decided: Decided) -> None:
        """The slip is there, the money comes days later: the statement of the next bank day does not have it."""
        calendar = self.office.calendar
        following = calendar.first_bank_after(day)
        on = max(calendar.next_bank(day + decided.one("days", 0)), calendar.first_bank_after(following))
        act = self.did(decided, 0, self._all_late(decided), due_on=day, shown=None)
        self.office.truth.watch(following, act)
        self._deposit(clock(day, hm(15, 25)), day, owed, Brought(value_on=on))

    def _bank_short(self, day: int, owed: dict[str, Owed], decided: Decided) -> None:
        short = min(decided.one("amount_fen", 0), owed["electricity"].cash_fen)
        self._deposit(clock(day, hm(15, 25)), day, owed, Brought(short_fen=short))
        if short:
            act = self.did(decided, 0, due_on=day, shown=None)
            self._slip_short(day, act, short, sum(each.total_fen for each in owed.values()) - short)
            self.office.cash.safe.keep_short(day, act, short)

    def _credit_short(self, day: int, owed: dict[str, Owed], decided: Decided) -> None:
        """The slip is in full, and the bank got less; the rest does not come."""
        money = owed["electricity"]
        less = min(decided.one("amount_fen", 0), money.cash_fen)
        self._deposit(clock(day, hm(15, 25)), day, owed, Brought(less_fen=less, value_on=day))
        if less:
            act = self.did(decided, 0, self.late(decided, 0, "bank_line", less, day), due_on=day, shown=None)
            shown_on = day if less < money.total_fen else self.office.calendar.first_bank_after(day)
            self.office.truth.watch(shown_on, act)

    def _deposit(self, at: int, due_on: int, owed: Mapping[str, Owed], how: Brought) -> None:
        """The slips of a due day: what is short, is so in cash of electricity."""
        for number, kind in enumerate(KINDS):
            short, less = (how.short_fen, how.less_fen) if number == 0 else (0, 0)
            money = Owed(owed[kind].cash_fen - short, owed[kind].cheques)
            if money.total_fen:
                self._slip(at + number, kind, due_on, money, "deposited", replace(how, less_fen=less))
        self.office.errands.done("deposit", day_number(due_on), how.value_on or at // DAY_S)

    def _slip(self, at: int, kind: str, due_on: int, money: Owed, action: str, how: Brought = IN_ORDER) -> None:
        """One slip with its line of the statement, the next of its due day; its voucher is to be made."""
        office, day = self.office, at // DAY_S
        number = self._slips.get((due_on, kind), 0)
        self._slips[due_on, kind] = number + 1
        row = deposit_id(day_number(due_on), KINDS.index(kind), number)
        dated_on = day if how.dated_on is None else how.dated_on
        office.cash.safe.take_out(money.cash_fen, money.cheques)
        office.write(
            "deposit",
            1,
            id=row,
            recorded_at=at,
            staff=office.posts.cashier,
            kind=kind,
            due_on=due_on,
            deposited_on=dated_on,
            cash_fen=money.cash_fen,
            cheque_fen=money.cheques.total_fen,
            total_fen=money.total_fen,
        )
        self.enter(at, money.cheques, action, row, dated_on)
        value_on = self._value_on(day, row) if how.value_on is None else how.value_on
        if action == "deposited":
            office.counter.cheques.banked(value_on if how.value_on else day, money.cheques)
        if money.total_fen > how.less_fen:
            office.cash.bank.credit(day, value_on, row, money.total_fen - how.less_fen)
        office.cash.vouching.banked(Slip(kind, due_on, number, money.total_fen))

    def _value_on(self, day: int, row: int) -> int:
        """Most of what is brought in time the bank credits the same day."""
        late = happens(words_at(self.office.seed, Purpose.IN_TRANSIT, np.array([row])), IN_TRANSIT_E6)[0]
        return self.office.calendar.first_bank_after(day) if late else day

    def enter(self, at: int, cheques: Bundle, action: str, slip: int | None = None, on: int | None = None) -> None:
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
            on=at // DAY_S if on is None else on,
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

    def bank_later(self, day: int, due_on: int, money: Owed, action: str = "deposited") -> int:
        """What has come of an earlier due day is banked today, or on the next bank day: that day."""
        on = self.office.calendar.next_bank(day)
        self._again.put(on, (due_on, money, action))
        return on

    def slip_short(self, day: int, act: Act, fen: int) -> None:
        """A slip will be short by that: what is due today and not there."""
        self._slip_short(day, act, fen, self.due(day).total_fen)

    def _slip_short(self, day: int, act: Act, fen: int, left_fen: int) -> None:
        """What the papers show of money that is due today and not there: its part comes late, or does not (5.4)."""
        key, calendar = day_number(day), self.office.calendar
        occurred_on = day if left_fen else calendar.first_working_after(day)  # no slip: a limit missed
        worth = Late("safe", act.act_id, fen, day)
        act.shown_as(DEPOSIT.named("bank_short").clause, (DEPOSIT.about, key), occurred_on, worth)
        self.office.truth.watch(occurred_on, act, "short_alone")


@witness("short_alone")
def short_alone(office: Office, act: Act) -> bool:
    """Nothing else was wrong with the money of that day, of which this would be a part."""
    others = (each for each in office.truth.acts.values() if each is not act)
    return not any((each.clause, each.object_id) == (act.clause, act.object_id) for each in others)
