"""One small drill for all tests, and its proof made once."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from kaohe.scenarios.exam.drill import Drill
from kaohe.scenarios.exam.drill_files import DrillExam, load_drill
from kaohe.scenarios.exam.drill_proof import DrillProof, prove

SEED = 7


@cache
def exam() -> DrillExam:
    """The drill of the collector in a smaller office, for a month."""
    found = load_drill("collector")
    return replace(found, scenario=found.scenario.sized(250, 1, None))


@cache
def drill() -> Drill:
    """Its tests are found once."""
    return Drill(exam())


@cache
def proof() -> DrillProof:
    """What the players earn."""
    return prove(drill(), SEED)
