"""The job standards: the rulebook and the policies as data, and the judge that reads records by them.

`Assessment`, `Policy`, `Rulebook` and `judge` are loaded when first asked for.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaohe.standards.assessment import Assessment
    from kaohe.standards.judge import judge
    from kaohe.standards.policy import Policy
    from kaohe.standards.rulebook_model import Rulebook

__all__ = ["Assessment", "Policy", "Rulebook", "judge"]

_HOMES = {"Assessment": "assessment", "Policy": "policy", "Rulebook": "rulebook_model", "judge": "judge"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


class _Room(ModuleType):
    """The module of the name `judge` leaves its name here to the function: importing a module would else bind it."""

    def __setattr__(self, name: str, value: object) -> None:
        ours = isinstance(value, ModuleType) and name in _HOMES
        super().__setattr__(name, getattr(value, name) if ours else value)


sys.modules[__name__].__class__ = _Room
