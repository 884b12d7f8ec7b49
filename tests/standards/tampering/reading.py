"""2.2: readings."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, fen


def _spot(papers: Papers) -> dict[str, object]:
    return papers.row("reading", (pl.col("kind") == "spot") & (pl.col("register") < 9_000), -1)


def the_spot_register_is_another(papers: Papers) -> None:
    """It cannot be joined to the register with which the meter was opened."""
    spot = _spot(papers)
    papers.change("reading", spot, register=(fen(spot, "register") + 5_000) % 10_000)


def the_spot_register_lies_below_the_reading(papers: Papers) -> None:
    """Which was taken just before it, and billed; what was read before both lies lower still."""
    kinds, register = pl.col("kind"), pl.col("register")
    rows = papers["reading"].filter(kinds.is_in(["actual", "spot"])).sort("recorded_at")
    rows = rows.with_columns(before=register.shift().over("meter"), kind_before=kinds.shift().over("meter"))
    near = (kinds == "spot") & (pl.col("kind_before") == "actual") & (register - pl.col("before") < 20)
    found = rows.filter(near & (pl.col("before") > 100)).row(0, named=True)
    spot = papers.row("reading", pl.col("id") == found["id"])
    papers.change("reading", spot, register=found["before"] - 5)


def the_register_of_an_installation_is_another(papers: Papers) -> None:
    """Than its order has."""
    billed = pl.col("meter").is_in(papers["bill"]["meter"].implode())
    row = papers.row("reading", (pl.col("kind") == "install") & billed)
    papers.change("reading", row, register=fen(row, "register") + 500)


def the_register_of_a_removal_is_another(papers: Papers) -> None:
    """Lower than what was read before."""
    row = papers.row("reading", (pl.col("kind") == "removal") & (pl.col("register") > 500))
    papers.change("reading", row, register=fen(row, "register") - 400)


LIMBS = (
    Limb("2.2", "reading", "reading (install)", the_register_of_an_installation_is_another, disagrees=("fitted",)),
    Limb(
        "2.2", "reading", "reading (removal)", the_register_of_a_removal_is_another, disagrees=("fitted", "registers")
    ),
    Limb("2.2", "reading", "reading (spot)", the_spot_register_lies_below_the_reading, finds=("2.2",)),
    Limb("2.2", "reading", "reading (spot)", the_spot_register_is_another, disagrees=("registers",)),
)
