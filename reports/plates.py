"""The figures of a report as SVG, each drawn twice: for a wide page and for a narrow one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from kaohe.reports import cases, counts, figures
from kaohe.reports.drawing import NARROW, WIDE, Sheet, as_svg
from kaohe.reports.inputs import Judged
from kaohe.reports.statute import Statute
from kaohe.reports.wording import day, number, say, yuan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS_SHOWN = 5_000


@dataclass(frozen=True)
class Plate:
    """One figure for a wide and a narrow page; safe markup."""

    wide: Markup
    narrow: Markup


def plates(judged: Judged, statute: Statute, language: str) -> dict[str, Plate]:
    """The figures by name; none for an assessment without incidents. Raises Faults for a character without a glyph."""
    if judged.incidents.is_empty():
        return {}
    return {name: _plate(name, label, draw, language) for name, label, draw in _drawings(judged, statute)}


def _plate(name: str, label: str, draw: Callable[[Sheet], Figure], language: str) -> Plate:
    wide, narrow = (Markup(as_svg(draw(sheet), language, f"{name}-{sheet.name}", label)) for sheet in (WIDE, NARROW))
    return Plate(wide, narrow)


def _drawings(judged: Judged, statute: Statute) -> list[tuple[str, str, Callable[[Sheet], Figure]]]:
    sections = counts.by_section(judged.incidents)
    posts = counts.by_post(judged)
    shown = cases.incidents(judged.incidents, DOTS_SHOWN)
    priced = [section for section, tiers in sections.items() if any(tiers.values())]
    name_of = statute.section
    return [
        (
            "sections",
            _sections_label(sections, statute),
            lambda sheet: figures.sections_figure(sections, name_of, sheet),
        ),
        ("amounts", _amounts_label(shown), lambda sheet: figures.amounts_figure(shown, priced, name_of, sheet)),
        ("sanctions", _posts_label(posts, statute), lambda sheet: figures.posts_figure(posts, statute.post, sheet)),
        ("timeline", _timeline_label(judged), lambda sheet: figures.timeline_figure(shown, sheet)),
    ]


def _counted(parts: list[tuple[str, int]]) -> str:
    return say("comma").join(say("section-count", name=name, n=number(count)) for name, count in parts if count)


def _sections_label(sections: dict[str, dict[str, int]], statute: Statute) -> str:
    parts = [(statute.section(section), sum(tiers.values())) for section, tiers in sections.items()]
    return say("figure-sections", list=_counted(parts))


def _amounts_label(incidents: list[cases.Incident]) -> str:
    most = max((case.amount_fen for case in incidents if case.amount_fen is not None), default=None)
    return say("figure-amounts", most=say("none") if most is None else yuan(most))


def _posts_label(posts: list[counts.PostCount], statute: Statute) -> str:
    parts = [(statute.post(entry.post), entry.months) for entry in posts]
    return say("figure-sanctions", list=_counted(parts))


def _timeline_label(judged: Judged) -> str:
    head = counts.headline(judged)
    return say("figure-timeline", first=day(head.first_on), last=day(head.last_on))
