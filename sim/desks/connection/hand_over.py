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
    for step, (action, second) in enumerate(zip(STEPS, at, strict=True)):
        office.write(
            "paper_log",
            len(applications),
            id=_STEP.pack(paper=(papers := _PAPER.pack(application=applications, kind=kind)), step=step),
            recorded_at=second,
            staff=receivers if action == "signed" else holders,
            paper=papers,
            application=applications,
            kind=kind,
            action=action,
            from_staff=NULL if action == "made" else holders,
            to_staff=NULL if action == "made" else receivers,
            sheets=1,
            condition=office.codes("paper_log", "condition", ("good",))[0] if action == "signed" else NULL,
        )


def one_after_the_other(first: int, n: int, step_s: int = 60) -> Int64s:
    """Seconds of n papers of a pile."""
    return first + step_s * np.arange(n)
