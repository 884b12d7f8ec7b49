"""From incidents to tiers, sanctions and duties under a policy. The names are loaded when first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaohe.standards.sanctions.cases import Cases, prepare
    from kaohe.standards.sanctions.engine import Assessed, assess
    from kaohe.standards.sanctions.reasons import reason_text

__all__ = ["Assessed", "Cases", "assess", "prepare", "reason_text"]

_HOMES = {"Cases": "cases", "prepare": "cases", "Assessed": "engine", "assess": "engine", "reason_text": "reasons"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
