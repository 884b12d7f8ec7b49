"""`kaohe compare`: policies side by side: on lists of one's own, on judged runs, or on simulated office-years."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe.aims import closely, read_best, read_half_width, through
from kaohe.completion import deterrence_files, policies, rates_files
from kaohe.errors import note, refusals
from kaohe.judging import read_assessment
from kaohe.options import CheckIntensity, Customers, Json, Months, Out, Scenario, Seed, Values
from kaohe.output_folders import new_folder, replaced_folder
from kaohe.policies import DEFAULT_POLICY, load_policy, noted_digest
from kaohe.reacting import Reacted, Reactions, assumed
from kaohe.run_folders import readable, require
from kaohe.sealing import open_judged
from kaohe.standards import Policy
from kaohe.standards.laboratory.metrics.contributions import WEIGHED, Worth
from kaohe.standards.laboratory.populations import MOST_RUNS, Source, population
from kaohe.standards.laboratory.statistics.intervals import FEWEST_YEARS
from kaohe.standards.laboratory.sweeps import Sweep
from kaohe.studying import Asked, Enough, Line, read_asked, simulated, told_what_stays
from kaohe.terminal import show, show_json, show_rich
from kaohe.wording import say

if TYPE_CHECKING:
    from kaohe.scenarios.studies.years import OfficeYears
    from kaohe.standards.laboratory.side_by_side import Comparison, Named
    from kaohe.standards.laboratory.sweeping import Swept

MOST_POLICIES = 20
LISTS = (".csv", ".xlsx")


Number = Annotated[str | None, typer.Option(metavar="N")]
Ons = Annotated[list[Path] | None, typer.Option("--on", metavar="FILE|DIR")]
Sweeps = Annotated[list[str] | None, typer.Option("--sweep", metavar="KEY=FROM:TO:STEP")]
Sets = Annotated[list[str] | None, typer.Option("--deterrence", metavar="ID|FILE", autocompletion=deterrence_files)]


def command(
    scenario: Scenario = None,
    policy: Annotated[list[str] | None, typer.Option("--policy", metavar="ID|FILE", autocompletion=policies)] = None,
    on: Ons = None,
    rates: Annotated[str | None, typer.Option("--rates", metavar="ID|FILE", autocompletion=rates_files)] = None,
    replications: Number = None,
    half_width: Annotated[str | None, typer.Option("--half-width", metavar="FIGURE=VALUE")] = None,
    events: Number = None,
    jobs: Number = None,
    scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS")] = None,
    customers: Customers = None,
    months: Months = None,
    seed: Seed = None,
    deterrence: Sets = None,
    draws: Number = None,
    check_intensity: CheckIntensity = None,
    sweep: Sweeps = None,
    best: Annotated[str | None, typer.Option("--best", metavar="FIGURE[=VALUE]")] = None,
    bonus: Annotated[list[str] | None, typer.Option("--bonus", metavar="KIND=YUAN")] = None,
    weight: Annotated[list[str] | None, typer.Option("--weight", metavar="PART=YUAN")] = None,
    out: Out = None,
    no_report: Annotated[bool, typer.Option("--no-report")] = False,
    json: Json = False,
) -> int:
    """Compare policies."""
    values, reacting = Values(), (tuple(deterrence or ()), draws, check_intensity)
    line = Line(scenario, rates, replications, jobs, scheduler, events, customers, months, seed, *reacting)
    named = _policies(values, policy or [DEFAULT_POLICY])
    sweeps = [each for text in sweep or () if (each := values.check(partial(Sweep.read, text)))]
    worth = _worth(values, bonus or (), weight or (), named)
    sources = [found for path in on or () if (found := values.check(partial(_source, path)))]
    asked = read_asked(values, line) if line.given else None
    _check_line(values, len(policy or (DEFAULT_POLICY,)), sources, (bool(on), line), (bool(sweep), bool(half_width)))
    stop = read_half_width(values, half_width, named, simulated=bool(line.given))
    aim = read_best(values, best, named, years=None if asked is None else asked.replications, swept=bool(sweep))
    values.raise_faults()
    with nullcontext() if asked is None else told_what_stays(out):
        years = _simulated(asked, out, named, None if stop is None else closely(stop, named, worth, aim))
        comparison = _comparison(named, sources, worth, years, on or ())
        return _shown(comparison, through(comparison, sweeps, aim) if sweeps else None, out, not no_report, json)


def _shown(comparison: Comparison, points: Swept | None, out: Path | None, report: bool, json: bool) -> int:
    """Kept in the folder, and told."""
    _keep(out, comparison, points, report=report)
    show_json(_document(comparison, points)) if json else _tell(comparison, points)
    return 0


def _simulated(
    asked: Asked | None, out: Path | None, named: Sequence[Named], enough: Enough | None
) -> tuple[OfficeYears | None, Reacted | None]:
    """The office-years, if any were asked for, and where people react those of each policy."""
    if asked is None:
        return None, None
    done = simulated(asked, out, named[0].policy, enough)
    reacted = Reactions(asked, done.replications, named, out).worked_out() if asked.deterrence else None
    return done.years, reacted


def _document(comparison: Comparison, points: Swept | None) -> dict[str, object]:
    return {**comparison.document(), **({} if points is None else points.document())}


def _comparison(
    named: Sequence[Named],
    sources: Sequence[Source],
    worth: Worth,
    simulated: tuple[OfficeYears | None, Reacted | None],
    paths: Sequence[Path],
) -> Comparison:
    """Over lists and runs, or over office-years; where people react, over those of each policy."""
    from kaohe.scenarios.studies.reacting import errs_of
    from kaohe.standards.laboratory.metrics.office_years import Years, counted_together
    from kaohe.standards.laboratory.side_by_side import Comparison

    frames, reacted = simulated
    _tell_pricing(named, paths, simulated=frames is not None)
    own = [] if reacted is None else counted_together(reacted.first)
    years = None if frames is None else own[0] if own else Years(frames)
    if years is not None and len(years.numbers) < FEWEST_YEARS:
        note("--replications", "U070", say("compare", "few_years", years=len(years.numbers), fewest=FEWEST_YEARS))
    people = population(sources) if years is None else years.population
    errs = None if reacted is None or years is None else errs_of(next(iter(reacted.sets)), 0, years.numbers)
    comparison = Comparison(named, people, worth, years, own, errs)
    comparison.assumed = None if reacted is None else assumed(reacted, named, worth, comparison)
    return comparison


def _keep(out: Path | None, comparison: Comparison, found: Swept | None, *, report: bool) -> None:
    """A new folder of tables and pages; beside the years of a study they take the place of older ones."""
    if out is None:
        return
    if comparison.years is not None:
        with replaced_folder(out / "comparison") as work:
            _write(work, comparison, found, report=report)
    else:
        with new_folder(out) as place:
            _write(place.work, comparison, found, report=report)


def _policies(values: Values, names: Sequence[str]) -> list[Named]:
    """The policies asked for, each under its own name; the same one twice is told apart by its place."""
    from kaohe.standards.laboratory.side_by_side import Named

    found: list[Named] = []
    for name in names[:MOST_POLICIES]:
        loaded = values.check(partial(load_policy, name))
        if loaded is not None:
            taken = [each.name for each in found]
            found.append(Named(loaded.id if loaded.id not in taken else f"{loaded.id}#{len(found) + 1}", loaded))
    if len(names) > MOST_POLICIES:
        values.fault("--policy", "P019", say("compare", "many_policies", most=MOST_POLICIES))
    return found


def _worth(values: Values, bonus: Sequence[str], weights: Sequence[str], named: Sequence[Named]) -> Worth:
    """What a month of each measure and one of each part of the cost is worth, as the user says."""
    kinds = tuple(dict.fromkeys(kind for each in named for kind in each.policy.file.measures))
    both = (("--bonus", bonus, kinds), ("--weight", weights, WEIGHED))
    return Worth(*({} if not texts else _sums(values, option, texts, names) for option, texts, names in both))


def _sums(values: Values, option: str, texts: Sequence[str], names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for text in texts:
        name, _, amount = text.partition("=")
        known, fen = values.name(option, name, names), values.fen(option, amount)
        if known is not None and fen is not None:
            found[known] = fen
    return found


def _check_line(
    values: Values, policies: int, sources: Sequence[Source], whence: tuple[bool, Line], searching: tuple[bool, bool]
) -> None:
    """whence: whether incidents that are there are given, and what is to be simulated; searching: by a sweep, by a
    half-width.
    """
    there, line = whence
    if not there and not line.given:
        values.fault("--on", "P034", say("compare", "on_nothing"))
    elif there and line.given:
        values.fault("--on", "P034", say("compare", "on_and_years"))
    elif len(sources) > MOST_RUNS:
        values.fault("--on", "P019", say("compare", "many_sources", most=MOST_RUNS))
    if policies == 1 and not searching[0]:
        values.fault("--policy", "P034", say("compare", "one_policy"))
    for option, asked in zip(("--sweep", "--half-width"), searching, strict=True):
        if asked and line.deterrence:  # each policy needs years of its own: no search goes through hundreds of them
            values.fault(option, "P034", say("compare", "search_or_react", option=option))


def _source(path: Path) -> Source:
    """A list by its ending, else a judged run. Raises Faults."""
    from kaohe.standards.laboratory.incident_lists import read_incidents

    if path.suffix.lower() in LISTS and not path.is_dir():
        with refusals(path):
            found = read_incidents(path)
        if found.missing:
            names = say("page", "comma").join(say("compare", f"column_{name}") for name in found.missing)
            note(path, "U040", say("compare", "missing", names=names, unpriced=found.unpriced))
        return Source(path.name, "list", found.frame)
    require(path, "records", "assessment")
    open_judged(path)
    with readable(path):
        return Source(str(path), "run", read_assessment(path).incidents, _ordered(path))


def _ordered(path: Path) -> int:
    """How many acts of a run were ordered; 0 where its truth is not at hand."""
    import polars as pl

    orders = path / "truth" / "orders.parquet"
    return pl.read_parquet(orders).height if orders.is_file() else 0


def _tell_pricing(named: Sequence[Named], paths: Sequence[Path], *, simulated: bool) -> None:
    """Amounts of a run are those of the policy by which it was judged, those of years the handbook's: a policy that
    prices otherwise is told.
    """
    reference = load_policy(DEFAULT_POLICY)
    others = [each.name for each in named if _pricing(each.policy) != _pricing(reference)]
    if simulated and others:
        note("--policy", "U041", say("compare", "priced_otherwise_years", names=", ".join(others)))
    for path in paths:
        digest = noted_digest(path) if path.is_dir() else None
        own = next((each.policy for each in named if each.policy.digest() == digest), None)
        if digest is not None:
            others = [each.name for each in named if own is None or _pricing(each.policy) != _pricing(own)]
            if others:
                note(path, "U041", say("compare", "priced_otherwise", names=", ".join(others)))


def _pricing(policy: Policy) -> tuple[object, ...]:
    return policy.file.delay, policy.file.amount.several_bills


def _write(folder: Path, comparison: Comparison, found: Swept | None, *, report: bool) -> None:
    """Each table as CSV, which Excel opens, and as Parquet; the page, and two pages for a committee."""
    tables = [*comparison.tables(), *([] if found is None else [("sweep", found.table)])]
    for name, table in tables:
        table.write_csv(folder / f"{name}.csv", include_bom=True)
        table.write_parquet(folder / f"{name}.parquet")
    if report:
        from kaohe.reports.studies.committee import write_committee_pages
        from kaohe.reports.studies.page import study_page

        (folder / "index.html").write_text(study_page(comparison, found), encoding="utf-8")
        write_committee_pages(comparison, folder / "committee.docx")


def _tell(comparison: Comparison, found: Swept | None) -> None:
    from kaohe.compared import assumed_lines, best_lines, metrics_table, pair_lines, sweep_lines, whence_lines

    if comparison.years is not None:
        show(comparison.years.frames.population)
    for line in whence_lines(comparison):
        show(line)
    show_rich(metrics_table(comparison))
    for place, pair in enumerate(comparison.pairs, start=1):
        for part in pair_lines(comparison, place, pair):
            show(part) if isinstance(part, str) else show_rich(part)
    for part in assumed_lines(comparison):
        show(part) if isinstance(part, str) else show_rich(part)
    if found is not None:
        show_rich(sweep_lines(comparison, found.table))
        for line in best_lines(comparison, found):
            show(line)
