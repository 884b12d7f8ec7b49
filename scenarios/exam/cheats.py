"""Cheats: who knows beforehand what a paper asks, and earns what can be had without reading a row.

Each has more than a real one would: all clauses, posts, people, tiers and sanctions of the key, and of each incident
the register that gives it away most. Only amounts and rows are unknown to him; that nothing is due he knows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

import numpy as np

from kaohe.scenarios.exam.key import Key, KeyIncident
from kaohe.scenarios.exam.keying import exposed_permille
from kaohe.scenarios.exam.players import Paper, key_line, key_sheet, oddness
from kaohe.scenarios.exam.sheet import CITES, AnswerLine, AnswerSheet, Row

Numbers = Mapping[Row, int]
"""The number by which each row of a form is cited."""


def register_citer(key: Key, paper: Paper, draw: int) -> AnswerSheet:
    """Cites all rows of the smallest register for each incident, of a larger one as many as a line takes, at random."""
    lines = []
    for incident, table in _given_away(key, paper):
        rows = paper.records.table(table, ["id"])["id"].sort().to_list()
        drawn = sorted(rows, key=lambda row: _word(draw, incident.number, row))[:CITES]
        lines.append(_known(incident, tuple((table, row) for row in drawn)))
    return AnswerSheet(tuple(lines))


def odd_citer(key: Key, paper: Paper) -> AnswerSheet:
    """Cites for each incident the row that looks least like the others of that register."""

    @cache
    def oddest(table: str) -> list[int]:
        frame = paper.records.table(table)
        return [frame["id"][int(row)] for row in np.argsort(-oddness(frame), kind="stable")]

    lines: list[AnswerLine] = []
    for incident, table in _given_away(key, paper):
        before = sum(line.cites[0][0] == table for line in lines)  # of two incidents in a register, the two oddest
        lines.append(_known(incident, ((table, oddest(table)[before % len(oddest(table))]),)))
    return AnswerSheet(tuple(lines))


def prepared(other: Key, numbers: Numbers, here: Numbers) -> AnswerSheet:
    """The answers of another form, copied as they stand there: by clause, number of the person, number of the row."""
    rows = {(table, number): (table, key) for (table, key), number in here.items()}
    lines = []
    for line in key_sheet(other).lines:
        said = ((table, numbers[table, key]) for table, key in line.cites)
        lines.append(replace(line, cites=tuple(rows[each] for each in said if each in rows)))
    return AnswerSheet(tuple(lines))


def _given_away(key: Key, paper: Paper) -> Iterator[tuple[KeyIncident, str]]:
    """Each incident with the register of which it takes the largest part."""
    heights = {table: paper.records.table(table, ["id"]).height for table in paper.records.tables()}
    for incident in key.counted:
        shares = exposed_permille(incident.decisive, heights)
        yield incident, max(sorted(shares), key=lambda table: shares[table])


def _known(incident: KeyIncident, cites: tuple[Row, ...]) -> AnswerLine:
    line = key_line(incident, incident.number)
    amount = 0 if line.amount_fen == 0 else None
    return replace(line, cites=cites, formula=None, inputs=(), amount_fen=amount)


def _word(*parts: int) -> int:
    return int.from_bytes(hashlib.blake2b(repr(parts).encode(), digest_size=8).digest(), "big")
