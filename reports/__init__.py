"""Reports: an assessment as a page, on a terminal, and the plain tables of the commands.

The page loads Jinja2 and HarfBuzz when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

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

_HOMES = {"explain": "explaining", "render_html": "page", "summary": "overview"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'tables')}"), name)
    globals()[name] = found
    return found
