"""The ground of an office: what of it never changes, so that every fork of it may stand on the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.archive.prices import Prices, price_tables
from kaohe.sim.spec import OfficeSpec
from kaohe.sim.town.customers import Population
from kaohe.sim.town.population import make_population
from kaohe.sim.town.posts import Posts
from kaohe.sim.town.staffing import Roster, staff

Int64s = NDArray[np.int64]


@dataclass(frozen=True)
class Ground:
    """Customers and books, price tables, staff; `books_clerk` and `other_readers` are staff numbers by book."""

    population: Population
    tables: tuple[Prices, ...]
    roster: Roster
    posts: Posts
    books_clerk: Int64s
    other_readers: Int64s

    @classmethod
    def of(cls, spec: OfficeSpec, seed: int) -> Ground:
        """The ground of an office. Raises SpecError."""
        population = make_population(spec, seed)
        roster = staff(spec, population, seed)
        posts = Posts.of(roster)
        clerks = posts.by_book("issuance_clerk", len(population.books.kind))
        return cls(population, price_tables(spec), roster, posts, clerks, posts.other_readers(roster, population.books))
