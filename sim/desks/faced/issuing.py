"""What issuing clerks (營業發行員) and the accountant (營業會計) face: bills by the archive, the count of the day."""

from __future__ import annotations

import numpy as np

from kaohe.sim.deciding.choices import Choice, Facing, Meant, Refused, Seen, Typed, Value, Work, face
from kaohe.sim.desks.faced.reading import CUSTOMER, TODAY
from kaohe.sim.desks.issuing.issuance import ISSUE_BILL
from kaohe.sim.desks.issuing.issue_check import CHECK_ISSUE_DAY


def _issue(facing: Facing, typed: Typed) -> Meant:
    own, written = facing.field("price_class"), typed["price_class"]
    if typed["kwh"] != facing.field("kwh"):
        raise Refused("refused-kwh")
    if written == own:
        return None, {}
    if facing.office.prices.multi_function[written]:
        raise Refused("refused-class-registers")
    if np.array_equal(facing.office.prices.one_part_fen(np.array([facing.field("kwh")]), np.array([written])), [0]):
        raise Refused("refused-class")
    return "issue_wrong_class", {"price_class": written}


face(
    ISSUE_BILL,
    Work(
        (
            TODAY,
            CUSTOMER,
            Seen("archive_class", "class", lambda facing: facing.field("price_class")),
            Seen("metered_kwh", "kwh"),
            Seen("loss_kwh", "kwh"),
            Seen("mean_kwh", "kwh"),
            Seen("read_on", "day"),
        ),
        (
            Choice("issue_at_class", (Value("price_class", "class"), Value("kwh", "kwh")), _issue),
            Choice("pass_over", (), lambda facing, typed: ("skip_bill", {})),
        ),
        lambda facing: (
            "issue_at_class",
            {"price_class": facing.field("price_class"), "kwh": facing.field("kwh")},
        ),
    ),
)


def _in_all(facing: Facing) -> int:
    return facing.field("due") - facing.field("pending")


def _count(facing: Facing, typed: Typed) -> Meant:
    """Who counts fewer than there should be has not looked: the rest stays unissued."""
    if typed["issued_in_all"] > _in_all(facing):
        raise Refused("refused-issued-in-all")
    return (None, {}) if typed["issued_in_all"] == _in_all(facing) else ("skip_check", {})


face(
    CHECK_ISSUE_DAY,
    Work(
        (TODAY, Seen("due", "count"), Seen("issued", "count"), Seen("pending", "count")),
        (
            Choice("check_and_issue", (Value("issued_in_all", "count"),), _count),
            Choice("sign_unchecked", (), lambda facing, typed: ("skip_check", {})),
        ),
        lambda facing: ("check_and_issue", {"issued_in_all": _in_all(facing)}),
    ),
)
