"""A customer whose meter was put in, and whom nobody has entered when the records end."""

from __future__ import annotations

import polars as pl

from kaohe.sim.records import SCHEMA
from kaohe.standards.judging.judge import find
from tests.sim.office import rulebook
from tests.standards.tampering.papers import Papers
from tests.standards.tampering.sweep import acts, office, untouched


def test_an_office_with_a_meter_of_nobody_in_the_archive_is_judged() -> None:
    papers, customer = Papers(office().records), 9_999
    order = papers.row("work_order", pl.col("kind") == "install", -1)
    key = int(SCHEMA["work_order"].key.pack(customer=customer, number=1))
    papers.add("work_order", order, id=key, customer=customer, new_meter=customer * 8)
    assert acts(find(papers.records(), rulebook())) == untouched()
