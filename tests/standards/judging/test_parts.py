"""An office judged whole, by halls and in larger parts comes to the same; no clause looks beyond its reach."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl
import pytest

import kaohe.sim.town.books as books
from kaohe.sim.deciding.behaviours import Erring
from kaohe.sim.deciding.injection import Survey, plan_from
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA, Records
from kaohe.standards.evidence import disagreeing, disagreements, evidence, gathered
from kaohe.standards.evidence.disagreements import reach_of
from kaohe.standards.judging.judge import apply, find
from kaohe.standards.ledger.large_office import LargeOffice
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import Rows
from kaohe.standards.ledger.shards import Shards, Unit, leads
from tests.proving import times
from tests.sim.office import Small, handbook, rulebook, rules
from tests.standards.substitutes import OFTEN
from tests.standards.tampering.papers import Limb, Papers
from tests.standards.tampering.test_tampering import LIMBS

HALL = 150
OFFICE, EDITED = Small(1_200, 5, 3), Small(400, 4, 7)


@pytest.fixture(autouse=True, scope="module")
def _small_halls() -> Iterator[None]:
    """Halls of so few customers that a small office has many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(books, "SITE_CUSTOMERS", HALL)
        yield


@cache
def _records(office: str) -> Records:
    """By the book, with every clause broken at a rate, or with three acts of a clause."""
    if office == "clean":
        return OFFICE.office().run().records
    if office == "erring":
        return OFFICE.office(behaviours=[Erring(dict.fromkeys(REGISTRY.clauses(), 30_000))]).run().records
    if office == "substitutes":
        spec = replace(OFFICE.spec(), practice=OFTEN, windows=2)
        erring = Erring(dict.fromkeys(REGISTRY.clauses(), 30_000))
        papers = Papers(Office(spec, OFFICE.seed, rules(), behaviours=[erring]).run().records)
        papers.delete("leave", papers.row("leave", pl.lit(True)))  # and it is in doubt who was there
        return papers.records()
    if office == "edited":
        return EDITED.office().run().records
    return EDITED.office(plan_from(_survey(), EDITED.seed, {office: 3}).orders).run().records


@cache
def _survey() -> Survey:
    """Of the office to be edited, which has other halls here than elsewhere."""
    survey = Survey(dict.fromkeys(REGISTRY.clauses(), 100))
    EDITED.office(behaviours=[survey]).run()
    return survey


def _shards(records: Records, folder: Path, customers: int = HALL, by: Unit = "hall") -> list[Records]:
    folder.mkdir()
    return list(Shards(records, folder, customers, by))


def _assessed(records: Records, folder: Path, customers: int) -> dict[str, bytes]:
    """The files of an assessment."""
    folder.mkdir()
    found = find(records, rulebook(), work=folder, customers=customers)
    assert not list(folder.iterdir()), "what was dealt out is left"
    apply(found, handbook(), rulebook()).write(folder / "assessment")
    return {path.name: path.read_bytes() for path in (folder / "assessment").iterdir()}


@pytest.mark.parametrize("office", ["clean", "erring", "substitutes"])
def test_an_office_is_judged_alike_whole_and_in_parts(office: str, tmp_path: Path) -> None:
    records = _records(office)
    assert len(_shards(records, tmp_path / "halls")) > 4
    whole = _assessed(records, tmp_path / "whole", 10**9)
    assert (apply(find(records, rulebook()), handbook(), rulebook()).findings.height > 50) == (office != "clean")
    for customers in (1, 3 * HALL):
        assert _assessed(records, tmp_path / str(customers), customers) == whole


TOGETHER = times(5, 1)


def _together() -> Iterator[tuple[str, tuple[Limb, ...]]]:
    """So many edits of one office: whatever they are, its parts must come to what the whole does."""
    offices: dict[str, list[Limb]] = {}
    for limb in LIMBS:
        offices.setdefault(limb.clause if limb.breached else "edited", []).append(limb)
    for office, limbs in offices.items():
        for start in range(0, len(limbs), TOGETHER):
            yield office, tuple(limbs[start : start + TOGETHER])


@pytest.mark.parametrize(("office", "limbs"), [*_together()], ids=lambda each: each if isinstance(each, str) else "")
def test_edited_records_are_judged_alike_whole_and_in_parts(
    office: str, limbs: tuple[Limb, ...], tmp_path: Path
) -> None:
    for number, records in enumerate(_edited(office, limbs)):
        work = tmp_path / str(number)
        work.mkdir()
        whole, parts = find(records, rulebook()), find(records, rulebook(), work=work, customers=1)
        assert parts.findings == whole.findings, [limb.name for limb in limbs]
        assert parts.disagreements == whole.disagreements, [limb.name for limb in limbs]


def _edited(office: str, limbs: tuple[Limb, ...]) -> Iterator[Records]:
    """Where the office of a few halls has no row that is meant, an office of more, with errors of all kinds."""
    edited, left = Papers(_records(office)), list[Limb]()
    for limb in limbs:
        try:
            limb.edit(edited)
        except (AssertionError, pl.exceptions.OutOfBoundsError):
            left.append(limb)
    if len(left) < len(limbs):
        yield edited.records()
    for limb in left:
        papers = Papers(_records("erring"))
        limb.edit(papers)
        yield papers.records()


