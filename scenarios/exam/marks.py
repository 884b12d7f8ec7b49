"""A mark as data: stages, what each incident and each line earned and why, critical errors; exact, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from kaohe.sim.tariff.money import round_half_up

VERSION = 1

Args = Mapping[str, int | str]


@dataclass(frozen=True)
class Part:
    """One part of an incident's credit in a stage: its share of it, and what of that was earned (0 to 1).

    why: key of a text, with its values; money ends in _fen, a credit is a fraction as text.
    """

    stage: str
    name: str
    share: Fraction
    credit: Fraction
    why: str
    args: Args = field(default_factory=dict)


@dataclass(frozen=True)
class Hand:
    """A stage of one incident marked by hand: by whom, why, when. `number`: of the amendment."""

    incident: int
    stage: str
    credit: Fraction
    reason: str
    by: str
    at: str = ""
    number: int = 0


@dataclass(frozen=True)
class IncidentMark:
    """What one incident of the key earned: by which line (None: missed), by stage, in which parts, and by whose hand.

    worth: which of the key's right answers it was marked by. weights: in marks, by stage, without `find`. right, wrong:
    of the rows that the line cites, those that show the incident, and those that have nothing to do with it.
    """

    incident: int
    line: int | None
    weights: Mapping[str, Fraction]
    parts: tuple[Part, ...] = ()
    worth: int = 0
    hands: tuple[Hand, ...] = ()
    right: int = 1
    wrong: int = 0

    @property
    def shown(self) -> Fraction:
        """By how much of what it cites the line shows the incident: its credit in every stage is scaled by that."""
        return Fraction(self.right, self.right + self.wrong)

    def credit(self, stage: str) -> Fraction:
        """Credit in a stage, 0 to 1."""
        return self._credits.get(stage, Fraction(0))

    @cached_property
    def _credits(self) -> Mapping[str, Fraction]:
        found: dict[str, Fraction] = {}
        for part in self.parts:
            if part.credit:
                found[part.stage] = found.get(part.stage, Fraction(0)) + part.share * part.credit * self.shown
        return found | {hand.stage: hand.credit for hand in self.hands}

    @cached_property
    def earned(self) -> Fraction:
        """Marks earned, without those for finding it."""
        return sum((self.weights[stage] * credit for stage, credit in self._credits.items()), Fraction(0))


@dataclass(frozen=True)
class LineMark:
    """What became of a line: matched, again (an incident that another line has), look_alike, false or void.

    innocent: the person that it names does not answer for what it cites.
    """

    line: int
    state: str
    incident: int | None = None
    innocent: int | None = None
    why: str = ""
    args: Args = field(default_factory=dict)


@dataclass(frozen=True)
class StageMark:
    """A stage: credit 0 to 1, its weight in marks, and the least that it must reach, in marks of 100."""

    stage: str
    credit: Fraction
    weight: Fraction
    minimum: int = 0
    args: Args = field(default_factory=dict)

    @property
    def reached(self) -> bool:
        """Whether it is not below its minimum."""
        return self.credit * 100 >= self.minimum


@dataclass(frozen=True)
class Critical:
    """An error that caps the mark and calls for a review: a text's key, and the line."""

    kind: str
    line: int
    args: Args = field(default_factory=dict)


@dataclass(frozen=True)
class Unread:
    """A cell of a line that could not be understood and counts as blank: the field's name, and what is wrong where."""

    line: int
    field: str
    said: str


@dataclass(frozen=True)
class Mark:
    """The mark of one sheet: `total` of 100, with two places; its arithmetic is exact."""

    stages: tuple[StageMark, ...]
    incidents: tuple[IncidentMark, ...]
    lines: tuple[LineMark, ...]
    critical: tuple[Critical, ...] = ()
    cap: int | None = None
    pass_mark: int = 60
    unread: tuple[Unread, ...] = ()

    @property
    def uncapped(self) -> Fraction:
        """Σ weight × credit."""
        return sum((stage.weight * stage.credit for stage in self.stages), Fraction(0))

    @property
    def total_e2(self) -> int:
        """The mark in hundredths, half up, capped where there is a critical error."""
        marks = self.uncapped * 100
        total = round_half_up(marks.numerator, marks.denominator)
        return min(total, self.cap * 100) if self.capped and self.cap is not None else total

    @property
    def total(self) -> Decimal:
        """The mark of 100, with two places."""
        return Decimal(self.total_e2) / 100

    @property
    def capped(self) -> bool:
        """Whether a critical error caps it."""
        return bool(self.critical) and self.cap is not None and self.uncapped > self.cap

    @property
    def passed(self) -> bool:
        """Whether the whole and each stage reach what they must; a critical error is reviewed first."""
        return self.total_e2 >= self.pass_mark * 100 and not self.critical and all(s.reached for s in self.stages)

    def stage(self, name: str) -> StageMark:
        """A stage by its name."""
        return next(stage for stage in self.stages if stage.stage == name)

    def to_json(self) -> dict[str, Any]:
        """Plain values; fractions as text, so that the mark can be read back exactly."""
        return {
            "version": VERSION,
            "total": float(self.total),
            "passed": self.passed,
            **_plain(self),
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Mark:
        """What `to_json` gave. KeyError, TypeError or ValueError for what is none."""
        if document["version"] != VERSION:
            raise ValueError(f"a mark of version {document['version']!r}, not {VERSION}")
        return cls(
            tuple(_fractions(StageMark(**row), "credit", "weight") for row in document["stages"]),
            tuple(_incident(row) for row in document["incidents"]),
            tuple(LineMark(**row) for row in document["lines"]),
            tuple(Critical(**row) for row in document["critical"]),
            document["cap"],
            document["pass_mark"],
            tuple(Unread(**row) for row in document.get("unread", ())),
        )


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, Fraction):
        return str(value)
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _fractions(row: Any, *names: str) -> Any:
    return replace(row, **{name: Fraction(getattr(row, name)) for name in names})


def _incident(row: Mapping[str, Any]) -> IncidentMark:
    return IncidentMark(
        row["incident"],
        row["line"],
        {stage: Fraction(weight) for stage, weight in row["weights"].items()},
        tuple(_fractions(Part(**part), "share", "credit") for part in row["parts"]),
        row["worth"],
        tuple(_fractions(Hand(**hand), "credit") for hand in row["hands"]),
        row.get("right", 1),  # marks kept before did not look at it
        row.get("wrong", 0),
    )
