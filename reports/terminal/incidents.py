"""The chain of one incident on a terminal, from the record rows to the sanction, to be redone by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kaohe.reports.amounts.formulas import Working
from kaohe.reports.amounts.shares import Share, share_heads, share_rows, shares_cut
from kaohe.reports.explaining.chains import Chain, Order, Proof, chain
from kaohe.reports.explaining.contradictions import line
from kaohe.reports.judged import cases
from kaohe.reports.judged.inputs import Judged, Papers
from kaohe.reports.judged.statute import Statute
from kaohe.reports.papers.piles import SHOWN, Line, Pile
from kaohe.reports.papers.slips import Desk, Slip
from kaohe.reports.terminal.overview import STYLES
from kaohe.reports.terminal.plain import TABLES_FROM, plain_table
from kaohe.reports.words.wording import TEXTS, say
from kaohe.sim.files import Faults
from kaohe.sim.files.fault import made
from kaohe.sim.texts import Message

if TYPE_CHECKING:
    from kaohe.reports.bills.cases import CaseBill
    from kaohe.standards import Policy, Rulebook


LABELS_ABREAST = 44  # cells of two columns of labels beside which two values still have room in 80


def explain(
    assessment: Judged,
    records: Papers,
    rulebook: Rulebook,
    incident_id: int,
    *,
    policy: Policy | None = None,
    folder: Path | None = None,
) -> RenderableType:
    """The chain of an incident in the current language. Raises Faults if the assessment has no such incident.

    `folder`: the run's folder, to name it in the fault.
    """
    return _shown(explained(assessment, records, rulebook, incident_id, policy=policy, folder=folder))


def explained(
    assessment: Judged,
    records: Papers,
    rulebook: Rulebook,
    incident_id: int,
    *,
    policy: Policy | None = None,
    folder: Path | None = None,
) -> Chain:
    """The chain itself, as data. Raises Faults if the assessment has no such incident."""
    incident = cases.find(assessment, incident_id)
    if incident is None:
        place = Path("assessment/incidents.parquet") if folder is None else folder
        raise Faults([made(str(place), None, None, "R002", _unknown(assessment, incident_id))])
    return chain(assessment, Desk(records, rulebook), Statute(rulebook, policy), incident)


def _unknown(judged: Judged, incident_id: int) -> Message:
    """That there is no such incident, which numbers there are, and the nearest of them."""
    known = sorted(judged.incidents["incident_id"].to_list())
    if not known:
        return TEXTS.message("incident-none", id=str(incident_id))
    nearest = min(known, key=lambda number: abs(number - incident_id))
    ends = {"first": str(known[0]), "last": str(known[-1])}
    return TEXTS.message("incident-unknown", id=str(incident_id), nearest=str(nearest), **ends)


def _shown(link: Chain) -> Group:
    incident = link.incident
    title = Text(say("chain-title", id=incident.incident_id, name=link.clause.name), style="bold")
    clause = Text(f"{link.clause.clause} {link.clause.text}")
    tier = [Text(link.tier, style=STYLES[incident.tier]), *(Text(line) for line in link.distance)]
    return Group(
        title,
        _inside(clause, Text(link.clause.place, style="dim"), Text(link.who)),
        *_step("finding", *_findings(link)),
        *_step("records", *(_paper(paper) for proof in link.proofs for paper in proof.papers)),
        *_step("contradictions", *(Text(line(told)) for told in link.contradictions)),
        *_step("amount", *_working(link.working), Text(link.amount)),
        *_step("tier", *tier),
        *_step("intent", Text(link.intent)),
        *_step("history", *_history(link)),
        *_step("sanctions", *(_orders(link.sanctions) or [Text(say("no-sanctions"))])),
        *_step("reasons", *(Text(f"{step.rule} {step.text}") for step in link.reasons)),
        *_step("duties", *(_orders(link.duties) or [Text(say("no-duties"))])),
    )


def _step(name: str, *lines: RenderableType) -> tuple[RenderableType, ...]:
    if not lines:
        return ()
    return Padding(Text(say(f"step-{name}"), style="bold"), (1, 0, 0, 0)), _inside(*lines)


def _inside(*lines: RenderableType) -> Padding:
    return Padding(Group(*lines), (0, 0, 0, 2))


def _paper(paper: Slip | Pile) -> Group:
    return _pile(paper) if isinstance(paper, Pile) else _slip(paper)


def _pile(pile: Pile) -> Group:
    head = Text(f"{pile.form}  {pile.role}  {pile.table} {say('pile-count', n=len(pile.lines))}", style="underline")
    shared = [_Pairs(pile.shared)] if pile.shared else []
    size, sums = len(pile.lines), "  ".join(f"{label} {text}" for label, text in pile.totals)
    cut = [Text(say("pile-cut", n=size, shown=SHOWN), style="dim")] if size > SHOWN else []
    total = [Text(say("pile-total", sums=sums))] if sums else []
    return Group(head, *shared, *(_line(pile, line) for line in pile.lines[:SHOWN]), *cut, *total, "")


def _line(pile: Pile, line: Line) -> Padding:
    """A row of a pile on as few lines as it takes: its key, then each value that is its own, with its label."""
    words = [f"{label} {value}" for label, value in zip(pile.columns, line.values, strict=True)]
    key = say("row-key", key=str(line.row_key))
    return Padding(Text("  ".join([key, *words])), (0, 0, 0, 2))


def _slip(slip: Slip) -> Group:
    head = Text(f"{slip.form}  {slip.role}  {slip.table} {say('row-key', key=str(slip.row_key))}", style="underline")
    if not slip.found:
        return Group(head, Text(say("row-missing", key=str(slip.row_key)), style="red"))
    return Group(head, Text(slip.written, style="dim"), _Pairs(slip.fields), "")


class _Pairs:
    """Label and value, two pairs a line where the values have room beside the labels, else one; labels of more than
    half the width are broken.
    """

    def __init__(self, pairs: tuple[tuple[str, str], ...]) -> None:
        self._pairs = pairs

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        labels = [max((cell_len(label) for label, _ in self._pairs[start::2]), default=0) for start in (0, 1)]
        narrow = options.max_width < TABLES_FROM
        across = 2 if sum(labels) <= LABELS_ABREAST and not narrow else 1
        table = Table.grid(padding=(0, 2, 0, 0))
        for _ in range(across):
            widest = options.max_width // 2 if narrow else None
            table.add_column(style="dim", no_wrap=not narrow, overflow="fold", max_width=widest)
            table.add_column(overflow="fold", ratio=1)
        cells = [Text(text) for pair in self._pairs for text in pair]
        for start in range(0, len(cells), 2 * across):
            table.add_row(*cells[start : start + 2 * across])
        yield table


def _findings(link: Chain) -> list[RenderableType]:
    several = len(link.proofs) > 1
    return [line for proof in link.proofs for line in _finding(proof, with_working=several)]


def _history(link: Chain) -> list[RenderableType]:
    earlier = [Text(line) for line in link.history] or [Text(say("no-history"))]
    return [*earlier, *(Text(line, style="yellow") for line in link.pattern)]


def _finding(proof: Proof, *, with_working: bool) -> list[RenderableType]:
    return [Text(proof.line), *(_working(proof.working) if with_working else [])]


def _working(work: Working) -> list[RenderableType]:
    lines: list[RenderableType] = [Text(line, style="cyan") for line in (work.text, *work.parts) if line]
    if work.inputs:
        lines.append(_Pairs(work.inputs))
    lines += [_bill(bill) for bill in work.bills]
    return [*lines, *_shares(work.shares)] if work.shares else lines


def _bill(bill: CaseBill) -> Group:
    title, *rest = bill.lines
    return Group("", Text(bill.caption), Text(title, style="underline"), *(Text(line) for line in rest))


def _shares(found: tuple[Share, ...]) -> list[RenderableType]:
    first, *rest = share_heads()
    table = plain_table((first, "left"), *((head, "right") for head in rest))
    *rows, total = share_rows(found)
    for row in rows:
        table.add_row(*row)
    table.add_section()
    table.add_row(*total, style="bold")
    cut = shares_cut(found)
    return ["", table, *([Text(cut, style="dim")] if cut else [])]


def _orders(orders: tuple[Order, ...]) -> list[RenderableType]:
    return [line for order in orders for line in _order(order)]


def _order(order: Order) -> list[RenderableType]:
    source = order.sentence
    quoted = say("quote", text=source.text) if source.text else ""
    words = " ".join(part for part in (source.rule, source.place, quoted) if part)
    return [Text(order.text), Padding(Text(words, style="dim"), (0, 0, 0, 2))]
