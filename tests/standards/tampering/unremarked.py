"""2.3: what a customer says of his meter, and what a reader left without a remark."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, day, fen, later


def the_customer_names_no_day(papers: Papers) -> None:
    """Then nobody knows whether it stood when it was read."""
    said = pl.col("fault_on").is_not_null() & pl.col("customer").is_in(papers["meter_test"]["customer"].implode())
    papers.change("fault_notice", papers.row("fault_notice", said), fault_on=None)


def _compared(papers: Papers) -> Row:
    """A comparison of a meter that was put in by an order and read before it."""
    installs = papers["work_order"].filter(pl.col("kind") == "install")["new_meter"]
    read = papers["reading"].filter((pl.col("kind") == "actual") & pl.col("remark").is_null())
    pairs = papers["archive_check"].join(read.select("meter", "read_on"), on="meter")
    before = pairs.filter(pl.col("read_on") < pl.col("checked_on"))["id"]
    return papers.row("archive_check", pl.col("id").is_in(before.implode()) & pl.col("meter").is_in(installs.implode()))


def order_and_comparison_have_another_multiplier(papers: Papers) -> None:
    """The plate outside, while the archive is left as it was: nobody put it right."""
    check = _compared(papers)
    order = papers.row("work_order", (pl.col("kind") == "install") & (pl.col("new_meter") == fen(check, "meter")))
    papers.change("work_order", order, multiplier=20)
    papers.change("archive_check", check, multiplier=20, plate_outside=True)


def two_comparisons_found_no_seal(papers: Papers) -> None:
    """A second sheet five weeks before one that there is, both without: a meter that readers noted nothing of."""
    check = _compared(papers)
    papers.change("archive_check", check, seal_seen=False)
    earlier = day(check, "checked_on") - timedelta(35)
    said = {"seal_seen": False, "checked_on": earlier, "recorded_at": later(check, -35)}
    papers.add("archive_check", check, id=fen(check, "id") + 1, **said)


LIMBS = (
    Limb("2.3", "standing", "fault_notice.fault_on", the_customer_names_no_day, loses=("2.3",), breached=True),
    Limb(
        "2.3",
        "multiplier",
        "archive_check.multiplier, work_order.multiplier",
        order_and_comparison_have_another_multiplier,
        finds=("1.3", "2.3"),
    ),
    Limb("2.3", "seal", "archive_check.seal_seen", two_comparisons_found_no_seal, finds=("2.3",)),
)
