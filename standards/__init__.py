"""The job standards: the rulebook and the policies as data, and the judge that reads records by them.

`Rulebook`, `Policy`, `judge` and `Assessment` are loaded when first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaohe.standards.policy import Policy
    from kaohe.standards.rulebook_model import Rulebook

__all__ = ["Policy", "Rulebook"]

_HOMES = {"Policy": "policy", "Rulebook": "rulebook_model"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
