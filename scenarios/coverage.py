"""What is there for each of the 72 clauses: decision point, evidence, valuation, features, exam items."""

from __future__ import annotations

import re
from collections import Counter
from importlib import resources

from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.standards import Rulebook
from kaohe.standards.evidence import evidence

TAG = re.compile(r"@條款_(\d+)_(\d+)")
Row = dict[str, object]

__all__ = ["Office", "coverage"]


def coverage() -> list[Row]:
    """72 rows; empty strings and zeros where nothing covers the clause yet."""
    features, standing = _features(), evidence()
    return [
        {
            "clause": clause.id,
            "decision_point": "、".join(dict.fromkeys(point.id for point, _ in REGISTRY.of_clause(clause.id))),
            "evidence": standing[clause.id].__name__ if clause.id in standing else "",
            "valuation": "、".join(dict.fromkeys(limb.basis for limb in clause.limbs)) if clause.id in standing else "",
            "features": features[clause.id],
            "exam_items": 0,
        }
        for clause in Rulebook.load().clauses.values()
    ]


def _features() -> Counter[str]:
    """Scenarios of the shipped features by the clause they are tagged with."""
    folder = resources.files("kaohe.features")
    texts = [entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".feature")]
    return Counter(f"{section}.{number}" for text in texts for section, number in TAG.findall(text))
