"""Handhelds that issuance clerks kept, lost or broken (3.3): theirs from their signature to the next draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.evidence.handhelds import (
    broken_by_force,
    counted,
    found_again,
    is_away,
    is_found,
    registered,
    value_on,
)
from kaohe.standards.evidence.on_duty import of_acting
from kaohe.standards.ledger.cites import ACT, DUTY, LATE, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE

POST = "issuance_clerk"


def clause_3_3(ledger: Ledger) -> list[Broken]:
    """Handhelds that a count missed, or found broken by force, while they lay with an issuance clerk by the log."""
    return [*_lost(ledger), *_damaged(ledger)]


def handed_over(ledger: Ledger) -> Mapping[int, Sequence[int]]:
    """Draws and returns (rows) of each handheld, in their order."""
    log, found = ledger["handheld_log"], dict[int, list[int]]()
    rows = np.flatnonzero(log.among("action", "draw", "return"))
    for row in rows[np.argsort(log["recorded_at"][rows], kind="stable")].tolist():
        found.setdefault(int(log["handheld"][row]), []).append(row)
    return found


def _lost(ledger: Ledger) -> Iterator[Broken]:
    counts = ledger["handheld_count"]
    for handheld, rows in sorted(ledger.once(counted).items()):
        missing = False
        for row in rows:
            if is_found(ledger, row):
                missing = False
            elif not missing and not is_away(ledger, handheld, int(counts["recorded_at"][row])):
                missing = True
                yield from _missed(ledger, handheld, row)


def _missed(ledger: Ledger, handheld: int, count: int) -> Iterator[Broken]:
    day, kept = ledger["handheld_count"].day(count), _keeper(ledger, handheld, count)
    value = value_on(ledger, handheld, day)
    if kept is None or value is None:
        return
    staff, says, _ = kept
    again = found_again(ledger, handheld, count)
    yield shown(
        "lost",
        staff=staff,
        object_id=handheld,
        occurred_on=day,
        amount_fen=value.fen,
        caused_fen=value.fen,
        loss_fen=0 if again else value.fen,
        inputs=value.inputs,
        cites=[
            *ledger.cites("handheld_count", [count], ACT),
            *says,
            *value.cites,
            *ledger.cites("handheld_count", again, LATE),
        ],
    )


def _damaged(ledger: Ledger) -> Iterator[Broken]:
    """What was taken back in good order and a count finds broken."""
    counts, log = ledger["handheld_count"], ledger["handheld_log"]
    for row in np.flatnonzero(counts["found"] & counts.among("condition", "damaged")).tolist():
        handheld, day = int(counts["handheld"][row]), counts.day(row)
        found, kept = broken_by_force(ledger, handheld, day), _keeper(ledger, handheld, row)
        if found is None or kept is None:
            continue
        staff, says, last = kept
        if last != NONE and log.text("condition", last) == "damaged" and not _mended_since(ledger, handheld, last, row):
            continue
        yield shown(
            "damage",
            staff=staff,
            object_id=int(ledger["handheld_repair"]["id"][found.report]),
            occurred_on=day,
            amount_fen=found.fen,
            caused_fen=found.fen,
            loss_fen=found.fen,
            inputs=found.inputs,
            sign=found.sign,
            cites=[*ledger.cites("handheld_count", [row], ACT), *says, *found.cites],
        )


def _mended_since(ledger: Ledger, handheld: int, last: int, count: int) -> bool:
    """Whether what came back damaged was mended before a count."""
    repairs, log, counts = ledger["handheld_repair"], ledger["handheld_log"], ledger["handheld_count"]
    mended = (repairs["handheld"] == handheld) & repairs.among("verdict", "wear", "force") & ~repairs["beyond_repair"]
    since, until = log["recorded_at"][last], counts["recorded_at"][count]
    return bool((mended & (repairs["recorded_at"] > since) & (repairs["recorded_at"] < until)).any())


def _keeper(ledger: Ledger, handheld: int, count: int) -> tuple[int, list[Cite], int] | None:
    """Who has it on the day of a count, if it lies with a clerk: who signed for it last, or stands in for him; what
    says so, and the return. None while a reader has it.
    """
    counts, log = ledger["handheld_count"], ledger["handheld_log"]
    day, at = counts.day(count), int(counts["recorded_at"][count])
    before = [row for row in ledger.once(handed_over).get(handheld, ()) if log["recorded_at"][row] < at]
    last = before[-1] if before else NONE
    if last == NONE:
        row = ledger.once(registered).get(handheld, NONE)
        owner = int(ledger["handheld"]["keeper"][row]) if row != NONE else NONE
    elif log.text("action", last) == "draw":
        return None
    else:
        owner = _owner(ledger, int(log["signed_by"][last]), log.day(last))
    if owner == NONE:
        return None
    says = [*ledger.cites("handheld_log", [last], DUTY), *of_acting(ledger, owner, POST, day)]
    return ledger.duty.acting(owner, POST, day), says, last


def _owner(ledger: Ledger, signer: int, day: int) -> int:
    """Whose a signature is: his who has the post, or for whom somebody without it stood in; NONE if that is open."""
    if signer == NONE or not ledger.duty.is_kept or ledger.duty.is_rostered(signer, POST, day):
        return signer
    absent = sorted(ledger.duty.owners(signer, POST, day) - {signer})
    return absent[0] if len(absent) == 1 else signer if not absent else NONE
