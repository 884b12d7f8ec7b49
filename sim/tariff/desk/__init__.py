"""The desk calculator of the trade: `calc("變損", {...})` gives a value, its unit, its working and its rule."""

from kaohe.sim.tariff.desk.run import Result, calc
from kaohe.sim.tariff.desk.spec import Formula, Quantity, formulas, topics

__all__ = ["Formula", "Quantity", "Result", "calc", "formulas", "topics"]
