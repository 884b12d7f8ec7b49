"""The key of a form from the judge's own assessment: what was found, and every answer that is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from kaohe.scenarios.exam.key import (
    Band,
    Key,
    KeyCite,
    KeyIncident,
    LookAlike,
    SanctionSet,
    Scale,
    Worth,
    rows_among,
)
from kaohe.scenarios.exam.scheme import Scheme
from kaohe.scenarios.exam.sheet import Row, Sanction
from kaohe.scenarios.quality import matched_pairs
from kaohe.sim.records import PAPERS, Records
from kaohe.standards.judging.assessment import Assessment
from kaohe.standards.policies.policy import Policy
from kaohe.standards.rulebook.model import Rulebook
from kaohe.standards.sanctions import assess

SHOWING = frozenset(("act", "proof"))
LEFT = frozenset(("duty", "late"))
# Who was on duty, and what the rule or the calendar is, shows nobody's act.
BESIDE = frozenset(("duty_roster", "reading_rota", "leave", "substitution", "rule", "calendar"))
_ADDED = ("tier", "counted_fen")
_JUDGED = ("incident_id", "amount_fen", "tier")


def key_of(
    assessment: Assessment,
    policy: Policy,
    rulebook: Rulebook,
    scheme: Scheme | None = None,
    *,
    form: int = 1,
    acts: pl.DataFrame | None = None,
    lookalikes: Sequence[LookAlike] = (),
    records: Records | None = None,
) -> Key:
    """The key: the judge's incidents in his order. `acts`: the truth, which only names the acts beside them.

    The scheme says within which tolerance of a bound an amount lies in both tiers. records: for the other papers of an
    incident's object, which may be cited beside those that show it.
    """
    law = _Law(assessment, policy, scheme or Scheme())
    by_incident = _acts_of(acts, assessment.findings)
    incidents = [law.incident(row, by_incident) for row in assessment.incidents.iter_rows(named=True)]
    if records is not None:
        incidents = [replace(one, beside=one.beside | _about(one, records) - one.decisive) for one in incidents]
    return Key(
        incidents=tuple(_numbered(_with_own(incidents))),
        scale=scale_of(policy),
        lookalikes=tuple(lookalikes),
        form=form,
        policy=policy.id,
        policy_digest=policy.digest(),
        rulebook_digest=rulebook.digest(),
        units={kind: measure.unit for kind, measure in sorted(policy.file.measures.items())},
    )


def scale_of(policy: Policy) -> Scale:
    """A policy's tiers by money."""
    money = policy.money
    bands = tuple(Band(tier, int(low)) for tier, low in zip(money.tiers, money.lows, strict=True))
    return Scale(bands, money.lower_in, "" if policy.file.unpriced is None else policy.file.unpriced.tier)


def decisive_rows(cites: Sequence[KeyCite]) -> frozenset[Row]:
    """The rows that show an act: the act and its proof; or, of what was left undone, the duty and what came late."""
    shown = [cite for cite in cites if cite.table not in BESIDE]
    return rows_among(shown, SHOWING) or rows_among(shown, LEFT) or rows_among(cites, LEFT)


def cites_by_finding(assessment: Assessment) -> dict[int, tuple[KeyCite, ...]]:
    """The rows that each finding rests on, with their parts."""
    found: dict[int, list[KeyCite]] = {}
    for finding, *cite in assessment.cites.select("finding_id", "table", "row_key", "role").iter_rows():
        found.setdefault(finding, []).append(KeyCite(*cite))
    return {finding: tuple(cites) for finding, cites in found.items()}


