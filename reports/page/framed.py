"""Pages in one frame: head, contents, parts; self-contained, with the report's style and its typeface inside."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from kaohe.reports.page.fonts import embedded
from kaohe.reports.page.foreign_names import harmless
from kaohe.reports.words.wording import say
from kaohe.sim.texts import current_language

OWN = "kaohe.reports.page"


def framed(package: str, template: str, **values: Any) -> str:
    """A page of a package's template in the current language, with style and typeface inside. Same input, same bytes.

    The frame asks for `title`, `facts` (label, value), `parts` and `part_key`, before which a part's name is looked up.
    """
    language = current_language()
    page = _templates(package).get_template(template).render(lang=language, font="", **values)
    font = embedded([page], language)
    return harmless(page).replace('src: url("")', f'src: url("{font}")')


@cache
def _templates(package: str) -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, loader=_From(package))
    script = source(package, "folds.js")
    environment.globals.update(
        say=say,
        css=Markup(source(package, "report.css") + source(package, "folds.css")),
        script=Markup(script),
        allowed=allowed(script),
    )
    return environment


def allowed(script: str) -> str:
    """A browser may use the page's own style, typeface and script, and nothing from anywhere else."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    own = f"style-src 'unsafe-inline'; font-src data:; script-src 'sha256-{digest}'"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


class _From(BaseLoader):
    def __init__(self, package: str) -> None:
        self.package = package

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        return source(self.package, template), None, None


def source(package: str, name: str) -> str:
    """A file of the package, else of this room."""
    own = resources.files(package) / name
    return (own if own.is_file() else resources.files(OWN) / name).read_text(encoding="utf-8")
