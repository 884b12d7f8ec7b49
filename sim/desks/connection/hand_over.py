"""Hand-over of papers: who made one, sent it on, signed for it (憑證傳遞登記簿)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.desks.base import Int64s
from kaohe.sim.records import NULL, PAPERS, SCHEMA

if TYPE_CHECKING:
    from kaohe.sim.office import Office

FIRST, AGAIN = ("made", "sent", "signed"), ("remade", "sent", "signed")
STEPS = (*FIRST, *AGAIN)
CONDITIONS = ("good", "damaged")
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
    _log(office, kind, applications, 0, at, (holders, NULL, NULL), sheets)


def remade(
    office: Office, kind: str, applications: Int64s, at: Int64s | int, holders: Int64s | int, sheets: Int64s | int = 1
) -> None:
    """A paper of each application is made again from a copy by its holder; it is sent and signed for once more."""
    _log(office, kind, applications, len(FIRST), at, (holders, NULL, NULL), sheets)


def sent(
    office: Office,
    kind: str,
    applications: Int64s,
    at: tuple[Int64s | int, Int64s | int],
    people: tuple[Int64s | int, Int64s | int],
    sheets: Int64s | int = 1,
    *,
    good: NDArray[np.bool_] | None = None,
    again: bool = False,
) -> None:
    """A paper of each application is sent and signed for at these seconds, by holder and receiver.

    good: which of them come whole (None: all); again: they had been remade.
    """
    holders, receivers = people
    first = len(FIRST) if again else 0
    whole = np.ones(len(applications), np.bool_) if good is None else good
    _log(office, kind, applications, first + 1, at[0], (holders, holders, receivers), sheets)
    _log(office, kind, applications, first + 2, at[1], (receivers, holders, receivers), sheets, whole)


def _log(
    office: Office,
    kind: str,
    applications: Int64s,
    step: int,
    at: Int64s | int,
    people: tuple[Int64s | int, Int64s | int, Int64s | int],
    sheets: Int64s | int,
    good: NDArray[np.bool_] | None = None,
) -> None:
    """A step (place among STEPS); people: who writes, from whom, to whom; good: what of it is whole, if signed for."""
    papers = _PAPER.pack(application=applications, kind=kind)
    office.write(
        "paper_log",
        len(applications),
        id=_STEP.pack(paper=papers, step=step),
        recorded_at=at,
        staff=people[0],
        paper=papers,
        application=applications,
        kind=kind,
        action=STEPS[step],
        from_staff=people[1],
        to_staff=people[2],
        sheets=sheets,
        condition=NULL
        if good is None
        else office.codes("paper_log", "condition", CONDITIONS)[(~good).astype(np.int64)],
    )


def one_after_the_other(first: int, n: int, step_s: int = 60) -> Int64s:
    """Seconds of n papers of a pile."""
    return first + step_s * np.arange(n)
