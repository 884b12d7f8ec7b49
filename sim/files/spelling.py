"""What somebody meant: the nearest name (门槛 is 門檻), numbers and dates as people write them (１０００, 一千)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, DecimalException
from difflib import SequenceMatcher
from functools import lru_cache
from unicodedata import category, normalize

from kaohe.sim.texts import simplified

_SIGNS = ("零〇", "一壹弌", "二貳贰兩两弍", "三參叁叄参", "四肆", "五伍", "六陸陆", "七柒", "八捌", "九玖")
DIGITS = {sign: value for value, signs in enumerate(_SIGNS) for sign in signs}
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8}
MINUS = "−﹣－–—"
LONGEST = 40
GAP = "\0"

_CHINESE = re.compile(f"[0-9.{''.join(DIGITS)}{''.join(TENS)}{''.join(MYRIADS)}]+")
_UNIT = re.compile(
    "(?P<money>人民[幣币]|rmb|cny|yuan|[元圆圓塊块](?:整|正)?|[¥￥$])|fen|分|kwh|度|千瓦時|千瓦时|[日天個个月]", re.I
)
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
ENOUGH = 0.6
ENOUGH_SHORT = 0.5  # a two-character Chinese name with one character wrong
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Spelling:
    """A number written otherwise: `why` is a key of the texts, `value` what it says.

    `yuan`: as a sum it is in 元, for it says so or has decimals, which 分 have not.
    """

    why: str
    value: Decimal | None = None
    yuan: bool = False

    def plain(self, *, fen: bool = False) -> str | None:
        """The number to write: an integer if it is one (or 分 is wanted), else its decimals."""
        whole = self.whole(fen=fen)
        if whole is not None or fen or self.value is None:
            return None if whole is None else str(whole)
        return f"{self.value.normalize():f}"

    def whole(self, *, fen: bool = False) -> int | None:
        """The integer to write, in 分 if the value is 元 and the field wants 分; None if it is no integer."""
        if self.value is None:
            return None
        whole = self.value == self.value.to_integral_value()
        value = self.value * 100 if fen and (self.yuan or not whole) else self.value
        return int(value) if value == value.to_integral_value() and abs(value) <= 10**15 else None


@dataclass(frozen=True, slots=True)
class SpelledDate:
    """A date written otherwise, in ISO 8601; `exists` is false for 2001-02-30."""

    iso: str
    exists: bool


def spelled_date(text: str) -> SpelledDate | None:
    """What date the text means, or None if it is none."""
    match = _DATE.fullmatch(normalize("NFKC", text.strip()))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return SpelledDate(f"{year:04d}-{month:02d}-{day:02d}", False)
    return SpelledDate(f"{year:04d}-{month:02d}-{day:02d}", True)


def spelled_number(text: str) -> Spelling | None:
    """What number the text means, or None if it is none; also for steps of features."""
    given = text.strip()
    if not given or len(given) > LONGEST:
        return None
    if given.casefold().lstrip("+-.") in ("nan", "inf", "infinity"):
        return Spelling("not-finite")
    bare, yuan = _without_units(given)
    value, why = _value(bare)
    if value is None:
        return None
    if why == "plain":
        why = "unit" if bare != given else "quoted"
    pointed = why not in ("chinese", "percent") and "." in normalize("NFKC", bare)
    return Spelling(why, value, yuan or pointed)


def _without_units(text: str) -> tuple[str, bool]:
    found = list(_UNIT.finditer(text))
    yuan = any(match["money"] for match in found)
    bare = _UNIT.sub(GAP, text).strip(f"{GAP} ")
    return bare, yuan  # a unit between two numbers stays a gap: 3元41分 is not 341


def _value(text: str) -> tuple[Decimal | None, str]:
    """(value, why it is not TOML's spelling); (None, "") if it is no number."""
    narrow = normalize("NFKC", text)
    for minus in MINUS:
        narrow = narrow.replace(minus, "-")
    for why, spelling in _readings(narrow):
        if (value := _decimal(spelling)) is not None:
            return value, _reason(text, narrow, why)
    if _CHINESE.fullmatch(narrow):
        return _chinese(narrow), "chinese"
    return None, ""


def _readings(narrow: str) -> tuple[tuple[str, str], ...]:
    percent = narrow.removesuffix("%")
    return (
        ("plain", narrow if _PLAIN.fullmatch(narrow) else ""),
        ("thousands", re.sub(r"(?<=[0-9])[,_' ](?=[0-9])", "", narrow) if re.search("[,_' ]", narrow) else ""),
        ("exponent", narrow if re.fullmatch(r"[+-]?[0-9.]+[eE][+-]?[0-9]{1,3}", narrow) else ""),
        ("percent", f"{percent}e-2" if percent != narrow and _PLAIN.fullmatch(percent) else ""),
    )


def _reason(text: str, narrow: str, why: str) -> str:
    """Full-width and other signs come first, then leading zeros and decimals of a plain number."""
    if text != narrow:
        return "minus-sign" if any(minus in text for minus in MINUS) else "full-width"
    if why == "plain" and re.fullmatch(r"[+-]?0[0-9]+", narrow):
        return "leading-zeros"
    return why


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text) if text.isascii() else None
    except DecimalException:
        return None
    return value if value is not None and value.is_finite() and abs(value.adjusted()) < LONGEST else None


def _chinese(text: str) -> Decimal | None:
    """一千二百, 壹仟, 3萬, 二〇〇一; None if the signs do not make a number."""
    total, section, number = Decimal(0), Decimal(0), ""
    for sign in text:
        if sign in DIGITS or sign in "0123456789.":
            number += str(DIGITS.get(sign, sign))
        elif sign in TENS:
            section += (_decimal(number or "1") or Decimal(0)) * TENS[sign]
            number = ""
        else:
            section += _decimal(number or "0") or Decimal(0)
            if not total + section:
                return None
            total, section = _myriad(total, section, MYRIADS[sign])
            number = ""
    rest = _decimal(number or "0")
    return None if rest is None else total + section + rest


def _myriad(total: Decimal, section: Decimal, sign: int) -> tuple[Decimal, Decimal]:
    """億 multiplies all before it, 萬 only what follows the 億."""
    if sign == 10**8:
        return (total + section) * sign, Decimal(0)
    return total + section * sign, Decimal(0)


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """What two spellings of a name share: width, case, script, hyphens; without spaces and invisible characters."""
    plain = normalize("NFKC", name).casefold().replace("-", "_")
    seen = "".join(character for character in plain if category(character) not in ("Cf", "Cc", "Zs"))
    return seen if seen.isascii() else simplified(seen)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The most similar of `names`, or None if none is near; ties go to the one given first."""
    wanted = fold(name)[:LONGEST_NAME]
    if not wanted:
        return None
    enough = _enough(wanted)
    best, best_score = None, 0.0
    for candidate in names:
        score = _similarity(wanted, fold(candidate)[:LONGEST_NAME], max(enough, best_score))
        if score > best_score:
            best, best_score = candidate, score
    return best if best_score >= enough else None


def _enough(wanted: str) -> float:
    return ENOUGH if wanted.isascii() or len(wanted) > 2 else ENOUGH_SHORT


def _similarity(left: str, right: str, wanted: float) -> float:
    """0 to 1: the better of the two directions, for SequenceMatcher is not symmetric; 1 for equal folds.

    0 for whatever cannot be as much as `wanted`, which is known sooner.
    """
    if left == right:
        return 1.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.real_quick_ratio() < wanted or matcher.quick_ratio() < wanted:
        return 0.0
    return max(matcher.ratio(), SequenceMatcher(None, right, left, autojunk=False).ratio())
