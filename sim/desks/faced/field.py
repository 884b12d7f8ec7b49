"""What the squad (用電稽查工) faces: readers' reports, and its sample of readings."""

from __future__ import annotations

from kaohe.sim.deciding.choices import Choice, Facing, Meant, Seen, Typed, Work, face
from kaohe.sim.desks.faced.reading import CUSTOMER, ON, TODAY
from kaohe.sim.desks.field.spot_check import SPOT_CHECK
from kaohe.sim.desks.field.visiting import DEAL_WITH_REPORT


def _planned(facing: Facing) -> int:
    """The squad's own plan, which hangs on its wall."""
    return facing.office.field.visiting.first_visit(facing.day, facing.key)


def _visit(facing: Facing, typed: Typed) -> Meant:
    on, limit = typed["on_day"], facing.field("limit_on")
    return (None, {}) if on == _planned(facing) else ("leave_report", {"days": max(on - limit, 1), "on_day": on})


face(
    DEAL_WITH_REPORT,
    Work(
        (TODAY, CUSTOMER, Seen("anomaly", "code"), Seen("planned_on", "day", _planned)),
        (
            Choice("visit_on", (ON,), _visit),
            Choice("file_report", (), lambda facing, typed: ("drop_report", {})),
        ),
        lambda facing: ("visit_on", {"on_day": _planned(facing)}),
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
