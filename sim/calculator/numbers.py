"""JSON numbers as exact fractions, and what a text that should have been a number or a date probably means."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from unicodedata import normalize

LARGEST = 10**15
MOST_DIGITS = 40
_NUMBER = re.compile(r"([+-]?(?:[0-9]{1,15}(?:\.[0-9]{1,15})?|\.[0-9]{1,15}))\s*([^\s0-9.]{0,12})")
_ALSO = {
    "kWh": ("度", "千瓦時", "千瓦时"),
    "kWh/kvarh": ("kWh", "kvarh", "度"),
    "yuan": ("元",),
    "yuan/kWh": ("元", "元/kWh", "元/度"),
    "kW": ("千瓦",),
    "kVA": ("千伏安",),
    "h": ("小時", "小时"),
    "d": ("天", "日"),
    "戶": ("户",),
}
_DATE = re.compile(r"([0-9]{4})\s*[-/.年]?\s*([0-9]{1,2})\s*[-/.月]?\s*([0-9]{1,2})\s*日?")


def fraction(raw: object) -> Fraction | None:
    """The exact value of a JSON number; None for anything else, for NaN, infinity and what is beyond the limits."""
    number = _finite(raw)
    if number is None or abs(number) > LARGEST or len(number.as_tuple().digits) > MOST_DIGITS:
        return None
    return Fraction(number) if number.adjusted() > -MOST_DIGITS else None


def out_of_reach(raw: object) -> bool:
    """Whether it is a finite number, but beyond 10¹⁵ or with more than 40 digits."""
    return _finite(raw) is not None and fraction(raw) is None


def _finite(raw: object) -> Decimal | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return None
    number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    return number if number.is_finite() else None


def number_meant(raw: object, unit: str) -> str | None:
    """`12` for "12", "１２", [12] and "12 kWh" where the unit is kWh; None where nothing single is meant."""
    if isinstance(raw, list) and len(raw) == 1 and fraction(raw[0]) is not None:
        return str(raw[0])
    if not isinstance(raw, str):
        return None
    plain = re.sub(r"(?<=[0-9])[,_](?=[0-9])", "", normalize("NFKC", raw).strip().replace("−", "-"))
    found = _NUMBER.fullmatch(plain)
    if found is None or found[2] not in ("", unit, *_ALSO.get(unit, ())):
        return None
    return found[1].removeprefix("+")


def date_meant(raw: object) -> str | None:
    """`2001-03-09` for 2001/3/9, 2001年3月9日 and 20010309; None where it is no day."""
    found = _DATE.fullmatch(normalize("NFKC", str(raw)).strip()) if isinstance(raw, str | int) else None
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None
