"""2.3: what a customer says of his meter, and what a reader left without a remark."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers


def the_customer_names_no_day(papers: Papers) -> None:
    """Then nobody knows whether it stood when it was read."""
    said = pl.col("fault_on").is_not_null() & pl.col("customer").is_in(papers["meter_test"]["customer"].implode())
    papers.change("fault_notice", papers.row("fault_notice", said), fault_on=None)


LIMBS = (Limb("2.3", "standing", "fault_notice.fault_on", the_customer_names_no_day, loses=("2.3",), breached=True),)
