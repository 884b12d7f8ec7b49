"""`kaohe coverage`: what is there for each of the 72 clauses."""

from __future__ import annotations

from kaohe.options import Json
from kaohe.reports import coverage_json, coverage_table
from kaohe.scenarios.coverage import coverage
from kaohe.terminal import show_json, show_rich


def command(json: Json = False) -> int:
    """Show the matrix."""
    clauses = coverage()
    if json:
        show_json(coverage_json(clauses))
    else:
        show_rich(coverage_table(clauses))
    return 0
