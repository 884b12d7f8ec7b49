"""The departments of the office: which desks each has, what it does in the morning (`open`) and in the day (`work`)."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from kaohe.sim.desks.base import Int64s
from kaohe.sim.desks.books.accounts import Accounts
from kaohe.sim.desks.books.balances import Balances
from kaohe.sim.desks.books.carrying import Carrying
from kaohe.sim.desks.books.feeder import Feeder
from kaohe.sim.desks.books.formalizing import Formalizing
from kaohe.sim.desks.books.handing_out import HandingOut
from kaohe.sim.desks.books.posting import Posting
from kaohe.sim.desks.books.receipt_books import ReceiptBooks
from kaohe.sim.desks.books.reconciling import Reconciling
from kaohe.sim.desks.books.remitting import Remitting
from kaohe.sim.desks.books.stock import Stock
from kaohe.sim.desks.books.stubs import Stubs
from kaohe.sim.desks.cash.agreements import Agreements
from kaohe.sim.desks.cash.bank import Bank
from kaohe.sim.desks.cash.cashier import Cashier
from kaohe.sim.desks.cash.collecting import Collecting
from kaohe.sim.desks.cash.safe import Safe
from kaohe.sim.desks.cash.vouching import Vouching
from kaohe.sim.desks.cash.window_checks import WindowChecks
from kaohe.sim.desks.connection.applying import Applying
from kaohe.sim.desks.connection.auditing import Auditing
from kaohe.sim.desks.connection.capacities import Capacities
from kaohe.sim.desks.connection.changing import Changing
from kaohe.sim.desks.connection.charging import Charging
from kaohe.sim.desks.connection.checking import Checking
from kaohe.sim.desks.connection.documents import Documents
from kaohe.sim.desks.connection.entering import Entering
from kaohe.sim.desks.connection.leaving import Leaving
from kaohe.sim.desks.connection.misbilling import Misbilling
from kaohe.sim.desks.connection.registration import Registration
from kaohe.sim.desks.connection.surcharging import Surcharging
from kaohe.sim.desks.connection.surveying import Surveying
from kaohe.sim.desks.connection.suspending import Suspending
from kaohe.sim.desks.connection.transferring import Transferring
from kaohe.sim.desks.counter.cheques import Cheques
from kaohe.sim.desks.counter.closing import Closing
from kaohe.sim.desks.counter.crediting import Crediting
from kaohe.sim.desks.counter.listening import Listening
from kaohe.sim.desks.counter.paying import Paying
from kaohe.sim.desks.counter.shifts import Shifts
from kaohe.sim.desks.counter.temporary import Temporaries
from kaohe.sim.desks.field.cases import Cases
from kaohe.sim.desks.field.fitting import Fitting
from kaohe.sim.desks.field.removing import Removing
from kaohe.sim.desks.field.spot_check import SpotCheck
from kaohe.sim.desks.field.testing import Testing
from kaohe.sim.desks.field.visiting import Visiting
from kaohe.sim.desks.issuing.billing import Billing
from kaohe.sim.desks.issuing.correcting import Correcting
from kaohe.sim.desks.issuing.issuance import Issuance
from kaohe.sim.desks.issuing.issue_check import IssueCheck
from kaohe.sim.desks.issuing.slowing import Slowing
from kaohe.sim.desks.reading.dunning import Dunning
from kaohe.sim.desks.reading.handhelds import Handhelds
from kaohe.sim.desks.reading.keeping_silent import KeepingSilent
from kaohe.sim.desks.reading.loading import Loading
from kaohe.sim.desks.reading.meter_reading import MeterReading
from kaohe.sim.desks.reading.planning import Planning
from kaohe.sim.desks.reading.reporting import Reporting
from kaohe.sim.desks.reading.returning import Returning
from kaohe.sim.desks.reading.rota import Rota
from kaohe.sim.desks.reading.rounds import Rounds
from kaohe.sim.desks.reading.unloading import Unloading

if TYPE_CHECKING:
    from kaohe.sim.clock.months import Month
    from kaohe.sim.deciding.questions import Question
    from kaohe.sim.office import Office

Work = Generator["Question", None, None]


def is_last_working(office: Office, day: int, month: Month) -> bool:
    """Whether a day is the month's last working day."""
    days = range(day + 1, month.end + 1)
    return office.calendar.is_working(day) and not any(office.calendar.is_working(each) for each in days)


