"""Reports: an assessment as a page, on a terminal, and the plain tables of the commands.

The page loads Jinja2 and HarfBuzz when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaohe.sim.lazy import lazily

if TYPE_CHECKING:
    from kaohe.reports.page.page import render_html
    from kaohe.reports.terminal.incidents import explain
    from kaohe.reports.terminal.overview import summary
    from kaohe.reports.terminal.tables import (
        acts_table,
        caused_json,
        caused_table,
        coverage_json,
        coverage_table,
        list_json,
        list_table,
        quality_json,
        quality_table,
    )

__all__ = [
    "acts_table",
    "caused_json",
    "caused_table",
    "coverage_json",
    "coverage_table",
    "explain",
    "list_json",
    "list_table",
    "quality_json",
    "quality_table",
    "render_html",
    "summary",
]

_ELSEWHERE = {
    "explain": "terminal.incidents",
    "render_html": "page.page",
    "summary": "terminal.overview",
}

__getattr__ = lazily(__name__, {name: _ELSEWHERE.get(name, "terminal.tables") for name in __all__})
