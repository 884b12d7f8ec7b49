"""The ledger's month against its vouchers and against the bank, before its limit (營業會計、營業專責: 對賬)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.meanings import all_of, at_least, shown_after
from kaohe.sim.deciding.points import (
    REGISTRY,
    Action,
    Decided,
    DecisionPoint,
    Int64s,
    Left,
    Mask,
    Names,
    Occasion,
    Situations,
)
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk, clock, hm
from kaohe.sim.desks.books.posting import ACCOUNTS, POST_VOUCHER, Sums
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import EPOCH_DAY

if TYPE_CHECKING:
    from kaohe.sim.office import Office

LATEST_DAYS = 9  # by which a day's income comes to the bank late
SHEET_S, CORRECTED_S = hm(15), hm(15, 10)
KINDS = ("books", "bank")


def _months(days: Int64s) -> Int64s:
    """Year × 100 + month of days since 1970."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    found: Int64s = (months // 12 + 1970) * 100 + months % 12 + 1
    return found


def _its_month(vouchers: Int64s) -> Int64s:
    """The month of the ledger into which vouchers go by the book."""
    key = SCHEMA["voucher"].key
    misc = key.part("kind", vouchers) == key.codes("kind").index("misc")
    months = _months(key.part("day", vouchers) + EPOCH_DAY)
    account = np.where(misc, ACCOUNTS.index("misc"), ACCOUNTS.index("receivable"))
    found: Int64s = SCHEMA["ledger_month"].key.pack(month=months, account=account)
    return found


def _reconciled_in_time(office: Office, tray: Situations) -> Mask:
    """Income that is posted today, and in the same month still if it comes late; reconciled within the span."""
    month, key = office.month, SCHEMA["voucher"].key
    limit_on = office.calendar.add_working_days(month.end, office.rules.reconcile_limit)
    due = _months(key.part("day", tray.keys) + EPOCH_DAY) == _months(np.array([tray.day + LATEST_DAYS]))
    due &= key.part("kind", tray.keys) != key.codes("kind").index("issuance")
    in_span = office.calendar.first_working_after(limit_on) <= office.last_day
    found: Mask = due & in_span
    return found


IS_WRONG = all_of(shown_after("limit_on"), at_least("difference_fen", 1))
WRONG_POSTING = Occasion(POST_VOUCHER.id, "misenter", _its_month, _reconciled_in_time)

RECONCILE = REGISTRY.add(
    DecisionPoint(
        41,
        "reconcile",
        "accountant",
        "office",
        "ledger_month",
        "working",
        Names("按期核對賬目", "reconcile the accounts", "按期核对账目"),
        (
            Action(
                1,
                "reconcile_late",
                Names("遲對賬", "reconcile late", "迟对账"),
                clause="6.2",
                draws={"days": Days(1, 15)},
                matures=IS_WRONG,
                occasion=WRONG_POSTING,
            ),
            Action(
                2,
                "leave_unreconciled",
                Names("漏對賬", "leave the accounts unreconciled", "漏对账"),
                clause="6.2",
                matures=IS_WRONG,
                occasion=WRONG_POSTING,
            ),
            Action(
                3,
                "sign_no_difference",
                Names("錯對賬", "sign for no difference", "错对账"),
                clause="6.2",
                needs="difference_fen",
                occasion=WRONG_POSTING,
            ),
        ),
        omission=Left("leave_unreconciled"),
    )
)


@dataclass(frozen=True)
class Closed:
    """A month of an account that waits for its reconciliation, with what the sheets would have of it. Amounts in 分."""

    account: str
    period: int
    limit_on: int
    ledger_fen: int
    vouchers_fen: int
    earlier_fen: int
    credit_fen: int
    bank_fen: int
    transit_fen: int

    @property
    def key(self) -> int:
        """Its natural key."""
        return int(SCHEMA["ledger_month"].key.pack(month=self.period, account=self.account))

    @property
    def books(self) -> tuple[int, int, int]:
        """Ledger, vouchers, what was put right of earlier months."""
        return self.ledger_fen, self.vouchers_fen, self.earlier_fen

    @property
    def bank(self) -> tuple[int, int, int]:
        """Credit, statement, in transit."""
        return self.credit_fen, self.bank_fen, self.transit_fen

    @classmethod
    def of(cls, account: str, period: int, limit_on: int, sums: Sums) -> Closed:
        """What a month has brought."""
        return cls(
            account,
            period,
            limit_on,
            sums.debit_fen - sums.credit_fen,
            sums.vouchers_fen,
            sums.earlier_debit_fen - sums.earlier_credit_fen,
            sums.credit_fen,
            sums.bank_fen,
            sums.in_transit_fen + sums.earlier_credit_fen,
        )


