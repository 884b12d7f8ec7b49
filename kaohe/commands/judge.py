"""`kaohe judge DIR`: reads the records of a run, whoever made them, and writes its assessment."""

from __future__ import annotations

from kaohe.errors import note
from kaohe.judging import judge_into, summary, tell_summary
from kaohe.options import Directory, Json, Policy
from kaohe.policies import load_policy
from kaohe.run_folders import require
from kaohe.terminal import show_json
from kaohe.wording import say


def command(directory: Directory, policy: Policy = None, json: Json = False) -> int:
    """Judge a run."""
    require(directory, "records")
    rules = load_policy(policy)
    assessment = judge_into(directory, rules, policy)
    if (directory / "report" / "index.html").is_file():
        note(directory / "report", "U027", say("misuse", "page_older", directory=str(directory)))
    if json:
        show_json({"folder": str(directory), "policy": rules.id, **summary(assessment)})
    else:
        tell_summary(directory, assessment, rules)
    return 0
