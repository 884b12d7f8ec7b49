"""Whether ordered acts met their occasion: the days of a situation, for whom, and what was wrong with an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from kaohe.scenarios.act_days import Act, Days
from kaohe.scenarios.act_words import days_said
from kaohe.scenarios.model import ActFile
from kaohe.sim.clock.calendar import date_of
from kaohe.sim.deciding.behaviours import Draft, Order
from kaohe.sim.deciding.points import REGISTRY, DecisionPoint, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import OfficeSpec
from kaohe.sim.texts import Argument, Message, Verbatim, catalogue, yuan

_texts = catalogue("kaohe.scenarios")
SHOWN = 6


class Watch:
    """A layer that never speaks: it notes on which days the points of ordered acts came up, and for whom."""

    def __init__(self) -> None:
        self._wanted: dict[str, set[tuple[int, str]]] = defaultdict(set)
        self._met: dict[tuple[str, int, str], list[tuple[int, int]]] = defaultdict(list)

    def over(self, order: Order) -> None:
        """Note the days of this order's point and object on which its action is possible."""
        if order.object is not None:
            self._wanted[order.point].add((order.object, order.action))

    def concerns(self, point: DecisionPoint) -> bool:
        """Points of the ordered acts."""
        return point.id in self._wanted

    def decide(
        self, office: Office, point: DecisionPoint, tray: Situations, draft: Draft
    ) -> Generator[Question, None, None]:
        """Note, and leave the draft as it is."""
        for about, action in self._wanted[point.id]:
            here = np.flatnonzero(tray.objects == about)
            for at in here[point.named(action).may_be_ordered(office, tray)[here]].tolist() if len(here) else ():
                self._met[point.id, about, action].append((tray.day, int(tray.staff[at])))
        return
        yield  # a generator like every layer

    def met(self, order: Order) -> list[tuple[int, int]]:
        """(day, who decided) of the situations of an order."""
        return self._met[order.point, order.object or 0, order.action]

    def days(self, order: Order) -> list[date]:
        """The first days on which the situation of an order came up."""
        return [date_of(day) for day, _ in self.met(order)[:SHOWN]]


@dataclass(frozen=True)
class Ordered:
    """The acts of a scenario file and their orders, by position."""

    acts: Sequence[ActFile]
    orders: list[Order] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)

    def unmet(self, spec: OfficeSpec, last: int, run: Run) -> Iterator[tuple[int, str, Message]]:
        """(position, key of the act that is at fault, what is wrong) of acts that the run did not carry out."""
        for number, (act, order) in enumerate(zip(self.acts, self.orders, strict=True)):
            at = run.orders.index(order)
            said: dict[str, Argument] = {
                "does": Verbatim(act.does),
                "about": Verbatim(act.about or ""),
                "on": act.on.isoformat(),
            }
            if at in run.beyond:
                name, most = run.beyond[at]
                shown = yuan(most) if name.endswith("_fen") else str(most)
                yield number, "params", _texts.message("act-beyond", name=name, most=Verbatim(shown), **said)
            elif at in run.second:
                yield number, "on", _texts.message("act-second", **said)
            elif (actual := self._of_another(number, run)) is not None:
                days = days_said(self._own_days(number, run)[:SHOWN])
                yield number, "on", _texts.message("act-away", actual=Verbatim(actual), days=days, **said)
            elif run.void[at]:
                yield number, "on", self._void(spec, last, number, said)

    def _of_another(self, number: int, run: Run) -> str | None:
        """Who had the work of a collector or clerk on the day of an act about him, by name; None if he had it himself.

        He may be on leave, or have another shift.
        """
        act, order = self.acts[number], self.orders[number]
        names = _names(run)
        if not REGISTRY.points[order.point].of_oneself:
            return None
        decided = [names[staff] for day, staff in self.watch.met(order) if day == order.day]
        stand_in = [names[staff] for staff in _standing_in(run, act)]
        return next((name for name in (*decided, *stand_in) if name != act.about), None)

    def _own_days(self, number: int, run: Run) -> list[date]:
        act, names = self.acts[number], _names(run)
        return [date_of(day) for day, staff in self.watch.met(self.orders[number]) if names[staff] == act.about]

    def _void(self, spec: OfficeSpec, last: int, number: int, said: dict[str, Argument]) -> Message:
        act, order = self.acts[number], self.orders[number]
        days, of = self.watch.days(order), "" if act.about else "-office"
        if days:
            return _texts.message(f"act-void{of}", days=days_said(days), **said)
        near = Days(spec, last).near(Act(REGISTRY.points[order.point], order.code, act.on, act.about))
        return _texts.message(f"act-void-never{of}", days=near or _texts.message("days-none"), **said)


def _names(run: Run) -> dict[int, str]:
    """The names of the staff, by number."""
    return dict(run.records.table("staff", ["id", "name"]).iter_rows())


def _standing_in(run: Run, act: ActFile) -> list[int]:
    """Who stands in on the day of an act for the person about whom it is."""
    numbers = [number for number, name in _names(run).items() if name == act.about]
    slips = run.records.table("substitution", ["employee", "substitute", "from_on", "to_on"])
    return [who for employee, who, first, last in slips.iter_rows() if employee in numbers and first <= act.on <= last]