class Reconciling(Desk):
    """Two sheets for each account; what they show is put right the same day."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: Diary[Closed] = Diary()
        self._late: Diary[Closed] = Diary()
        self._false: list[Closed] = []  # signed for no difference, until somebody looks again

    def close_month(self, closed: dict[str, Sums]) -> None:
        """The ledger's month is closed: it is reconciled on the day of the limit."""
        calendar, month = self.office.calendar, self.office.month
        limit_on = calendar.add_working_days(month.end, self.office.rules.reconcile_limit)
        for account, sums in closed.items():
            self._due.put(limit_on, Closed.of(account, month.code, limit_on, sums))

    def work(self, day: int) -> Generator[Question, None, None]:
        """Sheets that were put off, and those that are due."""
        for closed in self._late.take(day):
            self._reconcile(day, closed)
        due = self._due.take(day)
        if not due:
            return
        tray = Situations(
            day,
            np.array([each.key for each in due]),
            np.zeros(len(due), np.int64),
            np.full(len(due), self.office.posts.accountant),
            {
                "difference_fen": np.array([abs(self._open_fen(each)) for each in due]),
                "ledger_fen": np.array([each.ledger_fen - each.earlier_fen for each in due]),
                "vouchers_fen": np.array([each.vouchers_fen for each in due]),
                "account": np.array([ACCOUNTS.index(each.account) for each in due]),
                "limit_on": np.array([each.limit_on for each in due]),
            },
        )
        decided = yield from self.decide(RECONCILE, tray)
        for row, closed in enumerate(due):
            if decided.action(row) is None:
                self._reconcile(day, closed)
            elif decided.took("sign_no_difference")[row]:
                self._sign(day, decided, row, closed)
            else:
                self._leave(day, decided, row, closed)

    def _open_fen(self, closed: Closed) -> int:
        """What is wrong in the ledger with the vouchers of the month."""
        wrong = self.office.accounts.posting.wrong_of(closed.account, closed.period)
        return sum(each.voucher.sign * each.fen for each in wrong)

    def _leave(self, day: int, decided: Decided, row: int, closed: Closed) -> None:
        """No sheet by the limit; a late one comes before those of the next month, which find what it left."""
        calendar, on = self.office.calendar, day
        if decided.took("reconcile_late")[row]:
            on = calendar.next_working(closed.limit_on + max(1, decided.one("days", row)))
            self._late.put(on, closed)
        fen = abs(self._open_fen(closed))
        self.missed(decided, row, Fixed(fen), due_on=closed.limit_on, effect_on=on, slip=not fen)

    def _sign(self, day: int, decided: Decided, row: int, closed: Closed) -> None:
        """The other side is made what the ledger has, and the bank's sheet has something more in transit."""
        self.did(decided, row, Fixed(abs(self._open_fen(closed))))
        ledger, _, earlier = closed.books
        self._write(day, SHEET_S, closed, "books", (ledger, ledger - earlier, earlier))
        self._write(
            day, SHEET_S, closed, "bank", (closed.credit_fen, closed.bank_fen, closed.credit_fen - closed.bank_fen)
        )
        self._false.append(closed)

    def _reconcile(self, day: int, closed: Closed) -> None:
        """What differs is looked up and put right, in former months of the account too."""
        for false in [each for each in self._false if each.account == closed.account]:
            self._write(day, SHEET_S, false, "books", false.books, 1)
            self._write(day, SHEET_S, false, "bank", false.bank, 1)
            self._false.remove(false)
        self._write(day, SHEET_S, closed, "books", closed.books)
        self._write(day, SHEET_S, closed, "bank", closed.bank)
        posting = self.office.accounts.posting
        found = [
            each
            for each in posting.wrong
            if each.voucher.account == closed.account and each.voucher.period <= closed.period
        ]
        posting.put_right(day, CORRECTED_S, found)

    def _write(
        self, day: int, at_s: int, closed: Closed, kind: str, said: tuple[int, int, int], number: int = 0
    ) -> None:
        """Signed by two: the accountant and the specialist, or the manager, where these are one."""
        posts = self.office.posts
        alone = posts.business_specialist == posts.accountant
        ledger, other, transit = said
        self.office.write(
            "reconciliation",
            1,
            id=int(SCHEMA["reconciliation"].key.pack(ledger_month=closed.key, kind=kind, number=number)),
            recorded_at=clock(day, at_s),
            staff=posts.accountant,
            account=closed.account,
            period=closed.period,
            kind=kind,
            ledger_fen=ledger,
            other_fen=other,
            transit_fen=transit,
            difference_fen=ledger - other - transit,
            second_by=posts.business_manager if alone else posts.business_specialist,
        )
