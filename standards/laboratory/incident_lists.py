"""A utility's own incidents from a CSV or Excel list: read whole, or every fault of it at its place."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from kaohe.sim.files import Fault, Faults, brief, nearest, read_text
from kaohe.sim.texts import catalogue, simplified
from kaohe.standards.laboratory.list_cells import TRUE, UNPRICED, day, fen, flag, intent
from kaohe.standards.policies.format import INTENTS
from kaohe.standards.rulebook.clause import CLAUSE_IDS
from kaohe.standards.rulebook.model import Rulebook

HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "person": ("人", "人員", "責任人", "責任者", "姓名", "員工", "工號", "person", "staff", "name", "employee"),
    "occurred_on": ("日期", "發生日期", "發生日", "date", "occurred", "occurred_on"),
    "discovered_on": ("發現日期", "發現日", "discovered", "discovered_on"),
    "clause": ("條款", "條款號", "clause"),
    "post": ("崗位", "post"),
    "amount": ("金額", "差錯金額", "數額", "amount", "amount_yuan", "amount_fen"),
    "loss": ("未追回損失", "損失", "loss", "loss_yuan", "loss_fen"),
    "intent": ("有意", "是否有意", "intent"),
    "concealed": ("隱瞞", "是否隱瞞", "concealed"),
    "serious_effect": ("嚴重影響", "造成嚴重影響", "serious_effect"),
    "self_reported": ("自報", "主動報告", "self_reported"),
}
REQUIRED = ("person", "occurred_on", "clause", "amount")
FLAGS = ("concealed", "serious_effect", "self_reported")
MOST_ROWS = 200_000
_UNIT = re.compile(r"(?:[(_]|（)?\s*(元|圓|yuan|rmb|cny|分|fen)\s*(?:[)）])?$")
_texts = catalogue("kaohe.standards")
Cell = str | int | float | date | datetime | bool | None


@dataclass(frozen=True)
class IncidentList:
    """Incidents as the engine reads them, with `person` as text, and the columns that the list does not have."""

    path: Path
    frame: pl.DataFrame
    missing: tuple[str, ...]
    unpriced: int


@dataclass(frozen=True)
class _Head:
    """A column of the list: what it is, where it stands (from 0), and the unit that its heading names."""

    name: str
    place: int
    unit: str | None


@dataclass
class _Page:
    """The cells of a list, row by row, and the faults that are found in them."""

    path: Path
    rows: Sequence[tuple[int, Sequence[Cell], Sequence[int]]]
    faults: list[Fault]

    def fault(self, line: int, column: int, key: str, **said: object) -> None:
        """One more fault at a line and a column, both from 1."""
        message = _texts.message(f"list-{key}", **said)  # type: ignore[arg-type]  # texts and numbers
        self.faults.append(Fault(str(self.path), line, column, CODES[key], str(message), said=message))


CODES: Final = {
    "no-heading": "P034",
    "heading-twice": "P013",
    "empty": "P014",
    "amount-empty": "P014",
    "amount-text": "P014",
    "amount-meant": "P014",
    "amount-negative": "P019",
    "unit-doubtful": "P014",
    "date": "P014",
    "clause": "P040",
    "clause-near": "P040",
    "post": "C006",
    "post-near": "C006",
    "flag": "P014",
    "intent": "P014",
    "row-twice": "P013",
    "no-rows": "P034",
}


def read_incidents(path: Path) -> IncidentList:
    """A list of incidents from a .csv or .xlsx file.

    Raises:
        Faults: no file, no list, or everything in it that is missing, doubtful or unknown, each at line and column.
    """
    rows = _sheet(path) if path.suffix.lower() == ".xlsx" else _lines(path)
    page = _Page(path, rows, [])
    heads = _heads(page)
    found = [] if page.faults else [row for each in page.rows[1:] for row in _row(page, heads, *each)]
    _doubled(page, found)
    if not found and not page.faults:
        page.fault(1, 1, "no-rows")
    if page.faults:
        raise Faults(page.faults)
    given = {head.name for head in heads}
    frame = _frame(found)
    return IncidentList(path, frame, tuple(sorted(HEADS.keys() - given)), frame["amount_fen"].null_count())


def _lines(path: Path) -> list[tuple[int, Sequence[Cell], Sequence[int]]]:
    """Rows of a CSV file with their line and where each cell begins in it (from 1)."""
    text = read_text(path)
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    lines, reader = text.split("\n"), csv.reader(text.split("\n"), delimiter=mark)
    found: list[tuple[int, Sequence[Cell], Sequence[int]]] = []
    before = 0
    for row in reader:
        if any(cell.strip() for cell in row):
            found.append((before + 1, row, _starts(lines[before], mark, len(row))))
        before = reader.line_num
    return found


def _starts(line: str, mark: str, cells: int) -> list[int]:
    quoted, found = False, [1]
    for place, sign in enumerate(line, start=1):
        quoted ^= sign == '"'
        if sign == mark and not quoted:
            found.append(place + 1)
    return (found + found[-1:] * cells)[:cells]


def _sheet(path: Path) -> list[tuple[int, Sequence[Cell], Sequence[int]]]:
    """Rows of the first sheet of a workbook; the column is the cell's."""
    from openpyxl import load_workbook  # loaded for a workbook alone

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 2))
    except FileNotFoundError:
        raise
    except Exception as error:  # whatever a damaged archive makes the library raise
        said = _texts.message("list-workbook")
        raise Faults([Fault(str(path), None, None, "P082", str(said), said=said)]) from error
    return [
        (number, [_told(cell) for cell in row], range(1, len(row) + 1))
        for number, row in enumerate(rows, start=1)
        if any(cell is not None and str(cell).strip() for cell in row)
    ]


