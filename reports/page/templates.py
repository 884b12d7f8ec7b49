"""The templates of the page, wherever the package is installed, and what the page lets a browser do."""

from __future__ import annotations

from functools import cache

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from kaohe.reports.amounts.shares import share_heads, share_rows, shares_cut
from kaohe.reports.explaining.contradictions import line
from kaohe.reports.page.framed import OWN, allowed, source
from kaohe.reports.papers.piles import SHOWN
from kaohe.reports.words.wording import code_text, money, say, yuan


@cache
def templates() -> Environment:
    """Templates by name, with what all of them use."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, loader=_Own())
    environment.globals.update(
        say=say,
        code=code_text,
        amount=yuan,
        money=money,
        contradiction_line=line,
        lines_shown=SHOWN,
        share_heads=share_heads,
        share_rows=share_rows,
        shares_cut=shares_cut,
        css=Markup(_source("report.css")),
        script=Markup(_source("report.js")),
        allowed=allowed(_source("report.js")),
    )
    return environment


class _Own(BaseLoader):
    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        return _source(template), None, None


def _source(name: str) -> str:
    return source(OWN, name)
