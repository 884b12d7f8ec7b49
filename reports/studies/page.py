"""The page of a comparison: what it rests on, the figures, each policy beside the first, and every figure's formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from markupsafe import Markup

from kaohe.reports.page.framed import framed
from kaohe.reports.studies.assumptions import RANKING_HEADS, amnesty_notes, assumed_notes, ranking_rows, regret_rows
from kaohe.reports.studies.charts import inline
from kaohe.reports.studies.drawings import FIGURES
from kaohe.reports.studies.wording import interval_text, rests_name, shown, unit_name, verdict, with_bounds
from kaohe.reports.words.wording import number, say, tier_name, yuan
from kaohe.sim import texts
from kaohe.standards.headers import post_headers
from kaohe.standards.laboratory.comparison import by_post, counted, transitions
from kaohe.standards.laboratory.metrics.figures import Difference, Figure
from kaohe.standards.laboratory.side_by_side import Comparison, Pair, figure_name
from kaohe.standards.laboratory.sweeping import Swept

PARTS = ("summary", "figures", "assumptions", "pairs", "incidents", "sweep", "formulas")
SHOWN_INCIDENTS = 60
SHOWN_POINTS = 200


@dataclass(frozen=True)
class Listed:
    """A table of the page: headings, rows as text, which columns are numbers."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]


@dataclass(frozen=True)
class Drawing:
    """A figure of the page: its caption, what to see in it, and itself."""

    caption: str
    lead: str
    svg: Markup


@dataclass(frozen=True)
class Beside:
    """A policy beside the first."""

    title: str
    files: Sequence[str]
    ways: Sequence[str]
    differences: Listed
    posts: Listed
    flows: Listed


@dataclass(frozen=True)
class Case:
    """An incident that is treated otherwise, with the reasons under both."""

    title: str
    sides: Sequence[tuple[str, Sequence[str]]]


def study_page(comparison: Comparison, swept: Swept | None = None) -> str:
    """The page as HTML in the current language; the same input gives the same bytes."""
    beside = [_beside(comparison, place, pair) for place, pair in enumerate(comparison.pairs, start=1)]
    cases = [case for pair in comparison.pairs for case in _cases(comparison, pair)]
    assumed = list(_assumed(comparison))
    there = {"assumptions": bool(assumed), "pairs": bool(beside), "incidents": bool(cases), "sweep": swept is not None}
    return framed(
        "kaohe.reports.studies",
        "study.html",
        part_key="study-part-",
        title=say("study-title"),
        facts=list(_facts(comparison)),
        parts=[part for part in PARTS if there.get(part, True)],
        notes=list(notes(comparison)),
        headline=headline(comparison),
        costs=_costs(comparison),
        drawings=list(_drawings(comparison)),
        assumed=assumed,
        beside=beside,
        cases=cases,
        swept=None if swept is None else _swept(comparison, swept),
        formulas=_formulas(comparison),
    )


