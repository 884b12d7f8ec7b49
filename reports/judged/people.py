"""The people of an assessment: what each did, and what it cost him."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kaohe.reports.judged.cases import Finding, Incident, Sanction


@dataclass
class Person:
    """One of the staff: posts held in what was found, incidents, work slips, and the sanctions borne."""

    staff: int
    posts: list[str] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    slips: list[Finding] = field(default_factory=list)
    orders: list[Sanction] = field(default_factory=list)

    @property
    def months(self) -> int:
        """Months of bonus withheld."""
        return sum(order.value or 0 for order in self.orders if order.unit == "months")

    @property
    def amount_fen(self) -> int:
        """The amounts of the incidents, added up."""
        return sum(case.amount_fen or 0 for case in self.incidents)

    def kinds(self) -> dict[str, int]:
        """How often each kind of sanction was given."""
        counted: dict[str, int] = {}
        for order in self.orders:
            counted[order.kind] = counted.get(order.kind, 0) + 1
        return dict(sorted(counted.items()))


def people(
    incidents: Sequence[Incident], slips: Sequence[Finding], orders: Iterable[Sequence[Sanction]]
) -> list[Person]:
    """One entry for each person who is named, most months first, then most incidents; incidents in order of time."""
    found: dict[int, Person] = {}
    for case in sorted(incidents, key=lambda case: (case.occurred_on, case.incident_id)):
        _add(found, case.staff, case.post, case)
    for slip in slips:
        _add(found, slip.staff, slip.post, slip)
    for order in (order for several in orders for order in several):
        found.setdefault(order.staff, Person(order.staff)).orders.append(order)
    return sorted(found.values(), key=lambda one: (-one.months, -len(one.incidents), -len(one.slips), one.staff))


def _add(found: dict[int, Person], staff: int | None, post: str, what: Incident | Finding) -> None:
    if staff is None:
        return
    person = found.setdefault(staff, Person(staff))
    if post not in person.posts:
        person.posts.append(post)
    if isinstance(what, Incident):
        person.incidents.append(what)
    else:
        person.slips.append(what)
