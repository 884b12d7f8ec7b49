"""Records of two worlds that differ by one act, and what lies between them: fees, cash, delay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

import polars as pl

from kaohe.sim.clock.calendar import date_of
from kaohe.sim.deciding.errands import NEVER
from kaohe.sim.deciding.truth import Act
from kaohe.sim.deciding.worth import Late
from kaohe.sim.records import Records
from kaohe.sim.tariff.money import round_half_up

Values = Mapping[str, int | date | str]
Done = Mapping[int, tuple[int, int]]  # by paper (key): the money in question and the day on which the duty was done
T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    """One line of the working: which kind (fee | cash | delay), and what goes into its words."""

    kind: str
    values: Values


@dataclass(frozen=True)
class Amount:
    """What an act caused, 分; `net_fen`: what is left of it on the last day. The lines are its working."""

    basis: str
    causal_fen: int
    net_fen: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Worlds:
    """An act and the records with it and without it; last_day: days since 1970; rate: of lateness, a day;
    principal_after_days: so many days beyond its limit, what is still out counts whole (0: never).
    """

    act: Act
    done: Records
    without: Records
    last_day: int
    rate: Fraction
    principal_after_days: int

    def out_too_long(self, since: int) -> bool:
        """Whether what was due on a day, and is still out on the last one, counts whole."""
        return 0 < self.principal_after_days < self.last_day - since

    def both(self, query: Callable[[Records], T]) -> tuple[T, T]:
        """The same question to both."""
        return query(self.done), query(self.without)


Measure = Callable[[Worlds], Amount]


def fee(worlds: Worlds) -> Amount:
    """Of all customers, because nobody else's bills differ."""
    sums = joined(worlds, issued, ["customer", "period"]).filter(pl.col("with_fen") != pl.col("without_fen"))
    sums = sums.sort("customer", "period").with_columns(
        (pl.col("with_fen") - pl.col("without_fen")).cum_sum().over("customer").alias("balance_fen")
    )
    of = sums.group_by("customer").agg(
        pl.col("balance_fen").abs().max().alias("most"), pl.col("balance_fen").last().abs().alias("left")
    )
    return Amount("fee", int(of["most"].sum()), int(of["left"].sum()), lines_of("fee", sums))


def issued(records: Records) -> pl.DataFrame:
    """What was issued by customer and period: bills, and the supplements that went out with them."""
    bills = records.table("bill", ["customer", "period", "amount_fen"])
    extra = records.table("supplement", ["customer", "with_period", "amount_fen"]).rename({"with_period": "period"})
    return pl.concat([bills, extra]).group_by("customer", "period").agg(pl.col("amount_fen").sum())


def joined(worlds: Worlds, query: Callable[[Records], pl.DataFrame], on: list[str]) -> pl.DataFrame:
    """The amounts of both worlds side by side, 0 where one has none."""
    done, without = worlds.both(query)
    side_by_side = done.rename({"amount_fen": "with_fen"}).join(
        without.rename({"amount_fen": "without_fen"}), on=on, how="full", coalesce=True
    )
    return side_by_side.with_columns(pl.col("with_fen", "without_fen").fill_null(0))


def lines_of(kind: str, rows: pl.DataFrame) -> tuple[Line, ...]:
    return tuple(Line(kind, row) for row in rows.to_dicts())


def cash_between(worlds: Worlds, query: Callable[[Records], pl.DataFrame]) -> Amount:
    """What is there less with the act than without it, by the midnights between; rows of (on, amount_fen)."""
    sums = missing_between(worlds, query)
    missing = sums["balance_fen"].to_list() or [0]
    return Amount("cash", max(0, *missing), max(0, missing[-1]), lines_of("cash", sums))


def missing_between(worlds: Worlds, query: Callable[[Records], pl.DataFrame]) -> pl.DataFrame:
    """The days on which the two worlds differ, with the `balance_fen` that is missing from then on."""
    sums = joined(worlds, lambda records: query(records).group_by("on").agg(pl.col("amount_fen").sum()), ["on"])
    sums = sums.filter(pl.col("with_fen") != pl.col("without_fen")).sort("on")
    return sums.with_columns((pl.col("without_fen") - pl.col("with_fen")).cum_sum().alias("balance_fen"))


def delayed(worlds: Worlds, done_on: Callable[[Records, Late], Done]) -> Amount:
    """`done_on`: by paper (key) the money in question and the day on which the duty was done, in one world.

    What is not done by the end counts to the last day; what was done before its limit, from the limit.
    """
    parts = []
    for late in worlds.act.worth:
        if isinstance(late, Late):
            done, without = worlds.both(lambda records, late=late: done_on(records, late))  # type: ignore[misc]  # a default is not inferred
            lawful = {key: (fen, max(on, late.limit_on)) for key, (fen, on) in without.items()}
            parts.append((done, lawful))
    return interest_of(worlds, parts)


def interest_of(worlds: Worlds, parts: Sequence[tuple[Done, Done]]) -> Amount:
    """Of what was done with the act and without it: the days between."""
    lines, worth = [], Fraction(0)
    for done, without in parts:
        for key in sorted(done.keys() | without.keys()):
            principal = done.get(key, without.get(key, (0, 0)))[0]
            days = [min(world.get(key, (0, worlds.last_day))[1], worlds.last_day) for world in (done, without)]
            if days[0] != days[1]:
                out = done.get(key, (0, NEVER))[1] >= NEVER and worlds.out_too_long(days[1])
                worth += principal if out else principal * (days[0] - days[1]) * worlds.rate
                on: Values = {"with_on": date_of(days[0]), "without_on": date_of(days[1]), "days": days[0] - days[1]}
                lines.append(Line("delay", {"paper": key, "principal_fen": principal, **on}))
    fen = round_half_up(worth.numerator, worth.denominator)
    return Amount("delay", fen, fen, tuple(lines))


def written_on() -> pl.Expr:
    return pl.col("recorded_at").dt.date()


def is_late(worlds: Worlds) -> bool:
    return any(isinstance(each, Late) for each in worlds.act.worth)
