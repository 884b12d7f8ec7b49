"""The candidates of an exam: so many, or those of a class list; and which form each gets."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unicodedata import normalize

from openpyxl import load_workbook

from kaohe.scenarios.exam.answers.choices import plain
from kaohe.scenarios.exam.answers.reading import UNREADABLE, check_archive, fault
from kaohe.sim.files import Fault, Faults, quoted
from kaohe.sim.texts import Argument

MOST = 2_000
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_IDS = ("考號", "准考證號", "編號", "學號", "工號", "id", "candidate", "number", "no")
_NAMES = ("姓名", "考生", "名字", "name")
_MINUTES = re.compile(r"[0-9]{1,3}")
_EXTRA = ("加時", "加时", "加時分鐘", "extra_minutes", "extra")
MOST_EXTRA = 600


@dataclass(frozen=True)
class Candidate:
    """Who sits the exam: an id, which names his folder, and his name if it is known; what time he is given besides."""

    id: str
    name: str = ""
    extra_minutes: int = 0


def numbered(count: int) -> tuple[Candidate, ...]:
    """So many candidates: C01, C02 …"""
    width = max(2, len(str(count)))
    return tuple(Candidate(f"C{number:0{width}d}") for number in range(1, count + 1))


def read_class(path: Path) -> tuple[Candidate, ...]:
    """The candidates of a class list: a workbook with a column of ids, of names, or of both, under headings; a column
    of minutes that are given besides, if there is one.

    Raises Faults: all that is wrong in it, with its cells.
    """
    check_archive(path)
    try:
        page = load_workbook(path, read_only=True, data_only=True).worksheets[0]
        rows = list(page.iter_rows(min_row=1, max_row=MOST + 20, max_col=40, values_only=True))
    except UNREADABLE as error:
        raise Faults([fault(path, "E021", "answers-no-workbook")]) from error
    places = _headed(rows)
    if places is None:
        raise Faults([fault(path, "E026", "class-headings")])
    top, id_at, name_at, extra_at = places
    found, odd = [], []
    for at, row, one in _candidates(rows[top + 1 :], id_at, name_at):
        extra = _extra(row, extra_at)
        if extra is None:
            args: dict[str, Argument] = {
                "sheet": quoted(page.title),
                "row": top + 2 + at,
                "given": quoted(_cell(row, extra_at)[:40]),
            }
            odd.append(fault(path, "E061", "class-extra", most=MOST_EXTRA, **args))
        found.append((at, replace(one, extra_minutes=extra or 0)))
    faults = [*_wrong(path, page.title, found, top + 2), *odd]
    if faults:
        raise Faults(faults)
    people = [one for _, one in found]
    if id_at is not None:
        return tuple(people)
    return tuple(replace(each, id=one.id) for one, each in zip(numbered(len(people)), people, strict=True))


def _headed(rows: Sequence[Sequence[Any]]) -> tuple[int, int | None, int | None, int | None] | None:
    """The row of the headings, and the columns of ids, of names and of minutes given besides."""
    for top, row in enumerate(rows[:20]):
        texts = [plain(str(value)) if value is not None else "" for value in row]
        id_at, name_at, extra_at = (_place(texts, known) for known in (_IDS, _NAMES, _EXTRA))
        if id_at is not None or name_at is not None:
            return top, id_at, name_at, extra_at
    return None


def _place(texts: Sequence[str], known: Sequence[str]) -> int | None:
    names = {plain(each) for each in known}
    return next((at for at, text in enumerate(texts) if text in names), None)


def _candidates(
    rows: Sequence[Sequence[Any]], id_at: int | None, name_at: int | None
) -> Iterator[tuple[int, Sequence[Any], Candidate]]:
    for at, row in enumerate(rows):
        number, name = (_cell(row, place) for place in (id_at, name_at))
        if number or name:
            yield at, row, Candidate(number, name)


def _extra(row: Sequence[Any], at: int | None) -> int | None:
    """Minutes given besides; None: it is no such number."""
    text = normalize("NFKC", _cell(row, at)) or "0"
    return int(text) if _MINUTES.fullmatch(text) and int(text) <= MOST_EXTRA else None


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
