"""A town whose meters often fail and whose readers note nothing: anomalies of every kind that papers can show (2.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.deciding.behaviours import Erring, Order
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from tests.sim.office import BUSY, rules, town

# Nobody audits, so that wrong ratios last; people are often away, so that others read what they left.
PRACTICE = replace(
    BUSY,
    stopped_e6=25_000,
    burnt_e6=25_000,
    seal_missing_e6=60_000,
    fault_called_e6=900_000,
    fault_known_e6=900_000,
    plate_outside_e6=700_000,
    audit_e6=0,
    application_e6=150_000,
    sick_leave_e6=300_000,
    annual_leave_e6=300_000,
)
CUSTOMERS = 150
SPEC = replace(town(CUSTOMERS, 6), practice=PRACTICE)
SILENT = {"1.3": 700_000, "2.3": 800_000}
SEEDS = (1, 2)
LAST = date(2001, 6, 30)
COMPARED_ON = (date(2001, 3, 20), date(2001, 5, 22))


@cache
def silent(seed: int) -> Run:
    """Most say nothing; who is a customer from the beginning is looked at twice, two months apart."""
    orders = [
        Order("check_archive", "compare", object=customer, day=day_of(on))
        for customer in range(CUSTOMERS)
        for on in COMPARED_ON
    ]
    return Office(SPEC, seed, rules(), orders=orders, behaviours=[Erring(SILENT)]).run()
