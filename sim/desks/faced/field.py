"""What the squad (用電稽查工) faces: readers' reports, and its sample of readings."""

from __future__ import annotations

from functools import partial

from kaohe.sim.deciding.choices import Choice, Facing, Meant, Refused, Seen, Typed, Unit, Value, Work, face
from kaohe.sim.desks.faced.reading import CUSTOMER, ON, TODAY
from kaohe.sim.desks.field.spot_check import SPOT_CHECK
from kaohe.sim.desks.field.visiting import DEAL_WITH_REPORT
from kaohe.sim.streams import Purpose, word_at

CREW = Value("crew", "number")
CREWS, RUNS = 6, 3


def _planned(facing: Facing) -> int:
    """The day of the first run with a place: the squad's own plan."""
    return facing.office.field.visiting.first_visit(facing.day, facing.key)


def _runs(facing: Facing) -> list[tuple[int, int, int]]:
    """The next runs to that part of town, which hang on the wall: day, crew, places left. One before the planned run
    is full; those that are left over go after the limit.
    """
    calendar, rules = facing.office.calendar, facing.office.rules
    planned, limit = _planned(facing), calendar.add_working_days(facing.day, rules.visit_limit)
    words = [word_at(facing.office.seed, Purpose.CREW_RUNS, facing.key, 0, turn) for turn in range(RUNS)]
    sooner = [day for day in range(facing.day, planned) if calendar.is_working(day)]
    days = [planned] if not sooner else [sooner[words[0] % len(sooner)], planned]
    last = max(limit, planned)
    while len(days) < RUNS:
        last = calendar.add_working_days(last, 1 + words[len(days)] % 3)
        days.append(last)
    places = [0 if day < planned else 1 + (word >> 16) % 4 for day, word in zip(days, words, strict=True)]
    return [(day, 1 + (word >> 8) % CREWS, left) for day, word, left in zip(days, words, places, strict=True)]


def _run(number: int) -> tuple[Seen, ...]:
    """One run as it hangs there."""
    parts: tuple[tuple[str, Unit], ...] = (("on", "day"), ("crew", "number"), ("places", "count"))
    return tuple(
        Seen(f"run_{number}_{name}", unit, partial(_part, number - 1, at)) for at, (name, unit) in enumerate(parts)
    )


def _part(number: int, at: int, facing: Facing) -> int:
    return _runs(facing)[number][at]


def _visit(facing: Facing, typed: Typed) -> Meant:
    on, limit = typed["on_day"], facing.field("limit_on")
    places = [left for day, crew, left in _runs(facing) if (day, crew) == (on, typed["crew"])]
    if not places:
        raise Refused("refused-run")
    if not places[0]:
        raise Refused("refused-run-full")
    return (None, {}) if on == _planned(facing) else ("leave_report", {"days": max(on - limit, 1), "on_day": on})


def _visit_by_the_book(facing: Facing) -> tuple[str, Typed]:
    on = _planned(facing)
    return "visit_on", {"on_day": on, "crew": next(crew for day, crew, _ in _runs(facing) if day == on)}


face(
    DEAL_WITH_REPORT,
    Work(
        (TODAY, CUSTOMER, Seen("anomaly", "code"), *(each for number in range(RUNS) for each in _run(number + 1))),
        (
            Choice("visit_on", (ON, CREW), _visit),
            Choice("file_report", (), lambda facing, typed: ("drop_report", {})),
        ),
        _visit_by_the_book,
    ),
)
face(
    SPOT_CHECK,
    Work(
        (TODAY, CUSTOMER),
        (
            Choice("read_again", (), lambda facing, typed: (None, {}) if facing.field("sampled") else ("check", {})),
            Choice("strike_sample", (), lambda facing, typed: ("leave_sample", {})),
        ),
        lambda facing: ("read_again" if facing.field("sampled") else "strike_sample", {}),
    ),
)
