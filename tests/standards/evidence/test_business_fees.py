"""1.5: business fees, by hand."""

from __future__ import annotations

from kaohe.sim.records import SCHEMA
from tests.standards.records_builder import CLERK, MANAGER, Desk
from tests.standards.verdicts import days, findings, the_finding

APPLICATION = 5
KEY, APPROVAL = SCHEMA["fee_receipt"].key, SCHEMA["fee_approval"].key
OBJECT = KEY.pack(application=APPLICATION, charge="works", number=0)


def surveyed(kva: int = 80, price_class: str = "commerce") -> Desk:
    """A shop applied on Wednesday 03-14 and was surveyed on the 15th; works cost 150.00 a kVA, 120.00 until 02-28."""
    desk = Desk()
    listed = (
        ("works.commerce", "kva", 12_000, "01-01"),
        ("works.commerce", "kva", 15_000, "03-01"),
        ("works.industry", "kva", 10_000, "01-01"),
    )
    for number, (fee, unit, fen, since) in enumerate(listed):
        desk.add("fee_price", "01-01", id=900 + number, fee=fee, unit=unit, amount_fen=fen, valid_from=since)
    asked = {"customer": 5, "price_class": price_class, "capacity_kva": kva}
    desk.add(
        "application", "03-14", "09:00", CLERK, id=APPLICATION, kind="new", applicant="x", applied_on="03-14", **asked
    )
    desk.add("survey", "03-15", "10:00", 111, id=5, application=5, book=1, surveyed_on="03-15", **asked)
    return desk


def charged(
    desk: Desk, fen: int, day: str = "03-16", number: int = 0, fee: str = "works.commerce", quantity: int = 80
) -> None:
    kind = fee.partition(".")[0]
    desk.add(
        "fee_receipt",
        day,
        "09:30",
        CLERK,
        id=KEY.pack(application=APPLICATION, charge=kind, number=number),
        application=APPLICATION,
        fee=fee,
        quantity=quantity,
        unit_fen=15_000,
        amount_fen=fen,
        takings_on=day,
        receipt_no=number + 1,
    )


def approved(desk: Desk, kind: str, fen: int, approver: int = MANAGER, at: str = "09:00") -> None:
    key = APPROVAL.pack(application=APPLICATION, charge="works")
    desk.add(
        "fee_approval",
        "03-16",
        at,
        CLERK,
        id=key,
        application=APPLICATION,
        charge="works",
        kind=kind,
        amount_fen=fen,
        approver=approver,
    )


def worth(desk: Desk) -> tuple[int | None, int | None, int]:
    finding = the_finding(desk, "1.5")
    assert (finding.staff, finding.object_id, days(finding)) == (CLERK, OBJECT, ("03-16", "03-16"))
    return finding.amount_fen, finding.caused_fen, finding.loss_fen


def test_eighty_by_the_price_of_the_day_is_right() -> None:
    desk = surveyed()
    charged(desk, 1_200_000)
    assert findings(desk, "1.5") == []


def test_sixty_instead_of_eighty_is_three_thousand_short_and_stays_so_when_it_is_charged_later() -> None:
    desk = surveyed()
    charged(desk, 900_000, quantity=60)
    assert worth(desk) == (300_000, 300_000, 300_000)
    charged(desk, 300_000, "04-03", 1, quantity=20)
    assert worth(desk) == (300_000, 300_000, 0)


def test_the_price_of_before_is_short_too_and_too_much_is_no_loss_of_the_office() -> None:
    desk = surveyed()
    charged(desk, 960_000)
    assert worth(desk) == (240_000, 240_000, 240_000)
    desk = surveyed()
    charged(desk, 1_500_000, quantity=100)
    assert worth(desk) == (300_000, 0, 0)


def test_another_class_and_a_fee_charged_twice() -> None:
    desk = surveyed()
    charged(desk, 800_000, fee="works.industry")
    assert worth(desk) == (400_000, 400_000, 400_000)
    desk = surveyed()
    charged(desk, 1_200_000)
    charged(desk, 1_200_000, number=1)
    assert worth(desk) == (1_200_000, 0, 0)


def test_of_what_application_and_sheet_say_the_least_wrong_counts() -> None:
    desk = surveyed()
    desk.rows["survey"][0]["capacity_kva"] = 60
    charged(desk, 900_000, quantity=60)
    assert findings(desk, "1.5") == []


def test_a_reduction_that_somebody_else_may_approve_is_a_ground_if_it_was_there_before() -> None:
    for approver, at, times in ((MANAGER, "09:00", 0), (CLERK, "09:00", 1), (MANAGER, "10:00", 1), (21, "09:00", 1)):
        desk = surveyed()
        approved(desk, "reduce", 300_000, approver, at)
        charged(desk, 900_000)
        assert len(findings(desk, "1.5")) == times, (approver, at)


def test_an_instalment_may_be_open_or_paid_and_neither_is_wrong() -> None:
    desk = surveyed()
    approved(desk, "instalment", 600_000)
    charged(desk, 600_000)
    assert findings(desk, "1.5") == []
    charged(desk, 600_000, "04-16", 1)
    assert findings(desk, "1.5") == []
    charged(desk, 100_000, "04-17", 2)
    assert the_finding(desk, "1.5").amount_fen == 100_000
