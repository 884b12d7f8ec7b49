"""Hand-over of papers: who made one, sent it on, signed for it (憑證傳遞登記簿)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.desks.base import Int64s
from kaohe.sim.records import NULL, PAPERS, SCHEMA

if TYPE_CHECKING:
    from kaohe.sim.office import Office

STEPS = ("made", "sent", "signed")
_PAPER, _STEP = PAPERS.objects["paper"].key, SCHEMA["paper_log"].key


def hand_over(
    office: Office,
    kind: str,
    applications: Int64s,
    at: tuple[Int64s | int, Int64s | int, Int64s | int],
    holders: Int64s | int,
    receivers: Int64s | int,
) -> None:
    """A paper of each application is made, sent and signed for at these seconds, by holder and receiver."""
    made(office, kind, applications, at[0], holders)
    sent(office, kind, applications, at[1:], (holders, receivers))


def made(
    office: Office,
    kind: str,
    applications: Int64s,
    at: Int64s | int,
    holders: Int64s | int,
    sheets: Int64s | int = 1,
) -> None:
    """A paper of each application is made by its holder."""
    _log(office, kind, applications, "made", at, (holders, NULL, NULL), sheets)


def sent(
    office: Office,
    kind: str,
    applications: Int64s,
    at: tuple[Int64s | int, Int64s | int],
    people: tuple[Int64s | int, Int64s | int],
    sheets: Int64s | int = 1,
) -> None:
    """A paper of each application is sent and signed for at these seconds, by holder and receiver."""
    holders, receivers = people
    _log(office, kind, applications, "sent", at[0], (holders, holders, receivers), sheets)
    _log(office, kind, applications, "signed", at[1], (receivers, holders, receivers), sheets)


def _log(
    office: Office,
    kind: str,
    applications: Int64s,
    action: str,
    at: Int64s | int,
    people: tuple[Int64s | int, Int64s | int, Int64s | int],
    sheets: Int64s | int,
) -> None:
    """A step; people: who writes, from whom, to whom."""
    papers = _PAPER.pack(application=applications, kind=kind)
    office.write(
        "paper_log",
        len(applications),
        id=_STEP.pack(paper=papers, step=STEPS.index(action)),
        recorded_at=at,
        staff=people[0],
        paper=papers,
        application=applications,
        kind=kind,
        action=action,
        from_staff=people[1],
        to_staff=people[2],
        sheets=sheets,
        condition=office.codes("paper_log", "condition", ("good",))[0] if action == "signed" else NULL,
    )


def one_after_the_other(first: int, n: int, step_s: int = 60) -> Int64s:
    """Seconds of n papers of a pile."""
    return first + step_s * np.arange(n)
