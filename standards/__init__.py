"""The job standards: the rulebook and the policies as data, and the judge that reads records by them.

What `__all__` names is loaded when first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaohe.sim.lazy import lazily

if TYPE_CHECKING:
    from kaohe.standards.judging.assessment import Assessment
    from kaohe.standards.judging.judge import judge
    from kaohe.standards.policies.policy import Policy
    from kaohe.standards.rulebook.model import Rulebook, usual_limits

__all__ = ["Assessment", "Policy", "Rulebook", "judge", "usual_limits"]

_HOMES = {
    "Assessment": "judging.assessment",
    "Policy": "policies.policy",
    "Rulebook": "rulebook.model",
    "judge": "judging.judge",
    "usual_limits": "rulebook.model",
}

__getattr__ = lazily(__name__, _HOMES)
