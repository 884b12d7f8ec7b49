"""`kaohe judge DIR`: reads the records of a run, whoever made them, and writes its assessment."""

from __future__ import annotations

from kaohe.errors import note
from kaohe.judging import is_of_another, judge_into, summary, tell_summary
from kaohe.options import Directory, Edited, Json, Policy
from kaohe.policies import load_policy
from kaohe.run_folders import require
from kaohe.sealing import open_records
from kaohe.terminal import show_json
from kaohe.wording import say


def command(directory: Directory, policy: Policy = None, edited: Edited = False, json: Json = False) -> int:
    """Judge a run."""
    require(directory, "records")
    rules = load_policy(policy)
    opened = open_records(directory, edited=edited)
    assessment = judge_into(directory, opened, rules, policy)
    if is_of_another(directory / "report" / "index.html", opened, assessment, rules):
        note(directory / "report", "U034", say("misuse", "page_older", directory=str(directory)))
    if json:
        told = {"folder": str(directory), "policy": rules.id, "sealed": opened.sealed}
        show_json({**told, **summary(assessment)})
    else:
        tell_summary(directory, opened, assessment, rules)
    return 0
