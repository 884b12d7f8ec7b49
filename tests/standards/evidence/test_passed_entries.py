"""7.1: audits that passed an entry which is not what its paper says."""

from __future__ import annotations

import pytest

from tests.standards.connection import OPENING, worked_example
from tests.standards.records_builder import AUDITOR
from tests.standards.verdicts import cited, days, findings


def test_who_passed_it_answers_beside_the_clerk_and_the_loss_counts_once() -> None:
    of, _ = worked_example()
    audit = of.audit("opening", "03-08", True)
    (finding,) = findings(of.desk, "7.1")
    assert (finding.staff, finding.object_type, finding.object_id) == (AUDITOR, "entry", OPENING)
    assert (finding.amount_fen, finding.loss_fen, finding.role) == (804_000, 0, "checker")
    assert (days(finding), finding.discovered_by) == (("03-08", "03-13"), -1)
    assert cited(finding, "act") == [("audit", audit)]
    assert findings(of.desk, "1.3")[0].loss_fen == 804_000
    (slip,) = findings(of.desk, "7.1", "03-12")
    assert (slip.consequence, days(slip)) == (False, ("03-08", "03-08"))


def test_an_audit_answers_for_the_bills_made_since() -> None:
    of, _ = worked_example()
    of.audit("opening", "04-20", True)
    (finding,) = findings(of.desk, "7.1")
    assert (finding.amount_fen, days(finding)) == (360_000, ("04-20", "05-14"))


@pytest.mark.parametrize(
    "stage, passed, day", [("registration", True, "03-08"), ("opening", False, "03-08"), ("opening", True, "05-17")]
)
def test_an_audit_of_the_other_stage_or_that_passed_nothing_wrong_is_kept(stage: str, passed: bool, day: str) -> None:
    of, _ = worked_example()
    of.audit(stage, day, passed)
    assert not findings(of.desk, "7.1")


def test_an_auditor_who_passed_it_twice_did_so_once() -> None:
    of, _ = worked_example()
    of.audit("opening", "03-08", True)
    of.audit("opening", "03-09", True, number=1)
    assert len(findings(of.desk, "7.1")) == 1
