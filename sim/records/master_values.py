"""What master tables must not say, and registers beyond the dial: values that no office can have, column by column.

Each answers with flags over a page's rows; `checking` tells the first of them with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import polars as pl

from kaohe.sim.records.schema import Table

# The least and the most of a number, by its column on any paper. A town's largest meter passes 100 A.
BETWEEN: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "digits": (1, 9),
        "decimals": (0, 2),
        "multiplier": (1, 10**6),
        "counter": (0, 2**16 - 1),
        "cycle_day": (1, 31),
        "phases": (1, 3),
        "voltage_v": (1, 500_000),
        "max_current_a": (1, 10_000),
        "capacity_kva": (0, 10**7),
        "kva": (1, 10**7),
        "capacity_fen_per_kva": (0, 10**7),
        "peak_e2": (1, 10**6),
        "valley_e2": (1, 10**6),
        "pf_standard": (1, 100),
        "opening_mean_kwh": (0, 10**10),
        "handheld": (0, 10**6),
        "receipts": (0, 10**9),
        "readings": (0, 10**9),
        "no_reads": (0, 10**9),
        "flagged": (0, 10**9),
        "sheets": (1, 10**4),
    }
)
Read = Callable[[str, str], pl.Series]


class Impossible(NamedTuple):
    """A column that is wrong in some rows of a page: flags, code and message."""

    column: str
    flags: pl.Series
    code: str
    key: str


def impossible(table: Table, frame: pl.DataFrame, read: Read) -> Iterator[Impossible]:
    """What a page (frame) of a table must not say.

    read: all values of a sound table's column, in the order of its rows; none of another.
    """
    if table.name == "calendar":
        yield Impossible("on", _after_a_gap(frame["on"], read), "D012", "records-gap")
    if table.name == "price":
        free = (frame["energy_e4"] <= 0) & ~((frame["energy_e4"] == 0) & (frame["capacity_fen_per_kva"] > 0))
        yield Impossible("energy_e4", free, "D014", "records-free")
        yield Impossible("fund_e4", frame["fund_e4"] > frame["energy_e4"], "D014", "records-funds")
    if table.name in ("price_fund", "fee_price"):
        below = "e4" if table.name == "price_fund" else "amount_fen"
        yield Impossible(below, frame[below] < 0, "D014", "records-free")
    for column in table.columns:
        if column.dial is not None:
            flags = _beyond(frame, column.name, column.dial, read)
            yield Impossible(column.name, flags, "D013", "records-dial")


def _after_a_gap(on: pl.Series, read: Read) -> pl.Series:
    """Days whose day before is not in the calendar, though it began earlier."""
    days = read("calendar", "on")
    return (on != days.min()) & ~on.dt.offset_by("-1d").is_in(days.implode())


def _beyond(frame: pl.DataFrame, column: str, dial: str, read: Read) -> pl.Series:
    """Registers that are below 0, or that the dial of their meter cannot show; of an unknown one nothing is said."""
    held = frame.select(register=pl.col(column), meter=pl.col(dial).cast(pl.Int64))
    if dial == "id":
        bills = pl.DataFrame({"meter": read("bill", "id").cast(pl.Int64), "of": read("bill", "meter").cast(pl.Int64)})
        held = held.join(bills.unique("meter"), on="meter", how="left", maintain_order="left")
        held = held.select("register", meter="of")
    turn = held.join(_turns(read), on="meter", how="left", maintain_order="left")["turn"]
    register = held["register"]
    return (register < 0) | (register >= turn).fill_null(value=False)


def _turns(read: Read) -> pl.DataFrame:
    """At how many units the register of each meter begins again: by the most digits that any paper gives it.

    A clerk may have entered too few; what the fitter wrote is on his order.
    """
    meters = {name: read("meter", name).cast(pl.Int64) for name in ("meter", "digits", "decimals")}
    orders = {"meter": read("work_order", "new_meter"), "digits": read("work_order", "digits")}
    fitted = pl.DataFrame({name: values.cast(pl.Int64) for name, values in orders.items()})
    every = pl.concat([pl.DataFrame(meters), fitted.with_columns(decimals=pl.lit(0, pl.Int64))])
    most = every.group_by("meter").agg(pl.col("digits", "decimals").max())
    return most.select("meter", turn=10 ** (pl.col("digits").clip(1, 9) + pl.col("decimals").clip(0, 2)))