class Department:
    """Some desks and their way through the day; all that changes is the desks'."""

    FIXED: ClassVar[tuple[str, ...]] = ("office",)

    def __init__(self, office: Office) -> None:
        self.office = office


class ReadingDepartment(Department):
    """抄表: in the morning changes of plan, what was read while the office was closed, re-readings and
    notices; then the books of the day."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.planning, self.rounds = Planning(office), Rounds(office)
        self.meters, self.unloading = MeterReading(office), Unloading(office)
        self.handhelds, self.rota = Handhelds(office), Rota(office)
        self.loading, self.returning = Loading(office), Returning(office)
        self.reporting, self.dunning = Reporting(office), Dunning(office)
        self.silence = KeepingSilent(office)

    def open(self, day: int) -> Work:
        """Changes of cycle days, what the review listed yesterday, arrears lists and notices."""
        yield from self.planning.work(day)
        yield from self.unloading.open(day)
        yield from self.loading.work(day)
        self.unloading.recheck(day)
        yield from self.dunning.work(day)

    def work(self, day: int) -> Work:
        """The readers go out and come back; their handhelds are unloaded and reviewed; limits of their lists pass."""
        yield from self.meters.work(day)
        self.dunning.close(day)

    def on_duty(self, day: int) -> Work:
        """The office is closed: readers on duty read the books of 專變 whose day it is."""
        yield from self.meters.work(day)


class IssuingDepartment(Department):
    """發行: bills of what was read and reviewed, checked the same day; corrections."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.billing, self.correcting = Billing(office), Correcting(office)
        self.issuance, self.check, self.slowing = Issuance(office), IssueCheck(office), Slowing(office)

    def work(self, day: int) -> Work:
        """Issue the day's bills and check them."""
        yield from self.issuance.work(day)

    def close(self, day: int, month: Month) -> None:
        """On the month's last working day what was issued is counted against what was due."""
        if is_last_working(self.office, day, month):
            self.check.close_month(month.start, day)


class CounterDepartment(Department):
    """收費: windows and door rounds."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.paying, self.closing = Paying(office), Closing(office)
        self.cheques, self.crediting = Cheques(office), Crediting(office)
        self.shifts, self.listening = Shifts(office), Listening(office)
        self.temporary = Temporaries(office)

    def plan_month(self) -> None:
        """Who will pay a supplement before it is issued."""
        self.temporary.plan_month()

    def open(self, day: int) -> Work:
        """Counters change hands; sealed takings are handed in, and differences made good."""
        self.shifts.morning(day, self.closing.box(day))
        yield from self.closing.open_seals(day)
        self.office.cash.windows.open(day)
        self.listening.open(day)

    def receive(self, day: int) -> None:
        """Customers pay; at the bank they do so on days on which the office is closed."""
        self.paying.work(day)

    def work(self, day: int) -> Work:
        """Requests for reductions, cheques that came back, the day's closing."""
        yield from self.crediting.work(day)
        yield from self.cheques.work(day)
        yield from self.closing.work(day)
        yield from self.listening.work(day)
        self.office.cash.windows.work(day)


class CashDepartment(Department):
    """出納: the cashier, the safe, and what goes through the bank."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.cashier, self.safe, self.bank = Cashier(office), Safe(office), Bank(office)
        self.windows, self.vouching = WindowChecks(office), Vouching(office)
        self.agreements, self.collecting = Agreements(office), Collecting(office)

    def open(self, day: int) -> Work:
        """The morning's post of the bank; what it shall collect goes out."""
        self.agreements.work(day)
        if self.office.calendar.is_bank(day):
            self.bank.work(day)
            yield from self.collecting.work(day)

    def work(self, day: int) -> Work:
        """What was handed in is banked, with its vouchers; what stays is counted."""
        yield from self.safe.keep(day)
        yield from self.cashier.work(day)
        yield from self.vouching.work(day)
        self.safe.close(day)

    def close(self, day: int) -> None:
        """What has come of batches that were late or wrong."""
        self.collecting.close(day)


