"""The candidates of an exam: so many, or those of a class list; and which form each gets."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from kaohe.scenarios.exam.answers.choices import plain
from kaohe.scenarios.exam.answers.reading import check_archive, fault
from kaohe.sim.files import Fault, Faults, quoted
from kaohe.sim.texts import Argument

MOST = 2_000
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_IDS = ("考號", "准考證號", "編號", "學號", "工號", "id", "candidate", "number", "no")
_NAMES = ("姓名", "考生", "名字", "name")


@dataclass(frozen=True)
class Candidate:
    """Who sits the exam: an id, which names his folder, and his name if it is known."""

    id: str
    name: str = ""


def numbered(count: int) -> tuple[Candidate, ...]:
    """So many candidates: C01, C02 …"""
    width = max(2, len(str(count)))
    return tuple(Candidate(f"C{number:0{width}d}") for number in range(1, count + 1))


def read_class(path: Path) -> tuple[Candidate, ...]:
    """The candidates of a class list: a workbook with a column of ids, of names, or of both, under headings.

    Raises Faults: all that is wrong in it, with its cells.
    """
    check_archive(path)
    try:
        page = load_workbook(path, read_only=True, data_only=True).worksheets[0]
        rows = list(page.iter_rows(min_row=1, max_row=MOST + 20, max_col=40, values_only=True))
    except (KeyError, ValueError, TypeError, OSError, EOFError, IndexError) as error:
        raise Faults([fault(path, "E021", "answers-no-workbook")]) from error
    places = _headed(rows)
    if places is None:
        raise Faults([fault(path, "E026", "class-headings")])
    top, id_at, name_at = places
    found = [*_candidates(rows[top + 1 :], id_at, name_at)]
    faults = [*_wrong(path, page.title, found, top + 2)]
    if faults:
        raise Faults(faults)
    people = [one for _, one in found]
    if id_at is not None:
        return tuple(people)
    return tuple(Candidate(one.id, each.name) for one, each in zip(numbered(len(people)), people, strict=True))


def _headed(rows: Sequence[Sequence[Any]]) -> tuple[int, int | None, int | None] | None:
    """The row of the headings, and the columns of ids and of names."""
    for top, row in enumerate(rows[:20]):
        texts = [plain(str(value)) if value is not None else "" for value in row]
        id_at, name_at = (_place(texts, known) for known in (_IDS, _NAMES))
        if id_at is not None or name_at is not None:
            return top, id_at, name_at
    return None


def _place(texts: Sequence[str], known: Sequence[str]) -> int | None:
    names = {plain(each) for each in known}
    return next((at for at, text in enumerate(texts) if text in names), None)


def _candidates(
    rows: Sequence[Sequence[Any]], id_at: int | None, name_at: int | None
) -> Iterator[tuple[int, Candidate]]:
    for at, row in enumerate(rows):
        number, name = (_cell(row, place) for place in (id_at, name_at))
        if number or name:
            yield at, Candidate(number, name)


def _cell(row: Sequence[Any], at: int | None) -> str:
    value = None if at is None or at >= len(row) else row[at]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _wrong(path: Path, title: str, found: Sequence[tuple[int, Candidate]], first: int) -> Iterator[Fault]:
    """Ids that name no folder, twice the same one, nobody, or too many."""
    if not found or len(found) > MOST:
        yield fault(path, "E026", "class-count", count=len(found), most=MOST)
    seen: dict[str, int] = {}
    by_id = any(one.id for _, one in found)
    for at, one in found:
        args: dict[str, Argument] = {"sheet": quoted(title), "row": first + at, "id": quoted(one.id[:40])}
        if by_id and not _ID.fullmatch(one.id):
            yield fault(path, "E026", "class-id", **args)
        elif by_id and one.id.lower() in seen:
            yield fault(path, "E026", "class-twice", other=seen[one.id.lower()], **args)
        seen.setdefault(one.id.lower(), first + at)


def dealt(secret: bytes, exam: str, candidates: Sequence[Candidate], forms: int) -> dict[str, int]:
    """The form of each candidate: at random, and as many of each as goes."""
    message = exam.encode()

    def word(one: Candidate) -> bytes:
        return hmac.digest(secret, message + b"\0" + one.id.encode(), hashlib.sha256)

    order = {one.id: at for at, one in enumerate(sorted(candidates, key=word))}
    return {one.id: order[one.id] % forms + 1 for one in candidates}
