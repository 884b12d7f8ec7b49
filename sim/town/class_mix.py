"""Which price classes stand in which kind of book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.spec import KINDS, MOST_CUSTOMERS, OfficeSpec, SpecError, class_said, impossible, unknown
from kaohe.sim.streams import Purpose, words

Int64 = NDArray[np.int64]

SPECIAL_INDUSTRY_PERCENT = 40  # of industry has transformers of its own (專變)


def mix_faults(spec: OfficeSpec, price_classes: Sequence[str]) -> Iterator[SpecError]:
    """Customers of classes without a price, or fewer than none; any class will do where no prices are known."""
    known = tuple(name for name in price_classes if "@" not in name)
    for name, count in spec.classes.items():
        if price_classes and name not in price_classes:
            error = unknown(("classes", name), "P044", "class-unknown", name, known)
            yield SpecError(error.at, error.code, error.said, at_key=True)
        if count < 0:
            yield impossible(("classes", name), "P015", "class-negative", of=class_said(name), count=count)
    total = sum(spec.classes.values())
    if total > MOST_CUSTOMERS:
        yield impossible(("classes",), "P019", "customers-many", count=total, most=MOST_CUSTOMERS)


def mix_classes(spec: OfficeSpec, seed: int, price_classes: tuple[str, ...]) -> dict[str, Int64]:
    """Codes (index into price_classes) of the customers who are not in named books, by kind of book, well mixed."""
    groups: dict[str, list[Int64]] = {kind: [] for kind in KINDS}
    for name, count in spec.classes.items():
        code = price_classes.index(name)
        for kind, part in _kinds(name, count):
            groups[kind].append(np.full(part, code, np.int64))
    return {kind: _shuffled(np.concatenate([np.empty(0, np.int64), *groups[kind]]), seed, kind) for kind in KINDS}


def _kinds(name: str, count: int) -> tuple[tuple[str, int], ...]:
    if name == "resident":
        return (("resident", count),)
    if name == "large_industry":
        return (("special", count),)
    own = count * SPECIAL_INDUSTRY_PERCENT // 100 if name == "industry" else 0
    return ("commerce", count - own), ("special", own)


def _shuffled(codes: Int64, seed: int, kind: str) -> Int64:
    order = np.argsort(words(seed, Purpose.POPULATION, len(codes), 10 + KINDS.index(kind)), kind="stable")
    return codes[order]
