"""The safe evening by evening: what counts find missing of cash and of cheques, and what they find again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.records import PAPERS, ids
from kaohe.standards.evidence.disagreements import Disagreement, Place
from kaohe.standards.ledger.cites import PROOF
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import DAY_MS, Flags, Ints, Rows, wide

CASH, CHEQUES = "cash_fen", "cheque_fen"
_OF_SAFE = ("5.2",)
_BOOK = {CASH: "closing_fen", CHEQUES: "cheque_fen"}


@dataclass(frozen=True)
class Evening:
    """A day of the journal with its counts that agree with it: rows, and what the last of them finds missing.

    sound: whether the journal adds up since the evening before.
    """

    day: int
    journal: int
    counts: tuple[int, ...]
    missing_fen: int
    sound: bool


@dataclass
class Loss:
    """What an evening finds missing beyond `before_fen`, and the parts that later evenings find again."""

    evening: Evening
    before_fen: int
    lost_fen: int
    found: list[tuple[Evening, int]] = field(default_factory=list)

    @property
    def open_fen(self) -> int:
        """Not found again."""
        return self.lost_fen - sum(fen for _, fen in self.found)


def losses(ledger: Ledger, kind: str, settle: Callable[[Sequence[Loss], Evening], None] | None = None) -> list[Loss]:
    """Each rise of what is missing of CASH or CHEQUES; a fall finds the oldest loss first.

    A count is held against the journal only where both agree on what should be there, and number and value of its
    cheques with each other; a rise only where the journal adds up in between: records that disagree show no loss.
    `settle` enters into the losses so far what other papers, up to an evening, say of them.
    """
    found: list[Loss] = []
    unexplained_fen = 0
    for evening in _evenings(ledger, kind):
        if settle is not None:
            settle(found, evening)
        before_fen = sum(loss.open_fen for loss in found)
        more_fen = evening.missing_fen - unexplained_fen - before_fen
        if not evening.sound:
            unexplained_fen += more_fen
        elif more_fen > 0:
            found.append(Loss(evening, before_fen + unexplained_fen, more_fen))
        else:
            _find(found, evening, -more_fen)
    return found


def missing_fen(ledger: Ledger, kind: str, journal: int, count: int) -> int:
    """What a count (row) finds less than the journal (row) says."""
    return int(ledger["cash_journal"][_BOOK[kind]][journal]) - int(ledger["safe_count"][kind][count])


def _find(losses: list[Loss], evening: Evening, found_fen: int) -> None:
    for loss in losses:
        part_fen = min(loss.open_fen, found_fen)
        if part_fen:
            loss.found.append((evening, part_fen))
        found_fen -= part_fen


def _evenings(ledger: Ledger, kind: str) -> Iterator[Evening]:
    """The counted days in order."""
    journal, counts = ledger["cash_journal"], ledger["safe_count"]
    counted = ledger.once(_counts_by_day)
    rows = ledger.once(_in_order)
    sound = True
    for row, adds_up in zip(rows.tolist(), (_cash if kind == CASH else _cheques)(ledger, rows).tolist(), strict=True):
        sound = sound and adds_up
        day = int(journal["on"][row])
        found = tuple(
            count for count in counted.get(day, ()) if counts["book_fen"][count] == journal["closing_fen"][row]
        )
        if kind == CHEQUES:
            found = tuple(count for count in found if _in_number(ledger, row, count))
        if found:
            yield Evening(day, row, found, missing_fen(ledger, kind, row, found[-1]), sound)
            sound = True


def _in_number(ledger: Ledger, journal: int, count: int) -> bool:
    """Whether as many cheques are missing as their amount says: some, none, or too many."""
    short = int(ledger["cash_journal"]["cheques_held"][journal]) - int(ledger["safe_count"]["cheques"][count])
    return bool(np.sign(short) == np.sign(missing_fen(ledger, CHEQUES, journal, count)))


def disagree_cash_journal(ledger: Ledger) -> list[Disagreement]:
    """Rows of the journal that do not follow from the one before and the cash handed in and banked since."""
    rows = ledger.once(_in_order)
    return _not_following(ledger, rows, _cash(ledger, rows), ("hand_in", "deposit"))


def disagree_cheques_held(ledger: Ledger) -> list[Disagreement]:
    """Rows of the journal whose cheques do not follow from the one before, the hand-ins and the register since."""
    rows = ledger.once(_in_order)
    return _not_following(ledger, rows, _cheques(ledger, rows), ("hand_in", "deposit", "cheque_log"))


def _not_following(ledger: Ledger, rows: Ints, adds_up: Flags, slips: Sequence[str]) -> list[Disagreement]:
    """Rows that do not add up, those next to each other as one, with the row before them; the slips written in between
    are in dispute too.
    """
    broken = np.flatnonzero(~adds_up)
    runs = [run for run in np.split(broken, np.flatnonzero(np.diff(broken) > 1) + 1) if len(run)]
    found = []
    for run in runs:
        span = rows[max(int(run[0]) - 1, 0) : int(run[-1]) + 1]
        cites = tuple(ledger.cites("cash_journal", span, PROOF))
        since = int(ledger["cash_journal"]["recorded_at"][span[0]]) if run[0] else -1
        until = int(ledger["cash_journal"]["recorded_at"][span[-1]])
        disputed = {(name, key) for name in slips for key in _between(ledger[name], since, until)}
        disputed |= {(cite.table, cite.row_key) for cite in cites}
        found.append(
            Disagreement(_OF_SAFE, cites, disputed=frozenset(disputed), places=_clerks_days(ledger, since, until))
        )
    return found


def _clerks_days(ledger: Ledger, since: int, until: int) -> frozenset[Place]:
    """The days of the clerks who took fees in between: what they handed in may be the row that is gone."""
    fees, key = ledger["fee_receipt"], PAPERS.thing("clerk_day").key
    rows = np.flatnonzero((fees["takings_on"] >= since // DAY_MS) & (fees["takings_on"] <= until // DAY_MS))
    days = key.pack(clerk=fees["staff"][rows], day=ids.day_number(wide(fees["takings_on"][rows])))
    return frozenset(("clerk_day", (day,)) for day in days.tolist())


def _between(slips: Rows, since: int, until: int) -> list[int]:
    """Keys of the slips written after one moment and up to another."""
    written = slips["recorded_at"]
    keys: list[int] = slips["id"][(written > since) & (written <= until)].tolist()
    return keys


def disagree_safe_count(ledger: Ledger) -> list[Disagreement]:
    """Counts that name another balance of the journal than it has, or whose cheques differ in number and value."""
    journal, counts = ledger["cash_journal"], ledger["safe_count"]
    found = []
    for row in ledger.once(_in_order).tolist():
        for count in ledger.once(_counts_by_day).get(int(journal["on"][row]), ()):
            if counts["book_fen"][count] != journal["closing_fen"][row] or not _in_number(ledger, row, count):
                cites = [*ledger.cites("safe_count", [count], PROOF), *ledger.cites("cash_journal", [row], PROOF)]
                found.append(Disagreement(_OF_SAFE, tuple(cites)))
    return found


def _counts_by_day(ledger: Ledger) -> Mapping[int, list[int]]:
    counts = ledger["safe_count"]
    rows = counts.where(counts["on"] == counts.days()).tolist()
    return {day: list(group) for day, group in groupby(rows, lambda row: int(counts["on"][row]))}


def _in_order(ledger: Ledger) -> Ints:
    """The journal's rows in order."""
    journal = ledger["cash_journal"]
    return journal.where(journal["on"] == journal.days())


