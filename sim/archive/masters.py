"""The master tables: written at the opening, and again when something changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.desks.base import DAY_S, Int64s, clock, hm
from kaohe.sim.desks.issuing.bill_papers import write_registers
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import READING_KINDS, day_number, meter_id, period_code, reading_id
from kaohe.sim.spec import CHANNELS, KINDS
from kaohe.sim.town.multi_function import SERIES

if TYPE_CHECKING:
    from kaohe.sim.office import Office

FEES = SCHEMA["fee_approval"].key.codes("charge")
OPENING = READING_KINDS.index("opening")
OF_METER = frozenset({"multiplier", "digits", "first_register"})  # of `Recorded`, written in the meter archive


class Masters:
    """Writes staff, calendar, rules, prices, books, customers and meters."""

    FIXED = ("office", "_at")

    def __init__(self, office: Office) -> None:
        self.office = office
        self._at = clock(office.month.start - 1, hm(18))
        self._name_codes: Int64s | None = None
        self._versions = 0
        self._version = np.zeros(office.n, np.int64)
        self._meter_version = np.zeros(office.n, np.int64)
        self._transformer_version = np.zeros(office.n, np.int8)

    def _names(self) -> Int64s:
        """Codes of the whole pool of names, looked up once."""
        if self._name_codes is None:
            self._name_codes = self.office.codes("customer", "name", self.office.population.name_pool)
        return self._name_codes

    def fees(self) -> tuple[Int64s, NDArray[np.bool_]]:
        """Each business fee by price class, 分, 0 where the list has none; and whether it is for each kVA."""
        listed, found = self._listed_fees(), list[Int64s]()
        names = [[f"{kind}.{name.partition('@')[0]}" for name in self.office.population.price_classes] for kind in FEES]
        for of in names:
            found.append(np.array([listed.get(name, 0) for name in of], np.int64))
        return np.stack(found), np.array([[self._by_kva(name) for name in of] for of in names])

    def listed_as(self, kind: str, price_class: int) -> str:
        """What the list calls the fee of a class; one at a price of its own pays as its class does."""
        name = self.office.population.price_classes[price_class]
        full = f"{kind}.{name}"
        return full if full in self._listed_fees() else full.partition("@")[0]

    def _listed_fees(self) -> dict[str, int]:
        """The price list of fees; a class that takes customers of another by their capacity pays as that one does."""
        fees, taking = dict(self.office.rules.fees_fen), [each for each in self.office.prices.table if each.takes]
        for price in taking:
            for kind in FEES:
                amount_fen = fees.get(f"{kind}.{price.written_as}")
                if amount_fen is not None:
                    fees.setdefault(f"{kind}.{price.id}", amount_fen)
        return fees

    def _by_kva(self, fee: str) -> bool:
        """A class that takes customers of another pays by what that one pays by."""
        kind, _, name = fee.partition(".")
        return fee in self.office.rules.fees_by_kva or any(
            each.id == name and f"{kind}.{each.written_as}" in self.office.rules.fees_by_kva
            for each in self.office.prices.table
            if each.takes
        )

    def write(self) -> None:
        """Everything that stands in the books at the opening."""
        office = self.office
        self._staff()
        self._calendar()
        self._rules()
        self._price_table(self._at)
        self._fees()
        office.connection.surcharging.write_list(self._at)
        office.connection.documents.write_rule(self._at)
        self._books()
        opening = np.flatnonzero(office.population.opening)
        self.customers(opening, self._at)
        self.meters(opening, np.full(len(opening), self._at), office.population.installed_on[opening], new=True)
        self.office.accounts.carrying.open()
        self.office.accounts.receipt_books.open(self._at)
        self._opening_readings(opening)

    def _staff(self) -> None:
        office, people = self.office, self.office.roster.people
        posts = office.codes("staff", "post", [each.post for each in people])
        seconds = [each.second_post for each in people]
        office.write(
            "staff",
            len(people),
            id=np.array([each.number for each in people]),
            recorded_at=self._at,
            staff=None,
            name=office.codes("staff", "name", [each.name for each in people]),
            post=posts,
            second_post=np.array([_code(office, "staff", "second_post", each) for each in seconds]),
            valid_from=office.month.start,
        )

    def _calendar(self) -> None:
        office, calendar = self.office, self.office.calendar
        first, last = day_of(calendar.first), day_of(calendar.last)
        days = np.arange(first, last + 1)
        office.write(
            "calendar",
            len(days),
            id=day_number(days),
            recorded_at=self._at,
            staff=None,
            on=days,
            open=calendar.is_open(days),
            working=calendar.is_working(days),
            bank=calendar.is_bank(days),
        )
        # The last fortnight is left out: a day there may have no open day after it.
        office.reading.planning.publish_shifts(first, last - 14, self._at)

    def _rules(self) -> None:
        office, limits = self.office, self.office.rules.limits
        keys = list(limits)
        office.write(
            "rule",
            len(keys),
            id=np.arange(len(keys)),
            recorded_at=self._at,
            staff=None,
            key=office.codes("rule", "key", keys),
            value=office.codes("rule", "value", [limits[key][0] for key in keys]),
            unit=office.codes("rule", "unit", [limits[key][1] for key in keys]),
            valid_from=office.month.start,
        )

    def prices(self, day: int) -> None:
        """A new price table comes into force on a day; it lies there in the morning."""
        self._versions += 1
        self._price_table(clock(day, hm(7)))

    def _price_table(self, recorded_at: int) -> None:
        office, prices, n = self.office, self.office.prices, len(self.office.prices.rows)
        rounding = [row.rounding for row in prices.rows]
        keys = SCHEMA["price"].key.pack(version=self._versions, number=np.arange(n))
        office.write(
            "price",
            n,
            id=keys,
            recorded_at=recorded_at,
            staff=None,
            tariff=office.spec.tariff.id,
            price_class=office.codes("price", "price_class", prices.classes),
            energy_e4=prices.energy_e4,
            fund_e4=np.array([row.fund_e4 for row in prices.rows]),
            capacity_fen_per_kva=np.array([row.capacity_fen_per_kva for row in prices.rows]),
            peak_e2=_given([row.peak_e2 for row in prices.rows]),
            valley_e2=_given([row.valley_e2 for row in prices.rows]),
            loss_share=np.array([_code(office, "price", "loss_share", row.loss_share) for row in prices.rows]),
            pf_standard=_given([row.pf_standard for row in prices.rows]),
            rounding=office.codes("price", "rounding", rounding),
            valid_from=prices.valid_from,
        )
        funds = [(at, number, fund) for at, row in enumerate(prices.rows) for number, fund in enumerate(row.funds)]
        office.write(
            "price_fund",
            len(funds),
            id=SCHEMA["price_fund"].key.pack(
                price=keys[np.array([at for at, *_ in funds], np.int64)],
                number=np.array([number for _, number, _ in funds], np.int64),
            ),
            recorded_at=recorded_at,
            staff=None,
            price_class=office.codes("price_fund", "price_class", [prices.classes[at] for at, _, _ in funds]),
            fund=office.codes("price_fund", "fund", [fund.fund for *_, fund in funds]),
            name=office.codes("price_fund", "name", [fund.name for *_, fund in funds]),
            e4=np.array([fund.e4 for *_, fund in funds]),
            included=np.array([fund.included for *_, fund in funds], np.bool_),
            valid_from=prices.valid_from,
        )

    def _fees(self) -> None:
        office, fees = self.office, self._listed_fees()
        office.write(
            "fee_price",
            len(fees),
            id=np.arange(len(fees)),
            recorded_at=self._at,
            staff=None,
            fee=office.codes("fee_price", "fee", list(fees)),
            unit=office.codes("fee_price", "unit", ["kva" if self._by_kva(fee) else "each" for fee in fees]),
            amount_fen=np.array(list(fees.values()), np.int64),
            valid_from=office.month.start,
        )

    def _books(self) -> None:
        office, books = self.office, self.office.books
        n = len(books.kind)
        office.write(
            "book",
            n,
            id=SCHEMA["book"].key.pack(book=np.arange(n), version=0),
            recorded_at=self._at,
            staff=None,
            book=np.arange(n),
            name=office.codes("book", "name", books.name),
            kind=office.codes("book", "kind", KINDS)[books.kind],
            cycle_day=books.cycle_day,
            reader=office.books_reader,
            site=books.site,
            valid_from=office.month.start,
        )

    def customers(self, customers: Int64s, recorded_at: Int64s | int) -> None:
        """Rows of the customer archive, each a version more; a new customer has a second one when he is opened."""
        office, people = self.office, self.office.population
        version = self._version[customers]
        self._version[customers] += 1
        supplied = office.meters.active[customers] | office.meters.removed[customers]
        energised = np.where(supplied, office.meters.energised_on[customers], NULL)
        office.write(
            "customer",
            len(customers),
            id=SCHEMA["customer"].key.pack(customer=customers, version=version),
            recorded_at=recorded_at,
            staff=None,
            customer=customers,
            name=self._names()[office.recorded.name[customers]],
            book=office.recorded.book[customers],
            price_class=office.codes("customer", "price_class", people.price_classes)[
                office.recorded.price_class[customers]
            ],
            capacity_kva=office.recorded.capacity_kva[customers],
            channel=office.codes("customer", "channel", CHANNELS)[people.channel[customers]],
            pays_by_cheque=people.pays_by_cheque[customers],
            opening_mean_kwh=people.opening_mean_kwh[customers],
            energised_on=energised,
            closed_on=office.recorded.closed_on[customers],
            valid_from=recorded_at // DAY_S,
        )
        new, written = version == 0, np.broadcast_to(recorded_at, len(customers))
        self.transformers(customers[new], written[new])
        office.cash.agreements.agree(customers[new], written[new])

    def versions(self, customers: Int64s) -> Int64s:
        """How many versions of their archive there are."""
        return self._version[customers]

    def correct(self, customer: int, columns: Sequence[str], recorded_at: int) -> None:
        """A version that has these columns of `Recorded` as they should be."""
        who = np.array([customer])
        if OF_METER.intersection(columns):
            self.meters(who, np.array([recorded_at]), self.office.meters.energised_on[who])
        if "transformer_kva" in columns:
            self.transformers(who, np.array([recorded_at]))
        if set(columns) - OF_METER - {"transformer_kva"}:
            self.customers(who, recorded_at)

    def transformers(self, customers: Int64s, recorded_at: Int64s) -> None:
        """Of customers who are metered on the low side of their own."""
        office = self.office
        if not len(customers):
            return
        rows, at = office.further.rows(customers)
        behind, of = office.issuing.billing.transformers(at)
        who = office.further.customers[behind]
        written = recorded_at[rows[np.isin(at, behind)]]
        office.write(
            "transformer",
            len(who),
            id=SCHEMA["transformer"].key.pack(customer=who, version=self._transformer_version[who].astype(np.int64)),
            recorded_at=written,
            staff=None,
            customer=who,
            series=SERIES,
            kva=of.kva,
            p0_w=of.p0_w,
            pk_w=of.pk_w,
            idle_var=of.idle_var,
            loaded_var=of.loaded_var,
            valid_from=written // DAY_S,
        )
        self._transformer_version[who] += 1

    def meters(self, customers: Int64s, recorded_at: Int64s, installed_on: Int64s, *, new: bool = False) -> None:
        """Rows of the meter archive for the meters now in place: `new` ones, or a version more of those known."""
        office, meters = self.office, self.office.meters
        number = meters.number[customers]
        version = np.zeros_like(number) if new else self._meter_version[customers]
        self._meter_version[customers] = version + 1
        office.write(
            "meter",
            len(customers),
            id=SCHEMA["meter"].key.pack(meter=meter_id(customers, number), version=version),
            recorded_at=recorded_at,
            staff=None,
            meter=meter_id(customers, number),
            customer=customers,
            digits=office.recorded.digits[customers],
            decimals=office.recorded.decimals[customers],
            multiplier=office.recorded.multiplier[customers],
            phases=office.population.phases[customers],
            voltage_v=office.population.voltage_v[customers],
            max_current_a=office.population.max_current_a[customers],
            electronic=meters.electronic[customers],
            multi_function=office.population.multi_function[customers],
            installed_on=installed_on,
            initial_register=office.recorded.first_register[customers],
            valid_from=recorded_at // DAY_S,
        )

    def _opening_readings(self, customers: Int64s) -> None:
        """The last readings of the month before the opening."""
        office, meters = self.office, self.office.meters
        order = np.argsort(meters.last_on[customers], kind="stable")
        customers = customers[order]
        meter = meter_id(customers, meters.number[customers])
        index = np.full(len(customers), office.month.index - 1)
        books = office.population.book[customers]
        key, at = reading_id(meter, index, OPENING, 0), meters.last_on[customers] * DAY_S + hm(16)
        office.write(
            "reading",
            len(customers),
            id=key,
            recorded_at=at,
            staff=office.books_reader[books],
            meter=meter,
            customer=customers,
            book=books,
            period=period_code(index),
            kind="opening",
            read_on=meters.last_on[customers],
            register=meters.last_register[customers],
            frozen_register=None,
            frozen_on=np.where(meters.electronic[customers], meters.last_on[customers], NULL),
            remark=None,
        )
        further = office.further
        of, which = further.rows(customers)
        reader = office.books_reader[books[of]].astype(np.int64)
        last = further.last[:, which]
        write_registers(office, key[of], at[of], reader, meter[of], customers[of], index[of], last)
        office.flush_opening()


def _given(values: list[int | None]) -> Int64s:
    return np.array([NULL if value is None else value for value in values], np.int64)


def _code(office: Office, table: str, column: str, name: str | None) -> int:
    return NULL if name is None else int(office.codes(table, column, (name,))[0])
