"""Some acts of every clause, taken away one by one: what each caused, beside what it was judged to be worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from kaohe.scenarios.causal import MEASURES, Amount, Worlds
from kaohe.scenarios.counterfactual import Row, numbered_acts
from kaohe.scenarios.quality import KEY
from kaohe.scenarios.replaying import again, check_same, other_version
from kaohe.sim.clock.calendar import day_of
from kaohe.sim.deciding.behaviours import CAUSES, OVERLOAD, Confined, Noted
from kaohe.sim.deciding.truth import Act
from kaohe.sim.office import Office
from kaohe.sim.records import PAPERS, Records

EQUAL, LEAST, SHARED, RULE, UNPRICED = "equal", "least", "shared", "rule", "unpriced"
LESS, MORE, NONE = "less", "more", "none"
AGREE = (EQUAL, LEAST, SHARED, RULE, UNPRICED)
CHECKS = ("check_window", "balance_window")  # they answer for the doer's money, whenever it came
THEFT = ("report_theft", "refer_report")  # by what was found connected; what differs is what its meter did not register
BY_RULE = ("wrong_first_register", "leave_note")
BILLED = ("entry", "meter_period", "customer_period")


def compared(
    directory: Path,
    number: int,
    findings: pl.DataFrame,
    rate: Fraction,
    principal_after_days: int,
    on_act: Callable[[int, int], None] | None = None,
) -> list[Row]:
    """So many evidenced acts of each clause: `causal_fen`, `judged_fen`, `estimate_fen` (null: none) and `relation`.

    The office is run twice, and from the midnight before each act once more without it.
    relation: equal; least: less is judged, for only the least is proven (estimate_fen beside); shared: another act made
    the same customer's bills wrong, and the rule that parts them is no difference of two worlds; rule: a rule names the
    amount (9.5: normal use; 2.6, 4.4: what was found connected; a first register whose bill was read again: what was
    issued differs; 5.3, 6.4: the doer's shortage; 6.5: a note left out); unpriced: it was found,
    and neither it nor what differs has an amount (6.8: leaves that nobody showed); less, more: than caused, of an exact
    amount; none: nothing was found, or without an amount where one was caused.
    Raises Faults: a folder that cannot be run again as it was.
    """
    rows = chosen(numbered_acts(directory), findings, number)
    with TemporaryDirectory() as home:
        office, noted = again(directory, Path(home) / "with"), Noted()
        office.layers.layers.append(noted)
        done = office.run()
        check_same(directory, done)
        acts = office.truth.acts
        if not {row["act_id"] for row in rows} <= acts.keys():
            raise other_version(directory, directory / "truth" / "acts.parquet")
        told = []
        for place, (row, without) in enumerate(_without(directory, Path(home), rows, noted.wrongs), start=1):
            act = acts[int(str(row["act_id"]))]
            worlds = Worlds(act, done.records, without, office.last_day, rate, principal_after_days)
            told.append(_told(row, worlds, acts.values()))
            if on_act is not None:
                on_act(place, len(rows))
    return sorted(told, key=lambda row: ([int(part) for part in str(row["clause"]).split(".")], row["number"]))


def chosen(acts: pl.DataFrame, findings: pl.DataFrame, number: int) -> list[Row]:
    """The sample, in the order of time: of each clause the evidenced acts of the smallest ids, which are hashes, and
    what was judged of them.
    """
    by_person = acts.filter(pl.col("evidenced") & (pl.col("clause") != "") & (pl.col("cause") != CAUSES[OVERLOAD]))
    some = by_person.sort("act_id").group_by("clause", maintain_order=True).head(number)
    found = findings.filter("consequence").unique(KEY, keep="first", maintain_order=True)
    judged = found.select(*KEY, "basis", pl.col("amount_fen").alias("judged_fen"), "estimate_fen")
    rows = some.rename({"amount_fen": "true_fen"}).join(judged, on=KEY, how="left").sort("at", "act_id")
    return list(rows.iter_rows(named=True))


def _without(
    directory: Path, home: Path, rows: list[Row], wrongs: set[tuple[str, int]]
) -> Iterator[tuple[Row, Records]]:
    """Each act with the records of the same office without it; they are gone when the next is asked for."""
    office = again(directory, home / "again")
    for row in rows:
        office.advance(day_of(row["at"].date()))  # type: ignore[attr-defined]  # a column of times
        others = frozenset(wrongs - {(str(row["point"]), int(str(row["key"])))})
        with TemporaryDirectory(dir=home) as folder:
            other = Office.restored(office.snapshot(), folder=Path(folder), behaviours=[Confined(others)])
            yield row, other.run().records


def _told(row: Row, worlds: Worlds, acts: Iterable[Act]) -> Row:
    caused = MEASURES[worlds.act.object_type](worlds)
    told = {name: row[name] for name in ("clause", "number", "point", "action", "occurred_on")}
    amounts = {"causal_fen": caused.causal_fen, "judged_fen": row["judged_fen"], "estimate_fen": row["estimate_fen"]}
    return {**told, "basis": caused.basis, **amounts, "relation": _relation(caused, row, worlds.act, acts)}


def _relation(caused: Amount, row: Row, act: Act, acts: Iterable[Act]) -> str:
    if row["judged_fen"] is None:
        return without_amount(row, caused.causal_fen)
    judged_fen = int(str(row["judged_fen"]))
    if judged_fen == caused.causal_fen:
        return EQUAL
    if act.object_type == "reader_report" or act.action in BY_RULE or act.point in (*CHECKS, *THEFT):
        return RULE
    if _shared(caused, act, acts):
        return SHARED
    if judged_fen > caused.causal_fen:
        return MORE
    return LESS if row["estimate_fen"] is None else LEAST


def without_amount(row: Row, causal_fen: int) -> str:
    """The relation of an act without a judged amount: right only if it was found so, and no money differs."""
    return UNPRICED if row["basis"] == "none" and causal_fen == 0 else NONE


def _shared(caused: Amount, act: Act, acts: Iterable[Act]) -> bool:
    """Whether another act made the bills of one of its customers wrong; a check that was skipped has one beside it."""
    whose = {line.values["customer"] for line in caused.lines if line.kind == "fee"}
    others = [_customer(each) for each in acts if each is not act and each.object_type in BILLED]
    beside = 1 if act.object_type == "issue_day" else 0
    return any(
        sum(each == customer for each in others) > beside
        for customer in (*whose, _customer(act))
        if customer is not None
    )


def _customer(act: Act) -> int | None:
    """Whose bills an act is about; None where it is about no customer's alone."""
    if act.object_type not in BILLED:
        return None
    return PAPERS.within(act.object_type, "customer", act.object_id)