def exposed_permille(decisive: Iterable[Row], heights: Mapping[str, int]) -> dict[str, int]:
    """Of each register in which an incident shows, the share of its rows that show it. heights: rows by table."""
    shown = Counter(table for table, _ in decisive)
    return {table: 1000 * rows // max(heights.get(table, rows), rows) for table, rows in shown.items()}


def _about(incident: KeyIncident, records: Records) -> frozenset[Row]:
    return frozenset(rows_about(incident.object_type, incident.object_id, records))


def rows_about(about: str, key: int, records: Records) -> Iterator[Row]:
    """The rows whose ids begin with an object."""
    for table in records.tables():
        below = PAPERS.below(about, table)
        if below is not None:
            ids = records.table(table, ["id"])["id"].to_numpy()
            yield from ((table, each) for each in ids[ids >> below == key].tolist())


def _numbered(incidents: Iterable[KeyIncident]) -> Iterable[KeyIncident]:
    return (replace(incident, number=number) for number, incident in enumerate(incidents, 1))


def _with_own(incidents: Sequence[KeyIncident]) -> list[KeyIncident]:
    """Each with those of its decisive rows that show no other object's."""
    shown: dict[Row, set[tuple[str, int]]] = {}
    for incident in incidents:
        for row in incident.decisive:
            shown.setdefault(row, set()).add((incident.object_type, incident.object_id))
    return [replace(one, own=frozenset(row for row in one.decisive if len(shown[row]) == 1)) for one in incidents]


def _acts_of(acts: pl.DataFrame | None, findings: pl.DataFrame) -> Mapping[int, tuple[int, ...]]:
    """The acts of the truth by incident."""
    if acts is None:
        return {}
    pairs = matched_pairs(acts, findings).join(findings.select("finding_id", "incident_id"), on="finding_id")
    found: dict[int, tuple[int, ...]] = {}
    for act, incident in pairs.select("act_id", "incident_id").drop_nulls().sort("act_id").iter_rows():
        found[incident] = (*found.get(incident, ()), int(act))
    return found


Asked = tuple[int, int]
"""An incident of the judge's, and another amount for it."""


@dataclass(frozen=True)
class _Law:
    """An assessment and its policy, asked again what would follow if an amount were another."""

    assessment: Assessment
    policy: Policy
    scheme: Scheme

    @cached_property
    def scale(self) -> Scale:
        """The policy's tiers by money."""
        return scale_of(self.policy)

    @cached_property
    def cites(self) -> Mapping[int, tuple[KeyCite, ...]]:
        """The rows of each finding."""
        return cites_by_finding(self.assessment)

    @cached_property
    def charged(self) -> Mapping[int, Worth]:
        """What each incident is worth and what follows, as judged."""
        frames = self.assessment.incidents, self.assessment.sanctions, self.assessment.duties
        return self._worths_of(*frames, self.assessment.incidents["incident_id"].to_list())

    @cached_property
    def others(self) -> Mapping[Asked, Worth]:
        """The same at the other amounts that a key asks for."""
        rows = list(self.assessment.incidents.iter_rows(named=True))
        asked = list(dict.fromkeys((row["incident_id"], fen) for row in rows for fen in self._asked(row)))
        if not asked:
            return {}
        incidents, sanctions, duties, _ = assess(self._varied(asked), self.policy)
        numbers = range(1, len(asked) + 1)
        return dict(zip(asked, self._worths_of(incidents, sanctions, duties, numbers).values(), strict=True))

    def _asked(self, row: Mapping[str, Any]) -> Iterable[int]:
        if row["estimate_fen"] is not None:
            yield row["estimate_fen"]
        yield from self._beyond(row["amount_fen"], row["tier"])
        yield from self._lows()

    def _lows(self) -> list[int]:
        """The least amount of each tier."""
        return [band.low_fen + (0 if self.scale.lower_in else 1) for band in self.scale.bands]

    def _varied(self, asked: Sequence[Asked]) -> pl.DataFrame:
        """For each question all that the person did, as if another had: history counts by person. The incident itself
        is numbered from 1 as asked, the others after them all.
        """
        bare = self.assessment.incidents.drop(_ADDED)
        wanted = pl.DataFrame(asked, schema={"asked_id": pl.Int64, "asked_fen": pl.Int64}, orient="row")
        wanted = wanted.with_row_index("question", offset=1).with_columns(pl.col("question").cast(pl.Int64))
        whose = bare.select(pl.col("incident_id").alias("asked_id"), pl.col("staff").alias("asked_staff"))
        pairs = wanted.join(whose, on="asked_id").join(bare, how="cross")
        itself = pl.col("incident_id") == pl.col("asked_id")
        pairs = pairs.filter(itself | (pl.col("staff") == pl.col("asked_staff")).fill_null(value=False))
        after = len(asked) + pl.int_range(1, pl.len() + 1)
        return pairs.with_columns(
            pl.when(itself).then("question").otherwise(after).alias("incident_id"),
            pl.when(itself).then("asked_fen").otherwise("amount_fen").alias("amount_fen"),
            pl.when(pl.col("staff").is_not_null()).then("question").cast(pl.Int32).alias("staff"),
        ).drop("question", "asked_id", "asked_fen", "asked_staff")

    def incident(self, row: Mapping[str, Any], acts: Mapping[int, tuple[int, ...]]) -> KeyIncident:
        """An incident of the key, not numbered yet, and its own rows not yet told from others'."""
        cites = tuple(dict.fromkeys(cite for finding in row["findings"] for cite in self.cites.get(finding, ())))
        decisive = decisive_rows(cites)
        return KeyIncident(
            number=0,
            clauses=(row["clause"],),
            object_type=row["object_type"],
            object_id=row["object_id"],
            posts=() if row["post"] is None else (row["post"],),
            persons=() if row["staff"] is None else (row["staff"],),
            occurred_on=row["occurred_on"],
            discovered_on=row["discovered_on"],
            decisive=decisive,
            own=decisive,
            cites=cites,
            worths=tuple(self._worths(row)),
            basis=row["basis"],
            incident_id=row["incident_id"],
            follows=tuple(replace(self.others[row["incident_id"], low], reason="follows") for low in self._lows()),
            acts=acts.get(row["incident_id"], ()),
            beside=frozenset(cite.row for cite in cites) - decisive,
            formula=row["formula"],
            inputs=row["inputs"],
        )

    def _worths(self, row: Mapping[str, Any]) -> Iterable[Worth]:
        """The charged amount; the estimate beside a proven least; the tier beyond a bound that is within tolerance."""
        number, charged = row["incident_id"], self.charged[row["incident_id"]]
        yield charged
        if row["estimate_fen"] is not None and row["estimate_fen"] != row["amount_fen"]:
            yield replace(self.others[number, row["estimate_fen"]], reason="estimate")
        for other_fen in self._beyond(row["amount_fen"], row["tier"]):
            other = self.others[number, other_fen]
            if other.tiers != charged.tiers:
                yield replace(other, amount_fen=row["amount_fen"], reason="near_bound")

    def _beyond(self, amount_fen: int | None, tier: str) -> Iterable[int]:
        """Amounts on the other side of bounds within tolerance; none where the tier does not rest on the money."""
        if amount_fen is None or self.scale.tier(amount_fen) != tier:
            return
        for bound in self.scale.bounds():
            if abs(amount_fen - bound) <= self.scheme.tolerance_fen(amount_fen):
                inner = bound if self.scale.lower_in else bound + 1
                yield inner - 1 if amount_fen >= inner else inner

    def _worths_of(
        self, incidents: pl.DataFrame, sanctions: pl.DataFrame, duties: pl.DataFrame, numbers: Iterable[int]
    ) -> dict[int, Worth]:
        """What these incidents are worth, by number, in the order given."""
        rows = {number: (fen, tier) for number, fen, tier in incidents.select(_JUDGED).iter_rows()}
        imposed, owed = _by_incident(sanctions, "rule", "kind", "value"), _by_incident(duties, "rule", "kind")
        return {each: self._worth(rows[each], imposed.get(each, []), owed.get(each, [])) for each in numbers}

    def _worth(self, judged: tuple[int | None, str], imposed: Sequence[Imposed], owed: Sequence[Imposed]) -> Worth:
        amount_fen, tier = judged
        return Worth(
            amount_fen=amount_fen,
            tiers=(tier,),
            sanctions=self._sets(imposed),
            duties=tuple(dict.fromkeys(kind for _, kind in owed)),
            rules=tuple(dict.fromkeys(rule for rule, *_ in (*imposed, *owed))),
        )

    def _sets(self, imposed: Sequence[Imposed]) -> tuple[SanctionSet, ...]:
        """By the policy's figure; and by the whole range that the handbook leaves, where the figure lies within it."""
        own = [(rule, Sanction(kind, value, value)) for rule, kind, value in imposed if self._answerable(rule)]
        ranged = tuple(self._ranged(rule, one) for rule, one in own)
        figures = tuple(one for _, one in own)
        sets = (SanctionSet(figures),)
        return sets if ranged == figures else (*sets, SanctionSet(ranged, "range"))

    def _answerable(self, rule: str) -> bool:
        """Whether the rule is about whoever answers, not about the finder's reward."""
        return self.policy.rules[rule].to == "answerable"

    def _ranged(self, rule: str, one: Sanction) -> Sanction:
        for outcome in self.policy.outcomes(rule):
            if one.kind in outcome.names() and outcome.low is not None and outcome.high is not None:
                within = one.low is not None and outcome.low <= one.low <= outcome.high
                return Sanction(one.kind, outcome.low, outcome.high) if within else one
        return one


Imposed = tuple[Any, ...]


def _by_incident(frame: pl.DataFrame, *columns: str) -> dict[int, list[Imposed]]:
    found: dict[int, list[Imposed]] = {}
    for number, *values in frame.select("incident_id", *columns).iter_rows():
        found.setdefault(number, []).append(tuple(values))
    return found
