"""2.5: zeros at places that were noted as vacant, and registers that say otherwise; what else they could have been.

A meter of 20 A at 220 V passes 4.4 kW. The register stood at 1000 on 02-12; checks write at 14:00 on the 15th.
"""

from __future__ import annotations

import pytest

from kaohe.sim.records import SCHEMA, ids
from tests.standards.records_builder import OTHER_READER, READER, Desk
from tests.standards.verdicts import days, findings, the_finding

CHECKER = 12
METER = ids.meter_id(1, 0)
MONTHS = (
    (200103, "03-12", "03-13"),
    (200104, "04-12", "04-13"),
    (200105, "05-12", "05-14"),
    (200106, "06-12", "06-13"),
)


class Flat(Desk):
    """A resident's meter, read at 10:00 on the 12th as 1000 and noted as vacant; who read: by month."""

    def __init__(self, readers: tuple[int, ...] = (READER,) * 4, remark: bool = True, plate: int = 20) -> None:
        super().__init__()
        self.customer(1, opened="02-12", plate=(1, 220, plate))
        before = "02-12"
        for (period, day, issued_on), reader in zip(MONTHS, readers, strict=True):
            self.zero(period, day, issued_on, before, reader, remark=remark)
            before = day

    def zero(self, period: int, day: str, issued_on: str, before: str, reader: int, *, remark: bool) -> None:
        """A month at zero, on the list of the review if it is noted as vacant."""
        reading = self.reading(1, period, 1000, day, at="10:00", staff=reader)
        if remark:
            self.rows["reading"][-1]["remark"] = "vacant"
            key = int(ids.meter_period_id(METER, ids.period_index(period)))
            self.add("review", day, id=key, meter=METER, customer=1, book=1, period=period, reason="vacant")
        self.bill(1, period, issued_on, (before, 1000), (day, 1000), reading, 0)

    def spot(self, register: int, period: int = 200106, day: str = "06-15", at: str = "14:00") -> Flat:
        """Somebody looks."""
        self.reading(1, period, register, day, "spot", CHECKER, at=at)
        return self


def test_the_last_zero_that_no_use_joins_to_the_spot_check_is_worth_the_least_that_ran_before() -> None:
    # 76 h × 4.4 kW = 334.4, up to 335, and one: 2230 − 336 = 1894. 894 kWh × 0.45 = 402.30.
    # Likely: 1,230 kWh in 123 days since 02-12, 120 of them to the last zero: 1,200 kWh × 0.45 = 540.00.
    finding = the_finding(Flat().spot(2230), "2.5")
    june = ids.meter_period_id(METER, ids.period_index(200106))
    assert (finding.staff, finding.object_type, finding.object_id) == (READER, "meter_period", june)
    assert (finding.amount_fen, finding.estimate_fen, finding.over_billed) == (40_230, 54_000, False)
    assert (finding.loss_fen, finding.energy_kwh, finding.formula) == (40_230, 894, "zeroed.impossible")
    assert (days(finding), finding.discovered_by) == (("06-12", "06-15"), CHECKER)
    assert (finding.inputs["zeros"], finding.inputs["likely_kwh"]) == (1, 1200)


def test_it_is_no_misreading_besides() -> None:
    assert not findings(Flat().spot(2230), "2.2")
    assert findings(Flat(remark=False).spot(2230), "2.2")
    assert not findings(Flat(remark=False).spot(2230), "2.5")


@pytest.mark.parametrize(("register", "amount_fen"), [(1335, None), (1336, None), (1337, 45), (1338, 90)])
def test_what_could_have_run_since_proves_nothing(register: int, amount_fen: int | None) -> None:
    """336 units at most."""
    found = findings(Flat().spot(register), "2.5")
    assert [each.amount_fen for each in found] == ([] if amount_fen is None else [amount_fen])


def test_zeros_in_a_row_of_one_reader_are_one_finding_from_the_first_that_is_proven() -> None:
    # To 05-12, 10:00: 820 h × 4.4 = 3,608 and one; to 06-12 336. 6000 − 3609 = 2391 and 6000 − 336 = 5664:
    # 1,391 kWh are proven of May, 3,273 more of June: 4,664 kWh × 0.45.
    finding = the_finding(Flat().spot(6000), "2.5")
    may = ids.meter_period_id(METER, ids.period_index(200105))
    assert (finding.object_id, finding.energy_kwh, finding.inputs["zeros"]) == (may, 4664, 2)
    assert (finding.amount_fen, days(finding)) == (209_880, ("05-12", "06-15"))


def test_each_reader_answers_for_his_own() -> None:
    found = findings(Flat((READER, READER, READER, OTHER_READER)).spot(6000), "2.5")
    # what may have run by May, up to 5000 at the most, is the first one's: nothing certain is left to the other
    assert (found[0].staff, found[0].energy_kwh) == (READER, 1391)


def test_a_spot_check_before_the_zero_proves_it_once_it_is_billed() -> None:
    """A register stands no lower than it was seen: 1010, and 10 kWh at least."""
    flat = Flat()
    flat.spot(1010, 200105, "05-15")
    flat.spot(1030)
    finding = the_finding(flat, "2.5")
    assert (finding.amount_fen, days(finding)) == (450, ("06-12", "06-13"))


def test_a_flat_that_was_let_again_after_the_zero_is_none() -> None:
    flat = Flat().spot(1000).spot(1020, day="06-18")
    assert not findings(flat, "2.5")


def test_a_fault_on_record_in_between_leaves_nothing_proven() -> None:
    flat = Flat().spot(2230)
    period = ids.period_index(200106)
    flat.add(
        "reader_report",
        "06-13",
        staff=READER,
        id=int(SCHEMA["reader_report"].key.pack(meter=METER, period=period, number=0)),
        meter=METER,
        customer=1,
        book=1,
        period=200106,
        anomaly="seal_missing",
        reported_on="06-13",
    )
    assert not findings(flat, "2.5")
