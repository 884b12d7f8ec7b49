"""Several papers of one customer that are wrong: each act its own amount, together what all of them caused."""

from __future__ import annotations

import pytest

from tests.standards.connection import CUSTOMER, OPENING, REGISTRATION, Connection, other_clauses
from tests.standards.verdicts import cited, findings

RESIDENT = {"price_class": "resident", "energy_e4": 4500}


def both(multiplier: int) -> Connection:
    """居民 for 商業 (0.45 for 0.80) and another multiplier than 30: one bill of 90 units."""
    of = Connection(registered={"price_class": "resident"}, opened={"multiplier": multiplier})
    kwh = 90 * multiplier
    of.month("03-12", ("03-06", 100), 190, kwh * 45, kwh, **RESIDENT)
    return of


@pytest.mark.parametrize(
    ("multiplier", "energy", "price", "lost"),
    [
        (20, -72_000, -63_000, (63_000, 72_000)),  # 900 kWh × 0.80 too little, 1,800 kWh × 0.35 too little
        (40, 72_000, -126_000, (54_000, 0)),  # 900 × 0.80 too much, 3,600 × 0.35 too little: 540.00 not collected
        (60, 216_000, -189_000, (0, 0)),  # 2,700 × 0.80 too much, 5,400 × 0.35 too little: nothing was lost
    ],
)
def test_class_and_multiplier_never_share_an_amount(
    multiplier: int, energy: int, price: int, lost: tuple[int, int]
) -> None:
    of = both(multiplier)
    registration, opening = sorted(findings(of.desk, "1.3"), key=lambda finding: finding.object_id)
    assert (registration.object_id, opening.object_id) == (REGISTRATION, OPENING)
    signed = [(1 if each.over_billed else -1) * (each.amount_fen or 0) for each in (registration, opening)]
    assert signed == [price, energy]
    assert sum(signed) == 90 * multiplier * 45 - 2700 * 80
    assert (registration.loss_fen, opening.loss_fen) == lost
    assert ("beside" in registration.inputs, opening.inputs.get("beside")) == (False, 1)
    assert opening.inputs["due_fen"] == [2700 * 80]
    assert other_clauses(of.desk) == set()


def test_what_one_supplement_collects_is_lost_by_neither() -> None:
    of = both(40)
    of.supplement(200103, "06-13", 54_000, of.check("05-16"))
    assert [finding.loss_fen for finding in findings(of.desk, "1.3")] == [0, 0]


def test_a_sheet_that_is_refuted_accuses_nobody_of_a_fee() -> None:
    """商業 on the sheet, 居民 entered, and 居民 it is: the entry is not as the sheet has it, and no bill is wrong."""
    of = Connection(registered={"price_class": "resident"})
    of.month("03-12", ("03-06", 100), 190, 2700 * 45, 2700, **RESIDENT)
    assert findings(of.desk, "1.3")[0].amount_fen == 2700 * 35
    check = of.check("05-16", price_class="resident")
    (finding,) = findings(of.desk, "1.3")
    assert (finding.consequence, finding.amount_fen, finding.loss_fen) == (False, 0, 0)
    assert ("archive_check", check) in cited(finding)
    assert finding.inputs["source_price_class"] == "commerce"


def test_energy_is_priced_by_the_class_that_was_found() -> None:
    # 商業 surveyed and entered, 居民 found: 900 kWh too little are 900 × 0.45, not × 0.80; the class is the surveyor's.
    of = Connection(opened={"multiplier": 20})
    of.month("03-12", ("03-06", 100), 190, 1800 * 80, 1800)
    assert findings(of.desk, "1.3")[0].amount_fen == 900 * 80
    check = of.check("05-16", price_class="resident")
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.over_billed, finding.inputs["beside"]) == (900 * 45, False, 1)
    assert {("archive_check", check), ("survey", CUSTOMER)} <= set(cited(finding))


def test_a_class_that_was_found_after_the_customer_asked_for_it_refutes_no_sheet() -> None:
    of = Connection(registered={"price_class": "resident"})
    of.month("03-12", ("03-06", 100), 190, 2700 * 45, 2700, **RESIDENT)
    of.changed("03-20", {}, price_class="resident")
    check = of.check("05-16", price_class="resident")
    (finding,) = findings(of.desk, "1.3")
    assert (finding.consequence, finding.amount_fen) == (True, 2700 * 35)
    assert ("archive_check", check) not in cited(finding)
