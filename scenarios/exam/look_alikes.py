"""What looks like a breach and is none: the kinds that an exam can ask for, as data, and where an office has them."""

from __future__ import annotations

import heapq
import tomllib
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from kaohe.sim.deciding.behaviours import Draft
from kaohe.sim.deciding.points import STANDARD, DecisionPoint, Mask, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.office import Office
from kaohe.sim.streams import Purpose, words_at
from kaohe.sim.texts import Names

FILE = Path(__file__).with_name("look_alikes.toml")
BY_THE_BOOK = "standard"


@dataclass(frozen=True)
class Kind:
    """A kind of look-alike: what is done at a point (`standard`: it goes by the book), of which clause, and why not."""

    id: str
    point: str
    action: str
    clause: str
    name: Names
    reason: Names

    @property
    def ordered(self) -> bool:
        """Whether it has to be ordered; what goes by the book comes by itself."""
        return self.action != BY_THE_BOOK


@dataclass(frozen=True, order=True)
class Sighting:
    """A situation of a kind; ordered by its hash."""

    word: int
    kind: str
    key: int
    staff: int
    day: int


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds by id."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))["kinds"]
    plain = ("id", "point", "action", "clause")
    return {
        each["id"]: Kind(
            **{name: each[name] for name in plain},
            name=Names(*_pair(each["name"])),
            reason=Names(*_pair(each["reason"])),
        )
        for each in read
    }


def _pair(text: Mapping[str, str]) -> tuple[str, str]:
    return text["zh"], text["en"]


class Sightings:
    """A layer that decides nothing and lists where the kinds could be had, or are: of each the `keep` least by hash."""

    def __init__(self, wanted: Iterable[str], keep: int) -> None:
        self._kinds = [kinds()[name] for name in wanted]
        self._keep = keep
        self._heaps: dict[str, list[tuple[int, Sighting]]] = {kind.id: [] for kind in self._kinds}

    def concerns(self, point: DecisionPoint) -> bool:
        """Points of the kinds."""
        return any(kind.point == point.id for kind in self._kinds)

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        """Note them, and leave the draft as it is."""
        for kind in self._kinds:
            if kind.point == point.id:
                self._note(office, point, tray, kind, _where(office, point, tray, draft, kind))
        return
        yield  # a generator like every layer

    def _note(self, office: Office, point: DecisionPoint, tray: Situations, kind: Kind, where: Mask) -> None:
        heap = self._heaps[kind.id]
        code = point.code(kind.action) if kind.ordered else STANDARD
        words = words_at(office.seed, Purpose.ORDER, tray.keys, point.number, code)
        for row in np.flatnonzero(where).tolist():
            found = Sighting(int(words[row]), kind.id, int(tray.keys[row]), int(tray.staff[row]), tray.day)
            heapq.heappush(heap, (-found.word, found))
            if len(heap) > self._keep:
                heapq.heappop(heap)

    def of(self, kind: str) -> list[Sighting]:
        """The sightings of a kind, least hash first."""
        return sorted(sighting for _, sighting in self._heaps[kind])


def _where(office: Office, point: DecisionPoint, tray: Situations, draft: Draft, kind: Kind) -> Mask:
    by_the_book: Mask = draft.codes == STANDARD
    return by_the_book & point.named(kind.action).has_meaning(office, tray) if kind.ordered else by_the_book
