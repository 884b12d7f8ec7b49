"""From incidents to tiers, sanctions and duties under a policy. The names are loaded when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaohe.sim.lazy import lazily

if TYPE_CHECKING:
    from kaohe.standards.sanctions.cases import Cases, prepare
    from kaohe.standards.sanctions.engine import Assessed, assess
    from kaohe.standards.sanctions.reasons import reason_text

__all__ = ["Assessed", "Cases", "assess", "prepare", "reason_text"]

_HOMES = {"Cases": "cases", "prepare": "cases", "Assessed": "engine", "assess": "engine", "reason_text": "reasons"}

__getattr__ = lazily(__name__, _HOMES)
