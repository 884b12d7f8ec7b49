"""A paper that nobody has heard of: it is said once, in its file, and everything that reads papers takes it."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kaohe.reports.judged.cases import Cite
from kaohe.reports.papers import slips
from kaohe.reports.words.keys import key_text
from kaohe.sim.records import Papers, ids
from kaohe.sim.records.document import lines
from kaohe.sim.records.schema import COMMON, FOLDER, read_papers
from kaohe.sim.texts import use_language
from tests.scenarios.test_leaks import labelled
from tests.sim.office_closure import Change, Closure, Own

STAMP = """
[stamp_log]
form = { zh = "收費章領用登記", en = "stamps drawn" }
key = ["counter", { part = "day", column = "used_on" }, { part = "action", codes = ["draw", "return"] }]
reach.counter_day = ["counter", "used_on"]
[stamp_log.columns]
counter = { type = "int32" }
used_on = { type = "date", zh = "使用日", en = "used on" }
action = { type = "str", doc = "draw | return" }
bill = { type = "int64", null = true, refers = "bill" }
"""
OBJECT = """
stamp_day = { zh = "收費章保管日", en = "custody of a stamp on a day", key = ["counter", "day"] }
"""
MARCH_5 = date(2001, 3, 5)
DAY = (MARCH_5 - ids.EPOCH).days


@pytest.fixture(name="papers")
def _papers(tmp_path: Path) -> Papers:
    folder = tmp_path / "papers"
    shutil.copytree(FOLDER, folder)
    for name, more in (("counter.toml", STAMP), (COMMON, OBJECT)):
        path = folder / name
        path.write_text(path.read_text("utf-8") + more, "utf-8")
    return read_papers(folder)


def row(papers: Papers, counter: int, action: str = "draw") -> dict[str, object]:
    """A stamp drawn at a counter."""
    key = papers.tables["stamp_log"].key.pack(counter=counter, day=DAY, action=("draw", "return").index(action))
    bill = ids.bill_id(12, ids.period_index(200103))
    at = datetime(2001, 3, 5, 8, 0, 7)
    own = {"counter": counter, "used_on": MARCH_5, "action": action, "bill": bill}
    return {"id": key, "recorded_at": at, "staff": None, **own}


def frame(papers: Papers, counters: range) -> pl.DataFrame:
    """Stamps drawn and returned."""
    rows = [row(papers, counter, action) for counter in counters for action in ("draw", "return")]
    return pl.DataFrame(rows, schema=papers.tables["stamp_log"].empty().schema)


def test_the_page_of_the_records_has_it(papers: Papers) -> None:
    page = "\n".join(lines(papers))
    assert "### stamp_log: 收費章領用登記 (stamps drawn)" in page
    assert "| used_on | 使用日, used on | date |" in page
    assert "| stamp_day | 收費章保管日, custody of a stamp on a day | counter, day (× 32768) |" in page


def test_reports_show_it_in_three_languages(papers: Papers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slips, "SCHEMA", papers.tables)
    key = papers.tables["stamp_log"].key.pack(counter=17, day=DAY, action=1)

    class Office:
        """Records that hold stamps and nobody."""

        def table(self, name: str) -> pl.DataFrame:
            """The rows of a table."""
            return frame(papers, range(16, 18)) if name == "stamp_log" else papers.tables[name].empty()

    shown = {}
    for language in ("en", "zh-Hans", "zh-Hant"):
        with use_language(language):
            (slip,) = slips.Desk(Office()).slips([Cite(1, "stamp_log", key, "act")])
            shown[language] = (slip.form, key_text("stamp_log", key, papers), *slip.fields[1:])
    assert shown["zh-Hant"][:3] == ("收費章領用登記", "17 號窗口・2001-03-05・返回", ("使用日", "2001-03-05"))
    assert shown["zh-Hans"][0] == "收费章领用登记"
    assert shown["zh-Hant"][-1] == ("電費", "戶 12・2001-03")
    assert shown["en"][:2] == ("stamps drawn", "counter 17, 2001-03-05, return")
    assert key_text("stamp_day", key >> 1, papers) == "17 號窗口・2001-03-05"


def test_an_act_about_its_counter_and_day_may_change_it(papers: Papers) -> None:
    own = Own.of(MARCH_5, counter_day=[(17, MARCH_5)])
    mine, other = (Change("stamp_log", int(str(each["id"])), None, each) for each in (row(papers, 17), row(papers, 18)))
    assert Closure(own, papers).unexplained([other, mine]) == [other]


def test_its_customer_is_found_through_the_bill(papers: Papers) -> None:
    change = Change("stamp_log", 1, None, row(papers, 18))
    assert Closure(Own.of(MARCH_5, customer=[(12,)]), papers).unexplained([change]) == []
    assert Closure(Own.of(MARCH_5, customer=[(13,)]), papers).unexplained([change]) == [change]


def test_the_leak_probe_asks_about_its_rows(papers: Papers) -> None:
    below = papers.below("window_day", "stamp_log")
    assert below == 1
    assert papers.below("customer_period", "stamp_log") is None
    stamps = frame(papers, range(10, 20)).with_columns(place=pl.lit(0.5))
    acts = {int(ids.counter_day_id(counter, DAY)): counter == 17 for counter in range(10, 18)}
    look, label = labelled(papers.tables["stamp_log"], stamps, below, acts, 1)
    assert np.count_nonzero(label) == 2
    assert look.shape[0] == 16
