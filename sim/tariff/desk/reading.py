"""The inputs of a formula as people type them: one JSON object."""

from __future__ import annotations

import json
from decimal import Decimal

from kaohe.sim.tariff.desk.faults import single
from kaohe.sim.texts import Names

LARGEST = 100_000


def read_inputs(text: str) -> dict[str, object]:
    """The object, decimals exact. Faults (C016) for what is not JSON, not an object, too long or has a key twice.

    NaN and Infinity are let through: the input that holds one is told by name.
    """
    if len(text) > LARGEST:
        raise single("C016", why=Names(f"長於 {LARGEST} 字", f"longer than {LARGEST} characters").text())
    try:
        read = json.loads(text, parse_float=Decimal, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = Names(f"第 {error.colno} 字處讀不下去", f"stops at character {error.colno}").text()
        raise single("C016", why=f"{where}; {_hint()}") from None
    except (ValueError, ArithmeticError, RecursionError):
        raise single("C016", why=Names("數太大或嵌套太深", "a number too large, or nested too deep").text()) from None
    if not isinstance(read, dict):
        raise single("C016", why=_hint())
    return read


def _hint() -> str:
    example = '{"prev": 2155, "curr": 2305}'
    return Names(f"請寫如 '{example}'", f"write such as '{example}'").text()


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise single("C016", why=Names(f"「{twice}」寫了兩次", f"{twice!r} is there twice").text())
    return read
