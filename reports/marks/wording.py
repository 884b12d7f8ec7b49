"""The parts of a mark in words; what a part says stands in texts/…/marks.ftl under its own key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kaohe.reports.judged.statute import Statute, measured
from kaohe.reports.words.wording import key_part, say, yuan
from kaohe.scenarios.exam.crediting import spelled
from kaohe.scenarios.exam.marks import Args, Hand, Part
from kaohe.scenarios.exam.moderation import Accepted
from kaohe.scenarios.exam.sheet import Row
from kaohe.scenarios.exam.workings import workings
from kaohe.sim.records import SCHEMA
from kaohe.sim.tariff.money import round_half_up
from kaohe.sim.texts import Verbatim


def hundredths(value: Fraction) -> str:
    """A credit or marks with two places, half up."""
    whole = round_half_up(value.numerator * 100, value.denominator)
    return f"{whole // 100}.{whole % 100:02d}"


def marks(value: Fraction) -> str:
    """12.50 分."""
    return say("mark-points", n=hundredths(value))


def rows_text(rows: Mapping[str, list[int]]) -> str:
    """Rows by table: 抄表記錄 812, 813."""
    return say("mark-between").join(
        say(
            "mark-rows",
            table=SCHEMA[table].label.text() if table in SCHEMA else table,
            rows=say("comma").join(map(str, keys)),
        )
        for table, keys in rows.items()
    )


def by_table(rows: frozenset[Row], numbers: Mapping[Row, int] | None = None) -> dict[str, list[int]]:
    """Rows by table, sorted: by the numbers that the papers give them, by their keys where these have none."""
    found: dict[str, list[int]] = {}
    for row in sorted(rows):
        found.setdefault(row[0], []).append((numbers or {}).get(row, row[1]))
    return {table: sorted(rows) for table, rows in found.items()}


@dataclass(frozen=True)
class Wording:
    """How values of a mark are said: clauses, posts, tiers and sanctions by the statute's names.

    numbers: by which the papers of the form cite rows; others are cited by their keys.
    """

    statute: Statute
    units: Mapping[str, str]
    numbers: Mapping[Row, int] = field(default_factory=dict)

    def part(self, part: Part) -> str:
        """A part of an incident's credit: what was earned, and why."""
        values = self._values(part)
        reason = say(f"mark-{part.why}", **values)
        if part.name == "sanctions" and "method" in part.args and part.credit < 1:
            reason = say("gap").join(
                (reason, say("mark-consistent", method=hundredths(Fraction(str(part.args["method"])))))
            )
        name = say(f"mark-name-{part.name}")
        if part.share != 1:
            name = say("mark-part-share", name=name, share=Verbatim(str(part.share)))
        return say("mark-part", name=name, credit=hundredths(part.credit), reason=reason)

    def _values(self, part: Part) -> dict[str, str | int]:
        known: Mapping[str, Callable[[str], str]] = {
            "clause": self.statute.clause_name,
            "post": self.statute.post,
            "tier": self.statute.tier,
            "sanctions": self.sanctions,
            "duties": self.duties,
        }
        said = known.get(part.name, str)
        values: dict[str, str | int] = {}
        for name, value in part.args.items():
            values[name] = self._value(name, value, said)
        return values

    def _value(self, name: str, value: int | str, said: Callable[[str], str]) -> str | int:
        if name.endswith("_fen") and isinstance(value, int):
            return yuan(value)
        if name in ("accuracy", "method") and isinstance(value, str):
            return hundredths(Fraction(value))
        if name.endswith("_tier") or name == "own_gives":
            return self.statute.tier(str(value))
        if name == "formula":
            return self.formula(str(value))
        if name in ("own", "key"):
            return said(str(value)) if isinstance(value, str) else value
        return value

    def formula(self, formula: str) -> str:
        """A formula of the sheet by its name."""
        form = workings().get(formula)
        return (Verbatim(formula) if formula else say("none")) if form is None else form.name.text()

    def sanctions(self, spelled: str) -> str:
        """Sanctions as a mark keeps them, "withhold_all_bonus:6-12", in words."""
        return say("comma").join(self._sanction(word) for word in spelled.split()) or say("mark-none")

    def _sanction(self, word: str) -> str:
        kind, _, span = word.partition(":")
        name, unit = self.statute.measure(kind), self.units.get(kind, "")
        ends = [int(end) for end in span.split("-") if end]
        if not ends or not unit:
            return name
        low = measured(ends[0], unit)
        value = low if len(ends) == 1 else say("mark-span", low=str(ends[0]), high=measured(ends[1], unit))
        return say("sanction-line", kind=name, value=value)

    def duties(self, kinds: str) -> str:
        """Duties by their names."""
        return say("comma").join(self.statute.duty(kind) for kind in kinds.split()) or say("mark-none")

    def accepted(self, accept: Accepted) -> str:
        """What an amendment accepts besides."""
        said = {
            "clause": accept.clause and self.statute.clause_name(accept.clause),
            "post": accept.post and self.statute.post(accept.post),
            "person": None if accept.person is None else say("mark-person-number", number=str(accept.person)),
            "row": accept.row and self.rows(frozenset((accept.row,))),
            "amount": say("unpriced") if accept.unpriced else accept.amount_fen is not None and yuan(accept.amount_fen),
            "tier": accept.tier and self.statute.tier(accept.tier),
            "sanctions": None if accept.sanctions is None else self.sanctions(" ".join(map(spelled, accept.sanctions))),
            "duties": None if accept.duties is None else self.duties(" ".join(accept.duties)),
        }
        parts = [say("mark-accepted", name=say(f"mark-name-{name}"), what=what) for name, what in said.items() if what]
        return say("mark-between").join(parts)

    def distance(self, args: Args) -> tuple[str, ...]:
        """How far the key's amount is from the tiers beside its own: at 9,999.99 it would be 一般."""
        return tuple(
            say(
                "mark-distance",
                amount=yuan(int(args[f"{side}_fen"])),
                tier=self.statute.tier(str(args[f"{side}_tier"])),
            )
            for side in ("below", "above")
            if f"{side}_fen" in args
        )

    def rows(self, rows: frozenset[Row]) -> str:
        """Rows by table, as the papers number them."""
        return rows_text(by_table(rows, self.numbers))

    def hand(self, hand: Hand) -> str:
        """A stage of an incident marked by hand."""
        return say(
            "mark-hand",
            stage=say(f"mark-stage-{hand.stage}"),
            credit=hundredths(hand.credit),
            reason=Verbatim(hand.reason),
            by=Verbatim(hand.by),
            at=Verbatim(hand.at),
        )

    def reason_of(self, reason: str) -> str:
        """Why one of several right answers is right."""
        return say(f"mark-reason-{key_part(reason)}")
