"""Window-days (4.1): takings that were not closed and handed in on their day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Broken, Inputs, Worth, missed, shown
from kaohe.standards.evidence.on_duty import of_counter
from kaohe.standards.evidence.takings import (
    STUBS,
    Windows,
    charges_of,
    differs,
    inputs_of,
    key_parts,
    lost,
    missing,
    stub_cites,
    stubs_of,
    windows,
)
from kaohe.standards.ledger.cites import ACT, DUTY, PROOF, Cite, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, Rows, at_rows


def clause_4_1(ledger: Ledger) -> list[Broken]:
    """Window-days closed late, not at all or unbalanced, or not handed in by their due day.

    Takings after the first close belong to the next closing.
    Sealed while the cashier is closed, they are due the next working day.
    """
    days = ledger.once(windows)
    signs = _signs(ledger, days)
    broken = np.flatnonzero(np.logical_or.reduce([flags for flags, _ in signs]))
    return [_window_day(ledger, days, at, signs, receipts) for at, receipts in days.receipts_of(broken).items()]


Sign = tuple[Flags, Ints]


_UNCLOSED, _MISCLOSED, _UNHANDED = 0, 1, 3


def _signs(ledger: Ledger, days: Windows) -> list[Sign]:
    """What shows a broken day, and since when: not closed; closed or handed in otherwise; not handed in."""
    closes, hand_ins = ledger["day_close"], ledger["hand_in"]
    closed = (days.close >= 0) & (days.closed_on <= days.day)
    unclosed_on = ledger.calendar.working_after(days.day)
    handed = (days.hand_in >= 0) & (days.handed_on <= days.due_on)
    unhanded_on = ledger.calendar.working_after(days.due_on)
    return [
        ((days.receipts > 0) & ~closed & (unclosed_on <= ledger.as_of), unclosed_on),
        (differs(closes, days.close, days.cash_fen, days.cheque_fen) | _miscounted(closes, days), days.closed_on),
        (_short(ledger, hand_ins, days), days.handed_on),
        ((days.receipts > 0) & ~handed & (unhanded_on <= ledger.as_of), unhanded_on),
    ]


def _short(ledger: Ledger, hand_ins: Rows, days: Windows) -> Flags:
    """Where something else was handed in than the stubs have, and the closing does not say that it was there (4.2)."""
    other = differs(hand_ins, days.hand_in, days.cash_fen - days.counterfeit_fen, days.cheque_fen)
    return other & ~ledger.once(lost)


def _miscounted(closes: Rows, days: Windows) -> Flags:
    """Where a closing has another number of receipts than there are."""
    other: Flags = (days.close >= 0) & (at_rows(closes["receipts"], days.close) != days.receipts)
    return other


def _window_day(ledger: Ledger, days: Windows, at: int, signs: list[Sign], receipts: Ints) -> Broken:
    counter, day = key_parts(int(days.key[at]))
    discovered_on, sign = min((int(on[at]), number) for number, (flags, on) in enumerate(signs) if flags[at])
    limit = sign in (_UNCLOSED, _UNHANDED)
    short, parts = missing(ledger, days, at, int(days.due_on[at])), _parts(ledger, days, at)
    if ledger.once(lost)[at]:
        short = replace(short, open_fen=0, made_good=())
    cites = _cites(ledger, days, at, receipts, short.rows, discovered_on)
    (who, rostered), what = _collector(ledger, days, at, cites), ids.counter_day_id(counter, ids.day_number(day))
    cites += rostered
    if not limit and (before := _short_before(ledger, counter, day, receipts)) is not None:
        who, cites = int(ledger["counter_handover"]["handed_by"][before]), [*cites, _handed(ledger, before)]
    worth = Worth(
        amount_fen=short.open_fen,
        parts=parts,
        made_good=short.made_good,
        loss_fen=short.open_fen or 0,
        inputs={**inputs_of(days, at), **(_closed_otherwise(ledger, days, at) if sign == _MISCLOSED else {})},
    )
    limb = "late" if parts or (limit and not short.made_good and not short.open_fen) else "difference"
    if limit:
        return missed(limb, staff=who, object_id=what, missed_on=discovered_on, cites=cites, **worth)
    return shown(limb, staff=who, object_id=what, occurred_on=day, cites=cites, **worth)


def _closed_otherwise(ledger: Ledger, days: Windows, at: int) -> Inputs:
    """What a closing says beside what the stubs have, so that the wrong figure can be seen."""
    row, closes = int(days.close[at]), ledger["day_close"]
    stubs = {"receipts": days.receipts, "cash_fen": days.cash_fen, "cheque_fen": days.cheque_fen}
    said = {f"closing_{name}": int(closes[name][row]) for name in (*stubs, "total_fen")}
    return said | {f"stubs_{name}": int(of[at]) for name, of in stubs.items()}


def _short_before(ledger: Ledger, counter: int, day: int, receipts: Ints) -> int | None:
    """The first hand-over (row) of a counter that has less cash, or cheques, than the stubs written by then: what was
    missing there is his who handed over, not his who took over, counted and closed.
    """
    rows = ledger["counter_handover"]
    if not len(rows):
        return None
    written, fen, in_cash = stubs_of(ledger, receipts)
    for row in rows.where((rows["counter"] == counter) & (rows["takings_on"] == day)).tolist():
        by_then = written < rows["recorded_at"][row]
        cash_fen, cheque_fen = int(fen[by_then & in_cash].sum()), int(fen[by_then & ~in_cash].sum())
        if rows["cash_fen"][row] < cash_fen or rows["cheque_fen"][row] < cheque_fen:
            return int(row)
    return None


def _handed(ledger: Ledger, row: int) -> Cite:
    return ledger.cite("counter_handover", row, PROOF)


def _parts(ledger: Ledger, days: Windows, at: int) -> tuple[Part, ...]:
    row, due_on, in_on = int(days.hand_in[at]), int(days.due_on[at]), int(days.handed_on[at])
    if row == NONE:
        owed_fen = int(days.total_fen[at]) if due_on <= ledger.as_of else 0
        return (ledger.part(owed_fen, due_on, NONE, own=True),) if owed_fen else ()
    handed_fen = int(ledger["hand_in"]["total_fen"][row])
    return (ledger.part(handed_fen, due_on, in_on, own=True),) if in_on > due_on else ()


def _cites(ledger: Ledger, days: Windows, at: int, receipts: Ints, shortages: Ints, discovered_on: int) -> list[Cite]:
    checks = ledger["window_check"]
    counter, day = key_parts(int(days.key[at]))
    checked = checks.where((checks["counter"] == counter) & (checks["takings_on"] == day))
    single = (("seal", days.seal[at]), ("day_close", days.close[at]), ("hand_in", days.hand_in[at]))
    return [
        *stub_cites(ledger, receipts, DUTY),
        *ledger.cites("late_charge", charges_of(ledger, receipts), DUTY),
        ledger.cite_rule("closing.first_close", day),
        *ledger.cite_days(day, ledger.calendar.next_working(int(days.due_on[at]))),
        *(cite for table, row in single for cite in ledger.cites(table, [row], ACT, until=discovered_on)),
        *ledger.cites("window_check", checked, PROOF, until=discovered_on),
        *ledger.cites("shortage", shortages, PROOF, until=discovered_on),
    ]


def _collector(ledger: Ledger, days: Windows, at: int, cites: list[Cite]) -> tuple[int, list[Cite]]:
    """Who closed the day; if nobody did, who wrote its last receipt. Where a roster says who was at the counter at the
    hour of the closing, a closing that did not come that day is his (cited).
    """
    (counter, day), close = key_parts(int(days.key[at])), int(days.close[at])
    closer = NONE if close == NONE else int(ledger["day_close"]["staff"][close])
    if closer == NONE:
        receipts = [(cite.recorded_at, cite.row_key, cite.staff) for cite in cites if cite.table in STUBS]
        closer = max(receipts)[2] if receipts else NONE
    if close != NONE and days.closed_on[at] == day:
        return closer, []
    minute = int(ledger.limits.clock_ms("closing.first_close", np.array([day]))[0]) // 60_000
    return ledger.duty.at_counter(counter, day, minute, closer), of_counter(ledger, counter, day, minute)
