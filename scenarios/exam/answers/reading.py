"""An answer book read back: whatever people do to a workbook, either what is meant is plain, or the cell is named.

A cell that cannot be understood leaves its field blank and is told with the mark (`AnswerLine.unread`); only a file
that is no answer book of this candidate and exam is refused whole.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

import polars as pl
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kaohe.scenarios.exam.answers.choices import MONEY, NONE, Choices, plain
from kaohe.scenarios.exam.answers.layout import (
    CANDIDATE_CELL,
    EXAM_CELL,
    FIRST_LINE,
    HEADING_ROW,
    LINES,
    Field,
    columns,
    titles,
)
from kaohe.scenarios.exam.sheet import AnswerLine, AnswerSheet, Input, Row, Sanction
from kaohe.sim.files import Fault, Faults, quoted, spelled_number
from kaohe.sim.texts import LANGUAGES, Argument, Language, Message, Verbatim, catalogue, use_language

T = TypeVar("T")
_texts = catalogue("kaohe.scenarios")
LARGEST_BYTES, LARGEST_UNPACKED, MOST_PARTS = 16 << 20, 200 << 20, 1_000
MOST_ROWS, MOST_COLUMNS = 400, 80  # of a sheet that is looked through
KNOWN_HEADINGS = 8  # headings by which a row is known for the heading
BEYOND = Decimal(10) ** 15
_CITE = re.compile(r"(.+?)[\s!,#:'\u7b2c]*([0-9]{1,7})\s*(?:[\u884c\u865f\u53f7]|rows?)?", re.I)
_RANGE = re.compile(
    r"([0-9]{1,12}(?:\.[0-9]{1,2})?)\s*(?:[-~\u2013\u2014\u2212\u81f3\u5230]|to)\s*([0-9]{1,12}(?:\.[0-9]{1,2})?)"
)
_SUM = "[^\u5143\u5713\u5706\u584a\u5757\u89d2\u5206]+?"
_COINS = re.compile(
    rf"(?=.*(?:\u89d2|\u5206|fen))([-\u2212])?\s*(?:({_SUM})[\u5143\u5713\u5706\u584a\u5757])?\s*"
    rf"(?:({_SUM})\u89d2)?\s*(?:({_SUM})(?:\u5206|fen))?\u6574?"
)  # 元, 角, 分
_WORTH = (Decimal(1), Decimal("0.1"), Decimal("0.01"))
_YES = ("是", "無法計價", "v", "y", "yes", "x", "\u2713", "1", "true")


UNREADABLE = (
    BadZipFile,
    InvalidFileException,
    zlib.error,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    OSError,
    EOFError,
)
"""What openpyxl raises for what is no sound workbook: it trusts what it reads."""


@dataclass(frozen=True)
class Form:
    """What a sheet is read by: the choices, and the key of every row that may be cited."""

    exam: str
    choices: Choices
    rows: Mapping[tuple[str, int], int]

    @classmethod
    def of(cls, exam: str, choices: Choices, rows: pl.DataFrame) -> Form:
        """From the sealed tables of a form: (table, row_no, row_key)."""
        return cls(exam, choices, {(table, number): key for table, number, key in rows.iter_rows()})


def read_answers(path: Path, form: Form, candidate: str) -> AnswerSheet:
    """The answer sheet in a candidate's book.

    Raises Faults: it is no workbook, not an answer book, or somebody else's, or of another exam.
    """
    check_archive(path)
    try:
        book = load_workbook(path)
    except UNREADABLE as error:
        raise Faults([fault(path, "E021", "answers-no-workbook")]) from error
    page, at = _sheet(path, book)
    _check_owner(path, page, form.exam, candidate)
    return _Reader(path, page, at, form).sheet()


def fault(path: Path, code: str, key: str, **args: Argument) -> Fault:
    """A fault of an answer book."""
    said: Message = _texts.message(key, **args)
    return Fault(str(path), None, None, code, str(said), said=said)


def check_archive(path: Path) -> None:
    """Raises Faults for what is no archive of a reasonable size."""
    try:
        if not path.is_file():  # a link to a device has no end
            raise Faults([fault(path, "E021", "answers-no-workbook")])
        if path.stat().st_size > LARGEST_BYTES:
            raise Faults([fault(path, "E020", "answers-too-large", most=LARGEST_BYTES >> 20)])
        with ZipFile(path) as archive:
            parts = archive.infolist()
    except (OSError, BadZipFile, ValueError) as error:
        raise Faults([fault(path, "E021", "answers-no-workbook")]) from error
    if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > LARGEST_UNPACKED:
        raise Faults([fault(path, "E020", "answers-too-large", most=LARGEST_UNPACKED >> 20)])


@dataclass(frozen=True)
class _At:
    """Where the lines stand: the row of the headings, and the column of each field."""

    row: int
    columns: Mapping[Field, int]


def _sheet(path: Path, book: Any) -> tuple[Any, _At]:
    """The sheet with the answers, whatever it is called now and wherever it was moved."""
    named = {_in(language, lambda: titles()["answers"]) for language in LANGUAGES}
    pages = sorted(book.worksheets, key=lambda page: page.title not in named)
    for page in pages:
        at = _headings(page)
        if at is not None:
            return page, at
    names = Verbatim("、".join(quoted(page.title) for page in book.worksheets[:12]))
    raise Faults([fault(path, "E022", "answers-no-sheet", names=names, wanted=titles()["answers"])])


def _in(language: Language, said: Callable[[], T]) -> T:
    """Something in a language."""
    with use_language(language):
        return said()


@cache
def _known() -> Mapping[str, Field]:
    """The fields by their headings in every language."""
    found: dict[str, Field] = {}
    for language in LANGUAGES:
        found |= _in(language, lambda: {plain(one.heading): one for one in columns()})
    return found


def _headings(page: Any) -> _At | None:
    known = _known()
    top = min(page.max_row or 0, MOST_ROWS)
    for row in sorted(range(1, top + 1), key=lambda row: row != HEADING_ROW):
        cells = next(page.iter_rows(min_row=row, max_row=row, max_col=min(page.max_column, MOST_COLUMNS)))
        found = {known[name]: cell.column for cell in cells if (name := plain(str(cell.value or ""))) in known}
        if len(found) >= KNOWN_HEADINGS:
            return _At(row, found)
    return None


def _check_owner(path: Path, page: Any, exam: str, candidate: str) -> None:
    """Raises Faults for a sheet of another exam or candidate; a stamp that was wiped out says nothing."""
    for cell, mine, key in (
        (EXAM_CELL, exam, "answers-other-exam"),
        (CANDIDATE_CELL, candidate, "answers-other-person"),
    ):
        stands = str(page[cell].value or "").strip()
        if stands and plain(stands) != plain(mine):
            place = Verbatim(f"{page.title}!{cell}")
            raise Faults([fault(path, "E023", key, cell=place, stands=quoted(stands[:60]), mine=quoted(mine))])


@dataclass
class _Reader:
    path: Path
    page: Any
    at: _At
    form: Form
    values: Any = None

    def sheet(self) -> AnswerSheet:
        first = self.at.row + FIRST_LINE - HEADING_ROW
        last = min(self.page.max_row, first + MOST_ROWS)
        lines = [line for row in range(first, last + 1) if not (line := self._line(row, row - first + 1)).blank]
        if len(lines) > LINES:
            raise Faults([fault(self.path, "E024", "answers-many", lines=len(lines), most=LINES)])
        return AnswerSheet(tuple(lines))

    def _line(self, row: int, number: int) -> AnswerLine:
        cells = _Cells(self, row)
        sanctions, none = cells.sanctions()
        formula = cells.choice("formula", "formula")
        return AnswerLine(
            number=number,
            clause=cells.choice("clause", "clause"),
            post=cells.choice("post", "post"),
            person=None if (person := cells.choice("person", "person")) is None else int(person),
            cites=tuple(dict.fromkeys(cells.cites())),
            formula=formula,
            inputs=tuple(cells.inputs(self.form.choices.inputs.get(formula or "", ()))),
            amount_fen=cells.amount(),
            unpriced=cells.yes("unpriced"),
            tier=cells.choice("tier", "tier"),
            sanctions=sanctions,
            none_written=none,
            duties=tuple(dict.fromkeys(cells.duties())),
            unread=cells.unread,
        )

    def cell(self, row: int, one: Field) -> tuple[Any, str | None]:
        """What stands in a cell, a formula by the value that it had when it was saved; and what is wrong with it."""
        column = self.at.columns.get(one)
        if column is None:
            return None, None
        value = self.page.cell(row, column).value
        if isinstance(value, str) and value.startswith("=") and self.page.cell(row, column).data_type == "f":
            kept = self._calculated().cell(row, column).value
            return (None, "answers-formula") if kept is None else (kept, None)
        if value is None and self._merged(row, column):
            return None, "answers-merged"
        return value, None

    def place(self, row: int, one: Field) -> str:
        """A cell as people name it."""
        return f"{self.page.title}!{self.page.cell(row, self.at.columns[one]).coordinate}"

    def _calculated(self) -> Any:
        if self.values is None:
            self.values = load_workbook(self.path, data_only=True)[self.page.title]
        return self.values

    def _merged(self, row: int, column: int) -> bool:
        """Whether a cell is the hidden part of a merged one that says something."""
        return any(
            each.min_row <= row <= each.max_row
            and each.min_col <= column <= each.max_col
            and self.page.cell(each.min_row, each.min_col).value is not None
            for each in self.page.merged_cells.ranges
        )


@dataclass
class _Cells:
    """The cells of a line; what cannot be understood is noted."""

    reader: _Reader
    row: int
    unread: dict[str, str] = field(default_factory=dict)

    def _value(self, one: Field) -> Any:
        value, wrong = self.reader.cell(self.row, one)
        if wrong is not None:
            self._note(one, _texts(wrong))
        return value.strip() if isinstance(value, str) else value

    def _note(self, one: Field, said: str) -> None:
        self.unread[one.key] = f"{self.reader.place(self.row, one)}: {said}"[:200]

    def _odd(self, one: Field, value: object) -> None:
        self._note(one, _texts("answers-odd", stands=quoted(str(value)[:80])))

    def _of(self, name: str) -> Iterator[Field]:
        return (one for one in columns() if one.name == name)

    def choice(self, name: str, chosen_from: str) -> str | None:
        """The code of what is chosen."""
        return next(iter(self._choices(name, chosen_from)), None)

    def _choices(self, name: str, chosen_from: str) -> Iterator[str]:
        for one in self._of(name):
            value = self._value(one)
            if value is None or value == "":
                continue
            code = self.reader.form.choices.code(chosen_from, _text(value))
            if code is None:
                self._odd(one, value)
            else:
                yield code

    def cites(self) -> Iterator[Row]:
        """The rows cited."""
        for one in self._of("cite"):
            value = self._value(one)
            if value is None or value == "":
                continue
            match = _CITE.fullmatch(unicodedata.normalize("NFKC", _text(value)).strip())
            table = None if match is None else self.reader.form.choices.table(match[1])
            key = None if match is None or table is None else self.reader.form.rows.get((table, int(match[2])))
            if table is None or key is None:
                self._odd(one, value)
            else:
                yield table, key

    def inputs(self, names: Sequence[str]) -> Iterator[Input]:
        """The inputs of a formula, by their places."""
        for one in self._of("input"):
            value = self._number(one)
            if value is None:
                continue
            if one.nth <= len(names):
                yield Input(names[one.nth - 1], int(value) if value == value.to_integral_value() else value)
            else:
                self._odd(one, value)

    def amount(self) -> int | None:
        """The amount, 分."""
        one = next(self._of("amount"))
        value = self._number(one)
        return None if value is None else _whole(value * 100)

    def yes(self, name: str) -> bool:
        """Whether a cell is ticked."""
        one = next(self._of(name))
        value = self._value(one)
        if value in (None, "", False):
            return False
        if value is True or plain(_text(value)) in [plain(each) for each in _YES]:
            return True
        self._odd(one, value)
        return False

    def duties(self) -> Iterator[str]:
        """The duties."""
        return self._choices("duty", "duty")

    def sanctions(self) -> tuple[tuple[Sanction, ...], bool]:
        """The sanctions with their figures, and whether 'none' is written."""
        found: list[Sanction] = []
        none = False
        for one, figure in zip(self._of("sanction"), self._of("figure"), strict=True):
            value = self._value(one)
            code = None if value in (None, "") else self.reader.form.choices.code("sanction", _text(value))
            if code == NONE:
                none = True
            elif code is not None:
                found.append(self._sanction(code, figure))
            elif value not in (None, ""):
                self._odd(one, value)
        return tuple(found), none

    def _sanction(self, kind: str, one: Field) -> Sanction:
        """A figure or a range; money is written in yuan."""
        value = self._value(one)
        if value in (None, ""):
            return Sanction(kind)
        times = 100 if self.reader.form.choices.units.get(kind) in MONEY else 1
        span = _RANGE.fullmatch(unicodedata.normalize("NFKC", _text(value)).strip())
        figures = [_decimal(each) for each in span.groups()] if span else [_decimal(value)] * 2
        if figures[0] is None or figures[1] is None:
            self._odd(one, value)
            return Sanction(kind)
        return Sanction(kind, _whole(figures[0] * times), _whole(figures[1] * times))

    def _number(self, one: Field) -> Decimal | None:
        value = self._value(one)
        if value is None or value == "":
            return None
        number = _decimal(value)
        if number is None:
            self._odd(one, value)
        return number


def _text(value: object) -> str:
    """A cell as text: a whole number without its point; 2.1 stays 2.1."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))


def _coins(match: re.Match[str]) -> Decimal | None:
    """Yuan of a sum that names 角 or 分; None where one of its numbers is none."""
    sign, *texts = match.groups()
    parts = [Decimal(0) if text is None else _decimal(text) for text in texts]
    if any(part is None or part < 0 for part in parts):
        return None
    total = sum((part * worth for part, worth in zip(parts, _WORTH, strict=True) if part is not None), Decimal(0))
    return -total if sign else total


def _decimal(value: object) -> Decimal | None:
    """A number, also where it was written as text, in full width, or with thousands signs and a unit. Of money in
    yuan: ４１分 is 0.41, 3元5角 is 3.50.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and (match := _COINS.fullmatch(unicodedata.normalize("NFKC", value).strip())):
        return _coins(match)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        spelled = spelled_number(str(value))
        if spelled is None or spelled.value is None:
            return None
        number = spelled.value
    return number if number.is_finite() and abs(number) <= BEYOND else None
