"""What evidence shows of an office: of a small one whole, of a large one part by part, each clause within its reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kaohe.sim.records import Records
from kaohe.standards.evidence import disagreements, gathered, gathering
from kaohe.standards.evidence.disagreements import Disagreement
from kaohe.standards.evidence.findings import Finding
from kaohe.standards.ledger.large_office import LargeOffice
from kaohe.standards.ledger.last_day import work_ends_on
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.shards import Shards
from kaohe.standards.rulebook.model import Rulebook

EVERYBODY = 1 << 40  # customers: more than any office has
_WHOLE = 2  # shards: an office that would make no more is judged whole, which spares dealing it out


@dataclass(frozen=True)
class Shown:
    """What all evidence shows, with the ledger of the office; neither findings nor disagreements are in an order."""

    ledger: Ledger
    findings: Sequence[Finding]
    disagreements: Sequence[tuple[str, Disagreement]]


def shown_by(
    records: Records,
    rulebook: Rulebook,
    as_of: date | None,
    work: Path | None,
    customers: int,
    *,
    edited: bool = False,
) -> Shown:
    """What records show at the end of a day (None: their last; of edited records that on which the office's work ends);
    parts have at most so many customers, or one hall.
    """
    if records.table("customer", ["id"]).height <= _WHOLE * customers:
        last_day = work_ends_on(records) if edited and as_of is None else None
        ledger = Ledger(records, as_of, rulebook.approvers, last_day=last_day)
        return Shown(ledger, gathered(ledger, rulebook), disagreements(ledger))
    with TemporaryDirectory(dir=work) as folder:
        shards = Shards(records, Path(folder), customers)
        return by_parts(LargeOffice(records, shards, as_of, rulebook.approvers), rulebook)


def by_parts(office: LargeOffice, rulebook: Rulebook) -> Shown:
    """Clauses of a book and of a hall shard by shard, those of the office once, on what was gathered."""
    findings: list[Finding] = []
    told: list[tuple[str, Disagreement]] = []
    kept: dict[Callable[[Ledger], Any], list[Any]] = {make: [] for make in gathering(first=False)}
    for make in gathering(first=True):
        office.gather(make)
    for shard in office.shards():
        findings += gathered(shard, rulebook, ("book", "hall"))
        told += disagreements(shard, ("book", "hall"))
        for make, parts in kept.items():
            parts.append(shard.once(make))
    for make, parts in kept.items():
        office.keep(make, parts)
    findings += gathered(office, rulebook, ("office",))
    return Shown(office, findings, [*told, *disagreements(office, ("office",))])
