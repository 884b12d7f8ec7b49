"""2.5: customers of a book who are in none of its batches, neither read nor coded; and what only looks so."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from kaohe.sim.records import PAPERS, SCHEMA, ids
from kaohe.standards.judging.judge import find
from tests.sim.office import rulebook
from tests.standards.records_builder import CLERK, OTHER_READER, READER, Desk, day_number, on
from tests.standards.verdicts import cited, days, findings, the_finding

BOOK, NEW, OLD = 2, 1, 2
CYCLES = ((200103, "03-12"), (200104, "04-12"), (200105, "05-12"), (200106, "06-12"))
PAPER, STEP = PAPERS.thing("paper").key, SCHEMA["paper_log"].key
APPLICATION = int(SCHEMA["application"].key.pack(customer=NEW, change=0))


class Street(Desk):
    """A book of two residents, read on the 12th; the new one has had supply since 03-06, and is in the handheld since
    03-08.
    """

    def __init__(self, readers: tuple[int, ...] = (READER,) * 4, slip: tuple[str, ...] = ("sent", "signed")) -> None:
        super().__init__()
        self.book(BOOK, "resident", 12)
        self.customer(OLD, book=BOOK, opened="02-12")
        self.archive(NEW, BOOK, day="03-07")
        self.meter(NEW, 0, 5, 1, False, 0, "03-07")
        self.opened(slip)
        self.batches = dict[int, dict[str, object]]()
        for turn, ((period, day), reader) in enumerate(zip(CYCLES, readers, strict=True)):
            self.reading(OLD, period, 1100 + 100 * turn, day, staff=reader, book=BOOK)
            self.batch(period, day, BOOK, reader=reader)
            self.batches[period] = self.rows["batch"][-1]

    def opened(self, slip: tuple[str, ...]) -> None:
        """The archive was opened on 03-07, and the slip made; `slip`: what became of it on 03-08."""
        self.add(
            "opening",
            "03-07",
            "08:40",
            CLERK,
            id=APPLICATION,
            application=APPLICATION,
            customer=NEW,
            meter=ids.meter_id(NEW, 0),
            digits=5,
            multiplier=1,
            first_register=0,
            energised_on="03-06",
            entered_on="03-07",
        )
        paper = int(PAPER.pack(application=APPLICATION, kind="opening_slip"))
        for action in ("made", *slip):
            self.add(
                "paper_log",
                "03-07" if action == "made" else "03-08",
                "09:00",
                READER if action == "signed" else CLERK,
                id=int(STEP.pack(paper=paper, step=("made", "sent", "signed").index(action))),
                paper=paper,
                application=APPLICATION,
                kind="opening_slip",
                action=action,
                from_staff=None if action == "made" else CLERK,
                to_staff=READER if action == "signed" else None,
                sheets=1,
                condition=None,
            )

    def missed(self, day: str) -> Street:
        """A count does not find the slip."""
        paper = int(PAPER.pack(application=APPLICATION, kind="opening_slip"))
        number = int(SCHEMA["paper_count"].key.pack(paper=paper, day=day_number(day)))
        columns = {"application": APPLICATION, "kind": "opening_slip", "holder": CLERK}
        self.add("paper_count", day, id=number, paper=paper, counted_on=day, found=False, **columns)
        return self

    def unmatched(self, period: int, day: str, book: int) -> None:
        """The monthly match lists him, in a book."""
        key = int(SCHEMA["unread_match"].key.pack(customer=NEW, period=ids.period_index(period)))
        self.add("unread_match", day, id=key, customer=NEW, book=book, period=period, cycles=1)

    def again(self, day: str) -> Street:
        """The slip is made again, sent and signed for once more."""
        for row in [row for row in self.rows["paper_log"] if row["action"] != "made"]:
            moment = datetime.combine(on(day), time(9))
            self.rows["paper_log"].append({**row, "id": int(str(row["id"])) + 3, "recorded_at": moment})
        return self

    def read(self, period: int, day: str, register: int, kind: str = "actual") -> int:
        """The new one is read, or coded, with the book."""
        column = "readings" if kind == "actual" else "no_reads"
        self.batches[period][column] = int(str(self.batches[period][column])) + 1
        return self.reading(NEW, period, register, day, kind, book=BOOK)

    def caught(self, issued_on: str = "06-13") -> Street:
        """Read at last on 06-12: 980 kWh since 03-06."""
        reading = self.read(200106, "06-12", 980)
        self.bill(NEW, 200106, issued_on, ("03-06", 0), ("06-12", 980), reading, 44_100, book=BOOK)
        return self


def contradicted(street: Street) -> list[str]:
    """What the list of those who were not read is contradicted by."""
    told = find(street.records(), rulebook(), edited=True).disagreements
    return [kind for kind, _ in told if kind == "unread_match.customer"]


def test_the_shares_of_the_bill_that_catches_up_count_the_days_since_their_own_limits() -> None:
    # 98 days, 980 kWh: 6, 31 and 30 days are 60, 310 and 300 kWh, 27.00, 139.50 and 135.00; limits 03-15, 04-17, 05-16:
    # 90, 57 and 28 days. The third day and its tolerance end on Sunday 05-13.
    finding = the_finding(Street().caught(), "2.5")
    assert (finding.staff, finding.object_type, finding.object_id) == (READER, "customer", NEW)
    assert days(finding) == ("05-14", "05-14")
    assert [(part.principal_fen, part.days, part.open) for part in finding.parts] == [
        (2700, 90, False),
        (13_950, 57, False),
        (13_500, 28, False),
    ]
    fen_days = sum(part.principal_fen * part.days for part in finding.parts)
    assert round(fen_days * 0.00021) == 297
    assert (finding.basis, finding.formula, finding.loss_fen, finding.inputs["cycles"]) == (
        "delay",
        "customer_unread",
        0,
        3,
    )
    wanted = {("batch", ids.book_period_id(BOOK, ids.period_index(period))) for period, _ in CYCLES[:3]}
    assert wanted <= set(cited(finding))


def test_until_he_is_read_it_is_worth_nothing() -> None:
    assert the_finding(Street(), "2.5").parts == ()


def test_the_last_register_that_was_read_begins_the_shares() -> None:
    """Of an old customer too; by the archive, where there never was a slip."""
    street = Desk()
    street.book(BOOK, "resident", 12)
    street.customer(NEW, book=BOOK, opened="02-12")
    for period, day in CYCLES[:3]:
        street.batch(period, day, BOOK)
        street.rows["batch"][-1]["readings"] = 0
    finding = the_finding(street, "2.5")
    assert days(finding) == ("05-14", "05-14")


@pytest.mark.parametrize("issued_on", ["06-15", "06-18", "06-27"])
def test_days_after_he_was_read_are_not_his(issued_on: str) -> None:
    """From 06-12 on the bill is others': at most 92, 61 and 31 days."""
    finding = the_finding(Street().caught(issued_on), "2.5")
    late = {"06-15": [92, 59, 30], "06-18": [92, 61, 31], "06-27": [92, 61, 31]}[issued_on]
    assert [part.days for part in finding.parts] == late