def _told(cell: object) -> Cell:
    """A cell of a kind that a list has; any other by its text."""
    return cell if cell is None or isinstance(cell, (str, int, float, date)) else str(cell)


def _plain(text: object) -> str:
    return simplified(unicodedata.normalize("NFKC", str(text))).strip().lower().replace(" ", "")


_KNOWN = {_plain(word): name for name, words in HEADS.items() for word in words}


def _heads(page: _Page) -> list[_Head]:
    """The columns that the first row names; headings that are not known are left out."""
    found: dict[str, _Head] = {}
    line, cells, at = page.rows[0] if page.rows else (1, (), ())
    for place, cell in enumerate(cells):
        word = _plain(cell or "")
        unit = _UNIT.search(word) if word not in ("人", "") else None
        bare = word[: unit.start()].rstrip("_(") if unit and word[: unit.start()] else word
        name = _KNOWN.get(bare)
        if name is None:
            continue
        if name in found:
            page.fault(line, at[place], "heading-twice", name=brief(str(cell)))
        found[name] = _Head(name, place, None if unit is None else "fen" if unit[1] in ("分", "fen") else "yuan")
    for name in REQUIRED:
        if name not in found:
            near = nearest(HEADS[name][0], [str(cell) for cell in cells if cell]) or ""
            page.fault(line, 1, "no-heading", name=HEADS[name][0], english=HEADS[name][-1], near=brief(near))
    for name in ("amount", "loss"):
        if name in found and found[name].unit is None:
            found[name] = _by_cells(page, found[name], line, at[found[name].place])
    return list(found.values())


def _by_cells(page: _Page, head: _Head, line: int, column: int) -> _Head:
    """A sum without a unit in its heading is in yuan if any cell says so, or has decimals, which 分 have not."""
    cells = [str(row[head.place]) for _, row, _ in page.rows[1:] if head.place < len(row)]
    if any(re.search(r"元|圓|¥|￥|\d\.\d", cell) for cell in cells):
        return _Head(head.name, head.place, "yuan")
    page.fault(line, column, "unit-doubtful")
    return head


Row = dict[str, object]


def _row(page: _Page, heads: Sequence[_Head], line: int, cells: Sequence[Cell], at: Sequence[int]) -> Iterator[Row]:
    """One incident; nothing of a row with faults, which are told."""
    before, values = len(page.faults), Row(line=line)
    for head in heads:
        cell = cells[head.place] if head.place < len(cells) else None
        column = at[head.place] if head.place < len(at) else 1
        values[head.name] = _value(page, head, cell, line, column)
    if not page.faults[before:]:
        yield values


def _value(page: _Page, head: _Head, cell: Cell, line: int, column: int) -> object:
    empty = cell is None or not str(cell).strip()
    if empty and head.name in REQUIRED:
        key = "amount-empty" if head.name == "amount" else "empty"
        page.fault(line, column, key, name=HEADS[head.name][0])
    if empty:
        return None
    return _READERS[head.name](page, head, cell, line, column)


def _sum(page: _Page, head: _Head, cell: Cell, line: int, column: int) -> int | None:
    if _plain(cell) in UNPRICED:
        return None
    found, why, meant = fen(str(cell), in_fen=head.unit == "fen")
    if why is not None:
        key = "amount-meant" if meant and why == "amount-text" else why
        page.fault(line, column, key, value=brief(str(cell)), **({"meant": meant} if key == "amount-meant" else {}))
    return found


