"""Steps that say what must be found: incidents, work slips, amounts, tiers, sanctions, duties, history."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import polars as pl

from kaohe.scenarios.gherkin.scene import Outcome, Scene, post_id
from kaohe.scenarios.gherkin.words import a_clause, a_date, duties, fault, fen, meaning, measures, tiers, yuan
from kaohe.sim.files import fold, nearest
from kaohe.standards import Policy
from kaohe.standards.policies.format import TIERS

Table = Sequence[Sequence[str]]
Row = dict[str, object]

COLUMNS = {
    "條款": "clause",
    "clause": "clause",
    "責任人": "person",
    "person": "person",
    "崗位": "post",
    "post": "post",
    "發生": "occurred_on",
    "occurred": "occurred_on",
    "發現": "discovered_on",
    "found": "discovered_on",
    "發現人": "finder",
    "finder": "finder",
    "等級": "tier",
    "tier": "tier",
    "影響電費": "amount_fen",
    "影響金額": "amount_fen",
    "amount": "amount_fen",
    "影響電量": "energy_kwh",
    "energy": "energy_kwh",
}
UNPRICED = ("不能認定", "unpriced")


def incidents_are(scene: Scene, datatable: Table) -> None:
    """查出的事故恰為: table."""
    outcome = scene.known()
    _same(scene, outcome, outcome.incidents, datatable, exactly=True)


def incidents_include(scene: Scene, datatable: Table) -> None:
    """查出的事故包含: table."""
    outcome = scene.known()
    _same(scene, outcome, outcome.incidents, datatable, exactly=False)


def slips_are(scene: Scene, datatable: Table) -> None:
    """工作差錯恰為: table."""
    outcome = scene.known()
    _same(scene, outcome, _slips(outcome), datatable, exactly=True)


def no_incident(scene: Scene, clause: str | None = None, name: str | None = None) -> None:
    """沒有查出事故, by clause or person too."""
    outcome = scene.known()
    found = _chosen(outcome, clause, name)
    if len(found):
        raise fault("found-some", found=shown(scene, outcome, found))


def no_slip(scene: Scene) -> None:
    """沒有工作差錯."""
    outcome = scene.known()
    if len(slips := _slips(outcome)):
        raise fault("found-some", found=shown(scene, outcome, slips))


def worth(scene: Scene, yuan: str, tier: str, clause: str | None = None, name: str | None = None) -> None:
    """該事故影響電費 999.20 元,等級為「非考核性事故」."""
    row = _the(scene, clause, name)
    _agree("amount", fen(yuan), row["amount_fen"])
    _tier(scene, row, tier)


def unpriced(scene: Scene, tier: str) -> None:
    """該事故不能按電量電費額度認定,等級為「嚴重責任事故」."""
    row = _the(scene)
    _agree("amount", None, row["amount_fen"])
    _tier(scene, row, tier)


def energy(scene: Scene, kwh: str) -> None:
    """該事故影響電量 1249 kWh."""
    _agree("energy", int(kwh), _the(scene)["energy_kwh"])


def loss(scene: Scene, yuan: str) -> None:
    """該事故未追回的損失為 0.00 元."""
    _agree("loss", fen(yuan), _the(scene)["loss_fen"])


def sanction(scene: Scene, kind: str, value: str = "", name: str | None = None) -> None:
    """該責任者受「扣發綜合獎」3 個月."""
    wanted = meaning("measure", kind, measures(scene.policy)), figure(value)
    imposed = _imposed(scene, name)
    if wanted not in imposed:
        raise fault("sanction-not", kind=f"{kind}{value}", imposed=_named(scene, imposed))


def no_sanction(scene: Scene, kind: str | None = None, name: str | None = None) -> None:
    """該責任者不受處分, or not this one."""
    imposed = _imposed(scene, name)
    if kind is not None:
        wanted = meaning("measure", kind, measures(scene.policy))
        imposed = [each for each in imposed if each[0] == wanted]
    if imposed:
        raise fault("sanction-some", imposed=_named(scene, imposed))


def duty(scene: Scene, kind: str) -> None:
    """該事故引起職責「三不放過」."""
    if meaning("duty", kind, duties(scene.policy)) not in (kinds := _duties(scene)):
        raise fault(
            "duty-not", kind=kind, kinds="、".join(scene.policy.duty(each).name.text() for each in kinds) or "—"
        )


def no_duty(scene: Scene, kind: str) -> None:
    """該事故不引起職責「三不放過」."""
    if meaning("duty", kind, duties(scene.policy)) in _duties(scene):
        raise fault("duty-some", kind=kind)


def history(scene: Scene, name: str, tier: str, times: str) -> None:
    """「王芳」全年發生「嚴重責任事故」2 次."""
    found = _chosen(scene.known(), None, name)
    wanted = meaning("tier", tier, tiers(scene.policy))
    _agree("times", int(times), found.filter(pl.col("tier") == wanted).height)


def _duties(scene: Scene) -> list[str]:
    """Duties of the only incident; of all, where there are several."""
    kinds: list[str] = scene.known().duties["kind"].unique(maintain_order=True).to_list()
    return kinds


def _imposed(scene: Scene, name: str | None) -> list[tuple[str, int | None]]:
    outcome = scene.known()
    staff = int(str(_the(scene)["staff"])) if name is None else _number(outcome, name)
    return outcome.sanctions.filter(pl.col("staff") == staff).select("kind", "value").rows()


def _named(scene: Scene, imposed: list[tuple[str, int | None]]) -> str:
    said = (
        f"{scene.policy.measure(kind).name.text()} {'' if value is None else value}".strip() for kind, value in imposed
    )
    return "、".join(said) or "—"


def figure(value: str) -> int | None:
    """Months, years, or 分 of an amount in yuan."""
    text = value.strip()
    if not text:
        return None
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]{1,2})?)\s*(個月|个月|months?|年|years?|元|yuan)", text)
    money = match is not None and match[2] in ("元", "yuan")
    if match is None or not (money or match[1].isdigit()):
        raise fault("figure-wrong", text=text)
    return fen(match[1]) if money else int(match[1])


def _number(outcome: Outcome, name: str) -> int:
    for number, known in outcome.names.items():
        if known == name:
            return number
    raise fault("nobody", name=name, near=nearest(name, outcome.names.values()) or "、".join(outcome.names.values()))


def _chosen(outcome: Outcome, clause: str | None, name: str | None) -> pl.DataFrame:
    found = outcome.incidents
    if clause is not None:
        found = found.filter(pl.col("clause") == clause)
    return found if name is None else found.filter(pl.col("staff") == _number(outcome, name))


def _the(scene: Scene, clause: str | None = None, name: str | None = None) -> Row:
    """The incident in question; of stated cases the last. StepFault if it is not exactly one."""
    outcome = scene.known()
    found = _chosen(outcome, clause, name)
    if scene.cases and name is None and clause is None:
        found = found.filter(pl.col("incident_id") == len(scene.cases))
    if len(found) != 1:
        raise fault("not-one", count=len(found), found=shown(scene, outcome, found))
    return found.row(0, named=True)


def _tier(scene: Scene, row: Row, tier: str) -> None:
    if row["tier"] != meaning("tier", tier, tiers(scene.policy)):
        raise fault("tier-other", wanted=tier, actual=_tier_name(scene, row["tier"]))


def _tier_name(scene: Scene, tier: object) -> str:
    return next((scene.policy.tier_name(each) for each in TIERS if each == tier), "—")


def _agree(what: str, wanted: int | None, actual: object) -> None:
    if wanted == actual:
        return
    money = what in ("amount", "loss")
    said = ["—" if each is None else yuan(int(str(each))) if money else str(each) for each in (wanted, actual)]
    raise fault("figure-other", what=what, wanted=said[0], actual=said[1])


def _slips(outcome: Outcome) -> pl.DataFrame:
    return outcome.findings.filter(~pl.col("consequence"))


def _same(scene: Scene, outcome: Outcome, found: pl.DataFrame, table: Table, *, exactly: bool) -> None:
    """The rows of a table are those found, in the columns that the table has."""
    columns = [column(cell) for cell in table[0]]
    wanted = Counter(
        tuple(read_cell(scene.policy, name, cell) for name, cell in zip(columns, row, strict=True)) for row in table[1:]
    )
    actual = Counter(tuple(_actual(outcome, row, name) for name in columns) for row in found.iter_rows(named=True))
    if (wanted != actual) if exactly else bool(wanted - actual):
        raise fault("rows-other", found=shown(scene, outcome, found))


def column(cell: str) -> str:
    """The column that a header means. StepFault with the nearest."""
    known = {fold(name): column for name, column in COLUMNS.items()}
    if fold(cell) not in known:
        raise fault("column-unknown", name=cell, near=nearest(cell, COLUMNS) or "、".join(COLUMNS))
    return known[fold(cell)]


def columns_twice(cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(cell, the cell before that says the same) of a header."""
    seen: dict[str, str] = {}
    for cell in cells:
        first = seen.setdefault(column(cell), cell)
        if first is not cell:
            yield cell, first


