"""Vouchers are posted to the ledger on the day on which the accountant has them; its months are closed (營業會計)."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Unbounded, size_words
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.streams import Purpose, happens, word_at, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

ACCOUNTS = ("receivable", "misc")
VOUCHERS = ("issuance", "electricity", "misc")
# Assumptions: so many postings go wrong by a slip of the pen, in one of three ways; of these the accountant sees some
# himself the next working day, if that is of the same month, and puts them right in red.
PEN_SLIP_E6, SEEN_E6 = 2_000, 500_000


def exchanged(fen: int, word: int) -> int:
    """The amount with two figures exchanged that stand beside each other and differ; itself where there are none."""
    figures, sign = str(abs(fen)), -1 if fen < 0 else 1
    pairs = [at for at in range(len(figures) - 1) if figures[at] != figures[at + 1]]
    if not pairs:
        return fen
    at = pairs[word % len(pairs)]
    return sign * int(figures[:at] + figures[at + 1] + figures[at] + figures[at + 2 :])


@dataclass(frozen=True)
class Exchanged(Unbounded):
    """A field in 分 with two of its figures exchanged."""

    field: str

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        words = size_words(office, point, tray, at).tolist()
        fen = tray.fields[self.field][at].tolist()
        return np.array([exchanged(each, word) for each, word in zip(fen, words, strict=True)], np.int64)


def _can_be_exchanged(office: Office, tray: Situations) -> Mask:
    """It has two figures beside each other that differ."""
    return np.array([exchanged(fen, 0) != fen for fen in tray.fields["amount_fen"].tolist()], np.bool_)


POST_VOUCHER = REGISTRY.add(
    DecisionPoint(
        40,
        "post_voucher",
        "accountant",
        "office",
        "voucher",
        "open",
        Names("照憑證登記總賬", "post the voucher", "照凭证登记总账"),
        (
            Action(
                1,
                "misenter",
                Names("錯記", "post another amount", "错记"),
                draws={"amount_fen": Exchanged("amount_fen")},
                may=_can_be_exchanged,
            ),
            Action(2, "post_twice", Names("重記", "post it twice", "重记")),
            Action(3, "leave_posting", Names("漏記", "leave it unposted", "漏记")),
        ),
        omission=Left("leave_posting"),
    )
)
WAYS = ("misenter", "post_twice", "leave_posting")


@dataclass(frozen=True)
class Handed:
    """A voucher in the accountant's hands: key, kind, amount; since which month (period)."""

    key: int
    kind: str
    fen: int
    period: int

    @property
    def account(self) -> str:
        """The account of its kind."""
        return "misc" if self.kind == "misc" else "receivable"

    @property
    def is_debit(self) -> bool:
        """Issuance is what customers owe; takings are what they have paid."""
        return self.kind == "issuance"

    @property
    def sign(self) -> int:
        """What it does to the balance."""
        return 1 if self.is_debit else -1


@dataclass(frozen=True)
class Wrong:
    """What the ledger has of a voucher beyond its amount (below 0: too little); the number of the posting that would
    put it right, and which one is wrong (None: there is none).
    """

    voucher: Handed
    fen: int
    number: int
    of: int | None


@dataclass
class Sums:
    """What a month has brought an account so far. Amounts in 分.

    debit_fen, credit_fen: postings; vouchers_fen: issuance less takings; earlier_debit_fen, earlier_credit_fen:
    postings in vouchers of earlier months; handed, credited: vouchers of slips by key, as handed over and as the bank
    has credited them.
    """

    debit_fen: int = 0
    credit_fen: int = 0
    vouchers_fen: int = 0
    earlier_debit_fen: int = 0
    earlier_credit_fen: int = 0
    handed: dict[int, int] = field(default_factory=dict)
    credited: dict[int, int] = field(default_factory=dict)

    @property
    def bank_fen(self) -> int:
        """What the statement has of slips."""
        return sum(self.credited.values())

    @property
    def in_transit_fen(self) -> int:
        """Vouchers handed over whose slips the bank has in another month, less lines whose vouchers were in another."""
        here = sum(fen for key, fen in self.handed.items() if key not in self.credited)
        there = sum(fen for key, fen in self.credited.items() if key not in self.handed)
        return here - there


