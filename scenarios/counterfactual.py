"""The same office without one act: what that act has caused, beside what it was judged to be worth.

The run is repeated to the midnight before the act, goes on with it to the end, and once more without it. Everything
else stays: other orders, the occasion that an order brought, what customers mean to do. Whoever errs by himself errs
where he did, and nowhere else for the act that is not done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from kaohe.scenarios.causal import MEASURES, Amount, Worlds
from kaohe.scenarios.quality import KEY
from kaohe.scenarios.replaying import again, check_same, other_version
from kaohe.sim.clock.calendar import day_of
from kaohe.sim.deciding.behaviours import CAUSES, OVERLOAD, Confined, Noted
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.deciding.truth import Act, Truth
from kaohe.sim.files import Fault, Faults, brief
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.snapshots import Snapshot
from kaohe.sim.texts import Verbatim, catalogue, current_language

_texts = catalogue("kaohe.scenarios")
LISTED = 20

Row = Mapping[str, object]


@dataclass(frozen=True)
class Counterfactual:
    """What one act caused.

    act: its row of truth/acts; numbers: those of all acts, by id; caused: basis, amount and working; judged_fen: null
    if the judge found nothing, or nothing that has a price; exact: false where he could only prove the least, or
    interpolate, or found nothing.
    gone: other acts that are not there without it; idle: others that come to nothing without it, because they are worth
    nothing or nothing shows them; void: orders that find no situation without it.
    """

    act: Row
    numbers: Mapping[int, int]
    caused: Amount
    judged_fen: int | None
    exact: bool
    gone: tuple[Act, ...]
    idle: tuple[Act, ...]
    void: tuple[str, ...]

    def document(self) -> dict[str, object]:
        """For `--json`. net_fen: of causal_fen what is left on the last day, after all that the office itself put
        right: supplements, money made good. Lateness cannot be put right: there it is the same.
        """
        return {
            "act": self.act["number"],
            "act_id": self.act["act_id"],
            "clause": self.act["clause"],
            "causal_fen": self.caused.causal_fen,
            "judged_fen": self.judged_fen,
            "net_fen": self.caused.net_fen,
            "exact": self.exact,
            "basis": self.caused.basis,
            "gone": [act.act_id for act in self.gone],
            "idle": [act.act_id for act in self.idle],
            "void_orders": list(self.void),
        }


def numbered_acts(directory: Path) -> pl.DataFrame:
    """A run's truth/acts by time, with the `number` of each from 1. ValueError if they are none of ours."""
    acts = pl.read_parquet(directory / "truth" / "acts.parquet")
    wrong = [name for name, kind in Truth().frame().schema.items() if acts.schema.get(name) != kind]
    if wrong:
        raise ValueError(_texts("counterfactual-columns", columns=brief(", ".join(wrong))))
    for point, action in acts.select("point", "action").unique(maintain_order=True).iter_rows():
        if point not in REGISTRY.points or action not in [each.id for each in REGISTRY.points[point].actions]:
            raise ValueError(_texts("counterfactual-act", name=brief(f"{point}.{action}")))
    return acts.with_row_index("number", offset=1)


def act_name(point: str, action: str) -> str:
    """What an act is called, in the current language."""
    names = REGISTRY.points[point].named(action).names
    return {"en": names.en, "zh-Hans": names.zh_hans}.get(current_language(), names.zh)


def counterfactual(
    directory: Path,
    asked: int,
    findings: pl.DataFrame,
    rate: Fraction,
    on_month: Callable[[int, int], None] | None = None,
    principal_after_days: int = 30,
) -> Counterfactual:
    """Run a folder's office again, with an act and without it.

    asked: the act by its number or id; findings: what the judge found in it; rate: the daily rate of lateness, and
    after how many days beyond its limit what is still out counts whole (the policy's `[delay]`).
    Raises Faults: no such act, one that nobody decided (overload), a folder that cannot be run again as it was.
    """
    return next(counterfactuals(directory, [asked], findings, rate, on_month, principal_after_days))


