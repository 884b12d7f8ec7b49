"""What an act is worth, as values: looked up in the office's own state when the run has ended, never called back."""

from __future__ import annotations

from dataclasses import dataclass

from kaohe.sim.deciding.errands import NEVER


@dataclass(frozen=True)
class Fixed:
    """An amount in 分 that is known when the act is done."""

    fen: int


@dataclass(frozen=True)
class Late:
    """Money that came in, or a duty that was done, after its limit.

    kind and key: the object whose day the office knows (`Office.done_on`); principal_fen: what was late; until_on: the
    day on which a duty towards somebody who owes was done, if his money had not come before.
    """

    kind: str
    key: int
    principal_fen: int
    limit_on: int
    until_on: int = NEVER


@dataclass(frozen=True)
class Idle:
    """Money that had come in, and whose papers were passed on after their limit: interest, however long.

    kind and key: the errand that ends when they are.
    """

    kind: str
    key: int
    principal_fen: int
    limit_on: int


@dataclass(frozen=True)
class MadeLate:
    """Bills that were made late: the sum of each, 分, times the days by which it was.

    issue_by: the day until which none of them would have been, where they count by their issue.
    """

    fen_days: int
    issue_by: int | None = None


@dataclass(frozen=True)
class Missing:
    """Money counted missing since a day: what is still missing when the run ends, else interest until it was back.

    kind and key: the errand that ends when it is back.
    """

    kind: str
    key: int
    fen: int
    from_on: int


@dataclass(frozen=True)
class Lost:
    """Energy that a faulty meter did not show, from the limit of a duty on until it was exchanged; 0 until then.

    report: the key of the report that was left.
    """

    report: int


@dataclass(frozen=True)
class Misbilled:
    """Bills by what was entered otherwise than its source says: the largest balance of issued less due.

    key: the stage of the registration (`entry`).
    """

    key: int


@dataclass(frozen=True)
class Unpriced:
    """No amount belongs to it, or none yet: what prices it comes later."""


# What is known only when the run ends.
Settled = Idle | Late | Lost | MadeLate | Missing | Misbilled
Worth = Fixed | Settled | Unpriced
