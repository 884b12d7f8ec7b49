"""`kaohe quality DIR`: the judge measured against the truth; with --counterfactual against what acts caused."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaohe.judging import read_assessment
from kaohe.options import Directory, Json, Values
from kaohe.policies import policy_of
from kaohe.reports import caused_json, caused_table, quality_json, quality_table
from kaohe.run_folders import readable, require
from kaohe.scenarios.counterfactual import Row, act_name
from kaohe.scenarios.running import quality
from kaohe.scenarios.sampled import compared
from kaohe.sealing import open_judged, require_truth
from kaohe.terminal import progress, show_json, show_rich
from kaohe.wording import say

MOST_ACTS = 1_000


def command(
    directory: Directory,
    counterfactual: Annotated[str | None, typer.Option("--counterfactual", metavar="N")] = None,
    json: Json = False,
) -> int:
    """Measure the judge."""
    values = Values()
    number = values.whole("--counterfactual", counterfactual, 1, MOST_ACTS)
    values.raise_faults()
    require(directory, "records", "truth", "assessment")
    opened = open_judged(directory)
    require_truth(directory, opened)
    with readable(directory):
        clauses = quality(directory)
        caused = None if number is None else _caused(directory, number)
    if json:
        beside = {} if caused is None else caused_json(caused)
        show_json({"sealed": opened.sealed, **quality_json(clauses), **beside})
    else:
        opened.tell()
        show_rich(quality_table(clauses) if caused is None else caused_table(caused))
    return 0


def _caused(directory: Path, number: int) -> list[Row]:
    """So many acts of each clause taken away, each with its name."""
    delay = policy_of(directory, None).delay
    with progress() as report:
        rows = compared(
            directory,
            number,
            read_assessment(directory).findings,
            delay.rate,
            delay.principal_after_days,
            lambda done, total: report(say("quality", "taken_away"), done, total),
        )
    return [{**row, "act": act_name(str(row["point"]), str(row["action"]))} for row in rows]
