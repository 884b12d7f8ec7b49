"""What somebody who wrote an unknown input probably meant, and which formulas take an input of that name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kaohe.sim.calculator.faults import advice
from kaohe.sim.calculator.spec import Quantity, formulas
from kaohe.sim.files import fold, nearest
from kaohe.sim.texts import Names

MOST_TAKERS = 8


def unknown_input(name: str, known: Iterable[Quantity], whole: bool) -> str:
    """What to write for an input that is not known: the nearest, or which formulas take it, or all that there are.

    whole: the known ones are the inputs of a formula, not the keys of a table within one.
    """
    known = tuple(known)
    if (near := nearest_input(name, known)) is not None:
        return advice(near)
    takers = [formula for formula in formulas().values() if any(name == one.name for one in formula.takes)]
    if whole and 0 < len(takers) <= MOST_TAKERS:
        zh = "、".join(f"{formula.id}（{formula.label.zh_hant}）" for formula in takers)
        en = ", ".join(f"{formula.id} ({formula.label.en})" for formula in takers)
        return Names(f"；用 {name} 的公式：{zh}", f"; formulas that take it: {en}").text()
    names = ", ".join(one.name for one in known)
    return Names(f"；可寫 {names}", f"; it takes {names}").text()


def nearest_input(name: str, known: Iterable[Quantity]) -> str | None:
    """The input whose name, or else whose words, are nearest: 上次示数 means prev, capacity_days days, date on."""
    known = tuple(known)
    words = {word: one.name for one in known for word in _labels(one)}
    if fold(name) in (folded := {fold(word): one for word, one in words.items()}):
        return folded[fold(name)]
    names = [one.name for one in known]
    if (near := _part_of(name, names) or nearest(name, names)) is not None:
        return near
    first = name.partition("_")[0]  # aq_kvarh means aq_fwd
    if first and (same := [one for one in names if one.partition("_")[0] == first]):
        return same[0]
    given = _tokens(name)
    beside = {one.name for one in known if given & _english(one) and not given & _noun(one)}  # price is no price class
    if (near := nearest(name, (word for word, one in words.items() if one not in beside))) is not None:
        return words[near]
    return _by_words(name, known)


def _part_of(name: str, names: Iterable[str]) -> str | None:
    """The longest name whose words are all in what was written: days in capacity_days, ap in ap_kwh."""
    given = _tokens(name)
    inside = [one for one in names if len(given) > 1 and _tokens(one) <= given]
    return max(inside, key=len, default=None)


def _by_words(name: str, known: Iterable[Quantity]) -> str | None:
    """The input whose English label has the most of the words written, and the noun that it is about among them."""
    given = _tokens(name)
    scores = {one.name: len(given & _english(one)) for one in known if given & _noun(one)}
    return max(scores, key=lambda one: scores[one], default=None)


def _tokens(name: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", name.casefold().replace("_", " ")))


def _english(quantity: Quantity) -> set[str]:
    return _tokens(quantity.label.en) | _noun(quantity)


def _noun(quantity: Quantity) -> set[str]:
    """`class` of `price class`, `day` of `day of the reading`; that a date is one."""
    head = re.findall(r"[a-z0-9]+", _bare(quantity.label.en).partition(" of ")[0].casefold())
    return {*head[-1:], *(("date",) if quantity.kind == "date" else ())}


def _labels(quantity: Quantity) -> Iterable[str]:
    """What an input is called, with and without what stands in brackets."""
    for label in (quantity.label.zh_hant, quantity.label.en):
        yield label
        yield _bare(label)


def _bare(label: str) -> str:
    return label.partition("（")[0].partition(" [")[0].partition(" (")[0]
