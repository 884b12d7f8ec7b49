"""Cited rows as papers: their fields in words, and many of one kind as a list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kaohe.reports.judged.cases import Cite
from kaohe.reports.papers.piles import Pile, piled
from kaohe.reports.papers.slips import Desk, Slip
from kaohe.sim.records import ids
from kaohe.sim.texts import use_language
from kaohe.standards import Rulebook
from tests.reports import office_papers as papers


def _desk() -> Desk:
    return Desk(papers.records(), Rulebook.load())


def _bill(number: int) -> Cite:
    return Cite(1, "bill", int(ids.bill_id(number, papers.month_of(number))), "act")


def test_a_bill_reads_as_the_paper() -> None:
    (slip,) = _desk().slips([_bill(7)])
    assert (slip.form, slip.role) == ("電費發行表", "行為")
    assert slip.written == "2001-08-12 09:12 劉秀英（3 號）"
    fields = dict(slip.fields)
    assert fields["電量"] == "137 千瓦時"
    assert fields["金額"] == "61.65 元"
    assert fields["所據抄表"] == "表 56・2001-08・抄表"
    assert fields["電價類別"] == "居民"


def test_the_same_paper_in_english() -> None:
    with use_language("en"):
        (slip,) = _desk().slips([_bill(7)])
    assert slip.form == "issued bills"
    assert dict(slip.fields)["energy"] == "137 kWh"


def test_a_limit_has_its_name() -> None:
    (slip,) = _desk().slips([Cite(1, "rule", 1, "rule")])
    assert dict(slip.fields)["項目"].endswith("（dunning.limit_working_days）")
    assert dict(slip.fields)["單位"] == "工作日"


def test_papers_keep_the_order_of_their_cites() -> None:
    cites = [_bill(9), Cite(1, "rule", 1, "rule"), _bill(2)]
    assert [slip.row_key for slip in _desk().slips(cites)] == [cite.row_key for cite in cites]


def test_a_row_that_is_not_there() -> None:
    for table in ("bill", "no_such_table"):
        (slip,) = _desk().slips([Cite(1, table, 1, "act")])
        assert not slip.found
        assert slip.fields == ()


def test_people_who_are_not_in_the_register_keep_their_number() -> None:
    desk = _desk()
    assert desk.person(9999) == "職工 9999 號"
    assert desk.person(None) == "—"
    assert desk.person(7).startswith(papers.HOSTILE)


@pytest.mark.parametrize(("count", "piles"), [(1, 0), (3, 0), (4, 1), (40, 1)])
def test_more_than_three_of_a_kind_become_a_list(count: int, piles: int) -> None:
    shown = piled(_desk().slips([_bill(number) for number in range(count)]))
    assert sum(isinstance(paper, Pile) for paper in shown) == piles
    assert sum(len(paper.lines) if isinstance(paper, Pile) else 1 for paper in shown) == count


def test_a_list_says_once_what_all_have_in_common() -> None:
    slips = _desk().slips([_bill(number) for number in range(10)])
    (pile,) = piled(slips)
    assert isinstance(pile, Pile)
    assert ("抄表段", "5") in pile.shared
    assert "電量" in pile.columns
    together = dict(pile.shared) | dict(zip(pile.columns, pile.lines[3].values, strict=True))
    assert set(slips[3].fields) <= set(together.items())


def test_papers_of_another_part_in_the_case_stay_apart() -> None:
    slips: list[Slip] = list(_desk().slips([_bill(number) for number in range(4)]))
    slips[2] = replace(slips[2], role="證明")
    assert [isinstance(paper, Pile) for paper in piled(slips)] == [False] * 4


def test_a_list_adds_up_what_is_money() -> None:
    slips = _desk().slips([_bill(number) for number in range(30)])
    (pile,) = piled(slips)
    assert isinstance(pile, Pile)
    fen = sum(dict(slip.sums)["金額"] for slip in slips)
    assert fen > 0
    assert dict(pile.totals)["金額"] == f"{fen // 100:,}.{fen % 100:02} 元"
