"""Days in the words of messages about acts: 2001-03-18（星期日）."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kaohe.sim.texts import Message, catalogue

_texts = catalogue("kaohe.scenarios")


def day_said(on: date) -> Message:
    """A day with its day of the week."""
    return _texts.message("day-of-week", on=on.isoformat(), weekday=on.weekday())


def days_said(days: Sequence[date]) -> Message:
    """Several days, or that there are none."""
    if not days:
        return _texts.message("days-none")
    said = day_said(days[0])
    for each in days[1:]:
        said = _texts.message("days-and", days=said, day=day_said(each))
    return said
