"""Safe days (5.2): less in the safe than the cash journal says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import ids
from kaohe.standards.evidence.cashier.bank_days import due_days
from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.ledger.cites import ACT, DUTY, LATE, PROOF, Cite, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, Rows


@dataclass(frozen=True)
class _Evening:
    """A day of the journal with its counts that agree with it: rows, and what the last of them finds missing.

    sound: whether the journal adds up since the evening before.
    """

    day: int
    journal: int
    counts: tuple[int, ...]
    missing_fen: int
    sound: bool


@dataclass
class _Loss:
    """What an evening finds missing beyond `before_fen`, and the parts that later evenings find again."""

    evening: _Evening
    before_fen: int
    lost_fen: int
    found: list[tuple[_Evening, int]] = field(default_factory=list)

    @property
    def open_fen(self) -> int:
        """Not found again."""
        return self.lost_fen - sum(fen for _, fen in self.found)


def clause_5_2(ledger: Ledger) -> list[Broken]:
    """Evenings on which the safe is counted short of the journal by more than was missing before.

    A count is held against the journal only where both agree on what should be there, and a rise only where the journal
    adds up in between: records that contradict each other show no loss.
    """
    return [_broken(ledger, loss) for loss in _losses(_evenings(ledger))]


def _evenings(ledger: Ledger) -> Iterator[_Evening]:
    """The counted days in order."""
    journal, counts = ledger["cash_journal"], ledger["safe_count"]
    counted = _counts_by_day(ledger)
    sound = True
    for row, adds_up in zip(*_in_order(ledger), strict=True):
        sound = sound and adds_up
        day = int(journal["on"][row])
        found = tuple(
            count for count in counted.get(day, ()) if counts["book_fen"][count] == journal["closing_fen"][row]
        )
        if found:
            yield _Evening(day, row, found, _missing(counts, found[-1]), sound)
            sound = True


def _missing(counts: Rows, count: int) -> int:
    return int(counts["book_fen"][count]) - int(counts["cash_fen"][count])


def _counts_by_day(ledger: Ledger) -> Mapping[int, list[int]]:
    counts = ledger["safe_count"]
    rows = counts.where(counts["on"] == counts.days()).tolist()
    return {day: list(group) for day, group in groupby(rows, lambda row: int(counts["on"][row]))}


def _in_order(ledger: Ledger) -> tuple[list[int], list[bool]]:
    """The journal's rows in order, and whether each adds up: from the last closing, with the slips in between."""
    journal = ledger["cash_journal"]
    rows = journal.where(journal["on"] == journal.days())
    opening, closing = journal["opening_fen"][rows], journal["closing_fen"][rows]
    received, banked = journal["in_fen"][rows], journal["out_fen"][rows]
    adds_up = closing == opening + received - banked
    adds_up[1:] &= opening[1:] == closing[:-1]
    until = journal["recorded_at"][rows]
    adds_up &= received == _cash_since(ledger["hand_in"], until)
    adds_up &= banked == _cash_since(ledger["deposit"], until)
    return rows.tolist(), adds_up.tolist()


def _cash_since(slips: Rows, until: Ints) -> NDArray[np.int64]:
    """Cash of the slips written up to each moment, since the moment before it."""
    order = np.argsort(slips["recorded_at"], kind="stable")
    sums = np.append(0, np.cumsum(slips["cash_fen"][order], dtype=np.int64))
    return np.diff(sums[np.searchsorted(slips["recorded_at"][order], until, side="right")], prepend=0)


def _losses(evenings: Iterator[_Evening]) -> list[_Loss]:
    """Each rise of what is missing; a fall finds the oldest loss first. What no sound journal bears out is neither."""
    losses: list[_Loss] = []
    unexplained_fen = 0
    for evening in evenings:
        before_fen = sum(loss.open_fen for loss in losses)
        more_fen = evening.missing_fen - unexplained_fen - before_fen
        if not evening.sound:
            unexplained_fen += more_fen
        elif more_fen > 0:
            losses.append(_Loss(evening, before_fen + unexplained_fen, more_fen))
        else:
            _find(losses, evening, -more_fen)
    return losses


def _find(losses: list[_Loss], evening: _Evening, found_fen: int) -> None:
    for loss in losses:
        part_fen = min(loss.open_fen, found_fen)
        if part_fen:
            loss.found.append((evening, part_fen))
        found_fen -= part_fen


def _broken(ledger: Ledger, loss: _Loss) -> Broken:
    counts, evening = ledger["safe_count"], loss.evening
    cashier = int(ledger["cash_journal"]["staff"][evening.journal])
    count = next(row for row in evening.counts if _missing(counts, row) >= evening.missing_fen)
    counter = int(counts["staff"][count])
    return shown(
        "money",
        staff=cashier,
        object_id=ids.day_number(evening.day),
        occurred_on=evening.day,
        finder=NONE if counter == cashier else counter,
        cites=_cites(ledger, loss, count),
        amount_fen=loss.open_fen,
        made_good=[Part(fen, found.day - evening.day, ledger.as_of - evening.day) for found, fen in loss.found],
        loss_fen=loss.open_fen,
        inputs={
            "book_fen": int(counts["book_fen"][count]),
            "counted_fen": int(counts["cash_fen"][count]),
            "missing_before_fen": loss.before_fen,
            "newly_missing_fen": loss.lost_fen,
        },
    )


def _cites(ledger: Ledger, loss: _Loss, count: int) -> list[Cite]:
    again = [found.counts[-1] for found, _ in loss.found]
    return [
        *ledger.cites("safe_count", [count], ACT),
        *ledger.cites("cash_journal", [loss.evening.journal], DUTY),
        *_kept_back(ledger, loss),
        *ledger.cites("safe_count", again, LATE),
    ]


def _kept_back(ledger: Ledger, loss: _Loss) -> list[Cite]:
    """Hand-ins and deposits of the last bank day whose cash was not banked by just the sum that is missing."""
    hand_ins, deposits, day = ledger["hand_in"], ledger["deposit"], loss.evening.day
    due = ledger.once(due_days)
    handed, banked = due <= day, (deposits["due_on"] <= day) & (deposits.days() <= day)
    for due_on in np.unique(due[handed])[::-1].tolist():
        of_day = handed & (due == due_on), banked & (deposits["due_on"] == due_on)
        kept_fen = int(hand_ins["cash_fen"][of_day[0]].sum()) - int(deposits["cash_fen"][of_day[1]].sum())
        if kept_fen == loss.lost_fen:
            slips = ledger.cites("deposit", deposits.where(of_day[1]), PROOF)
            return ledger.cites("hand_in", hand_ins.where(of_day[0]), PROOF) + slips
    return []
