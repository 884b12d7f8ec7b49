"""The ground of an office: what of it never changes, so that every fork of it may stand on the same."""

from __future__ import annotations

from dataclasses import dataclass

from kaohe.sim.archive.prices import Prices, price_tables
from kaohe.sim.spec import OfficeSpec
from kaohe.sim.town.customers import Population
from kaohe.sim.town.duty import Duty
from kaohe.sim.town.population import make_population
from kaohe.sim.town.posts import Posts
from kaohe.sim.town.staffing import Roster, staff


@dataclass(frozen=True)
class Ground:
    """Customers and books, price tables, staff, and who is on duty when."""

    population: Population
    tables: tuple[Prices, ...]
    roster: Roster
    duty: Duty

    @classmethod
    def of(cls, spec: OfficeSpec, seed: int) -> Ground:
        """The ground of an office. Raises SpecError."""
        population = make_population(spec, seed)
        roster = staff(spec, population, seed)
        duty = Duty(spec, seed, roster, Posts.of(roster), population.books)
        return cls(population, price_tables(spec), roster, duty)
