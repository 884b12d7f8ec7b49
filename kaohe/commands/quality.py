"""`kaohe quality DIR`: the judge measured against the truth."""

from __future__ import annotations

from kaohe.options import Directory, Json
from kaohe.reports import quality_json, quality_table
from kaohe.run_folders import readable, require
from kaohe.scenarios.running import quality
from kaohe.sealing import open_judged, require_truth
from kaohe.terminal import show_json, show_rich


def command(directory: Directory, json: Json = False) -> int:
    """Measure the judge."""
    require(directory, "records", "truth", "assessment")
    opened = open_judged(directory)
    require_truth(directory, opened)
    with readable(directory):
        clauses = quality(directory)
    if json:
        show_json({"sealed": opened.sealed, **quality_json(clauses)})
    else:
        opened.tell()
        show_rich(quality_table(clauses))
    return 0
