"""Judging a run's folder: the policy asked for, the records read, the assessment put in its place whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from kaohe.folders import replaced_folder
from kaohe.policies import keep_policy
from kaohe.sim.files import Fault, Faults
from kaohe.sim.records import Records
from kaohe.standards import Assessment, Policy, Rulebook, judge
from kaohe.wording import say


def judge_into(directory: Path, policy: Policy, name: str | None) -> Assessment:
    """Judge a run and write its assessment/ with the policy, in place of an older one.

    Raises Faults if the records cannot be read, or if tables or rows are missing that run.json lists.
    """
    with readable(directory):
        assessment = judge(_records(directory), policy, Rulebook.load())
    with replaced_folder(directory / "assessment") as work:
        assessment.write(work)
        keep_policy(work, policy, name)
    return assessment


def read_assessment(directory: Path) -> Assessment:
    """The assessment of a judged run. Raises Faults."""
    with readable(directory):
        return Assessment.read(directory / "assessment")


def _records(directory: Path) -> Records:
    records = Records.open(directory / "records")
    if not records.tables():
        raise Faults((Fault(str(directory / "records"), None, None, "U021", say("misuse", "empty_records")),))
    _complete(directory, records)
    return records


def _complete(directory: Path, records: Records) -> None:
    """Raises Faults unless all the rows are there that run.json lists; records from elsewhere have no such list."""
    document = directory / "run.json"
    if not document.is_file():
        return
    listed: dict[str, int] = json.loads(document.read_text(encoding="utf-8"))["rows"]
    lost = [name for name, rows in listed.items() if records.table(name, ["id"]).height != rows]
    if lost:
        said = say("misuse", "rows_missing", tables="、".join(lost))
        raise Faults((Fault(str(directory / "records"), None, None, "U023", said),))


@contextmanager
def readable(directory: Path) -> Iterator[None]:
    """What goes wrong in reading a run's tables is a fault of its folder, not of the program."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (pl.exceptions.PolarsError, LookupError, OSError) as error:
        if type(error) in (KeyError, IndexError):  # a slip of ours; what the records lack is a plain LookupError
            raise
        place = getattr(error, "filename", None) or directory
        detail = str(error).splitlines()[0]
        raise Faults((Fault(str(place), None, None, "U021", say("misuse", "damaged", detail=detail)),)) from error


def summary(assessment: Assessment) -> dict[str, Any]:
    """Counts for `--json` and for the last line."""
    tiers = assessment.incidents["tier"].value_counts(sort=False)
    return {
        "findings": assessment.findings.height,
        "incidents": assessment.incidents.height,
        "tiers": dict(sorted(tiers.iter_rows())),
    }
