"""Replications of a study, worked out by any executor, kept in a folder, and read back from it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue

from kaohe.scenarios.loader import Scenario, load_scenario
from kaohe.scenarios.studies.rates import Rates, load_rates
from kaohe.scenarios.studies.shipped import DEFAULT
from kaohe.scenarios.studies.study import Study, replicated
from kaohe.scenarios.studies.study_folder import StudyFolder
from kaohe.scenarios.studies.workers import Workers, given
from kaohe.scenarios.studies.years import OfficeYear, OfficeYears
from kaohe.sim.files import Fault, Faults
from kaohe.sim.texts import catalogue

DEATHS = 3
Done = Callable[[int, int], None]
_texts = catalogue("kaohe.scenarios")


class Replications:
    """Replications 1, 2, … of a study: asked for, they are read where they are kept, and else worked out.

    The same whoever works, however many at a time, and whether or not some were there before.
    """

    def __init__(
        self,
        study: Study,
        folder: Path | None = None,
        workers: Workers | Executor | None = None,
        before: Replications | None = None,
    ) -> None:
        """workers: None: this process alone (may be set later); an executor of one's own stays open. before: the same
        under the reference, where people react.

        Raises Faults: the folder holds something else.
        """
        self.study, self.before = study, before
        self.folder = None if folder is None else StudyFolder(folder, study)
        self.workers = given(workers) if isinstance(workers, Executor) else workers
        self._years: dict[int, OfficeYear] = {}

    @property
    def kept(self) -> tuple[int, ...]:
        """Numbers of those that need not be worked out any more."""
        in_folder = () if self.folder is None else self.folder.kept()
        return tuple(sorted({*self._years, *in_folder}))

    def upto(self, number: int, on_done: Done | None = None) -> OfficeYears:
        """The first so many; `on_done` is told how many are there, of how many.

        Raises:
            Faults: a replication in the folder is damaged, or workers die again and again.
        """
        wanted = range(1, number + 1)
        for each in () if self.folder is None else self.folder.kept():
            if each in wanted and each not in self._years and self.folder is not None:
                self._years[each] = self.folder.read(each)
        missing = [each for each in wanted if each not in self._years]
        try:
            with closing(self._worked_out(missing)) as years:  # whoever is interrupted here lets the workers go here
                for year in years:
                    self._keep(year)
                    if on_done is not None:
                        on_done(sum(each in self._years for each in wanted), number)
        finally:
            if self.folder is not None and missing:
                self.folder.write_digests()
        return OfficeYears.of((self._years[each] for each in wanted), self.study.population(number))

    def one_more(self, number: int) -> None:
        """The first that is missing of so many, here and now: what it takes is a measure of the others."""
        missing = next((each for each in range(1, number + 1) if each not in self.kept), None)
        if missing is not None:
            self._keep(replicated(self.study, missing, self._under_reference(missing)))

    def _under_reference(self, number: int) -> OfficeYear | None:
        """The same year under the reference, worked out where it is not there yet."""
        if self.before is None:
            return None
        if number not in self.before._years:
            self.before.upto(number)
        return self.before._years[number]

    def _keep(self, year: OfficeYear) -> None:
        self._years[year.replication] = year
        if self.folder is not None:
            self.folder.write(year)

    def _worked_out(self, missing: Sequence[int]) -> Generator[OfficeYear, None, None]:
        """In the order in which they are done. Workers that die cost those at which they were, which are done again."""
        if self.workers is None or not missing:
            yield from (replicated(self.study, each, self._under_reference(each)) for each in missing)
            return
        left, deaths = dict.fromkeys(missing), 0
        while left:
            try:
                with self.workers() as executor:
                    for year in _completed(executor, self.study, {each: self._under_reference(each) for each in left}):
                        del left[year.replication]
                        deaths = 0
                        yield year
            except BrokenExecutor as error:
                deaths += 1
                if deaths == DEATHS:
                    said = _texts("study-dead", times=deaths, left=len(left))
                    raise Faults([Fault(self.study.scenario, None, None, "U053", said)]) from error


def _completed(executor: Executor, study: Study, numbers: Mapping[int, OfficeYear | None]) -> Iterator[OfficeYear]:
    """numbers: with each, where people react, the same under the reference.

    Each future tells here that it is done: whoever waits for several of them holds their locks now and then, and one
    who is interrupted just then would hold them for ever.
    """
    done: SimpleQueue[Future[OfficeYear]] = SimpleQueue()
    for each, before in numbers.items():
        executor.submit(replicated, study, each, before).add_done_callback(done.put)
    for _ in numbers:
        yield done.get().result()


def office_years(
    scenario: str | Path | Scenario = "clean",
    rates: str | Path | Rates = DEFAULT,
    replications: int = 20,
    *,
    customers: int | None = None,
    months: int = 12,
    seed: int = 1,
    workers: Workers | Executor | None = None,
    folder: Path | None = None,
) -> OfficeYears:
    """Simulated office-years, for a notebook: people err by rates (low, central, high, or a file), and are judged.

    workers: any `concurrent.futures.Executor`, a Dask client's among them; None: this process alone. folder: where the
    years are kept; those that are there are not worked out again.
    Raises Faults: what is wrong in the files, or with the folder.
    """
    described = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    errs = rates if isinstance(rates, Rates) else load_rates(rates)
    return Replications(Study.of(described, errs, seed, months, customers), folder, workers).upto(replications)
