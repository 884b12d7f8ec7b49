"""Handhelds on their way (抄表工): they go flat or wear out, readers break or lose them."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.workday import BookDone
from kaohe.sim.deciding.meanings import at_least
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk
from kaohe.sim.desks.reading.counting import not_counted
from kaohe.sim.desks.reading.cupboard import FORCE, WEAR, Broken
from kaohe.sim.desks.reading.planning import Round
from kaohe.sim.desks.reading.unloading import late_bills_spoil
from kaohe.sim.records.ids import book_period_id
from kaohe.sim.streams import Purpose, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

BY_HAND = "handheld_lost"  # the cause that the batch notes
REPORTED_AFTER_S = 600
Went = list[tuple[Round, BookDone]]


def _verdict_within_span(office: Office, tray: Situations) -> Mask:
    """What is found of it is known within the span."""
    cupboard = office.reading.cupboard
    latest = [cupboard.verdict_on(each, tray.day) for each in tray.fields["handheld"].tolist()]
    return np.array(latest, np.int64) <= office.last_day


def _counted_within_span(office: Office, tray: Situations) -> Mask:
    """The count that misses it falls within the span."""
    return np.full(len(tray), office.reading.counting.next_count(tray.day) <= office.last_day)


def _gone(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """It lies in the hall at no count."""
    return not_counted(office, int(tray.fields["handheld"][0]), tray.day)


def _not_there(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """Its book is neither returned nor unloaded, and read on another day."""
    key = int(tray.keys[0])
    away = (("return_handheld", key), ("unload_book", key))
    return (*away, *late_bills_spoil(office, tray))


CARRY_HANDHELD = REGISTRY.add(
    DecisionPoint(
        48,
        "carry_handheld",
        "meter_reader",
        "book",
        "handheld_draw",
        "open",
        Names("愛護抄表器", "take care of the handheld", "爱护抄表器"),
        (
            Action(
                1,
                "damage_handheld",
                Names("損壞抄表器", "break the handheld", "损坏抄表器"),
                clause="2.4",
                needs="fresh",
                matures=_verdict_within_span,
                hinders=_gone,
            ),
            Action(
                2,
                "lose_handheld",
                Names("丟失抄表器", "lose the handheld", "丢失抄表器"),
                clause="2.4",
                needs="again",
                may=at_least("again", 1),
                matures=_counted_within_span,
                spoils=_not_there,
                hinders=_gone,
            ),
        ),
        omission=Left(None),
    )
)


class Handling(Desk):
    """Who finds it flat or broken on the way out turns back for a spare: before the first meter. Who loses it reads the
    book again by hand on the next open day.
    """

    def work(self, day: int, went: Went) -> Generator[Question, None, Went]:
        """What the readers of the day have with them: those whose readings are lost drop out."""
        if not went or not self.office.calendar.is_open(day):
            return went
        carried = [row for row, (each, _) in enumerate(went) if not each.by_hand]
        if not carried:
            return went
        tray = self._situations(day, went, carried)
        decided = yield from self.decide(CARRY_HANDHELD, tray)
        forced = {carried[row]: row for row in decided.chosen("damage_handheld").tolist()}
        lost = {carried[row]: row for row in decided.chosen("lose_handheld").tolist()}
        flat, worn = self._by_themselves(tray)
        others = {carried[row] for row in np.flatnonzero(flat | worn).tolist()} - forced.keys() - lost.keys()
        worn_rows = {carried[row] for row in np.flatnonzero(worn).tolist()}
        instead: dict[int, int] = {}  # handhelds of the day in whose place there is another
        done = [job for _, job in went]
        for row in sorted(range(len(went)), key=lambda row: (done[row].draw_s, row)):
            job = done[row] = replace(done[row], handheld=instead.get(done[row].handheld, done[row].handheld))
            nominal = went[row][1].handheld
            if row in lost:
                self._lose(day, went[row][0], job, decided, lost[row])
                instead[nominal] = self.spare(went[row][0].book, done)
            elif row in forced or row in others:
                broken = FORCE if row in forced else WEAR if row in worn_rows else None
                spare = instead[nominal] = self.spare(went[row][0].book, done)
                done[row] = self._swap(day, went[row][0], job, spare, broken)
                if row in forced:
                    self._break(day, job, decided, forced[row])
        return [(each, job) for row, ((each, _), job) in enumerate(zip(went, done, strict=True)) if row not in lost]

    def _situations(self, day: int, went: Went, carried: Sequence[int]) -> Situations:
        office = self.office
        rounds, done = [went[row][0] for row in carried], [went[row][1] for row in carried]
        books = np.array([each.book for each in rounds], np.int64)
        index = np.array([each.index for each in rounds], np.int64)
        fresh = [not office.reading.handhelds.kept(each) for each in rounds]
        fields = {
            "meters": office.books.size[books].astype(np.int64),
            "read_on": np.full(len(books), day),
            "handheld": np.array([job.handheld for job in done], np.int64),
            "fresh": np.array(fresh, np.int64),
            "again": np.array(
                [
                    one and self._again(day, *pair)
                    for one, pair in zip(fresh, zip(rounds, done, strict=True), strict=True)
                ],
                np.int64,
            ),
        }
        readers = np.array([job.job.reader for job in done], np.int64)
        return Situations(day, book_period_id(books, index), books, readers, fields)

    def _again(self, day: int, each: Round, job: BookDone) -> bool:
        """It is the book's day, and its reader can read again on the next, within the tolerance, before the count."""
        office = self.office
        on = office.calendar.next_open(day + 1)
        special = bool(office.special_books[each.book])
        tolerance = office.rules.special_tolerance_days if special else office.rules.tolerance_days
        limit_on = on + office.rules.return_days
        return (
            day == each.scheduled_on
            and on - day <= tolerance
            and on <= office.month.end
            and office.reading.rota.reader(each.book, on, each.scheduled_on) == job.job.reader
            and office.duty.acting(job.job.reader, "meter_reader", limit_on) == job.job.reader
            and office.calendar.first_working_after(limit_on) <= office.reading.counting.next_count(day)
        )

    def _by_themselves(self, tray: Situations) -> tuple[Mask, Mask]:
        """Which are flat, and which worn out; never what was drawn on an earlier day."""
        practice, seed, fresh = self.office.practice, self.office.seed, tray.fields["fresh"] > 0
        flat = happens(words_at(seed, Purpose.HANDHELD_FLAT, tray.keys), practice.handheld_flat_e6) & fresh
        worn = happens(words_at(seed, Purpose.HANDHELD_WORN, tray.keys), practice.handheld_worn_e6) & fresh
        return flat, worn & ~flat

    def spare(self, book: int, done: Sequence[BookDone]) -> int:
        """One that nobody has today."""
        office, site = self.office, int(self.office.books.site[book])
        reading = office.reading
        out = {job.handheld for job in done} | reading.handhelds.not_here() | reading.rounds.pooled
        (spare,) = reading.cupboard.some(site, 1, out)
        reading.rounds.pooled.add(spare)
        return spare

    def _swap(self, day: int, each: Round, job: BookDone, spare: int, verdict: str | None) -> BookDone:
        """It comes back at once, and a spare goes out."""
        office = self.office
        office.reading.handhelds.swap(each, job, "flat" if verdict is None else "damaged")
        if verdict == WEAR:
            worn = Broken(job.handheld, job.job.reader, day, WEAR, None)
            office.reading.cupboard.report(day, worn, job.draw_s + REPORTED_AFTER_S)
        return replace(job, handheld=spare)

    def _break(self, day: int, job: BookDone, decided: Decided, row: int) -> None:
        act = self.did(decided, row, Fixed(0), shown=None)
        broken = Broken(job.handheld, job.job.reader, day, FORCE, act)
        report = self.office.reading.cupboard.report(day, broken, job.draw_s + REPORTED_AFTER_S)
        act.object_type, act.object_id = "handheld_repair", report

    def _lose(self, day: int, each: Round, job: BookDone, decided: Decided, row: int) -> None:
        """What was read is lost with it. That it does not come back is seen by the limit; the count prices it."""
        office = self.office
        on = int(office.calendar.next_open(day + 1))
        act = self.missed(decided, row, Fixed(0), due_on=on + office.rules.return_days, effect_on=day)
        office.reading.handhelds.lose(each, job)
        office.reading.counting.misses(job.handheld, act)
        office.reading.planning.rounds.put(on, replace(each, noted=BY_HAND, decided=True, by_hand=True))
