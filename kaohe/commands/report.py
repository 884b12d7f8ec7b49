"""`kaohe report DIR`: the HTML page of a judged run, in the language in use."""

from __future__ import annotations

from kaohe.judging import assessment_under, write_report
from kaohe.options import Directory, Json, Policy
from kaohe.run_folders import readable, require
from kaohe.sealing import open_judged
from kaohe.terminal import show, show_json
from kaohe.wording import say


def command(directory: Directory, policy: Policy = None, json: Json = False) -> int:
    """Write the report."""
    require(directory, "records", "assessment")
    opened = open_judged(directory)
    assessment, rules = assessment_under(directory, opened, policy)
    with readable(directory):
        page = write_report(directory, opened, assessment, rules)
    if json:
        show_json({"folder": str(directory), "report": str(page), "sealed": opened.sealed})
    else:
        opened.tell()
        show(say("done", "report", file=page))
    return 0
