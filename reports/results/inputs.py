"""What the results of an exam are made of: marks, keys, figures of the class, the office's papers and its truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from kaohe.reports.judged.statute import Statute
from kaohe.reports.marks.wording import Wording
from kaohe.reports.papers.slips import Desk
from kaohe.reports.words.wording import say
from kaohe.scenarios.exam.classroom import Keys, Marked
from kaohe.scenarios.exam.key import Key, KeyIncident
from kaohe.scenarios.exam.moderation import Amendment, in_force
from kaohe.scenarios.exam.scheme import Scheme
from kaohe.scenarios.exam.sheet import Row
from kaohe.scenarios.exam.statistics import ClassFigures
from kaohe.sim.texts import Verbatim
from kaohe.standards import Policy, Rulebook

WEAK = 0.6
"""Below this share of its marks a post × clause is to be trained again."""


@dataclass(frozen=True)
class FormOffice:
    """The office of a form: its papers and its truth (acts), each None where the folder does not hold it.

    numbers: by which the candidates' papers cite rows.
    """

    desk: Desk | None = None
    acts: pl.DataFrame | None = None
    numbers: Mapping[Row, int] = field(default_factory=dict)

    def person(self, staff: int) -> str:
        """A person by name and number, as far as the papers are there."""
        return say("person-unknown", number=staff) if self.desk is None else self.desk.person(staff)

    def seen(self, incident: KeyIncident) -> Seen:
        """When an incident was done and when the papers first showed it, by the truth."""
        own = None if self.acts is None else self.acts.filter(pl.col("act_id").is_in(list(incident.acts)))
        if own is None or own.is_empty():
            return Seen(incident.occurred_on, None, incident.discovered_on, False)
        done, shown = own["occurred_on"].min(), own["evidenced_on"].min()
        return Seen(
            done if isinstance(done, date) else incident.occurred_on,
            shown if isinstance(shown, date) else None,
            incident.discovered_on,
            True,
        )


@dataclass(frozen=True)
class Seen:
    """Days of an incident: when it was done, from when the papers show it, by when the judge says it must be known.

    true: whether done and shown are the truth's.
    """

    done_on: date
    shown_on: date | None
    discovered_on: date
    true: bool


@dataclass(frozen=True)
class Results:
    """An exam as it was marked. id, exam: its id, and its name in the language in use.

    keys: with their amendments; names: of the candidates who have one.
    """

    id: str
    exam: str
    marking: int
    marked: Mapping[str, Marked]
    keys: Keys
    scheme: Scheme
    figures: ClassFigures
    rulebook: Rulebook
    policy: Policy
    amendments: Sequence[Amendment] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[int, FormOffice] = field(default_factory=dict)

    @property
    def statute(self) -> Statute:
        """The words of the rules."""
        return Statute(self.rulebook, self.policy)

    def key(self, candidate: str) -> Key:
        """The key of a candidate's form."""
        return self.keys[self.marked[candidate].form]

    def accepted(self, form: int, incident: int) -> tuple[Amendment, ...]:
        """What was accepted besides in an incident, as far as it holds."""
        mine = (one for one in in_force(self.amendments) if (one.form, one.incident) == (form, incident))
        return tuple(one for one in mine if one.kind == "accept")

    def judged(self, form: int, incident: KeyIncident) -> KeyIncident:
        """An incident as the judge has it, without what was accepted besides."""
        accepts = [one.accept for one in self.accepted(form, incident.number)]
        rows = {each.row for each in accepts}
        return replace(
            incident,
            posts=tuple(each for each in incident.posts if each not in {one.post for one in accepts}),
            persons=tuple(each for each in incident.persons if each not in {one.person for one in accepts}),
            decisive=frozenset(each for each in incident.decisive if each not in rows),
        )

    def office(self, form: int) -> FormOffice:
        """The office of a form."""
        return self.offices.get(form, FormOffice())

    def words(self, form: int) -> Wording:
        """How marks of a form are said."""
        units = self.keys[form].units if form in self.keys else {}
        return Wording(self.statute, units, self.office(form).numbers)

    def name(self, candidate: str) -> str:
        """A candidate's name, empty where none is known; it stays as it was written."""
        return Verbatim(self.names.get(candidate, ""))

    def outcome(self, candidate: str) -> str:
        """Passed, failed, or to be reviewed."""
        mark = self.marked[candidate].mark
        return say("mark-passed" if mark.passed else "mark-review" if mark.critical else "mark-failed")

    def slot(self, slot: str) -> str:
        """Clause × tier in words."""
        clause, _, tier = slot.partition("/")
        return say("results-slot", clause=self.statute.clause_name(clause), tier=self.statute.tier(tier))

    def forms(self) -> tuple[int, ...]:
        """The forms that were sat."""
        return tuple(sorted({one.form for one in self.marked.values()}))


def share_text(share: float | None) -> str:
    """0.625 → 62.5 %; a dash for none."""
    return say("none") if share is None else say("results-percent", n=f"{100 * share:.1f}")
