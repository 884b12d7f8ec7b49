"""The inputs of a formula as people type them: one JSON object."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from kaohe.sim.calculator.faults import single
from kaohe.sim.files import Faults
from kaohe.sim.texts import Names

LARGEST = 100_000
EXAMPLE = '{"prev": 2155, "curr": 2305}'
SLIPS = (
    (r"[“”「」＂]", '引號應為半角 "', 'quotes must be plain "'),
    (r"[：，｛｝［］]", "標點應為半角 : , { } [ ]", "signs must be plain : , { } [ ]"),
    (r"[{,]\s*'", "名稱應在雙引號內", "names stand in double quotes"),
    (r",\s*[}\]]", "最後一項後不寫逗號", "no comma after the last one"),
    (r"[{,]\s*[^\s\"{}\[\],:']+\s*:", "名稱應在雙引號內", "names stand in double quotes"),
)


def read_inputs(text: str, example: str | None = None) -> dict[str, object]:
    """The object, decimals exact. Faults (C016) for what is not JSON, not an object, too long or has a key twice.

    NaN and Infinity are let through: the input that holds one is told by name. `example` is shown where nothing fits.
    """
    if len(text) > LARGEST:
        raise _refused(f"長於 {LARGEST} 字", f"longer than {LARGEST} characters")
    try:
        read = json.loads(text, parse_float=Decimal, object_pairs_hook=_once)
        json.dumps(read, ensure_ascii=False, default=str).encode()
    except json.JSONDecodeError as error:
        zh, en = f"第 {error.colno} 字處讀不下去", f"stops at character {error.colno}"
        raise _refused(
            f"{zh}{_slip(text)[0]}; {_hint(example)[0]}", f"{en}{_slip(text)[1]}; {_hint(example)[1]}"
        ) from None
    except UnicodeEncodeError:
        raise _refused(
            "有不成字的代理項（\\ud800–\\udfff）", "a lone surrogate (\\ud800 to \\udfff) is no character"
        ) from None
    except (ValueError, ArithmeticError, RecursionError):
        raise _refused("數太大或嵌套太深", "a number too large, or nested too deep") from None
    if not isinstance(read, dict):
        raise _refused(*_hint(example))
    return read


def _refused(zh: str, en: str) -> Faults:
    return single("C016", why=Names(zh, en).text())


def _hint(example: str | None) -> tuple[str, str]:
    shown = example or EXAMPLE
    return f"請寫如 '{shown}'", f"write such as '{shown}'"


def _slip(text: str) -> tuple[str, str]:
    """What the writer probably did: curly or full-width signs, single quotes, a comma before the bracket."""
    for signs, zh, en in SLIPS:
        if re.search(signs, text):
            return f"（{zh}）", f" ({en})"
    return "", ""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _refused(f"「{twice}」寫了兩次", f"{twice!r} is there twice")
    return read
