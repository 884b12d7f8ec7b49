"""Plain tables of the commands (coverage, quality, list) and the JSON documents of the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.console import Group
from rich.table import Table
from rich.text import Text

from kaohe.reports.terminal.plain import plain_table
from kaohe.reports.words.wording import code_text, key_part, say, say_or
from kaohe.sim.texts import yuan

Rows = Sequence[Mapping[str, object]]

COVERAGE = ("clause", "decision_point", "evidence", "valuation", "features", "exam_items")
QUALITY = ("clause", "injected", "evidenced", "found", "slips", "false", "precision", "recall", "valuation_error")
ACTS = ("number", "clause", "act", "person", "occurred", "amount", "evidenced")
CAUSED = ("clause", "number", "act", "occurred", "caused", "judged", "estimate", "relation")
CAUSED_JSON = (
    *("clause", "number", "point", "action", "occurred_on", "basis"),
    *("causal_fen", "judged_fen", "estimate_fen", "relation"),
)
SHARES = ("precision", "recall", "valuation_error")
MONEY = ("amount", "caused", "judged", "estimate")


def coverage_table(rows: Rows) -> Group:
    """The matrix of 72 clauses and how many are found; keys of COVERAGE, a blank where nothing covers the clause."""
    told = [{**row, "valuation": _bases(str(row["valuation"]))} for row in rows]
    done = sum(bool(row["evidence"]) for row in rows)
    return Group(_table(COVERAGE, told), "", Text(say("coverage-sum", done=done, all=len(rows))))


def _bases(codes: str) -> str:
    """Bases of amounts in words."""
    return say("comma").join(code_text("basis", code) for code in codes.split("、") if code)


def coverage_json(rows: Rows) -> dict[str, object]:
    """`kaohe coverage --json`."""
    return {"clauses": [_kept(COVERAGE, row) for row in rows]}


def quality_table(rows: Rows) -> Table:
    """The judge against truth by clause; keys of QUALITY. Shares are printed in percent, null as a dash."""
    return _table(QUALITY, rows)


def quality_json(rows: Rows) -> dict[str, object]:
    """`kaohe quality --json`."""
    return {"clauses": [_kept(QUALITY, row) for row in rows]}


def caused_table(rows: Rows) -> Group:
    """Acts taken away one by one: what each caused beside what was judged, in yuan; and how many agree."""
    told = [
        {
            **row,
            "occurred": str(row["occurred_on"]),
            "caused": _in_yuan(row["causal_fen"]),
            "judged": _in_yuan(row["judged_fen"]),
            "estimate": _in_yuan(row["estimate_fen"]),
            "relation": say(f"relation-{row['relation']}"),
        }
        for row in rows
    ]
    equal = sum(row["relation"] == "equal" for row in rows)
    return Group(_table(CAUSED, told), "", Text(say("caused-sum", equal=equal, all=len(rows))))


def caused_json(rows: Rows) -> dict[str, object]:
    """`kaohe quality --counterfactual --json`."""
    return {"counterfactual": [{**_kept(CAUSED_JSON, row), "occurred_on": str(row["occurred_on"])} for row in rows]}


def _in_yuan(fen: object) -> str | None:
    return yuan(fen) if isinstance(fen, int) else None


def acts_table(rows: Rows) -> Table:
    """What was really done, in the order of time; keys of ACTS, `amount` in yuan as text."""
    return _table(ACTS, rows)


def list_table(kind: str, rows: Rows) -> Table:
    """What ships of a kind (policies, scenarios, tariffs, posts, clauses, exams): `id` first, then the other keys."""
    keys = ["id", *dict.fromkeys(key for row in rows for key in row if key != "id")]
    return _table(keys, rows, title=say_or(f"list-{kind}", kind))


def list_json(rows: Rows) -> list[dict[str, object]]:
    """`kaohe list --json`. ValueError for a row without `id`."""
    if any("id" not in row for row in rows):
        raise ValueError("a row has no id")
    return [dict(row) for row in rows]


def _kept(keys: Sequence[str], row: Mapping[str, object]) -> dict[str, object]:
    return {key: row[key] for key in keys}


def _table(keys: Sequence[str], rows: Rows, title: str | None = None) -> Table:
    table = plain_table(*((_head(key), _side(key, rows)) for key in keys))
    if title is not None:
        table.title, table.title_justify = title, "left"
    cells = [[_cell(key, row.get(key)) for key in keys] for row in rows]
    for place, column in enumerate(table.columns):
        column.no_wrap, column.overflow = place == 0, "fold"
        if column.justify == "right" or place == 0:  # figures and ids stay whole: the words of a head give way
            column.min_width = max((cell_len(row[place]) for row in cells), default=0)
    for row in cells:
        table.add_row(*map(Text, row))
    return table


def _head(key: str) -> str:
    return say_or(f"head-{key_part(key)}", key)


def _side(key: str, rows: Rows) -> str:
    """Numbers stand to the right."""
    values = [row[key] for row in rows if row.get(key) is not None]
    if key in MONEY:
        return "right"
    return "right" if values and all(type(value) in (int, float) for value in values) else "left"


def _cell(key: str, value: object) -> str:
    if value is None:
        return say("none")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if key in SHARES and isinstance(value, (int, float)):
        return f"{value:.1%}"
    if isinstance(value, (list, tuple)):
        return say("comma").join(str(item) for item in value)
    return str(value)
