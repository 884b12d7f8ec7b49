"""`python -m tests.fuzz_exams [--seed N] [--count N]`: what may happen to an exam's files before they are marked.

Answer books, class lists and sessions are changed as people, programs and machines change them. One bad file never
stops the class: everybody else keeps his mark; what cannot be read is named by its place; nothing ends in a traceback.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from kaohe.scenarios.exam.candidates import Candidate
from kaohe.scenarios.exam.drill_folders import publish
from kaohe.scenarios.exam.shipped import shipped_drills
from tests.fuzz import LONG_S, timed, wrong
from tests.kaohe.calling import called
from tests.scenarios.exam.small_paper import unproven

PEOPLE = ("C01", "C02", "C03")
ODD = (
    "很多",
    "１２３",
    "1e400",
    "=1+2",
    "=SUM(A1:A9)",
    "-1",
    " ",
    "\u202e1",
    "x" * 40_000,
    10**17,
    1.5e300,
    -0.0,
    True,
)
NAMES = ("答卷", "Sheet1", "答 卷 ", "formula", "填寫", "x" * 31)
Book = Callable[[random.Random, Any], None]
Lines = Callable[[random.Random, list[bytes]], list[bytes]]


# ── answer books ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _renamed(chance: random.Random, book: Any) -> None:
    for page in chance.sample(book.worksheets, 2):
        page.title = (chance.choice(NAMES) + str(chance.randrange(99)))[:31]


def _moved(chance: random.Random, book: Any) -> None:
    book.move_sheet(chance.choice(book.worksheets), chance.randrange(-3, 4))


def _missing(chance: random.Random, book: Any) -> None:
    del book[chance.choice(book.sheetnames)]


def _merged(chance: random.Random, book: Any) -> None:
    row, column = chance.randrange(1, 30), chance.randrange(1, 25)
    book.worksheets[0].merge_cells(start_row=row, end_row=row + 2, start_column=column, end_column=column + 1)


def _odd(chance: random.Random, book: Any) -> None:
    page = book.worksheets[0]
    for _ in range(chance.choice((1, 5, 40))):
        cell = page.cell(chance.randrange(1, 40), chance.randrange(1, 30))
        if type(cell).__name__ == "Cell":
            value = chance.choice(ODD)
            cell.value = value[:30_000] if isinstance(value, str) else value


def _shifted(chance: random.Random, book: Any) -> None:
    page = book.worksheets[0]
    chance.choice((page.insert_rows, page.delete_rows, page.insert_cols, page.delete_cols))(chance.randrange(1, 12))


def _anothers(chance: random.Random, book: Any) -> None:
    book.worksheets[0][chance.choice(("B2", "D2", "B1", "D1"))].value = chance.choice(("C02", "other", "C99", None))


BOOKS: tuple[Book, ...] = (_renamed, _moved, _missing, _merged, _odd, _odd, _shifted, _anothers)


def damaged_book(chance: random.Random, folder: Path) -> None:
    """One to three accidents to a candidate's answer book, or to its bytes."""
    path = folder / "answers.xlsx"
    how = chance.randrange(8)
    if how == 0:
        data = path.read_bytes()
        at = chance.randrange(len(data))
        path.write_bytes(chance.choice((data[:at], data[:at] + b"\0\0" + data[at + 2 :], b"", b"PK", data + data)))
        return
    if how == 1:
        shutil.copy(folder.parent / chance.choice(PEOPLE[1:]) / "answers.xlsx", path)
        return
    if how == 2:
        (folder / "sheet.json").write_text(
            chance.choice(
                ("{", "[]", '{"version": 1}', '{"version": 1, "lines": 7}', "null", '{"version": 2}', "9" * 999)
            )
        )
        return
    book = load_workbook(path)
    for _ in range(chance.choice((1, 1, 3))):
        chance.choice(BOOKS)(chance, book)
        if not book.sheetnames:
            book.create_sheet("x")
    book.save(path)


# ── class lists ──────────────────────────────────────────────────────────────────────────────────────────────────────


def class_list(chance: random.Random, path: Path) -> None:
    """A list of three, with accidents."""
    book: Any = Workbook()
    page = book.active
    head: list[object] = ["考號", "姓名", chance.choice(("加時", "extra", "備註"))]
    rows = [head]
    for who in PEOPLE:
        rows.append([who, f"王{who}", chance.choice((0, 15, "１５", None))])
    for _ in range(chance.choice((0, 1, 2))):
        row = chance.choice(rows)
        row[chance.randrange(3)] = chance.choice((*ODD, "C01", "../x", "C 1", None, "考號"))
    if chance.random() < 0.2:
        rows.insert(0, ["名單"])
    for row in rows:
        page.append([cell[:200] if isinstance(cell, str) else cell for cell in row])
    if chance.random() < 0.2:
        page.merge_cells("A1:B1")
    book.save(path)


# ── sessions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _cut(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    return lines[: chance.randrange(len(lines))]


