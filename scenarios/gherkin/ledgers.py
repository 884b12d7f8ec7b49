"""Steps about the office's own books: readings, bills, money, notices, and whether the accounts agree."""

from __future__ import annotations

from datetime import date

import polars as pl

from kaohe.scenarios.gherkin.finding import _agree
from kaohe.scenarios.gherkin.scene import Scene
from kaohe.scenarios.gherkin.words import BILL_LINES, a_date, alike, fault, fen, meaning, yuan
from kaohe.sim.clock.calendar import day_of, load_calendar
from kaohe.sim.files import nearest
from kaohe.sim.records.ids import bill_id, period_index


def paid(scene: Scene, customer: str, on: str, yuan: str) -> None:
    """「永和商店」於 2001-03-16 交費 10080.00 元."""
    receipts = _table(scene, "receipt").filter(pl.col("customer") == _customer(scene, customer))
    _agree("amount", fen(yuan), _sum(receipts.filter(pl.col("recorded_at").dt.date() == a_date(on)), "amount_fen"))


def took(scene: Scene, name: str, on: str, yuan: str) -> None:
    """「趙紅」 2001-03-16 收款 10080.00 元: what belongs to that day's closing."""
    staff, day = _staff(scene, name), a_date(on)
    mine = [
        rows.filter((pl.col("staff") == staff) & (pl.col("takings_on") == day))
        for rows in (_with_charges(scene), _table(scene, "fee_receipt"))
    ]
    _agree("amount", fen(yuan), sum(_sum(each, "amount_fen") for each in mine))


def handed_in(scene: Scene, name: str, on: str, day: str) -> None:
    """「趙紅」 2001-03-16 的收款於 2001-03-19 上繳."""
    rows = _table(scene, "hand_in").filter(
        (pl.col("staff") == _staff(scene, name)) & (pl.col("takings_on") == a_date(on))
    )
    _on(rows, "recorded_at", day)


def made_good(scene: Scene, name: str, on: str, day: str | None = None) -> None:
    """「趙紅」 2001-03-16 的短款於 2001-03-20 補足, or never."""
    person = scene.ran()[0].roster.person(_staff(scene, name))
    rows = _table(scene, "shortage").filter(
        (pl.col("counter") == person.counter)
        & (pl.col("takings_on") == a_date(on))
        & (pl.col("action") != "counterfeit")
    )
    good = rows.filter(pl.col("action") == "made_good")
    if day is not None:
        _on(good, "recorded_at", day)
    elif len(rows) != 1 or len(good):
        _agree("times", 0, len(good))


def banked(scene: Scene, on: str, yuan: str) -> None:
    """2001-03-16 解款 10080.00 元."""
    rows = _table(scene, "deposit").filter(pl.col("deposited_on") == a_date(on))
    _agree("amount", fen(yuan), _sum(rows, "total_fen"))


def read(scene: Scene, book: str, on: str) -> None:
    """「東風里」於 2001-03-14 抄表."""
    office, _ = scene.ran()
    names = list(office.books.name)
    if book not in names:
        raise fault("object-unknown", kind="book", name=book, near=nearest(book, names) or "、".join(names[:8]))
    _on(_table(scene, "batch").filter(pl.col("book") == names.index(book)), "read_on", on)


def issued(scene: Scene, customer: str, month: str, kwh: str, yuan: str) -> None:
    """「永和商店」 2001-03 電費發行 12600 kWh、10080.00 元."""
    rows = _bill(scene, customer, month)
    _agree("energy", int(kwh), _sum(rows, "kwh"))
    _agree("amount", fen(yuan), _sum(rows, "amount_fen"))


def bill_line(
    scene: Scene,
    customer: str,
    month: str,
    line: str,
    yuan: str | None = None,
    less: str | None = None,
    more: str | None = None,
) -> None:
    """「永安機械廠」 2001-03 電費單的「基本電費」為 9450.00 元, 「力調電費」減收 187.79 元, or 增收."""
    name = meaning("line", line, BILL_LINES)
    bill = int(_bill(scene, customer, month)["id"][0])
    lines = _table(scene, "bill_line").filter(pl.col("bill") == bill)
    rows = lines.filter(pl.col("line") == name)
    wanted = -fen(less) if less is not None else fen(yuan or more or "0")
    if not len(rows) and wanted:
        there = [word for word, each in BILL_LINES.items() if each in lines["line"].to_list()]
        raise fault("line-none", customer=customer, month=month, line=line, lines="、".join(alike(line, there)) or "—")
    _agree("amount", wanted, _sum(rows, "amount_fen"))


def _bill(scene: Scene, customer: str, month: str) -> pl.DataFrame:
    """The customer's bill of a month. StepFault if there is none; the months in which there is one."""
    mine = _table(scene, "bill").filter(pl.col("customer") == _customer(scene, customer))
    rows = mine.filter(pl.col("period") == int(month.replace("-", "")))
    if not len(rows):
        months = (f"{period // 100}-{period % 100:02d}" for period in mine["period"].sort())
        raise fault("no-bill", customer=customer, month=month, months="、".join(months) or "—")
    return rows


