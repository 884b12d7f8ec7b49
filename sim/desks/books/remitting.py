"""What the bank has credited goes up to the utility, in full, after every ten days (營業會計: 上繳)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days, PartOf
from kaohe.sim.deciding.errands import Errand
from kaohe.sim.deciding.meanings import at_least, shown_next_day
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Late
from kaohe.sim.desks.base import Desk, clock, hm
from kaohe.sim.desks.books.tenths import is_tenth
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import day_number
from kaohe.sim.streams import Purpose, word_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

KINDS = ("electricity", "misc")
LEAST_SHORT_FEN = 10_000
# Assumptions: so many of what was kept back go up after all, some days later.
REST_PERCENT, REST_AFTER, REST_WITHIN = 70, 3, 20

REMIT = REGISTRY.add(
    DecisionPoint(
        26,
        "remit_income",
        "accountant",
        "office",
        "remittance",
        "bank",
        Names("按期全額上繳", "remit the income in full", "按期全额上缴"),
        (
            Action(
                1,
                "remit_late",
                Names("遲上繳", "remit late", "迟上缴"),
                clause="6.7",
                draws={"days": Days(1, 15)},
                matures=shown_next_day,
            ),
            Action(
                2,
                "remit_short",
                Names("少上繳", "remit short", "少上缴"),
                clause="6.7",
                draws={"amount_fen": PartOf("owed_fen", 5, 40)},
                may=at_least("owed_fen", 2 * LEAST_SHORT_FEN),
                matures=shown_next_day,
            ),
            Action(
                3,
                "leave_remittance",
                Names("不上繳", "do not remit", "不上缴"),
                clause="6.7",
                matures=shown_next_day,
            ),
        ),
        omission=Left("leave_remittance"),
    )
)


@dataclass(frozen=True)
class Remittance:
    """So much income of a kind, of the ten days that ended then."""

    kind: str
    ended_on: int
    fen: int

    def row(self, number: int = 0) -> int:
        """The key of the first, or of another, that goes up of it."""
        day = day_number(self.ended_on)
        return int(SCHEMA["remittance"].key.pack(day=day, kind=self.kind, number=number))


class Remitting(Desk):
    """Owed is what the statement has credited by the end of the ten days, less what was owed before."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._credited = dict.fromkeys(KINDS, 0)  # since the last end of ten days; below 0: carried on
        self._due: Diary[Remittance] = Diary()
        self._late: Diary[tuple[Remittance, int]] = Diary()

    def credited(self, kind: str, fen: int) -> None:
        """A line of the statement, returns and what goes up apart from it."""
        self._credited[kind] += fen

    def close(self, day: int) -> None:
        """The evening of the end of ten days."""
        if not is_tenth(day):
            return
        for kind, fen in self._credited.items():
            if fen > 0:
                due_on = self.office.calendar.next_bank(day + 1, self.office.rules.remittance_limit - 1)
                self._due.put(due_on, Remittance(kind, day, fen))
                self._credited[kind] = 0

    def work(self, day: int) -> Generator[Question, None, None]:
        """What is due goes up, and what was kept back."""
        for remittance, number in self._late.take(day):
            self._remit(day, remittance, number)
            self.office.errands.done("remittance", remittance.row(), day)
        due = self._due.take(day)
        if not due:
            return
        fen = np.array([each.fen for each in due])
        tray = Situations(
            day,
            np.array([each.row() for each in due]),
            np.zeros(len(due), np.int64),
            np.full(len(due), self.office.posts.accountant),
            {"owed_fen": fen, "kind": np.array([KINDS.index(each.kind) for each in due])},
        )
        decided = yield from self.decide(REMIT, tray)
        for row, remittance in enumerate(due):
            if decided.action(row) is None:
                self._remit(day, remittance, 0)
            else:
                self._keep_back(day, decided, row, remittance)

    def _keep_back(self, day: int, decided: Decided, row: int, owed: Remittance) -> None:
        calendar, action, on, kept = self.office.calendar, decided.action(row), day, owed
        if action is not None and action.id == "remit_late":
            on = calendar.next_bank(day + max(1, decided.one("days", row)))
            self._late.put(on, (owed, 0))
        elif action is not None and action.id == "remit_short":
            short = min(decided.one("amount_fen", row), owed.fen)
            kept = Remittance(owed.kind, owed.ended_on, short)
            if short < owed.fen:
                self._remit(day, Remittance(owed.kind, owed.ended_on, owed.fen - short), 0)
            self._bring_the_rest(day, kept)
        self.office.errands.open(Errand("remittance", owed.row(), self.office.posts.accountant, day, day))
        worth = Late("remittance", owed.row(), kept.fen, day)
        self.missed(decided, row, worth, due_on=day, effect_on=on)

    def _bring_the_rest(self, day: int, kept: Remittance) -> None:
        word = word_at(self.office.seed, Purpose.REMITTED_REST, kept.row())
        if word % 100 < REST_PERCENT:
            after = REST_AFTER + (word >> 32) % (REST_WITHIN + 1 - REST_AFTER)
            self._late.put(self.office.calendar.next_bank(day + after), (kept, 1))

    def _remit(self, day: int, remittance: Remittance, number: int) -> None:
        """A form, and the line of the statement by which it goes."""
        office, row = self.office, remittance.row(number)
        office.write(
            "remittance",
            1,
            id=row,
            recorded_at=clock(day, hm(14)),
            staff=office.posts.accountant,
            kind=remittance.kind,
            ended_on=remittance.ended_on,
            remitted_on=day,
            amount_fen=remittance.fen,
        )
        office.cash.bank.line(day, "remittance", row, -remittance.fen)
