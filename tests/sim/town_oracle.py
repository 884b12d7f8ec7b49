"""Oracle of what happens in the town: what of what was drawn begins and ends, and what meters then register."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kaohe.sim.office import Office
from kaohe.sim.town.happenings import HAPPENINGS

DAY_S = 86_400
USUAL = 10_000


@dataclass(frozen=True)
class Drawn:
    """What was drawn for a customer."""

    kind: str
    at: int
    size: int
    until: int


@dataclass(frozen=True)
class State:
    """How it is with a customer from a second on."""

    since: int
    load: int
    fault: Drawn | None

    def registered(self, usual_wh: int, most_wh: int) -> int:
        """Wh a day of so much usual use, through a meter that lets so much pass."""
        use = usual_wh if self.load == USUAL else min(usual_wh * self.load // USUAL, most_wh)
        if self.fault is None:
            return use
        size = self.fault.size
        of = {"stopped": 0, "burnt": 0, "creeping": use + size, "fast": use * (USUAL + size) // USUAL}
        less = use * (USUAL - size) // USUAL if self.fault.kind in ("slow", "theft") else use
        return min(of.get(self.fault.kind, less), max(use, most_wh))


def drawn(office: Office) -> Mapping[int, list[Drawn]]:
    """All that was drawn, by customer, day by day, in the order of kinds."""
    found = defaultdict(list)
    for month in office.months:
        for code, who in office.happenings._chosen(month):
            begun = office.happenings._drawn(month, code, who)
            columns = (begun.customers, begun.at, begun.size, begun.until)
            for customer, *values in zip(*(each.tolist() for each in columns), strict=True):
                found[customer].append(Drawn(HAPPENINGS[code - 1], *values))
    return {customer: sorted(each, key=lambda one: one.at // DAY_S) for customer, each in found.items()}


def life(
    events: Iterable[Drawn],
    energised_at: int,
    mended: Iterable[int],
    ordered: Iterable[Drawn],
    sealed: Iterable[tuple[int, int]] = (),
    found: Iterable[int] = (),
    *,
    single: bool,
) -> list[State]:
    """How it is with one customer from when on; `single`: his meter has one register. mended: seconds at which it was
    exchanged or sealed again; ordered: what was ordered to be found there; sealed: seconds from which a plant whose
    transformers were sealed or unsealed (暫停) draws so much of its usual load; found: at which his theft was ended.
    """
    due: list[tuple[int, int, int, Drawn | None]]
    due = [(event.at // DAY_S * DAY_S, 1, number, event) for number, event in enumerate(events)]
    due += [(second, 2, number, None) for number, second in enumerate(mended)]
    due += [(event.at, 3, number, event) for number, event in enumerate(ordered)]
    due += [(second, 4, number, Drawn("sealed", second, load, 1 << 40)) for number, (second, load) in enumerate(sealed)]
    due += [(second, 5, number, None) for number, second in enumerate(found)]
    heapq.heapify(due)
    states, added = [State(-1 << 40, USUAL, None)], None
    while due:
        second, order, number, event = heapq.heappop(due)
        now = states[-1]
        if order == 4 and event is not None:
            added = None  # whoever is sealed comes back with his usual load alone
            _change(states, State(second, event.size, now.fault))
        elif order == 2:
            if now.fault is not None and now.fault.kind != "theft":
                _change(states, State(second, now.load, None))
        elif order == 5:
            if now.fault is not None and now.fault.kind == "theft":
                _change(states, State(second, now.load, None))
        elif order == 3:
            _change(states, State(second, now.load, event))
        elif order == 0:
            if now.fault is event:
                _change(states, State(second, now.load, None))
            elif event is not None and event is added:
                _change(states, State(second, USUAL, now.fault))
        elif event is not None and energised_at < second and _begins(now, event, single):
            load, fault = (USUAL + event.size, now.fault) if event.kind == "added_load" else (now.load, event)
            added = event if event.kind == "added_load" else added
            _change(states, State(event.at, load, fault))
            heapq.heappush(due, (event.until * DAY_S, 0, number, event))
    return states


def _begins(now: State, event: Drawn, single: bool) -> bool:
    if event.kind == "changed_use":
        return False
    if event.kind == "added_load":
        return now.load == USUAL
    return now.fault is None and (single or event.kind == "theft")


def _change(states: list[State], new: State) -> None:
    """What was to come later that day with the old meter never comes."""
    if states[-1].since > new.since:
        states.pop()
    states.append(new)
