"""Audit of registrations and openings against their papers (信息審核員)."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.meanings import all_of, at_least
from kaohe.sim.deciding.points import REGISTRY, Action, Before, Decided, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Misbilled
from kaohe.sim.desks.base import ARCHIVED_S, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.connection.entering import COLUMNS, ENTER, ENTRY, billed_within_span
from kaohe.sim.desks.connection.hand_over import one_after_the_other
from kaohe.sim.desks.connection.misbilling import WrongEntry
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.streams import Purpose, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

FIELDS = {"transformer_kva": "kva"}  # headed so on the papers

AUDIT = REGISTRY.add(
    DecisionPoint(
        15,
        "audit_registration",
        "information_auditor",
        "customer",
        "entry",
        "working",
        Names("按單據審核", "audit against the paper", "按单据审核"),
        (
            Action(
                1,
                "pass_wrong",
                Names("審核有誤", "pass a wrong entry", "审核有误"),
                clause="7.1",
                may=all_of(at_least("audited", 1), at_least("differs", 1)),
                matures=billed_within_span,
                company=(Before(ENTER.id, tuple(COLUMNS)),),
            ),
            Action(2, "leave_audit", Names("擱置審核", "leave the audit", "搁置审核")),
        ),
        omission=Left("pass_wrong"),  # the list of the day is signed: what was not sent back has passed
    )
)


class Auditing(Desk):
    """Looks at a sample of the entries on the working day after; what is wrong is put right the same day."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: Diary[Int64s] = Diary()

    def sampled(self, keys: Int64s) -> Mask:
        """Which entries the sample takes."""
        return happens(words_at(self.office.seed, Purpose.AUDIT, keys), self.office.practice.audit_e6)

    def expect(self, day: int, keys: Int64s) -> None:
        """Entries were made."""
        self._due.put(self.office.calendar.first_working_after(day), keys)

    def work(self, day: int) -> Generator[Question, None, None]:
        """The day's audits."""
        keys = np.sort(joined(self._due.take(day)))
        if not len(keys):
            return
        office = self.office
        customers, stage = ENTRY.unpack(keys)
        audited, differs = self._audited(day, keys, customers), office.connection.misbilling.differs(keys, customers)
        staff = office.connection.holders(office.posts.information_auditors, customers)
        fields = {"stage": stage, "audited": audited.astype(np.int64), "differs": differs, "salient": differs}
        tray = Situations(day, keys, customers, staff, fields)
        decided = yield from self.decide(AUDIT, tray)
        wrong = decided.took("pass_wrong")
        rows = np.flatnonzero(wrong | audited & ~decided.took("leave_audit"))
        self._pass_wrong(decided, np.flatnonzero(wrong & (differs == 1)))
        if len(rows):
            self._audit(day, decided, rows, (differs == 1) & ~wrong)

    def _audited(self, day: int, keys: Int64s, customers: Int64s) -> Mask:
        """The sample, and what an order is about: it brings its occasion."""
        named = np.isin(customers, np.array(self.office.ordered_objects(AUDIT, day), np.int64))
        audited: Mask = self.sampled(keys) | named | np.isin(keys, self.office.ordered_keys(AUDIT))
        return audited

    def _pass_wrong(self, decided: Decided, rows: Int64s) -> None:
        for row in rows.tolist():
            key, customer = int(decided.tray.keys[row]), int(decided.tray.objects[row])
            act = self.did(decided, row, Misbilled(key), shown=None)
            self.office.truth.slip(decided.tray.day, act)
            self.office.connection.misbilling.passed(key, customer, act.act_id)

    def _audit(self, day: int, decided: Decided, rows: Int64s, found: Mask) -> None:
        office, tray = self.office, decided.tray
        wrong = {row: self._entry(tray, row) for row in rows[found[rows]].tolist()}
        names = {row: FIELDS.get(entry.column, entry.column) for row, entry in wrong.items()}
        fields = [
            int(office.codes("audit", "field", (names[row],))[0]) if row in names else NULL for row in rows.tolist()
        ]
        stages = office.codes("audit", "stage", ENTRY.codes("stage"))
        office.write(
            "audit",
            len(rows),
            id=SCHEMA["audit"].key.pack(application=tray.objects[rows], stage=tray.fields["stage"][rows], number=0),
            recorded_at=one_after_the_other(clock(day, hm(10)), len(rows)),
            staff=tray.staff[rows],
            application=tray.objects[rows],
            stage=stages[tray.fields["stage"][rows]],
            passed=~found[rows],
            field=np.array(fields),
        )
        for entry in wrong.values():
            office.connection.misbilling.mended(entry.customer, [entry])
            office.archive.correct(entry.customer, [entry.column], clock(day, ARCHIVED_S))

    def _entry(self, tray: Situations, row: int) -> WrongEntry:
        key = int(tray.keys[row])
        return next(each for each in self.office.connection.misbilling.of(int(tray.objects[row])) if each.key == key)