def noticed(scene: Scene, customer: str, on: str) -> None:
    """「永和商店」於 2001-04-02 收到催費通知單."""
    rows = _table(scene, "notice").filter(
        (pl.col("customer") == _customer(scene, customer)) & (pl.col("kind") == "dunning")
    )
    _on(rows, "served_on", on)


def working_day(scene: Scene, on: str) -> None:
    """2001-03-16 是工作日."""
    _calendar(on, load_calendar().is_working(day_of(a_date(on))))


def day_off(scene: Scene, on: str) -> None:
    """2001-03-17 不是工作日."""
    _calendar(on, not load_calendar().is_working(day_of(a_date(on))))


def shut(scene: Scene, on: str) -> None:
    """2001-03-18 營業所休息."""
    _calendar(on, not load_calendar().is_open(day_of(a_date(on))))


def books_agree(scene: Scene) -> None:
    """應收、實收、收據賬賬相符: bills against receipts, receipts against hand-ins, and the month-end balance."""
    for what, wanted, actual in (*_monthly(scene), *_bills(scene), *_hand_ins(scene)):
        if wanted != actual:
            raise fault("books-differ", what=what, wanted=yuan(wanted), actual=yuan(actual))


def _monthly(scene: Scene) -> list[tuple[str, int, int]]:
    """Issued and received of each month by the rows, and by the month-end balance."""
    found = []
    for row in _table(scene, "balance_check").iter_rows(named=True):
        month = pl.col("recorded_at").dt.year() * 100 + pl.col("recorded_at").dt.month() == row["period"]
        bills, extra, receipts, back = (
            _sum(_table(scene, table).filter(month), "amount_fen")
            for table in ("bill", "supplement", "receipt", "reopening")
        )
        found += [
            (f"{row['period']} 應收", bills + extra, row["issued_fen"]),
            (f"{row['period']} 實收", receipts - back, row["received_fen"]),
        ]
    return found


def _bills(scene: Scene) -> list[tuple[str, int, int]]:
    """No bill has more receipts than it was, with its supplements, less what was reopened."""
    paid_fen, back = _by_bill(scene, "receipt"), _by_bill(scene, "reopening")
    papers = (row for name in ("bill", "carried_debt") for row in _table(scene, name).iter_rows(named=True))
    owed = {int(row["id"]): int(row["amount_fen"]) for row in papers}
    for row in _table(scene, "supplement").iter_rows(named=True):
        bill = bill_id(int(row["customer"]), period_index(int(row["with_period"])))
        owed[bill] = owed.get(bill, 0) + int(row["amount_fen"])
    return [
        (f"收據 {bill}", min(amount - back.get(bill, 0), owed.get(bill, 0)), amount - back.get(bill, 0))
        for bill, amount in paid_fen.items()
    ]


def _by_bill(scene: Scene, table: str) -> dict[int, int]:
    return dict(_table(scene, table).group_by("bill").agg(pl.col("amount_fen").sum()).sort("bill").rows())


def _hand_ins(scene: Scene) -> list[tuple[str, int, int]]:
    """What every counter handed in for a day is what its receipts of that day say."""
    keys = ["counter", "takings_on"]
    taken = _with_charges(scene).filter(pl.col("tender") != "transfer").group_by(keys).agg(pl.col("amount_fen").sum())
    handed = (
        _table(scene, "hand_in").filter(pl.col("source") == "counter").group_by(keys).agg(pl.col("total_fen").sum())
    )
    both = handed.join(taken, on=keys, how="left").with_columns(pl.col("amount_fen").fill_null(0)).sort(keys)
    return [(f"{row['takings_on']} 上繳", row["amount_fen"], row["total_fen"]) for row in both.iter_rows(named=True)]


def _with_charges(scene: Scene) -> pl.DataFrame:
    """Receipts with what was taken on each: the late-payment charge beside the bill."""
    charges = _table(scene, "late_charge").select("receipt", charge_fen="amount_fen")
    both = _table(scene, "receipt").join(charges, left_on="id", right_on="receipt", how="left")
    return both.with_columns(pl.col("amount_fen") + pl.col("charge_fen").fill_null(0))


def _calendar(on: str, holds: bool) -> None:
    if not holds:
        raise fault("calendar-other", on=on)


def _table(scene: Scene, name: str) -> pl.DataFrame:
    return scene.ran()[1].records.table(name)


def _sum(rows: pl.DataFrame, column: str) -> int:
    return int(rows[column].sum() or 0)


def _on(rows: pl.DataFrame, column: str, on: str) -> None:
    """One of the rows is of that day."""
    days: list[date] = rows[column].cast(pl.Date).to_list()
    if a_date(on) not in days:
        raise fault("day-other", on=on, days="、".join(str(day) for day in days) or "—")


def _customer(scene: Scene, name: str) -> int:
    named = scene.ran()[0].population.named
    if name not in named:
        raise fault("object-unknown", kind="customer", name=name, near=nearest(name, named) or "、".join(named))
    return int(named[name])


def _staff(scene: Scene, name: str) -> int:
    people = scene.ran()[0].roster.people
    for person in people:
        if person.name == name:
            return person.number
    raise fault("nobody", name=name, near=nearest(name, [person.name for person in people]) or "—")
