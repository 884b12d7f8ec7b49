"""Players of a paper: what they answer is known, so that a paper can be tried before anybody sits it.

A player sees a `Paper`: the registers as a candidate has them, and what his sheet may name. Two of them hold the key as
well, `oracle` and `erring`: what they earn is what knowing all, or most of it, earns.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.scenarios.exam.key import Key, KeyIncident, Worth
from kaohe.scenarios.exam.sheet import CITES, LINES, AnswerLine, AnswerSheet, Input, Row
from kaohe.scenarios.exam.workings import workings
from kaohe.sim.records import SCHEMA, Records
from kaohe.standards import Rulebook

ERRING = "erring:"
_SHARE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,9})?")
PLAYERS = ("oracle", "by-the-book", "nothing", "flag-all", "random", "erring:RATE")
Player = Callable[["Paper"], AnswerSheet]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Paper:
    """What a candidate has: the registers, people, clauses by post; `number` tells one candidate from another."""

    records: Records
    rulebook: Rulebook
    number: int = 0

    def people(self) -> Mapping[int, str]:
        """The post of each person."""
        return dict(self.records.table("staff", ["id", "post"]).iter_rows())

    def written_by(self, person: int | None) -> list[Row]:
        """All rows that a person wrote, register by register."""
        return [row for table in SCHEMA for row in self._by_person.get((table, person), ())]

    def all_rows(self) -> list[Row]:
        """All rows that anybody wrote, register by register."""
        return [row for (_, person), rows in self._by_person.items() if person is not None for row in rows]

    @cached_property
    def _by_person(self) -> Mapping[tuple[str, int | None], list[Row]]:
        found: dict[tuple[str, int | None], list[Row]] = {}
        for table in SCHEMA:
            rows = self.records.table(table, ["id", "staff", "recorded_at"]).sort("recorded_at", "id")
            for key, person in rows.select("id", "staff").iter_rows():
                found.setdefault((table, person), []).append((table, key))
        return found


def is_player(name: str) -> bool:
    """Whether there is a player of this name: oracle, nothing, flag-all, random, erring:RATE (a share, as 0.2)."""
    if name.startswith(ERRING):
        rate = name.removeprefix(ERRING)
        return _SHARE.fullmatch(rate) is not None and Decimal(rate) <= 1
    return name in PLAYERS


def player_of(name: str, key: Key) -> Player:
    """A player by name; by-the-book is the oracle, as in drills. KeyError for another."""
    if not is_player(name):
        raise KeyError(name)
    if name.startswith(ERRING):
        return erring(key, round(Decimal(name.removeprefix(ERRING)) * 1000))
    plain = {"nothing": nothing, "flag-all": flag_all, "random": at_random}
    return plain.get(name) or oracle(key)


def table_lines(paper: Paper) -> Iterator[dict[str, object]]:
    """What a program is told of a paper: a table a line, its columns and rows; times as text."""
    for table in paper.records.tables():
        frame = paper.records.table(table)
        rows = [[_told(value) for value in row] for row in frame.iter_rows()]
        yield {"table": table, "columns": frame.columns, "rows": rows}


def _told(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def nothing(paper: Paper) -> AnswerSheet:
    """Hands in an empty sheet."""
    return AnswerSheet()


def oracle(key: Key) -> Player:
    """Knows the key."""
    return lambda paper: key_sheet(key)


def key_sheet(key: Key) -> AnswerSheet:
    """The sheet on which everything is right."""
    return AnswerSheet(tuple(key_line(one, number) for number, one in enumerate(key.counted, start=1)))


def key_line(incident: KeyIncident, number: int, worth: Worth | None = None) -> AnswerLine:
    """The line on which everything about an incident is right."""
    worth = worth or incident.worth
    rows = [*sorted(incident.own), *sorted(incident.decisive - incident.own)]
    sanctions = worth.sanctions[0].sanctions
    formula, inputs = _working(incident, worth)
    return AnswerLine(
        number=number,
        clause=incident.clause,
        post=next(iter(incident.posts), None),
        person=next(iter(incident.persons), None),
        cites=tuple(rows[:CITES]),
        formula=formula,
        inputs=inputs,
        amount_fen=worth.amount_fen,
        unpriced=worth.amount_fen is None,
        tier=worth.tiers[0],
        sanctions=sanctions,
        none_written=not sanctions,
        duties=worth.duties,
    )


def _working(incident: KeyIncident, worth: Worth) -> tuple[str | None, tuple[Input, ...]]:
    """A working of an amount as what is due less nothing, or the principal that bears it; None where no form fits."""
    fen = worth.amount_fen
    form = next((form for form in workings().values() if form.fits(incident.formula)), None)
    if fen is None or form is None:
        return None, ()
    yuan, ones = Decimal(fen) / 100, Decimal(1)
    first, *rest = form.inputs
    subtracted = {name for term in form.minus for name in term}
    values = {first: yuan, **{name: Decimal(0) if name in subtracted else ones for name in rest}}
    return form.id, tuple(Input(name, _whole(value)) for name, value in values.items())


def _whole(value: Decimal) -> Decimal | int:
    return int(value) if value == value.to_integral_value() else value


def erring(key: Key, rate_permille: int) -> Player:
    """Knows the key, and errs in each thing that he writes at a rate, each by itself."""
    return lambda paper: erring_sheet(key, rate_permille, paper.number, [*paper.people()])


def erring_sheet(key: Key, rate_permille: int, draw: int, people: Sequence[int]) -> AnswerSheet:
    """One draw of a sheet with slips: an incident overlooked, a neighbouring clause, another person, and so on."""
    lines, seen, guilty = [], Counter[str](), key.guilty()
    innocent = [each for each in people if each not in guilty] or list(people)  # the same slip in every form
    for number, incident in enumerate(key.counted, start=1):
        seen[incident.slot] += 1  # slips go by what is asked, so that forms which ask the same have the same ones
        words = (_word(draw, incident.slot, seen[incident.slot], part) for part in range(6))
        slips = [word % 1000 < rate_permille for word in words]
        if not slips[0]:
            lines.append(_slipped(key_line(incident, number), slips, innocent))
    return AnswerSheet(tuple(lines))


def _slipped(line: AnswerLine, slips: Sequence[bool], people: Sequence[int]) -> AnswerLine:
    """A line with the slips of a draw: clause, person, amount, tier, sanctions."""
    changed = line
    if slips[1]:
        section, _, item = (line.clause or "1.1").partition(".")
        changed = replace(changed, clause=f"{section}.{2 if item == '1' else 1}")
    if slips[2] and people:
        changed = replace(changed, person=next((each for each in people if each != line.person), line.person))
    if slips[3]:
        amount = None if line.amount_fen is None else line.amount_fen * 3 // 2 + 500
        changed = replace(changed, amount_fen=amount, inputs=(), formula=None)
    if slips[4]:
        changed = replace(changed, tier="major" if line.tier != "major" else "serious")
    if slips[5]:
        changed = replace(changed, sanctions=(), none_written=not line.none_written, duties=())
    return changed


def _word(*parts: int | str) -> int:
    return int.from_bytes(hashlib.blake2b(repr(parts).encode(), digest_size=8).digest(), "big")


def flag_all(paper: Paper) -> AnswerSheet:
    """Accuses everybody of everything: a line for each clause of each post, with rows that the person wrote."""
    lines: list[AnswerLine] = []
    for person, clause in _accusations(paper):
        rows = _some(paper, person, len(lines))
        lines.append(_accusation(len(lines) + 1, clause, paper.people()[person], person, rows))
        if len(lines) == LINES:
            break
    return AnswerSheet(tuple(lines))


def at_random(paper: Paper) -> AnswerSheet:
    """Ticks at random: any person, one of his post's clauses, rows that he wrote."""
    accusations = list(_accusations(paper))
    lines = []
    for number in range(1, LINES + 1):
        person, clause = accusations[_word(paper.number, number, 0) % len(accusations)]
        rows = _some(paper, person, _word(paper.number, number, 1))
        lines.append(_accusation(number, clause, paper.people()[person], person, rows))
    return AnswerSheet(tuple(lines))


