"""Words and numbers as people read them: money in yuan, dates, names of tiers, in the current language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kaohe.sim import texts
from kaohe.sim.texts import catalogue, current_language, simplified
from kaohe.standards.rulebook.punctuation import full_width

TEXTS = catalogue("kaohe.reports")


def say(key: str, /, **values: str | int) -> str:
    """A text of this room. Raises KeyError for an unknown key."""
    return TEXTS(key, **values)


def say_or(key: str, otherwise: str, /, **values: str | int) -> str:
    """A text of this room, or `otherwise` where it has no such key (a new column, a policy's own kind)."""
    return TEXTS(key, **values) if key in TEXTS else otherwise


def key_part(code: str) -> str:
    """A code as part of a key: no_reads → no-reads, dunning.limit → dunning-limit."""
    return code.replace("_", "-").replace(".", "-")


def listed(values: Mapping[str, str | int]) -> str:
    """Values by name, in order of name."""
    return say("comma").join(f"{name} = {values[name]}" for name in sorted(values))


def number(value: int) -> str:
    """12345 → 12,345; −5 with the sign of amounts."""
    return f"{value:,}".replace("-", "−")


def yuan(fen: int | None) -> str:
    """123456 分 → 1,234.56 元; null is an amount that cannot be assessed."""
    return say("unpriced") if fen is None else say("yuan", amount=texts.yuan(fen))


def money(fen: int | None) -> str:
    """Yuan without the unit, for a column headed by it."""
    return say("unpriced-short") if fen is None else texts.yuan(fen)


def day(value: date | None) -> str:
    """ISO date, or a dash."""
    return say("none") if value is None else texts.day(value)


def tier_name(tier: str) -> str:
    """Name of a tier in the current language."""
    return say_or(f"tier-{key_part(tier)}", tier)


def code_text(kind: str, code: str) -> str:
    """A code of the records or the judge in words: code_text("basis", "fee"); the code itself where no text exists."""
    return say_or(f"{kind}-{key_part(code)}", code)


def typed(name: str, value: object) -> str:
    """A value of a record or a formula, by the unit in its name: _fen, _kwh, _kva, _e4, _on, period."""
    if value is None:
        return say("none")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, int):
        return _counted(name, value)
    return str(value)


def _counted(name: str, value: int) -> str:
    stem = "fen" if "_fen_per_" in name else "days" if name.startswith("days_") else name.rsplit("_", 1)[-1]
    if stem == "fen":
        return yuan(value)
    if stem == "e4":
        return say("per-kwh", price=_ten_thousandths(value))
    if stem == "period" and 190000 < value < 300000:
        return f"{value // 100}-{value % 100:02d}"
    if stem in ("kwh", "kva", "days"):
        return say(f"amount-{stem}", amount=number(value), n=value)
    return str(value)


def _ten_thousandths(value: int) -> str:
    sign, rest = ("−" if value < 0 else ""), abs(value)
    return f"{sign}{rest // 10_000}.{rest % 10_000:04d}"


def chinese(text: str) -> tuple[str, str]:
    """A text of the handbook, in Traditional Chinese only, as the current language shows it, and its language then."""
    text = full_width(text)
    return (simplified(text), "zh-Hans") if current_language() == "zh-Hans" else (text, "zh-Hant")
