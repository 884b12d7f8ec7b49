"""What the office is told: limits of the duties, prices and fees. Values come from outside; the office writes them to
its records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from kaohe.sim.tariff.late import LateRates
from kaohe.sim.tariff.surcharges import Surcharges


@dataclass(frozen=True)
class OfficeRules:
    """Limits in force by key, as (value, unit).

    `delay_daily_rate` (a decimal string) and `principal_after_days` (0: never) price lateness, in truth only. KeyError
    names a limit that the office needs and was not given.
    """

    limits: Mapping[str, tuple[str, str]]
    delay_daily_rate: str
    fees_fen: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    principal_after_days: int = 0
    surcharges: Surcharges = Surcharges()
    fees_by_kva: frozenset[str] = frozenset()

    def _int(self, key: str) -> int:
        return int(self.limits[key][0])

    def _time_s(self, key: str) -> int:
        hours, minutes = self.limits[key][0].split(":")
        return int(hours) * 3600 + int(minutes) * 60

    @property
    def tolerance_days(self) -> int:
        """Days by which a low-voltage book may be read off its day, with a noted cause."""
        return self._int("reading.tolerance_days.low_voltage")

    @property
    def special_tolerance_days(self) -> int:
        """Days by which a 專變 book may be read off its day."""
        return self._int("reading.tolerance_days.special")

    @property
    def mean_multiple(self) -> int:
        """The review stops readings above so many times the mean of twelve months."""
        return self._int("review.mean_multiple")

    @property
    def recheck_within_days(self) -> int:
        """A re-reading within so many days speaks about the reading itself."""
        return self._int("reading.recheck_within_days")

    @property
    def issuance_limit(self) -> int:
        """Working days from reading to issuance."""
        return self._int("issuance.limit_working_days")

    @property
    def due_days(self) -> int:
        """Days from issuance to the due date."""
        return self._int("payment.due_days")

    @property
    def list_after(self) -> int:
        """Working days from the due date to the arrears list."""
        return self._int("arrears.list_working_days")

    @property
    def dunning_limit(self) -> int:
        """Working days from the due date within which notices are served."""
        return self._int("dunning.limit_working_days")

    @property
    def cheque_limit(self) -> int:
        """Working days to handle a returned cheque."""
        return self._int("cheque_return.limit_working_days")

    @property
    def registration_limit(self) -> int:
        """Working days for the registration, from the signature for the survey sheet."""
        return self._int("registration.limit_working_days")

    @property
    def opening_limit(self) -> int:
        """Working days for the opening, from the signature for the fitter's order."""
        return self._int("opening.limit_working_days")

    @property
    def voucher_limit(self) -> int:
        """Working days for the voucher of a slip to be with the accountant."""
        return self._int("voucher.limit_working_days")

    @property
    def remittance_limit(self) -> int:
        """Bank days for the income of ten days to go up, after their end."""
        return self._int("remittance.limit_bank_days")

    @property
    def load_before(self) -> int:
        """A book is loaded within so many working days before its day."""
        return self._int("handheld.load_working_days_before")

    @property
    def return_days(self) -> int:
        """Days for a handheld to come back, after its book was read."""
        return self._int("handheld.return_days")

    @property
    def unload_days(self) -> int:
        """Days for a handheld to be unloaded, after it came back."""
        return self._int("handheld.unload_days")

    @property
    def collection_limit(self) -> int:
        """Bank days from the issue of a bill to its order of collection."""
        return self._int("collection.limit_bank_days")

    @property
    def collection_return_limit(self) -> int:
        """Working days for a returned collection to be ordered anew, or told."""
        return self._int("collection_return.limit_working_days")

    @property
    def reconcile_limit(self) -> int:
        """Working days for the ledger of a month to be reconciled, after its end."""
        return self._int("reconcile.limit_working_days")

    @property
    def stub_check_limit(self) -> int:
        """Working days for returned stubs to be checked."""
        return self._int("stub.check_working_days")

    @property
    def stub_seal_limit(self) -> int:
        """Working days for returned stubs to be sealed."""
        return self._int("stub.seal_working_days")

    @property
    def balance_limit(self) -> int:
        """Working days for the balance of a window, after the end of ten days."""
        return self._int("balance.limit_working_days")

    @property
    def referral_limit(self) -> int:
        """Working days for a report of theft or breach at the window to be with an inspector."""
        return self._int("referral.limit_working_days")

    @property
    def visit_limit(self) -> int:
        """Working days from the signature for a reader's report to the visit."""
        return self._int("report_visit.limit_working_days")

    @property
    def fault_swap_limit(self) -> int:
        """Working days from the order to the exchange of a faulty meter."""
        return self._int("fault_swap.limit_working_days")

    @property
    def normal_periods(self) -> int:
        """Periods before a fault by whose use the lost energy is estimated."""
        return self._int("fault.normal_periods")

    @property
    def first_close_s(self) -> int:
        """Second of the day of the first close."""
        return self._time_s("closing.first_close")

    @property
    def cutoff_s(self) -> int:
        """Second of the day until which the bank takes the day's money."""
        return self._time_s("deposit.cutoff")

    @property
    def late_rates(self) -> LateRates:
        """What is charged a day on bills that are paid late (違約金)."""
        keys = ("resident", "same_year", "earlier_year", "minimum_fen")
        return LateRates(*(self._int(f"late_charge.{key}") for key in keys))

    def interest_fen(self, fen_days: int) -> Fraction:
        """What money times the days by which it was late is worth, 分.

        Not rounded: that is done once, when all that an act made late is added up.
        """
        return fen_days * Fraction(self.delay_daily_rate)

    def delay_fen(self, principal_fen: int, limit_on: int, ended_on: int, last_on: int) -> Fraction:
        """What lateness is worth, 分, not rounded: interest from the limit to the day on which it ended.

        What goes on after the last day is worth the interest until then, and the principal once it is out too long.
        """
        days = max(min(ended_on, last_on) - limit_on, 0)
        if ended_on > last_on and 0 < self.principal_after_days < days:
            return Fraction(principal_fen)
        return self.interest_fen(principal_fen * days)
