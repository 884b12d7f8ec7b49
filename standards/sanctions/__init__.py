"""From incidents to tiers, sanctions and duties under a policy."""

from kaohe.standards.sanctions.cases import Cases, prepare
from kaohe.standards.sanctions.engine import Assessed, assess
from kaohe.standards.sanctions.reasons import reason_text

__all__ = ["Assessed", "Cases", "assess", "prepare", "reason_text"]
