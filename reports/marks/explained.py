"""A candidate's mark explained, line by line, so that he and his trainer can redo it by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe.reports.judged.inputs import Papers
from kaohe.reports.judged.statute import Statute
from kaohe.reports.marks.wording import Wording, hundredths, marks
from kaohe.reports.marks.workings import Workings
from kaohe.reports.words.wording import day, say, yuan
from kaohe.scenarios.exam.key import Key, KeyIncident
from kaohe.scenarios.exam.marks import Hand, IncidentMark, LineMark, Mark, StageMark
from kaohe.scenarios.exam.moderation import Amendment
from kaohe.scenarios.exam.sheet import Row
from kaohe.sim.texts import Verbatim
from kaohe.standards import Policy, Rulebook


@dataclass(frozen=True)
class Block:
    """A heading and its lines."""

    heading: str
    lines: tuple[str, ...]


def explained(
    mark: Mark,
    key: Key,
    policy: Policy,
    rulebook: Rulebook,
    amendments: Sequence[Amendment] = (),
    numbers: Mapping[Row, int] | None = None,
    records: Papers | None = None,
) -> tuple[Block, ...]:
    """The whole mark in the current language: the sum, each incident, the other lines, what could not be read, critical
    errors, and what was amended in the key of the form. numbers: by which the papers of the form cite rows; records: of
    its office, for the bills behind an amount.
    """
    words, done = Wording(Statute(rulebook, policy), key.units, numbers or {}), Workings(records)
    blocks = [Block(_heading(mark), tuple(_stages(mark)))]
    blocks += [_incident(one, key.incident(one.incident), words, done) for one in mark.incidents]
    rest = [line for line in mark.lines if line.state != "matched" or line.innocent is not None]
    if rest:
        blocks.append(Block(say("mark-other-lines"), tuple(line_told(line, words) for line in rest)))
    if mark.unread:
        told = (say("mark-unread-line", line=one.line, said=Verbatim(one.said)) for one in mark.unread)
        blocks.append(Block(say("mark-unread"), tuple(told)))
    if mark.critical:
        blocks.append(Block(say("mark-critical"), tuple(_critical(mark))))
    changed = [one for one in amendments if one.form == key.form and one.kind != "hand"]
    if changed:
        gone = {one.withdraws for one in amendments}
        blocks.append(Block(say("mark-amendments"), tuple(amended(one, words, one.number in gone) for one in changed)))
    return tuple(blocks)


def amended(one: Amendment, words: Wording, withdrawn: bool = False) -> str:
    """An amendment: what it changes, why, by whom and when; a mark set by hand too; whether it was withdrawn since."""
    if withdrawn:
        return say("mark-withdrawn", text=Verbatim(amended(one, words)))
    if one.kind == "hand":
        hand = Hand(one.incident, one.stage, one.credit, one.reason, one.by, one.at, one.number)
        return words.hand(hand)
    what = say("mark-voided") if one.kind == "void" else words.accepted(one.accept)
    if one.kind == "withdraw":
        what = say("mark-withdraws", number=one.withdraws)
    told = {"reason": Verbatim(one.reason), "by": Verbatim(one.by), "at": Verbatim(one.at)}
    return say("mark-amended", number=one.number, incident=one.incident, what=what, **told)


def _heading(mark: Mark) -> str:
    passed = say("mark-passed" if mark.passed else "mark-review" if mark.critical else "mark-failed")
    return say("mark-total", total=f"{mark.total:.2f}", least=str(mark.pass_mark), passed=passed)


def _stages(mark: Mark) -> Iterator[str]:
    for stage in mark.stages:
        yield _stage(stage)
    weights = {tuple(sorted(one.weights.items())) for one in mark.incidents}
    if len(weights) > 1:
        yield say("mark-weights-moved")
    if mark.capped:
        yield say("mark-capped", sum=hundredths(mark.uncapped), cap=str(mark.cap))


def stage_name(stage: StageMark) -> str:
    """What people call a stage."""
    return say(f"mark-stage-{stage.stage}")


def _stage(stage: StageMark) -> str:
    line = say(
        "mark-stage",
        stage=stage_name(stage),
        credit=hundredths(stage.credit),
        weight=hundredths(stage.weight),
        marks=marks(stage.credit * stage.weight),
    )
    extra = [_found(stage)] if stage.stage == "find" else []
    if stage.stage == "attribute" and stage.args:
        less = hundredths(Fraction(str(stage.args["less"])))
        extra.append(say("mark-innocents", n=int(stage.args["innocents"]), less=less))
    if not stage.reached:
        extra.append(say("mark-minimum", least=str(stage.minimum)))
    return say("gap").join((line, *extra))


def _found(stage: StageMark) -> str:
    """How finding is reckoned: so many lines, and what they count where some of their rows show nothing."""
    plain = {name: value for name, value in stage.args.items() if name != "shown"}
    shown = Fraction(str(stage.args.get("shown", stage.args["hits"])))
    key = "mark-find" if shown == stage.args["hits"] else "mark-find-shown"
    return say(key, **{**plain, "beta": str(stage.args["beta"]), "shown": hundredths(shown)})


def _incident(one: IncidentMark, incident: KeyIncident, words: Wording, done: Workings) -> Block:
    return Block(_title(one, incident, words), tuple(_lines(one, incident, words, done)))


def _title(one: IncidentMark, incident: KeyIncident, words: Wording) -> str:
    found = say("mark-missed") if one.line is None else say("mark-by-line", line=one.line)
    clause = words.statute.clause_name(incident.clause)
    return say("mark-incident", number=incident.number, clause=clause, on=day(incident.occurred_on), found=found)


def _lines(one: IncidentMark, incident: KeyIncident, words: Wording, done: Workings) -> Iterator[str]:
    worth = incident.worths[one.worth]
    yield say("mark-sentence", text=words.statute.clause(incident.clause).text)
    yield say("mark-shown-by", rows=words.rows(incident.decisive))
    yield say("mark-worth", amount=yuan(worth.amount_fen), tier=words.statute.tier(worth.tiers[0]))
    yield from done.lines(incident)
    yield from words.distance(_distance(one))
    if worth.reason != "charged":
        yield words.reason_of(worth.reason)
    if worth.note:
        yield say("mark-note", note=Verbatim(worth.note))
    for rule in worth.rules:
        sentence = words.statute.sentence(rule)
        if sentence.text:
            yield say("mark-rule", place=sentence.place, text=sentence.text)
    for part in one.parts:
        yield words.part(part)
    for hand in one.hands:
        yield words.hand(hand)
    yield from _earned(one)


def _earned(one: IncidentMark) -> Iterator[str]:
    """What the rows cited came to, and the marks of each stage, so that the stages can be added up by hand."""
    if one.line is None and not one.hands:
        return
    if one.wrong:
        yield say("mark-shown", right=one.right, wrong=one.wrong, of=one.right + one.wrong, share=hundredths(one.shown))
    stages = (
        say(
            "mark-incident-stage",
            stage=say(f"mark-stage-{stage}"),
            credit=hundredths(one.credit(stage)),
            weight=hundredths(weight),
            marks=hundredths(weight * one.credit(stage)),
        )
        for stage, weight in one.weights.items()
    )
    yield say("mark-incident-earned", stages=say("mark-between").join(stages), marks=marks(one.earned))


def _distance(one: IncidentMark) -> dict[str, int | str]:
    return next((dict(part.args) for part in one.parts if part.name == "tier"), {})


def line_told(line: LineMark, words: Wording) -> str:
    """What became of a line, and why."""
    clause = words.statute.clause_name(str(line.args["clause"])) if "clause" in line.args else ""
    why = say(f"mark-line-{line.why}", clause=clause) if line.why else ""
    state = say(f"mark-state-{line.state.replace('_', '-')}", incident=str(line.incident or ""))
    told = [say("mark-line", line=line.line, state=state), why]
    if line.innocent is not None:
        told.append(say("mark-innocent", person=str(line.innocent)))
    return say("gap").join(text for text in told if text)


def _critical(mark: Mark) -> Iterator[str]:
    for error in mark.critical:
        yield say(f"mark-critical-{error.kind}", line=error.line, person=str(error.args.get("person", "")))
