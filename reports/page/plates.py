"""The figures of a report, each with what it says in words."""

from __future__ import annotations

from dataclasses import dataclass

from kaohe.reports.judged import cases, counts
from kaohe.reports.judged.inputs import Judged
from kaohe.reports.judged.statute import Statute
from kaohe.reports.page.figures import Figure, amounts_figure, posts_figure, sections_figure, timeline_figure
from kaohe.reports.words.wording import day, number, say, yuan

DOTS_SHOWN = 5_000


@dataclass(frozen=True)
class Plate:
    """A figure and its text for those who do not see it."""

    figure: Figure
    label: str


def plates(judged: Judged, statute: Statute) -> dict[str, Plate]:
    """The figures by name; none for an assessment without incidents."""
    if judged.incidents.is_empty():
        return {}
    sections, posts = counts.by_section(judged.incidents), counts.by_post(judged)
    shown = cases.incidents(judged.incidents, DOTS_SHOWN)
    key = tuple((tier, statute.tier(tier)) for tier in statute.tiers())
    used = [section for section, tiers in sections.items() if any(tiers.values())]
    return {
        "sections": Plate(sections_figure(sections, key, statute.section), _sections_label(sections, statute)),
        "amounts": Plate(amounts_figure(shown, used, key, statute.section), _amounts_label(shown)),
        "sanctions": Plate(posts_figure(posts, statute.post), _posts_label(posts, statute)),
        "timeline": Plate(timeline_figure(shown, key), _timeline_label(judged)),
    }


def _sections_label(sections: dict[str, dict[str, int]], statute: Statute) -> str:
    counted = [(statute.section(section), sum(tiers.values())) for section, tiers in sections.items()]
    parts = [say("section-count", name=name, n=number(count)) for name, count in counted if count]
    return say("figure-sections", list=say("comma").join(parts))


def _amounts_label(incidents: list[cases.Incident]) -> str:
    most = max((case.amount_fen for case in incidents if case.amount_fen is not None), default=None)
    return say("figure-amounts", most=say("none") if most is None else yuan(most))


def _posts_label(posts: list[counts.PostCount], statute: Statute) -> str:
    withheld = [(statute.post(entry.post), number(entry.months)) for entry in posts if entry.months]
    parts = [say("post-months", name=name, months=months) for name, months in withheld]
    return say("figure-sanctions", list=say("comma").join(parts) or say("none"))


def _timeline_label(judged: Judged) -> str:
    head = counts.headline(judged)
    return say("figure-timeline", first=day(head.first_on), last=day(head.last_on))
