"""What is faced at the cupboard of the handhelds: by issuing clerks (營業發行員) books to load and handhelds that came
back, by readers (抄表工) whether to bring theirs back.
"""

from __future__ import annotations

from kaohe.sim.deciding.choices import Choice, Facing, Meant, Refused, Seen, Typed, Work, face
from kaohe.sim.desks.faced.reading import BOOK, ON, TODAY
from kaohe.sim.desks.reading.counting import KEEP_HANDHELD
from kaohe.sim.desks.reading.handling import CARRY_HANDHELD
from kaohe.sim.desks.reading.loading import LOAD_AHEAD, LOAD_BOOK
from kaohe.sim.desks.reading.returning import RETURN_HANDHELD
from kaohe.sim.desks.reading.reviewing import REVIEW_BOOK
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


def _lose(facing: Facing, typed: Typed) -> Meant:
    """Where the book cannot be read again in time, nobody lets it out of his hands."""
    if not facing.field("again"):
        raise Refused("refused-lose-handheld")
    return "lose_handheld", {}


def _drop(facing: Facing, typed: Typed) -> Meant:
    if not facing.field("fresh"):
        raise Refused("refused-drop-handheld")
    return "damage_handheld", {}


face(
    CARRY_HANDHELD,
    Work(
        (TODAY, BOOK, Seen("read_on", "day"), Seen("meters", "count")),
        (
            Choice("carry_in_case", (), lambda facing, typed: (None, {})),
            Choice("carry_loose", (), _drop),
            Choice("put_down_on_the_way", (), _lose),
        ),
        lambda facing: ("carry_in_case", {}),
    ),
)

face(
    KEEP_HANDHELD,
    Work(
        (TODAY, Seen("handheld", "number", lambda facing: facing.field("handheld"))),
        (
            Choice("keep_handheld_locked", (), lambda facing, typed: (None, {})),
            Choice("leave_handheld_about", (), lambda facing, typed: ("mislay_handheld", {})),
            Choice("leave_handheld_unlocked", (), lambda facing, typed: ("lose_kept_handheld", {})),
            Choice("stack_handhelds", (), lambda facing, typed: ("damage_kept_handheld", {})),
        ),
        lambda facing: ("keep_handheld_locked", {}),
    ),
)

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

face(
    REVIEW_BOOK,
    Work(
        (TODAY, BOOK, Seen("readings", "count")),
        (
            Choice("review_and_sign", (), lambda facing, typed: (None, {})),
            Choice("take_over_unread", (), lambda facing, typed: ("skip_review", {})),
        ),
        lambda facing: ("review_and_sign", {}),
    ),
)
