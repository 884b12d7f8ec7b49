"""Large industry in the hand-written office: prices of several lines, a transformer, and bills worked out in fractions.

315 kVA, multiplier 100, five digits. Registers are (total, peak, valley, reactive); `START` stands on 02-05.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from kaohe.sim.records import SCHEMA, ids
from tests.standards.records_builder import ISSUER, READER, Desk, on

Four = tuple[int, int, int, int]

START: Four = (1000, 300, 200, 400)
MARCH: Four = (1500, 450, 300, 700)
FUNDS = {"dam": 70, "loan": 200}
TRANSFORMER: dict[str, Any] = {"kva": 315, "p0_w": 670, "pk_w": 3650, "idle_var": 3465, "loaded_var": 12600}
NAMES = ("peak", "valley", "reactive")


def half_up(value: Fraction) -> int:
    """Rounded half up."""
    return math.floor(value + Fraction(1, 2))


@dataclass(frozen=True)
class Use:
    """What a period of a customer of large industry rests on: metered energies, days, charged capacity."""

    kwh: int = 50_000
    peak: int = 15_000
    valley: int = 10_000
    kvarh: int = 30_000
    hours: int = 28 * 24
    capacity_days: int = 30
    kva: int = 315
    price_e4: int = 4000
    transformer: bool = True

    def loss(self, idle: str, loaded: str) -> int:
        """Loss of the transformer, kWh or kvarh: idle × T + loaded × (P² + Q²) / (S² × T)."""
        if not self.transformer:
            return 0
        of = TRANSFORMER
        load = Fraction(self.kwh**2 + self.kvarh**2, of["kva"] ** 2 * self.hours)
        return half_up(Fraction(of[idle], 1000) * self.hours + Fraction(of[loaded], 1000) * load)

    @property
    def loss_kwh(self) -> int:
        """What joins the energy."""
        return self.loss("p0_w", "pk_w")

    @property
    def billed(self) -> dict[str, int]:
        """kWh of the periods with their shares of the loss, and kvarh."""
        peak, valley = (part + half_up(Fraction(self.loss_kwh * part, self.kwh)) for part in (self.peak, self.valley))
        flat = self.kwh + self.loss_kwh - peak - valley
        return {"peak": peak, "flat": flat, "valley": valley, "kvarh": self.kvarh + self.loss("idle_var", "loaded_var")}

    @property
    def factor(self) -> int:
        """Power factor in hundredths, half up (no sample lies near a half)."""
        kwh = self.kwh + self.loss_kwh
        return round(100 * kwh / math.hypot(kwh, self.billed["kvarh"]))

    @property
    def adjustment_e2(self) -> int:
        """By the table of 0.90: 0.5 % a hundredth below, down to 0.70; 0.15 % above, to 0.75 %."""
        assert self.factor >= 70
        return (90 - self.factor) * 50 if self.factor < 90 else -min((self.factor - 90) * 15, 75)

    @property
    def lines(self) -> dict[str, int]:
        """Lines in 分: capacity by days of 30, periods at 1.5, 1 and 0.5 of the price without funds, funds, factor."""
        net = Fraction(self.price_e4 - sum(FUNDS.values()), 100)
        of, kwh = self.billed, self.kwh + self.loss_kwh
        lines = {"capacity": half_up(Fraction(self.kva * 1500 * self.capacity_days, 30))}
        shares = {"peak": Fraction(3, 2), "flat": Fraction(1), "valley": Fraction(1, 2)}
        lines |= {f"energy:{name}": half_up(of[name] * net * share) for name, share in shares.items()}
        base = sum(lines.values())
        lines |= {f"fund:{fund}": half_up(Fraction(kwh * e4, 100)) for fund, e4 in FUNDS.items()}
        return {**lines, "factor": half_up(Fraction(base * self.adjustment_e2, 10_000))}

    @property
    def fen(self) -> int:
        """The bill."""
        return sum(self.lines.values())

    def but(self, **changes: int | bool) -> Use:
        """The same with something else."""
        return replace(self, **changes)  # type: ignore[arg-type]  # fields of this class


def price(desk: Desk, energy_e4: int = 4000, day: str | None = None, since: str = "01-01") -> None:
    """The price of large industry."""
    more = {} if day is None else {"day": day}
    desk.price(
        "large_industry",
        energy_e4,
        1500,
        since=since,
        peak_e2=150,
        valley_e2=50,
        loss_share="shared",
        pf_standard=90,
        rounding="line",
        funds=FUNDS,
        **more,
    )


def office(transformer: bool = True, start: Four | None = START, electronic: bool = False) -> Desk:
    """An office with one customer, of large industry; `start` None: energised later."""
    desk = Desk()
    price(desk)
    if start is None:
        desk.archive(1, price_class="large_industry", capacity_kva=315)
    else:
        desk.customer(
            1,
            price_class="large_industry",
            capacity_kva=315,
            multiplier=100,
            multi_function=True,
            opening=start[0],
            electronic=electronic,
        )
        further(desk, desk.rows["reading"][-1]["id"], start, "02-05")
    if transformer:
        desk.add("transformer", "01-01", customer=1, series="S9", valid_from="01-01", **TRANSFORMER)
    return desk


def further(desk: Desk, reading: object, registers: Four, day: str, meter: int = 0) -> None:
    """The further registers of a reading."""
    named: dict[str, Any] = {f"{name}_register": register for name, register in zip(NAMES, registers[1:], strict=True)}
    desk.add("register_reading", day, id=reading, meter=ids.meter_id(1, meter), customer=1, period=0, **named)


def read(
    desk: Desk,
    registers: Four = MARCH,
    day: str = "03-05",
    kind: str = "actual",
    period: int = 200103,
    meter: int = 0,
    frozen: int | None = None,
    staff: int = READER,
) -> int:
    """A reading with all its registers."""
    key = desk.reading(1, period, registers[0], day, kind=kind, meter=meter, frozen=frozen, staff=staff)
    further(desk, key, registers, day, meter)
    return key


def issue(
    desk: Desk,
    reading: int,
    use: Use,
    start: tuple[str, Four] = ("02-05", START),
    end: tuple[str, Four] = ("03-05", MARCH),
    day: str = "03-06",
    meter: int = 0,
    swap: Four = (0, 0, 0, 0),
    sheet: bool = True,
    lines: Mapping[str, int] | None = None,
    **wrong: int,
) -> int:
    """A bill with its energy sheet and lines, as `use` has it; `wrong` columns of the bill otherwise."""
    issued = {"amount_fen": use.fen, "kwh": use.kwh + use.loss_kwh, "loss_kwh": use.loss_kwh, **wrong}
    period = on(day).year * 100 + on(day).month
    bill = desk.bill(
        1,
        period,
        day,
        (start[0], start[1][0]),
        (end[0], end[1][0]),
        reading,
        price_class="large_industry",
        energy_e4=use.price_e4,
        capacity_kva=use.kva,
        meter=meter,
        swap_kwh=swap[0],
        **issued,
    )
    if sheet:
        of = use.billed
        registers = {
            f"{name}_{side}": four[at]
            for side, four in (("from", start[1]), ("to", end[1]))
            for at, name in enumerate(NAMES, 1)
        }
        desk.add(
            "energy_sheet",
            day,
            at="11:00",
            staff=ISSUER,
            id=bill,
            customer=1,
            period=period,
            **registers,
            swap_peak_kwh=swap[1],
            swap_valley_kwh=swap[2],
            swap_kvarh=swap[3],
            hours=use.hours,
            capacity_days=use.capacity_days,
            more_kva_days=0,
            peak_kwh=of["peak"],
            flat_kwh=of["flat"],
            valley_kwh=of["valley"],
            loss_kvarh=of["kvarh"] - use.kvarh,
            kvarh=of["kvarh"],
            pf_hundredths=use.factor,
            adjustment_e2=use.adjustment_e2,
        )
    for number, (line, fen) in enumerate((use.lines if lines is None else lines).items()):
        key = SCHEMA["bill_line"].key.pack(bill=bill, number=number)
        desk.add("bill_line", day, id=key, bill=bill, customer=1, line=line, quantity=0, price_e6=None, amount_fen=fen)
    return bill
