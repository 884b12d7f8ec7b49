"""`kaohe judge DIR`: reads the records of a run, whoever made them, and writes its assessment."""

from __future__ import annotations

from kaohe.judging import judge_into, summary
from kaohe.options import Directory, Json, Policy
from kaohe.output import show_json
from kaohe.policies import load_policy
from kaohe.runs import require
from kaohe.telling import tell


def command(directory: Directory, policy: Policy = None, json: Json = False) -> int:
    """Judge a run."""
    require(directory, "records")
    rules = load_policy(policy)
    assessment = judge_into(directory, rules, policy)
    if json:
        show_json({"folder": str(directory), "policy": rules.id, **summary(assessment)})
    else:
        tell(directory, assessment, rules)
    return 0
