"""Repeats about connections and masters: survey sheets, transformers, the calendar."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from kaohe.sim.tariff.printed_tables import transformer, transformer_series
from kaohe.standards.evidence.repeated.frames import Found, Frames, Word
from kaohe.standards.ledger.ledger import Ledger


def survey_alone(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A survey sheet has class and capacity of the application or of the registration, unless these differ too."""
    names = ("price_class", "capacity_kva")
    sheets = frames.columns("survey", "id", "application", *names)
    asked = frames.columns("application", "id", *names).rename({"id": "application"})
    entered = frames.columns("registration", "application", *names)
    both = sheets.join(asked, on="application", suffix="_asked").join(entered, on="application", suffix="_entered")
    for name in names:
        said, others = pl.col(name).cast(pl.String), [f"{name}_asked", f"{name}_entered"]
        alike = pl.col(others[0]).cast(pl.String) == pl.col(others[1]).cast(pl.String)
        wrong = both.filter(alike & (said != pl.col(others[0]).cast(pl.String))).sort("id")
        for key, application, mine, other in wrong.select("id", "application", name, others[0]).rows():
            yield (key,), (application,), name, mine, other


def transformer_capacity(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A transformer of a customer of the opening is of a capacity that his archive has. Who was entered may be entered
    wrongly: what his registration says is another repeat.
    """
    registered = frames.columns("registration", "application", "customer")
    entered = registered.filter(pl.col("application") == pl.col("customer").cast(pl.Int64))["customer"]
    rows = frames.columns("transformer", "id", "customer", "kva")
    rows = rows.filter(~pl.col("customer").is_in(entered.implode()))
    archive = frames.columns("customer", "id", "customer", "capacity_kva").sort("id")
    archive = archive.group_by("customer").agg(pl.col("capacity_kva"), theirs="id")
    both = rows.join(archive, on="customer").sort("id")
    wrong = both.filter(~pl.col("capacity_kva").list.contains(pl.col("kva")))
    for key, theirs, said, other in wrong.select("id", "theirs", "kva", pl.col("capacity_kva").list.last()).rows():
        yield (key,), tuple(theirs), "kva", said, other


_LOSSES = ("p0_w", "pk_w", "idle_var", "loaded_var")


def printed_losses(_: Ledger, frames: Frames) -> Iterator[Found]:
    """The losses of a transformer are those printed for its series and size, if it is of a printed one."""
    rows = frames.columns("transformer", "id", "series", "kva", *_LOSSES).sort("id")
    sizes = {name: set(series.kva) for name, series in transformer_series().items()}
    for key, series, kva, *said in rows.rows():
        if kva in sizes.get(str(series), ()):
            printed = transformer(str(series), kva)
            for name, value in zip(_LOSSES, said, strict=True):
                if value != getattr(printed, name):
                    yield (key,), (), name, value, int(getattr(printed, name))


def closed_days(_: Ledger, frames: Frames) -> Iterator[Found]:
    """The office is closed on the days from which 例日 are shifted, up to the last of them, and on no other."""
    shifts = frames.columns("shift_notice", "id", "from_on").rename({"id": "notice", "from_on": "on"})
    days = frames.columns("calendar", "id", "on", "open").join(shifts, on="on", how="left")
    wrong = days.filter(pl.col("open") == pl.col("notice").is_not_null(), pl.col("on") <= shifts["on"].max()).sort("id")
    for key, notice, is_open in wrong.select("id", "notice", "open").rows():
        yield (key,), () if notice is None else (notice,), "open", str(is_open), str(not is_open)


# GB 1208-1997 電流互感器: rated primary currents, A; of 5 A, on the low side, and of 10 kV behind 100 V.
_PRIMARY_A = (10, 12.5, 15, 20, 25, 30, 40, 50, 60, 75)
_DECADES = (1, 10, 100)
_RATIOS = frozenset({1, *(int(10 * a * d) // 50 for a in _PRIMARY_A for d in _DECADES if 10 * a * d % 50 == 0)})
_HIGH_SIDE = 100
_DIRECT_A = 20  # marked current from which a meter is no 5 A one behind transformers


def order_ratio(ledger: Ledger, frames: Frames) -> Iterator[Found]:
    """The order of an installation and its opening have two multipliers, and only the opening's goes with the plate: a
    ratio that there is, which carries the capacity registered; 1 of a meter that takes the whole current, and no other.
    """
    orders = frames.columns("work_order", "id", "customer", "kind", "multiplier", "new_meter").drop_nulls()
    orders = orders.filter(pl.col("kind") == "install")
    openings = frames.columns("opening", "id", "customer", "multiplier", "application")
    both = orders.join(openings, on="customer", suffix="_opened")
    both = both.filter(pl.col("multiplier") != pl.col("multiplier_opened")).sort("id")
    if both.is_empty():
        return
    capacity = dict(frames.columns("registration", "application", "capacity_kva").rows())
    meters = frames.columns("meter", "meter", "phases", "voltage_v", "max_current_a").unique("meter", keep="first")
    plates = {meter: tuple(plate) for meter, *plate in meters.rows()}
    names = ("id", "id_opened", "multiplier", "multiplier_opened", "application", "new_meter")
    for key, other, said, opened, application, meter in both.select(names).rows():
        plate, needed_w = plates.get(meter, (0, 0, 0)), 1_000 * capacity.get(application, 0)
        if _goes_with(opened, plate, needed_w) and not _goes_with(said, plate, needed_w):
            yield (key,), (other,), "multiplier", said, opened


def _goes_with(ratio: int, plate: tuple[int, ...], needed_w: int) -> bool:
    phases, volts, amperes = plate
    there_is = ratio in _RATIOS or (ratio % _HIGH_SIDE == 0 and ratio // _HIGH_SIDE in _RATIOS)
    direct = phases == 1 or amperes >= _DIRECT_A
    return there_is and direct == (ratio == 1) and phases * volts * amperes * ratio >= needed_w


CONNECTIONS: tuple[Word, ...] = (survey_alone, transformer_capacity, printed_losses, closed_days, order_ratio)
