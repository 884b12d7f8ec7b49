"""Safe days (5.2): less cash, or fewer cheques, in the safe than the cash journal says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


class _Missed(NamedTuple):
    """What an evening misses: cash, cheques or both."""

    evening: Evening
    cash: Loss | None
    cheques: tuple[Loss, Lost] | None

    @property
    def open_fen(self) -> int:
        """Missing still."""
        cash_fen = 0 if self.cash is None else self.cash.open_fen
        return cash_fen + (0 if self.cheques is None else self.cheques[1].open_fen)

    @property
    def late(self) -> list[tuple[int, int]]:
        """What came back: sums, and days for which they were missing."""
        day = self.evening.day
        cash = [] if self.cash is None else [(fen, found.day - day) for found, fen in self.cash.found]
        return cash + ([] if self.cheques is None else list(self.cheques[1].late))


def clause_5_2(ledger: Ledger) -> list[Broken]:
    """Evenings on which the safe is counted short of the journal by more than was missing before.

    Cash is missing until a count finds it; cheques, which the register tells apart, until they are found or stopped.
    Cheques that were found or reissued came late, from the day on which they were due at the bank.
    """
    by_day = {loss.evening.day: _Missed(loss.evening, loss, None) for loss in losses(ledger, CASH)}
    for loss, lost in ledger.once(lost_cheques):
        missed = by_day.get(loss.evening.day, _Missed(loss.evening, None, None))
        by_day[loss.evening.day] = missed._replace(cheques=(loss, lost))
    return [_broken(ledger, by_day[day]) for day in sorted(by_day)]


def _broken(ledger: Ledger, missed: _Missed) -> Broken:
    evening = missed.evening
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
        cites=_cites(ledger, missed, count),
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


def _cites(ledger: Ledger, missed: _Missed, count: int) -> list[Cite]:
    again = {found.counts[-1] for _, loss in _losses(missed) for found, _ in loss.found}
    return [
        *ledger.cites("safe_count", [count], ACT),
        *ledger.cites("cash_journal", [missed.evening.journal], DUTY),
        *([] if missed.cheques is None else _cheque_cites(ledger, missed.cheques[1])),
        *_kept_back(ledger, missed),
        *ledger.cites("safe_count", again, LATE),
    ]


def _cheque_cites(ledger: Ledger, lost: Lost) -> list[Cite]:
    """The cheques, and what the register says of them, which names the slips with which they came to the bank."""
    return [
        *ledger.cites("cheque", [fate.cheque for fate in lost.fates], PROOF),
        *ledger.cites("cheque_log", [row for fate in lost.fates for row in fate.log], LATE),
    ]


def _kept_back(ledger: Ledger, missed: _Missed) -> list[Cite]:
    """Hand-ins and slips, up to that evening, of the bank days that lack just what is missing."""
    handed, banked = ledger.once(due_days), ledger["deposit"]["due_on"]
    until = ledger["deposit"].days() <= missed.evening.day
    days = _days_short(ledger, missed, handed <= missed.evening.day, until)
    cites: list[Cite] = []
    for day in days:
        cites += ledger.cites("hand_in", ledger["hand_in"].where(handed == day), PROOF)
        cites += ledger.cites("deposit", ledger["deposit"].where(until & (banked == day)), PROOF)
    return cites


def _days_short(ledger: Ledger, missed: _Missed, handed: Flags, banked: Flags) -> Sequence[int]:
    """Bank days of which the cash missing, and each cheque, was kept back, and nothing besides."""
    lost = _lost_by_due_day(ledger, missed)
    found = [day for day, fen in lost.items() if _kept_fen(ledger, day, "cheque_fen", handed, banked) == fen]
    if missed.cash is None:
        return [day for day in found if _kept_fen(ledger, day, "cash_fen", handed, banked) == 0]
    due = ledger.once(due_days)
    for day in np.unique(due[handed])[::-1].tolist():
        of_cash = _kept_fen(ledger, day, "cash_fen", handed, banked)
        of_cheques = _kept_fen(ledger, day, "cheque_fen", handed, banked)
        if of_cash == missed.cash.lost_fen and of_cheques in (0, lost.get(day, 0)):
            return [day, *(each for each in found if each != day)]
    return [day for day in found if _kept_fen(ledger, day, "cash_fen", handed, banked) == 0]


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
