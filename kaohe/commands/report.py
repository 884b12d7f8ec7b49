"""`kaohe report DIR`: the HTML page of a judged run, in the language in use."""

from __future__ import annotations

from kaohe.judging import load_policy, read_assessment
from kaohe.options import Directory, Json, Policy
from kaohe.output import show, show_json
from kaohe.reporting import write_report
from kaohe.runs import require
from kaohe.wording import say


def command(directory: Directory, policy: Policy = None, json: Json = False) -> int:
    """Write the report."""
    require(directory, "run.json", "records", "assessment")
    page = write_report(directory, read_assessment(directory), load_policy(policy))
    if json:
        show_json({"folder": str(directory), "report": str(page)})
    else:
        show(say("done", "report", file=page))
    return 0
