"""What is faced at the cupboard of the handhelds: by issuing clerks (營業發行員) books to load and handhelds that came
back, by readers (抄表工) whether to bring theirs back.
"""

from __future__ import annotations

from kaohe.sim.deciding.choices import Choice, Facing, Meant, Refused, Seen, Typed, Work, face
from kaohe.sim.desks.faced.reading import BOOK, ON, TODAY
from kaohe.sim.desks.reading.loading import LOAD_AHEAD, LOAD_BOOK
from kaohe.sim.desks.reading.returning import RETURN_HANDHELD
from kaohe.sim.desks.reading.unloading import UNLOAD_BOOK


def _load_on(facing: Facing, typed: Typed) -> Meant:
    days = typed["on_day"] - facing.day
    if days < 0:
        raise Refused("refused-day-past")
    return ("load_late", {"days": days}) if days else (None, {})


def _unload_on(facing: Facing, typed: Typed) -> Meant:
    """Until its limit it may as well be unloaded at once."""
    if typed["on_day"] < facing.day:
        raise Refused("refused-day-past")
    days = typed["on_day"] - facing.day - facing.office.rules.unload_days
    return ("unload_late", {"days": days}) if days > 0 else (None, {})


def _return_on(facing: Facing, typed: Typed) -> Meant:
    """Until its limit it may as well be brought back at once."""
    if typed["on_day"] < facing.day:
        raise Refused("refused-day-past")
    days = typed["on_day"] - facing.day - facing.office.rules.return_days
    return ("return_late", {"days": days}) if days > 0 else (None, {})


face(
    RETURN_HANDHELD,
    Work(
        (TODAY, BOOK, Seen("read_on", "day"), Seen("meters", "count")),
        (Choice("return_on", (ON,), _return_on),),
        lambda facing: ("return_on", {"on_day": facing.day}),
    ),
)

face(
    LOAD_BOOK,
    Work(
        (TODAY, BOOK, Seen("scheduled_on", "day"), Seen("meters", "count")),
        (Choice("load_on", (ON,), _load_on),),
        lambda facing: ("load_on", {"on_day": facing.day}),
    ),
)

face(
    LOAD_AHEAD,
    Work(
        (TODAY, BOOK, Seen("scheduled_on", "day"), Seen("meters", "count")),
        (
            Choice("load_when_near", (), lambda facing, typed: (None, {})),
            Choice("load_now", (), lambda facing, typed: ("load_early", {})),
        ),
        lambda facing: ("load_when_near", {}),
    ),
)

face(
    UNLOAD_BOOK,
    Work(
        (TODAY, BOOK, Seen("read_on", "day"), Seen("meters", "count")),
        (Choice("unload_on", (ON,), _unload_on),),
        lambda facing: ("unload_on", {"on_day": facing.day}),
    ),
)
