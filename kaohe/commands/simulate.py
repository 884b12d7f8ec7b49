"""`kaohe simulate`: records, truth and run.json; nothing is judged."""

from __future__ import annotations

from kaohe.options import CheckIntensity, Customers, Inject, Json, Months, Out, Scenario, Seed, Values
from kaohe.output_folders import new_folder
from kaohe.run_folders import facts
from kaohe.simulating import read_order
from kaohe.terminal import progress, show, show_json
from kaohe.wording import say


def command(
    scenario: Scenario = None,
    seed: Seed = None,
    customers: Customers = None,
    months: Months = None,
    inject: Inject = None,
    check_intensity: CheckIntensity = None,
    out: Out = None,
    json: Json = False,
) -> int:
    """Simulate."""
    values = Values()
    order = read_order(values, scenario, seed, customers, months, inject, check_intensity)
    values.raise_faults()
    with new_folder(out) as place, progress() as report:
        order.carry_out(place.work, report)
    if json:
        show_json({"folder": str(place.path), "run": facts(place.path)})
    else:
        show(say("done", "simulate", folder=place.path))
    return 0
