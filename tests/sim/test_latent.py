"""What the office marks as shown of its wrong readings is what rule 1 says, by a slow oracle over the rows alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from random import Random

import pytest

from kaohe.sim.clock.calendar import load_calendar
from kaohe.sim.deciding.behaviours import Erring, Order
from kaohe.sim.office import Office
from kaohe.sim.records.ids import READING_KINDS, reading_id
from kaohe.sim.run import Run
from kaohe.sim.spec import OfficeSpec
from tests.sim.office import BUSY, Row, by_id, rows, rules, town
from tests.sim.plain import i, on, turn_of
from tests.sim.turning import at, most_units, shown_at

BREAKS = ("stopped", "burnt", "seal_missing")
ON_THE_SPOT = ("opening", "install", "recheck", "spot", "removal")


def _offices() -> Iterator[tuple[OfficeSpec, int, int]]:
    """(office, seed, millionths of readings that are wrong)."""
    often = replace(BUSY, spot_e6=300_000, swap_e6=100_000)
    mixed = {"large_industry": 150, "industry": 100, "resident": 150, "commerce": 60}
    for seed in range(4):
        yield replace(town(500, 4), practice=often), seed, 120_000
        yield replace(town(400, 3), practice=often, classes=mixed), seed, 250_000
    yield replace(town(400, 7), practice=replace(often, spot_e6=20_000, furnace_times=50)), 9, 60_000


CASES = list(_offices())


def _looked_at(spec: OfficeSpec, seed: int) -> Sequence[Order]:
    """Meters that the audit looks at on any day, the day of their reading among them."""
    office, luck = Office(spec, seed, rules()), Random(seed)
    first = office.month.start
    days = [day for day in range(first, office.last_day) if load_calendar().is_working(day)]
    who = [luck.randrange(office.n) for _ in range(600)]
    return [Order("spot_check", "check", object=each, day=luck.choice(days)) for each in who]


class RuleOne:
    """Convict by impossibility: the nearest authoritative rows of a meter before and after what a reader wrote."""

    def __init__(self, run: Run) -> None:
        self.meters, self.readings = by_id(run, "meter"), by_id(run, "reading")
        self.issued = {i(row, "reading"): on(row, "issued_on") for row in rows(run, "bill")}
        faults = [row for row in rows(run, "work_order") if row["reason"] == "fault" or row["fault"]]
        self.faulty = {i(row, "old_meter"): datetime.combine(on(row, "ordered_on"), time()) for row in faults}
        reports = [row for row in rows(run, "reader_report") if row["anomaly"] in BREAKS]
        visits = [row for row in rows(run, "site_visit") if row["finding"] in BREAKS]
        self.breaks = [(i(row, "meter"), at(row)) for row in (*reports, *visits)]
        self.by_meter: dict[int, list[Row]] = defaultdict(list)
        for row in self.readings.values():
            if row["kind"] in ON_THE_SPOT:
                self.by_meter[i(row, "meter")].append(row)

    def shown_on(self, reading: Row) -> date | None:
        """The day on which the records show it: of the bill that rests on it, or of the later row."""
        issued = self.issued.get(i(reading, "id"))
        days = [at(row).date() for row in self._proving(reading)]
        return None if issued is None or not days else max(issued, min(days))

    def _proving(self, reading: Row) -> Iterator[Row]:
        others, moment = self.by_meter[i(reading, "meter")], shown_at(reading)
        before = [row for row in others if shown_at(row) <= moment]
        after = [row for row in others if shown_at(row) > moment]
        if before and not self._joined(max(before, key=shown_at), reading):
            yield reading
        if after and not self._joined(reading, min(after, key=shown_at)):
            yield min(after, key=shown_at)
        for row in others:
            same = row["frozen_register"] is not None and row["frozen_on"] == reading["frozen_on"]
            if same and row["frozen_register"] != reading["register"]:
                yield row

    def _joined(self, first: Row, last: Row) -> bool:
        """Some use leads from one register to the other, or a fault of the meter lies between."""
        meter = self.meters[i(first, "meter")]
        reported = self.faulty.get(i(first, "meter"))
        if reported is not None and reported < shown_at(last):
            return True
        mine = (moment for broken, moment in self.breaks if broken == i(first, "meter"))
        if any(shown_at(first) < moment < shown_at(last) for moment in mine):
            return True
        turn = turn_of(meter)
        most = most_units(meter, shown_at(first), shown_at(last))
        begin, end = i(first, "register"), i(last, "register")
        possible = range(begin, begin + min(most, turn - 1) + 1)
        return end in possible or end + turn in possible


@pytest.mark.parametrize(("spec", "seed", "rate_e6"), CASES, ids=range(len(CASES)))
def test_what_is_marked_is_impossible_and_what_is_impossible_is_marked(
    spec: OfficeSpec, seed: int, rate_e6: int
) -> None:
    office = Office(spec, seed, rules(), orders=_looked_at(spec, seed), behaviours=[Erring({"2.2": rate_e6})])
    run = office.run()
    rule, marked = RuleOne(run), 0
    acts = run.acts.rows(named=True)
    assert len(acts) > 100
    for act in acts:
        meter, index = divmod(act["object_id"], 1024)
        reading = rule.readings[reading_id(meter, index, READING_KINDS.index("actual"), 0)]
        last = datetime.combine(on(reading, "read_on"), datetime.min.time())
        assert at(reading) >= last
        assert act["evidenced_on"] == rule.shown_on(reading), (act, reading)
        marked += act["evidenced"]
    assert 0 < marked < len(acts)
