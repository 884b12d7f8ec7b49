"""`kaohe exam amend DIR`: a wrong key put right for everybody of that form, or one mark set by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import Annotated

import typer

from kaohe.exam_marks import as_json, differences, policy_of_exam, tell_changes, tell_unread
from kaohe.options import Directory, Json, Values
from kaohe.scenarios.exam.accepting import accepted
from kaohe.scenarios.exam.classroom import Classroom, Marking
from kaohe.scenarios.exam.handed_in import form_of
from kaohe.scenarios.exam.moderation import Accepted, Amendment, Kind, amended, in_force
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
    withdraw: Annotated[str | None, typer.Option("--withdraw", metavar="N")] = None,
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
    line = _Line(incident, form, accept or [], void, withdraw, candidate, stage, mark, reason, by, at)
    return _applied(room, line.amendment(room), dry_run, json)


@dataclass(frozen=True)
class _Line:
    """What was written on the command line."""

    incident: str | None
    form: str | None
    accept: list[str]
    void: bool
    withdraw: str | None
    candidate: str | None
    stage: str | None
    mark: str | None
    reason: str | None
    by: str | None
    at: str | None

    def amendment(self, room: Classroom) -> Amendment:
        """The amendment meant. Raises Faults: all that is missing or not understood."""
        values = Values()
        kind = self._kind(values)
        amendment = self._withdrawal(values, room) if kind == "withdraw" else self._change(values, room, kind)
        values.raise_faults()
        if kind != "withdraw":
            _check(values, room, amendment)
        return amendment

    def _change(self, values: Values, room: Classroom, kind: Kind) -> Amendment:
        named = self.candidate
        form = _form(values, room, self.form, named)
        return Amendment(
            number=len(room.amendments) + 1,
            kind=kind,
            form=form,
            incident=values.whole("--incident", given(values, "--incident", self.incident), 1) or 0,
            reason=text_of(values, "--reason", self.reason),
            by=text_of(values, "--by", self.by),
            at=_at(values, self.at),
            accept=_accepted(values, room, form, self.accept),
            candidate=values.name("--candidate", named, tuple(room.forms)) or "",
            stage="" if named is None else values.name("--stage", given(values, "--stage", self.stage), BY_HAND) or "",
            credit=_credit(values, named, self.mark),
        )

    def _withdrawal(self, values: Values, room: Classroom) -> Amendment:
        """That an earlier one no longer holds."""
        holding = {one.number: one for one in in_force(room.amendments)}
        number = values.whole("--withdraw", self.withdraw, 1) or 0
        if number not in holding and self.withdraw is not None:
            known = "、".join(map(str, holding)) or "—"
            values.fault("--withdraw", "E067", say("exam amend", "no_amendment", known=known))
        one = holding.get(number)
        return Amendment(
            number=len(room.amendments) + 1,
            kind="withdraw",
            form=one.form if one else 1,
            incident=one.incident if one else 1,
            reason=text_of(values, "--reason", self.reason),
            by=text_of(values, "--by", self.by),
            at=_at(values, self.at),
            withdraws=number,
        )

    def _kind(self, values: Values) -> Kind:
        words: dict[Kind, object] = {
            "accept": self.accept,
            "void": self.void,
            "hand": self.candidate,
            "withdraw": self.withdraw,
        }
        ways = [way for way, given in words.items() if given]
        if len(ways) != 1:
            values.fault("kaohe exam amend", "E003", say("exam amend", "one_way"))
            return "void"
        return ways[0]


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


def _at(values: Values, text: str | None) -> str:
    """When it was decided: a day or a moment, not to come; now, if it is left out."""
    now = datetime.now().astimezone()
    if text is None:
        return now.isoformat(timespec="seconds")
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        values.fault("--at", "E066", say("exam amend", "no_time", given=text[:40]))
        return ""
    if read.astimezone() > now:
        values.fault(
            "--at", "E066", say("exam amend", "not_yet", given=text[:40], now=now.isoformat(timespec="minutes"))
        )
    return text.strip()


def _accepted(values: Values, room: Classroom, form: int, accept: list[str]) -> Accepted:
    policy = policy_of_exam(room)
    return (
        values.check(lambda: accepted(accept, policy, Rulebook.load(), partial(form_of, room.folder, form)))
        or Accepted()
    )


def _credit(values: Values, candidate: str | None, mark: str | None) -> Fraction:
    if candidate is None:
        return Fraction(0)
    read = values.number("--mark", given(values, "--mark", mark), 0, 100)
    return Fraction(0) if read is None else Fraction(read) / 100


def _check(values: Values, room: Classroom, amendment: Amendment) -> None:
    """There is such an incident, it counts, and something changes."""
    bare = room.bare_keys[amendment.form]
    if amendment.incident not in [one.number for one in bare.incidents]:
        last = len(bare.incidents)
        values.fault("--incident", "E003", say("exam amend", "no_incident", form=amendment.form, last=last))
        values.raise_faults()
    key = amended(bare, room.amendments)
    voids = [one for one in in_force(room.amendments) if one.kind == "void" and _same(one, amendment)]
    if voids:
        values.fault("--incident", "E067", say("exam amend", "void_already", number=voids[0].number))
    elif amendment.kind == "accept" and amended(key, [amendment]) == replace(key, amended=key.amended + 1):
        values.fault("--accept", "E067", say("exam amend", "right_already"))
    values.raise_faults()


def _same(one: Amendment, other: Amendment) -> bool:
    return (one.form, one.incident) == (other.form, other.incident)