def test_days_in_the_pending_register_are_not_his() -> None:
    street = Street().caught("06-15")
    for action, day in (("open", "06-12"), ("close", "06-15")):
        key = SCHEMA["pending"].key.pack(customer=NEW, period=ids.period_index(200106), action=action)
        street.add("pending", day, id=int(key), customer=NEW, period=200106, action=action, reason="recheck")
    assert [part.days for part in the_finding(street, "2.5").parts] == [89, 56, 27]


def test_a_third_batch_that_was_read_late_and_unloaded_later_shows_it_then() -> None:
    street = Street()
    row = street.batches[200105]
    late = street.rows["batch"].index(row)
    street.rows["batch"][late] = {**row, "read_on": row["read_on"].replace(day=16)}  # type: ignore[attr-defined]  # a date
    street.rows["batch"][late]["recorded_at"] = row["recorded_at"].replace(day=21)  # type: ignore[attr-defined]  # a time
    assert days(the_finding(street, "2.5")) == ("05-17", "05-21")


# ── what is none ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_cycles_are_not_long() -> None:
    street = Street()
    reading = street.read(200105, "05-12", 670)
    street.bill(NEW, 200105, "05-14", ("03-06", 0), ("05-12", 670), reading, 30_150, book=BOOK)
    assert not findings(street, "2.5")


