"""The templates of the page, wherever the package is installed, and what the page lets a browser do."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib import resources

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from kaohe.reports.amounts.shares import share_heads, share_rows, shares_cut
from kaohe.reports.explaining.contradictions import line
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
        allowed=_allowed(_source("report.js")),
    )
    return environment


def _allowed(script: str) -> str:
    """The page's own policy for a browser: its style, its typeface and this script, and nothing from anywhere else."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    own = f"style-src 'unsafe-inline'; font-src data:; script-src 'sha256-{digest}'"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


class _Own(BaseLoader):
    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        return _source(template), None, None


def _source(name: str) -> str:
    return (resources.files("kaohe.reports.page") / name).read_text(encoding="utf-8")
