"""Safe days (5.2): less cash, or fewer cheques, in the safe than the cash journal says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.cashier.bank_due import due_days
from kaohe.standards.evidence.cashier.lost_cheques import Lost, lost_cheques
from kaohe.standards.evidence.cashier.safe_counts import CASH, CHEQUES, Evening, Loss, losses, missing_fen
from kaohe.standards.evidence.findings import Broken, Inputs, shown
from kaohe.standards.ledger.cites import ACT, DUTY, LATE, PROOF, Cite, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags

CHEQUE, BOTH = "cheque", "both"
_RECENT = 8  # bank days short of cash that are tried together


class _Missed(NamedTuple):
    """What an evening misses: cash, cheques or both; the day from which cash counts as late."""

    evening: Evening
    cash: Loss | None
    cheques: tuple[Loss, Lost] | None
    since: int = 0

    @property
    def open_fen(self) -> int:
        """Missing still."""
        cash_fen = 0 if self.cash is None else self.cash.open_fen
        return cash_fen + (0 if self.cheques is None else self.cheques[1].open_fen)

    @property
    def late(self) -> list[tuple[int, int]]:
        """What came back: sums, and days for which they were missing."""
        cash = [] if self.cash is None else [(fen, found.day - self.since) for found, fen in self.cash.found]
        return cash + ([] if self.cheques is None else list(self.cheques[1].late))


def clause_5_2(ledger: Ledger) -> list[Broken]:
    """Evenings on which the safe is counted short of the journal by more than was missing before.

    Cash is missing until a count finds it; cheques, which the register tells apart, until they are found or stopped.
    What came back was late, from the day on which it was due at the bank: cash from that day if a slip lacks just it,
    else from the evening that missed it.
    """
    by_day = {loss.evening.day: _Missed(loss.evening, loss, None) for loss in losses(ledger, CASH)}
    for loss, lost in ledger.once(lost_cheques):
        missed = by_day.get(loss.evening.day, _Missed(loss.evening, None, None))
        by_day[loss.evening.day] = missed._replace(cheques=(loss, lost))
    return [_broken(ledger, by_day[day]) for day in sorted(by_day)]


def _broken(ledger: Ledger, missed: _Missed) -> Broken:
    evening, cash_days = missed.evening, _cash_days(ledger, missed)
    missed = missed._replace(since=cash_days[0] if len(cash_days) == 1 else evening.day)
    cashier = int(ledger["cash_journal"]["staff"][evening.journal])
    count = next(row for row in evening.counts if _shows(ledger, missed, row))
    counter = int(ledger["safe_count"]["staff"][count])
    return shown(
        "money",
        sign="" if missed.cheques is None else CHEQUE if missed.cash is None else BOTH,
        staff=cashier,
        object_id=ids.day_number(evening.day),
        occurred_on=evening.day,
        finder=NONE if counter == cashier else counter,
        cites=_cites(ledger, missed, count, cash_days),
        amount_fen=missed.open_fen,
        made_good=[Part(fen, days) for fen, days in missed.late],
        loss_fen=missed.open_fen,
        caused_fen=sum(loss.lost_fen for _, loss in _losses(missed)),
        inputs={**_cash_inputs(ledger, missed, count), **_cheque_inputs(ledger, missed, count)},
    )


def _losses(missed: _Missed) -> Iterable[tuple[str, Loss]]:
    if missed.cash is not None:
        yield CASH, missed.cash
    if missed.cheques is not None:
        yield CHEQUES, missed.cheques[0]


def _shows(ledger: Ledger, missed: _Missed, count: int) -> bool:
    """Whether a count of the evening finds missing what its last one does."""
    return all(
        missing_fen(ledger, kind, loss.evening.journal, count) >= loss.evening.missing_fen
        for kind, loss in _losses(missed)
    )


def _cash_inputs(ledger: Ledger, missed: _Missed, count: int) -> Inputs:
    if missed.cash is None:
        return {}
    return {
        "book_fen": int(ledger["safe_count"]["book_fen"][count]),
        "counted_fen": int(ledger["safe_count"]["cash_fen"][count]),
        "missing_before_fen": missed.cash.before_fen,
        "newly_missing_fen": missed.cash.lost_fen,
    }


def _cheque_inputs(ledger: Ledger, missed: _Missed, count: int) -> Inputs:
    if missed.cheques is None:
        return {}
    loss, lost = missed.cheques
    return {
        "cheques_book_fen": int(ledger["cash_journal"]["cheque_fen"][loss.evening.journal]),
        "cheques_counted_fen": int(ledger["safe_count"]["cheque_fen"][count]),
        "cheques_missing_before_fen": loss.before_fen,
        "cheques_newly_missing_fen": loss.lost_fen,
        "cheques_stopped_fen": lost.stopped_fen,
    }


def _cites(ledger: Ledger, missed: _Missed, count: int, cash_days: Sequence[int]) -> list[Cite]:
    again = {found.counts[-1] for _, loss in _losses(missed) for found, _ in loss.found}
    return [
        *ledger.cites("safe_count", [count], ACT),
        *ledger.cites("cash_journal", [missed.evening.journal], DUTY),
        *([] if missed.cheques is None else _cheque_cites(ledger, missed.cheques[1])),
        *_kept_back(ledger, missed, cash_days),
        *ledger.cites("safe_count", again, LATE),
    ]


def _cheque_cites(ledger: Ledger, lost: Lost) -> list[Cite]:
    """The cheques, and what the register says of them, which names the slips with which they came to the bank."""
    return [
        *ledger.cites("cheque", [fate.cheque for fate in lost.fates], PROOF),
        *ledger.cites("cheque_log", [row for fate in lost.fates for row in fate.log], LATE),
    ]


def _kept_back(ledger: Ledger, missed: _Missed, cash_days: Sequence[int]) -> list[Cite]:
    """Hand-ins and slips, up to that evening, of the bank days that lack just the cash that is missing.

    Cheques that a count misses are no part of what a slip owes (5.4): what else its day lacks is another act.
    """
    _, banked = _until(ledger, missed)
    due, cites = ledger.once(due_days), list[Cite]()
    for day in cash_days:
        cites += ledger.cites("hand_in", ledger["hand_in"].where(due == day), PROOF)
        cites += ledger.cites("deposit", ledger["deposit"].where(banked & (ledger["deposit"]["due_on"] == day)), PROOF)
    return cites


def _until(ledger: Ledger, missed: _Missed) -> tuple[Flags, Flags]:
    """Hand-ins due, and slips written, by an evening."""
    day = missed.evening.day
    return ledger.once(due_days) <= day, ledger["deposit"].days() <= day


def _cash_days(ledger: Ledger, missed: _Missed) -> tuple[int, ...]:
    """The fewest bank days, the latest first, of which together just the missing cash was kept back."""
    if missed.cash is None:
        return ()
    lost = _lost_by_due_day(ledger, missed)
    handed, banked = _until(ledger, missed)
    kept: dict[int, int] = {}
    for day in np.unique(ledger.once(due_days)[handed])[::-1].tolist():
        fen = _kept_fen(ledger, day, "cash_fen", handed, banked)
        if fen > 0 and _kept_fen(ledger, day, "cheque_fen", handed, banked) in (0, lost.get(day, 0)):
            kept[day] = fen
        if fen == missed.cash.lost_fen and day in kept:
            return (day,)
    recent = list(kept)[:_RECENT]
    several = (some for size in (2, 3) for some in combinations(recent, size))
    return next((some for some in several if sum(kept[day] for day in some) == missed.cash.lost_fen), ())


def _lost_by_due_day(ledger: Ledger, missed: _Missed) -> Mapping[int, int]:
    """The cheques missing that were due by that evening: their sum by due day."""
    sums: dict[int, int] = {}
    for fate in () if missed.cheques is None else missed.cheques[1].fates:
        if fate.due_on <= missed.evening.day:
            sums[fate.due_on] = sums.get(fate.due_on, 0) + int(ledger["cheque"]["amount_fen"][fate.cheque])
    return sums


def _kept_fen(ledger: Ledger, day: int, column: str, handed: Flags, banked: Flags) -> int:
    """What was handed in for a bank day and stood on none of its slips."""
    hand_ins, deposits = ledger["hand_in"], ledger["deposit"]
    received = hand_ins[column][handed & (ledger.once(due_days) == day)].sum()
    return int(received) - int(deposits[column][banked & (deposits["due_on"] == day)].sum())
