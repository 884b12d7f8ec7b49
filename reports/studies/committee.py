"""Two pages for a committee: what was compared, the main figures, what may be said of them, three drawings."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.enum.text import WD_BREAK
from docx.shared import Cm, Pt

from kaohe.reports.documents.paper import MARGIN_CM, SHORT_CM, blank, close_set, ruled
from kaohe.reports.studies.charts import saved
from kaohe.reports.studies.drawings import FIGURES
from kaohe.reports.studies.page import headline, notes
from kaohe.reports.studies.wording import with_bounds
from kaohe.reports.words.wording import say
from kaohe.standards.laboratory.metrics.figures import Difference
from kaohe.standards.laboratory.side_by_side import Comparison, Pair, figure_name

MOST_POLICIES = 4
MOST_SOURCES = 3
DRAWN = ("sanction", "flows", "costs")
WIDE_CM = 16.5
NAME_CM, SMALL_CM = 4.4, 1.5


def write_committee_pages(comparison: Comparison, path: Path) -> None:
    """The document, in the current language; of more than four policies the first four."""
    page = blank(across=False, points=10)
    page.add_heading(say("study-committee"), level=1)
    for line in _told(comparison):
        page.add_paragraph(line)
    _figures(page, comparison)
    page.add_heading(say("study-conclusions"), level=2)
    for place, pair in enumerate(comparison.pairs[: MOST_POLICIES - 1], start=1):
        _concluded(page, comparison, place, pair)
    page.add_paragraph(say("study-signed"))
    page.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    for name in DRAWN:
        _drawing(page, comparison, name)
    close_set(page)
    page.save(str(path))


def _told(comparison: Comparison) -> Iterator[str]:
    lines = list(notes(comparison))
    sources = len(comparison.population.sources)
    yield from lines[:sources][:MOST_SOURCES]
    yield from lines[sources:]
    if len(comparison.names) > MOST_POLICIES:
        yield say("study-more-policies", n=len(comparison.names) - MOST_POLICIES)


def _figures(page: Any, comparison: Comparison) -> None:
    """The main figures; events and what they rest on beside them."""
    listed, policies = headline(comparison), min(len(comparison.names), MOST_POLICIES)
    last = len(listed.heads)
    kept = [0, *range(1, policies + 1), last - 2, last - 1]
    events = len(comparison.names)
    rows = [[_few(row[place], place == last - 2, events, policies) for place in kept] for row in listed.rows]
    left = SHORT_CM - 2 * MARGIN_CM - NAME_CM - 2 * SMALL_CM - 0.8
    widths = [NAME_CM, *[left / policies] * policies, SMALL_CM + 0.8, SMALL_CM]
    table = ruled(page, [listed.heads[place] for place in kept], rows, widths)
    for cell in table._cells:
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(8.5)


def _few(text: str, of_events: bool, policies: int, kept: int) -> str:
    """Events of the policies that are shown."""
    return " / ".join(text.split(" / ")[:kept]) if of_events and policies > kept else text


def _concluded(page: Any, comparison: Comparison, place: int, pair: Pair) -> None:
    """A paragraph: what is more or less, what cannot be told, what is too rare."""
    paragraph = page.add_paragraph()
    paragraph.add_run(say("study-concluded", one=comparison.names[0], other=pair.name) + say("study-colon")).bold = True
    paragraph.add_run("".join(_sentences(comparison, place)))


def _sentences(comparison: Comparison, place: int) -> Iterator[str]:
    figures = {**comparison.metrics(0), **comparison.metrics(place)}
    told: dict[str, list[str]] = {"ranked": [], "unclear": [], "few": []}
    for key, each in comparison.differences(place).items():
        figure = figures[key]
        if figure.metric.headline and each.events:
            at = place if key in comparison.metrics(place) else 0
            name = figure_name(figure, comparison.judged[at].policy)
            less = say("study-one-less", name=name, less=with_bounds(each, figure.metric.unit, signed=True))
            told[_kind(each)].append(less if _kind(each) == "ranked" else name)
    for kind, found in told.items():
        if found:
            yield say(f"study-concluded-{kind}", list=say("comma").join(found))
    if not any(told.values()):
        yield say("study-concluded-same")


def _kind(each: Difference) -> str:
    return each.shown if each.shown in ("unclear", "few") else "ranked"


def _drawing(page: Any, comparison: Comparison, name: str) -> None:
    shortened = FIGURES[name](comparison)
    if shortened is None:
        return
    caption = page.add_paragraph()
    caption.add_run(say(f"study-figure-{name}")).bold = True
    caption.add_run(say("study-colon") + say(f"study-figure-{name}-lead"))
    caption.paragraph_format.keep_with_next = True
    page.add_picture(io.BytesIO(saved(shortened, "png")), width=Cm(WIDE_CM))
