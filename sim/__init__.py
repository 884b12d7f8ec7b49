"""The office: population, meters, posts, decisions, behaviours, records.

`from kaohe.sim import Office` needs an OfficeSpec, a seed and OfficeRules; scenarios make all three from a file.
"""

from kaohe.sim.office import Office
from kaohe.sim.rules import OfficeRules
from kaohe.sim.run import Run
from kaohe.sim.spec import OfficeSpec

__all__ = ["Office", "OfficeRules", "OfficeSpec", "Run"]
