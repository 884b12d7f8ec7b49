"""Moderation: a wrong key is amended once for all, and everybody of that form is marked again; nothing is taken back.

An amendment is a line that is added, never changed: what to accept, what no longer counts, a single mark set by hand,
or that an earlier amendment is withdrawn; with a reason, a name and a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import Any, Literal

from kaohe.scenarios.exam.key import Key, KeyIncident, SanctionSet, Worth
from kaohe.scenarios.exam.marks import Hand, Mark
from kaohe.scenarios.exam.sheet import Row, Sanction, rows_of, sanction_json, sanction_of

Kind = Literal["accept", "void", "hand", "withdraw"]


@dataclass(frozen=True)
class Accepted:
    """What is right besides. amount_fen with `priced`; `unpriced`: that it cannot be priced; sanctions () : 'none'."""

    clause: str | None = None
    post: str | None = None
    person: int | None = None
    row: Row | None = None
    amount_fen: int | None = None
    unpriced: bool = False
    tier: str | None = None
    sanctions: tuple[Sanction, ...] | None = None
    duties: tuple[str, ...] | None = None

    def to_json(self) -> dict[str, Any]:
        """Only what is accepted."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        found = {name: value for name, value in given.items() if value is not None and value is not False}
        if self.sanctions is not None:
            found["sanctions"] = [sanction_json(one) for one in self.sanctions]
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Accepted:
        """What `to_json` gave."""
        given = dict(row)
        if "row" in given:
            given["row"] = rows_of([given["row"]])[0]
        if "sanctions" in given:
            given["sanctions"] = tuple(sanction_of(one) for one in given["sanctions"])
        if "duties" in given:
            given["duties"] = tuple(given["duties"])
        return cls(**given)


@dataclass(frozen=True)
class Amendment:
    """One change to the key of a form, or one mark set by hand (of a candidate, in a stage).

    number: counts from 1 in the order of the file. at: when, ISO 8601. withdraws: the number of an earlier one that no
    longer holds.
    """

    number: int
    kind: Kind
    form: int
    incident: int
    reason: str
    by: str
    at: str = ""
    accept: Accepted = field(default_factory=Accepted)
    candidate: str = ""
    stage: str = ""
    credit: Fraction = Fraction(0)
    withdraws: int = 0

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        named = ("number", "kind", "form", "incident", "reason", "by", "at")
        row: dict[str, Any] = {name: getattr(self, name) for name in named}
        if self.kind == "accept":
            row["accept"] = self.accept.to_json()
        if self.kind == "hand":
            row |= {"candidate": self.candidate, "stage": self.stage, "credit": str(self.credit)}
        if self.kind == "withdraw":
            row["withdraws"] = self.withdraws
        return row

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Amendment:
        """What `to_json` gave."""
        given = dict(row)
        if "accept" in given:
            given["accept"] = Accepted.from_json(given["accept"])
        if "credit" in given:
            given["credit"] = Fraction(given["credit"])
        return cls(**given)


def read_amendments(rows: Iterable[Mapping[str, Any]]) -> tuple[Amendment, ...]:
    """The amendments of a file's lines. ValueError names the first line that is none, or is out of its order."""
    found: list[Amendment] = []
    for number, row in enumerate(rows, 1):
        try:
            amendment = Amendment.from_json(row)
        except (ValueError, TypeError, KeyError, AttributeError, ZeroDivisionError) as error:
            raise ValueError(number, str(error)) from error
        if amendment.number != number:
            raise ValueError(number, f"number {amendment.number!r}")
        found.append(amendment)
    return tuple(found)


def in_force(amendments: Iterable[Amendment]) -> tuple[Amendment, ...]:
    """Those that hold: neither withdrawn nor a withdrawal."""
    every = tuple(amendments)
    gone = {one.withdraws for one in every}
    return tuple(one for one in every if one.kind != "withdraw" and one.number not in gone)


