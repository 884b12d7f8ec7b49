"""The desk calculator of the trade: `calc("變損", {...})` gives a value, its unit, its working and its rule."""

from kaohe.sim.calculator.calculate import Result, calc
from kaohe.sim.calculator.spec import Formula, Quantity, formulas, topics

__all__ = ["Formula", "Quantity", "Result", "calc", "formulas", "topics"]
