"""Bills that a wrong entry made wrong (1.3, 7.1): what each was issued and due at, and how the difference ran up."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from kaohe.reports.amounts.delays import ITEMS_SHOWN
from kaohe.reports.words.wording import number, say, typed, yuan

OF_BILLS = frozenset(("amount_fen", "wrong_periods", "issued_fen", "due_fen", "beside"))


def is_entry(formula: str) -> bool:
    """Whether a formula is that of a wrong entry."""
    return formula.startswith("entry.")


def entry_rule(inputs: Mapping[str, object]) -> str:
    """How its amount comes about: the largest balance, or nothing while no bill differs."""
    if not _numbers(inputs, "issued_fen"):
        return say("formula-entry-slip")
    rule = say("formula-entry-balance", amount=yuan(_fen(inputs)))
    return say("gap").join((say("formula-entry-beside"), rule)) if inputs.get("beside") else rule


def entry_lines(inputs: Mapping[str, object]) -> tuple[str, ...]:
    """A line a bill up to the largest balance."""
    issued, due = _numbers(inputs, "issued_fen"), _numbers(inputs, "due_fen")
    differences = [one - other for one, other in zip(issued, due, strict=True)]
    rows = zip(_numbers(inputs, "wrong_periods"), issued, due, differences, accumulate(differences), strict=True)
    lines = [
        say(
            "formula-entry-bill",
            period=typed("period", period),
            issued=yuan(issued_fen),
            due=yuan(due_fen),
            difference=yuan(difference),
            balance=yuan(balance),
        )
        for period, issued_fen, due_fen, difference, balance in rows
    ]
    if len(lines) > ITEMS_SHOWN:
        return (*lines[:ITEMS_SHOWN], say("items-cut", items="", n=number(len(lines))))
    return tuple(lines)


def _numbers(inputs: Mapping[str, object], name: str) -> list[int]:
    value = inputs.get(name)
    return [each for each in value if isinstance(each, int)] if isinstance(value, list) else []


def _fen(inputs: Mapping[str, object]) -> int:
    value = inputs.get("amount_fen")
    return value if isinstance(value, int) else 0
