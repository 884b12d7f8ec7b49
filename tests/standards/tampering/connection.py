"""1.3 and 7.1: entries of the registration desk, and their audits."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, fen


def _opening(papers: Papers, which: pl.Expr) -> Row:
    """An opening whose meter was billed and never compared on the spot."""
    billed = pl.col("meter").is_in(papers["bill"]["meter"].implode())
    compared = pl.col("meter").is_in(papers["archive_check"]["meter"].implode())
    return papers.row("opening", billed & ~compared & (pl.col("multiplier") == 1) & which)


def _audited(papers: Papers) -> pl.Expr:
    audits = papers["audit"].filter((pl.col("stage") == "opening") & pl.col("passed"))
    return pl.col("application").is_in(audits["application"].implode())


def _order(papers: Papers, opening: Row) -> Row:
    return papers.row("work_order", (pl.col("kind") == "install") & (pl.col("new_meter") == fen(opening, "meter")))


def _signed(papers: Papers, opening: Row) -> Row:
    of_order = (pl.col("kind") == "work_order") & (pl.col("action") == "signed")
    return papers.row("paper_log", of_order & (pl.col("application") == fen(opening, "application")))


def the_order_has_another_multiplier(papers: Papers) -> None:
    """A consistent forgery where nobody audited it or went there: entry and archive differ from their source."""
    opening = _opening(papers, ~_audited(papers))
    papers.change("work_order", _order(papers, opening), multiplier=20)


def the_order_of_an_audited_opening_has_another(papers: Papers) -> None:
    """Who passed it answers too."""
    papers.change("work_order", _order(papers, _opening(papers, _audited(papers))), multiplier=20)


def a_checked_meter_s_order_has_another(papers: Papers) -> None:
    """On the spot it was found as it was entered."""
    check = papers.row("archive_check", pl.lit(value=True))
    papers.change("work_order", _order(papers, check), multiplier=20)


def the_entry_is_not_what_the_archive_took_over(papers: Papers) -> None:
    """Opening 30, archive 1."""
    papers.change("opening", _opening(papers, pl.lit(value=True)), multiplier=30)


def the_order_s_register_is_another(papers: Papers) -> None:
    """Than the reading of the installation."""
    opening = _opening(papers, pl.lit(value=True))
    papers.change("work_order", _order(papers, opening), install_register=100)


def nobody_signed_for_the_order(papers: Papers) -> None:
    """The entry was made without its source."""
    papers.delete("paper_log", _signed(papers, _opening(papers, pl.lit(value=True))))


def the_survey_sheet_is_missing(papers: Papers) -> None:
    """Of a registration."""
    application = fen(papers.row("registration", pl.lit(value=True)), "application")
    papers.delete("survey", papers.row("survey", pl.col("application") == application))


def there_are_two_openings(papers: Papers) -> None:
    """Of one application."""
    papers.add("opening", _opening(papers, pl.lit(value=True)), multiplier=30)


def _passed_wrongly(papers: Papers) -> Row:
    """The audit of an entry that differs from its order or its sheet, which an act let pass."""
    sheets = papers["registration"].join(papers["survey"], on="application", suffix="_of_sheet")
    names = ("price_class", "capacity_kva", "book", "series", "kva")
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_of_sheet")) for name in names)
    installed = papers["work_order"].filter(pl.col("kind") == "install")
    orders = papers["opening"].join(installed, left_on="meter", right_on="new_meter", suffix="_of_order")
    wrong = pl.any_horizontal(pl.col(name) != pl.col(f"{name}_of_order") for name in ("multiplier", "digits"))
    of_sheets = pl.col("application").is_in(sheets.filter(differs)["application"].implode())
    of_orders = pl.col("application").is_in(orders.filter(wrong)["application"].implode())
    stage = pl.col("stage")
    which = (of_sheets & (stage == "registration")) | (of_orders & (stage == "opening"))
    return papers.row("audit", which & pl.col("passed"))


def the_audit_did_not_pass_it(papers: Papers) -> None:
    """It found what differs."""
    papers.change("audit", _passed_wrongly(papers), passed=False)


LIMBS = (
    Limb("1.3", "wrong_entry", "work_order.multiplier", the_order_has_another_multiplier, finds=("1.3",)),
    Limb("7.1", "wrong_entry", "audit", the_order_of_an_audited_opening_has_another, finds=("1.3", "7.1")),
    Limb(
        "1.3", "wrong_entry", "work_order.multiplier", a_checked_meter_s_order_has_another, disagrees=("order_check",)
    ),
    Limb(
        "1.3",
        "wrong_entry",
        "opening.multiplier",
        the_entry_is_not_what_the_archive_took_over,
        disagrees=("entry_archive",),
    ),
    Limb("1.3", "wrong_entry", "work_order.install_register", the_order_s_register_is_another, disagrees=("fitted",)),
    Limb("1.3", "wrong_entry", "paper_log", nobody_signed_for_the_order, disagrees=("entry_source",)),
    Limb("1.3", "wrong_entry", "survey", the_survey_sheet_is_missing, disagrees=("entry_source",)),
    Limb("1.3", "wrong_entry", "opening", there_are_two_openings, disagrees=("entry_twice", "entry_archive")),
    Limb("7.1", "wrong_entry", "audit.passed", the_audit_did_not_pass_it, loses=("7.1",), breached=True),
)