@pytest.mark.parametrize("by", ["book", "hall"])
def test_what_a_clause_looks_for_lies_within_its_reach(by: Unit, tmp_path: Path) -> None:
    records = _records("erring")
    whole = Ledger(records, approvers=rulebook().approvers)
    office = LargeOffice(records, Shards(records, tmp_path, 1, by), None, rulebook().approvers)
    parts = [one for shard in office.shards() for one in _looked_for(shard, by)]
    assert sorted(parts) == sorted(_looked_for(whole, by))
    assert parts


def _looked_for(ledger: Ledger, reach: Unit) -> list[str]:
    return [repr(one) for one in (*gathered(ledger, rulebook(), (reach,)), *disagreements(ledger, (reach,)))]


def test_every_clause_that_stands_and_every_kind_of_disagreement_has_a_reach() -> None:
    halls = {clause for clause in evidence() if rulebook().clause(clause).reach == "hall"}
    offices = {clause for clause in evidence() if rulebook().clause(clause).reach == "office"}
    assert halls == {"4.1", "4.2", "4.4", "5.3", "6.3", "6.4", "6.9"}
    assert offices == {"1.7", "4.3", "5.2", "5.4", "5.5", "6.2", "6.5", "6.6", "6.7", "6.8"}
    whole = {kind for kind, tell in disagreeing().items() if reach_of(tell) == "office"}
    assert whole == {
        "after_end",
        "issue_day",
        "ledger_month",
        "cash_journal",
        "cheques_held",
        "safe_count",
        "attendance",
    }


def test_a_table_without_a_lead_is_the_whole_offices() -> None:
    nobodys = {table for table in SCHEMA if not leads(table)}
    assert nobodys == {
        *(
            "staff",
            "calendar",
            "shift_notice",
            "rule",
            "price",
            "price_fund",
            "fee_price",
            "surcharge_price",
            "document_rule",
        ),
        "enquiry",
        *("issue_check", "issue_balance", "voucher", "balance_check", "statistics", "feeder_reading"),
        *("deposit", "bank_line", "bank_batch", "cash_journal", "safe_count"),
        *("leave", "substitution", "cash_handover", "voucher_log", "remittance"),
        *("posting", "ledger_month", "reconciliation"),
    }


def test_every_row_is_in_one_shard_and_its_customer_with_it(tmp_path: Path) -> None:
    records = _records("erring")
    shards = _shards(records, tmp_path / "shards")
    for table in SCHEMA:
        rows = [shard.table(table, ["id", "recorded_at"]) for shard in shards]
        if leads(table):
            assert sorted(pl.concat(rows).rows()) == sorted(records.table(table, ["id", "recorded_at"]).rows())
        else:
            assert all(part.equals(records.table(table, ["id", "recorded_at"])) for part in rows)
    customers = [set(shard.table("customer")["customer"]) for shard in shards]
    for shard, own in zip(shards, customers, strict=True):
        assert len(own & set.union(*(other for other in customers if other is not own))) == 0
        for table in ("reading", "bill", "meter", "work_order", "arrears_item", "application"):
            assert set(records.table(table)["customer"]) & own == _customers(shard, records, table)


def _customers(shard: Records, records: Records, table: str) -> set[int]:
    """Of large tables a shard has only what the judge asks for: the customers by key."""
    keys = shard.table(table, ["id"])["id"]
    return set(records.table(table).filter(pl.col("id").is_in(keys.implode()))["customer"])


def test_rows_that_join_two_halls_make_one_shard_of_them(tmp_path: Path) -> None:
    papers = Papers(_records("erring"))
    before = _shards(papers.records(), tmp_path / "before")
    receipt = papers.row("receipt", pl.col("counter") < 16)
    papers.change("receipt", receipt, counter=int(papers["receipt"]["counter"].max()))  # type: ignore[arg-type]
    joined = _shards(papers.records(), tmp_path / "joined")
    assert len(joined) == len(before) - 1
    papers.change("customer", papers.row("customer", pl.col("book") == 0), book=int(papers["book"]["book"][3]))
    whole, parts = find(papers.records(), rulebook()), find(papers.records(), rulebook(), work=tmp_path, customers=1)
    assert parts.findings == whole.findings
    assert parts.disagreements == whole.disagreements


def test_what_was_gathered_is_what_each_shard_makes(tmp_path: Path) -> None:
    records = _records("erring")
    office = LargeOffice(records, Shards(records, tmp_path, 3 * HALL), None, rulebook().approvers)
    counted = office.gather(_bills)
    assert len(counted) > 1
    assert sum(counted) == len(Ledger(records)["bill"])
    assert Ledger(records).gather(_bills) == [sum(counted)]


def _bills(ledger: Ledger) -> int:
    return len(ledger["bill"])


@pytest.mark.parametrize("by_column", [False, True])
def test_a_shard_is_forgotten_before_the_next_without_the_collector(*, by_column: bool, tmp_path: Path) -> None:
    """Commands look for garbage seldom: what a cycle holds would pile up, shard by shard."""
    records = _records("erring")
    office = LargeOffice(records, Shards(records, tmp_path, HALL), None, rulebook().approvers)
    held: list[weakref.ref[Rows]] = []
    gc.disable()
    try:
        for shard in office.shards(by_column=by_column):
            assert all(rows() is None for rows in held)
            gathered(shard, rulebook(), ("book", "hall"))
            held = [weakref.ref(shard[table]) for table in ("reading", "bill", "customer", "work_order")]
    finally:
        gc.enable()
    assert held
