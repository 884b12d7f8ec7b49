"""How money and days are written, alike in every language."""

from __future__ import annotations

from datetime import date, datetime


def yuan(fen: int) -> str:
    """Integer 分 as 元 with two places: 123456 → "1,234.56", -5 → "-0.05". Integer arithmetic only."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"


def day(on: date) -> str:
    """ISO 8601 date: "2001-03-09"; of a datetime, its date."""
    return (on.date() if isinstance(on, datetime) else on).isoformat()
