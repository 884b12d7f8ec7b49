"""The office: population, meters, posts, decisions, behaviours, records.

`from kaohe.sim import Office` needs an OfficeSpec, a seed and OfficeRules; scenarios make all three from a file.
The names are loaded when first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaohe.sim.office import Office
    from kaohe.sim.rules import OfficeRules
    from kaohe.sim.run import Run
    from kaohe.sim.snapshots import Snapshot
    from kaohe.sim.spec import OfficeSpec

__all__ = ["Office", "OfficeRules", "OfficeSpec", "Run", "Snapshot"]

_HOMES = {"Office": "office", "OfficeRules": "rules", "Run": "run", "OfficeSpec": "spec", "Snapshot": "snapshots"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
