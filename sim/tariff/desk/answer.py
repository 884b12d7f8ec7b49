"""What a formula of the desk is: checked inputs and a sheet for the working in, a value out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from kaohe.sim.tariff.desk.given import Given
from kaohe.sim.tariff.desk.working import Working

Part = Fraction | str | date
Answer = Part | bool | list[Fraction] | dict[str, Part]
Work = Callable[[Given, Working], Answer]
INFINITE = "inf"
