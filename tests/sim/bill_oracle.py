"""Bills by an oracle in fractions: from the rows of the records and the printed rules; nothing of sim/ is called.

It follows every customer's registers from the opening reading through swaps, re-readings and corrections, and makes of
each period all that its bill, its energy sheet and its lines must say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import isqrt

from kaohe.sim.run import Run
from tests.sim.office import Row, by_id, rows
from tests.sim.plain import Versions, by_customer, half_up, i, on
from tests.sim.turning import Turning, at, next_begin, shown_at

# (83)水電財字第215號 功率因數調整電費辦法, the column of the standard 0.90: 1/100 % for 1.00, 0.99 … 0.40, below that
# 2 % more for each hundredth. Published at eight points; the rest by the method (水利電力部、國家物價局, 附表一).
COLUMN_090 = (
    *(-75, -75, -75, -75, -75, -75, -60, -45, -30, -15, 0),
    *(50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 550, 600, 650, 700, 750, 800, 850, 900, 950, 1000),
    *(1100, 1200, 1300, 1400, 1500),
    *(1700, 1900, 2100, 2300, 2500, 2700, 2900, 3100, 3300, 3500, 3700, 3900, 4100, 4300, 4500, 4700, 4900, 5100),
    *(5300, 5500, 5700, 5900, 6100, 6300, 6500),
)
CAPACITY_MONTH = 30  # 供電營業規則 1996 第八十四條: a day is a thirtieth
REGISTERS = ("peak_register", "valley_register", "reactive_register")


@dataclass(frozen=True)
class Price:
    """A row of the price table with its funds, 10⁻⁴ yuan; all that is included is in `energy_e4`."""

    row: Row
    funds: dict[str, int]

    @property
    def net_e4(self) -> int:
        """Without funds."""
        return i(self.row, "energy_e4") - sum(self.funds.values())

    @property
    def multiples_e2(self) -> dict[str, int]:
        """Hundredths of the flat price of each energy line."""
        if self.row["peak_e2"] is None:
            return {"energy": 100}
        return {"energy:peak": i(self.row, "peak_e2"), "energy:flat": 100, "energy:valley": i(self.row, "valley_e2")}


@dataclass(frozen=True)
class Line:
    """A line of a bill."""

    quantity: int
    price_e6: int | None
    amount_fen: int


@dataclass(frozen=True)
class Metered:
    """What the meters of a period gave: total, and peak, valley, reactive where the meter is multi-function."""

    energies: tuple[int, ...]
    hours: int
    capacity_days: int
    capacity_kva: int
    transformer: Row | None
    more_kva_days: int = 0


@dataclass(frozen=True)
class Settled:
    """Energies with losses, and money."""

    loss_kwh: int
    loss_kvarh: int
    kwh: int
    kvarh: int
    peak: int
    valley: int
    pf: int | None
    adjustment_e2: int | None
    lines: dict[str, Line]
    total_fen: int

    @property
    def flat(self) -> int:
        """The rest."""
        return self.kwh - self.peak - self.valley


@dataclass(frozen=True)
class Event:
    """A bill, a supplement that bills what was passed over (gap), or what will be (unbilled: a reading before the last
    bill); `begins`: the registers of the meter that was read.
    """

    row: Row
    kind: str
    reading: Row
    from_on: date
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    swapped: tuple[int, ...]
    metered: Metered
    meter: Row


def settle(price: Price, metered: Metered) -> Settled:
    """The bill of a period under a price."""
    energies = metered.energies if len(metered.energies) == 4 else (*metered.energies, 0, 0, 0)
    total, peak, valley, kvarh = energies[0], *(max(each, 0) for each in energies[1:])
    peak = min(peak, max(total, 0))
    valley = min(valley, max(total, 0) - peak)
    loss_kwh, loss_kvarh = losses(max(total, 0), kvarh, metered)
    if price.row["loss_share"] == "shared" and total > 0:
        shares = [half_up(Fraction(loss_kwh * each, total)) for each in (peak, valley)]
        peak, valley = peak + shares[0], valley + min(shares[1], loss_kwh - shares[0])
    kwh, kvarh = total + loss_kwh, kvarh + loss_kvarh
    if len(metered.energies) == 1:
        return Settled(0, 0, kwh, 0, 0, 0, None, None, {}, sum(priced(price, {"energy": kwh}, kwh).values()))
    periods = {"energy:peak": peak, "energy:flat": kwh - peak - valley, "energy:valley": valley}
    energy = periods if price.row["peak_e2"] is not None else {"energy": kwh}
    lines = {
        name: Line(_quantity(name, energy, kwh), _price_e6(price, name), amount)
        for name, amount in priced(price, energy, kwh).items()
    }
    if kva_price := i(price.row, "capacity_fen_per_kva"):
        kva_days = metered.capacity_kva * metered.capacity_days + metered.more_kva_days
        charge = half_up(Fraction(kva_days * kva_price, CAPACITY_MONTH))
        lines["capacity"] = Line(metered.capacity_kva, kva_price * 10_000, charge)
    base = sum(line.amount_fen for name, line in lines.items() if not name.startswith("fund"))
    standard = price.row["pf_standard"]
    pf, adjustment = (None, None) if standard is None else power_factor(kwh, kvarh, i(price.row, "pf_standard"))
    if adjustment is not None:
        lines["factor"] = Line(base, None, half_up(Fraction(base * adjustment, 10_000)))
    paid = sum(line.amount_fen for line in lines.values())
    return Settled(loss_kwh, loss_kvarh, kwh, kvarh, peak, valley, pf, adjustment, lines, paid)


def losses(active: int, reactive: int, metered: Metered) -> tuple[int, int]:
    """ΔA = idle·T + loaded·(A_P² + A_Q²)/(Sn²·T), of kWh and of kvarh, each rounded once (第七十四條)."""
    of, hours = metered.transformer, metered.hours
    if of is None or not hours:
        return 0, 0
    load = Fraction(active**2 + reactive**2, i(of, "kva") ** 2 * hours)
    pairs = (("p0_w", "pk_w"), ("idle_var", "loaded_var"))
    kwh, kvarh = (half_up((i(of, idle) * hours + i(of, loaded) * load) / 1000) for idle, loaded in pairs)
    return kwh, kvarh


def power_factor(kwh: int, kvarh: int, standard: int) -> tuple[int, int]:
    """(hundredths half up, 1/100 % by the printed column); nothing of what is taken back, or where nothing ran."""
    if kwh < 0 or kwh == kvarh == 0:
        return 0, 0
    twice = isqrt(40_000 * kwh**2 // (kwh**2 + kvarh**2))
    pf = (twice + 1) // 2
    if pf > standard and standard < 90:  # 0.10 % a step up to 0.90, then 0.15 %, to the least of the column
        return pf, -min(10 * (min(pf, 90) - standard) + 15 * max(pf - 90, 0), {85: 110, 80: 130}[standard])
    as_090 = pf + 90 - standard
    return pf, COLUMN_090[100 - as_090] if as_090 >= 40 else 6500 + 200 * (40 - as_090)


def priced(price: Price, energy: dict[str, int], kwh: int) -> dict[str, int]:
    """分 of energy and funds: line by line, or rounded once where the first line takes what the others leave."""
    exact = {
        name: Fraction(each * price.net_e4 * price.multiples_e2.get(name, 100), 10_000) for name, each in energy.items()
    }
    exact |= {f"fund:{name}": Fraction(kwh * e4, 100) for name, e4 in price.funds.items()}
    lines = {name: half_up(each) for name, each in exact.items()}
    if price.row["rounding"] == "bill":
        first = next(iter(lines))
        lines[first] += half_up(sum(exact.values(), Fraction(0))) - sum(lines.values())
    return lines


def _quantity(name: str, energy: dict[str, int], kwh: int) -> int:
    return energy.get(name, kwh)


def _price_e6(price: Price, name: str) -> int:
    if name.startswith("fund:"):
        return price.funds[name.removeprefix("fund:")] * 100
    return price.net_e4 * price.multiples_e2[name]


@dataclass
class Oracle:
    """Everything that bills rest on, by key."""

    run: Run
    meters: dict[int, Row] = field(init=False)

    def __post_init__(self) -> None:
        run = self.run
        self.meters, self.readings, self.further = ({**by_id(run, t)} for t in ("meter", "reading", "register_reading"))
        self.bills, self.orders = by_customer(run, "bill"), by_customer(run, "work_order")
        self.supplements = by_customer(run, "supplement")
        self.archive, self.hung = Versions(run, "customer"), Versions(run, "meter")
        self.transformers = by_customer(run, "transformer")
        self.capacity = by_customer(run, "capacity_change")
        self.suspended, self.asked = by_customer(run, "suspension"), by_id(run, "application")
        self.rounds: dict[int, list[Row]] = defaultdict(list)
        for row in self.readings.values():
            if row["kind"] in ("actual", "estimate"):
                self.rounds[i(row, "customer")].append(row)
        self.fitted = {(i(row, "meter"), row["kind"]): row for row in self.readings.values()}
        self.working = sorted(on(row, "on") for row in rows(run, "calendar") if row["working"])
        self.prices: dict[object, list[Price]] = defaultdict(list)
        funds: dict[tuple[object, object], dict[str, int]] = defaultdict(dict)
        for row in rows(run, "price_fund"):
            funds[row["price_class"], row["valid_from"]][str(row["fund"])] = i(row, "e4")
        for row in sorted(rows(run, "price"), key=lambda row: on(row, "valid_from")):
            self.prices[row["price_class"]].append(Price(row, funds[row["price_class"], row["valid_from"]]))

    def price(self, price_class: object, day: date) -> Price:
        """The price of bills issued on a day."""
        return [price for price in self.prices[price_class] if on(price.row, "valid_from") <= day][-1]

    def issued_on(self, event: Event) -> date:
        """Of a bill as it says; of what was passed over, the working day after its reading."""
        if event.kind == "bill":
            return on(event.row, "issued_on")
        return next(day for day in self.working if day > on(event.reading, "read_on"))

    def price_of(self, event: Event) -> Price:
        """The price of a bill's class; of what was passed over, that of the customer's."""
        of = event.row if event.kind == "bill" else self.archive.at(i(event.row, "customer"), at(event.row))
        return self.price(of["price_class"], self.issued_on(event))

    def settled(self, event: Event) -> Settled:
        """What the event must say."""
        return settle(self.price_of(event), event.metered)

    def correction(self, supplement: Row, event: Event) -> int:
        """分 by which a correction of the total changes the customer's bill of a period."""
        recorded_at = self.readings[i(supplement, "ground")]["recorded_at"]
        assert isinstance(recorded_at, datetime)
        mine = self.archive.at(i(supplement, "customer"), recorded_at)
        price, was = self.price(mine["price_class"], recorded_at.date()), event.metered
        right = (was.energies[0] + i(supplement, "kwh"), *was.energies[1:])
        now = replace(was, energies=right)
        return settle(price, now).total_fen - settle(price, was).total_fen

    def _transformer(self, customer: int, moment: datetime) -> Row | None:
        """Of his own, as recorded at a moment."""
        known = [row for row in self.transformers.get(customer, []) if at(row) <= moment]
        return max(known, key=at, default=None)

    def _by_days(
        self, customer: int, days: list[date], charged: int, bill: Row, transformer: Row | None
    ) -> tuple[int, int]:
        """kVA·days besides those of the archive's capacity, day by day; and on how many nothing was supplied."""
        more = idle = 0
        for row in self.capacity.get(customer, []):
            if at(row) <= at(bill):
                before = sum(day < on(row, "from_on") for day in days)
                added = i(row, "to_kva") - i(row, "from_kva")
                more -= added * (charged if before == len(days) else min(before, charged))
        for row in self.suspended.get(customer, []):
            if at(row) <= at(bill):
                off = sum(on(row, "sealed_on") <= day < on(row, "until_on") for day in days)
                more -= i(row, "kva") * (charged if off == len(days) else min(off, charged))
                whole = i(row, "kva") >= i(self.asked[i(row, "application")], "capacity_kva")
                idle += off if transformer is not None and whole else 0
        return more, idle

    def registers(self, reading: Row) -> tuple[int, ...]:
        """All that a reading row read."""
        more = self.further.get(i(reading, "id"))
        return (i(reading, "register"), *(i(more, name) for name in REGISTERS if more is not None))

    def events(self, customer: int) -> Iterator[Event]:
        """Bills and supplements of the customer's gaps in their order."""
        first = self.fitted.get((customer * 8, "opening")) or self.fitted[customer * 8, "install"]
        fresh, begun, registers = first["kind"] == "install", on(first, "read_on"), self._put_in(first)
        found = [(i(row, "period"), "bill", row) for row in self.bills[customer]]
        found += [(i(row, "period"), "gap", row) for row in self.supplements[customer] if row["kind"] == "gap"]
        known = {period for period, _, _ in found}
        found += [
            (i(row, "period"), "unbilled", row)
            for row in self.rounds[customer]
            if i(row, "period") not in known and i(row, "period") < max(known, default=0)
        ]
        for period, kind, row in sorted(found, key=lambda each: each[0]):
            event, registers = self._event(row, kind, begun, registers, fresh=fresh)
            yield event
            fresh, begun = False, on(event.reading, "read_on")
            for supplement in self.supplements[customer]:
                if supplement["kind"] == "misread" and i(supplement, "period") == period:
                    begins = next_begin(self.bills[customer], period, event.reading)
                    ground = self.readings[i(supplement, "ground")]
                    registers[0].corrected(i(supplement, "kwh"), begins, event.meter, ground)

    def _put_in(self, reading: Row) -> list[Turning]:
        """The registers of a meter as it was found or put in."""
        meter, moment = self.meters[i(reading, "meter")], shown_at(reading)
        fresh, found = reading["kind"] == "install", enumerate(self.registers(reading))
        return [Turning(meter, each, moment, total=not k, fresh=fresh) for k, each in found]

    def _event(
        self, row: Row, kind: str, begun: date, registers: list[Turning], *, fresh: bool
    ) -> tuple[Event, list[Turning]]:
        customer = i(row, "customer")
        reading = row if kind == "unbilled" else self.readings[i(row, "reading" if kind == "bill" else "ground")]
        until, meter = on(reading, "read_on"), self.hung.at(i(reading, "meter"), at(row))
        swapped = [0] * len(registers)
        for order in self.orders[customer]:
            if order["kind"] == "swap" and begun <= on(order, "done_on") < until:
                removal = self.fitted[i(order, "old_meter"), "removal"]
                for k, (register, end) in enumerate(zip(registers, self.registers(removal), strict=True)):
                    old = self.hung.at(i(order, "old_meter"), at(removal))
                    register.as_recorded(old)
                    swapped[k] += register.ahead(end, at(removal), old)
                registers = self._put_in(self.fitted[i(order, "new_meter"), "install"])
        registers[0].as_recorded(meter)
        begins, ends = tuple(register.billed for register in registers), self.registers(reading)
        energies = tuple(
            old + register.bill(end, reading, meter)
            for old, register, end in zip(swapped, registers, ends, strict=True)
        )
        days = (until - begun) // timedelta(days=1)
        charged, mine = min(days, CAPACITY_MONTH) if fresh else CAPACITY_MONTH, self.archive.at(customer, at(row))
        transformer, kva = self._transformer(customer, at(row)), i(mine, "capacity_kva")
        more, idle = self._by_days(
            customer, [begun + timedelta(days=n) for n in range(days)], charged, row, transformer
        )
        metered = Metered(energies, (days - idle) * 24, charged, kva, transformer, more)
        event = Event(row, kind, reading, begun, begins, ends, tuple(swapped), metered, meter)
        return event, registers