def _day(page: _Page, head: _Head, cell: Cell, line: int, column: int) -> date | None:
    found = day(cell)
    if found is None:
        page.fault(line, column, "date", value=brief(str(cell)))
    return found


def _clause(page: _Page, head: _Head, cell: Cell, line: int, column: int) -> str:
    name = re.sub(r"[(（)）、．]", ".", _plain(cell)).strip(".").replace("..", ".")
    if name not in CLAUSE_IDS:
        near = nearest(name, CLAUSE_IDS)
        key, more = ("clause", {}) if near is None else ("clause-near", {"near": near})
        page.fault(line, column, key, name=brief(str(cell)), **more)
    return name


def _post(page: _Page, head: _Head, cell: Cell, line: int, column: int) -> str | None:
    posts = Rulebook.load().posts
    names = {_plain(word): key for key, post in posts.items() for word in (key, post.name.zh_hant, post.name.en)}
    found = names.get(_plain(cell))
    if found is None:
        near = nearest(str(cell), [post.name.zh_hant for post in posts.values()])
        key, more = ("post", {}) if near is None else ("post-near", {"near": near})
        page.fault(line, column, key, name=brief(str(cell)), **more)
    return found


def _flag(page: _Page, head: _Head, cell: Cell, line: int, column: int) -> bool | None:
    found = flag(_plain(cell))
    if found is None:
        page.fault(line, column, "flag", value=brief(str(cell)), yes=TRUE[0])
    return found


def _intent(page: _Page, head: _Head, cell: Cell, line: int, column: int) -> str | None:
    found = intent(_plain(cell))
    if found is None:
        page.fault(line, column, "intent", value=brief(str(cell)), names=", ".join(INTENTS))
    return found


def _person(page: _Page, head: _Head, cell: Cell, line: int, column: int) -> str:
    return str(cell).strip()


_READERS: Final = {
    "person": _person,
    "occurred_on": _day,
    "discovered_on": _day,
    "clause": _clause,
    "post": _post,
    "amount": _sum,
    "loss": _sum,
    "intent": _intent,
    **dict.fromkeys(FLAGS, _flag),
}


def _doubled(page: _Page, rows: Sequence[Row]) -> None:
    """A row that says the same as an earlier one: the incident twice, or two of them that must be told apart."""
    seen: dict[tuple[object, ...], object] = {}
    for row in rows:
        said = tuple(value for name, value in row.items() if name != "line")
        first = seen.setdefault(said, row["line"])
        if first != row["line"]:
            page.fault(int(str(row["line"])), 1, "row-twice", first=int(str(first)))


def _frame(rows: Sequence[Row]) -> pl.DataFrame:
    """The rows as incidents: all of the amount lost where no loss is given, presumed intent by clause where none is."""
    numbers: defaultdict[str, int] = defaultdict(lambda: len(numbers) + 1)
    rulebook = Rulebook.load()
    return pl.DataFrame(
        {
            "incident_id": pl.Series(range(1, len(rows) + 1), dtype=pl.Int64),
            "line": pl.Series([row["line"] for row in rows], dtype=pl.Int64),
            "person": pl.Series([row["person"] for row in rows], dtype=pl.String),
            "staff": pl.Series([numbers[str(row["person"])] for row in rows], dtype=pl.Int32),
            "clause": pl.Series([row["clause"] for row in rows], dtype=pl.String),
            "post": pl.Series([row.get("post") or "" for row in rows], dtype=pl.String),
            "occurred_on": pl.Series([row["occurred_on"] for row in rows], dtype=pl.Date),
            "discovered_on": pl.Series([row.get("discovered_on") for row in rows], dtype=pl.Date),
            "amount_fen": pl.Series([row["amount"] for row in rows], dtype=pl.Int64),
            "caused_fen": pl.Series([max(_loss(row), int(str(row["amount"] or 0))) for row in rows], dtype=pl.Int64),
            "loss_fen": pl.Series([_loss(row) for row in rows], dtype=pl.Int64),
            "intent": pl.Series(
                [row.get("intent") or rulebook.clause(str(row["clause"])).intent_before_enquiry for row in rows],
                dtype=pl.String,
            ),
            **{name: pl.Series([bool(row.get(name)) for row in rows], dtype=pl.Boolean) for name in FLAGS},
        }
    )


def _loss(row: Row) -> int:
    loss = row.get("loss")
    return int(str(row["amount"] or 0)) if loss is None else int(str(loss))