def read_cell(policy: Policy, column: str, cell: str) -> object:
    """What a cell below a column says. StepFault if it cannot be read."""
    readers: dict[str, Callable[[str], object]] = {
        "clause": a_clause,
        "occurred_on": a_date,
        "discovered_on": a_date,
        "post": post_id,
        "energy_kwh": _kwh,
        "tier": lambda text: meaning("tier", text, tiers(policy)),
        "amount_fen": lambda text: None if fold(text) in map(fold, UNPRICED) else _amount(text),
    }
    return readers.get(column, str)(cell)


def _amount(text: str) -> int:
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        raise fault("amount-wrong", text=text)
    return fen(text)


def _kwh(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,15}", text):
        raise fault("kwh-wrong", text=text)
    return int(text)


def _actual(outcome: Outcome, row: Row, column: str) -> object:
    if column in ("person", "finder"):
        number = row["staff" if column == "person" else "discovered_by"]
        return "" if number is None else outcome.names.get(int(str(number)), "")
    return row.get(column)


def shown(scene: Scene, outcome: Outcome, found: pl.DataFrame) -> str:
    """What was found, a line each."""
    lines = []
    for row in found.iter_rows(named=True):
        amount = "—" if row["amount_fen"] is None else yuan(row["amount_fen"])
        person = _actual(outcome, row, "person")
        lines.append(
            f"| {row['clause']} | {person} | {row['occurred_on']} | {amount} | {_tier_name(scene, row.get('tier'))} |"
        )
    return "\n".join(["", *lines]) if lines else "—"
