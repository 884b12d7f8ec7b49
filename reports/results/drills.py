"""The results of a drill: tests kept and lost, incidents and what they took away, critical errors; sheets and pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from kaohe.reports.judged.statute import Statute
from kaohe.reports.results.inputs import share_text
from kaohe.reports.results.pages import Card, page_of
from kaohe.reports.results.score_sheets import places, table_of
from kaohe.reports.spreadsheets.sheets import Cell, Sheet
from kaohe.reports.words.wording import say
from kaohe.scenarios.exam.drill_marks import WEIGHTS, Decided, DrillMark, Incident, Trial
from kaohe.sim.clock.calendar import date_of
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.texts import Message, Verbatim
from kaohe.standards import Policy, Rulebook

PARTS = ("marks", "tests", "breaches", "decisions")


@dataclass(frozen=True)
class Sat:
    """How a candidate's drill ended: his mark (None: it cannot be read, `fault` says why; or he never began).

    decided: his answers in their order; times: the seconds of the exam that were gone at each.
    """

    mark: DrillMark | None
    finished: bool = False
    fault: str = ""
    decided: Sequence[Decided] = ()
    times: Sequence[float] = ()


@dataclass(frozen=True)
class DrillResults:
    """A drill as everybody sat it. id, exam: its id, and its name in the language in use."""

    id: str
    exam: str
    post: str
    pass_mark: int
    sat: Mapping[str, Sat]
    rulebook: Rulebook
    policy: Policy
    forms: Mapping[str, int] = field(default_factory=dict)

    @property
    def statute(self) -> Statute:
        """The words of the rules."""
        return Statute(self.rulebook, self.policy)

    def outcome(self, sat: Sat) -> str:
        """Passed, failed, or to be reviewed; a dash without a mark."""
        mark = sat.mark
        if mark is None:
            return say("none")
        if critical(mark):
            return say("mark-review")
        return say("mark-passed" if mark.total >= self.pass_mark else "mark-failed")


def critical(mark: DrillMark) -> tuple[Incident, ...]:
    """What was concealed or taken."""
    return tuple(one for one in mark.incidents if one.critical)


def drill_sheets(results: DrillResults) -> Iterator[Sheet]:
    """Marks, each test of each candidate, each incident, each answer."""
    heads = ("candidate", "form", "total", "passed", "tests", "kept", "further", "critical", "note")
    yield table_of("drill", heads, [_row(results, candidate, sat) for candidate, sat in results.sat.items()])
    rows = [(Verbatim(who), *test) for who, sat in results.sat.items() for test in _tests(results, sat)]
    yield table_of("tests", ("candidate", "number", "point", "situations", "right", "wrong", "outcome"), rows)
    lines = [(Verbatim(who), *each) for who, sat in results.sat.items() for each in _breaches(results, sat)]
    yield table_of("breaches", ("candidate", "incident", "clause", "tier", "taken", "note"), lines)
    told = [(Verbatim(who), *each) for who, sat in results.sat.items() for each in _decisions(results, sat)]
    heads = ("candidate", "question", "day", "situation", "seen", "answered", "book", "seconds", "came-of-it")
    yield table_of("decisions", heads, told)


def _row(results: DrillResults, candidate: str, sat: Sat) -> Sequence[Cell]:
    mark, form = sat.mark, results.forms.get(candidate)
    if mark is None:
        return (Verbatim(candidate), form, *(None,) * 6, _note(sat))
    counts = (len(mark.tests), mark.kept, len(mark.further), len(critical(mark)))
    return (Verbatim(candidate), form, places(mark.total), results.outcome(sat), *counts, _note(sat))


def _note(sat: Sat) -> str:
    """What is to be known of a mark, or of why there is none."""
    if sat.mark is None:
        return say("drill-unread", message=Verbatim(sat.fault)) if sat.fault else say("drill-absent")
    told = [] if sat.finished else [say("drill-unfinished")]
    told += [say("drill-capped")] if sat.mark.capped else []
    return say("mark-between").join(told)


def _tests(results: DrillResults, sat: Sat) -> Iterator[Sequence[Cell]]:
    for number, test in enumerate(() if sat.mark is None else sat.mark.tests):
        lost = sat.mark is not None and number in sat.mark.lost
        state = say("drill-state-lost" if lost else "drill-state-kept")
        yield (number + 1, about(results, test), len(test.places), choice(test.right), choice(test.wrong), state)


def about(results: DrillResults, test: Trial) -> str:
    """What the situations of a test are about."""
    point = REGISTRY.points.get(test.point)
    return test.point if point is None else results.statute.object_name(point.about)


def choice(name: str) -> str:
    """What people call a choice."""
    return str(Message("kaohe.sim", f"choice-{name}"))


def _breaches(results: DrillResults, sat: Sat) -> Iterator[Sequence[Cell]]:
    for one in () if sat.mark is None else sat.mark.incidents:
        further = sat.mark is not None and one in sat.mark.further
        told = [say("drill-breach-further" if further else "drill-breach-first")]
        told += [say("drill-critical")] if one.critical else []
        statute = results.statute
        taken = WEIGHTS[one.tier] if further else None
        yield (
            one.incident_id,
            statute.clause_name(one.clause),
            statute.tier(one.tier),
            taken,
            say("mark-between").join(told),
        )


def _decisions(results: DrillResults, sat: Sat) -> Iterator[Sequence[Cell]]:
    """What was shown, what was answered, what the book wanted, in how many seconds, and what came of it."""
    before = 0.0
    for one, at in zip(sat.decided, sat.times, strict=True):
        situation = one.situation
        there = (each for each in situation.seen if each.id != "today" and each.value is not None)
        seen = [say("drill-seen", name=each.name, value=each.written) for each in there]
        incidents = () if sat.mark is None else sat.mark.of(one)
        yield (
            situation.number,
            date_of(situation.day),
            situation.name,
            Verbatim(say("mark-between").join(seen)),
            Verbatim(situation.said(one.answer)),
            Verbatim(situation.said(one.book)),
            Decimal(f"{at - before:.1f}"),
            say("comma").join(results.statute.clause_name(each.clause) for each in incidents),
        )
        before = at


def drill_page(results: DrillResults, candidate: str | None = None) -> str:
    """The page of one candidate, or of the class, as HTML in the current language."""
    sat = results.sat if candidate is None else {candidate: results.sat[candidate]}
    shown = replace(results, sat=sat)
    marks, tests, breaches, decisions = drill_sheets(shown)
    title = "results-title-drill" if candidate is None else "results-title-candidate"
    told = [(say("results-fact-exam"), results.exam), (say("results-head-post"), results.statute.post(results.post))]
    return page_of(
        "drill.html",
        title=say(title, candidate=Verbatim(candidate or "")),
        facts=told,
        parts=PARTS if decisions.height and candidate is not None else PARTS[:-1],
        cards=list(_cards(shown)),
        marks=_shown(marks),
        tests=_kept(results) if candidate is None else _shown(tests),
        breaches=_shown(breaches),
        decisions=_shown(decisions),
    )


def _cards(results: DrillResults) -> Iterator[Card]:
    sat = [(one, one.mark) for one in results.sat.values() if one.mark is not None]
    if len(results.sat) > 1:
        passed = sum(results.outcome(one) == say("mark-passed") for one, _ in sat)
        yield Card(say("results-candidates"), str(len(results.sat)), say("results-passed", n=passed))
        mean = sum((mark.total for _, mark in sat), start=Fraction(0)) / len(sat) if sat else None
        yield Card(say("results-mean"), say("none") if mean is None else f"{places(mean):.2f}")
        return
    for one, mark in sat:
        least = say("results-pass-mark", least=str(results.pass_mark))
        yield Card(say("results-head-total"), f"{places(mark.total):.2f}", least)
        yield Card(say("results-head-passed"), results.outcome(one), _note(one))
        yield Card(say("results-head-tests"), say("drill-kept", kept=mark.kept, tests=len(mark.tests)))


def _kept(results: DrillResults) -> dict[str, object]:
    """Of the class: each kind of test by what is right in it, and how many of those who met it kept it."""
    met: dict[tuple[str, str, str], list[bool]] = {}
    for sat in results.sat.values():
        for number, test in enumerate(() if sat.mark is None else sat.mark.tests):
            kept = sat.mark is not None and number not in sat.mark.lost
            met.setdefault((about(results, test), choice(test.right), choice(test.wrong)), []).append(kept)
    rows = [(*key, str(len(kept)), share_text(sum(kept) / len(kept))) for key, kept in sorted(met.items())]
    weak = [at for at, kept in enumerate(kept for _, kept in sorted(met.items())) if sum(kept) * 2 < len(kept)]
    heads = [say(f"results-head-{name}") for name in ("point", "right", "wrong", "tests", "kept-share")]
    return {"heads": heads, "rows": rows, "numbers": (3, 4), "marked": weak}


def _shown(sheet: Sheet) -> dict[str, object]:
    rows = [[_text(cell) for cell in row] for row in sheet.rows()]
    numbers = [at for at, column in enumerate(sheet.columns) if any(isinstance(cell, int | Decimal) for cell in column)]
    return {"heads": sheet.headings, "rows": rows, "numbers": numbers, "marked": ()}


def _text(cell: Cell) -> str:
    return "" if cell is None else f"{cell:.2f}" if isinstance(cell, Decimal) else str(cell)
