"""Registers as the dial shows them: they are recorded in units of their last place."""

from __future__ import annotations

from typing import NamedTuple


class Plate(NamedTuple):
    """How many digits a meter shows before the point and behind it."""

    digits: int = 0
    decimals: int = 0

    @property
    def parts(self) -> int:
        """Units in 1 of the register."""
        parts: int = 10**self.decimals
        return parts

    @property
    def turn(self) -> int:
        """Units at which the register begins again."""
        turn: int = 10 ** (self.digits + self.decimals)
        return turn

    def text(self, units: int) -> str:
        """12345 of four digits and two decimals → 0123.45; of a meter without decimals the number as it is."""
        if not self.decimals:
            return str(units)
        whole, part = divmod(abs(units), self.parts)
        sign = "−" if units < 0 else ""
        return f"{sign}{whole:0{max(self.digits, 1)}d}.{part:0{self.decimals}d}"

    def advance(self, units: int) -> str:
        """Units that passed, without zeros before them: 12345 → 123.45."""
        return Plate(0, self.decimals).text(units)