def _accusation(number: int, clause: str, post: str, person: int, rows: Sequence[Row]) -> AnswerLine:
    return AnswerLine(
        number, clause, post, person, tuple(rows), amount_fen=100_00, tier="non_assessed", none_written=True
    )


def _accusations(paper: Paper) -> Iterator[tuple[int, str]]:
    """Each clause with somebody of a post that it binds, clauses first."""
    people = paper.people()
    for clause in paper.rulebook.clauses.values():
        yield from ((person, clause.id) for person, post in people.items() if post in clause.posts)


def _some(paper: Paper, person: int, start: int) -> list[Row]:
    """Some rows that a person wrote, from a place on."""
    rows = paper.written_by(person)
    return [rows[(start * CITES + each) % len(rows)] for each in range(min(CITES, len(rows)))]


def constants(key: Key, paper: Paper) -> Iterator[AnswerSheet]:
    """Sheets that say the same right thing on each line; not knowing the row, they cite rows evenly spread over all."""
    rows = paper.all_rows()
    spread = [rows[at * len(rows) // (LINES * CITES)] for at in range(LINES * CITES)] if rows else []
    chunks = [tuple(dict.fromkeys(spread[at : at + CITES])) for at in range(0, len(spread), CITES)]
    for incident in key.counted:
        line = key_line(incident, 1)
        yield AnswerSheet(tuple(replace(line, number=at + 1, cites=cites) for at, cites in enumerate(chunks)))


def odd_rows(paper: Paper) -> AnswerSheet:
    """Knows no rule: cites the rows that look least like the others of their registers, and accuses who wrote them."""
    scored: list[tuple[float, str, int, int]] = []
    for table in SCHEMA:
        frame = paper.records.table(table)
        if frame.height >= LINES and "staff" in frame.columns:
            odd = oddness(frame)
            best = np.argsort(-odd, kind="stable")[:LINES].tolist()
            keys, staff = frame["id"].to_list(), frame["staff"].to_list()
            scored += [(float(odd[row]), table, keys[row], staff[row]) for row in best if staff[row] is not None]
    scored.sort(key=lambda each: (-each[0], each[1], each[2]))
    people = paper.people()
    first = {post: clause.id for clause in reversed([*paper.rulebook.clauses.values()]) for post in clause.posts}
    lines = []
    for number, (_, table, key, person) in enumerate(scored[:LINES], start=1):
        post = people.get(person, "")
        lines.append(_accusation(number, first.get(post, "1.1"), post, person, [(table, key)]))
    return AnswerSheet(tuple(lines))


def oddness(frame: pl.DataFrame) -> Floats:
    """How far each row lies from the others: rare words, numbers far from the middle, summed in logarithms."""
    total = np.zeros(frame.height)
    for name in frame.columns:
        series = frame[name]
        if name == "id":
            continue
        if series.dtype.is_numeric() and series.n_unique() > CITES:
            values = series.cast(pl.Float64).fill_null(strategy="mean").fill_null(0.0).to_numpy()
            middle = float(np.median(values))
            spread = float(np.median(np.abs(values - middle))) or float(np.std(values)) or 1.0
            total += np.log1p(np.abs(values - middle) / spread)
        else:
            times = frame.select(pl.len().over(pl.col(name).cast(pl.String)).cast(pl.Float64)).to_series().to_numpy()
            total += np.log(frame.height / times) if series.n_unique() * 2 < frame.height else 0.0
    return total
