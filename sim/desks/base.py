"""What every desk has: the office it works in, and the words in which it decides and enters what was done."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.deciding.behaviours import CAUSES
from kaohe.sim.deciding.errands import Errand
from kaohe.sim.deciding.points import Decided, DecisionPoint, Situations
from kaohe.sim.deciding.truth import Act, act_number
from kaohe.sim.deciding.worth import Late, Worth

if TYPE_CHECKING:
    from kaohe.sim.deciding.questions import Question
    from kaohe.sim.office import Office

Int64s = NDArray[np.int64]

DAY_S = 86_400
NO_ROWS: Int64s = np.empty(0, np.int64)


class Desk:
    """One desk of the office. It keeps its own trays between days; what all share stands in the office.

    Every attribute is state, taken down at midnight; in FIXED a desk names those that its constructor alone determines.
    """

    FIXED: ClassVar[tuple[str, ...]] = ("office",)

    def __init__(self, office: Office) -> None:
        self.office = office

    def decide(self, point: DecisionPoint, tray: Situations) -> Generator[Question, None, Decided]:
        """What the post does about a tray."""
        return (yield from self.office.layers.decide(self.office, point, tray))

    def did(
        self,
        decided: Decided,
        row: int,
        *worth: Worth,
        on: int | None = None,
        due_on: int | None = None,
        shown: str | None = "always",
    ) -> Act:
        """Enter a wrong that was done: it stands in a paper of that day, today's if `on` does not say another.

        worth: what it amounts to, in parts; shown: the test of that paper, None if only a later one can show it.
        """
        day = decided.tray.day if on is None else on
        act = self._enter(decided, row, worth, effect_on=day, occurred_on=day, due_on=due_on)
        if shown is not None:
            self.office.truth.watch(day, act, shown)
        return act

    def missed(
        self,
        decided: Decided,
        row: int,
        *worth: Worth,
        due_on: int,
        effect_on: int | None = None,
        shown: str = "always",
        slip: bool = False,
    ) -> Act:
        """Enter a limit that was missed: it occurs, and is evident, on the first working day after it.

        worth: what it amounts to, in parts; effect_on: the day on which the duty will be done or the deed was done
        (today); shown: what must hold that day. slip: it shows without the consequence that its clause demands.
        """
        occurred = self.office.calendar.first_working_after(due_on)
        effect = decided.tray.day if effect_on is None else effect_on
        act = self._enter(decided, row, worth, effect_on=effect, occurred_on=occurred, due_on=due_on)
        if slip:
            self.office.truth.slip(occurred, act)
        else:
            self.office.truth.watch(occurred, act, shown)
        return act

    def late(self, decided: Decided, row: int, kind: str, principal_fen: int, limit_on: int) -> Late:
        """What a late errand is worth: the paper that ends it is of that kind, and its key that of the situation."""
        key = int(decided.tray.keys[row])
        self.office.errands.open(Errand(kind, key, int(decided.tray.staff[row]), decided.tray.day, limit_on))
        return Late(kind, key, principal_fen, limit_on)

    def _enter(
        self,
        decided: Decided,
        row: int,
        worth: tuple[Worth, ...],
        *,
        effect_on: int,
        occurred_on: int,
        due_on: int | None,
    ) -> Act:
        tray, action = decided.tray, decided.action(row)
        if action is None:
            raise ValueError(f"{decided.point.id}: the standard is no act")
        cause, key, staff = int(decided.causes[row]), int(tray.keys[row]), int(tray.staff[row])
        act = deviation(decided.point, action.id, cause, tray.day, key, staff, effect_on=effect_on)
        act.occurred_on, act.due_on, act.worth = occurred_on, due_on, worth
        return self.office.truth.add(act)


def deviation(point: DecisionPoint, action: str, cause: int, day: int, key: int, staff: int, *, effect_on: int) -> Act:
    """An act that deviates at a point, not yet entered: decided on `day`, it takes effect and occurs on another."""
    found = point.named(action)
    return Act(
        act_id=act_number(point.number, key, found.code),
        clause=found.clause or "",
        point=point.id,
        action=action,
        post=point.post,
        staff=staff,
        object_type=point.about,
        object_id=key,
        at=day * DAY_S + point.number,
        effect_on=effect_on,
        due_on=None,
        occurred_on=effect_on,
        cause=CAUSES[cause],
        key=key,
    )


def joined(chunks: list[Int64s]) -> Int64s:
    """The chunks of a tray as one array."""
    if not chunks:
        return NO_ROWS
    return chunks[0] if len(chunks) == 1 else np.concatenate(chunks)


def distinct(values: Int64s) -> Int64s:
    """The different values, ascending; cheap where equal ones stand together."""
    if not len(values):
        return values
    runs = np.sort(values[np.concatenate(([True], values[1:] != values[:-1]))])
    return runs[np.concatenate(([True], runs[1:] != runs[:-1]))]


def in_sorted(values: Int64s, ascending: Int64s) -> NDArray[np.bool_]:
    """Which of a few values are in a long ascending array."""
    if not len(ascending):
        return np.zeros(len(values), np.bool_)
    found: NDArray[np.bool_] = ascending[np.minimum(np.searchsorted(ascending, values), len(ascending) - 1)] == values
    return found


def clock(day: int, seconds: int) -> int:
    """Seconds since 1970 of a time of a day."""
    return day * DAY_S + seconds


def hm(hours: int, minutes: int = 0) -> int:
    """Seconds after midnight."""
    return hours * 3600 + minutes * 60


# Changes of the archive are entered after the last bill that may be issued late on a day: a bill is made by the archive
# as it is recorded then.
ARCHIVED_S = hm(21)
