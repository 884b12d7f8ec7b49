"""Repeats about connections and masters: survey sheets, transformers, the calendar."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

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
    """A transformer of the opening, of whose customer nobody registered anything, is of the capacity of his archive."""
    registered = frames.columns("registration", "customer")["customer"].unique()
    rows = frames.columns("transformer", "id", "customer", "kva").filter(
        ~pl.col("customer").is_in(registered.implode())
    )
    archive = frames.columns("customer", "id", "customer", "capacity_kva").sort("id")
    archive = archive.group_by("customer").agg(pl.col("capacity_kva"), theirs="id")
    both = rows.join(archive, on="customer").sort("id")
    wrong = both.filter(~pl.col("capacity_kva").list.contains(pl.col("kva")))
    for key, theirs, said, other in wrong.select("id", "theirs", "kva", pl.col("capacity_kva").list.last()).rows():
        yield (key,), tuple(theirs), "kva", said, other


def closed_days(_: Ledger, frames: Frames) -> Iterator[Found]:
    """The office is closed on the days from which 例日 are shifted, up to the last of them, and on no other."""
    shifts = frames.columns("shift_notice", "id", "from_on").rename({"id": "notice", "from_on": "on"})
    days = frames.columns("calendar", "id", "on", "open").join(shifts, on="on", how="left")
    wrong = days.filter(pl.col("open") == pl.col("notice").is_not_null(), pl.col("on") <= shifts["on"].max()).sort("id")
    for key, notice, is_open in wrong.select("id", "notice", "open").rows():
        yield (key,), () if notice is None else (notice,), "open", str(is_open), str(not is_open)


CONNECTIONS: tuple[Word, ...] = (survey_alone, transformer_capacity, closed_days)
