"""`kaohe coverage`: what is there for each of the 72 clauses."""

from __future__ import annotations

from kaohe.options import Json
from kaohe.output import show_json, show_table
from kaohe.scenarios.run import coverage

COLUMNS = ("clause", "decision_point", "evidence", "valuation", "features", "exam_items")


def command(json: Json = False) -> int:
    """Show the matrix."""
    clauses = coverage()
    if json:
        show_json({"clauses": clauses})
    else:
        show_table(clauses, COLUMNS)
    return 0
