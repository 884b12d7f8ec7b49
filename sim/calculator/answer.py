"""What a formula of the desk is: checked inputs and a sheet for the working in, a value out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.working import Working

Part = Fraction | str | date
Answer = Part | bool | list[Fraction] | dict[str, Part]
Work = Callable[[Given, Working], Answer]
INFINITE = "inf"
