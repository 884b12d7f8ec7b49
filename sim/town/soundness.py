"""Whether an office described can exist: every fault of a description at once, and no office is made for it."""

from __future__ import annotations

from kaohe.sim.spec import At, OfficeSpec, SpecError
from kaohe.sim.town.population import population_faults
from kaohe.sim.town.staffing import staff_faults


def spec_faults(spec: OfficeSpec, *, priced: bool = True) -> list[SpecError]:
    """All that make_population, price_tables and staff would refuse, and each once; none: the office can be made.

    `priced`: False passes over prices, for a description whose own tariff cannot be read.
    """
    found: dict[tuple[At, str], SpecError] = {}
    for error in (*population_faults(spec, priced=priced), *staff_faults(spec)):
        found.setdefault((error.at, str(error)), error)
    return list(found.values())
