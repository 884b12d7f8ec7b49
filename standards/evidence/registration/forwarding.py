"""Papers of a connection that the registration clerk did not send on in time, lost or damaged (1.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from kaohe.standards.evidence.findings import Broken, Worth, missed, shown
from kaohe.standards.evidence.on_duty import of_acting
from kaohe.standards.evidence.registration.desks import OWN, POST, desk_of_application
from kaohe.standards.evidence.requests import requests_for_papers
from kaohe.standards.evidence.unread_cycles import made_late
from kaohe.standards.ledger.cites import DUTY, LATE, PROOF, Cite, Part
from kaohe.standards.ledger.clock import Clock
from kaohe.standards.ledger.deadlines import NEVER
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import DAY_MS, NONE, wide

LIMIT = "paper.limit_working_days"
KEPT, SLIP = ("contract", "drawing"), "opening_slip"


@dataclass
class Way:
    """The rows of a paper in the register of hand-over, by what they say, and of the counts that missed it."""

    paper: int
    kind: str
    made: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    remade: list[int] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)


class _Days(NamedTuple):
    """Of a paper the limit, and the days (NEVER: none yet) on which it was sent, missed by a count, came damaged."""

    limit_on: int
    sent_on: int
    lost_on: int
    damaged_on: int


def clause_1_4(ledger: Ledger) -> list[Broken]:
    """Forms, contracts, drawings and slips of openings that the clerk had made and not sent on within the limit, that a
    count of his tray missed, or that were damaged when they came. One incident a paper.

    Days on which a request for papers is open do not count. What was signed for had gone; a count that misses what had
    been sent contradicts the register, and names nobody.
    """
    found = (_broken(ledger, way) for way in _doubtful(ledger))
    return [each for each in found if each is not None]


def _doubtful(ledger: Ledger) -> list[Way]:
    """Those that were missed, damaged, or not sent within the limit as it is without a request: the others kept it."""
    log = ledger["paper_log"]
    made = [way for way in ledger.once(ways).values() if way.made]
    if not made:
        return []
    made_on = wide(log["recorded_at"])[[way.made[0] for way in made]] // DAY_MS
    limit_on = ledger.calendar.working_after(made_on, ledger.limits.whole(LIMIT, made_on))
    return [
        way
        for way, limit in zip(made, limit_on.tolist(), strict=True)
        if way.missed or way.damaged or not way.sent or log.day(way.sent[0]) > limit
    ]


def ways(ledger: Ledger) -> dict[int, Way]:
    """By paper, those which the clerk sends on, its rows in the order of time."""
    log, counts, found = ledger["paper_log"], ledger["paper_count"], dict[int, Way]()
    own = log.where(log.among("kind", *OWN))
    own = own[np.argsort(log["recorded_at"][own], kind="stable")]
    texts = log.frame[["kind", "action", "condition"]][own]
    for row, paper, kind, action, condition in zip(own.tolist(), log["paper"][own].tolist(), *texts, strict=True):
        way = found.get(paper)
        if way is None:
            way = found[paper] = Way(paper, str(kind))
        if action in ("made", "remade"):
            (way.made if action == "made" else way.remade).append(row)
        else:
            way.sent.append(row)
        if action == "signed" and condition == "damaged":
            way.damaged.append(row)
    for row in counts.where(counts["found"] == 0).tolist():
        if int(counts["paper"][row]) in found:
            found[int(counts["paper"][row])].missed.append(row)
    return found


def _broken(ledger: Ledger, way: Way) -> Broken | None:
    if not way.made or (way.sent and way.missed and _had_gone(ledger, way)):
        return None
    log, made_on = ledger["paper_log"], ledger["paper_log"].day(way.made[0])
    days = _Days(
        limit_of(ledger, way),
        log.day(way.sent[0]) if way.sent else NEVER,
        ledger["paper_count"].day(way.missed[0]) if way.missed else NEVER,
        log.day(way.damaged[0]) if way.damaged else NEVER,
    )
    missed_on = ledger.calendar.next_working(days.limit_on)
    late = days.sent_on > days.limit_on and missed_on <= ledger.as_of
    if late and missed_on <= min(days.lost_on, days.damaged_on):
        return _late(ledger, way, days, made_on)
    if min(days.lost_on, days.damaged_on) < NEVER:
        return _by_a_row(ledger, way, days, made_on)
    return None


def limit_of(ledger: Ledger, way: Way) -> int:
    """The day by which a paper that was made is sent on."""
    row, log = way.made[0], ledger["paper_log"]
    number = int(ledger.limits.whole(LIMIT, np.array([log.day(row)]))[0])
    excuses = requests_for_papers(ledger, int(log["application"][row]))
    return ledger.once(Clock).limit(log.day(row), number, excuses)


def _had_gone(ledger: Ledger, way: Way) -> bool:
    """Whether it had been sent before a count that missed it, and was not made again in between."""
    log, counts = ledger["paper_log"], ledger["paper_count"]
    return any(log["recorded_at"][way.sent[0]] < counts["recorded_at"][row] for row in way.missed)


def _late(ledger: Ledger, way: Way, days: _Days, made_on: int) -> Broken:
    whose, staff = _whose(ledger, way, days.limit_on)
    parts, priced = _worth(ledger, way, days)
    missed_on = ledger.calendar.next_working(days.limit_on)
    return missed(
        _limb(way, parts),
        staff=staff,
        object_id=way.paper,
        missed_on=missed_on,
        cites=[
            ledger.cite("paper_log", way.made[0], DUTY),
            ledger.cite_rule(LIMIT, made_on),
            *ledger.cite_days(made_on, missed_on),
            *_later(ledger, way),
            *priced,
            *_stood_in(ledger, way, whose, days.limit_on),
        ],
        **_amount(way, parts),
    )


def _by_a_row(ledger: Ledger, way: Way, days: _Days, made_on: int) -> Broken:
    """A count by the limit missed it, or it came damaged."""
    log, lost = ledger["paper_log"], days.lost_on < days.damaged_on
    on = min(days.lost_on, days.limit_on) if lost else days.damaged_on
    whose, staff = _whose(ledger, way, on)
    proof = ("paper_count", way.missed[:1]) if lost else ("paper_log", way.damaged[:1])
    parts, priced = _worth(ledger, way, days)
    if not lost:
        sender = int(log["from_staff"][way.damaged[0]])
        staff = sender if sender != NONE else staff
    return shown(
        _limb(way, parts),
        staff=staff,
        object_id=way.paper,
        occurred_on=days.lost_on if lost else days.damaged_on,
        cites=[
            ledger.cite("paper_log", way.made[0], DUTY),
            ledger.cite_rule(LIMIT, made_on),
            *ledger.cites(*proof, PROOF),
            *_later(ledger, way, proof),
            *priced,
            *(_stood_in(ledger, way, whose, on) if lost else []),
        ],
        **_amount(way, parts),
    )


def _whose(ledger: Ledger, way: Way, day: int) -> tuple[int, int]:
    """Whose tray it lay in, and who was at that desk on a day."""
    log, made = ledger["paper_log"], way.made[0]
    whose = desk_of_application(ledger, int(log["application"][made]), int(log["staff"][made]), log.day(made))
    return whose, ledger.duty.acting(whose, POST, day)


def _stood_in(ledger: Ledger, way: Way, whose: int, day: int) -> list[Cite]:
    log, made = ledger["paper_log"], way.made[0]
    maker = of_acting(ledger, whose, POST, log.day(made)) if whose != int(log["staff"][made]) else []
    return [*dict.fromkeys((*maker, *of_acting(ledger, whose, POST, day)))]


def _limb(way: Way, parts: list[Part]) -> str:
    """The graver limb: what has no amount, then what was made late; what is or can be made again counts for nothing."""
    if way.missed and not way.remade and way.kind in KEPT:
        return "lost"
    if parts or not (way.missed or way.damaged):
        return "late"
    return "remade" if way.remade else "replaced"


def _amount(way: Way, parts: list[Part]) -> Worth:
    limb = _limb(way, parts)
    if limb == "late":
        return Worth(parts=parts, inputs={"bills": min(len(parts), 1)})
    return Worth() if limb == "lost" else Worth(amount_fen=0)


def _worth(ledger: Ledger, way: Way, days: _Days) -> tuple[list[Part], list[Cite]]:
    """Of a slip: its reader did not have the customer until it came, or until a count had missed it."""
    if way.kind != SLIP:
        return [], []
    application = int(ledger["paper_log"]["application"][way.made[0]])
    openings = ledger["opening"]
    rows = openings.where(openings["application"] == application)
    ended_on = min(days.sent_on, days.lost_on)
    if not len(rows) or ended_on == NEVER:
        return [], []
    return made_late(ledger, int(rows[0]), days.limit_on, ended_on)


def _later(ledger: Ledger, way: Way, but: tuple[str, Sequence[int]] = ("", ())) -> Iterator[Cite]:
    """What came of it: counts that missed it, and the hand-over, first and second."""
    rows = {"paper_count": way.missed, "paper_log": sorted({*way.sent, *way.remade})}
    for table, several in rows.items():
        left = [row for row in several if table != but[0] or row not in but[1]]
        yield from ledger.cites(table, left, LATE)
