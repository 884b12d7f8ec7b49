"""`kaohe quality DIR`: the judge measured against the truth."""

from __future__ import annotations

from kaohe.options import Directory, Json
from kaohe.reports import quality_json, quality_table
from kaohe.run_folders import readable, require
from kaohe.scenarios.running import quality
from kaohe.terminal import show_json, show_rich


def command(directory: Directory, json: Json = False) -> int:
    """Measure the judge."""
    require(directory, "truth", "assessment")
    with readable(directory):
        clauses = quality(directory)
    if json:
        show_json(quality_json(clauses))
    else:
        show_rich(quality_table(clauses))
    return 0
