"""Readers' reports at the squad: passed on, signed for, and the site visited (用電稽查工)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.clock.limits import Excuse
from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.errands import Errand
from kaohe.sim.deciding.meanings import shown_after
from kaohe.sim.deciding.points import (
    REGISTRY,
    Action,
    Decided,
    DecisionPoint,
    Int64s,
    Left,
    Mask,
    Names,
    Occasion,
    Situations,
)
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Lost
from kaohe.sim.desks.base import NO_ROWS, Desk, clock, hm
from kaohe.sim.desks.field.cases import Ground
from kaohe.sim.desks.reading.reporting import BREAKS, STANDING, Report
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import meter_id, meter_period_parts
from kaohe.sim.streams import Purpose, below, happens, words_at
from kaohe.sim.town.faults import SIGNS

if TYPE_CHECKING:
    from kaohe.sim.office import Office

VISIT_WITHIN, APPOINTMENT_WITHIN = 3, 5  # working days: of the first visit 0 to 2, of an appointment 1 to 5
VISIT = "site_visit"
VISIT_S, VISITS_LAST_S = 600, 6 * 3_600


def _first_report(meter_periods: Int64s) -> Int64s:
    """Keys of the reports of what is found at the readings of meters in a period."""
    meter, index = meter_period_parts(meter_periods)
    return SCHEMA["reader_report"].key.pack(meter=meter, period=index, number=np.zeros_like(meter))


def _limit_comes(office: Office, tray: Situations) -> Mask:
    """The limit of a report of today passes within the span."""
    signed = office.calendar.first_working_after(tray.day)
    limit = office.calendar.add_working_days(signed, office.rules.visit_limit)
    return np.full(len(tray), office.calendar.first_working_after(limit) <= office.last_day)


FOUND_STOPPED = Occasion("read_meter", "find_stopped", _first_report, _limit_comes)

DEAL_WITH_REPORT = REGISTRY.add(
    DecisionPoint(
        17,
        "deal_with_report",
        "field_auditor",
        "customer",
        "reader_report",
        "working",
        Names("按期到現場查看", "visit the reported site in time", "按期到现场查看"),
        (
            Action(
                1,
                "leave_report",
                Names("擱置異常報告", "leave the reader's report", "搁置异常报告"),
                clause="9.5",
                draws={"days": Days(2, 40)},
                matures=shown_after("limit_on"),
                occasion=FOUND_STOPPED,
            ),
            Action(
                2,
                "drop_report",
                Names("不理異常報告", "never see to the reader's report", "不理异常报告"),
                clause="9.5",
                matures=shown_after("limit_on"),
                occasion=FOUND_STOPPED,
            ),
        ),
        omission=Left("drop_report"),
    )
)


@dataclass(frozen=True)
class Visit:
    """A visit that is planned: by whom, and the how-manieth it is."""

    report: Report
    staff: int
    number: int = 0


class Visiting(Desk):
    """Signs for reports and sees what is wrong at the site, in time."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._arriving: Diary[Report] = Diary()
        self._visits: Diary[Visit] = Diary()
        self.visited_today = NO_ROWS

    def expect(self, day: int, report: Report) -> None:
        """A report that will be passed on to the squad on that day."""
        self._arriving.put(day, report)

    def work(self, day: int) -> Generator[Question, None, None]:
        """Sign for the day's reports and see to those whose turn it is."""
        reports = sorted(self._arriving.take(day), key=lambda each: each.key)
        if reports:
            yield from self._sign(day, reports)
        visits = sorted(self._visits.take(day), key=lambda each: each.report.key)
        self.visited_today = np.array([each.report.customer for each in visits], np.int64)
        for number, visit in enumerate(visits):
            self._visit(day, clock(day, hm(10)) + number * VISIT_S % VISITS_LAST_S, visit)

    def _sign(self, day: int, reports: list[Report]) -> Generator[Question, None, None]:
        office = self.office
        limit = office.calendar.add_working_days(day, office.rules.visit_limit)
        customers = np.array([each.customer for each in reports])
        books, auditors = office.recorded.book[customers], np.array(office.posts.field_auditors)
        signers = auditors[books % len(auditors)].tolist()
        tray = Situations(
            day,
            np.array([each.key for each in reports]),
            customers,
            np.array([office.duty.acting(each, "field_auditor", limit) for each in signers]),
            {
                "anomaly": np.array([SIGNS.index(each.anomaly) for each in reports]),
                "limit_on": np.full(len(reports), limit),
            },
        )
        office.write(
            "report_referral",
            len(reports),
            id=tray.keys,
            recorded_at=clock(day, hm(8, 30)),
            staff=office.books_clerk[books],
            report=tray.keys,
            customer=customers,
            to_staff=np.array(signers),
            signed_on=day,
        )
        decided = yield from self.decide(DEAL_WITH_REPORT, tray)
        for row, report in enumerate(reports):
            office.errands.open(Errand(VISIT, report.key, int(tray.staff[row]), day, limit))
            self._plan(day, limit, decided, row, Visit(report, signers[row]))

    def _plan(self, day: int, limit: int, decided: Decided, row: int, visit: Visit) -> None:
        action, report = decided.action(row), visit.report
        calendar, last = self.office.calendar, self.office.calendar_end
        if action is None:
            self._visits.put(self.first_visit(day, report.key), visit)
            return
        typed = int(decided.typed("on_day")[row])
        if typed and (on := calendar.next_working(typed)) <= limit:
            self._visits.put(on, visit)
            return
        if action.id == "leave_report":
            days = max(1, decided.one("days", row))
            self._visits.put(calendar.next_working(min(limit + days, last)), visit)
        self.missed(decided, row, Lost(report.key), due_on=limit, effect_on=limit)

    def first_visit(self, day: int, report: int) -> int:
        """The day on which a report that was signed for today is seen to, by the squad's own plan."""
        within = min(VISIT_WITHIN, self.office.rules.visit_limit + 1)
        return self.office.calendar.add_working_days(day, self._below(Purpose.VISIT_DAY, report, 0, within))

    def _below(self, purpose: Purpose, report: int, number: int, n: int) -> int:
        return int(below(words_at(self.office.seed, purpose, np.array([report]), 0, number), n)[0])

    def _visit(self, day: int, at: int, visit: Visit) -> None:
        office = self.office
        office.errands.done(VISIT, visit.report.key, day)
        if visit.number == 0 and self._nobody_there(visit):
            self._appoint(day, at, visit)
            return
        customer = visit.report.customer
        sign = int(office.faults.signs(np.array([customer]), np.array([at]))[0])
        finding = SIGNS[sign - 1] if sign else "none"
        if finding in BREAKS:
            office.latent.broken(customer, at)
        self._write(at, day, visit, finding=finding, measure=self._measure(day, at, visit, finding))

    def _nobody_there(self, visit: Visit) -> bool:
        word = words_at(self.office.seed, Purpose.NOBODY_THERE, np.array([visit.report.key]))
        return bool(happens(word, self.office.practice.nobody_there_e6)[0])

    def _appoint(self, day: int, at: int, visit: Visit) -> None:
        """Nobody is there: a note with a day on which he comes again, until when the clock stands still."""
        office = self.office
        after = 1 + self._below(Purpose.APPOINTMENT, visit.report.key, visit.number, APPOINTMENT_WITHIN)
        on = office.calendar.next_working(min(office.calendar.add_working_days(day, after), office.calendar_end))
        errand = office.errands.of(VISIT, visit.report.key)
        errand.excuse(office.calendar, office.rules.visit_limit, Excuse(day, on))
        self._visits.put(on, Visit(visit.report, visit.staff, visit.number + 1))
        self._write(at, day, visit, appointed_on=on)

    def _measure(self, day: int, at: int, visit: Visit, finding: str) -> str | None:
        """What he does about it: what differs from the archive is not his to correct."""
        office, customer = self.office, visit.report.customer
        if finding == "none":
            office.reading.reporting.dealt_with(customer, visit.report.anomaly)
        if finding == "seal_missing":
            office.faults.mended(np.array([customer]), np.array([at]))
            office.reading.reporting.dealt_with(customer, finding)
            return "reseal"
        if finding == "theft_suspect":
            staff = office.duty.acting(visit.staff, "field_auditor", day)
            return "case" if office.field.cases.open(day, at, customer, staff, Ground(visit.report.key)) else None
        if finding in STANDING and office.field.fitting.order_fault_swap(day, customer, finding):
            return "swap"
        return None

    def _write(
        self,
        at: int,
        day: int,
        visit: Visit,
        *,
        appointed_on: int = NULL,
        finding: str | None = None,
        measure: str | None = None,
    ) -> None:
        office, customer = self.office, visit.report.customer
        office.write(
            VISIT,
            1,
            id=SCHEMA[VISIT].key.pack(report=visit.report.key, number=visit.number),
            recorded_at=at,
            staff=office.duty.acting(visit.staff, "field_auditor", day),
            report=visit.report.key,
            meter=meter_id(customer, int(office.meters.number[customer])),
            customer=customer,
            visited_on=day,
            met=finding is not None,
            appointed_on=appointed_on,
            finding=finding,
            measure=measure,
        )
