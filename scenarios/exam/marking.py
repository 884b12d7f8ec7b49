"""Marking: a sheet, a key and a scheme give a mark. Pure; every stage is divided by all incidents of the key.

The contract, sentence by sentence:
- Lines and incidents are matched one to one where a line cites a decisive row and its clause or the row's object
  agrees; for the most credit together, then for the first lines. A missed incident earns nothing in any stage.
- What a line earns, in every stage, is scaled by the share of its rows that show the incident; rows that belong to it
  and show nothing (the rule, the duty, the price, other papers of its object) count neither way.
- find: F_β of lines and incidents; a second line for one incident counts as a false one.
- classify: clause ½; tier ½ (right 1; what the own amount gives ½; else 0).
- value: 1 within the tolerance, falling to 0; or the method mark, where the stated formula gives the stated amount.
- attribute: post ½, person ½; whoever is named and does not answer for it takes one incident's person mark away.
- sanction: overlap of sets, duties each counted; 'none' must be written. Incidents without a sanction weigh at most a
  third of the stage: what they lose there, they weigh more in classify, value and attribute.
- Each incident is worth 100 ÷ n in all; no stage is below 0; a sanction on an innocent person caps the mark.
- What a moderator voided is taken out of key and claims alike; what he marked by hand stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe.scenarios.exam.crediting import parts_of
from kaohe.scenarios.exam.key import Key, KeyIncident
from kaohe.scenarios.exam.marks import Args, Critical, Hand, IncidentMark, LineMark, Mark, StageMark, Unread
from kaohe.scenarios.exam.matching import matched
from kaohe.scenarios.exam.scheme import STAGES, Scheme
from kaohe.scenarios.exam.sheet import LINES, AnswerLine, AnswerSheet

_SPREAD = ("classify", "value", "attribute")
NONE_SHARE = Fraction(1, 3)
"""The most that incidents without a sanction weigh of the stage of sanctions."""


def mark(sheet: AnswerSheet, key: Key, scheme: Scheme, hands: Sequence[Hand] = ()) -> Mark:
    """The mark of one sheet. ValueError for a key without incidents: such a paper is refused."""
    if not key.counted:
        raise ValueError("a key without incidents marks nothing")
    paper = _Paper(key, scheme, _weights(key, scheme))
    lines = sheet.given[:LINES]
    by_number = {line.number: line for line in lines}
    touching = {line.number: paper.touched(line) for line in lines}
    options = {
        (line.number, incident.number): paper.option(line, incident, hands)
        for line in lines
        for incident in touching[line.number]
        if not incident.void
    }
    pairs = matched({edge: paper.gain(one, by_number[edge[0]], touching[edge[0]]) for edge, one in options.items()})
    by_incident = {incident: options[line, incident] for line, incident in pairs.items()}
    incidents = tuple(by_incident.get(one.number) or paper.missed(one, hands) for one in key.counted)
    told = tuple(paper.line_mark(line, touching[line.number], pairs) for line in lines)
    critical = tuple(paper.critical(lines))
    stages = tuple(paper.stage(name, incidents, told) for name in STAGES)
    unread = tuple(Unread(line.number, name, said) for line in sheet.lines for name, said in line.unread.items())
    return Mark(stages, incidents, told, critical, scheme.cap, scheme.pass_mark, unread)


def _weights(key: Key, scheme: Scheme) -> Mapping[int, Mapping[str, Fraction]]:
    """Marks of each incident by stage, without `find`: the same sum for each of them."""
    number = len(key.counted)
    bare = {one.number for one in key.counted if not one.worth.sanctions[0].sanctions}
    others = number - len(bare)
    room = Fraction(NONE_SHARE / (1 - NONE_SHARE) * others, len(bare)) if bare else Fraction(1)
    plain = {stage: Fraction(scheme.weights.get(stage, 0), number) for stage in STAGES if stage != "find"}
    spread = sum((plain[stage] for stage in _SPREAD), Fraction(0))
    kept = min(Fraction(1), room) if spread else Fraction(1)
    moved = plain["sanction"] * (1 - kept)
    light = {stage: plain[stage] * (1 + moved / spread) if spread else plain[stage] for stage in _SPREAD}
    light["sanction"] = plain["sanction"] * kept
    return {one.number: light if one.number in bare else plain for one in key.counted}


@dataclass(frozen=True)
class _Paper:
    """A key, the scheme, and what each incident weighs."""

    key: Key
    scheme: Scheme
    weights: Mapping[int, Mapping[str, Fraction]]

    def gain(self, one: IncidentMark, line: AnswerLine, touched: Sequence[KeyIncident]) -> Fraction:
        """What matching the line with the incident is worth: its marks, finding it, less whom it accuses falsely."""
        number = len(self.key.counted)
        found = Fraction(max(1, self.scheme.weights.get("find", 0)), number)
        accused = [self._innocent(line, touched, each) is not None for each in (one.incident, None)]
        person = Fraction(self.scheme.weights.get("attribute", 0), 2 * number)
        return one.earned + found * one.shown - person * (accused[0] - accused[1])

    def touched(self, line: AnswerLine) -> tuple[KeyIncident, ...]:
        """The incidents that a line shows: a decisive row, and the clause or the row's object agrees."""
        rows = frozenset(line.cites)
        return tuple(
            incident
            for incident in self.key.incidents
            if rows & incident.decisive and (line.clause in incident.clauses or rows & incident.own)
        )

    def option(self, line: AnswerLine, incident: KeyIncident, hands: Sequence[Hand]) -> IncidentMark:
        """What the line earns of the incident, by the right answer that gives it most."""
        weights, by_hand, rows = self.weights[incident.number], _of(hands, incident), frozenset(line.cites)
        cited = {"right": len(rows & incident.decisive), "wrong": len(rows - incident.decisive - incident.beside)}
        ways = [parts_of(line, incident, worth, self.key, self.scheme) for worth in incident.worths]
        marks = [
            IncidentMark(incident.number, line.number, weights, parts, at, by_hand, **cited)
            for at, parts in enumerate(ways)
        ]
        return max(marks, key=lambda one: (one.earned, -one.worth))

    def missed(self, incident: KeyIncident, hands: Sequence[Hand]) -> IncidentMark:
        """An incident that no line shows."""
        return IncidentMark(incident.number, None, self.weights[incident.number], hands=_of(hands, incident))

    def line_mark(self, line: AnswerLine, touched: Sequence[KeyIncident], pairs: Mapping[int, int]) -> LineMark:
        """What became of a line, and whether it names somebody who does not answer for it."""
        innocent = self._innocent(line, touched, pairs.get(line.number))
        if line.number in pairs:
            return LineMark(line.number, "matched", pairs[line.number], innocent)
        if touched:
            state = "void" if all(incident.void for incident in touched) else "again"
            return LineMark(line.number, state, touched[0].number, None if state == "void" else innocent)
        rows = frozenset(line.cites)
        alike = next((one for one in self.key.lookalikes if rows & {*one.rows}), None)
        if alike is not None:
            args = {"clause": alike.clause, "reason": alike.reason}
            return LineMark(line.number, "look_alike", None, innocent, "look-alike", args)
        near = next((incident for incident in self.key.incidents if rows & incident.decisive), None)
        why = "rows-none" if not rows else "rows-other" if near is None else "rows-shared"
        return LineMark(line.number, "false", None, innocent, why)

    def _innocent(self, line: AnswerLine, touched: Sequence[KeyIncident], number: int | None) -> int | None:
        meant = [incident for incident in touched if number in (None, incident.number)]
        answerable = {person for incident in meant for person in incident.persons}
        return None if line.person is None or line.person in answerable else line.person

    def critical(self, lines: Sequence[AnswerLine]) -> Sequence[Critical]:
        """Sanctions on people who answer for nothing at all."""
        guilty = self.key.guilty()
        return [
            Critical("innocent-sanctioned", line.number, {"person": line.person})
            for line in lines
            if line.person is not None and line.person not in guilty and line.sanctions
        ]

    def stage(self, name: str, incidents: Sequence[IncidentMark], lines: Sequence[LineMark]) -> StageMark:
        """Σ credit over all incidents, by their weights; innocents named taken off, floor 0."""
        minimum = self.scheme.minimum.get(name, 0)
        if name == "find":
            return self._find(incidents, lines, minimum)
        weight = sum((one.weights[name] for one in incidents), Fraction(0))
        earned = sum((one.weights[name] * one.credit(name) for one in incidents), Fraction(0))
        credit = earned / weight if weight else Fraction(0)
        named = sum(line.innocent is not None for line in lines) if name == "attribute" else 0
        less = Fraction(named, 2 * len(incidents))
        args: Args = {"innocents": named, "less": str(less)} if named else {}
        return StageMark(name, max(Fraction(0), credit - less), weight, minimum if weight else 0, args)

    def _find(self, incidents: Sequence[IncidentMark], lines: Sequence[LineMark], minimum: int) -> StageMark:
        claims = sum(line.state != "void" for line in lines)
        hits = sum(line.state == "matched" for line in lines)
        shown = sum((one.shown for one in incidents if one.line is not None), Fraction(0))
        square = self.scheme.beta**2
        # (1 + β²)PR ÷ (β²P + R), with P = shown ÷ claims and R = shown ÷ incidents
        credit = (1 + square) * shown / (square * len(incidents) + claims) if hits else Fraction(0)
        counted = {"hits": hits, "claims": claims, "incidents": len(incidents)}
        args: Args = {**counted, "beta": str(self.scheme.beta), "shown": str(shown)}
        return StageMark("find", Fraction(credit), Fraction(self.scheme.weights.get("find", 0)), minimum, args)


def _of(hands: Sequence[Hand], incident: KeyIncident) -> tuple[Hand, ...]:
    return tuple(hand for hand in hands if hand.incident == incident.number)
