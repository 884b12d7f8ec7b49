"""The month's count of the handhelds (營業專責), and what the issuance clerks who keep them have let happen to them."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk, clock, hm
from kaohe.sim.desks.reading.cupboard import FORCE, IN_REPAIR, LOST, WEAR, Broken
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import day_number
from kaohe.sim.streams import Purpose, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

COUNTED_S, AFTER_S = hm(16), 600  # and not before the last has been handed over


def _verdict_within_span(office: Office, tray: Situations) -> Mask:
    """What is found of it is known within the span."""
    cupboard = office.reading.cupboard
    latest = [cupboard.verdict_on(each, tray.day) for each in tray.fields["handheld"].tolist()]
    return np.array(latest, np.int64) <= office.last_day


def _later_counts(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """It lies in the hall at no later count."""
    return not_counted(office, int(tray.fields["handheld"][0]), tray.day + 1)


def not_counted(office: Office, handheld: int, since: int) -> tuple[tuple[str, int], ...]:
    """Situations of a handheld that is gone from a day on, for a while or for good, and of the next, which is drawn in
    its place.
    """
    days, pack = office.reading.counting.counts_from(since), SCHEMA["handheld_count"].key.pack
    return tuple(
        ("keep_handheld", int(pack(handheld=each, day=day_number(day))))
        for day in days
        for each in (handheld, handheld + 1)
    )


KEEP_HANDHELD = REGISTRY.add(
    DecisionPoint(
        49,
        "keep_handheld",
        "issuance_clerk",
        "office",
        "handheld",
        "working",
        Names("保管抄表器", "keep the handhelds", "保管抄表器"),
        (
            Action(
                1,
                "lose_kept_handheld",
                Names("丟失在庫抄表器", "lose a handheld kept", "丢失在库抄表器"),
                clause="3.3",
                hinders=_later_counts,
            ),
            Action(2, "mislay_handheld", Names("錯放抄表器", "mislay a handheld", "错放抄表器"), clause="3.3"),
            Action(
                3,
                "damage_kept_handheld",
                Names("損壞在庫抄表器", "break a handheld kept", "损坏在库抄表器"),
                clause="3.3",
                matures=_verdict_within_span,
                hinders=_later_counts,
            ),
        ),
        omission=Left(None),
    )
)


class Counting(Desk):
    """Counts all of the register: a reader shows what he has; what is in repair is not there, and not missed."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._lost_out: dict[int, Act] = {}  # with readers, not yet missed by a count
        self._mislaid: list[int] = []

    def misses(self, handheld: int, act: Act) -> None:
        """A reader has lost it: the next count will show what that comes to."""
        self._lost_out[handheld] = act

    def next_count(self, day: int) -> int:
        """The last working day of the month, or of the next one if that has passed."""
        on = self._last_working(day, 0)
        return on if on >= day else self._last_working(day, 1)

    def counts_from(self, day: int) -> list[int]:
        """The days of the counts from a day on, within the span."""
        counts, on = list[int](), self.next_count(day)
        while on <= self.office.last_day:
            counts.append(on)
            on = self.next_count(on + 1)
        return counts

    def _last_working(self, day: int, months: int) -> int:
        month = np.int64(day).astype("datetime64[D]").astype("datetime64[M]") + months
        last = int((month + 1).astype("datetime64[D]").astype(np.int64)) - 1
        while not self.office.calendar.is_working(last):
            last -= 1
        return last

    def work(self, day: int) -> Generator[Question, None, None]:
        """The day of the count: what was mislaid is back, and what the clerks kept is looked at."""
        cupboard = self.office.reading.cupboard
        for handheld in self._mislaid:
            cupboard.found(handheld)
        self._mislaid = []
        out = self.office.reading.handhelds.not_here()  # what is loaded with a book lies ready for it
        kept = [each for each in cupboard.every() if each not in out and cupboard.state(each) is None]
        damaged = list[int]()
        if kept:
            tray = self._situations(day, kept)
            decided = yield from self.decide(KEEP_HANDHELD, tray)
            damaged = self._happens(day, kept, decided)
            damaged += self._worn(tray, damaged)
        at = max(COUNTED_S, self.office.reading.handhelds.last_s + AFTER_S)
        self._price(day)
        self._write(day, at, damaged)
        for handheld in damaged:
            if cupboard.state(handheld) is None:
                worn = Broken(handheld, cupboard.custodian(handheld, day), day, WEAR, None)
                cupboard.report(day, worn, at + AFTER_S)

    def _situations(self, day: int, kept: list[int]) -> Situations:
        handhelds = np.array(kept, np.int64)
        keys = SCHEMA["handheld_count"].key.pack(handheld=handhelds, day=day_number(day))
        who = np.array([self.office.reading.cupboard.custodian(each, day) for each in kept], np.int64)
        acquired = np.array([self.office.reading.cupboard.acquired_on(each) for each in kept], np.int64)
        fields = {"handheld": handhelds, "acquired_on": acquired}
        return Situations(day, keys, np.zeros(len(kept), np.int64), who, fields)

    def _happens(self, day: int, kept: list[int], decided: Decided) -> list[int]:
        """What was lost or mislaid, and what is there and broken."""
        cupboard, damaged = self.office.reading.cupboard, list[int]()
        for row in decided.chosen("lose_kept_handheld", "mislay_handheld").tolist():
            act = self.did(decided, row, Fixed(cupboard.value_fen(kept[row], day)))
            act.object_id = kept[row]
            cupboard.lost(kept[row])
            if act.action == "mislay_handheld":
                self._mislaid.append(kept[row])
        at = max(COUNTED_S, self.office.reading.handhelds.last_s + AFTER_S) + AFTER_S
        for row in decided.chosen("damage_kept_handheld").tolist():
            act = self.did(decided, row, Fixed(0), shown=None)
            broken = Broken(kept[row], int(decided.tray.staff[row]), day, FORCE, act)
            act.object_type, act.object_id = "handheld_repair", cupboard.report(day, broken, at)
            damaged.append(kept[row])
        return damaged

    def _worn(self, tray: Situations, damaged: list[int]) -> list[int]:
        """What has worn out in the cupboard."""
        rate = self.office.practice.handheld_worn_e6
        worn = happens(words_at(self.office.seed, Purpose.HANDHELD_WORN, tray.keys, 0, 1), rate)
        found = tray.fields["handheld"][worn].tolist()
        cupboard = self.office.reading.cupboard
        return [each for each in found if each not in damaged and cupboard.state(each) is None]

    def _price(self, day: int) -> None:
        """What readers have lost is missed."""
        for handheld, act in self._lost_out.items():
            fen = self.office.reading.cupboard.value_fen(handheld, day)
            act.worth, act.amount_fen = (Fixed(fen),), fen
        self._lost_out = {}

    def _write(self, day: int, at: int, damaged: list[int]) -> None:
        office, every = self.office, self.office.reading.cupboard.every()
        states = [office.reading.cupboard.state(each) for each in every]
        broken = np.array([each in damaged for each in every], np.bool_)
        there = np.array([state not in (LOST, IN_REPAIR) for state in states], np.bool_) | broken
        good, bad = office.codes("handheld_count", "condition", ("good", "damaged")).tolist()
        handhelds = np.array(every, np.int64)
        office.write(
            "handheld_count",
            len(every),
            id=SCHEMA["handheld_count"].key.pack(handheld=handhelds, day=day_number(day)),
            recorded_at=clock(day, at),
            staff=office.posts.business_specialist,
            handheld=handhelds,
            counted_on=day,
            found=there,
            condition=np.where(there, np.where(broken, bad, good), NULL),
        )
