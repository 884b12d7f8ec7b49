"""A candidate's paper as one page for the printer: cover, registers, a page of choices, sheets to answer on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined

from kaohe.reports.page.fonts import embedded
from kaohe.reports.page.foreign_names import harmless
from kaohe.reports.printed.layout import BETWEEN_MM, LINE_MM, ROW_MM, TEXT_PT, TITLE_PT, Sheet, laid_out
from kaohe.reports.printed.registers import Printed, printed
from kaohe.reports.words.wording import say
from kaohe.sim.texts import current_language

LINES, A_PAGE = 30, 10  # to answer on, in all and on a sheet
GUIDES = 4
BESIDES = 1 + 1 + LINES // A_PAGE  # cover, choices, answers
CHOSEN = ("formula", "tier", "sanction", "duty")
SIZES = {
    "text_pt": TEXT_PT,
    "title_pt": TITLE_PT,
    "line_mm": LINE_MM,
    "row_mm": ROW_MM,
    "between_mm": BETWEEN_MM,
}


@dataclass(frozen=True)
class Cover:
    """What stands on the first sheet: the exam's name and id, whose it is, how long it takes."""

    exam: str
    name: str
    candidate: str
    minutes: int


@dataclass(frozen=True)
class Print:
    """The registers of one form, laid out: for every candidate who has it. `year`: of days that show none."""

    year: str
    registers: Sequence[Printed]
    sheets: Sequence[Sheet]

    @classmethod
    def of(cls, workbook: Path) -> Print:
        """Lay a workbook out."""
        year, registers = printed(workbook)
        return cls(year, registers, laid_out(registers))

    @property
    def pages(self) -> int:
        """A4 sheets in all."""
        return len(self.sheets) + BESIDES

    def page(self, cover: Cover, lists: Mapping[str, Sequence[str]]) -> str:
        """The page of a candidate, in the current language. `lists`: what may be chosen, by field."""
        language = current_language()
        empty = [one.title for one in self.registers if not one.rows]
        cut = [(one.title, len(one.rows) + one.left) for one in self.registers if one.left]
        values = {"print": self, "cover": cover, "lists": lists, "empty": empty, "cut": cut, **SIZES}
        counts = {"pages": self.pages, "guides": GUIDES, "answer_pages": LINES // A_PAGE, "a_page": A_PAGE}
        page = _templates().get_template("paper.html").render(lang=language, font="", chosen=CHOSEN, **values, **counts)
        font = embedded([page], language)
        return harmless(page).replace('src: url("")', f'src: url("{font}")')


@cache
def _templates() -> Environment:
    loader: BaseLoader = PackageLoader("kaohe.reports.printed", "")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=loader
    )
    environment.globals.update(say=say)
    return environment
