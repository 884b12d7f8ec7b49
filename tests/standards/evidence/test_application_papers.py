"""1.1: papers of applicants, by hand."""

from __future__ import annotations

import pytest

from kaohe.sim.records import SCHEMA
from tests.standards.records_builder import CLERK, Desk
from tests.standards.verdicts import cited, days, findings, the_finding

APPLICATION, DAY = 5, "03-05"
KEY, NOTICE = SCHEMA["document"].key, SCHEMA["document_notice"].key


def applied() -> Desk:
    """永利飯館 asks for a connection on Monday 03-05: licence, ownership or lease, list of equipment."""
    desk = Desk()
    for number, (document, instead) in enumerate((("licence", None), ("ownership", "lease"), ("equipment", None))):
        desk.add(
            "document_rule",
            "01-01",
            id=900 + number,
            price_class="commerce",
            kind=document,
            instead=instead,
            valid_from="01-01",
        )
    desk.add(
        "application",
        DAY,
        "09:00",
        CLERK,
        id=APPLICATION,
        customer=5,
        kind="new",
        applicant="永利飯館",
        applied_on=DAY,
        price_class="commerce",
        capacity_kva=60,
    )
    return desk


def brought(desk: Desk, document: str, holder: str = "永利飯館", day: str = DAY, valid_to: str | None = None) -> int:
    key = int(KEY.pack(application=APPLICATION, kind=document, number=0))
    return desk.add(
        "document",
        day,
        "14:00",
        CLERK,
        id=key,
        application=APPLICATION,
        kind=document,
        holder_name=holder,
        valid_to=valid_to,
        received_on=day,
    )


def told(desk: Desk, document: str, action: str, day: str = DAY) -> None:
    key = int(NOTICE.pack(application=APPLICATION, kind=document, action=action))
    desk.add("document_notice", day, "14:10", CLERK, id=key, application=APPLICATION, kind=document, action=action)


def whole(*without: str) -> Desk:
    desk = applied()
    for document in ("licence", "lease", "equipment"):
        if document not in without:
            brought(desk, document)
    return desk


def test_all_that_the_class_needs_is_there() -> None:
    assert findings(whole(), "1.1") == []


@pytest.mark.parametrize("document", ["licence", "lease", "equipment"])
def test_a_paper_that_is_not_on_the_list_is_worth_nothing_by_itself(document: str) -> None:
    finding = the_finding(whole(document), "1.1")
    assert (finding.staff, finding.object_id, days(finding)) == (CLERK, APPLICATION, (DAY, DAY))
    assert (finding.amount_fen, finding.loss_fen, finding.discovered_by) == (0, 0, -1)
    assert ("application", APPLICATION) in cited(finding)


def test_one_that_expired_the_day_before_is_none_and_one_that_ends_that_day_is_good() -> None:
    for valid_to, times in (("03-04", 1), ("03-05", 0)):
        desk = whole("licence")
        brought(desk, "licence", valid_to=valid_to)
        assert len(findings(desk, "1.1")) == times


def test_another_s_lease_does_with_the_owner_s_proxy_alone() -> None:
    desk = whole("lease")
    brought(desk, "lease", "張寶財")
    assert len(findings(desk, "1.1")) == 1
    brought(desk, "proxy", "張寶財")
    assert findings(desk, "1.1") == []


def test_what_was_asked_for_that_day_is_excused_and_what_was_asked_for_later_is_not() -> None:
    for day, times in ((DAY, 0), ("03-06", 1)):
        desk = whole("licence")
        told(desk, "licence", "open", day)
        assert len(findings(desk, "1.1")) == times


def test_what_came_the_day_after_without_a_request_came_too_late() -> None:
    desk = whole("licence")
    brought(desk, "licence", day="03-06")
    assert len(findings(desk, "1.1")) == 1


def test_two_papers_wanting_are_one_incident_and_another_kind_of_application_needs_none() -> None:
    assert len(findings(whole("licence", "equipment"), "1.1")) == 1
    desk = whole("licence")
    desk.rows["application"][0]["kind"] = "transfer"
    assert findings(desk, "1.1") == []
