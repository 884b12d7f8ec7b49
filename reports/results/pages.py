"""The pages of an exam's results: one for each candidate, one for the class; self-contained, like the report's."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from kaohe.reports.page.fonts import embedded
from kaohe.reports.page.foreign_names import harmless
from kaohe.reports.results.inputs import share_text
from kaohe.reports.words.wording import say
from kaohe.sim.texts import current_language

PACKAGES = ("kaohe.reports.results", "kaohe.reports.page")


@dataclass(frozen=True)
class Card:
    """A headline number and what is to be known beside it."""

    label: str
    value: str
    note: str = ""


def page_of(template: str, **values: Any) -> str:
    """A page in the current language with its style and typeface inside. Same input, same bytes."""
    language = current_language()
    page = _templates().get_template(template).render(lang=language, font="", **values)
    font = embedded([page], language)
    return harmless(page).replace('src: url("")', f'src: url("{font}")')


@cache
def _templates() -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, loader=_Own())
    script = _source("results.js")
    environment.globals.update(
        say=say,
        share=share_text,
        css=Markup(_source("report.css") + _source("results.css")),
        script=Markup(script),
        allowed=_allowed(script),
    )
    return environment


def _allowed(script: str) -> str:
    """A browser may use the page's own style, typeface and script, and nothing from anywhere else."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    own = f"style-src 'unsafe-inline'; font-src data:; script-src 'sha256-{digest}'"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


class _Own(BaseLoader):
    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        return _source(template), None, None


def _source(name: str) -> str:
    found: Sequence[Any] = [resources.files(package) / name for package in PACKAGES]
    text: str = next(file for file in found if file.is_file()).read_text(encoding="utf-8")
    return text
