"""What vouchers, postings and the bank's statement say of each month of the ledger."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaohe.sim.records import SCHEMA
from kaohe.standards.evidence.bill_contradictions import days_in_doubt
from kaohe.standards.ledger.deadlines import month_code
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, wide

ACCOUNTS = ("receivable", "misc")
_VOUCHER, _DEPOSIT = SCHEMA["voucher"].key, SCHEMA["deposit"].key
_ISSUANCE, _MISC = _VOUCHER.codes("kind").index("issuance"), _VOUCHER.codes("kind").index("misc")


@dataclass(frozen=True)
class LedgerMonths:
    """Arrays by voucher (its key's order), by posting, by line of the statement that has a slip (rows of `lines`).

    handed, handed_on: the month (period) and day on which the accountant had it, NONE: not yet. of: positions of the
    vouchers of postings and of lines, NONE: there is none. doubtful: months whose papers contradict each other.
    """

    key: Ints
    row: Ints
    log: Ints
    fen: Ints
    handed: Ints
    handed_on: Ints
    posted_of: Ints
    posted_fen: Ints
    posted_on: Ints
    doubtful: frozenset[int]
    lines: Ints
    line_of: Ints
    line_fen: Ints
    line_period: Ints
    line_misc: Flags

    def of(self, account: str, period: int) -> Ints:
        """Vouchers (positions) of an account that were handed over in a month."""
        return np.flatnonzero(self._of_account(self.key, account) & (self.handed == period))

    def vouchers_fen(self, account: str, period: int) -> int:
        """Issuance less takings."""
        own = self.of(account, period)
        return int((self._sign(own) * self.fen[own]).sum())

    def wrong_fen(self, account: str, period: int, until: int) -> int:
        """What the ledger had of them beyond their amounts at the end of a day."""
        own = np.isin(self.posted_of, self.of(account, period)) & (self.posted_on <= until)
        posted = (self._sign(self.posted_of[own]) * self.posted_fen[own]).sum()
        return int(posted) - self.vouchers_fen(account, period)

    def wrong(self, account: str, period: int, until: int) -> Ints:
        """Vouchers (positions) that the ledger had otherwise at the end of a day."""
        own, counted = self.of(account, period), (self.posted_of != NONE) & (self.posted_on <= until)
        posted = np.zeros(len(self.key), np.int64)
        np.add.at(posted, self.posted_of[counted], self.posted_fen[counted])
        wrong: Ints = own[posted[own] != self.fen[own]]
        return wrong

    def postings_of(self, vouchers: Ints) -> Ints:
        """Their postings (rows)."""
        return np.flatnonzero(np.isin(self.posted_of, vouchers))

    def earlier_fen(self, account: str, period: int, *, credit: bool = False) -> int:
        """Postings of a month in vouchers of earlier months; `credit`: in takings alone, as credited."""
        own = (self.posted_of != NONE) & (month_code(self.posted_on) == period)
        of = self.posted_of[own]
        earlier = self._of_account(self.key[of], account) & (self.handed[of] != NONE) & (self.handed[of] < period)
        sign, fen = self._sign(of[earlier]), self.posted_fen[own][earlier]
        return int(fen[sign < 0].sum()) if credit else int((sign * fen).sum())

    def credited_fen(self, account: str, period: int) -> int:
        """What the statement has of slips in a month."""
        return int(self.line_fen[self._lines(account, period)].sum())

    def transit_fen(self, account: str, period: int) -> int:
        """Vouchers of takings of a month whose slips the bank has not in it, less lines whose vouchers are not in it;
        and what was posted to the credit of earlier months.
        """
        own, lines = self.of(account, period), self._lines(account, period)
        own = own[self._sign(own) < 0]
        here = own[~np.isin(own, self.line_of[lines])]
        there = lines[~np.isin(self.line_of[lines], own)]
        both = int(self.fen[here].sum()) - int(self.line_fen[there].sum())
        return both + self.earlier_fen(account, period, credit=True)

    def statement(self, account: str, period: int) -> Ints:
        """Lines (rows) of a month, and those of its vouchers in any other."""
        theirs = np.isin(self.line_of, self.of(account, period)) & (self.line_of != NONE)
        found: Ints = self.lines[np.union1d(np.flatnonzero(theirs), self._lines(account, period))]
        return found

    def _lines(self, account: str, period: int) -> Ints:
        return np.flatnonzero((self.line_misc == (account == "misc")) & (self.line_period == period))

    def _sign(self, vouchers: Ints) -> Ints:
        return np.where(_VOUCHER.part("kind", wide(self.key)[vouchers]) == _ISSUANCE, 1, -1)

    @staticmethod
    def _of_account(keys: Ints, account: str) -> Flags:
        misc: Flags = _VOUCHER.part("kind", wide(keys)) == _MISC
        return misc if account == "misc" else ~misc


def ledger_months(ledger: Ledger) -> LedgerMonths:
    """Of all its months."""
    vouchers, logs, postings, lines = (ledger[name] for name in ("voucher", "voucher_log", "posting", "bank_line"))
    key, row = np.unique(wide(vouchers["id"]), return_index=True)
    log = _position(*np.unique(wide(logs["voucher"]), return_index=True), key)
    issuance = _VOUCHER.part("kind", key) == _ISSUANCE
    handed_on = np.where(issuance, wide(vouchers.days())[row], _at(wide(logs.days()), log))
    own = np.flatnonzero(lines.among("kind", "deposit"))
    slips = wide(lines["ref"])[own]
    misc = _DEPOSIT.part("kind", slips) == _DEPOSIT.codes("kind").index("misc")
    kinds = np.where(misc, _MISC, _VOUCHER.codes("kind").index("electricity"))
    of = _VOUCHER.pack(day=_DEPOSIT.part("day", slips), kind=kinds, number=_DEPOSIT.part("number", slips))
    posted_of = _position(key, np.arange(len(key)), wide(postings["voucher"]))
    return LedgerMonths(
        key=key,
        row=row,
        log=log,
        fen=wide(vouchers["amount_fen"])[row],
        handed_on=handed_on,
        handed=np.where(handed_on == NONE, NONE, month_code(np.maximum(handed_on, 0))),
        posted_of=posted_of,
        posted_fen=wide(postings["amount_fen"]),
        posted_on=wide(postings.days()),
        doubtful=_doubtful(ledger, key, wide(vouchers["amount_fen"])[row], handed_on, posted_of),
        lines=own,
        line_of=_position(key, np.arange(len(key)), of),
        line_fen=wide(lines["amount_fen"])[own],
        line_period=month_code(lines["value_on"][own]),
        line_misc=misc,
    )


def _doubtful(ledger: Ledger, key: Ints, fen: Ints, handed_on: Ints, posted_of: Ints) -> frozenset[int]:
    """Months in which something was posted that nobody had handed over by then, in which a voucher is not its slip's or
    its bills', or which are not the sum of their postings.
    """
    postings, months = ledger["posting"], ledger["ledger_month"]
    there_on = np.append(handed_on, NONE)[posted_of]  # of NONE the last
    early = (there_on == NONE) | (there_on > postings.days())
    slips = ledger["deposit"]
    misc = slips.among("kind", "misc")
    of = _VOUCHER.pack(
        day=_DEPOSIT.part("day", wide(slips["id"])),
        kind=np.where(misc, _MISC, _VOUCHER.codes("kind").index("electricity")),
        number=_DEPOSIT.part("number", wide(slips["id"])),
    )
    order = np.argsort(of, kind="stable")
    theirs = _at(wide(slips["total_fen"]), _position(of[order], order, key))
    other = (_VOUCHER.part("kind", wide(key)) != _ISSUANCE) & (theirs != fen) & (handed_on != NONE)
    days = np.array(sorted(ledger.once(days_in_doubt)), dtype=np.int64)
    found = [month_code(postings.days()[early]), month_code(handed_on[other]), month_code(days)]
    return frozenset(np.concatenate([*found, months["period"][not_adding_up(ledger)]]).tolist())


def not_adding_up(ledger: Ledger) -> Ints:
    """Months of the ledger (rows) that are not the sum of their postings."""
    months, postings = ledger["ledger_month"], ledger["posting"]
    debit = _VOUCHER.part("kind", wide(postings["voucher"])) == _ISSUANCE
    account = postings.codes("account", ACCOUNTS)
    found = []
    for row in range(len(months)):
        own = (account == months.codes("account", ACCOUNTS)[row]) & (postings["period"] == months["period"][row])
        sums = [int(wide(postings["amount_fen"])[own & side].sum()) for side in (debit, ~debit)]
        if sums != [int(months["debit_fen"][row]), int(months["credit_fen"][row])]:
            found.append(row)
    return np.array(found, dtype=np.int64)


def _position(keys: Ints, positions: Ints, wanted: Ints) -> Ints:
    """The position of each wanted key among ascending ones; NONE where there is none."""
    if not len(keys):
        return np.full(len(wanted), NONE, np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, wide(positions)[at], NONE)


def _at(values: Ints, rows: Ints) -> Ints:
    return np.where(rows >= 0, values[rows], NONE) if len(values) else np.full(len(rows), NONE, np.int64)
