"""Scenarios: offices described in files, and running them. The names are loaded when first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaohe.scenarios.loader import Scenario, load_scenario
    from kaohe.scenarios.running import Outcome, run, simulate
    from kaohe.scenarios.shipped import scenarios
    from kaohe.scenarios.studies.comparing import compare
    from kaohe.scenarios.studies.reacting import reacting_years
    from kaohe.scenarios.studies.replicating import office_years

__all__ = [
    "Outcome",
    "Scenario",
    "compare",
    "load_scenario",
    "office_years",
    "reacting_years",
    "run",
    "scenarios",
    "simulate",
]

_HOMES = {
    **dict.fromkeys(("Outcome", "run", "simulate"), "running"),
    "scenarios": "shipped",
    "compare": "studies.comparing",
    "office_years": "studies.replicating",
    "reacting_years": "studies.reacting",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'loader')}"), name)
    globals()[name] = found
    return found
