"""The summary of an assessment on a terminal of eighty columns: counts, the largest incidents, sanctions by post."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kaohe.reports.explaining.contradictions import CONTRADICTIONS_SHOWN, contradictions, line
from kaohe.reports.judged import cases, counts
from kaohe.reports.judged.inputs import Judged, Papers
from kaohe.reports.judged.statute import Statute, kinds_text
from kaohe.reports.papers.slips import Desk
from kaohe.reports.terminal.plain import plain_table
from kaohe.reports.words.wording import money, number, say, yuan
from kaohe.sim import texts
from kaohe.sim.texts import Verbatim

if TYPE_CHECKING:
    from kaohe.standards import Policy, Rulebook

LARGEST = 5
STYLES = {"non_assessed": "", "general": "yellow", "serious": "bright_red", "major": "bold red"}


def summary(
    assessment: Judged,
    rulebook: Rulebook,
    records: Papers,
    *,
    policy: Policy | None = None,
    folder: Path | None = None,
) -> RenderableType:
    """What the judge found, for a terminal, in the current language.

    `folder`: the run's folder; its report, if written, and the command that explains an incident are named at the end.
    """
    statute, desk = Statute(rulebook, policy), Desk(records, rulebook)
    head = counts.headline(assessment)
    parts: list[RenderableType] = [_heading(say("summary-title")), *_totals(head)]
    parts += [Text(line) for line in statute.caveats(assessment)]
    if head.incidents:
        parts += [_heading(say("summary-clauses")), _clauses(assessment, statute)]
        parts += [_heading(say("summary-largest", n=min(LARGEST, head.incidents))), _largest(assessment, statute, desk)]
        parts += [_heading(say("summary-posts")), _posts(assessment, statute)]
    if head.disagreements:
        parts += [_heading(say("summary-contradictions", n=number(head.disagreements)))]
        parts += _contradictions(assessment, statute, head.disagreements)
    if folder is not None:
        parts += ["", *_places(folder, explained=head.incidents > 0)]
    return Group(*parts)


def _heading(words: str) -> RenderableType:
    return Padding(Text(words, style="bold"), (1, 0, 0, 0))


def _totals(head: counts.Headline) -> list[RenderableType]:
    if not head.incidents:
        return [say("no-incidents"), say("lead-slips", n=head.slips) if head.slips else say("no-slips")]
    counted = say(
        "summary-line",
        incidents=number(head.incidents),
        assessed=number(head.assessed),
        slips=number(head.slips),
        people=number(head.people),
    )
    money = say("summary-money", amount=yuan(head.amount_fen), loss=yuan(head.loss_fen), unpriced=number(head.unpriced))
    again = [Text(say("summary-again", again=yuan(head.again_fen)))] if head.again_fen else []
    return [Text(counted), Text(money), *again]


def _clauses(judged: Judged, statute: Statute) -> Table:
    tiers = [(statute.tier(tier), "right") for tier in statute.tiers()]
    table = plain_table((say("head-clause"), "left"), *tiers, (say("head-amount"), "right"))
    for entry in counts.by_clause(judged.incidents):
        figures = [Text(str(entry.tiers[tier] or ""), style=STYLES[tier]) for tier in statute.tiers()]
        table.add_row(Text(statute.clause_name(entry.clause)), *figures, money(entry.amount_fen))
    whole = counts.by_tier(judged.incidents)
    totals = [Text(str(whole[tier] or ""), style="bold") for tier in statute.tiers()]
    total = Text(texts.yuan(counts.headline(judged).amount_fen), style="bold")
    table.add_section()
    table.add_row(Text(say("head-total"), style="bold"), *totals, total)
    return table


def _largest(judged: Judged, statute: Statute, desk: Desk) -> Table:
    heads = ("incident", "right"), ("clause", "left"), ("person", "left"), ("tier", "left"), ("amount", "right")
    table = plain_table(*((say(f"head-{name}"), justify) for name, justify in heads))
    for case in cases.largest(judged.incidents, LARGEST):
        tier = Text(statute.tier(case.tier), style=STYLES[case.tier], no_wrap=True)
        words = Text(statute.clause_name(case.clause)), Text(desk.person(case.staff))
        table.add_row(str(case.incident_id), *words, tier, money(case.amount_fen))
    return table


def _posts(judged: Judged, statute: Statute) -> Table:
    heads = ("post", "left"), ("incidents", "right"), ("people", "right"), ("months", "right"), ("kinds", "left")
    table = plain_table(*((say(f"head-{name}"), justify) for name, justify in heads))
    for entry in counts.by_post(judged):
        months = number(entry.months) if entry.months else ""
        figures = str(entry.incidents), str(entry.people), months
        table.add_row(Text(statute.post(entry.post)), *figures, Text(kinds_text(statute, entry.kinds)))
    return table


def _contradictions(judged: Judged, statute: Statute, count: int) -> list[RenderableType]:
    told = contradictions(judged, statute, CONTRADICTIONS_SHOWN)
    cut = say("contradictions-cut", shown=len(told), file="assessment/disagreements.parquet")
    return [*(Text(line(each)) for each in told), *([Text(cut, style="dim")] if count > len(told) else [])]


def _places(folder: Path, *, explained: bool) -> list[RenderableType]:
    page = folder / "report" / "index.html"
    lines = [say("summary-report", path=Verbatim(page))] if page.exists() else []
    lines += [say("summary-explain", folder=Verbatim(folder))] if explained else []
    return [Text(line, overflow="fold") for line in lines]
