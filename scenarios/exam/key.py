"""The key of a form: each incident, the rows that show it, and every answer that is right, with the reason why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kaohe.scenarios.exam.sheet import Row, Sanction, rows_of, sanction_json, sanction_of

VERSION = 1


@dataclass(frozen=True)
class Band:
    """A tier's lower bound in money."""

    tier: str
    low_fen: int


@dataclass(frozen=True)
class Scale:
    """The tiers of a policy by money, lowest first, and that of what cannot be priced.

    unpriced: empty where the policy has no rule for it.
    """

    bands: tuple[Band, ...]
    lower_in: bool = True
    unpriced: str = "serious"

    def tier(self, amount_fen: int | None) -> str:
        """The tier of an amount; None: it cannot be priced."""
        if amount_fen is None or not self.bands:
            return self.unpriced
        reached = [band for band in self.bands if self._reached(band, amount_fen)]
        return (reached or list(self.bands))[-1 if reached else 0].tier

    def _reached(self, band: Band, amount_fen: int) -> bool:
        return amount_fen >= band.low_fen if self.lower_in else amount_fen > band.low_fen

    def bounds(self) -> tuple[int, ...]:
        """The lower bounds between tiers."""
        return tuple(band.low_fen for band in self.bands[1:])


@dataclass(frozen=True)
class KeyCite:
    """A row that an incident rests on, and its part: duty, rule, act, proof, late or price."""

    table: str
    row_key: int
    role: str

    @property
    def row(self) -> Row:
        """Table and key."""
        return self.table, self.row_key


@dataclass(frozen=True)
class SanctionSet:
    """A set of sanctions that is right; an empty one asks that 'none' be written. `reason`: key of a text."""

    sanctions: tuple[Sanction, ...]
    reason: str = "policy"


@dataclass(frozen=True)
class Worth:
    """An answer on an incident's worth that is right, and what follows from it. amount_fen None: it has no price.

    reason: key of a text (charged, estimate, near_bound, amended); note: what a moderator wrote. rules: the policy's
    rules that sanctions and duties come from.
    """

    amount_fen: int | None
    tiers: tuple[str, ...]
    sanctions: tuple[SanctionSet, ...] = (SanctionSet(()),)
    duties: tuple[str, ...] = ()
    reason: str = "charged"
    note: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeyIncident:
    """One incident. `number` counts from 1 and stays the same under every policy.

    clauses, posts, persons: all that are right, the judge's own first. decisive: rows that show the act; own: those of
    them that show no other object's; beside: rows that belong to it and show nothing by themselves, such as the rule,
    the duty, the price, and papers of the same object. formula, inputs: the judge's working, inputs as JSON.
    worths: right answers on its worth, the judge's own first. follows: what would follow from each tier, lowest first.
    acts: of the truth. void: why it no longer counts; empty while it does.
    """

    number: int
    clauses: tuple[str, ...]
    object_type: str
    object_id: int
    posts: tuple[str, ...]
    persons: tuple[int, ...]
    occurred_on: date
    discovered_on: date
    decisive: frozenset[Row]
    own: frozenset[Row]
    cites: tuple[KeyCite, ...]
    worths: tuple[Worth, ...]
    basis: str = ""
    formula: str = ""
    inputs: str = "{}"
    incident_id: int = 0
    follows: tuple[Worth, ...] = ()
    acts: tuple[int, ...] = ()
    void: str = ""
    beside: frozenset[Row] = frozenset()

    @property
    def clause(self) -> str:
        """The judge's clause."""
        return self.clauses[0]

    @property
    def worth(self) -> Worth:
        """The judge's own answer on its worth."""
        return self.worths[0]

    @property
    def slot(self) -> str:
        """Clause × tier: what forms hold alike, and what statistics compare."""
        return f"{self.clause}/{self.worth.tiers[0]}"


