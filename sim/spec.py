"""What a scenario says about an office: plain frozen values, made by the scenario loader or by a test.

Counts are of customers at the opening; rates end in `_e6` (millionths), prices in `_e4` (yuan/kWh × 10⁻⁴), times of day
in `_s` (seconds after midnight).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kaohe.sim.files import nearest
from kaohe.sim.files.fault import quoted, say
from kaohe.sim.tariff.schema import Tariff
from kaohe.sim.tariff.tariffs import OFFICE_2001, built_in
from kaohe.sim.texts import Argument, Message

Kind = Literal["resident", "commerce", "special"]
At = tuple[str | int, ...]

MOST_CUSTOMERS = 2_000_000  # of one office
MOST_DECIMALS = 2  # of a register
MOST_PEOPLE: Mapping[str, int] = {"window_shifts": 3, "door_collectors": 2}  # of a counter, by key; one at least
KINDS: tuple[Kind, ...] = ("resident", "commerce", "special")
CHANNELS = ("window", "door", "bank", "collection")
DEFAULT_CLASSES = ("resident", "lighting", "commerce", "industry", "large_industry", "agriculture")
CLASSES_BY_CAPACITY = ("industry_85", "industry_90", "agriculture_80")  # of the office's own tariff (takes)
DEFAULT_CLASS: Mapping[str, str] = {"resident": "resident", "commerce": "commerce", "special": "industry"}


class SpecError(ValueError):
    """The office described cannot exist: an unknown book, a name used twice, an unlawful double post …

    `at`: the key path of a scenario file to which it belongs, with `at_key` the key itself, not its value; `code`:
    docs/messages.md; `said`: what is wrong and what to write. str() says it in the current language.
    """

    def __init__(self, at: At, code: str, said: Message, at_key: bool = False) -> None:
        super().__init__(at, code, said, at_key)
        self.at, self.code, self.said, self.at_key = at, code, said, at_key

    def __str__(self) -> str:
        return str(self.said)


def impossible(at: At, code: str, key: str, /, **args: Argument) -> SpecError:
    """An error in the words of the catalogue; names that people gave go in as they wrote them."""
    said = {name: quoted(value) if type(value) is str else value for name, value in args.items()}
    return SpecError(at, code, say(f"office-{key}", **said))


def unknown(at: At, code: str, key: str, /, name: str, known: Iterable[str], **args: Argument) -> SpecError:
    """A name that is none of those known: the nearest is told, or all of them."""
    names = tuple(dict.fromkeys(known))
    near = nearest(name, names)
    if near is not None:
        return impossible(at, code, f"{key}-near", name=name, near=near, **args)
    return impossible(at, code, key, name=name, names=", ".join(names), **args)


def refuse(faults: Iterable[SpecError]) -> None:
    """Raises the first, if there is one."""
    for fault in faults:
        raise fault


def class_said(price_class: str) -> Argument:
    """A price class in words where it is one of the handbook's; a price of one's own does not show."""
    name = price_class.partition("@")[0]
    return say(f"class-{name}") if name in (*DEFAULT_CLASSES, *CLASSES_BY_CAPACITY) else quoted(name)


@dataclass(frozen=True, slots=True)
class BookSpec:
    """One reading book by name: `customers` in all, the named ones first.

    `reader` is a person's name, `price_class` that of the customers who are not named (else the usual one of the kind).
    """

    name: str
    kind: Kind
    customers: int
    cycle_day: int
    reader: str | None = None
    price_class: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerSpec:
    """One customer by name; what is None is drawn as for anybody else of the class.

    `daily_kwh` makes the use exact and constant; `energy_e4` gives the customer a price of his own; `pay_after_days`
    counts from the day of issue; `digits`, `multiplier` and `decimals` are the meter's; `metered_low`: on the low side
    of a transformer of his own; shares of a multi-function meter in percent of the energy: peak, valley, kvarh for a
    kWh; `applies_on`: he is no customer yet and asks for a connection that day; `fault`: what happens at his metering
    point by itself (sim.town.happenings.HAPPENINGS), from 0:00 of `fault_on` on.
    """

    name: str
    book: str
    price_class: str | None = None
    capacity_kva: int | None = None
    electronic: bool | None = None
    daily_kwh: int | None = None
    energy_e4: int | None = None
    channel: str | None = None
    pays_by_cheque: bool | None = None
    pay_after_days: int | None = None
    cheque_returns: bool = False
    digits: int | None = None
    multiplier: int | None = None
    decimals: int | None = None
    metered_low: bool | None = None
    peak_percent: int | None = None
    valley_percent: int | None = None
    reactive_percent: int | None = None
    applies_on: date | None = None
    fault: str | None = None
    fault_on: date | None = None


@dataclass(frozen=True, slots=True)
class StaffSpec:
    """A member of staff by name; twice with two posts is a double post. `counter` is site × 16 + number."""

    name: str
    post: str
    counter: int | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """How the town and the office usually are: exogenous rates and habits; a scenario may change all."""

    # customers and meters
    application_e6: int = 3_000  # of low-voltage customers, a month
    swap_e6: int = 3_000  # of meters, a month
    vacancy_e6: int = 15_000  # of low-voltage customers, at any time
    vacancy_months: int = 7  # mean length before it is let again
    furnace_e6: int = 500  # of low-voltage customers, a month: real use jumps and stays
    furnace_times: int = 5
    four_digit_e6: int = 60_000  # of residents' meters and of those behind transformers
    ct_decimals: int = 2  # 0 to 2, which a meter behind transformers shows [assumption]; a direct one shows none
    # what happens by itself, each of customers a month [assumption]
    stopped_e6: int = 100  # the meter registers nothing while use goes on
    burnt_e6: int = 60  # likewise, and it is burnt
    seal_missing_e6: int = 150
    number_mismatch_e6: int = 0  # another number at the wall than in the archive
    multiplier_mismatch_e6: int = 0
    creeping_e6: int = 40  # the meter registers a little without load
    slow_e6: int = 80
    fast_e6: int = 60
    theft_e6: int = 80  # a part of the use passes beside the meter
    theft_seen_e6: int = 400_000  # of thefts, not of customers: with a sign outside
    theft_told_e6: int = 500_000  # of thefts: a neighbour tells of it at the window, within two months
    added_load_e6: int = 150
    changed_use_e6: int = 60  # used for what another price class pays for
    line_loss_e6: int = 60_000  # of what the feeder supplies [assumption]: lost before it reaches anybody
    # reading
    locked_door_e6: int = 4_000  # of readings
    cycle_change_e6: int = 40_000  # of book-months
    noted_delay_e6: int = 10_000  # of low-voltage book-months
    spot_e6: int = 20_000  # of meters, a month
    travel_s: int = 1_200  # to the book and back
    read_s: int = 75  # a meter of a low-voltage book, 80 to 120 % of it: 60 to 90 s [K]
    read_special_s: int = 240
    nobody_there_e6: int = 150_000  # of the squad's first visits to customers
    # payment
    late_e6: int = 120_000  # of bills not paid by the due date unless somebody asks
    ignore_notice_e6: int = 150_000  # of notices: he pays when he meant to all the same [assumption]
    behind_e6: int = 60_000  # of plants without a capacity charge: one to six months behind, for good [assumption]
    old_debt_e6: int = 4_000  # of other customers: a debt at the opening, one to six months old [assumption]
    old_debt_paid_e6: int = 100_000  # of those, a month: paid [assumption]
    cheque_return_e6: int = 10_000  # of cheques [trade]; published: about 0.6 % (US, 2000)
    again_cheque_e6: int = 300_000  # of those who pay again after a cheque: by another cheque [assumption]
    again_note_e6: int = 200_000  # by 本票; the others in cash [assumption]
    collection_return_e6: int = 20_000  # of 托收 items
    credit_request_e6: int = 10_000  # of bills: the customer asks for a reduction without a ground
    credit_e6: int = 500  # of bills: a credit note with a ground
    window_record_e6: int = (
        2_000  # of customers, a month [assumption]: somebody asks about them at the window, or reports them
    )
    temporary_e6: int = (
        500  # of customers, a month [assumption]: pays a supplement before it is issued; some in each hall
    )
    counterfeit_e6: int = 100  # of receipts in cash: a bad note, which the cashier's check finds
    void_receipt_e6: int = (
        1_000  # of numbers of receipts: a leaf is spoilt, and voided with all its copies [assumption]
    )
    receipt_shown_e6: int = 1_000  # of receipts: the customer shows his copy later [assumption]
    service_s: int = 170  # mean at a window
    # new connections
    audit_e6: int = 300_000  # of registrations and openings, audited against their papers the working day after
    incomplete_e6: int = 100_000  # of new connections: a paper is missing, expired or another's at first [assumption]
    fee_approval_e6: int = (
        20_000  # of business fees: waived, reduced or put off with the manager's approval [assumption]
    )
    survey_error_e6: int = 5_000  # of survey sheets: another price class than what is there
    plate_outside_e6: int = 800_000  # of meters: the plate can be read without opening the box [assumption]
    special_application_e6: int = 0  # of customers of special books (專變), a month: as many new ones, by their mix
    change_e6: int = 0  # of customers, a month: more or less capacity, or another class, is asked for
    transfer_e6: int = 1_500  # of customers, a month [assumption]: somebody else asks to have the contract (過戶)
    closing_e6: int = 800  # of customers with one register, a month [assumption]: supply is given up (銷戶)
    transformer_change_e6: int = 5_000  # of plants with a multi-function meter, a month [assumption]: 增容 or 減容
    suspension_e6: int = 15_000  # of the same, a month [assumption]: their transformers are sealed for a time (暫停)
    suspension_ahead_days: int = 5  # from the application to the sealing, at least (1996 第二十四條) [L]
    suspension_least_days: int = 15  # at a time [L]
    suspension_most_days: int = 60  # at a time [assumption]; of a year at most 180 in all [L]
    suspension_times: int = 2  # in a calendar year, at most [L]
    # people [assumption]
    sick_leave_e6: int = 30_000  # of people, a month: sick leave of one to three working days
    personal_leave_e6: int = 30_000  # personal leave of one or two
    annual_leave_e6: int = 80_000  # annual leave of five to seven
    window_shifts: int = 1  # 1 to 3: clerks who share a window, one after the other
    door_collectors: int = 2  # 1 or 2 go on a door round
    # hours
    opens_s: int = 8 * 3600
    windows_close_s: int = 16 * 3600 + 1800
    closes_s: int = 17 * 3600


def town_classes(customers: int) -> dict[str, int]:
    """The town's mix for a number of customers: residents about 88 %, at least two of 大工業 where there is room."""
    if customers < 0:
        raise impossible(("customers",), "P015", "customers-negative", count=customers)
    big = min(max(customers // 500, 2), customers)
    mix = {"commerce": 60, "lighting": 30, "industry": 20, "agriculture": 8}
    counts = {name: min(customers * share // 1000, customers - big) for name, share in mix.items()}
    return {"resident": customers - big - sum(counts.values()), **counts, "large_industry": big}


@dataclass(frozen=True, slots=True)
class OfficeSpec:
    """One business office (營業所) for a span of months.

    `classes` counts the customers who are not in `books`; `windows` is a number for each business hall (None: sized for
    the load); `energy_prices_e4` replaces prices of the tariff by class; `overtime_limit` is in seconds a person and
    day (None: duties are finished); `check_intensity` is in %;
    `drawn_numbers`: staff numbers are drawn by the seed, not given post by post.
    """

    id: str = "town"
    start: date = date(2001, 1, 1)
    months: int = 12
    classes: Mapping[str, int] = field(default_factory=lambda: town_classes(5_000))
    books: tuple[BookSpec, ...] = ()
    customers: tuple[CustomerSpec, ...] = ()
    staff: tuple[StaffSpec, ...] = ()
    tariff: Tariff = field(default_factory=lambda: built_in(OFFICE_2001))
    energy_prices_e4: Mapping[str, int] = field(default_factory=dict)
    practice: Practice = Practice()
    windows: int | None = None
    overtime_limit: int | None = None
    check_intensity: int = 100
    drawn_numbers: bool = False

    def class_of(self, customer: CustomerSpec) -> str:
        """The customer's price class: his own, else that of his book."""
        name = customer.price_class or self.book_class(self.book(customer.book))
        return name if customer.energy_e4 is None else f"{name}@{customer.energy_e4}"

    def book(self, name: str) -> BookSpec:
        """The named book."""
        for book in self.books:
            if book.name == name:
                return book
        raise unknown(("books",), "P044", "book-unknown", name, (book.name for book in self.books))

    @staticmethod
    def book_class(book: BookSpec) -> str:
        """Price class of the customers of a book who are not named."""
        return book.price_class or DEFAULT_CLASS[book.kind]


def town(customers: int = 5_000, months: int = 12) -> OfficeSpec:
    """The default office of a given size."""
    return OfficeSpec(months=months, classes=town_classes(customers))
