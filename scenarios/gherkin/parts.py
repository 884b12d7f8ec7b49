"""What a step may say of a customer after his name: each part as a pattern, with an example in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import ValidationError

from kaohe.scenarios.gherkin.words import CHANNELS, HAPPENINGS, a_date, alike, fault, meaning, price_e4, word_fault
from kaohe.scenarios.model import CustomerFile
from kaohe.sim.files import fold, nearest

_FORMS: tuple[tuple[str, str, str, str], ...] = (
    ("capacity_kva", r"(?:容量\s*)?([0-9]+) ?kVA", "容量 60 kVA", "60 kVA"),
    ("electronic", r"(電子式電能表|电子式电能表|an? electronic meter)", "電子式電能表", "an electronic meter"),
    ("induction", r"(感應式電能表|感应式电能表|an? induction meter)", "感應式電能表", "an induction meter"),
    ("daily_kwh", r"每日用(?:電|电)\s*([0-9]+) ?kWh|([0-9]+) kWh a day", "每日用電 450 kWh", "450 kWh a day"),
    (
        "energy_e4",
        r"(?:電價|电价)\s*([0-9]+(?:\.[0-9]+)?)\s*元|price ([0-9]+(?:\.[0-9]+)?) yuan",
        "電價 0.8000 元",
        "price 0.8000 yuan",
    ),
    ("multiplier", r"倍率\s*([0-9]+)|multiplier ([0-9]+)", "倍率 20", "multiplier 20"),
    ("digits", r"([0-9]) ?位(?:電能表|电能表)|an? ([0-9])-digit meter", "4 位電能表", "a 4-digit meter"),
    ("decimals", r"([0-9]) ?位小(?:數|数)|([0-9]) decimals?", "2 位小數", "2 decimals"),
    (
        "pay_after_days",
        r"(?:發行|发行)後?后?第\s*([0-9]+)\s*日交(?:費|费)|paying ([0-9]+) days after issue",
        "發行後第 3 日交費",
        "paying 3 days after issue",
    ),
    ("peak_percent", r"峰\s*([0-9]+) ?%|peak ([0-9]+) ?%", "峰 30 %", "peak 30 %"),
    ("valley_percent", r"谷\s*([0-9]+) ?%|valley ([0-9]+) ?%", "谷 20 %", "valley 20 %"),
    ("reactive_percent", r"(?:無功|无功)\s*([0-9]+) ?%|reactive ([0-9]+) ?%", "無功 40 %", "reactive 40 %"),
    ("metered_low", r"(高供低計|高供低计|metered on the low side)", "高供低計", "metered on the low side"),
    ("metered_high", r"(高供高計|高供高计|metered on the high side)", "高供高計", "metered on the high side"),
    (
        "applies_on",
        r"([0-9-]{10})\s*(?:申請新裝|申请新装)|applying on ([0-9-]{10})",
        "2001-03-05 申請新裝",
        "applying on 2001-03-05",
    ),
    (
        "fault",
        r"([0-9-]{10}\s*起\s*\S+|\S.* from [0-9-]{10})",
        "2001-03-01 起停轉",
        "a stopped meter from 2001-03-01",
    ),
    ("pays_by_cheque", r"(用支票交費|用支票交费|paying by cheque)", "用支票交費", "paying by cheque"),
    (
        "cheque_returns",
        r"(支票被銀行退回|支票被银行退回|whose cheque comes back)",
        "支票被銀行退回",
        "whose cheque comes back",
    ),
)
_PATTERNS = tuple((name, re.compile(form)) for name, form, _, _ in _FORMS)
_EXAMPLES = tuple(example for _, _, *both in _FORMS for example in both)
LONGEST = 18  # digits: enough to be too many
_DAY = re.compile(r"[0-9-]{10}")
_NUMBER = re.compile(r"[0-9][0-9.\-]*")


def parts_of(text: str) -> Iterator[str]:
    """The parts between the commas."""
    yield from (part.strip() for part in re.split(r"[,\uff0c]", text) if part.strip())


def read_part(text: str) -> dict[str, object]:
    """The field of CustomerSpec that a part means, and its value. StepFault with the nearest part."""
    for name, form in _PATTERNS:
        match = form.fullmatch(text)
        if match is not None:
            return _value(name, next(each for each in match.groups() if each is not None))
    if fold(text) not in map(fold, CHANNELS):
        raise word_fault("part", text, _nearest(text))
    return {"channel": meaning("part", text, CHANNELS)}


def _value(name: str, text: str) -> dict[str, object]:
    if name == "induction":
        return {"electronic": False}
    if name == "applies_on":
        return {name: a_date(text)}
    if name == "fault":
        return _happening(text)
    if name == "metered_high":
        return {"metered_low": False}
    if name in ("electronic", "pays_by_cheque", "cheque_returns", "metered_low"):
        return {name: True}
    return {name: _bounded(name, text, price_e4(text) if name == "energy_e4" else int(text[:LONGEST]))}


def _happening(text: str) -> dict[str, object]:
    """What happens at his metering point, and from which day on."""
    on = _DAY.findall(text)[0]
    word = _DAY.sub("", text).strip().removeprefix("起").removesuffix(" from").strip()
    return {"fault": meaning("happening", word, HAPPENINGS), "fault_on": a_date(on)}


def _bounded(name: str, text: str, value: int) -> int:
    """The value, if a customer of a scenario file may have it. StepFault with the bound that it breaks."""
    try:
        CustomerFile.model_validate({"name": "-", "book": "-", name: value})
    except ValidationError as error:
        [(bound, limit), *_] = error.errors()[0]["ctx"].items()
        raise fault(f"part-{bound}", text=text, bound=str(limit)) from None
    return value


def _nearest(text: str) -> str:
    """The nearest part in the language of what was written, with its number where it has one; else all of them."""
    known = alike(text, (*_EXAMPLES, *CHANNELS))
    shapes = {_NUMBER.sub("0", example): example for example in known}
    near = nearest(_NUMBER.sub("0", text), shapes)
    if near is None:
        return "、".join(known)
    given = _NUMBER.findall(text)
    return near.replace("0", given[0]) if near.count("0") == len(given) == 1 else shapes[near]
