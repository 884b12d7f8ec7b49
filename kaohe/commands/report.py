"""`kaohe report DIR`: the HTML page of a judged run, in the language in use."""

from __future__ import annotations

from kaohe.judging import read_assessment, write_report
from kaohe.options import Directory, Json, Policy
from kaohe.policies import policy_of
from kaohe.run_folders import readable, require
from kaohe.sealing import open_judged
from kaohe.terminal import show, show_json
from kaohe.wording import say


def command(directory: Directory, policy: Policy = None, json: Json = False) -> int:
    """Write the report."""
    require(directory, "records", "assessment")
    rules = policy_of(directory, policy)
    opened = open_judged(directory)
    with readable(directory):
        page = write_report(directory, opened, read_assessment(directory), rules)
    if json:
        show_json({"folder": str(directory), "report": str(page), "sealed": opened.sealed})
    else:
        opened.tell()
        show(say("done", "report", file=page))
    return 0
