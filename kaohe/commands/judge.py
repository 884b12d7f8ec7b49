"""`kaohe judge DIR`: reads the records of a run, whoever made them, and writes its assessment."""

from __future__ import annotations

from kaohe.judging import judge_into, load_policy, summary
from kaohe.options import Directory, Json, Policy
from kaohe.output import show, show_json
from kaohe.runs import require
from kaohe.wording import say


def command(directory: Directory, policy: Policy = None, json: Json = False) -> int:
    """Judge a run."""
    require(directory, "records")
    assessment = judge_into(directory, load_policy(policy))
    counts = summary(assessment)
    if json:
        show_json({"folder": str(directory), **counts})
    else:
        show(say("done", "judge", findings=counts["findings"], incidents=counts["incidents"], folder=directory))
    return 0
