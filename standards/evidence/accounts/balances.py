"""Windows whose balance the accountant did not draw up, or drew up wrongly, at the end of ten days (6.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Broken, Worth, missed, shown
from kaohe.standards.evidence.on_duty import holder_on, of_holder
from kaohe.standards.evidence.takings import Windows, charges_of, day_key, holder_of, stub_cites, windows, written_on
from kaohe.standards.evidence.tenths import ends_of_ten_days
from kaohe.standards.ledger.cites import DUTY, LATE, PRICE, PROOF, Cite, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, wide

LIMIT = "balance.limit_working_days"
_LONGEST = 31


@dataclass(frozen=True)
class _Tenth:
    """A window at an end of ten days, after the end before; its first sheet (row or NONE), its window-days."""

    counter: int
    after: int
    on: int
    sheet: int
    entries: Ints


def clause_6_4(ledger: Ledger) -> list[Broken]:
    """Windows without a sheet by its limit, or with one that has other sums than their stubs and hand-ins.

    A window needs one from its first daily report on, at every 10th, 20th and last of a month.
    """
    return [broken for tenth in _due(ledger) if (broken := _of_sheet(ledger, tenth)) is not None]


def _due(ledger: Ledger) -> Iterator[_Tenth]:
    """All of those whose end has come."""
    days = ledger.once(windows)
    if not len(days.key):
        return
    sheets, ends = ledger.once(_sheets), ends_of_ten_days(int(days.day.min()) - _LONGEST, ledger.as_of)
    counters, begin = np.unique(holder_of(days.key), return_index=True)
    for counter, entries in zip(counters.tolist(), np.split(np.arange(len(days.key)), begin[1:]), strict=True):
        served = entries[days.receipts[entries] > 0]
        own, reported = days.day[served], days.day[entries[days.close[entries] >= 0]]
        for after, on in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            if len(reported) and reported[0] <= on:
                yield _Tenth(counter, after, on, sheets.get((counter, on), NONE), served[(own > after) & (own <= on)])


def _sheets(ledger: Ledger) -> dict[tuple[int, int], int]:
    """The first sheet (row) of each window and end of ten days; a later one puts it right."""
    sheets = ledger["collector_balance"]
    order = np.argsort(sheets["recorded_at"], kind="stable")[::-1]
    return {(int(sheets["counter"][row]), int(sheets["on"][row])): int(row) for row in order}


def _of_sheet(ledger: Ledger, tenth: _Tenth) -> Broken | None:
    end = np.array([tenth.on])
    limit_on = int(ledger.calendar.working_after(end, ledger.limits.whole(LIMIT, end))[0])
    missed_on = ledger.calendar.next_working(limit_on)
    if tenth.sheet == NONE or ledger["collector_balance"].day(tenth.sheet) > limit_on:
        return _left(ledger, tenth, limit_on, missed_on) if missed_on <= ledger.as_of else None
    return _misstated(ledger, tenth)


def _left(ledger: Ledger, tenth: _Tenth, limit_on: int, missed_on: int) -> Broken:
    """No sheet by its limit: the accountant of that day answers."""
    unseen = _unseen(ledger, tenth)
    accountant = holder_on(ledger, "accountant", limit_on)
    cites = [
        *ledger.cites("day_close", _closings(ledger, tenth), DUTY),
        ledger.cite_rule(LIMIT, tenth.on),
        *ledger.cite_days(tenth.on, missed_on),
        *unseen.cites,
        *ledger.cites("collector_balance", [tenth.sheet], LATE),
        *of_holder(ledger, "accountant", limit_on),
    ]
    who = accountant
    return missed("difference", staff=who, object_id=_object(tenth), missed_on=missed_on, cites=cites, **unseen.worth)


def _misstated(ledger: Ledger, tenth: _Tenth) -> Broken | None:
    """A sheet with other sums than those of the papers since the last; None, if it is right."""
    row, since = tenth.sheet, ledger.once(_last_sheet)[tenth.sheet]
    if any(_as_stated(ledger, tenth, begin) for begin in (since, tenth.after)):
        return None
    sheets = ledger["collector_balance"]
    unseen, who, on = _unseen(ledger, tenth), int(sheets["staff"][row]), sheets.day(row)
    checks = ledger["window_check"]
    checked = ledger.cites(
        "window_check", np.flatnonzero(_on_days(checks["counter"], checks["takings_on"], tenth, since)), PRICE
    )
    proof = {*_stubs(ledger, tenth, since), *_handed(ledger, tenth, since), *checked, *unseen.cites}
    cites = sorted(proof, key=lambda cite: (cite.table, cite.row_key))
    cites += ledger.cites("collector_balance", [row], PROOF)
    worth = unseen.worth
    worth["inputs"] = {**worth.get("inputs", {}), **_stated(ledger, tenth, since)}
    return shown("difference", staff=who, object_id=_object(tenth), occurred_on=on, cites=cites, **worth)


def _stated(ledger: Ledger, tenth: _Tenth, since: int) -> dict[str, int]:
    """What the sheet says, and what the papers come to."""
    sums, sheets = ledger.once(_sums), ledger["collector_balance"]
    return {
        "sheet_received_fen": int(sheets["receipts_fen"][tenth.sheet]),
        "sheet_handed_fen": int(sheets["handed_fen"][tenth.sheet]),
        "stubs_fen": sums.received.between(tenth.counter, since, tenth.on),
        "slips_fen": sums.handed.between(tenth.counter, since, tenth.on),
    }


def _as_stated(ledger: Ledger, tenth: _Tenth, since: int) -> bool:
    """Whether its sums are those of the papers after a day: of its last sheet, or of the ten days alone, if that is
    there no more.
    """
    sums, sheets = ledger.once(_sums), ledger["collector_balance"]
    received, handed = (each.between(tenth.counter, since, tenth.on) for each in (sums.received, sums.handed))
    return bool(received == sheets["receipts_fen"][tenth.sheet] and handed == sheets["handed_fen"][tenth.sheet])


def _last_sheet(ledger: Ledger) -> dict[int, int]:
    """By first sheet (row) the end of ten days of the one before of its window; before all days, if there is none."""
    found, last = {}, dict[int, int]()
    for (counter, on), row in sorted(ledger.once(_sheets).items()):
        found[row] = last.get(counter, NONE)
        last[counter] = on
    return found


@dataclass(frozen=True)
class _Running:
    """Sums of a window by days, running on: keys in order, and what there was up to and with each."""

    key: Ints
    fen: Ints

    @classmethod
    def of(cls, counter: Ints, day: Ints, fen: Ints) -> _Running:
        """Of rows in any order."""
        key = day_key(counter, day)
        order = np.argsort(key, kind="stable")
        return cls(key[order], np.concatenate([[0], np.cumsum(wide(fen)[order])]))

    def between(self, counter: int, after: int, until: int) -> int:
        """After one day, and up to another."""
        ends = day_key(np.array([counter, counter]), np.array([max(after, 0), until]))
        first, last = np.searchsorted(self.key, ends, side="right")
        return int(self.fen[last] - self.fen[first])


@dataclass(frozen=True)
class _Sums:
    received: _Running
    handed: _Running


def _sums(ledger: Ledger) -> _Sums:
    """What the stubs of each window come to, by the day of the takings; what came in, by the day on which it did."""
    days, hand_ins, shortages = ledger.once(windows), ledger["hand_in"], ledger["shortage"]
    brought = np.flatnonzero(hand_ins.among("source", "counter"))
    false = np.flatnonzero(shortages.among("action", "counterfeit"))
    rows = ((hand_ins, brought, "total_fen"), (shortages, false, "amount_fen"))
    return _Sums(
        _Running.of(holder_of(days.key), days.day, days.total_fen),
        _Running.of(
            np.concatenate([wide(table["counter"][at]) for table, at, _ in rows]),
            np.concatenate([wide(table.days()[at]) for table, at, _ in rows]),
            np.concatenate([wide(table[column][at]) for table, at, column in rows]),
        ),
    )


def _stubs(ledger: Ledger, tenth: _Tenth, since: int) -> list[Cite]:
    """The stubs of a window since its last sheet."""
    days = ledger.once(windows)
    chosen = np.flatnonzero((holder_of(days.key) == tenth.counter) & (days.day > since) & (days.day <= tenth.on))
    stubs = np.concatenate([np.zeros(0, np.int64), *days.receipts_of(chosen).values()])
    return stub_cites(ledger, stubs, PRICE) + ledger.cites("late_charge", charges_of(ledger, stubs), PRICE)


def _handed(ledger: Ledger, tenth: _Tenth, since: int) -> list[Cite]:
    """What came in, or was taken from circulation, on the days since its last sheet."""
    hand_ins, shortages = ledger["hand_in"], ledger["shortage"]
    brought = _on_days(hand_ins["counter"], hand_ins.days(), tenth, since) & hand_ins.among("source", "counter")
    false = _on_days(shortages["counter"], shortages.days(), tenth, since) & shortages.among("action", "counterfeit")
    rows = ledger.cites("hand_in", np.flatnonzero(brought), PRICE)
    return rows + ledger.cites("shortage", np.flatnonzero(false), PRICE)


def _on_days(counter: Ints, day: Ints, tenth: _Tenth, since: int) -> Flags:
    on: Flags = (counter == tenth.counter) & (day > since) & (day <= tenth.on)
    return on


@dataclass
class _Unseen:
    """Takings of the ten days that had not come at their end, under no seal, and that nobody had registered as short:
    open_fen, missing still; parts, what came later.
    """

    open_fen: int = 0
    parts: list[Part] = field(default_factory=list)
    each_fen: list[int] = field(default_factory=list)
    cites: list[Cite] = field(default_factory=list)

    @property
    def worth(self) -> Worth:
        """What the sheet would have shown."""
        inputs = {"unseen_fen": self.each_fen} if self.each_fen else {}
        return Worth(amount_fen=self.open_fen, made_good=tuple(self.parts), loss_fen=self.open_fen, inputs=inputs)


def _unseen(ledger: Ledger, tenth: _Tenth) -> _Unseen:
    days, found = ledger.once(windows), _Unseen()
    for at in tenth.entries.tolist():
        _of_day(ledger, days, at, tenth, found)
    return found


def _of_day(ledger: Ledger, days: Windows, at: int, tenth: _Tenth, found: _Unseen) -> None:
    shortages, day = ledger["shortage"], int(days.day[at])
    rows = shortages.where((shortages["counter"] == tenth.counter) & (shortages["takings_on"] == day))
    registered = rows[shortages.among("action", "found")[rows] & (shortages.days()[rows] <= tenth.on)]
    sealed = days.seal[at] >= 0 and written_on(ledger["seal"], days.seal)[at] <= tenth.on
    handed = days.hand_in[at] >= 0 and days.handed_on[at] <= tenth.on
    if len(registered) or (sealed and not handed):
        return
    owed = int(days.total_fen[at] - days.counterfeit_fen[at])
    left = owed - (int(ledger["hand_in"]["total_fen"][days.hand_in[at]]) if handed else 0)
    later = [] if handed or days.hand_in[at] == NONE else [("hand_in", int(days.hand_in[at]), "total_fen")]
    later += [("shortage", row, "amount_fen") for row in rows[shortages.among("action", "made_good")[rows]].tolist()]
    parts = []
    for table, row, column in sorted(later, key=lambda each: ledger[each[0]]["recorded_at"][each[1]]):
        on, fen = ledger[table].day(row), min(int(ledger[table][column][row]), left)
        left -= fen
        if fen and on > tenth.on:
            parts.append(ledger.part(fen, tenth.on, on, own=True))
    if left <= 0 and not parts:
        return
    found.open_fen += max(left, 0)
    found.parts += parts
    found.each_fen.append(max(left, 0) + sum(part.principal_fen for part in parts))
    found.cites += _papers(ledger, days, at, rows, tenth.on)


def _papers(ledger: Ledger, days: Windows, at: int, shortages: Ints, until: int) -> list[Cite]:
    """Of a window-day that stood open: its stubs, what was handed in, and the register of differences."""
    stubs = days.receipts_of(np.array([at]))[at]
    return [
        *stub_cites(ledger, stubs, PRICE),
        *ledger.cites("late_charge", charges_of(ledger, stubs), PRICE),
        *ledger.cites("hand_in", [int(days.hand_in[at])], PRICE, until=until),
        *ledger.cites("shortage", shortages, PRICE, until=until),
    ]


def _closings(ledger: Ledger, tenth: _Tenth) -> Ints:
    """The daily reports of the ten days, which call for the sheet; of a window that served before, none."""
    days = ledger.once(windows)
    return days.close[tenth.entries]


def _object(tenth: _Tenth) -> int:
    return int(ids.counter_day_id(tenth.counter, ids.day_number(tenth.on)))
