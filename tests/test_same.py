"""The comparison of two revisions names what differs, and only that."""

from __future__ import annotations

import polars as pl

from tests.same import differences

BILLS = pl.DataFrame({"id": [7, 8, 9], "amount_fen": [100, 200, 300], "kind": ["a", None, "c"]})


def test_equal_tables_do_not_differ() -> None:
    assert not list(differences({"bill": BILLS}, {"bill": BILLS.clone()}))


def test_the_first_row_of_each_column_that_differs_is_named() -> None:
    other = BILLS.with_columns(amount_fen=pl.Series([100, 201, 301]), kind=pl.Series(["a", "b", "c"]))
    assert list(differences({"bill": BILLS}, {"bill": other})) == [
        "bill.amount_fen: row 1 (id 8): 200, now 201",
        "bill.kind: row 1 (id 8): None, now b",
    ]


def test_missing_tables_columns_rows_and_changed_types_are_named() -> None:
    other = BILLS.drop("kind").head(2).cast({"amount_fen": pl.Int32})
    found = list(differences({"bill": BILLS, "notice": BILLS}, {"bill": other}))
    assert found == [
        "notice: only in the old run",
        "bill.kind: only in the old run",
        "bill: 3 rows, now 2",
        "bill.amount_fen: Int64, now Int32",
    ]


def test_lists_are_compared_as_a_whole() -> None:
    incidents = pl.DataFrame({"incident_id": [1, 2], "findings": [[1, 2], [3]]})
    other = incidents.with_columns(findings=pl.Series([[1, 2], [3, 4]]))
    assert not list(differences({"incidents": incidents}, {"incidents": incidents.clone()}))
    (found,) = differences({"incidents": incidents}, {"incidents": other})
    assert found.startswith("incidents.findings: row 1 (id 2)")