def counterfactuals(
    directory: Path,
    asked: Iterable[int],
    findings: pl.DataFrame,
    rate: Fraction,
    on_month: Callable[[int, int], None] | None = None,
    principal_after_days: int = 30,
) -> Iterator[Counterfactual]:
    """The same of several acts, in the order of time: what they are all done in is run once, and each midnight kept.

    Raises Faults, like `counterfactual`.
    """
    acts = numbered_acts(directory)
    rows = sorted((_act(directory, acts, each) for each in asked), key=_day)
    with TemporaryDirectory() as home:
        office, noted = again(directory, Path(home) / "with"), Noted()
        office.on_month = on_month
        midnights = list(_midnights(office, [_day(row) for row in rows], noted))
        done = office.run()
        check_same(directory, done)
        numbers = {number: place for place, number in enumerate(office.truth.frame()["act_id"], start=1)}
        for place, (row, midnight) in enumerate(zip(rows, midnights, strict=True)):
            others = noted.wrongs - {(str(row["point"]), _whole(row, "key"))}
            folder = Path(home) / f"without-{place}"
            other = Office.restored(midnight, folder=folder, behaviours=[Confined(frozenset(others))])
            other.on_month = on_month
            without = other.run()
            act = office.truth.acts.get(_whole(row, "act_id"))
            if act is None:
                raise other_version(directory, directory / "truth" / "acts.parquet")
            worlds = Worlds(act, done.records, without.records, office.last_day, rate, principal_after_days)
            caused, (judged_fen, exact) = MEASURES[act.object_type](worlds), _judged(row, findings)
            gone, idle = _others(act, office, other)
            yield Counterfactual(row, numbers, caused, judged_fen, exact, gone, idle, _void(done, without))


def _day(row: Row) -> int:
    """On which an act was done, since 1970."""
    return day_of(row["at"].date())  # type: ignore[attr-defined]  # a column of times


def _midnights(office: Office, days: Iterable[int], noted: Noted) -> Iterator[Snapshot]:
    """The office before each of some days; what is done wrong from the first on is noted, and no part of what it is."""
    layers = office.layers.layers
    for day in days:
        office.advance(day)
        if noted in layers:
            layers.remove(noted)
        yield office.snapshot()
        layers.append(noted)


def _act(directory: Path, acts: pl.DataFrame, asked: int) -> Row:
    path = str(directory / "truth" / "acts.parquet")
    found = acts.filter(pl.col("number" if asked <= acts.height else "act_id") == asked).to_dicts()
    if not found:
        raise Faults([Fault(path, None, None, "U032", _unknown(acts, asked))])
    if found[0]["cause"] == CAUSES[OVERLOAD]:
        raise Faults([Fault(path, None, None, "U033", _texts("counterfactual-overload", act=Verbatim(str(asked))))])
    return found[0]


def _unknown(acts: pl.DataFrame, asked: int) -> str:
    """Which acts there are, in the order of time."""
    if acts.is_empty():
        return _texts("counterfactual-no-acts", act=Verbatim(str(asked)))
    rows = acts.head(LISTED).select("number", "clause", "point", "action", "occurred_on").iter_rows()
    names = ", ".join(f"{number} ({clause or '—'} {act_name(*act)}, {on})" for number, clause, *act, on in rows)
    more = "" if acts.height <= LISTED else ", …"
    return _texts("counterfactual-unknown", act=Verbatim(str(asked)), count=acts.height, names=Verbatim(names + more))


def _whole(row: Row, name: str) -> int:
    value = row[name]
    assert isinstance(value, int)
    return value


def _judged(row: Row, findings: pl.DataFrame) -> tuple[int | None, bool]:
    """What the judge's finding of the act is worth, and whether that is exact."""
    same = [pl.col(name) == pl.lit(row[name], findings.schema[name]) for name in KEY]
    found = findings.filter(pl.all_horizontal(same))
    if found.is_empty():
        return None, False
    amount = found["amount_fen"][0]
    return amount, amount is not None and found["estimate_fen"][0] is None


def _others(act: Act, office: Office, other: Office) -> tuple[tuple[Act, ...], tuple[Act, ...]]:
    """Other acts that are gone without it, and others that come to nothing."""
    left, gone, idle = other.truth.acts, [], []
    for each in office.truth.acts.values():
        if each.act_id == act.act_id:
            continue
        if each.act_id not in left:
            gone.append(each)
        elif _came_to_nothing(each, left[each.act_id]):
            idle.append(each)
    return tuple(gone), tuple(idle)


def _came_to_nothing(before: Act, after: Act) -> bool:
    worth = bool(before.amount_fen) and not after.amount_fen
    return worth or (before.evidenced_on is not None and after.evidenced_on is None)


def _void(done: Run, without: Run) -> tuple[str, ...]:
    """Orders, as `point.action`, that met their situation with the act and do not without it."""
    orders = zip(done.orders, done.void, without.void, strict=False)
    return tuple(f"{order.point}.{order.action}" for order, before, after in orders if after and not before)
