"""`kaohe exam amend DIR`: a wrong key put right for everybody of that form, or one mark set by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Annotated

import typer

from kaohe.exam_marks import as_json, differences, policy_of_exam, tell_changes, tell_unread
from kaohe.options import Directory, Json, Values
from kaohe.scenarios.exam.accepting import accepted
from kaohe.scenarios.exam.classroom import Classroom, Marking
from kaohe.scenarios.exam.moderation import Accepted, Amendment, Kind
from kaohe.scenarios.exam.scheme import STAGES
from kaohe.standards import Rulebook
from kaohe.terminal import show, show_json
from kaohe.wording import say

MOST_SIGNS = 500
BY_HAND = STAGES[1:]
"""What may be marked by hand: finding is counted, not judged."""


def command(
    directory: Directory,
    incident: Annotated[str | None, typer.Option("--incident", metavar="K")] = None,
    form: Annotated[str | None, typer.Option("--form", metavar="N")] = None,
    accept: Annotated[list[str] | None, typer.Option("--accept", metavar="NAME=VALUE")] = None,
    void: Annotated[bool, typer.Option("--void")] = False,
    candidate: Annotated[str | None, typer.Option("--candidate", metavar="ID")] = None,
    stage: Annotated[str | None, typer.Option("--stage", metavar="STAGE")] = None,
    mark: Annotated[str | None, typer.Option("--mark", metavar="0-100")] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    json: Json = False,
) -> int:
    """Amend a key, or set one mark by hand."""
    room = Classroom.read(directory)
    line = _Line(incident, form, accept or [], void, candidate, stage, mark, reason, by, at)
    return _applied(room, line.amendment(room), dry_run, json)


@dataclass(frozen=True)
class _Line:
    """What was written on the command line."""

    incident: str | None
    form: str | None
    accept: list[str]
    void: bool
    candidate: str | None
    stage: str | None
    mark: str | None
    reason: str | None
    by: str | None
    at: str | None

    def amendment(self, room: Classroom) -> Amendment:
        """The amendment meant. Raises Faults: all that is missing or not understood."""
        values, named = Values(), self.candidate
        amendment = Amendment(
            number=len(room.amendments) + 1,
            kind=_kind(values, self.accept, self.void, named),
            form=_form(values, room, self.form, named),
            incident=values.whole("--incident", given(values, "--incident", self.incident), 1) or 0,
            reason=text_of(values, "--reason", self.reason),
            by=text_of(values, "--by", self.by),
            at=self.at or datetime.now().astimezone().isoformat(timespec="seconds"),
            accept=_accepted(values, room, self.accept),
            candidate=values.name("--candidate", named, tuple(room.forms)) or "",
            stage="" if named is None else values.name("--stage", given(values, "--stage", self.stage), BY_HAND) or "",
            credit=_credit(values, named, self.mark),
        )
        values.raise_faults()
        _check_incident(values, room, amendment)
        return amendment


def _applied(room: Classroom, amendment: Amendment, dry_run: bool, json: bool) -> int:
    """Show who changes; unless it is a trial, add the amendment and keep the marks of before and after."""
    before, after = _before(room), room.marking(more=[amendment])
    changed = differences(before, after)
    if not dry_run:
        room.keep(before)
        room.add(amendment)
        room = Classroom.read(room.folder)
        after = room.keep(after)
    tell_unread(room, after)
    if json:
        show_json({**as_json(room, after, changed), "amendment": amendment.to_json()})
        return 0
    tell_changes(changed, len(room.forms))
    show(say("exam mark", "dry") if dry_run else say("exam amend", "added", number=amendment.number))
    return 0


def _before(room: Classroom) -> Marking:
    """The marks by the exam's own policy before the amendment: the last ones kept, if they are such."""
    own = room.marking()
    latest = room.latest
    return latest if latest is not None and latest.policy_digest == own.policy_digest else own


def _kind(values: Values, accept: list[str], void: bool, candidate: str | None) -> Kind:
    given: dict[Kind, object] = {"accept": accept, "void": void, "hand": candidate}
    ways = [way for way, words in given.items() if words]
    if len(ways) != 1:
        values.fault("kaohe exam amend", "E003", say("exam amend", "one_way"))
        return "void"
    return ways[0]


def given(values: Values, option: str, text: str | None) -> str | None:
    if text is None:
        values.fault(option, "E003", say("exam amend", "needed"))
    return text


def text_of(values: Values, option: str, text: str | None) -> str:
    """A reason or a name: neither empty nor longer than anybody reads."""
    if text is not None and not 0 < len(text.strip()) <= MOST_SIGNS:
        values.fault(option, "E003", say("exam amend", "text", most=MOST_SIGNS))
    return (given(values, option, text) or "").strip()


def _form(values: Values, room: Classroom, form: str | None, candidate: str | None) -> int:
    """The form meant: the candidate's, or the only one."""
    if candidate in room.forms and form is None:
        return room.forms[candidate or ""]
    known = sorted({*room.forms.values()})
    number = values.whole("--form", form, 1)
    if form is None and len(known) > 1:
        values.fault("--form", "E003", say("exam amend", "which_form", forms=", ".join(map(str, known))))
    elif number is not None and number not in known:
        values.fault("--form", "E003", say("exam amend", "no_form", forms=", ".join(map(str, known))))
    return number or known[0]


def _accepted(values: Values, room: Classroom, accept: list[str]) -> Accepted:
    policy = policy_of_exam(room)
    return values.check(lambda: accepted(accept, policy, Rulebook.load())) or Accepted()


def _credit(values: Values, candidate: str | None, mark: str | None) -> Fraction:
    if candidate is None:
        return Fraction(0)
    read = values.number("--mark", given(values, "--mark", mark), 0, 100)
    return Fraction(0) if read is None else Fraction(read) / 100


def _check_incident(values: Values, room: Classroom, amendment: Amendment) -> None:
    numbers = [one.number for one in room.bare_keys[amendment.form].incidents]
    if amendment.incident not in numbers:
        values.fault("--incident", "E003", say("exam amend", "no_incident", form=amendment.form, last=len(numbers)))
    values.raise_faults()