def amended(key: Key, amendments: Iterable[Amendment]) -> Key:
    """The key with the amendments of its form that hold on top, in their order. KeyError for an incident that it
    lacks.
    """
    for one in in_force(amendments):
        if one.form == key.form and one.kind != "hand":
            changed = _changed(key.incident(one.incident), one, key)
            incidents = tuple(changed if each.number == one.incident else each for each in key.incidents)
            key = replace(key, incidents=incidents, amended=key.amended + 1)
    return key


def hands_of(amendments: Iterable[Amendment], candidate: str) -> tuple[Hand, ...]:
    """The stages of this candidate that were marked by hand, as far as that holds."""
    return tuple(
        Hand(one.incident, one.stage, one.credit, one.reason, one.by, one.at, one.number)
        for one in in_force(amendments)
        if one.kind == "hand" and one.candidate == candidate
    )


def _changed(incident: KeyIncident, one: Amendment, key: Key) -> KeyIncident:
    if one.kind == "void":
        return replace(incident, void=one.reason)
    accept = one.accept
    rows = frozenset[Row]() if accept.row is None else frozenset((accept.row,))
    return replace(
        incident,
        clauses=_with(incident.clauses, accept.clause),
        posts=_with(incident.posts, accept.post),
        persons=_with(incident.persons, accept.person),
        decisive=incident.decisive | rows,
        own=incident.own | rows,
        worths=_worths(incident.worths, one, key),
    )


def _with(values: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    return values if value is None or value in values else (*values, value)


def _worths(worths: tuple[Worth, ...], one: Amendment, key: Key) -> tuple[Worth, ...]:
    """Each right answer again as amended, behind those there were: what was right stays so."""
    accept = one.accept
    if (
        accept.amount_fen is None
        and not accept.unpriced
        and (accept.tier, accept.sanctions, accept.duties) == (None,) * 3
    ):
        return worths
    added = [_worth(worth, one, key) for worth in worths]
    return (*worths, *(each for each in dict.fromkeys(added) if each not in worths))


def _worth(worth: Worth, one: Amendment, key: Key) -> Worth:
    """A right answer with what is accepted besides. Another amount brings its own tier beside the one there was."""
    accept = one.accept
    tiers = worth.tiers
    if accept.amount_fen is not None or accept.unpriced:
        amount = accept.amount_fen
        worth = replace(worth, amount_fen=amount)
        tiers = _with(tiers, key.scale.tier(amount))
    sets = worth.sanctions
    if accept.sanctions is not None:
        sets = (*sets, SanctionSet(accept.sanctions, "amended"))
    duties = worth.duties if accept.duties is None else accept.duties
    note = f"{one.reason} ({one.by})"
    changed = replace(worth, tiers=_with(tiers, accept.tier), sanctions=sets, duties=duties)
    return replace(changed, reason="amended", note=note)


@dataclass(frozen=True)
class Change:
    """A candidate whose mark another key, policy or scheme would change; marks in hundredths."""

    candidate: str
    before_e2: int
    after_e2: int
    passed_before: bool
    passed_after: bool

    @property
    def turns(self) -> bool:
        """Whether it decides otherwise on passing."""
        return self.passed_before != self.passed_after


def changes(before: Mapping[str, Mark], after: Mapping[str, Mark]) -> tuple[Change, ...]:
    """Who would change, in the order of `after`; who was not marked before counts as changed from nothing."""
    found = []
    for candidate, new in after.items():
        old = before.get(candidate)
        then = (0, False) if old is None else (old.total_e2, old.passed)
        if old is None or then != (new.total_e2, new.passed):
            found.append(Change(candidate, then[0], new.total_e2, then[1], new.passed))
    return tuple(found)


def kept_changes(found: Sequence[Change]) -> list[dict[str, Any]]:
    """Changes in plain values, marks of 100."""
    return [
        {
            "candidate": one.candidate,
            "before": one.before_e2 / 100,
            "after": one.after_e2 / 100,
            "passed_before": one.passed_before,
            "passed_after": one.passed_after,
        }
        for one in found
    ]
