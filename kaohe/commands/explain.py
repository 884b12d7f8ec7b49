"""`kaohe explain DIR INCIDENT`: the chain of one incident, from the records to the sanction."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from kaohe.judging import assessment_under
from kaohe.options import Directory, Json, Policy, Values
from kaohe.reports import explain
from kaohe.reports.terminal.incidents import explained
from kaohe.run_folders import readable, require
from kaohe.sealing import open_judged
from kaohe.standards import Rulebook
from kaohe.terminal import show, show_json, show_rich
from kaohe.wording import say


def command(
    directory: Directory,
    incident: Annotated[str, typer.Argument(metavar="INCIDENT")],
    policy: Policy = None,
    json: Json = False,
) -> int:
    """Explain one incident."""
    values = Values()
    key = values.whole("INCIDENT", incident, 0)
    values.raise_faults()
    require(directory, "records", "assessment")
    opened = open_judged(directory)
    assessment, rules = assessment_under(directory, opened, policy)
    rulebook, records = Rulebook.load(), opened.records
    with readable(directory):
        if json:
            link = explained(assessment, records, rulebook, key or 0, policy=rules, folder=directory)
            show_json({"sealed": opened.sealed, **asdict(link)})
        else:
            page = explain(assessment, records, rulebook, key or 0, policy=rules, folder=directory)
            opened.tell()
            show(say("done", "policy", policy=rules.name.text()))
            show_rich(page)
    return 0
