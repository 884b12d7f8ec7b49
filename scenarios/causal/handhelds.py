"""What a handheld that was lost or broken is worth, and whether it is so in one of two worlds."""

from __future__ import annotations

from datetime import date

import polars as pl

from kaohe.scenarios.causal.reading import read
from kaohe.scenarios.causal.worlds import Amount, Line, Worlds
from kaohe.sim.records import SCHEMA, Records
from kaohe.sim.records.ids import period_code
from kaohe.sim.tariff.money import round_half_up


def drawn(worlds: Worlds) -> Amount:
    """A handheld that a reader has lost: it never comes back, and a count misses it. Else one that came back late."""
    if worlds.act.action != "lose_handheld":
        return read(worlds)
    handheld, lost = _not_back(worlds.done, worlds.act.object_id)
    if not lost or _not_back(worlds.without, worlds.act.object_id)[1]:
        return _worth(0, 0)
    counts = worlds.done.table("handheld_count").filter((pl.col("handheld") == handheld) & ~pl.col("found"))
    days = counts["counted_on"].sort().to_list()
    return _worth(*[_value(worlds.done, handheld, days[0])] * 2) if days else _worth(0, 0)


def kept(worlds: Worlds) -> Amount:
    """A handheld that a clerk has lost: the day's count misses it. Nothing is left of that once it is found again."""
    done, without = worlds.both(lambda records: _counts(records, worlds.act.object_id))
    missed = [on for on, found in done.items() if not found and without.get(on, True) and on.toordinal() >= _on(worlds)]
    if not missed:
        return _worth(0, 0)
    fen = _value(worlds.done, worlds.act.object_id, min(missed))
    again = any(found for on, found in done.items() if on > min(missed))
    return _worth(fen, 0 if again else fen)


def mended(worlds: Worlds) -> Amount:
    """A handheld that somebody has broken: what is found of it, unless it broke as well without the act."""
    done, without = worlds.both(lambda records: _cost(records, worlds.act.object_id))
    fen = 0 if without is not None else done or 0
    return _worth(fen, fen)


def _worth(fen: int, left_fen: int) -> Amount:
    return Amount("property", fen, left_fen, (Line("property", {"amount_fen": fen}),) if fen else ())


def _on(worlds: Worlds) -> int:
    return date(1970, 1, 1).toordinal() + worlds.act.effect_on


def _not_back(records: Records, key: int) -> tuple[int, bool]:
    """The handheld that was drawn for a book and period, and whether it never came back."""
    book, index = SCHEMA["batch"].key.unpack(key)
    log = records.table("handheld_log", ["book", "period", "handheld", "action"])
    mine = log.filter((pl.col("book") == book) & (pl.col("period") == period_code(index)))
    draws = mine.filter(pl.col("action") == "draw")
    back = mine.filter(pl.col("action") == "return")
    return (draws["handheld"][-1], len(draws) > len(back)) if len(draws) else (0, False)


def _counts(records: Records, handheld: int) -> dict[date, bool]:
    rows = records.table("handheld_count", ["handheld", "counted_on", "found"]).filter(pl.col("handheld") == handheld)
    return dict(rows.select("counted_on", "found").iter_rows())


def _cost(records: Records, key: int) -> int | None:
    """What force did to a handheld of a report comes to; None where there is no such report."""
    repairs = records.table("handheld_repair")
    report = repairs.filter(pl.col("id") == key)
    if report.is_empty():
        return None
    handheld, day = report["handheld"][0], report["reported_on"][0]
    found = repairs.filter((pl.col("handheld") == handheld) & (pl.col("reported_on") == day), verdict="force")
    if found.is_empty():
        return None
    return _value(records, handheld, day) if found["beyond_repair"][0] else int(found["cost_fen"][0])


def _value(records: Records, handheld: int, day: date) -> int:
    """Its price by the register, less what full months have written off."""
    row = records.table("handheld").filter(pl.col("handheld") == handheld).row(0, named=True)
    since: date = row["acquired_on"]
    months = 12 * (day.year - since.year) + day.month - since.month - (day.day < since.day)
    price, life = int(row["price_fen"]), int(row["life_months"])
    return round_half_up(price * max(life - months, 0), life)
