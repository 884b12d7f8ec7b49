"""An office too large to be held at once: its shards one after the other, and what they leave behind for all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar, cast

from kaohe.sim.records import Records
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.shards import Shards

Made = TypeVar("Made")
Approvers = Callable[[str], Sequence[str]]


class LargeOffice(Ledger):
    """The ledger of the whole: small tables, of the large ones what is asked for, and what was gathered."""

    def __init__(self, records: Records, shards: Shards, as_of: date | None, approvers: Approvers) -> None:
        super().__init__(records, as_of, approvers, last_day=shards.last_day, by_column=True)
        self._shards, self._until = shards, as_of
        self._gathered: dict[Callable[[Ledger], Any], list[Any]] = {}

    def shards(self, *, by_column: bool = False) -> Iterator[Ledger]:
        """The ledgers of the shards, of which one is in memory: it is forgotten when the next is asked for."""
        last_day = self._shards.last_day
        for records in self._shards:
            shard = Ledger(records, self._until, self.approvers, office=self, last_day=last_day, by_column=by_column)
            yield shard
            shard.forget()

    def gather(self, make: Callable[[Ledger], Made]) -> Sequence[Made]:
        """What `make` makes of each shard: kept, or by going through all of them."""
        if make not in self._gathered:
            self._gathered[make] = [make(shard) for shard in self.shards(by_column=True)]
        return cast(Sequence[Made], self._gathered[make])

    def keep(self, made: Callable[[Ledger], Any], of_shards: list[Any]) -> None:
        """What something made of each shard while it was in memory."""
        self._gathered[made] = of_shards