def _cash(ledger: Ledger, rows: Ints) -> Flags:
    """Whether each row of the journal adds up: from the last closing, with the slips in between."""
    journal = ledger["cash_journal"]
    opening, closing = journal["opening_fen"][rows], journal["closing_fen"][rows]
    received, banked = journal["in_fen"][rows], journal["out_fen"][rows]
    adds_up: Flags = closing == opening + received - banked
    adds_up[1:] &= opening[1:] == closing[:-1]
    until = journal["recorded_at"][rows]
    adds_up &= received == _since(ledger["hand_in"], CASH, until)
    adds_up &= banked == _since(ledger["deposit"], CASH, until)
    return adds_up


def _cheques(ledger: Ledger, rows: Ints) -> Flags:
    """Whether the cheques held follow from the evening before: handed in, less those banked or stopped by the register.

    The register's lines are those of the slips.
    """
    journal, register = ledger["cash_journal"], ledger["cheque_log"]
    held, until = journal["cheque_fen"][rows], journal["recorded_at"][rows]
    gone = _since(register, "amount_fen", until, register.among("action", "deposited", "stopped"))
    adds_up: Flags = np.diff(held, prepend=0) == _since(ledger["hand_in"], CHEQUES, until) - gone
    lines = _since(register, "amount_fen", until, register.among("action", "deposited", "reissued"))
    adds_up &= lines == _since(ledger["deposit"], CHEQUES, until)
    return adds_up


def _since(slips: Rows, column: str, until: Ints, chosen: Flags | None = None) -> NDArray[np.int64]:
    """Sum of the slips written up to each moment, since the moment before it."""
    amounts = slips[column] if chosen is None else np.where(chosen, slips[column], 0)
    order = np.argsort(slips["recorded_at"], kind="stable")
    sums = np.append(0, np.cumsum(amounts[order], dtype=np.int64))
    return np.diff(sums[np.searchsorted(slips["recorded_at"][order], until, side="right")], prepend=0)
