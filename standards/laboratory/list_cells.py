"""Cells of a list as people fill them in: sums, days, yes and no, intent."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Final

from kaohe.standards.policies.format import INTENTS
from kaohe.standards.sanctions.typed_case import LARGEST

UNPRICED: Final = frozenset(
    ("不能计价", "无法计价", "不计价", "不能认定", "不能按电量电费额度来认定", "unpriced", "none", "无金额")
)
TRUE: Final = ("是", "有", "真", "1", "true", "yes", "y", "√", "v")
FALSE: Final = ("否", "无", "没有", "0", "false", "no", "n", "×", "-")
_SUM = re.compile(r"([0-9]{1,14})(?:\.([0-9]{1,2}))?(?:元|圓|yuan)?")
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")


def fen(text: str, *, in_fen: bool) -> tuple[int | None, str | None, str]:
    """(分, why it is no sum, what was probably meant); what is doubtful is told, never guessed."""
    plain = text.strip()
    if re.fullmatch(r"[0-9]+\.0+", plain) and in_fen:
        plain = plain.split(".")[0]
    found = _SUM.fullmatch(plain)
    if found is None or (in_fen and found[2]):
        meant = re.sub(r"[,，_' 元￥¥]", "", unicodedata.normalize("NFKC", text)).strip()
        known = _SUM.fullmatch(meant) is not None
        negative = re.fullmatch(r"[-−－][0-9.]+", meant) is not None
        return None, "amount-negative" if negative else "amount-text", meant if known else ""
    whole, cents = found.groups()
    value = int(whole) if in_fen else int(whole) * 100 + int((cents or "").ljust(2, "0"))
    return (value, None, "") if value <= LARGEST else (None, "amount-text", "")


def day(cell: object) -> date | None:
    """A day, written as a date of the workbook or as 2001-03-05, 2001/3/5, 2001年3月5日; None for anything else."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", str(cell)).strip())
    try:
        return None if found is None else date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def flag(word: str) -> bool | None:
    """Yes or no; None for neither."""
    return True if word in TRUE else False if word in FALSE else None


def intent(word: str) -> str | None:
    """A finding on intent by its name, or yes (established) and no (none)."""
    if word in INTENTS:
        return word
    said = {"已查实": "established", "查实": "established", "推定": "presumed", "被指": "alleged"}.get(word)
    known = flag(word)
    return said or (None if known is None else "established" if known else "none")
