"""Completion in the shell: which names stand where on a command line, and how a shell is told.

A value is (name, what it is); everything is looked up only when a shell asks.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from kaohe.wording import say

ASKED = "_KAOHE_COMPLETE"
OPTIONS = ("--install-completion", "--show-completion")
Offers = list[tuple[str, str]]


class Line(Protocol):
    """The command line so far."""

    @property
    def params(self) -> dict[str, Any]: ...


def wanted(words: Sequence[str]) -> bool:
    """Whether a shell asks, or somebody wants his shell to."""
    return ASKED in os.environ or any(word.split("=", 1)[0] in OPTIONS for word in words)


def completed(answer: Callable[[], object], words: Sequence[str]) -> int:
    """Let Typer answer, which ends as a process does; a line that means nothing has nothing to offer."""
    told, asked = io.StringIO(), ASKED in os.environ
    installing = any(word.startswith(OPTIONS[0]) for word in words)
    try:
        with contextlib.redirect_stdout(told):
            answer()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    except Exception:
        if not asked:
            raise
        return 0
    print(say("done", "completion") if installing and not code else told.getvalue(), end="" if asked else "\n")
    return 0 if asked else code


def policies(incomplete: str) -> Offers:
    """Policies that ship."""
    from kaohe.standards.headers import policy_names

    return _offers(incomplete, ((name, names.text()) for name, names in policy_names().items()))


def rates_files(incomplete: str) -> Offers:
    """Rates files that ship."""
    from kaohe.scenarios.studies.shipped import rates_names

    return _offers(incomplete, ((name, names.text()) for name, names in rates_names().items()))


def deterrence_files(incomplete: str) -> Offers:
    """Deterrence files that ship."""
    from kaohe.scenarios.studies.shipped import deterrence_names

    return _offers(incomplete, ((name, names.text()) for name, names in deterrence_names().items()))


def scenarios(incomplete: str) -> Offers:
    """Scenarios that ship."""
    from kaohe.scenarios import scenarios as shipped

    return _offers(incomplete, ((name, names.text()) for name, names in shipped().items()))


def exams(incomplete: str) -> Offers:
    """Exams that ship."""
    from kaohe.scenarios.exam.shipped import exams as shipped

    return _offers(incomplete, ((id_, one.name.text()) for id_, one in shipped().items()))


def tariffs(incomplete: str) -> Offers:
    """Tariffs that ship."""
    from kaohe.sim.tariff.tariffs import built_in_files

    return _offers(incomplete, ((name, "") for name in built_in_files()))


def clauses(incomplete: str) -> Offers:
    """The 72 clauses."""
    from kaohe.standards.headers import clause_headers

    return _offers(incomplete, ((clause.id, clause.name.text()) for clause in clause_headers()))


def injections(incomplete: str) -> Offers:
    """Clauses as an order to inject begins, and `all` of them."""
    own = [(f"{name}=", words) for name, words in clauses("")]
    return _offers(incomplete, [("all=", ""), ("none", ""), *own])


def formulas(incomplete: str) -> Offers:
    """Formulas of the desk calculator."""
    from kaohe.sim.calculator.pages import catalogue_json

    return _offers(incomplete, ((str(each["id"]), str(each["name"])) for each in catalogue_json()))


SHOWN: dict[str, Callable[[str], Offers]] = {
    "policy": policies,
    "scenario": scenarios,
    "tariff": tariffs,
    "exam": exams,
    "rates": rates_files,
    "deterrence": deterrence_files,
}


def shown_kinds(incomplete: str) -> Offers:
    """Kinds of file that ship."""
    return _offers(incomplete, ((kind, "") for kind in SHOWN))


def shown_names(ctx: Line, incomplete: str) -> Offers:
    """Files of the kind that stands before."""
    of = SHOWN.get(str(ctx.params.get("kind")))
    return [] if of is None else of(incomplete)


def listed_kinds(incomplete: str) -> Offers:
    """What can be listed."""
    from kaohe.commands.list import KINDS

    return _offers(incomplete, ((kind, "") for kind in KINDS))


def _offers(incomplete: str, names: Iterable[tuple[str, str]]) -> Offers:
    return [(name, words) for name, words in names if name.startswith(incomplete)]
