"""A connection in the hand-written office: from the application to the archive, each paper as the clerk had it.

Applied on Thursday 1 March, surveyed and registered on the 2nd, put in on Tuesday the 6th, opened on the 7th. What was
entered otherwise than the papers say is given by column; the archive says what was entered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kaohe.sim.records import PAPERS, SCHEMA, ids
from kaohe.standards import Rulebook
from kaohe.standards.judging.judge import judge
from kaohe.standards.policies.policy import Policy
from tests.standards.records_builder import AUDITOR, CLERK, INSPECTOR, ISSUER, MANAGER, Desk, on

CUSTOMER = 5
APPLICATION = CUSTOMER
METER = ids.meter_id(CUSTOMER, 0)
FITTER = 101
REGISTRATION, OPENING = (
    PAPERS.thing("entry").key.pack(application=APPLICATION, stage=stage) for stage in ("registration", "opening")
)
READ, ISSUED = ("03-12", "04-12", "05-12"), ("03-13", "04-13", "05-14")
Wrong = Mapping[str, object]


@dataclass
class Connection:
    """A customer who was connected, and his papers; `registered` and `opened` are what the clerk entered otherwise."""

    desk: Desk = field(default_factory=Desk)
    price_class: str = "commerce"
    capacity_kva: int = 100
    multiplier: int = 30
    digits: int = 5
    decimals: int = 0
    first: int = 100
    series: str | None = None
    kva: int | None = None
    multi_function: bool = False
    registered: Wrong = field(default_factory=dict)
    opened: Wrong = field(default_factory=dict)
    signs: bool = True

    def __post_init__(self) -> None:
        self._register()
        self._put_in()
        self._open()

    def _register(self) -> None:
        sheet = {
            "price_class": self.price_class,
            "capacity_kva": self.capacity_kva,
            "book": 1,
            "series": self.series,
            "kva": self.kva,
        }
        of = {"customer": CUSTOMER, "application": APPLICATION}
        asked: dict[str, Any] = {"price_class": self.price_class, "capacity_kva": self.capacity_kva}
        self.desk.add(
            "application",
            "03-01",
            id=APPLICATION,
            staff=CLERK,
            customer=CUSTOMER,
            kind="new",
            applied_on="03-01",
            **asked,
        )
        self.desk.add("survey", "03-02", "10:00", INSPECTOR, id=APPLICATION, surveyed_on="03-02", **of, **sheet)
        self._sign("survey", "03-02", "11:00")
        entered = {**sheet, **self.registered}
        self.desk.add("registration", "03-02", "14:00", CLERK, id=APPLICATION, entered_on="03-02", **of, **entered)
        self.archive(0, "03-02", "14:00", **{name: entered[name] for name in ("price_class", "capacity_kva", "book")})
        if entered["series"] is not None:
            self.transformer("03-02")

    def changed(self, day: str, entered: Wrong, **asked: object) -> None:
        """A change that the customer asked for (增容, 改類), surveyed and registered on a day, with its version."""
        key = SCHEMA["application"].key.pack(change=1, customer=CUSTOMER)
        of: dict[str, Any] = {"customer": CUSTOMER, "application": key}
        sheet = {"price_class": self.price_class, "capacity_kva": self.capacity_kva, "book": 1, **asked}
        self.desk.add("survey", day, "11:00", INSPECTOR, id=key, surveyed_on=day, series=None, kva=None, **of, **sheet)
        self._sign("survey", day, "16:00", key)
        registered = {**sheet, **entered}
        said: dict[str, Any] = {**of, **registered, "series": None, "kva": None, "entered_on": day}
        self.desk.add("registration", day, "17:00", CLERK, id=key, **said)
        self.archive(2, day, "17:01", **registered)

    def _put_in(self) -> None:
        self.desk.add(
            "work_order",
            "03-06",
            "15:00",
            FITTER,
            customer=CUSTOMER,
            kind="install",
            reason="new",
            ordered_on="03-02",
            done_on="03-06",
            new_meter=METER,
            multiplier=self.multiplier,
            digits=self.digits,
            max_current_a=20,
            voltage_v=220,
            install_register=self.first,
        )
        self._sign("work_order", "03-06", "16:30")
        self.desk.reading(CUSTOMER, 200103, self.first, "03-06", kind="install", staff=FITTER, at="15:00")

    def _open(self) -> None:
        said = {"digits": self.digits, "multiplier": self.multiplier, "first_register": self.first, **self.opened}
        of = {"customer": CUSTOMER, "application": APPLICATION, "meter": METER, "energised_on": "03-06"}
        self.desk.add("opening", "03-07", "09:00", CLERK, id=APPLICATION, entered_on="03-07", **of, **said)
        self.meter(0, "03-07", "09:00")

    def _sign(self, kind: str, day: str, at: str, application: int = APPLICATION) -> None:
        if self.signs:
            paper = PAPERS.thing("paper").key.pack(application=application, kind=kind)
            of = {
                "application": application,
                "kind": kind,
                "action": "signed",
                "from_staff": INSPECTOR,
                "to_staff": CLERK,
            }
            key = SCHEMA["paper_log"].key.pack(paper=paper, step=2)
            self.desk.add("paper_log", day, at, CLERK, id=key, paper=paper, sheets=1, condition="good", **of)

    def archive(self, version: int, day: str, at: str = "16:00", **said: object) -> None:
        """A version of the customer's archive."""
        entered = {"price_class": self.price_class, "capacity_kva": self.capacity_kva, "book": 1, **said}
        key = SCHEMA["customer"].key.pack(customer=CUSTOMER, version=version)
        row = {"name": "新戶", "channel": "window", "pays_by_cheque": False, "opening_mean_kwh": 0, "valid_from": day}
        self.desk.add("customer", day, at, CLERK, id=key, customer=CUSTOMER, energised_on="03-06", **row, **entered)

    def meter(self, version: int, day: str, at: str = "16:00", **right: object) -> None:
        """A version of the meter's archive: as the opening has it, or put right."""
        said = {
            "digits": self.digits,
            "multiplier": self.multiplier,
            "first_register": self.first,
            **self.opened,
            **right,
        }
        said["initial_register"] = said.pop("first_register")
        plate = {
            "phases": 1,
            "voltage_v": 220,
            "max_current_a": 20,
            "electronic": False,
            "installed_on": "03-06",
            "decimals": self.decimals,
        }
        key = SCHEMA["meter"].key.pack(meter=METER, version=version)
        more = {"multi_function": self.multi_function, "customer": CUSTOMER, "valid_from": day}
        self.desk.add("meter", day, at, CLERK, id=key, meter=METER, **plate, **said, **more)

    def transformer(self, day: str) -> None:
        """The transformer's row of the archive: S9, 315 kVA."""
        values: dict[str, Any] = {"kva": 315, "p0_w": 670, "pk_w": 3650, "idle_var": 3465, "loaded_var": 12600}
        self.desk.add("transformer", day, staff=CLERK, customer=CUSTOMER, series="S9", valid_from=day, **values)

    def audit(self, stage: str, day: str, passed: bool, column: str | None = None, number: int = 0) -> int:
        """An audit of a stage."""
        key = SCHEMA["audit"].key.pack(application=APPLICATION, stage=stage, number=number)
        said = {"application": APPLICATION, "stage": stage, "passed": passed, "field": column}
        return self.desk.add("audit", day, "10:00", AUDITOR, id=key, **said)

    def check(self, day: str, **found: object) -> int:
        """A comparison on the spot, which finds what the papers say."""
        said = {
            "multiplier": self.multiplier,
            "digits": self.digits,
            "price_class": self.price_class,
            "capacity_kva": self.capacity_kva,
            **found,
        }
        key = SCHEMA["archive_check"].key.pack(customer=CUSTOMER, number=0)
        seen = {"seal_seen": True, "plate_outside": True, "checked_on": day, "signed_by": AUDITOR}
        return self.desk.add(
            "archive_check", day, "11:00", INSPECTOR, id=key, customer=CUSTOMER, meter=METER, **seen, **said
        )

    def month(self, day: str, start: tuple[str, int], register: int, amount_fen: int, kwh: int, **bill: object) -> int:
        """A reading on a day and its bill on the next open one."""
        period = on(day).year * 100 + on(day).month
        reading = self.desk.reading(CUSTOMER, period, register, day)
        issued = str(bill.pop("issued", f"{day[:3]}{int(day[3:]) + 1:02d}"))
        priced = {"price_class": "commerce", "energy_e4": 8000, **bill}
        return self.desk.bill(
            CUSTOMER,
            period,
            issued,
            start,
            (day, register),
            reading,
            amount_fen,
            kwh,
            **priced,  # type: ignore[arg-type]  # columns by name
        )

    def supplement(self, period: int, day: str, amount_fen: int, ground: int) -> int:
        """What was billed too little is collected with the next bill."""
        key = SCHEMA["supplement"].key.pack(customer=CUSTOMER, period=ids.period_index(period), kind="archive")
        said: dict[str, Any] = {
            "kind": "archive",
            "ground": ground,
            "kwh": 0,
            "amount_fen": amount_fen,
            "with_period": 200106,
        }
        return self.desk.add(
            "supplement", day, staff=ISSUER, id=key, customer=CUSTOMER, period=period, approver=MANAGER, **said
        )