def _torn(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    kept = lines[: chance.randrange(1, len(lines))]
    return [*kept[:-1], kept[-1][: chance.randrange(len(kept[-1]))]]


def _swapped(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    at = chance.randrange(len(lines) - 1)
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def _without(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    at = chance.randrange(len(lines))
    return [*lines[:at], *lines[at + 1 :]]


def _rewritten(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    at = chance.randrange(len(lines))
    line = lines[at].rstrip(b"\n")
    place = chance.randrange(len(line))
    other = chance.choice((line[:place] + b"7" + line[place + 1 :] + b"7", b"{}", b"[" * 5_000, b"\xff\xfe", b""))
    return [*lines[:at], other + b"\n", *lines[at + 1 :]]


def _added(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    return [*lines, chance.choice(lines)]


SESSIONS: tuple[Lines, ...] = (_cut, _torn, _swapped, _without, _rewritten, _rewritten, _added)


# ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def made_paper(home: Path) -> Path:
    """A paper that three have sat."""
    with unproven():
        done = called(home, "exam", "new", "small", "--candidates", "3", "--out", "paper")
    assert done.code == 0, done.err
    assert called(home, "exam", "take", "paper", "--all", "--player", "oracle").code == 0
    return home / "paper"


def fuzz_books(seed: object, numbers: Iterable[int], home: Path) -> Iterator[str]:
    """Answer books of one of three are damaged, and the class is marked; yields what is wrong."""
    paper = made_paper(home)
    sound = _totals(called(home, "exam", "mark", paper, "--dry-run", "--json").json())
    for number in numbers:
        chance = random.Random(f"{seed}/book/{number}")
        folder = home / f"paper-{number}"
        shutil.copytree(paper, folder)
        damaged_book(chance, folder / "candidates" / PEOPLE[0])
        answer, seconds = timed(home, "exam", "mark", folder, "--dry-run", "--json")
        found = list(wrong(answer, seconds, 5 * LONG_S))
        if answer.code != 0:
            found.append(f"the class is stopped: {answer.err[-200:]}")
        elif any(_totals(answer.json())[who] != sound[who] for who in PEOPLE[1:]):
            found.append("somebody else's mark is another")
        elif _totals(answer.json())[PEOPLE[0]] == 0 and PEOPLE[0] not in answer.err:
            found.append("no mark, and not a word why")
        yield from (f"--seed {seed}, book {number}: {what}" for what in found)
        shutil.rmtree(folder)


def _totals(document: Any) -> dict[str, float]:
    return {row["candidate"]: row["total"] for row in document["candidates"]}


def fuzz_lists(seed: object, numbers: Iterable[int], home: Path) -> Iterator[str]:
    """Class lists with accidents."""
    for number in numbers:
        chance = random.Random(f"{seed}/list/{number}")
        path, out = home / "class.xlsx", home / "listed"
        class_list(chance, path)
        with unproven():
            answer, seconds = timed(home, "exam", "new", "small", "--candidates", path, "--out", out)
        found = list(wrong(answer, seconds, 5 * LONG_S))
        if answer.code == 2 and (out.exists() or "class.xlsx" not in answer.err):
            found.append(f"half made, or no place: {answer.err[-200:]}")
        yield from (f"--seed {seed}, list {number}: {what}" for what in found)
        shutil.rmtree(out, ignore_errors=True)


def made_drill(home: Path) -> Path:
    """A drill of a few days that three have taken; its marks are their sessions', so that a mark costs little."""
    text = shipped_drills()["collector"].read_text(encoding="utf-8")
    (home / "window.toml").write_text(text.replace("customers = 600", "customers = 60\nmonths = 1\ndays = 8"), "utf-8")
    publish(home / "window.toml", home / "drill", [Candidate(each) for each in PEOPLE], bytes(range(16)))
    assert called(home, "exam", "take", home / "drill", "--all", "--player", "erring:0.3").code == 0
    return home / "drill"


def fuzz_sessions(seed: object, numbers: Iterable[int], home: Path) -> Iterator[str]:
    """The session of one of three is damaged: the line is named, to him who goes on and to him who marks."""
    drill = made_drill(home)
    path = drill / "attempts" / f"{PEOPLE[0]}.jsonl"
    whole = path.read_bytes()
    for number in numbers:
        chance = random.Random(f"{seed}/session/{number}")
        how = chance.choice(SESSIONS)
        path.write_bytes(b"".join(how(chance, whole.splitlines(keepends=True))))
        if path.read_bytes() == whole:
            continue
        answer, seconds = timed(home, "exam", "take", drill, "--candidate", PEOPLE[0], "--player", "nothing")
        found = list(wrong(answer, seconds, 5 * LONG_S))
        if answer.code != 2 or not re.search(rf"{path.name}:\d+: .*\[E040\]", answer.err):
            found.append(f"{how.__name__}: no line is named: {answer.err[-200:]}")
        yield from (f"--seed {seed}, session {number}: {what}" for what in found)
    answer, seconds = timed(home, "exam", "mark", drill, "--json")
    marks = {row["candidate"]: "total" in row for row in answer.json()["candidates"]} if answer.code == 0 else {}
    if marks != {who: who != PEOPLE[0] for who in PEOPLE}:
        yield f"--seed {seed}: a changed session stops the class: {answer.err[-200:]}"


def main(arguments: list[str] | None = None) -> int:
    """Print what is wrong, and how much was tried."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300, help="of each kind")
    asked, found = parser.parse_args(arguments), 0
    for kind in (fuzz_books, fuzz_lists, fuzz_sessions):
        with tempfile.TemporaryDirectory() as home:
            for what in kind(asked.seed, range(asked.count), Path(home)):
                found += 1
                print(what, flush=True)
    print(f"{asked.count} books, lists and sessions each, seed {asked.seed}: {found} wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
