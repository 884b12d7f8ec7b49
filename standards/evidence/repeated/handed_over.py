"""Repeats about papers of a connection: what lies in the clerk's tray by the register, and what its counts say."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.standards.evidence.registration.forwarding import Way, limit_of, ways
from kaohe.standards.evidence.repeated.frames import Found, Frames, Word
from kaohe.standards.ledger.ledger import Ledger


def papers_in_the_tray(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """On the last working day of a month all that was made and has not gone is counted, and nothing else."""
    log, counts = ledger["paper_log"], ledger["paper_count"]
    counted: dict[tuple[int, int], int] = {}
    for row in range(len(counts)):
        counted[int(counts["paper"][row]), counts.day(row)] = row
    for (paper, day), row in sorted(counted.items()):
        way = ledger.once(ways).get(paper)
        if way is None or not _lies_there(ledger, way, row) or day != ledger.calendar.last_working(day):
            rows = (*way.made[:1], *way.sent[:1]) if way is not None else ()
            yield (int(counts["id"][row]),), tuple(int(log["id"][each]) for each in rows), "found", paper, None
    for paper, way in sorted(ledger.once(ways).items()):
        for day in _uncounted(ledger, way):
            if (paper, day) not in counted:
                yield (), tuple(int(log["id"][each]) for each in way.made[:1]), "found", None, paper


def _lies_there(ledger: Ledger, way: Way, count: int) -> bool:
    """Whether by the register it had been made by a count, and had not gone."""
    log, at = ledger["paper_log"], ledger["paper_count"]["recorded_at"][count]
    gone = (*way.sent[:1], *way.remade[:1])
    return (
        bool(way.made) and log["recorded_at"][way.made[0]] <= at and all(log["recorded_at"][row] >= at for row in gone)
    )


def _uncounted(ledger: Ledger, way: Way) -> Iterator[int]:
    """The last working days of months through which it lay there."""
    if not way.made:
        return
    log, calendar = ledger["paper_log"], ledger.calendar
    day = calendar.last_working(log.day(way.made[0]))
    if day < log.day(way.made[0]):
        day = calendar.last_working(day + 14)
    gone_on = min((log.day(row) for row in (*way.sent[:1], *way.remade[:1])), default=ledger.as_of + 1)
    while day < gone_on and day <= ledger.as_of:
        yield day
        day = calendar.last_working(day + 14)


def found_and_sent(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """What a count found past the day after it was made is sent on the day of the count."""
    log, counts = ledger["paper_log"], ledger["paper_count"]
    for row in counts.where(counts["found"] == 1).tolist():
        way, day = ledger.once(ways).get(int(counts["paper"][row])), counts.day(row)
        if way is None or not way.made:
            continue
        sent_on = log.day(way.sent[0]) if way.sent else ledger.as_of + 1
        if limit_of(ledger, way) < day < sent_on:
            theirs = tuple(int(log["id"][each]) for each in (*way.made[:1], *way.sent[:1]))
            yield (int(counts["id"][row]),), theirs, "found", True, None


def missed_and_sent(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """What a count missed does not go afterwards, but a copy that was made again."""
    log, counts = ledger["paper_log"], ledger["paper_count"]
    for way in ledger.once(ways).values():
        for row in way.missed:
            at = counts["recorded_at"][row]
            gone = [each for each in way.sent if log["recorded_at"][each] >= at]
            if gone and not any(log["recorded_at"][each] <= log["recorded_at"][gone[0]] for each in way.remade):
                yield (int(counts["id"][row]),), (int(log["id"][gone[0]]),), "found", False, None


def remade_for_a_reason(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """A paper is made again after it came damaged, or after a count had missed it."""
    log, counts = ledger["paper_log"], ledger["paper_count"]
    for way in ledger.once(ways).values():
        for row in way.remade:
            before = [*(log["recorded_at"][each] for each in way.damaged)]
            before += [counts["recorded_at"][each] for each in way.missed]
            if not any(at <= log["recorded_at"][row] for at in before):
                theirs = tuple(int(counts["id"][each]) for each in way.missed)
                yield (int(log["id"][row]),), theirs, "action", "remade", None


HANDED_OVER: tuple[Word, ...] = (papers_in_the_tray, found_and_sent, missed_and_sent, remade_for_a_reason)