class ConnectionDepartment(Department):
    """登記: new connections, from the application to the archive."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.registration, self.surveying = Registration(office), Surveying(office)
        self.documents, self.charging = Documents(office), Charging(office)
        self.entering, self.auditing = Entering(office), Auditing(office)
        self.applying, self.changing = Applying(office), Changing(office)
        self.transferring, self.leaving = Transferring(office), Leaving(office)
        self.capacities, self.suspending = Capacities(office), Suspending(office)
        self.surcharging = Surcharging(office)
        self.checking, self.misbilling = Checking(office), Misbilling(office)

    def holders(self, staff: Sequence[int], customers: Int64s) -> Int64s:
        """Who of a post does the papers of these customers: they take turns by hall."""
        people = self.office.population
        return np.array(staff, np.int64)[people.books.site[people.book[customers]] % len(staff)]

    def plan_month(self) -> None:
        """Who will ask for something this month."""
        self.changing.plan_month()
        self.transferring.plan_month()
        self.leaving.plan_month()
        self.suspending.plan_month()

    def open(self, day: int) -> None:
        """Sealed takings are handed in."""
        self.registration.open_seals(day)

    def work(self, day: int) -> Work:
        """Surveys, entries, audits, comparisons, changes and transfers; then applications, fees, the day's takings."""
        if self.office.calendar.is_working(day):
            yield from self.entering.work(day, self.surveying.work(day))
            yield from self.auditing.work(day)
            yield from self.checking.work(day)
            self.surcharging.work(day)
            self.changing.work(day)
            self.transferring.work(day)
            self.leaving.work(day)
            self.suspending.work(day)
        yield from self.registration.work(day)


class FieldDepartment(Department):
    """稽查與裝表: auditors read again what was issued and see to what readers report, crews change meters, which are
    tested.
    """

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.spot_check, self.visiting = SpotCheck(office), Visiting(office)
        self.fitting, self.testing = Fitting(office), Testing(office)
        self.removing, self.cases = Removing(office), Cases(office)

    def open(self, day: int) -> Work:
        """What was reported, and the auditors' round, while the readings of today's bills are fresh."""
        yield from self.visiting.work(day)
        self.cases.work(day)
        yield from self.spot_check.work(day)

    def work(self, day: int) -> None:
        """The crews' round, never where a book is read today or tomorrow; tests of what they brought in before."""
        self.testing.work(day)
        self.fitting.work(day)
        self.removing.work(day)


class AccountsDepartment(Department):
    """會計與統計: what is carried forward, vouchers and the month's balances."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.accounts, self.carrying, self.feeder = Accounts(office), Carrying(office), Feeder(office)
        self.balances, self.remitting = Balances(office), Remitting(office)
        self.receipt_books, self.handing_out = ReceiptBooks(office), HandingOut(office)
        self.posting, self.reconciling = Posting(office), Reconciling(office)
        self.formalizing = Formalizing(office)
        self.stubs, self.stock = Stubs(office), Stock(office)

    def open(self, day: int) -> Work:
        """Books of receipts come back and are handed out."""
        yield from self.receipt_books.morning(day)

    def work(self, day: int) -> Work:
        """What the windows owe, and what the office owes; the ledger against its papers."""
        yield from self.balances.work(day)
        yield from self.remitting.work(day)
        if self.office.calendar.is_working(day):
            yield from self.stubs.work(day)
        yield from self.stock.work(day, counted=is_last_working(self.office, day, self.office.month))
        yield from self.reconciling.work(day)
        yield from self.formalizing.work(day)

    def post(self, day: int) -> Work:
        """The day's vouchers."""
        yield from self.posting.work(day)

    def close(self, day: int, month: Month) -> None:
        """What windows and office owe after ten days; the month's receivables, statistics and ledger on its
        last day.
        """
        self.balances.close(day)
        self.remitting.close(day)
        if is_last_working(self.office, day, month):
            self.receipt_books.close_month(day)
        if day == month.end:
            self.accounts.close_month(day)
            self.reconciling.close_month(self.posting.close_month(day))
