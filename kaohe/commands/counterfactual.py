"""`kaohe counterfactual DIR [ACT]`: the acts of a run; the run again without one of them, and what that has caused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from kaohe.judging import read_assessment
from kaohe.options import Directory, Json, Values
from kaohe.policies import policy_of
from kaohe.reports import acts_table
from kaohe.reports.papers.slips import Desk
from kaohe.reports.words.wording import typed
from kaohe.run_folders import facts, readable, require
from kaohe.scenarios.causal import Line
from kaohe.scenarios.counterfactual import Counterfactual, act_name, counterfactual, numbered_acts
from kaohe.sealing import Opened, open_judged, open_records, require_truth
from kaohe.sim.clock.calendar import date_of
from kaohe.sim.deciding.truth import Act
from kaohe.sim.records import Records
from kaohe.sim.texts import yuan
from kaohe.standards import Policy, Rulebook, judge
from kaohe.terminal import progress, show, show_json, show_rich
from kaohe.wording import say

MOST_ACT = 2**63 - 1
SHOWN = 20


def command(
    directory: Directory,
    act: Annotated[str | None, typer.Argument(metavar="ACT")] = None,
    json: Json = False,
) -> int:
    """List the acts, or take one away."""
    facts(directory)
    require(directory, "truth")
    judged = (directory / "assessment").exists()
    opened = open_judged(directory) if judged else open_records(directory)
    require_truth(directory, opened)
    with readable(directory):
        asked = _asked(directory, act)
        if asked is None:
            _show_acts(directory, opened, json)
        else:
            _take_away(directory, opened, asked, json)
    return 0


def _asked(directory: Path, act: str | None) -> int | None:
    """The act as a number of the list, which are those to tell, or as its id."""
    if act is None:
        return None
    values = Values()
    asked = values.whole("ACT", act, 1, MOST_ACT, told=max(numbered_acts(directory).height, 1))
    values.raise_faults()
    return asked


def _show_acts(directory: Path, opened: Opened, json: bool) -> None:
    acts = numbered_acts(directory)
    if json:
        columns = ("number", "act_id", "clause", "point", "action", "staff", "occurred_on", "amount_fen", "evidenced")
        show_json({"acts": acts.select(columns).to_dicts()})
    elif acts.is_empty():
        show(say("counterfactual", "none"))
    else:
        opened.tell()
        desk = Desk(opened.records)
        show_rich(acts_table([_in_words(act, desk) for act in acts.iter_rows(named=True)]))


def _in_words(act: Mapping[str, Any], desk: Desk) -> dict[str, object]:
    """An act as a row of the table of acts."""
    amount = None if act["amount_fen"] is None else yuan(act["amount_fen"])
    told = {"act": act_name(act["point"], act["action"]), "person": desk.person(act["staff"]), "amount": amount}
    return {**act, **told, "clause": act["clause"] or None, "occurred": act["occurred_on"]}


def _take_away(directory: Path, opened: Opened, asked: int, json: bool) -> None:
    policy = policy_of(directory, None)
    with progress() as report:
        found = counterfactual(
            directory,
            asked,
            _findings(directory, opened.records, policy),
            policy.delay.rate,
            lambda done, total: report(say("counterfactual", "run_again"), done, total),
            policy.delay.principal_after_days,
        )
    if json:
        show_json(found.document())
    else:
        opened.tell()
        person = Desk(opened.records).person
        show("\n".join(_lines(found, person, str(policy.delay.daily_rate))))


def _findings(directory: Path, records: Records, policy: Policy) -> pl.DataFrame:
    """What was found in the run; it is judged now if it has not been."""
    if (directory / "assessment").exists():
        return read_assessment(directory).findings
    return judge(records, policy, Rulebook.load()).findings


def _lines(found: Counterfactual, person: Callable[[int], str], rate: str) -> Iterator[str]:
    act, caused = found.act, found.caused
    name = _name(str(act["clause"]), str(act["point"]), str(act["action"]))
    of = {"act": act["number"], "name": name, "person": person(int(str(act["staff"]))), "on": act["occurred_on"]}
    yield say("counterfactual", "title", **of)
    basis = say("counterfactual", f"basis_{caused.basis}", **({"rate": rate} if caused.basis == "delay" else {}))
    yield say("counterfactual", "causal", amount=yuan(caused.causal_fen), basis=basis)
    yield from (_line(line) for line in caused.lines[:SHOWN])
    if len(caused.lines) > SHOWN:
        yield say("counterfactual", "more", count=len(caused.lines) - SHOWN)
    yield _judged(found)
    yield say("counterfactual", "net", amount=yuan(caused.net_fen))
    for key, acts in (("gone", found.gone), ("idle", found.idle)):
        yield from (_other(key, found.numbers[each.act_id], each, person) for each in acts)
    yield from (say("counterfactual", "void", order=act_name(*order.split("."))) for order in found.void)


def _line(line: Line) -> str:
    return say("counterfactual", line.kind, **{name: typed(name, value) for name, value in line.values.items()})


def _judged(found: Counterfactual) -> str:
    if found.judged_fen is None:
        return say("counterfactual", "unfound")
    exact = "" if found.exact else say("counterfactual", "estimated")
    return say("counterfactual", "judged", amount=yuan(found.judged_fen), exact=exact)


def _other(key: str, number: int, act: Act, person: Callable[[int], str]) -> str:
    name = _name(act.clause, act.point, act.action)
    return say("counterfactual", key, act=number, name=name, person=person(act.staff), on=date_of(act.occurred_on))


def _name(clause: str, point: str, action: str) -> str:
    """`2.2 估抄`; what breaks no clause by itself has its name alone."""
    return f"{clause} {act_name(point, action)}".lstrip()
