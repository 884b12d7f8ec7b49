"""6.2 once more: months of the ledger, reconciled with vouchers and with the bank's statement."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from tests.standards.rederived.duty import holder
from tests.standards.rederived.papers import Found, Papers, Row, written_on

ACCOUNTS = ("receivable", "misc")


def clause_6_2(papers: Papers) -> Iterator[Found]:
    """No sheet of both kinds by the limit, or one that is not so; a month that is not its vouchers. Alone: a slip."""
    sheets = papers.by("reconciliation", lambda row: (row["account"], row["period"], row["kind"]))
    for ledger in papers.rows("ledger_month"):
        account, period = ledger["account"], ledger["period"]
        limit_on = papers.after("working", _last(period), int(papers.limits["reconcile.limit_working_days"]))
        in_time = [
            [row for row in sheets[account, period, kind] if written_on(row) <= limit_on] for kind in ("books", "bank")
        ]
        false = [rows[-1] for rows in in_time if rows and _false(papers, ledger, rows[-1])]
        unchecked = bool(false) or not all(in_time)
        closings = [each for each in _closings(papers, period) if each <= papers.as_of]
        gaps = [abs(_gap(papers, account, period, closed_on)) for closed_on in closings]
        wrong = gaps[0] != 0 and _gap(papers, account, period, limit_on) != 0
        missed_on = papers.past(limit_on)
        if not (unchecked or wrong) or not (false or missed_on):
            continue
        first = min(false, key=lambda row: row["recorded_at"], default=None)
        on = missed_on if first is None else written_on(first)
        staff = holder(papers, "accountant", limit_on) if first is None else first["staff"]
        if on is not None:
            slip = not (unchecked and wrong)
            yield Found("6.2", staff, "ledger_month", ledger["id"], on, None if slip else max(gaps), slip)


def _last(period: int) -> date:
    year, month = divmod(period, 100)
    return date(year, month, monthrange(year, month)[1])


def _closings(papers: Papers, since: int) -> list[date]:
    """The ends of months that were closed, from one on."""
    return sorted({_last(row["period"]) for row in papers.rows("ledger_month") if row["period"] >= since})


def _month(on: date) -> int:
    return on.year * 100 + on.month


def _side(account: str, voucher: Row) -> int:
    """Of an account: issuance is its debit, takings its credit; 0: another account's."""
    if (voucher["kind"] == "misc") != (account == "misc"):
        return 0
    return 1 if voucher["kind"] == "issuance" else -1


def _vouchers(papers: Papers, account: str) -> dict[int, tuple[int, int, Row]]:
    """Vouchers of an account: in which month its ledger has them, and on which side."""
    handed = {row["voucher"]: row["handed_on"] for row in papers.rows("voucher_log")}
    found = {}
    for voucher in papers.rows("voucher"):
        side = _side(account, voucher)
        on = voucher["on"] if voucher["kind"] == "issuance" else handed.get(voucher["id"])
        if side and on is not None:
            found[voucher["id"]] = (_month(on), side, voucher)
    return found


def _gap(papers: Papers, account: str, period: int, until: date) -> int:
    """What is posted of a month's vouchers up to a day, less what they say."""
    mine = {number: each for number, each in _vouchers(papers, account).items() if each[0] == period}
    said = sum(side * voucher["amount_fen"] for _, side, voucher in mine.values())
    posted = sum(
        mine[row["voucher"]][1] * row["amount_fen"]
        for row in papers.rows("posting")
        if row["voucher"] in mine and written_on(row) <= until
    )
    return int(posted - said)


def _false(papers: Papers, ledger: Row, sheet: Row) -> bool:
    """Whether a sheet has other figures than its ledger, vouchers and statement make."""
    other, transit = (_books if sheet["kind"] == "books" else _bank)(papers, ledger["account"], ledger["period"])
    own = ledger["credit_fen"] if sheet["kind"] == "bank" else ledger["debit_fen"] - ledger["credit_fen"]
    said = sheet["ledger_fen"], sheet["other_fen"], sheet["transit_fen"], sheet["difference_fen"]
    return bool(said != (own, other, transit, own - other - transit))


def _books(papers: Papers, account: str, period: int) -> tuple[int, int]:
    """The month's vouchers, and what was posted in it of earlier ones."""
    vouchers = _vouchers(papers, account)
    other = sum(side * voucher["amount_fen"] for month, side, voucher in vouchers.values() if month == period)
    transit = sum(
        vouchers[row["voucher"]][1] * row["amount_fen"]
        for row in papers.rows("posting")
        if row["period"] == period and row["voucher"] in vouchers and vouchers[row["voucher"]][0] < period
    )
    return int(other), int(transit)


def _bank(papers: Papers, account: str, period: int) -> tuple[int, int]:
    """What the statement has of the account's slips in the month; and what the ledger and it have in different ones."""
    slips = papers.one("deposit")
    kind = "misc" if account == "misc" else "electricity"
    lines = {
        row["ref"]: row
        for row in papers.rows("bank_line")
        if row["kind"] == "deposit" and slips[row["ref"]]["kind"] == kind
    }
    stated = {ref: row for ref, row in lines.items() if _month(row["value_on"]) == period}
    vouchers = _vouchers(papers, account)
    handed = {
        _slip_of(papers, voucher): voucher for month, side, voucher in vouchers.values() if month == period and side < 0
    }
    transit = sum(voucher["amount_fen"] for slip, voucher in handed.items() if slip not in stated)
    transit -= sum(row["amount_fen"] for ref, row in stated.items() if ref not in handed)
    transit += sum(
        row["amount_fen"]
        for row in papers.rows("posting")
        if row["period"] == period and row["voucher"] in vouchers
        if vouchers[row["voucher"]][1] < 0 and vouchers[row["voucher"]][0] < period
    )
    return sum(row["amount_fen"] for row in stated.values()), int(transit)


def _slip_of(papers: Papers, voucher: Row) -> int:
    """The slip of a voucher: of its day, kind and number."""
    key = voucher["id"] // 32, voucher["id"] % 8
    kind = 0 if voucher["kind"] == "electricity" else 1
    return int((key[0] * 2 + kind) * 8 + key[1])
