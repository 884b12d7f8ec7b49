"""`kaohe explain DIR INCIDENT`: the chain of one incident, from the records to the sanction."""

from __future__ import annotations

from typing import Annotated

import typer

from kaohe.judging import load_policy, read_assessment, readable
from kaohe.options import Directory, Json, Policy
from kaohe.output import show, show_json
from kaohe.reports import explain
from kaohe.runs import require
from kaohe.sim.records import Records
from kaohe.standards import Rulebook
from kaohe.trouble import Misuse
from kaohe.values import Values


def command(
    directory: Directory,
    incident: Annotated[str, typer.Argument(metavar="INCIDENT")],
    policy: Policy = None,
    json: Json = False,
) -> int:
    """Explain one incident."""
    require(directory, "records", "assessment")
    values = Values()
    key = values.whole("INCIDENT", incident, 0, 2**63 - 1)
    values.settle()
    assessment = read_assessment(directory)
    known = assessment.incidents["incident_id"].to_list()
    if key not in known:
        raise Misuse("U023", str(directory), "no_incident", incident, [str(one) for one in known[:5]])
    with readable(directory):
        records = Records.open(directory / "records")
        told = explain(assessment, Rulebook.load(), records, key, policy=load_policy(policy))
    if json:
        show_json({"incident": key, "text": told})
    else:
        show(told)
    return 0