@dataclass(frozen=True)
class LookAlike:
    """What only looks like a breach of the clause, and why it is none."""

    clause: str
    object_type: str
    object_id: int
    reason: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Key:
    """The key of a form under a policy. `amended`: how many amendments it has in it."""

    incidents: tuple[KeyIncident, ...]
    scale: Scale
    lookalikes: tuple[LookAlike, ...] = ()
    form: int = 1
    policy: str = "handbook"
    policy_digest: str = ""
    rulebook_digest: str = ""
    amended: int = 0
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def counted(self) -> tuple[KeyIncident, ...]:
        """The incidents that count."""
        return tuple(incident for incident in self.incidents if not incident.void)

    def incident(self, number: int) -> KeyIncident:
        """An incident by its number; KeyError names those there are."""
        for incident in self.incidents:
            if incident.number == number:
                return incident
        raise KeyError(f"no incident {number} in the key, only 1 to {len(self.incidents)}")

    def guilty(self) -> frozenset[int]:
        """Everybody who answers for an incident of the key, void ones too."""
        return frozenset(person for incident in self.incidents for person in incident.persons)

    def to_json(self) -> dict[str, Any]:
        """Plain values; the same key always the same."""
        return {
            "version": VERSION,
            "form": self.form,
            "policy": self.policy,
            "policy_digest": self.policy_digest,
            "rulebook_digest": self.rulebook_digest,
            "amended": self.amended,
            "units": dict(self.units),
            "scale": _scale_json(self.scale),
            "incidents": [_incident_json(incident) for incident in self.incidents],
            "lookalikes": [_lookalike_json(one) for one in self.lookalikes],
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Key:
        """What `to_json` gave. KeyError, TypeError or ValueError for what is none."""
        if document["version"] != VERSION:
            raise ValueError(f"a key of version {document['version']!r}, not {VERSION}")
        plain = ("form", "policy", "policy_digest", "rulebook_digest", "amended", "units")
        return cls(
            incidents=tuple(_incident(row) for row in document["incidents"]),
            scale=_scale(document["scale"]),
            lookalikes=tuple(_lookalike(row) for row in document["lookalikes"]),
            **{name: document[name] for name in plain},
        )


def _scale_json(scale: Scale) -> dict[str, Any]:
    bands = [[band.tier, band.low_fen] for band in scale.bands]
    return {"bands": bands, "lower_in": scale.lower_in, "unpriced": scale.unpriced}


def _scale(row: Mapping[str, Any]) -> Scale:
    return Scale(tuple(Band(*band) for band in row["bands"]), row["lower_in"], row["unpriced"])


_PLAIN = ("number", "object_type", "object_id", "basis", "formula", "inputs", "incident_id", "void")
_TUPLES = ("clauses", "posts", "persons", "acts")
_DAYS = ("occurred_on", "discovered_on")
_ROWS = ("decisive", "own", "beside")
_WORTHS = ("worths", "follows")


def _incident_json(incident: KeyIncident) -> dict[str, Any]:
    return {
        **{name: getattr(incident, name) for name in _PLAIN},
        **{name: list(getattr(incident, name)) for name in _TUPLES},
        **{name: getattr(incident, name).isoformat() for name in _DAYS},
        **{name: [list(row) for row in sorted(getattr(incident, name))] for name in _ROWS},
        "cites": [[cite.table, cite.row_key, cite.role] for cite in incident.cites],
        **{name: [worth_json(worth) for worth in getattr(incident, name)] for name in _WORTHS},
    }


def _incident(row: Mapping[str, Any]) -> KeyIncident:
    read: dict[str, Any] = {name: row[name] for name in _PLAIN}
    read |= {name: tuple(row[name]) for name in _TUPLES}
    read |= {name: date.fromisoformat(row[name]) for name in _DAYS}
    read["cites"] = tuple(KeyCite(*cite) for cite in row["cites"])
    known = {"beside": [cite.row for cite in read["cites"]], **row}  # keys made before had what is cited alone
    read |= {name: frozenset(rows_of(known[name])) for name in _ROWS}
    read["beside"] -= read["decisive"]
    read |= {name: tuple(worth_of(worth) for worth in row[name]) for name in _WORTHS}
    return KeyIncident(**read)


def worth_json(worth: Worth) -> dict[str, Any]:
    """An answer on the worth in plain values."""
    sets = [
        {"sanctions": [sanction_json(one) for one in each.sanctions], "reason": each.reason} for each in worth.sanctions
    ]
    named = ("amount_fen", "reason", "note")
    lists = {"tiers": list(worth.tiers), "duties": list(worth.duties), "rules": list(worth.rules), "sanctions": sets}
    return {**{name: getattr(worth, name) for name in named}, **lists}


def worth_of(row: Mapping[str, Any]) -> Worth:
    """What `worth_json` gave."""
    named: dict[str, Any] = {name: row[name] for name in ("amount_fen", "reason", "note")}
    return Worth(
        **named,
        tiers=tuple(row["tiers"]),
        duties=tuple(row["duties"]),
        rules=tuple(row["rules"]),
        sanctions=tuple(_sanction_set(one) for one in row["sanctions"]),
    )


def _sanction_set(row: Mapping[str, Any]) -> SanctionSet:
    return SanctionSet(tuple(sanction_of(one) for one in row["sanctions"]), row["reason"])


def _lookalike_json(one: LookAlike) -> dict[str, Any]:
    named = ("clause", "object_type", "object_id", "reason")
    return {**{name: getattr(one, name) for name in named}, "rows": [list(row) for row in one.rows]}


def _lookalike(row: Mapping[str, Any]) -> LookAlike:
    named = ("clause", "object_type", "object_id", "reason")
    return LookAlike(**{name: row[name] for name in named}, rows=rows_of(row["rows"]))


def rows_among(cites: Sequence[KeyCite], roles: frozenset[str]) -> frozenset[Row]:
    """The rows with one of these parts."""
    return frozenset(cite.row for cite in cites if cite.role in roles)
