"""Forms of an exam: made from a sealed seed, attempt by attempt, until one is alike to the others and proven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from kaohe.scenarios.exam.choosing import Chosen, Unsuited, Used, choose
from kaohe.scenarios.exam.files import Exam
from kaohe.scenarios.exam.key import Key, LookAlike
from kaohe.scenarios.exam.keying import key_of, rows_about
from kaohe.scenarios.exam.look_alikes import Sighting, kinds
from kaohe.scenarios.exam.seeds import form_seed
from kaohe.sim.clock.calendar import date_of
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.files import Faults
from kaohe.sim.records import Records
from kaohe.sim.texts import Message, catalogue
from kaohe.standards import Rulebook

_texts = catalogue("kaohe.scenarios")
ATTEMPTS = 24
"""Offices drawn for one form before the exam is refused."""
WORK_PERCENT = 20
"""How much rows, rows behind the key and steps of arithmetic may differ between forms."""


@dataclass(frozen=True)
class Work:
    """How much work a form is: rows, rows behind the key, numbers in its workings; and the rows behind each slot."""

    rows: int
    cites: int
    steps: int
    by_slot: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @classmethod
    def of(cls, chosen: Chosen) -> Work:
        """The work of a form's office."""
        slots = tuple((name, tuple(each.cites for each in found)) for name, found in sorted(chosen.filled.items()))
        return cls(chosen.trial.run.rows, chosen.cites, chosen.steps, slots)

    def unlike(self, other: Work) -> Message | None:
        """In what it differs by more than it may."""
        for name in ("rows", "cites", "steps"):
            own, first = getattr(self, name), getattr(other, name)
            if abs(own - first) * 100 > WORK_PERCENT * max(own, first):
                return _texts.message("exam-unlike", what=name, own=own, first=first, most=WORK_PERCENT)
        return None


@dataclass(frozen=True)
class Form:
    """A form that suits the exam: its number, the attempt that gave it, its office, its key."""

    number: int
    attempt: int
    chosen: Chosen
    key: Key
    work: Work

    def slots(self) -> Counter[str]:
        """How many incidents of each clause and tier."""
        return Counter(incident.slot for incident in self.key.incidents)

    @property
    def used(self) -> Used:
        """The situations of what is set in it."""
        acts = (each.opportunity for each in self.chosen.bundles)
        return frozenset((act.point, act.key) for act in acts)

    def look_alike_frame(self) -> pl.DataFrame:
        """truth/lookalikes: what is lawful, which clause it resembles, and why it is none."""
        return look_alike_frame(self.chosen.alike)

    def write_truth(self, folder: Path) -> None:
        """truth/: acts, orders and look-alikes."""
        self.chosen.trial.run.write_truth(folder)
        self.look_alike_frame().write_parquet(folder / "lookalikes.parquet")


@dataclass(frozen=True)
class Refused:
    """An attempt that came to nothing, and why."""

    attempt: int
    why: Message


def attempts(
    exam: Exam, secret: bytes, number: int, like: Work | None = None, used: Used = frozenset()
) -> Iterator[Form | Refused]:
    """The attempts at a form, one after the other, of each office drawn some choices.

    like: the work of the first form, which it should equal; used: situations in other forms, which it should leave.
    Raises Faults for an office that cannot run at all.
    """
    for attempt in range(ATTEMPTS):
        seed = form_seed(secret, exam.id, number, attempt)
        try:
            for chosen in choose(exam, seed, dict(like.by_slot) if like else None, used):
                work = Work.of(chosen)
                unlike = None if like is None else work.unlike(like)
                form = Form(number, attempt, chosen, _key(exam, number, chosen), work)
                yield form if unlike is None else Refused(attempt, unlike)
        except Unsuited as unsuited:
            yield Refused(attempt, unsuited.said)
        except Faults as found:
            yield Refused(attempt, _unmet(found))


def _unmet(found: Faults) -> Message:
    """What of the scenario's own acts met no occasion in this office; another may have it. Raises what is no such."""
    said = [fault.said for fault in found.faults if fault.code == "P043"]
    if len(said) < len(found.faults) or said[0] is None:
        raise found
    return _texts.message("exam-own-unmet", line=found.faults[0].line or 0, said=said[0])


def _key(exam: Exam, number: int, chosen: Chosen) -> Key:
    trial = chosen.trial
    alike = [_look_alike(each, trial.run.records) for each in chosen.alike]
    acts, rulebook = trial.run.acts, Rulebook.load()
    given: dict[str, Any] = {"form": number, "acts": acts, "lookalikes": alike, "records": trial.run.records}
    return key_of(trial.assessment, exam.policy, rulebook, exam.scheme, **given)


def _look_alike(sighting: Sighting, records: Records) -> LookAlike:
    kind = kinds()[sighting.kind]
    about = REGISTRY.points[kind.point].about
    return LookAlike(kind.clause, about, sighting.key, kind.id, tuple(rows_about(about, sighting.key, records)))


def look_alike_frame(sightings: Sequence[Sighting]) -> pl.DataFrame:
    """Look-alikes as a table: kind, clause, object, who and when, and the reason why it is none."""
    known = [(each, kinds()[each.kind]) for each in sightings]
    columns: dict[str, list[object]] = {
        "kind": [kind.id for _, kind in known],
        "clause": [kind.clause for _, kind in known],
        "object_type": [REGISTRY.points[kind.point].about for _, kind in known],
        "object_id": [each.key for each, _ in known],
        "staff": [each.staff for each, _ in known],
        "occurred_on": [date_of(each.day) for each, _ in known],
        "reason": [kind.reason.zh_hant for _, kind in known],
        "reason_en": [kind.reason.en for _, kind in known],
    }
    types = {"object_id": pl.Int64, "staff": pl.Int32, "occurred_on": pl.Date}
    return pl.DataFrame([pl.Series(name, values, types.get(name, pl.String)) for name, values in columns.items()])
