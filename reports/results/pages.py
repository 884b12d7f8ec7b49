"""The pages of an exam's results: one for each candidate, one for the class; self-contained, like the report's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kaohe.reports.page.framed import framed
from kaohe.reports.results.inputs import share_text


@dataclass(frozen=True)
class Card:
    """A headline number and what is to be known beside it."""

    label: str
    value: str
    note: str = ""


def page_of(template: str, **values: Any) -> str:
    """A page in the current language with its style and typeface inside. Same input, same bytes."""
    return framed("kaohe.reports.results", template, part_key="results-part-", share=share_text, **values)
