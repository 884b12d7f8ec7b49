"""Income that did not go up in full after the end of ten days (6.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.evidence.on_duty import holder_on, of_holder
from kaohe.standards.evidence.tenths import ends_of_ten_days
from kaohe.standards.ledger.cites import DUTY, LATE, Cite, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, wide

LIMIT = "remittance.limit_bank_days"


@dataclass(frozen=True)
class _Owed:
    """Income of a kind that ten days have brought: the lines (rows) that credited it since anything was owed last."""

    kind: str
    after: int
    ended_on: int
    fen: int
    lines: Ints


def clause_6_7(ledger: Ledger) -> list[Broken]:
    """Income credited by the end of ten days and not remitted in full by the limit.

    Returned cheques are taken off; where they are more, that is carried on to the next ten days.
    """
    return [broken for owed in _owed(ledger) if (broken := _short(ledger, owed)) is not None]


def _owed(ledger: Ledger) -> Iterator[_Owed]:
    """What each kind of income owes at the end of each ten days."""
    lines = ledger["bank_line"]
    if not len(lines):
        return
    ends = ends_of_ten_days(int(lines["value_on"].min()) - 31, ledger.as_of)
    misc = _of_fees(ledger)
    for kind, own in (("electricity", ~misc), ("misc", misc)):
        rows = np.flatnonzero(own & ~lines.among("kind", "remittance"))
        rows = rows[np.lexsort((lines["id"][rows], lines["value_on"][rows]))]
        begin, summed, carried, after = 0, 0, 0, int(ends[0]) if len(ends) else NONE
        fen = np.concatenate([[0], np.cumsum(wide(lines["amount_fen"])[rows])])
        for end in ends.tolist():
            until = int(np.searchsorted(lines["value_on"][rows], end, side="right"))
            carried, summed = carried + int(fen[until] - fen[summed]), until
            if carried > 0:
                yield _Owed(kind, after, end, carried, rows[begin:until])
                begin, carried, after = until, 0, end


def _of_fees(ledger: Ledger) -> Flags:
    """Lines (rows) of what clerks took for the office's services."""
    lines, slips = ledger["bank_line"], ledger["deposit"]
    fees = slips["id"][slips.among("kind", "misc")]
    own: Flags = lines.among("kind", "deposit") & np.isin(lines["ref"], fees)
    return own


def _short(ledger: Ledger, owed: _Owed) -> Broken | None:
    """None, if it has gone up in time, or its limit has not passed."""
    end = np.array([owed.ended_on])
    limit_on = int(ledger.calendar.bank_after(end, ledger.limits.whole(LIMIT, end))[0])
    missed_on = ledger.calendar.next_working(limit_on)
    rows = _went_up(ledger, owed)
    left, parts = owed.fen, list[Part]()
    remittances = ledger["remittance"]
    for row in rows.tolist():
        fen = min(int(remittances["amount_fen"][row]), left)
        left -= fen
        if fen and remittances.day(row) > limit_on:
            parts.append(ledger.part(fen, limit_on, remittances.day(row), own=True))
    if left:
        parts.append(ledger.part(left, limit_on, NONE, own=True))
    late_fen = sum(part.principal_fen for part in parts)
    if not parts or missed_on > ledger.as_of or ledger.once(too_much_fen) >= late_fen:
        return None
    return missed(
        "late" if late_fen == owed.fen else "shortfall",
        staff=_accountant(ledger, limit_on),
        object_id=int(SCHEMA["remittance"].key.pack(day=ids.day_number(owed.ended_on), kind=owed.kind, number=0)),
        missed_on=missed_on,
        parts=parts,
        inputs={"limit_on": ids.day_number(limit_on), "owed_fen": owed.fen, "remitted_fen": owed.fen - late_fen},
        cites=_cites(ledger, owed, rows, limit_on, missed_on),
    )


def too_much_fen(ledger: Ledger) -> int:
    """What went up beyond what was owed: it may be what seems to be missing elsewhere, and nobody can tell."""
    return sum(fen for _, fen in ledger.once(beyond_owed))


def beyond_owed(ledger: Ledger) -> list[tuple[int, int]]:
    """Remittances (rows) of ten days and a kind of which more went up than was owed, and by how much."""
    rows, owed = ledger["remittance"], {(each.kind, each.ended_on): each.fen for each in _owed(ledger)}
    found, went = [], dict[tuple[str, int], int]()
    for row in np.argsort(rows["recorded_at"], kind="stable").tolist():
        of = (str(rows.text("kind", row)), int(rows["ended_on"][row]))
        went[of] = went.get(of, 0) + int(rows["amount_fen"][row])
        if went[of] > owed.get(of, 0):
            found.append((row, went[of] - owed.get(of, 0)))
            went[of] = owed.get(of, 0)
    return found


def _went_up(ledger: Ledger, owed: _Owed) -> Ints:
    """The remittances (rows) of it, in the order of time."""
    rows = ledger["remittance"]
    own = np.flatnonzero(rows.among("kind", owed.kind) & (rows["ended_on"] == owed.ended_on))
    return own[np.argsort(rows["recorded_at"][own], kind="stable")]


def _accountant(ledger: Ledger, day: int) -> int:
    """Who was accountant on the day of the limit."""
    return holder_on(ledger, "accountant", day)


def _cites(ledger: Ledger, owed: _Owed, rows: Ints, limit_on: int, missed_on: int) -> list[Cite]:
    remitted = ledger.cites("remittance", rows, DUTY, until=limit_on)
    notices = ledger["return_notice"]
    back = (notices["returned_on"] > owed.after) & (notices["returned_on"] <= owed.ended_on)
    return [
        *ledger.cites("bank_line", owed.lines, DUTY),
        *ledger.cites("return_notice", np.flatnonzero(back & (owed.kind == "electricity")), DUTY),
        ledger.cite_rule(LIMIT, owed.ended_on),
        *ledger.cite_days(owed.ended_on, missed_on),
        *(cite for cite in remitted if cite.role != LATE),
        *(cite for cite in remitted if cite.role == LATE),
        *of_holder(ledger, "accountant", limit_on),
    ]