def three_bills(of: Connection, multiplier: int) -> None:
    """15 units a day from 100 on: 90, 465 and 450 units."""
    start = ("03-06", 100)
    for day, register, issued in zip(READ, (190, 655, 1105), ISSUED, strict=True):
        kwh = (register - start[1]) * multiplier
        of.month(day, start, register, kwh * 80, kwh, issued=issued)
        start = (day, register)


def mended(of: Connection) -> int:
    """The comparison on the spot finds the order's multiplier; the archive is put right, and a bill made by it."""
    check = of.check("05-16")
    of.meter(1, "05-16", multiplier=30)
    of.month("06-12", ("05-12", 1105), 1570, 465 * 30 * 80, 465 * 30)
    return check


def worked_example() -> tuple[Connection, int]:
    """The order says 30, 20 was entered; the office with it, and the comparison by which it was put right."""
    of = Connection(opened={"multiplier": 20})
    three_bills(of, 20)
    return of, mended(of)


def other_clauses(desk: Desk) -> set[str]:
    """Clauses of other people under which anything is found; batches and daily checks are not written here."""
    found = judge(desk.records(), Policy.load("handbook"), Rulebook.load()).findings
    return set(found["clause"].to_list()) - {"2.1", "6.6", "2.7", "1.3", "7.1"}


def swap(of: Connection, day: str, register: int, number: int = 1, period: int = 200104) -> None:
    """The customer's meter of that number takes the place of the one before, which shows a register."""
    old, new = ids.meter_id(CUSTOMER, number - 1), ids.meter_id(CUSTOMER, number)
    of.desk.meter(CUSTOMER, number, 5, 1, False, 0, day=day)
    of.desk.add(
        "work_order", day, staff=FITTER, customer=CUSTOMER, kind="swap", reason="rotation", ordered_on=day, done_on=day,
        old_meter=old, removal_register=register, new_meter=new, multiplier=1, digits=5, install_register=0,
    )  # fmt: skip
    of.desk.reading(CUSTOMER, period, register, day, kind="removal", staff=FITTER, meter=number - 1)
    of.desk.reading(CUSTOMER, period, 0, day, kind="install", staff=FITTER, meter=number)
