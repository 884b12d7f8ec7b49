"""How the desk writes its numbers: exact where they end, rounded half up where they do not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kaohe.sim.tariff.money import round_half_up

PLACES = 10
SHOWN_PLACES = 6


def rounded(value: Fraction, places: int) -> Fraction:
    """Half up, away from zero, to so many decimals."""
    scale = 10**places
    return Fraction(round_half_up(value.numerator * scale, value.denominator), scale)


def yuan_to_fen(value: Fraction) -> int:
    """An amount in yuan as 分, half up."""
    return round_half_up(value.numerator * 100, value.denominator)


def money(value: Fraction) -> Fraction:
    """An amount in yuan, rounded to the 分."""
    return rounded(value, 2)


def figure(value: Fraction) -> int | Decimal:
    """For the answer: an integer where it is one, else a decimal of at most 10 places."""
    short = rounded(value, PLACES)
    return short.numerator if short.denominator == 1 else Decimal(text(short, PLACES))


def text(value: Fraction | int, places: int = SHOWN_PLACES) -> str:
    """For a line of working: `-2329.14`; digits that do not end are cut at `places`."""
    short = rounded(Fraction(value), places)
    whole, rest = divmod(abs(short.numerator) * 10**places // short.denominator, 10**places)
    tail = f"{rest:0{places}d}".rstrip("0") if places else ""
    sign = "-" if short < 0 else ""
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"


def yuan(value: Fraction) -> str:
    """An amount with its two decimals."""
    fen = yuan_to_fen(value)
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def ends(value: Fraction, places: int = SHOWN_PLACES) -> bool:
    """Whether the decimals end within so many places."""
    return value == rounded(value, places)
