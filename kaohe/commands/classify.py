"""`kaohe classify`: tier, sanctions and duties of one case at the desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from kaohe.completion import clauses
from kaohe.options import MOST, Json, Policy, Values
from kaohe.policies import load_policy
from kaohe.reports.judged.cases import Sanction
from kaohe.reports.judged.statute import Statute, ordered
from kaohe.reports.words.wording import code_text
from kaohe.reports.words.wording import say as worded
from kaohe.standards import Policy as Rules
from kaohe.standards import Rulebook
from kaohe.standards.sanctions.typed_case import Case, Classified, checked_amounts, classify
from kaohe.terminal import show, show_json
from kaohe.wording import say


def command(
    amount: Annotated[str | None, typer.Option("--amount", metavar="YUAN")] = None,
    unpriced: Annotated[bool, typer.Option("--unpriced")] = False,
    energy: Annotated[str | None, typer.Option("--energy", metavar="KWH")] = None,
    caused: Annotated[str | None, typer.Option("--caused", metavar="YUAN")] = None,
    loss: Annotated[str | None, typer.Option("--loss", metavar="YUAN")] = None,
    gain: Annotated[str | None, typer.Option("--gain", metavar="YUAN")] = None,
    clause: Annotated[str | None, typer.Option("--clause", metavar="ID", autocompletion=clauses)] = None,
    post: Annotated[str | None, typer.Option("--post", metavar="ID")] = None,
    intentional: Annotated[bool, typer.Option("--intentional")] = False,
    concealed: Annotated[bool, typer.Option("--concealed")] = False,
    serious_effect: Annotated[bool, typer.Option("--serious-effect")] = False,
    prior: Annotated[list[str] | None, typer.Option("--prior", metavar="TIER=N")] = None,
    policy: Policy = None,
    json: Json = False,
) -> int:
    """Classify one case."""
    values = Values()
    case = Case(
        amount=amount,
        unpriced=unpriced,
        energy_kwh=_energy(values, energy),
        caused=caused,
        loss=loss,
        gain=gain,
        clause=clause,
        post=post,
        intentional=intentional,
        concealed=concealed,
        serious_effect=serious_effect,
        prior=dict(_priors(values, prior or ())),
    )
    values.check(lambda: checked_amounts(case))
    rules = values.check(lambda: load_policy(policy))
    values.raise_faults()
    assert rules is not None
    answer = classify(case, rules)
    show_json(answer) if json else show("\n".join(_told(answer, rules)))
    return 0


def _energy(values: Values, text: str | None) -> int | None:
    """The energy typed; 0 for one that is none, which has been told and is not missing."""
    energy_kwh = values.whole("--energy", text, 0)
    return 0 if text is not None and energy_kwh is None else energy_kwh


def _priors(values: Values, texts: Sequence[str]) -> Iterator[tuple[str, int]]:
    for text in texts:
        tier, sign, count = text.partition("=")
        number = values.whole("--prior", count, 0, MOST) if sign else None
        if number is not None:
            yield tier, number
        elif not sign:
            values.fault("--prior", "P014", say("misuse", "prior", given=text))


def _told(answer: Classified, policy: Rules) -> Iterator[str]:
    statute = Statute(Rulebook.load(), policy)
    yield say("desk", "tier", tier=statute.tier(answer["tier"]))
    if answer["posts"]:
        posts, bases = map(statute.post, answer["posts"]), (code_text("basis", basis) for basis in answer["bases"])
        yield say("desk", "clause", posts=worded("comma").join(posts), bases=worded("comma").join(bases))
    for sanction in answer["sanctions"]:
        order = Sanction(0, 0, sanction["rule"], sanction["kind"], sanction["value"], sanction["unit"])
        yield say("desk", "sanction", text=ordered(statute, order), rule=sanction["rule"])
    for duty in answer["duties"]:
        yield say("desk", "duty", text=statute.duty(duty["kind"]), rule=duty["rule"])
    yield say("desk", "reasons")
    for reason in answer["reasons"]:
        yield f"  {reason['rule']} {reason['text']}"
