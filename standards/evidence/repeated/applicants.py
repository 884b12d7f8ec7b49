"""What applicants' papers and fees repeat from the rules for them, where columns cannot say it."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from kaohe.sim.records import SCHEMA
from kaohe.standards.evidence.repeated.frames import Found, Frames, Word
from kaohe.standards.ledger.ledger import Ledger

_PROXY = "proxy"


def listed_by_rule(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A paper on a list is one that the class of the application needs on its day, or that does as well; or a proxy."""
    papers = frames.columns("document", "id", "application", "kind").filter(pl.col("kind").cast(pl.String) != _PROXY)
    asked = _asked(frames).select("application", "price_class", "applied_on")
    needed = _needed(frames)
    either = pl.concat([needed.select("price_class", "valid_from", kind=pl.col(each)) for each in ("kind", "instead")])
    both = papers.with_columns(pl.col("kind").cast(pl.String)).join(asked, on="application")
    known = both.join(either, on=["price_class", "kind"]).filter(pl.col("valid_from") <= pl.col("applied_on"))
    astray = both.filter(~pl.col("id").is_in(known["id"].implode())).sort("id")
    for key, price_class, said in astray.select("id", "price_class", "kind").rows():
        yield (key,), tuple(needed.filter(pl.col("price_class") == price_class)["id"].to_list()), "kind", said, None


def rules_never_met(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A paper that a class needs is on the list of one of its applications, where there are several: what nobody ever
    asked for is no rule.
    """
    papers = frames.columns("document", "application", "kind").with_columns(pl.col("kind").cast(pl.String))
    needed = _needed(frames)
    both = needed.join(_asked(frames), on="price_class").filter(pl.col("valid_from") <= pl.col("applied_on"))
    for name in ("kind", "instead"):
        there = papers.rename({"kind": name}).with_columns(there=pl.lit(value=True)).unique()
        both = both.join(there, on=["application", name], how="left").rename({"there": f"{name}_there"})
    met = pl.col("kind_there").fill_null(value=False) | pl.col("instead_there").fill_null(value=False)
    rules = both.group_by("id", "kind").agg(met.any().alias("met"), pl.len(), pl.col("application"))
    never = rules.filter(~pl.col("met") & (pl.col("len") >= _SEVERAL)).sort("id")
    for key, said, theirs in never.select("id", "kind", "application").rows():
        yield (key,), tuple(theirs), "kind", said, None


def units_of_fees(_: Ledger, frames: Frames) -> Iterator[Found]:
    """A fee for each is charged once a receipt, one by kVA not for 1 kVA to everybody: of several receipts that are all
    otherwise the list is in doubt, one alone is its clerk's.
    """
    receipts = frames.columns("fee_receipt", "id", "application", "fee", "quantity")
    receipts = receipts.filter(pl.Series(SCHEMA["fee_receipt"].key.part("number", receipts["id"].to_numpy())) == 0)
    asked = frames.columns("application", "id", "capacity_kva").rename({"id": "application"})
    prices = frames.columns("fee_price", "id", "fee", "unit").rename({"id": "price"})
    both = receipts.join(asked, on="application").join(prices, on="fee", maintain_order="left")
    each, one = pl.col("unit").cast(pl.String) == "each", pl.col("quantity") == 1
    otherwise = (each & ~one) | (~each & one & (pl.col("capacity_kva") != 1))
    every = both.group_by("price").agg(otherwise.all().alias("all"), pl.len(), pl.col("id"), pl.col("unit").first())
    for key, theirs, said in (
        every.filter(pl.col("all") & (pl.col("len") >= _SEVERAL)).sort("price").select("price", "id", "unit").rows()
    ):
        yield (key,), tuple(theirs), "unit", str(said), None


_SEVERAL = 2  # applications that all lack a paper, receipts of a fee: one alone is its clerk's


def _asked(frames: Frames) -> pl.DataFrame:
    """Applications for a new connection."""
    rows = frames.columns("application", "id", "kind", "price_class", "applied_on").rename({"id": "application"})
    rows = rows.filter(pl.col("kind").cast(pl.String) == "new").drop("kind")
    return rows.with_columns(pl.col("price_class").cast(pl.String))


def _needed(frames: Frames) -> pl.DataFrame:
    """The rules, their words as text."""
    rows = frames.columns("document_rule", "id", "price_class", "kind", "instead", "valid_from")
    return rows.with_columns(pl.col("price_class", "kind", "instead").cast(pl.String))


APPLICANTS: tuple[Word, ...] = (listed_by_rule, rules_never_met, units_of_fees)
