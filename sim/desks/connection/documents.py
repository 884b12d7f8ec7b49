"""Papers that an applicant brings (收件清單): looked through when he applies, asked for if wanting (用電登記工).

Identity or licence, what proves the premises, and of others than residents a list of equipment. Who lacks one is told
so in writing, and is back with it the same day [assumption]: until then he neither pays nor is put down for a survey.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import DAY_S, Desk, Int64s, clock, hm
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.streams import Purpose, below, happens, words_at
from kaohe.sim.town.holders import others

if TYPE_CHECKING:
    pass

DOCUMENTS = SCHEMA["document"].key.codes("kind")
IDENTITY, LICENCE, OWNERSHIP, LEASE, PROXY, EQUIPMENT = range(len(DOCUMENTS))
FLAWS = ("absent", "expired", "others")
ABSENT, EXPIRED, OTHERS = range(1, len(FLAWS) + 1)
NOT_THERE, GOOD = 0, 1  # how a paper lies there; the other ways are expired and another's
STATE_OF = np.array([GOOD, NOT_THERE, 2, 3])  # by flaw
OF_HUNDRED = (60, 85)  # absent, absent or expired; the rest is another's
TENANTS_E6 = 300_000  # rent what they shall be supplied at [assumption]
HOLDS_DAYS = 1_800  # the longest for which a paper still holds
RESIDENT = "resident"
BACK_AFTER_S, LAST_BACK_S = hm(2), hm(16)

ACCEPT = REGISTRY.add(
    DecisionPoint(
        50,
        "accept_application",
        "registration_clerk",
        "customer",
        "application",
        "open",
        Names("審核資料後受理", "accept after a look at the papers", "审核资料后受理"),
        (
            Action(
                1,
                "accept_incomplete",
                Names("資料不合格仍受理", "accept with a paper that will not do", "资料不合格仍受理"),
                clause="1.1",
            ),
            Action(2, "leave_application", Names("擱置受理", "leave the applicant waiting", "搁置受理")),
        ),
        omission=Left("leave_application"),
    )
)


@dataclass(frozen=True)
class Brought:
    """What applicants have with them: the first two papers by kind, whether there is a third (equipment), which paper
    is flawed (place among the kinds) and how (0: nothing is; flaw_then: how, if anything were), when they stand there,
    when they would be back with it (seconds), and who was asked for it.
    """

    customers: Int64s
    first: Int64s
    second: Int64s
    third: NDArray[np.bool_]
    flawed: Int64s
    flaw: Int64s
    flaw_then: Int64s
    at: Int64s
    back_at: Int64s
    asked: Mask

    def only(self, rows: Int64s) -> Brought:
        """Those of some rows."""
        return Brought(*(getattr(self, each.name)[rows] for each in fields(self)))

    @property
    def listed_at(self) -> Int64s:
        """When the list was finished."""
        return np.where(self.asked, self.back_at, self.at)

    @property
    def sheets(self) -> Int64s:
        """How many papers are on it."""
        papers: Int64s = 2 + self.third - ((self.flaw == ABSENT) & ~self.asked) + ((self.flaw > ABSENT) & self.asked)
        return papers

    def missing(self, kind: Int64s) -> Mask:
        """Who has left his paper of a kind (one for each) at home."""
        absent: Mask = (self.flaw == ABSENT) & (self.flawed == kind)
        return absent

    def state(self, kind: int) -> Int64s:
        """How a paper of a kind lies there: not at all, good, expired, another's."""
        has = (self.first == kind) | (self.second == kind) | (self.third & (kind == EQUIPMENT))
        good = np.where(self.flaw > 0, np.where(self.flawed == kind, STATE_OF[self.flaw], GOOD), GOOD)
        return np.where(has, good, NOT_THERE)

    @property
    def wanted(self) -> Int64s:
        """What those who lack something would be asked for."""
        return np.where(self.flaw == OTHERS, PROXY, self.flawed)


