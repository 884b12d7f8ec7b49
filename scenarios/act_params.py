"""Parameters of acts: of which form they are, and between what bounds."""

from __future__ import annotations

import re
from datetime import date

from kaohe.sim.clock.calendar import day_of, load_calendar
from kaohe.sim.texts import Message, Verbatim, catalogue

_texts = catalogue("kaohe.scenarios")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
MARGIN_DAYS = 15  # of the calendar after the last thing that an act may lead to
MOST_FEN = 10**12
MOST_KWH = 10**9
MOST_DIGITS = 9
DAY = "to"

Wrong = tuple[str, Message]


def wrong_param(name: str, value: int | date | str, on: date, last: date, classes: int) -> Wrong | None:
    """(code, what is wrong) of a parameter of an act on a day, or None.

    `last` is the last day of the span, `classes` the number of price classes.
    """
    if name == DAY:
        return _wrong_day(name, value, on, last)
    if isinstance(value, date) or (isinstance(value, str) and not _WHOLE.fullmatch(value)):
        return "P014", _texts.message("act-value", name=Verbatim(name), value=Verbatim(value))
    number = int(value)
    least, most = _bounds(name, on, classes)
    if least <= number <= most and (number or least == 0):
        return None
    key = "act-range" if least >= 0 else "act-not-none"
    return "P019", _texts.message(key, name=Verbatim(name), value=str(number), least=str(least), most=str(most))


def _wrong_day(name: str, value: int | date | str, on: date, last: date) -> Wrong | None:
    if not isinstance(value, date):
        return "P014", _texts.message("act-date", name=Verbatim(name), value=Verbatim(value))
    if on < value <= last:
        return None
    given = {"value": value.isoformat(), "on": on.isoformat(), "last": last.isoformat()}
    return "P052", _texts.message("act-to", name=Verbatim(name), **given)


def _bounds(name: str, on: date, classes: int) -> tuple[int, int]:
    if name == "days":
        return 1, max(day_of(load_calendar().last) - MARGIN_DAYS - day_of(on), 1)
    if name == "less_kwh":
        return -MOST_KWH, MOST_KWH
    if name == "digits":
        return 1, MOST_DIGITS
    return (0, classes - 1) if name == "price_class" else (1, MOST_FEN)
