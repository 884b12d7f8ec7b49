"""Judging a run's folder: the policy asked for, the records read, the assessment put in its place whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from kaohe.papers import read_records
from kaohe.policies import keep_policy
from kaohe.sim.files import Fault, Faults
from kaohe.standards import Assessment, Policy, Rulebook
from kaohe.system import system_words
from kaohe.wording import say


def judge_into(directory: Path, policy: Policy, name: str | None) -> Assessment:
    """Judge a run and write its assessment/ with the policy, in place of an older one.

    Raises Faults if the records cannot be read, or if tables or rows are missing that run.json lists.
    """
    from kaohe.folders import replaced_folder
    from kaohe.standards import judge  # the evidence of 72 clauses with it: not loaded to read what was judged

    with readable(directory):
        assessment = judge(read_records(directory), policy, Rulebook.load())
    with replaced_folder(directory / "assessment") as work:
        assessment.write(work)
        keep_policy(work, policy, name)
    return assessment


def read_assessment(directory: Path) -> Assessment:
    """The assessment of a judged run. Raises Faults."""
    with readable(directory):
        return Assessment.read(directory / "assessment")


@contextmanager
def readable(directory: Path) -> Iterator[None]:
    """What goes wrong in reading a run's tables is a fault of its folder, not of the program."""
    try:
        yield
    except BrokenPipeError:  # the reader of our output has gone; the folder is sound
        raise
    except (pl.exceptions.PolarsError, LookupError, OSError) as error:
        if type(error) in (KeyError, IndexError):  # a slip of ours; what the records lack is a plain LookupError
            raise
        raise _damaged(directory, error) from error


def _damaged(directory: Path, error: Exception) -> Faults:
    """Names the tables that cannot be read; where all can, what was missed in them."""
    tables = ((path, _unread(path)) for path in sorted(directory.rglob("*.parquet")))
    unread = [Fault(str(path), None, None, "U021", said) for path, said in tables if said is not None]
    if unread:
        return Faults(unread)
    place = getattr(error, "filename", None) or directory
    if isinstance(error, OSError):
        return Faults((Fault(str(place), None, None, "U021", _refused(error)),))
    detail = str(error).splitlines()[0]
    return Faults((Fault(str(place), None, None, "U021", say("misuse", "damaged", detail=detail)),))


def _unread(path: Path) -> str | None:
    """Why a table cannot be read; None if it can."""
    try:
        with path.open("rb") as file:
            file.read(1)
        pl.read_parquet(path)
    except OSError as error:
        return _refused(error) if error.errno else say("misuse", "damaged_file")
    except pl.exceptions.PolarsError:
        return say("misuse", "damaged_file")
    return None


def _refused(error: OSError) -> str:
    return say("misuse", "unreadable", detail=system_words(error))


def summary(assessment: Assessment) -> dict[str, Any]:
    """Counts for `--json` and for the last line."""
    tiers = assessment.incidents["tier"].value_counts(sort=False)
    return {
        "findings": assessment.findings.height,
        "incidents": assessment.incidents.height,
        "tiers": dict(sorted(tiers.iter_rows())),
    }