class Posting(Desk):
    """What came in is posted the same evening; what is wrong stands in the ledger until somebody puts it right."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._tray: list[Handed] = []
        self._seen: Diary[Wrong] = Diary()
        self._opening = dict.fromkeys(ACCOUNTS, 0)
        self._sums = {account: Sums() for account in ACCOUNTS}
        self.wrong: list[Wrong] = []

    def handed_over(self, key: int, kind: str, fen: int) -> None:
        """A voucher came to the accountant today."""
        voucher = Handed(key, kind, fen, self.office.month.code)
        sums = self._sums[voucher.account]
        sums.vouchers_fen += voucher.sign * fen
        if not voucher.is_debit:
            sums.handed[key] = fen
        if fen:
            self._tray.append(voucher)

    def credited(self, key: int, kind: str, fen: int) -> None:
        """A line of the bank's statement has a slip, of this voucher."""
        self._sums["misc" if kind == "misc" else "receivable"].credited[key] = fen

    def work(self, day: int) -> Generator[Question, None, None]:
        """What the accountant has seen is wrong, and the day's vouchers; takings first."""
        self.put_right(day, hm(16, 45), self._seen.take(day))
        tray, self._tray = sorted(self._tray, key=lambda each: (each.is_debit, each.kind, each.key)), []
        if not tray:
            return
        situations = Situations(
            day,
            np.array([each.key for each in tray]),
            np.zeros(len(tray), np.int64),
            np.full(len(tray), self.office.posts.accountant),
            {
                "amount_fen": np.array([each.fen for each in tray]),
                "kind": np.array([VOUCHERS.index(each.kind) for each in tray]),
            },
        )
        decided = yield from self.decide(POST_VOUCHER, situations)
        slips = happens(words_at(self.office.seed, Purpose.PEN_SLIP, situations.keys), PEN_SLIP_E6)
        for row, voucher in enumerate(tray):
            action = decided.action(row)
            if action is not None:
                fen = decided.one("amount_fen", row) if action.id == "misenter" else voucher.fen
                self._wrongly(day, voucher, action.id, fen)
            elif slips[row]:
                self._slip(day, voucher)
            else:
                self._post(day, hm(17, 30), voucher, voucher.fen)

    def _slip(self, day: int, voucher: Handed) -> None:
        """Of the pen, which happens to anybody."""
        word = word_at(self.office.seed, Purpose.PEN_SLIP_WAY, voucher.key)
        fen, calendar = exchanged(voucher.fen, word >> 32), self.office.calendar
        way = WAYS[word % len(WAYS)]
        wrong = self._wrongly(day, voucher, "post_twice" if way == "misenter" and fen == voucher.fen else way, fen)
        seen_on = calendar.next_working(day + 1)
        seen = happens(words_at(self.office.seed, Purpose.PEN_SLIP_SEEN, np.array([voucher.key])), SEEN_E6)[0]
        if wrong is not None and seen and seen_on <= self.office.month.end:
            self._seen.put(seen_on, wrong)

    def _wrongly(self, day: int, voucher: Handed, way: str, fen: int) -> Wrong | None:
        """Wrongly; None, if the amount is right after all."""
        if way == "leave_posting":
            wrong = Wrong(voucher, -voucher.fen, 0, None)
        elif way == "post_twice":
            self._post(day, hm(17, 30), voucher, voucher.fen)
            second = self._post(day, hm(17, 31), voucher, voucher.fen, 1)
            wrong = Wrong(voucher, voucher.fen, 2, second)
        else:
            first = self._post(day, hm(17, 30), voucher, fen)
            wrong = Wrong(voucher, fen - voucher.fen, 1, first)
        if not wrong.fen:
            return None
        self.wrong.append(wrong)
        return wrong

    def put_right(self, day: int, at_s: int, found: Iterable[Wrong]) -> None:
        """By the difference: what was left is posted, what is too much in red."""
        for each in found:
            if each in self.wrong:
                self._post(day, at_s, each.voucher, -each.fen, each.number, each.of)
                self.wrong.remove(each)

    def wrong_of(self, account: str, period: int) -> list[Wrong]:
        """What is still wrong with the vouchers of an account that were handed over in a month."""
        return [each for each in self.wrong if (each.voucher.account, each.voucher.period) == (account, period)]

    def _post(
        self, day: int, at_s: int, voucher: Handed, fen: int, number: int = 0, corrects: int | None = None
    ) -> int:
        office, sums = self.office, self._sums[voucher.account]
        earlier = fen if voucher.period < office.month.code else 0
        if voucher.is_debit:
            sums.debit_fen += fen
            sums.earlier_debit_fen += earlier
        else:
            sums.credit_fen += fen
            sums.earlier_credit_fen += earlier
        row = int(SCHEMA["posting"].key.pack(voucher=voucher.key, number=number))
        office.write(
            "posting",
            1,
            id=row,
            recorded_at=clock(day, at_s),
            staff=office.posts.accountant,
            voucher=voucher.key,
            account=voucher.account,
            period=office.month.code,
            amount_fen=fen,
            corrects=NULL if corrects is None else corrects,
        )
        return row

    def close_month(self, day: int) -> dict[str, Sums]:
        """The ledger's month, by account: what it has brought, for the reconciliation."""
        office, closed = self.office, self._sums
        for account, sums in closed.items():
            opening = self._opening[account]
            self._opening[account] = opening + sums.debit_fen - sums.credit_fen
            office.write(
                "ledger_month",
                1,
                id=int(SCHEMA["ledger_month"].key.pack(month=office.month.code, account=account)),
                recorded_at=clock(day, hm(18, 40)),
                staff=office.posts.accountant,
                account=account,
                period=office.month.code,
                opening_fen=opening,
                debit_fen=sums.debit_fen,
                credit_fen=sums.credit_fen,
                closing_fen=self._opening[account],
            )
        self._sums = {account: Sums() for account in ACCOUNTS}
        return closed
