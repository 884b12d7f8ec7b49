"""Reports: an assessment as a page, on a terminal, and the plain tables of the commands.

The page loads Jinja2 and HarfBuzz when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaohe.sim.lazy import lazily

if TYPE_CHECKING:
    from kaohe.reports.explaining import explain
    from kaohe.reports.overview import summary
    from kaohe.reports.page import render_html
    from kaohe.reports.tables import (
        acts_table,
        coverage_json,
        coverage_table,
        list_json,
        list_table,
        quality_json,
        quality_table,
    )

__all__ = [
    "acts_table",
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

_ELSEWHERE = {"explain": "explaining", "render_html": "page", "summary": "overview"}

__getattr__ = lazily(__name__, {name: _ELSEWHERE.get(name, "tables") for name in __all__})
