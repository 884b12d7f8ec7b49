"""Takings of a day, by counter or clerk: receipts and closing, what was due to the cashier, when, and when it came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.evidence.findings import Inputs
from kaohe.standards.ledger.cites import Cite, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, Rows, at_rows, wide
from kaohe.standards.ledger.sheets import find

Int64s = NDArray[np.int64]
STUBS = ("receipt", "temp_receipt")
_DAY_BITS = 20


def day_key(holder: Ints, day: Ints) -> Int64s:
    """Counter or clerk and day as one number that sorts by both."""
    return (wide(holder) << _DAY_BITS) + wide(day)


def day_of(key: Int64s) -> Int64s:
    """Day of each key."""
    return key & ((1 << _DAY_BITS) - 1)


def holder_of(key: Int64s) -> Int64s:
    """Counter or clerk of each key."""
    return key >> _DAY_BITS


def key_parts(key: int) -> tuple[int, int]:
    """Counter or clerk, and day, of a key."""
    return key >> _DAY_BITS, key & ((1 << _DAY_BITS) - 1)


def totals(keys: Ints, groups: Ints, amounts: Ints) -> Int64s:
    """Sum of the amounts of each group (sorted keys); rows of no group are left out."""
    sums = np.zeros(len(groups), dtype=np.int64)
    at = find(groups, keys)
    np.add.at(sums, at[at >= 0], wide(amounts)[at >= 0])
    return sums


def row_of(rows: Rows, chosen: Flags, holder: str, groups: Ints) -> Ints:
    """The first row, among the chosen ones, of each (holder, takings_on) group; NONE where there is none."""
    found = rows.where(chosen)[::-1]
    result = np.full(len(groups), NONE)
    at = find(groups, day_key(rows[holder][found], rows["takings_on"][found]))
    result[at[at >= 0]] = found[at >= 0]
    return result


def written_on(rows: Rows, at: Ints) -> Ints:
    """Day on which each row was written; NONE where there is no row."""
    return at_rows(rows.days(), at)


def lawful_seals(ledger: Ledger, source: str) -> Flags:
    """Seals of a source (counter or registration) because the cashier was closed; no other reason moves a due day."""
    return ledger["seal"].among("source", source) & ledger["seal"].among("reason", "cashier_closed")


def due_days(ledger: Ledger, days: Ints, seal_rows: Ints) -> Int64s:
    """Day by which takings are due: their own; the next working day if sealed while the cashier was closed."""
    calendar = ledger.calendar
    sealed = (seal_rows >= 0) & (written_on(ledger["seal"], seal_rows) <= days)
    return np.where(sealed & ~calendar.is_working(days), calendar.working_after(days), wide(days))


@dataclass(frozen=True)
class Windows:
    """One entry per counter and day with receipts or a closing; rows are NONE where there is none.

    receipt_row: stubs, those of temporary receipts behind all others (`stub_cites`).
    """

    key: Int64s
    receipts: Int64s
    cash_fen: Int64s
    cheque_fen: Int64s
    close: Ints
    hand_in: Ints
    seal: Ints
    closed_on: Ints
    handed_on: Ints
    due_on: Int64s
    counterfeit_fen: Int64s
    receipt_row: Ints
    entry: Ints

    @property
    def day(self) -> Int64s:
        """Day of the takings."""
        return day_of(self.key)

    @property
    def total_fen(self) -> Int64s:
        """Takings by the stubs."""
        return self.cash_fen + self.cheque_fen

    def receipts_of(self, entries: Ints) -> dict[int, Ints]:
        """Receipts (rows) of each of some sorted entries."""
        at = find(entries, self.entry)
        chosen = np.flatnonzero(at >= 0)
        chosen = chosen[np.argsort(at[chosen], kind="stable")]
        bounds = np.searchsorted(at[chosen], np.arange(len(entries) + 1))
        rows = self.receipt_row[chosen]
        return {int(entry): rows[bounds[i] : bounds[i + 1]] for i, entry in enumerate(entries)}


def windows(ledger: Ledger) -> Windows:
    """All window-days up to `as_of`."""
    rows, entry, key, count, cash, cheque = _takings(ledger)
    closes, hand_ins, seals = ledger["day_close"], ledger["hand_in"], ledger["seal"]
    close = row_of(closes, closes["takings_on"] <= ledger.as_of, "counter", key)
    handed = row_of(hand_ins, hand_ins.among("source", "counter"), "counter", key)
    seal = row_of(seals, lawful_seals(ledger, "counter"), "counter", key)
    handed_on = written_on(hand_ins, handed)
    return Windows(
        key,
        count,
        cash,
        cheque,
        close,
        handed,
        seal,
        written_on(closes, close),
        handed_on,
        due_days(ledger, day_of(key), seal),
        _counterfeit(ledger, key, handed_on, at_rows(hand_ins["staff"], handed)),
        rows,
        entry,
    )


def _counterfeit(ledger: Ledger, key: Int64s, handed_on: Ints, collector: Ints) -> Int64s:
    """Notes registered as counterfeit by the day of the hand-in, by another than who brought it: they were received."""
    shortages = ledger["shortage"]
    rows = np.flatnonzero(shortages.among("action", "counterfeit"))
    at = find(key, day_key(shortages["counter"][rows], shortages["takings_on"][rows]))
    rows, at = rows[at >= 0], at[at >= 0]
    lawful = (shortages.days()[rows] <= handed_on[at]) & (shortages["staff"][rows] != collector[at])
    sums = np.zeros(len(key), dtype=np.int64)
    np.add.at(sums, at[lawful], wide(shortages["amount_fen"])[rows[lawful]])
    return sums


@dataclass(frozen=True)
class Missing:
    """Received and not handed in: what is missing still (None: nothing was handed in), and what was made good later.

    What was made good on the day of the hand-in was never missing. rows: of the register of cash differences.
    """

    open_fen: int | None
    made_good: tuple[Part, ...]
    rows: Ints


def missing(ledger: Ledger, days: Windows, at: int, from_on: int) -> Missing:
    """What is missing of a window-day; what was made good later is late from a day on."""
    shortages, row = ledger["shortage"], int(days.hand_in[at])
    counter, day = key_parts(int(days.key[at]))
    rows = shortages.where((shortages["counter"] == counter) & (shortages["takings_on"] == day))
    if row == NONE:
        return Missing(None, (), rows)
    handed_fen = int(ledger["hand_in"]["total_fen"][row]) + int(days.counterfeit_fen[at])
    open_fen = max(int(days.total_fen[at]) - handed_fen, 0)
    parts = []
    for good in rows[shortages.among("action", "made_good")[rows]].tolist():
        paid_fen = min(int(shortages["amount_fen"][good]), open_fen)
        open_fen -= paid_fen
        if paid_fen and shortages.day(good) > days.handed_on[at]:
            parts.append(ledger.part(paid_fen, from_on, shortages.day(good), own=True))
    return Missing(open_fen, tuple(parts), rows)


def inputs_of(days: Windows, at: int) -> Inputs:
    """What was taken on a window-day, and what of it was counterfeit."""
    taken = {"takings_fen": int(days.total_fen[at]), "receipts": int(days.receipts[at])}
    counterfeit_fen = int(days.counterfeit_fen[at])
    return {**taken, "counterfeit_fen": counterfeit_fen} if counterfeit_fen else taken


def lost(ledger: Ledger) -> Flags:
    """Window-days whose closing has what the stubs have, and whose hand-in has less: money lost on the way (4.2)."""
    days, closes, hand_ins = ledger.once(windows), ledger["day_close"], ledger["hand_in"]
    right = (days.close >= 0) & ~differs(closes, days.close, days.cash_fen, days.cheque_fen)
    right &= at_rows(closes["receipts"], days.close) == days.receipts
    handed_fen = wide(at_rows(hand_ins["total_fen"], days.hand_in))
    less: Flags = right & (days.hand_in >= 0) & (handed_fen < days.total_fen - days.counterfeit_fen)
    return less


def taken(ledger: Ledger) -> Flags:
    """Receipts for cash or cheques taken at a counter, whose closing day has come."""
    receipts = ledger["receipt"]
    at_counter = (receipts["counter"] >= 0) & (receipts["takings_on"] <= ledger.as_of)
    return at_counter & receipts.among("tender", "cash", "cheque", "promissory_note")


def differs(rows: Rows, at: Ints, cash_fen: Int64s, cheque_fen: Int64s) -> Flags:
    """Where a row states other sums than those, or a total that is not theirs; false where there is no row."""
    if not len(rows):
        return np.zeros(len(at), dtype=np.bool_)
    other: Flags = (rows["cash_fen"][at] != cash_fen) | (rows["cheque_fen"][at] != cheque_fen)
    other |= rows["total_fen"][at] != cash_fen + cheque_fen
    return other & (at >= 0)


def _temporary(ledger: Ledger) -> Ints:
    """Temporary receipts (rows) whose closing day has come."""
    return np.flatnonzero(ledger["temp_receipt"]["takings_on"] <= ledger.as_of)


def stub_cites(ledger: Ledger, stubs: Ints, role: str) -> list[Cite]:
    """Citations of stubs: receipts (rows), and temporary receipts, whose rows stand behind all of those."""
    receipts = len(ledger["receipt"])
    own = ledger.cites("receipt", stubs[stubs < receipts], role)
    return own + ledger.cites("temp_receipt", stubs[stubs >= receipts] - receipts, role)


def stubs_of(ledger: Ledger, stubs: Ints) -> tuple[Int64s, Int64s, Flags]:
    """When each was written (ms), its amount without a charge, and whether it was paid in cash."""
    written, fen, in_cash = ledger.once(_every_stub)
    return written[stubs], fen[stubs], in_cash[stubs]


def _every_stub(ledger: Ledger) -> tuple[Int64s, Int64s, Flags]:
    receipts, temporary = ledger["receipt"], ledger["temp_receipt"]
    written = np.concatenate([wide(receipts["recorded_at"]), wide(temporary["recorded_at"])])
    fen = np.concatenate([wide(receipts["amount_fen"]), wide(temporary["amount_fen"])])
    in_cash = np.concatenate([receipts.among("tender", "cash"), np.ones(len(temporary), np.bool_)])
    return written, fen, in_cash


def _takings(ledger: Ledger) -> tuple[Ints, Ints, Int64s, Int64s, Int64s, Int64s]:
    """Receipts, the entry of each; key, number and sums of each entry."""
    receipts, closes, others = ledger["receipt"], ledger["day_close"], ledger["temp_receipt"]
    own, closed = np.flatnonzero(taken(ledger)), np.flatnonzero(closes["takings_on"] <= ledger.as_of)
    temporary = _temporary(ledger)
    counters = wide(np.concatenate([receipts["counter"][own], others["counter"][temporary], closes["counter"][closed]]))
    days = wide(
        np.concatenate([receipts["takings_on"][own], others["takings_on"][temporary], closes["takings_on"][closed]])
    )
    rows = np.concatenate([own, len(receipts) + temporary])
    first = int(days.min(initial=0 if not len(days) else int(days[0])))
    width = int(days.max(initial=first)) - first + 1
    cell = counters * width + (days - first)
    there = np.zeros(int(cell.max(initial=-1)) + 1, dtype=np.bool_)
    there[cell] = True
    cells = np.flatnonzero(there)
    entry = (np.cumsum(there, dtype=np.int32) - 1)[cell[: len(rows)]]
    key = day_key(cells // width, cells % width + first)
    return rows, entry, key, *_sums(ledger, own, temporary, entry, len(cells))


def _sums(ledger: Ledger, rows: Ints, temporary: Ints, entry: Ints, entries: int) -> tuple[Int64s, Int64s, Int64s]:
    own = wide(ledger["receipt"]["amount_fen"][rows]) + _charged(ledger, rows)
    amount = np.concatenate([own, wide(ledger["temp_receipt"]["amount_fen"][temporary])])
    in_cash = np.concatenate([ledger["receipt"].among("tender", "cash")[rows], np.ones(len(temporary), np.bool_)])
    cash, cheque = np.zeros(entries, dtype=np.int64), np.zeros(entries, dtype=np.int64)
    np.add.at(cash, entry, np.where(in_cash, amount, 0))
    np.add.at(cheque, entry, np.where(in_cash, 0, amount))
    return np.bincount(entry, minlength=entries), cash, cheque


def charges_of(ledger: Ledger, receipts: Ints) -> Ints:
    """The late-payment charges (rows) on some receipts (rows)."""
    charges, own = ledger["late_charge"], receipts[receipts < len(ledger["receipt"])]
    return np.flatnonzero(np.isin(charges["receipt"], ledger["receipt"]["id"][own]))


def _charged(ledger: Ledger, rows: Ints) -> Int64s:
    """What was taken with each receipt beside its bill: the late-payment charge on it."""
    charges = ledger["late_charge"]
    if not len(charges):
        return np.zeros(len(rows), dtype=np.int64)
    of, place = np.unique(charges["receipt"], return_inverse=True)
    fen = np.zeros(len(of), dtype=np.int64)
    np.add.at(fen, place, wide(charges["amount_fen"]))
    at = find(of, ledger["receipt"]["id"][rows])
    return np.where(at >= 0, fen[at], 0)
