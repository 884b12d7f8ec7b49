"""A comparison in words and tables, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kaohe.reports.studies.assumptions import ranked_name
from kaohe.reports.studies.wording import interval_text, rests_name, shown, verdict, with_bounds
from kaohe.reports.terminal.plain import plain_table
from kaohe.reports.words.wording import tier_name
from kaohe.sim.texts import yuan
from kaohe.standards.headers import post_headers
from kaohe.standards.laboratory.comparison import DIRECTIONS, by_post, counted, transitions
from kaohe.standards.laboratory.side_by_side import SHOWN, Comparison, Pair, figure_name
from kaohe.wording import say

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table

    from kaohe.standards.laboratory.assumed import Assumed, Ranking
    from kaohe.standards.laboratory.sweeping import Swept

MOST_SWEPT = 40


def whence_lines(comparison: Comparison) -> Iterator[str]:
    """Of how many incidents, from where, and what may not be concluded."""
    whence = comparison.whence()
    years = 0 if comparison.years is None else len(comparison.years.numbers)
    yield say("compare", "whence_years" if years else "whence", **{**whence, "years": years})
    for source in comparison.population.sources:
        if source.kind == "years":
            continue
        key = "from_list" if source.kind == "list" else "from_run"
        yield "  " + say("compare", key, name=source.name, incidents=source.frame.height, ordered=source.ordered)


def metrics_table(comparison: Comparison) -> Table:
    """A row a figure, a column a policy; the number of events behind it and what it rests on. Noughts are left out."""
    columns = [comparison.metrics(place) for place in range(len(comparison.names))]
    keys = dict.fromkeys(key for metrics in columns for key in metrics)
    table = plain_table(
        (say("compare", "figure"), "left"),
        *((name, "right") for name in comparison.names),
        (say("compare", "events_behind"), "right"),
        (say("compare", "rests_on"), "left"),
    )
    for key in keys:
        found = [metrics.get(key) for metrics in columns]
        place = next(place for place, each in enumerate(found) if each is not None)
        some = found[place]
        if some is not None and any(each is not None and each.mean for each in found):
            cells = ["—" if each is None else with_bounds(each, each.metric.unit) for each in found]
            events = "/".join("—" if each is None else f"{each.events:,}" for each in found)
            name = figure_name(some, comparison.judged[place].policy)
            table.add_row(name, *cells, events, rests_name(some.rests_on))
    return table


def differences_table(comparison: Comparison, place: int) -> Table:
    """What differs from the first policy over office-years: all intervals hold at once."""
    table = plain_table(
        (say("compare", "figure"), "left"),
        (say("compare", "difference"), "right"),
        (say("compare", "events_behind"), "right"),
        (say("compare", "shown"), "left"),
    )
    metrics = {**comparison.metrics(0), **comparison.metrics(place)}
    for key, each in comparison.differences(place).items():
        if each.events:
            figure = metrics[key]
            at = place if key in comparison.metrics(place) else 0
            name = figure_name(figure, comparison.judged[at].policy)
            table.add_row(name, with_bounds(each, figure.metric.unit, signed=True), f"{each.events:,}", verdict(each))
    return table


def pair_lines(comparison: Comparison, place: int, pair: Pair) -> Iterator[str | Table]:
    """What a policy says and does otherwise than the first."""
    yield ""
    yield say("compare", "pair", one=comparison.names[0], other=pair.name)
    yield say("compare", "files", count=len(pair.otherwise))
    yield from (f"  {each.text()}" for each in pair.otherwise)
    if comparison.years is not None:
        yield differences_table(comparison, place)
    yield _transitions(comparison, pair)
    for key, found in (("incidents", pair.by_incident), ("persons", pair.by_person)):
        yield say("compare", f"ways_{key}", **counted(found))
    yield _posts(comparison, pair)
    yield say("compare", "changed", count=len(pair.changed), shown=min(SHOWN, len(pair.changed)))
    yield from _why(comparison, pair)
    hangs = comparison.hangs[place]
    yield say("compare", "hangs", incidents=len(hangs.incidents), persons=len(hangs.persons), percent=hangs.percent)


def _transitions(comparison: Comparison, pair: Pair) -> Table:
    table = plain_table((comparison.names[0], "left"), (pair.name, "left"), (say("compare", "incidents"), "right"))
    for one, other, count in transitions(pair.one, pair.other).rows():
        table.add_row(tier_name(one), tier_name(other), f"{count:,}")
    return table


def _posts(comparison: Comparison, pair: Pair) -> Table:
    heads = [say("compare", "months_of", name=name) for name in (comparison.names[0], pair.name)]
    ways = [say("compare", way) for way in DIRECTIONS[:3]]
    rights = [(head, "right") for head in (say("compare", "incidents"), *heads, *ways)]
    table = plain_table((say("compare", "column_post"), "left"), *rights)
    names = {post.id: post.name.text() for post in post_headers()}
    for post, *figures in by_post(pair.one, pair.other).rows():
        table.add_row(names.get(post, post) or say("compare", "no_post"), *(f"{figure:,}" for figure in figures))
    return table


def _why(comparison: Comparison, pair: Pair) -> Iterator[str]:
    """The first incidents that are treated otherwise, with the reasons under either policy."""
    shown = pair.changed[:SHOWN]
    reasons = pair.reasons(shown)
    rows = {row["incident_id"]: row for row in pair.table().head(SHOWN).to_dicts()}
    for each in shown:
        yield _incident(rows[each])
        for name, side, why in zip((comparison.names[0], pair.name), ("a", "b"), reasons[each], strict=True):
            yield "    " + say("compare", "borne", name=name, borne=rows[each][f"borne_{side}"])
            yield from (f"      {reason}" for reason in why)


def _incident(row: Mapping[str, object]) -> str:
    amount = row["amount_fen"]
    return "  " + say(
        "compare",
        "incident",
        id=row["incident_id"],
        number=row["number"],
        source=row["source"],
        person=row["person"],
        on=row["occurred_on"],
        clause=row["clause"],
        amount=yuan(amount) if isinstance(amount, int) else say("compare", "unpriced"),
        way=say("compare", str(row["direction"])),
    )


def assumed_lines(comparison: Comparison) -> Iterator[str | Table]:
    """What the conclusions rest on where people react: how often anything was done otherwise, what decides, regret."""
    found = comparison.assumed
    if found is None:
        return
    yield ""
    changed = say("page", "comma").join(
        say("compare", "response_count", name=say("compare", f"response_{name}"), count=count)
        for name, count in found.changed.items()
    )
    yield say("compare", "assumed", set=found.sets[0], changed=changed)
    for relief in found.amnesties:
        told = {name: f"{100 * getattr(relief, name):.0f}" for name in ("given", "preserving", "gap")}
        yield say("compare", "amnesty", policy=relief.policy, **told)
    for each in found.rankings:
        yield from ranking_lines(comparison, each)
    if found.regrets:
        yield _regrets(comparison, found)


def ranking_lines(comparison: Comparison, ranking: Ranking) -> Iterator[str]:
    """A figure of a policy beside that of the first: in how many draws it is more, and what that hangs on."""
    found, figure = ranking.found, ranked_name(comparison, ranking.metric)
    told = {"draws": found.draws, "less": found.less, "same": found.same, "percent": 100 * found.less // found.draws}
    yield say("compare", "ranking", one=comparison.names[0], other=ranking.other, figure=figure, **told)
    if ranking.forced:
        yield "  " + say("compare", f"forced_{ranking.forced}", other=ranking.other)
    for each in found.deciding:
        bounds = {"share": f"{each.share:.2f}", "low": f"{each.low:.2f}", "high": f"{each.high:.2f}"}
        at = say("compare", "flips_never" if each.flips_at is None else "flips_at", value=f"{each.flips_at or 0:g}")
        yield "  " + say("compare", "decides", parameter=each.name, flips=at, **bounds)
    if found.floor is not None:
        bounds = {"low": f"{found.floor.low:.2f}", "high": f"{found.floor.high:.2f}"}
        yield "  " + say("compare", "floor" if found.deciding else "floor_alone", **bounds)


def _regrets(comparison: Comparison, found: Assumed) -> Table:
    """By figure and policy what it is more than the least of any policy, under each set; the most of it last."""
    sets = [(name, "right") for name in found.sets]
    heads = ((say("compare", "figure"), "left"), (say("compare", "policy_head"), "left"), *sets)
    table = plain_table(*heads, (say("compare", "greatest_regret"), "right"))
    table.title, table.title_justify = say("compare", "regret"), "left"
    for each in found.regrets:
        unit = "fen" if each.metric.endswith("_fen") else ""
        cells = [shown(each.regrets[name], unit) for name in found.sets]
        table.add_row(ranked_name(comparison, each.metric), each.policy, *cells, shown(each.greatest, unit))
    return table


def sweep_lines(comparison: Comparison, swept: pl.DataFrame) -> Table:
    """The points of a sweep, evenly thinned; columns that never change are left out."""
    changing = [name for name in swept.columns if swept[name].n_unique() > 1] or swept.columns[:1]
    step = -(-swept.height // MOST_SWEPT)
    table = plain_table(*((_swept_name(name, comparison), "left") for name in changing))
    table.title, table.title_justify = say("compare", "swept", points=swept.height, step=step), "left"
    for column in table.columns:
        column.justify = "right"
    for row in swept.gather_every(step).select(changing).rows():
        pairs = zip(changing, row, strict=True)
        table.add_row(*(shown(value, "fen" if name.endswith("_fen") else "") for name, value in pairs))
    return table


def _swept_name(name: str, comparison: Comparison) -> str:
    if name in DIRECTIONS:
        return say("compare", name)
    figure = comparison.metrics(0).get(name)
    if figure is not None:
        return figure_name(figure, comparison.judged[0].policy)
    return say("compare", "in_yuan", name=name.removesuffix("_fen")) if name.endswith("_fen") else name


def best_lines(comparison: Comparison, found: Swept) -> Iterator[str]:
    """The best point of a sweep over office-years, and what the years say that did not choose it."""
    if found.best is None:
        return
    best, figure = found.best, comparison.metrics(0).get(found.best.aim.metric)
    if figure is None:
        return
    unit, point = figure.metric.unit, ", ".join(f"{key} = {value:,}" for key, value in best.point.items())
    name = figure_name(figure, comparison.judged[0].policy)
    even, less = (interval_text(each, unit, best.events) for each in (best.even, best.less))
    yield say("compare", "best_told", point=point, figure=name, odd=shown(best.odd, unit), even=even, less=less)
