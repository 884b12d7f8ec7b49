"""Words of steps under inspection: classes, kinds, parts, habits, posts, lines; and days and figures that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kaohe.scenarios.gherkin.acting import found_act, read_params
from kaohe.scenarios.gherkin.finding import figure
from kaohe.scenarios.gherkin.parts import parts_of, read_part
from kaohe.scenarios.gherkin.scene import case_of, post_id
from kaohe.scenarios.gherkin.setting import counted, known_policy, mix_parts, month_start
from kaohe.scenarios.gherkin.words import (
    BILL_LINES,
    BOOK_KINDS,
    CLASSES,
    HABITS,
    StepFault,
    a_clause,
    a_date,
    duties,
    fen,
    meaning,
    measures,
    percent_e6,
    price_e4,
    tiers,
)
from kaohe.standards import Policy

Arguments = Mapping[str, str | None]
Check = Callable[[], object]

_WORDS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "reading_book": ("kind", "book", BOOK_KINDS),
    "customer": ("kind", "class", CLASSES),
    "price": ("kind", "class", CLASSES),
    "fee": ("kind", "class", CLASSES),
    "habit": ("habit", "habit", HABITS),
    "bill_line": ("line", "line", BILL_LINES),
}
"""Step: the argument that is a word, what kind of word, and those that there are."""


def word_faults(step: str, arguments: Arguments, policy: Policy) -> Iterator[StepFault]:
    """What of a step's words the run would refuse, each; the policy says which tiers and sanctions there are."""
    given = {name: value for name, value in arguments.items() if value is not None}
    for check in (*_words(step, given), *_figures(step, given), *_found(step, given, policy)):
        try:
            check()
        except StepFault as found:
            yield found


def _words(step: str, given: Mapping[str, str]) -> Iterator[Check]:
    if step in _WORDS and _WORDS[step][0] in given:
        argument, kind, known = _WORDS[step]
        yield lambda: meaning(kind, given[argument], known)
    if step == "customer":
        yield from (lambda part=part: read_part(part) for part in parts_of(given.get("parts", "")))
    elif step == "office_size":
        yield from (lambda part=part: counted(part) for part in mix_parts(given["mix"]))
    elif step == "person":
        yield lambda: post_id(given["post"])
    elif step == "policy":
        yield lambda: known_policy(given["policy"])
    elif step == "act":
        yield lambda: _act(given["act"], given.get("params", ""))


def _found(step: str, given: Mapping[str, str], policy: Policy) -> Iterator[Check]:
    """Words of what must be found: clauses, tiers, sanctions with their figures, duties."""
    if step in ("worth", "no_incident") and "clause" in given:
        yield lambda: a_clause(given["clause"])
    if step in ("worth", "unpriced", "history"):
        yield lambda: meaning("tier", given["tier"], tiers(policy))
    elif step in ("sanction", "no_sanction") and "kind" in given:
        yield lambda: meaning("measure", given["kind"], measures(policy))
        yield lambda: figure(given.get("value", ""))
    elif step in ("duty", "no_duty"):
        yield lambda: meaning("duty", given["kind"], duties(policy))


def _figures(step: str, given: Mapping[str, str]) -> Iterator[Check]:
    """Days that there are not, clauses that there are not, sums finer than a fen and prices finer than can be."""
    if step == "office_start":
        yield lambda: month_start(given["on"])
    elif step == "case":
        yield lambda: case_of(given["name"], given["clause"], given["on"], given.get("yuan"))
    elif "on" in given:
        yield lambda: a_date(given["on"])
    if step in ("handed_in", "made_good") and "day" in given:
        yield lambda: a_date(given["day"])
    money = price_e4 if step == "price" else percent_e6 if step == "habit" else fen
    yield from (
        lambda name=name: money(given[name])
        for name in ("yuan", "less", "more", "percent")
        if name in given and step != "case"
    )


def _act(does: str, params: str) -> None:
    """An act's parameters; that there is no such act is told elsewhere."""
    try:
        _, action = found_act(does)
    except StepFault:
        return
    if action is not None:
        read_params(does, params, action.params, None)