class Documents(Desk):
    """Lists what applicants for a new connection bring, by the rule that was written at the opening."""

    def write_rule(self, at: int) -> None:
        """Which papers each class needs."""
        office, rows = self.office, list[tuple[str, int, int]]()
        for name in office.population.price_classes:
            needed = (IDENTITY, OWNERSHIP) if _of_residents(name) else (LICENCE, OWNERSHIP, EQUIPMENT)
            rows += [(name, document, LEASE if document == OWNERSHIP else NULL) for document in needed]
        lease = int(office.codes("document_rule", "instead", (DOCUMENTS[LEASE],))[0])
        office.write(
            "document_rule",
            len(rows),
            id=np.arange(len(rows)),
            recorded_at=at,
            staff=None,
            price_class=office.codes("document_rule", "price_class", [name for name, *_ in rows]),
            kind=office.codes("document_rule", "kind", [DOCUMENTS[document] for _, document, _ in rows]),
            instead=np.array([NULL if other == NULL else lease for *_, other in rows], np.int64),
            valid_from=office.month.start,
        )

    def decide_on(
        self, day: int, customers: Int64s, clerks: Int64s, at: Int64s
    ) -> Generator[Question, None, tuple[Brought, Mask]]:
        """Looks through what the day's applicants, who stand there at these seconds, have brought; returns that, and
        who has to come again tomorrow.
        """
        brought = self._brought(day, customers, at)
        shown = {
            "flaw": brought.flaw,
            "wanted": np.where(brought.flaw > 0, brought.wanted, 0),
            "price_class": self.office.population.price_class[customers].astype(np.int64),
            **{name: brought.state(kind) for kind, name in enumerate(DOCUMENTS)},
        }
        decided = yield from self.decide(ACCEPT, Situations(day, customers, customers, clerks, shown))
        taken = decided.took("accept_incomplete")
        for row in np.flatnonzero(taken).tolist():
            self.did(decided, row, Fixed(0))
        # Who is accepted so has such a paper, whoever else comes with one: an order brings its occasion.
        flaw = np.where(taken, brought.flaw_then, brought.flaw)
        return replace(brought, flaw=flaw, asked=(flaw > 0) & ~taken), decided.took("leave_application")

    def write(self, brought: Brought, clerks: Int64s) -> None:
        """Lists the papers, and asks for those that are wanting."""
        self._list(brought, clerks)
        self._ask(brought, clerks, np.flatnonzero(brought.asked))

    def _brought(self, day: int, customers: Int64s, at: Int64s) -> Brought:
        """What there is to look at: of the flawed papers only identity, licence and lease expire."""
        office, n = self.office, len(customers)
        word = [words_at(office.seed, Purpose.DOCUMENT, customers, 0, k) for k in range(4)]
        residents = np.array([_of_residents(name) for name in office.population.price_classes])
        mine = residents[office.population.price_class[customers]]
        first = np.where(mine, IDENTITY, LICENCE)
        second = np.where(happens(word[0], TENANTS_E6), LEASE, OWNERSHIP)
        percent = below(word[2], 100)
        then = np.where(percent < OF_HUNDRED[0], ABSENT, np.where(percent < OF_HUNDRED[1], EXPIRED, OTHERS))
        papers = np.stack([first, second, np.full(n, EQUIPMENT)], axis=1)
        left = papers[np.arange(n), below(word[3], 6) % np.where(mine, 2, 3)]
        flawed = np.where(then == ABSENT, left, np.where(then == EXPIRED, first, second))
        flaw = np.where(happens(word[1], office.practice.incomplete_e6), then, 0)
        back = np.minimum(at + BACK_AFTER_S, clock(day, LAST_BACK_S))
        return Brought(customers, first, second, ~mine, flawed, flaw, then, at, back, np.zeros(n, np.bool_))

    def _list(self, brought: Brought, clerks: Int64s) -> None:
        """What lies there at once, but for what was left at home; then what was brought afterwards."""
        everybody = np.ones(len(clerks), np.bool_)
        for kind, has in ((brought.first, everybody), (brought.second, everybody), (None, brought.third)):
            kinds = np.full(len(clerks), EQUIPMENT) if kind is None else kind
            rows = np.flatnonzero(has & ~brought.missing(kinds))
            worse = (brought.flaw[rows] > 0) & (brought.flawed[rows] == kinds[rows])
            self._write(brought, clerks, rows, kinds[rows], np.where(worse, brought.flaw[rows], 0), brought.at + 30)
        rows = np.flatnonzero(brought.asked)
        again = brought.wanted[rows]
        second = np.where(brought.flaw[rows] == EXPIRED, 1, 0)
        self._write(brought, clerks, rows, again, np.zeros(len(rows), np.int64), brought.back_at, second)

    def _write(
        self,
        brought: Brought,
        clerks: Int64s,
        rows: Int64s,
        kinds: Int64s,
        flaws: Int64s,
        at: Int64s,
        number: Int64s | int = 0,
    ) -> None:
        office, who = self.office, brought.customers[rows]
        day = at[rows] // DAY_S
        owners = others(office.population, who, office.recorded.name[who], self._word(who, 0))
        theirs = (flaws == OTHERS) | (kinds == PROXY)
        holds = 1 + below(self._word(who, 1), HOLDS_DAYS)
        ended = day - 1 - below(self._word(who, 2), HOLDS_DAYS)
        valid = np.where(flaws == EXPIRED, ended, day + holds)
        office.write(
            "document",
            len(rows),
            id=SCHEMA["document"].key.pack(application=who, kind=kinds, number=number),
            recorded_at=at[rows],
            staff=clerks[rows],
            application=who,
            kind=office.codes("document", "kind", DOCUMENTS)[kinds],
            holder_name=self._names(np.where(theirs, owners, office.recorded.name[who])),
            valid_to=np.where(np.isin(kinds, (IDENTITY, LICENCE, LEASE)), valid, NULL),
            received_on=day,
        )

    def _word(self, who: Int64s, k: int) -> NDArray[np.uint64]:
        return words_at(self.office.seed, Purpose.DOCUMENT_NAME, who, 0, k)

    def _names(self, holders: Int64s) -> Int64s:
        pool = self.office.population.name_pool
        return self.office.codes("document", "holder_name", [pool[each] for each in holders.tolist()])

    def _ask(self, brought: Brought, clerks: Int64s, rows: Int64s) -> None:
        """A request, and its end when the paper is there."""
        office, who = self.office, brought.customers[rows]
        kinds = brought.wanted[rows]
        for place, (action, at) in enumerate((("open", brought.at + 60), ("close", brought.back_at + 10))):
            office.write(
                "document_notice",
                len(rows),
                id=SCHEMA["document_notice"].key.pack(application=who, kind=kinds, action=place),
                recorded_at=at[rows],
                staff=clerks[rows],
                application=who,
                kind=office.codes("document_notice", "kind", DOCUMENTS)[kinds],
                action=action,
            )


def _of_residents(price_class: str) -> bool:
    return price_class.partition("@")[0].startswith(RESIDENT)
