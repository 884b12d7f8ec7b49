"""1.2: on which day papers were signed for, and entered."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, later


def a_registration_was_entered_days_later(papers: Papers) -> None:
    """Whatever day it was surveyed."""
    row = papers.row("registration", pl.col("application") == pl.col("customer"))
    entered = row["entered_on"]
    assert isinstance(entered, date)
    papers.change("registration", row, recorded_at=later(row, 1), entered_on=entered + timedelta(days=1))


def an_opening_is_entered_a_fortnight_later(papers: Papers) -> None:
    """Of an order that was signed for in time."""
    row = papers.row("opening", pl.lit(value=True))
    entered = row["entered_on"]
    assert isinstance(entered, date)
    papers.change("opening", row, recorded_at=later(row, 14), entered_on=entered + timedelta(days=14))


LIMBS = (
    Limb("1.2", "late", "registration", a_registration_was_entered_days_later, finds=("1.2",)),
    Limb("1.2", "late", "opening", an_opening_is_entered_a_fortnight_later, finds=("1.2",)),
)