def _swept(comparison: Comparison, swept: Swept) -> tuple[Listed, Sequence[str]]:
    """The points, those columns that change, evenly thinned; and what is told of the best."""
    frame = swept.table
    changing = [name for name in frame.columns if frame[name].n_unique() > 1] or frame.columns[:1]
    rows = frame.gather_every(-(-frame.height // SHOWN_POINTS)).select(changing).rows()
    heads = [_column(name, comparison) for name in changing]
    cells = [[_cell(name, value) for name, value in zip(changing, row, strict=True)] for row in rows]
    return Listed(heads, cells, range(len(heads))), list(_best(comparison, swept))


def _best(comparison: Comparison, swept: Swept) -> Iterator[str]:
    best, figure = swept.best, None if swept.best is None else comparison.metrics(0).get(swept.best.aim.metric)
    if best is not None and figure is not None:
        unit, point = figure.metric.unit, say("comma").join(f"{key} = {number(n)}" for key, n in best.point.items())
        pair = {"even": best.even, "less": best.less}
        told = {key: interval_text(each, unit, best.events) for key, each in pair.items()}
        name = figure_name(figure, comparison.judged[0].policy)
        yield say("study-best", point=point, figure=name, odd=shown(best.odd, unit), **told)


def _column(name: str, comparison: Comparison) -> str:
    figure = comparison.metrics(0).get(name)
    if figure is not None:
        return figure_name(figure, comparison.judged[0].policy)
    return say(f"study-{name}") if name in ("harder", "softer", "mixed") else name


def _cell(name: str, value: float) -> str:
    return shown(value, "fen" if name.endswith("_fen") else "")


def _facts(comparison: Comparison) -> Iterator[tuple[str, str]]:
    whence = comparison.whence()
    pairs = zip(comparison.names, comparison.judged, strict=True)
    named = (say("study-policy-named", name=name, long=each.policy.name.text()) for name, each in pairs)
    yield say("study-fact-policies"), say("comma").join(named)
    yield (
        say("study-fact-incidents"),
        say("study-incidents", n=number(_int(whence["incidents"])), unpriced=_int(whence["unpriced"])),
    )
    yield say("study-fact-span"), f"{whence['first_on']} – {whence['last_on']}"
    if comparison.years is not None:
        yield say("study-fact-years"), number(len(comparison.years.numbers))


def _int(value: object) -> int:
    return int(str(value))


def notes(comparison: Comparison) -> Iterator[str]:
    """Of which incidents the figures are, and what may not be concluded from them."""
    for source in comparison.population.sources:
        yield say(f"study-from-{source.kind}", name=source.name, n=number(source.frame.height), ordered=source.ordered)
    yield say("study-note-years" if comparison.years is not None else "study-note-cases")
    yield say("study-note-rests")
    if comparison.years is not None and len(comparison.pairs):
        yield say("study-note-simultaneous")
    yield say("study-note-transfer")
    yield from assumed_notes(comparison)
    yield from amnesty_notes(comparison)


def headline(comparison: Comparison) -> Listed:
    """The figures of the summary, a column a policy."""
    return _table(comparison, lambda figure: figure.metric.headline and not figure.part.startswith("non_assessed"))


def _table(comparison: Comparison, wanted: object) -> Listed:
    columns = [comparison.metrics(place) for place in range(len(comparison.names))]
    keys = dict.fromkeys(key for each in columns for key in each)
    heads = [
        say("study-head-figure"),
        *comparison.names,
        say("study-head-unit"),
        say("study-head-events"),
        say("study-head-rests"),
    ]
    rows = []
    for key in keys:
        place = next(place for place, each in enumerate(columns) if key in each)
        some = columns[place][key]
        if callable(wanted) and wanted(some):
            rows.append(_row(key, some, columns, figure_name(some, comparison.judged[place].policy)))
    return Listed(heads, rows, range(1, len(comparison.names) + 1))


def _row(key: str, some: Figure, columns: Sequence[Mapping[str, Figure]], name: str) -> list[str]:
    found = [each.get(key) for each in columns]
    cells = [say("none") if each is None else with_bounds(each, some.metric.unit) for each in found]
    events = " / ".join(say("none") if each is None else number(each.events) for each in found)
    return [name, *cells, unit_name(some.metric.unit), events, rests_name(some.rests_on)]


def _costs(comparison: Comparison) -> Sequence[str]:
    """The weights of the cost, wherever there is one."""
    if not comparison.worth.weights:
        return [say("study-no-weights")]
    parts = [
        say(f"study-weight-{name.replace('_', '-')}", fen=yuan(fen)) for name, fen in comparison.worth.weights.items()
    ]
    return [say("study-weights", parts=say("comma").join([say("study-weight-lost"), *parts]))]


def _drawings(comparison: Comparison) -> Iterator[Drawing]:
    for name, draw in FIGURES.items():
        drawn = draw(comparison)
        if drawn is not None:
            yield Drawing(say(f"study-figure-{name}"), say(f"study-figure-{name}-lead"), Markup(inline(drawn)))


def _assumed(comparison: Comparison) -> Iterator[tuple[str, Listed]]:
    """Tables of what the conclusions hang on, with their captions; none where nobody reacts or nothing was drawn."""
    found = comparison.assumed
    if found is not None and found.rankings:
        heads = [say(f"study-head-{name}") for name in RANKING_HEADS]
        yield say("study-rankings"), Listed(heads, ranking_rows(comparison, found), ())
    if found is not None and found.regrets:
        heads = [say("study-head-figure"), say("study-head-policy"), *found.sets, say("study-head-most")]
        numbers = range(2, len(heads))
        yield say("study-regret"), Listed(heads, regret_rows(comparison, found), numbers)


def _beside(comparison: Comparison, place: int, pair: Pair) -> Beside:
    ways = [
        say(f"study-ways-{key}", **counted(found))
        for key, found in (("incidents", pair.by_incident), ("persons", pair.by_person))
    ]
    hangs = comparison.hangs[place]
    ways.append(say("study-hangs", incidents=len(hangs.incidents), persons=len(hangs.persons), percent=hangs.percent))
    return Beside(
        say("study-pair", one=comparison.names[0], other=pair.name),
        [each.text() for each in pair.otherwise],
        ways,
        differences_listed(comparison, place),
        _posts(comparison, pair),
        _flows(comparison, pair),
    )


def differences_listed(comparison: Comparison, place: int, *, headline: bool = False) -> Listed:
    """What differs: mean and interval, how many events differ, what may be said."""
    figures = {**comparison.metrics(0), **comparison.metrics(place)}
    heads = [say(f"study-head-{name}") for name in ("figure", "difference", "unit", "differing", "shown")]
    rows = []
    for key, each in comparison.differences(place).items():
        figure = figures[key]
        if each.events and (figure.metric.headline or not headline):
            at = place if key in comparison.metrics(place) else 0
            rows.append(_less(figure_name(figure, comparison.judged[at].policy), figure, each))
    return Listed(heads, rows, (1,))


def _less(name: str, figure: Figure, each: Difference) -> list[str]:
    less = with_bounds(each, figure.metric.unit, signed=True)
    return [name, less, unit_name(figure.metric.unit), number(each.events), verdict(each)]


def _posts(comparison: Comparison, pair: Pair) -> Listed:
    names = {post.id: post.name.text() for post in post_headers()}
    months = [say("study-head-months-of", name=name) for name in (comparison.names[0], pair.name)]
    heads = [
        say("study-head-post"),
        say("study-head-incidents"),
        *months,
        *(say(f"study-{way}") for way in ("harder", "softer", "mixed")),
    ]
    rows = [
        [names.get(post, post) or say("study-no-post"), *(number(figure) for figure in figures)]
        for post, *figures in by_post(pair.one, pair.other).rows()
    ]
    return Listed(heads, rows, range(1, 7))


def _flows(comparison: Comparison, pair: Pair) -> Listed:
    rows = [[tier_name(one), tier_name(other), number(n)] for one, other, n in transitions(pair.one, pair.other).rows()]
    return Listed([comparison.names[0], pair.name, say("study-head-incidents")], rows, (2,))


def _cases(comparison: Comparison, pair: Pair) -> Iterator[Case]:
    """The first incidents that are treated otherwise."""
    among = pair.changed[:SHOWN_INCIDENTS]
    reasons = pair.reasons(among)
    for row in pair.table().filter(pl.col("incident_id").is_in(among)).to_dicts():
        amount = row["amount_fen"]
        about = {name: str(row[name]) for name in ("source", "number", "person", "clause")}
        title = say(
            "study-case",
            pair=say("study-pair", one=comparison.names[0], other=pair.name),
            on=texts.day(row["occurred_on"]),
            amount=yuan(amount),
            way=say(f"study-{row['direction']}"),
            **about,
        )
        sides = [
            (
                say(
                    "study-borne",
                    name=name,
                    tier=tier_name(row[f"tier_{side}"]),
                    borne=row[f"borne_{side}"] or say("none"),
                ),
                why,
            )
            for name, side, why in zip((comparison.names[0], pair.name), "ab", reasons[row["incident_id"]], strict=True)
        ]
        yield Case(title, sides)


def _formulas(comparison: Comparison) -> Listed:
    """Every figure of every policy, with its formula."""
    plain = _table(comparison, lambda figure: True)
    names: dict[str, str] = {}
    for place in range(len(comparison.names)):
        for figure in comparison.metrics(place).values():
            names.setdefault(figure_name(figure, comparison.judged[place].policy), figure.metric.formula.text())
    rows = [[*row, names[row[0]]] for row in plain.rows]
    return Listed([*plain.heads, say("study-head-formula")], rows, plain.numbers)
