"""Where things stand on an answer sheet: the same for the one that is given out and for the one that comes back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kaohe.scenarios.exam.sheet import CITES, LINES
from kaohe.sim.texts import catalogue

_texts = catalogue("kaohe.scenarios")
SHEETS = ("answers", "guide", "formulas", "lists")
INPUTS, SANCTIONS, DUTIES = 5, 4, 4
_TAKEN = ("person", "formula")  # names of other texts
EXAM_CELL, CANDIDATE_CELL = "B2", "D2"
HEADING_ROW = 4
FIRST_LINE = HEADING_ROW + 1


@dataclass(frozen=True)
class Field:
    """A column of the sheet. `list`: the list from which it is chosen; `number`: it holds a number."""

    name: str
    nth: int = 0
    list: str | None = None
    number: bool = False

    @property
    def key(self) -> str:
        """Its name with its number, as faults tell it."""
        return f"{self.name}_{self.nth}" if self.nth else self.name

    @property
    def heading(self) -> str:
        """Its heading in the current language."""
        return _texts(f"answers-{self.name}-heading" if self.name in _TAKEN else f"answers-{self.name}", n=self.nth)


@cache
def columns() -> tuple[Field, ...]:
    """The columns in order: the line's number, what happened, who, the rows, the working, tier, sanctions, duties."""
    cites = (Field("cite", nth) for nth in range(1, CITES + 1))
    inputs = (Field("input", nth, number=True) for nth in range(1, INPUTS + 1))
    sanctions = (
        field for nth in range(1, SANCTIONS + 1) for field in (Field("sanction", nth, "sanction"), Field("figure", nth))
    )
    duties = (Field("duty", nth, "duty") for nth in range(1, DUTIES + 1))
    return (
        Field("line", number=True),
        Field("clause", list="clause"),
        Field("post", list="post"),
        Field("person", list="person"),
        *cites,
        Field("formula", list="formula"),
        *inputs,
        Field("amount", number=True),
        Field("unpriced"),
        Field("tier", list="tier"),
        *sanctions,
        *duties,
    )


def titles() -> dict[str, str]:
    """The title of each sheet in the current language."""
    return {name: _texts(f"answers-sheet-{name}") for name in SHEETS}


__all__ = ["CANDIDATE_CELL", "EXAM_CELL", "FIRST_LINE", "HEADING_ROW", "LINES", "Field", "columns", "titles"]
