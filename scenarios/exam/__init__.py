"""Exams: answer sheets and keys, marks that explain themselves, moderation, and what a class's marks tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaohe.sim.lazy import lazily

if TYPE_CHECKING:
    from kaohe.scenarios.exam.drill import Drill

__all__ = ["Drill"]

__getattr__ = lazily(__name__, {"Drill": "drill"})
