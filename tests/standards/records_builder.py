"""A small office written by hand, in memory: tables, rows and what every row needs by default.

Days are "MM-DD" of 2001. Weekdays: 2001-03-05 is a Monday. Open Monday to Saturday,
working and bank days Monday to Friday, less `CLOSED`.
Staff: 11 registration clerk, 21 and 22 readers, 31 issuance clerk, 41 and 42 collectors, 51 cashier, 61 accountant,
71 manager, 111 inspector, 121 information auditor.
Books: 1 residents on the 5th, 9 special on the 26th; both read by 21.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from kaohe.sim.records import SCHEMA, Records, ids

CLERK, READER, OTHER_READER, ISSUER, COLLECTOR, OTHER_COLLECTOR, CASHIER, ACCOUNTANT, MANAGER = (
    11,
    21,
    22,
    31,
    41,
    42,
    51,
    61,
    71,
)
OTHER_CLERK, INSPECTOR, AUDITOR = 12, 111, 121
POSTS = {
    CLERK: "registration_clerk",
    OTHER_CLERK: "registration_clerk",
    READER: "meter_reader",
    OTHER_READER: "meter_reader",
    ISSUER: "issuance_clerk",
    COLLECTOR: "collector",
    OTHER_COLLECTOR: "collector",
    CASHIER: "cashier",
    ACCOUNTANT: "accountant",
    MANAGER: "business_manager",
    INSPECTOR: "inspector",
    AUDITOR: "information_auditor",
}
RULES = {
    "reading.tolerance_days.low_voltage": "1",
    "reading.tolerance_days.special": "0",
    "reading.recheck_within_days": "3",
    "review.mean_multiple": "3",
    "issuance.limit_working_days": "3",
    "payment.due_days": "10",
    "dunning.limit_working_days": "5",
    "closing.first_close": "15:00",
    "cheque_return.limit_working_days": "1",
    "deposit.cutoff": "15:30",
    "arrears.list_working_days": "2",
    "balance.limit_working_days": "2",
    "reconcile.limit_working_days": "3",
    "stub.check_working_days": "3",
    "stub.seal_working_days": "5",
    "remittance.limit_bank_days": "2",
    "voucher.limit_working_days": "1",
    "referral.limit_working_days": "1",
    "handheld.load_working_days_before": "3",
    "handheld.return_days": "0",
    "handheld.unload_days": "0",
    "collection.limit_bank_days": "1",
    "collection_return.limit_working_days": "1",
    "registration.limit_working_days": "0",
    "opening.limit_working_days": "2",
}
FUNDS = {"loan": 200}
PRICES = {"resident": (4500, 0), "commerce": (8000, 0), "industry": (4000, 1500)}
PLATE = (1, 220, 20)  # 4.4 kW
CLOSED = ("01-01", "05-01", "05-02", "05-03", "05-04", "05-05", "05-06", "05-07")
OPENING = datetime(2001, 1, 1, 0, 0)


def on(day: str | date) -> date:
    """The date of "MM-DD" in 2001."""
    return day if isinstance(day, date) else date.fromisoformat(f"2001-{day}")


def day_number(day: str) -> int:
    """The day as the keys of objects count it."""
    return on(day).toordinal() - ids.EPOCH.toordinal()


class Desk:
    """Rows of all tables as they are written; `records()` gives what the judge reads."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, object]]] = {}
        self._numbers = itertools.count(1)
        self._frozen_on: dict[int, str | None] = {}
        self._masters()

    def add(
        self, table: str, day: str | datetime, at: str = "17:00", staff: int | None = None, **columns: object
    ) -> int:
        """Write a row on a day at a time; missing nullable columns are null. Returns its key."""
        moment = day if isinstance(day, datetime) else datetime.combine(on(day), datetime.strptime(at, "%H:%M").time())
        key = columns.pop("id", None) or next(self._numbers)
        dates = {column.name for column in SCHEMA[table].columns if column.type == "date"}
        values = {
            name: on(value) if name in dates and isinstance(value, str) else value for name, value in columns.items()
        }
        self.rows.setdefault(table, []).append({"id": key, "recorded_at": moment, "staff": staff, **values})
        assert isinstance(key, int)
        return key

    def _masters(self) -> None:
        for staff, post in POSTS.items():
            self.add("staff", OPENING, id=staff, name=f"員工{staff}", post=post, second_post=None, valid_from="01-01")
        for offset in range(365):
            day = date(2001, 1, 1) + timedelta(offset)
            holiday = f"{day:%m-%d}" in CLOSED
            working = day.weekday() < 5 and not holiday
            self.add("calendar", OPENING, on=day, open=day.weekday() < 6 and not holiday, working=working, bank=working)
        for key, value in RULES.items():
            self.add("rule", OPENING, key=key, value=value, unit="", valid_from="01-01")
        for name, (energy, capacity) in PRICES.items():
            self.price(name, energy, capacity)
        self.book(1, "resident", 5)
        self.book(9, "special", 26)

    def price(
        self,
        price_class: str,
        energy_e4: int,
        capacity: int = 0,
        day: str | datetime = OPENING,
        since: str = "01-01",
        peak_e2: int | None = None,
        valley_e2: int | None = None,
        loss_share: str | None = None,
        pf_standard: int | None = None,
        rounding: str = "bill",
        funds: Mapping[str, int] = FUNDS,
    ) -> None:
        """A row of the price table and its funds."""
        self.add(
            "price",
            day,
            tariff="office",
            price_class=price_class,
            energy_e4=energy_e4,
            fund_e4=sum(funds.values()),
            capacity_fen_per_kva=capacity,
            peak_e2=peak_e2,
            valley_e2=valley_e2,
            loss_share=loss_share,
            pf_standard=pf_standard,
            rounding=rounding,
            valid_from=since,
        )
        for fund, e4 in funds.items():
            own: dict[str, Any] = {"fund": fund, "name": fund, "e4": e4, "included": True}
            self.add("price_fund", day, price_class=price_class, valid_from=since, **own)

    def book(self, book: int, kind: str, cycle_day: int, reader: int = READER) -> None:
        """A book."""
        self.add(
            "book",
            OPENING,
            book=book,
            name=f"{book}段",
            kind=kind,
            cycle_day=cycle_day,
            reader=reader,
            site=1,
            valid_from="01-01",
        )

    def customer(
        self,
        number: int,
        book: int = 1,
        price_class: str = "resident",
        capacity_kva: int = 10,
        digits: int = 5,
        multiplier: int = 1,
        electronic: bool = False,
        opening: int = 1000,
        opened: str | None = None,
        multi_function: bool = False,
        plate: tuple[int, int, int] = PLATE,
        decimals: int = 0,
    ) -> None:
        """A customer, his meter, and the opening reading of the period 2001-02 (on 02-05, or `opened`)."""
        self.archive(number, book, price_class, capacity_kva)
        plates = plate, decimals
        self.meter(number, 0, digits, multiplier, electronic, opening, "01-01", multi_function, *plates)
        self.reading(number, 200102, opening, opened or "02-05", kind="opening", book=book)

    def archive(
        self,
        number: int,
        book: int = 1,
        price_class: str = "resident",
        capacity_kva: int = 10,
        day: str | datetime = OPENING,
    ) -> None:
        """A row of the customer archive."""
        self.add(
            "customer",
            day,
            at="09:00",
            customer=number,
            name=f"客戶{number}",
            book=book,
            price_class=price_class,
            capacity_kva=capacity_kva,
            channel="window",
            pays_by_cheque=False,
            opening_mean_kwh=100,
            energised_on=date(2000, 1, 1),
            valid_from="01-01",
        )

    def meter(
        self,
        customer: int,
        number: int,
        digits: int,
        multiplier: int,
        electronic: bool,
        initial: int,
        day: str = "01-01",
        multi_function: bool = False,
        plate: tuple[int, int, int] = PLATE,
        decimals: int = 0,
    ) -> None:
        """A meter of a customer; its plate as phases, volts, amperes."""
        meter = ids.meter_id(customer, number)
        if electronic:
            self._frozen_on[meter] = None
        self.add(
            "meter",
            day,
            at="00:00",
            id=SCHEMA["meter"].key.pack(meter=meter, version=0),
            meter=meter,
            customer=customer,
            digits=digits,
            decimals=decimals,
            multiplier=multiplier,
            multi_function=multi_function,
            phases=plate[0],
            voltage_v=plate[1],
            max_current_a=plate[2],
            electronic=electronic,
            installed_on=day,
            initial_register=initial,
            valid_from=day,
        )

    def reading(
        self,
        customer: int,
        period: int,
        register: int,
        day: str,
        kind: str = "actual",
        staff: int | None = READER,
        frozen: int | None = None,
        frozen_on: str | None = None,
        at: str = "16:00",
        meter: int = 0,
        number: int = 0,
        book: int = 1,
        written: str | None = None,
    ) -> int:
        """A reading of a customer's meter; `at` its minute, frozen_on the day at whose 0:00 its register froze.

        By default an electronic meter froze on the day on which the reader copied it, and shows that until the next.
        """
        of_meter = ids.meter_id(customer, meter)
        if of_meter in self._frozen_on and kind in ("actual", "opening"):
            frozen_on = self._frozen_on[of_meter] = frozen_on or day
        elif frozen is not None:
            frozen_on = frozen_on or self._frozen_on[of_meter]
        key = ids.reading_id(of_meter, ids.period_index(period), ids.READING_KINDS.index(kind), number)
        return self.add(
            "reading",
            written or day,
            at=at,
            staff=staff,
            id=key,
            meter=of_meter,
            customer=customer,
            book=book,
            period=period,
            kind=kind,
            read_on=day,
            register=register,
            frozen_register=frozen,
            frozen_on=frozen_on,
            remark=None,
        )

    def batch(
        self,
        period: int,
        day: str,
        book: int = 1,
        cause: str | None = None,
        reader: int = READER,
        scheduled: str | None = None,
    ) -> int:
        """An unloaded batch."""
        return self.add(
            "batch",
            day,
            at="18:00",
            staff=ISSUER,
            id=ids.book_period_id(book, ids.period_index(period)),
            book=book,
            period=period,
            scheduled_on=scheduled or day,
            read_on=day,
            readings=1,
            no_reads=0,
            cause=cause,
            reader=reader,
            flagged=0,
        )

    def bill(
        self,
        customer: int,
        period: int,
        day: str,
        start: tuple[str, int],
        end: tuple[str, int],
        reading: int,
        amount_fen: int,
        kwh: int | None = None,
        price_class: str = "resident",
        energy_e4: int = 4500,
        capacity_kva: int = 0,
        meter: int = 0,
        swap_kwh: int = 0,
        book: int = 1,
        loss_kwh: int = 0,
    ) -> int:
        """A bill; start and end are (day, register)."""
        return self.add(
            "bill",
            day,
            at="11:00",
            staff=ISSUER,
            id=ids.bill_id(customer, ids.period_index(period)),
            customer=customer,
            period=period,
            book=book,
            meter=ids.meter_id(customer, meter),
            reading=reading,
            from_on=start[0],
            to_on=end[0],
            from_register=start[1],
            to_register=end[1],
            swap_kwh=swap_kwh,
            loss_kwh=loss_kwh,
            kwh=end[1] - start[1] + swap_kwh if kwh is None else kwh,
            price_class=price_class,
            energy_e4=energy_e4,
            capacity_kva=capacity_kva,
            amount_fen=amount_fen,
            issued_on=day,
            due_on=on(day) + timedelta(10),
        )

    def checked(self, day: str) -> None:
        """The daily check of what has been issued that day."""
        fen = [bill["amount_fen"] for bill in self.rows.get("bill", []) if bill["issued_on"] == on(day)]
        count = {"due": len(fen), "issued": len(fen), "pending": 0, "amount_fen": sum(int(str(each)) for each in fen)}
        self.add("issue_check", day, at="17:30", staff=ACCOUNTANT, on=day, **count)

    def month(
        self, customer: int, period: int = 200103, register: int = 1100, amount_fen: int = 4500, before: int = 1000
    ) -> int:
        """A plain month of a resident: read on the 5th, billed on the 6th, by the book. Returns the bill's key."""
        month = f"{period % 100:02d}"
        reading = self.reading(customer, period, register, f"{month}-05")
        start = (f"{period % 100 - 1:02d}-05", before)
        return self.bill(customer, period, f"{month}-06", start, (f"{month}-05", register), reading, amount_fen)

    def receipt(
        self,
        bill: int,
        day: str,
        amount_fen: int,
        at: str = "10:00",
        counter: int | None = 16,
        tender: str = "cash",
        attempt: int = 0,
        takings_on: str | None = None,
        staff: int | None = COLLECTOR,
        channel: str = "window",
    ) -> int:
        """A receipt for a bill."""
        return self.add(
            "receipt",
            day,
            at=at,
            staff=staff,
            id=ids.receipt_id(bill, attempt),
            bill=bill,
            customer=ids.bill_parts(bill)[0],
            channel=channel,
            counter=counter,
            tender=tender,
            amount_fen=amount_fen,
            takings_on=takings_on or day,
            receipt_no=None,
        )

    def close(self, takings_on: str, cash: int, cheque: int = 0, day: str | None = None, counter: int = 16) -> int:
        """A closing."""
        return self.add(
            "day_close",
            day or takings_on,
            at="15:05",
            staff=COLLECTOR,
            counter=counter,
            takings_on=takings_on,
            receipts=self._taken(counter, takings_on),
            cash_fen=cash,
            cheque_fen=cheque,
            total_fen=cash + cheque,
        )

    def _taken(self, counter: int, takings_on: str) -> int:
        """Receipts written so far at a counter for a day."""
        rows = self.rows.get("receipt", [])
        return sum((row["counter"], row["takings_on"]) == (counter, on(takings_on)) for row in rows)

    def hand_in(
        self,
        takings_on: str,
        cash: int,
        cheque: int = 0,
        day: str | None = None,
        at: str = "15:10",
        counter: int | None = 16,
        source: str = "counter",
        staff: int = COLLECTOR,
        clerk: int | None = None,
    ) -> int:
        """A hand-in to the cashier; clerk: whose takings they are, where another carries them."""
        number = day_number(takings_on)
        whose = staff if clerk is None else clerk
        takings = ids.clerk_day_id(whose, number) if counter is None else ids.counter_day_id(counter, number)
        before = sum(int(str(row["id"])) >> 2 == takings for row in self.rows.get("hand_in", []))
        return self.add(
            "hand_in",
            day or takings_on,
            at=at,
            staff=staff,
            id=takings * 4 + before,
            source=source,
            counter=counter,
            takings_on=takings_on,
            cash_fen=cash,
            cheque_fen=cheque,
            total_fen=cash + cheque,
            received_by=CASHIER,
        )

    def seal(
        self,
        takings_on: str,
        amount_fen: int,
        counter: int | None = 16,
        source: str = "counter",
        staff: int = COLLECTOR,
    ) -> int:
        """Takings sealed while the cashier is closed."""
        return self.add(
            "seal",
            takings_on,
            staff=staff,
            source=source,
            counter=counter,
            takings_on=takings_on,
            amount_fen=amount_fen,
            reason="cashier_closed",
        )

    def deposit(self, due_on: str, amount_fen: int, day: str | None = None, kind: str = "electricity") -> int:
        """A deposit at the bank, in cash, and its line on the statement."""
        slip = self.add(
            "deposit",
            day or due_on,
            at="15:25",
            staff=CASHIER,
            kind=kind,
            due_on=due_on,
            deposited_on=day or due_on,
            cash_fen=amount_fen,
            cheque_fen=0,
            total_fen=amount_fen,
        )
        self.bank_line(slip, day or due_on, amount_fen)
        return slip

    def bank_line(self, slip: int, day: str, amount_fen: int) -> int:
        """A line of the statement: what the bank credited of a slip."""
        return self.add(
            "bank_line", day, at="18:00", staff=None, kind="deposit", ref=slip, value_on=day, amount_fen=amount_fen
        )

    def notice(self, bill: int, day: str, kind: str = "dunning") -> int:
        """A signed notice."""
        return self.add(
            "notice",
            day,
            at="16:30",
            staff=READER,
            kind=kind,
            bill=bill,
            customer=ids.bill_parts(bill)[0],
            served_on=day,
        )

    def frames(self) -> dict[str, pl.DataFrame]:
        """The tables as frames in the schema's types."""
        return {
            name: pl.DataFrame(
                rows, schema={column.name: column.dtype for column in SCHEMA[name].columns}, orient="row"
            )
            for name, rows in self.rows.items()
        }

    def records(self) -> Records:
        """What the judge reads."""
        return Records.from_frames(self.frames())
