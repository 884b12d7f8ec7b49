"""The office: population, meters, posts, decisions, behaviours, records.

`from kaohe.sim import Office` needs an OfficeSpec, a seed and OfficeRules; scenarios make all three from a file.
The names are loaded when first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaohe.sim.lazy import lazily

if TYPE_CHECKING:
    from kaohe.sim.office import Office
    from kaohe.sim.rules import OfficeRules
    from kaohe.sim.run import Run
    from kaohe.sim.snapshots import Snapshot
    from kaohe.sim.spec import OfficeSpec

__all__ = ["Office", "OfficeRules", "OfficeSpec", "Run", "Snapshot"]

_HOMES = {"Office": "office", "OfficeRules": "rules", "Run": "run", "OfficeSpec": "spec", "Snapshot": "snapshots"}

__getattr__ = lazily(__name__, _HOMES)