@pytest.mark.parametrize("period", [200103, 200104, 200105])
def test_a_coded_reason_ends_the_row(period: int) -> None:
    street = Street()
    street.read(period, dict(CYCLES)[period], 0, "estimate")
    found = findings(street, "2.5")
    assert [days(each) for each in found] == ([("06-14", "06-14")] if period == 200103 else [])


def test_another_reader_has_cycles_of_his_own() -> None:
    assert not findings(Street((READER, READER, OTHER_READER, OTHER_READER)), "2.5")
    finding = the_finding(Street((OTHER_READER, READER, READER, READER)), "2.5")
    assert (finding.staff, days(finding)) == (READER, ("06-14", "06-14"))


def test_while_the_slip_lies_with_the_clerk_the_reader_knows_nothing() -> None:
    assert not findings(Street(slip=()), "2.5")


def test_a_slip_that_was_sent_and_not_signed_goes_by_the_archive() -> None:
    assert days(the_finding(Street(slip=("sent",)), "2.5")) == ("05-14", "05-14")


def test_a_slip_that_came_damaged_was_signed_for_all_the_same() -> None:
    """Made again in April: the reader has had him since March."""
    assert days(the_finding(Street().again("04-13"), "2.5")) == ("05-14", "05-14")


def test_of_a_slip_that_is_gone_the_count_gives_word() -> None:
    """Counted on 03-30: April, May and June are long; the archive has him without the slip."""
    finding = the_finding(Street(slip=()).missed("03-30"), "2.5")
    assert (days(finding), finding.inputs["cycles"]) == (("06-14", "06-14"), 3)


def test_who_signs_on_a_friday_has_him_from_monday_on() -> None:
    """The book of March was read on Saturday: three cycles are full in June."""
    street = Street()
    for row in street.rows["paper_log"]:
        row["recorded_at"] = datetime.combine(on("03-09"), time(17, 30))
    street.batches[200103]["read_on"] = on("03-10")
    finding = the_finding(street, "2.5")
    assert (days(finding), finding.inputs["cycles"]) == (("06-14", "06-14"), 3)


def test_a_slip_that_came_damaged_and_was_made_anew_was_there_all_the_same() -> None:
    street = Street()
    paper = int(PAPER.pack(application=APPLICATION, kind="opening_slip"))
    for step, action in enumerate(("remade", "sent", "signed"), 3):
        street.add(
            "paper_log",
            "03-12",
            f"1{step}:00",
            READER if action == "signed" else CLERK,
            id=int(STEP.pack(paper=paper, step=step)),
            paper=paper,
            application=APPLICATION,
            kind="opening_slip",
            action=action,
            from_staff=None if action == "remade" else CLERK,
            to_staff=READER if action == "signed" else None,
            sheets=1,
            condition=None,
        )
    assert days(the_finding(street, "2.5")) == ("05-14", "05-14")


def test_a_cycle_in_which_nobody_read_the_book_does_not_count() -> None:
    """2.1 has it; it ends no row either."""
    street = Street()
    gone = street.batches[200104]
    street.rows["batch"].remove(gone)
    street.rows["reading"] = [row for row in street.rows["reading"] if row["period"] != 200104]
    finding = the_finding(street, "2.5")
    assert days(finding) == ("06-14", "06-14")


def test_a_batch_that_has_other_numbers_than_its_rows_counts_for_nobody() -> None:
    street = Street()
    street.batches[200104]["readings"] = 2
    assert [days(each) for each in findings(street, "2.5")] == [("06-14", "06-14")]


def test_who_has_left_is_not_to_be_read() -> None:
    street = Street()
    street.add(
        "closing",
        "04-10",
        id=APPLICATION + 1,
        application=APPLICATION + 1,
        customer=NEW,
        meter=ids.meter_id(NEW, 0),
        bill=ids.bill_id(NEW, ids.period_index(200104)),
        closed_on="04-05",
        entered_on="04-10",
    )
    assert not findings(street, "2.5")


def test_who_was_entered_in_another_book_at_first_is_listed_in_his_own() -> None:
    """The wrong entry was mended before he had supply: the list of those not read says what the archive says."""
    street = Street()
    street.archive(NEW, BOOK + 1, day="03-06")
    street.unmatched(200103, "03-30", BOOK)
    assert not contradicted(street)
    street.unmatched(200104, "04-30", BOOK + 2)
    assert contradicted(street)
