"""`kaohe counterfactual DIR ACT`: the run again without one act, and what that act has caused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from kaohe.judging import read_assessment
from kaohe.options import Directory, Json, Values
from kaohe.policies import policy_of
from kaohe.run_folders import facts, read_records, readable, require
from kaohe.scenarios.causal import Line
from kaohe.scenarios.counterfactual import Counterfactual, counterfactual
from kaohe.sim.clock.calendar import date_of
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.deciding.truth import Act
from kaohe.sim.texts import yuan
from kaohe.standards import Policy, Rulebook, judge
from kaohe.terminal import progress, show, show_json
from kaohe.wording import say, spoken

MOST_ACT = 2**63 - 1
SHOWN = 20


def command(
    directory: Directory,
    act: Annotated[str, typer.Argument(metavar="ACT")],
    json: Json = False,
) -> int:
    """Take one act away."""
    values = Values()
    number = values.whole("ACT", act, 0, MOST_ACT)
    values.raise_faults()
    facts(directory)
    require(directory, "truth")
    policy = policy_of(directory, None)
    with readable(directory), progress() as report:
        rate = policy.delay.rate
        found = counterfactual(
            directory,
            number or 0,
            _findings(directory, policy),
            rate,
            lambda done, total: report(say("counterfactual", "act"), done, total),
        )
    if json:
        show_json(found.document())
    else:
        show("\n".join(_lines(found, str(policy.delay.daily_rate))))
    return 0


def _findings(directory: Path, policy: Policy) -> pl.DataFrame:
    """What was found in the run; it is judged now if it has not been."""
    if (directory / "assessment").exists():
        return read_assessment(directory).findings
    return judge(read_records(directory), policy, Rulebook.load()).findings


def _lines(found: Counterfactual, rate: str) -> Iterator[str]:
    act, caused = found.act, found.caused
    of = {"act": act["act_id"], "clause": act["clause"], "staff": act["staff"]}
    name = _name(str(act["point"]), str(act["action"]))
    yield say("counterfactual", "title", **of, name=name, on=str(act["at"])[:10])
    basis = say("counterfactual", f"basis_{caused.basis}", **({"rate": rate} if caused.basis == "delay" else {}))
    yield say("counterfactual", "causal", amount=yuan(caused.causal_fen), basis=basis)
    yield from (_line(line) for line in caused.lines[:SHOWN])
    if len(caused.lines) > SHOWN:
        yield say("counterfactual", "more", count=len(caused.lines) - SHOWN)
    yield _judged(found)
    yield say("counterfactual", "net", amount=yuan(caused.net_fen))
    for key, acts in (("gone", found.gone), ("idle", found.idle)):
        yield from (_other(key, each) for each in acts)
    yield from (say("counterfactual", "void", order=order) for order in found.void)


def _line(line: Line) -> str:
    said = {
        name: yuan(value) if name.endswith("_fen") and isinstance(value, int) else value
        for name, value in line.values.items()
    }
    return say("counterfactual", line.kind, **said)


def _judged(found: Counterfactual) -> str:
    if found.judged_fen is None:
        return say("counterfactual", "unfound")
    exact = "" if found.exact else say("counterfactual", "estimated")
    return say("counterfactual", "judged", amount=yuan(found.judged_fen), exact=exact)


def _other(key: str, act: Act) -> str:
    on: date = date_of(act.at // 86_400)
    return say("counterfactual", key, act=act.act_id, clause=act.clause, name=_name(act.point, act.action), on=on)


def _name(point: str, action: str) -> str:
    names = REGISTRY.points[point].named(action).names
    return {"en": names.en, "zh-Hans": names.zh_hans}.get(spoken(), names.zh)
