"""收費章: out of the keeper's box against signature in the morning, back in the evening, all by register (營業會計)."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.calendar import date_of, load_calendar
from kaohe.sim.clock.diary import Diary
from kaohe.sim.clock.months import Month
from kaohe.sim.deciding.draws import Days, Unbounded, size_words
from kaohe.sim.deciding.meanings import never
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act
from kaohe.sim.deciding.worth import Fixed, Unpriced
from kaohe.sim.desks.base import DAY_S, NO_ROWS, Desk, Int64s, clock
from kaohe.sim.desks.books.receipt_books import Shown
from kaohe.sim.desks.books.receipt_numbers import NUMBERS
from kaohe.sim.records import NULL, PAPERS, SCHEMA
from kaohe.sim.records.ids import counter_day_id, day_number
from kaohe.sim.streams import Purpose, below, happens, word_at, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

BACK_S, VOID_S, AFTER_CLOSE_S, LOOKED_S = -600, -300, 600, 600
STAMPS = 1_000  # a stamp's number: counter × 1000 + which of its stamps
# Assumptions: a stamp that was left out lies about for up to three open days; who uses it makes up to three receipts of
# 50.00 to 1,500.00 on forms of his own, which are shown within two weeks; a lost one is reported after up to three
# working days.
NIGHTS, COPIES, LEAST_FEN, MOST_FEN, SHOWN_WITHIN, REPORTED = 3, 3, 5_000, 150_000, 14, 3
OWN_FORMS, TURNED = 900_000, 7_919  # numbers of such forms lie behind those of all books, in no order
LONGEST_CLOSED = 9  # days for which no hall is open, at most


@dataclass(frozen=True)
class _Presented(Unbounded):
    """What the copies come to on which the stamp was used, in whole yuan."""

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        each = LEAST_FEN // 100 + below(size_words(office, point, tray, at, 1), (MOST_FEN - LEAST_FEN) // 100 + 1)
        total: Int64s = 100 * each * (1 + below(size_words(office, point, tray, at, 2), COPIES))
        return total


def is_box_day(office: Office, day: int) -> bool:
    """Whether the box is opened that evening: on one working day of each month."""
    if not office.calendar.is_working(day):
        return False
    return day == _box_day(office.seed, date_of(day).replace(day=1))


@lru_cache(maxsize=64)
def _box_day(seed: int, first: date) -> int:
    month, calendar = Month.of(first), load_calendar()
    working = [each for each in range(month.start, month.end + 1) if calendar.is_working(each)]
    return working[word_at(seed, Purpose.STAMP_BOX, month.index) % len(working)]


def _with(places: Int64s, others: Iterable[int]) -> Int64s:
    """These places and some more, ascending."""
    more = list(others)
    return np.array(sorted([*places.tolist(), *more]), np.int64) if more else places


def _without(places: Int64s, others: Iterable[int]) -> Int64s:
    """These places, but for some of them."""
    left_out = set(others)
    return np.array([at for at in places.tolist() if at not in left_out], np.int64) if left_out else places


def _not_looked(office: Office, tray: Situations) -> Mask:
    """Nobody opens the box that evening, and what it is used for is shown within the span."""
    last = tray.day + NIGHTS + LONGEST_CLOSED + SHOWN_WITHIN + LONGEST_CLOSED
    return np.full(len(tray), last <= office.last_day and not is_box_day(office, tray.day))


def _reported(office: Office, tray: Situations) -> Mask:
    """Its loss is reported within the span."""
    return np.full(len(tray), office.calendar.add_working_days(tray.day, REPORTED) <= office.last_day)


def _away(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """What is out is not handed out, nor does it come back: on its day, and until it is there again."""
    days = range(NIGHTS + LONGEST_CLOSED + 1)
    points = ("hand_out_stamp", "take_back_stamp")
    return tuple((point, key + more) for key in tray.keys.tolist() for more in days for point in points)


def _that_evening(_: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """One wrong a day: what went out unsigned comes back."""
    return tuple(("take_back_stamp", key) for key in tray.keys.tolist())


TAKE_BACK = REGISTRY.add(
    DecisionPoint(
        38,
        "take_back_stamp",
        "accountant",
        "counter",
        "stamp_day",
        "open",
        Names("收回收費章", "take the stamp of a counter back", "收回收费章"),
        (
            Action(
                1,
                "leave_stamp_out",
                Names("未收章", "leave a stamp out overnight", "未收章"),
                clause="6.1",
                draws={"days": Days(1, NIGHTS)},
                matures=never,
                spoils=_away,
            ),
            Action(
                2,
                "leave_stamp_misused",
                Names("未收章被盜用", "leave a stamp out that is misused", "未收章被盗用"),
                clause="6.1",
                draws={"amount_fen": _Presented()},
                matures=_not_looked,
                spoils=_away,
            ),
            Action(
                3,
                "lose_stamp",
                Names("丟章", "lose a stamp", "丢章"),
                clause="6.1",
                draws={"days": Days(1, REPORTED)},
                matures=_reported,
                spoils=_away,
            ),
        ),
        omission=Left("leave_stamp_out", {"days": 1}),
    )
)
HAND_OUT = REGISTRY.add(
    DecisionPoint(
        39,
        "hand_out_stamp",
        "accountant",
        "counter",
        "stamp_day",
        "open",
        Names("領出收費章", "hand out the stamp of a counter", "领出收费章"),
        (
            Action(
                1,
                "hand_out_unsigned",
                Names("無簽領", "hand a stamp out unsigned", "无签领"),
                clause="6.1",
                matures=never,
                spoils=_that_evening,
            ),
        ),
        omission=Left("hand_out_unsigned"),
    )
)


class Stamps(Desk):
    """The keeper's box. By position of a counter: which of its stamps is in use, and how many entries it has today.

    A stamp that is not in the box is lent, lies about or is lost.
    """

    FIXED = ("_counters", "_place")

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._counters = office.roster.counters.ids().astype(np.int64)
        self._place = {counter: at for at, counter in enumerate(self._counters.tolist())}
        self._which = np.ones(len(self._counters), np.int64)
        self._entries = np.zeros(len(self._counters), np.int64)
        self._unsigned: list[int] = []  # places whose stamp was handed out unsigned today
        self._lent: dict[int, int] = {}  # by place: the relief
        self._about: dict[int, int] = {}  # by place: the day on which it is back at the latest
        self._lost: dict[int, tuple[int, Act]] = {}  # by place: the day on which it is reported
        self._shown: Diary[tuple[Act, int]] = Diary()  # what is shown with a stamp that lay about, in 分

    def at_counter(self, counter: int) -> int:
        """The stamp that a counter has today; NULL where it has none."""
        at = self._place.get(counter)
        return NULL if at is None or at in self._lost else int(self._numbers()[at])

    def morning(self, day: int) -> Generator[Question, None, None]:
        """Copies that were shown; lent stamps come back, lost and worn ones are voided, all there are go out."""
        for act, fen in self._shown.take(day):
            act.amount_fen = (act.amount_fen or 0) + fen
            act.worth = (Fixed(act.amount_fen),)
            self.office.truth.watch(day, act)
        self._entries[:] = 0
        out_s = self._out_s()
        self._take_in(day, max(out_s + BACK_S, 0), np.array(sorted(self._lent), np.int64), self.office.posts.accountant)
        self._lent = {}
        self._void(day, max(out_s + VOID_S, 0))
        there = self._there()
        if len(there):
            yield from self._hand_out(day, out_s, there)

    def evening(self, day: int) -> Generator[Question, None, None]:
        """Stamps come back by the limit; one that is not there is fetched if somebody opens the box."""
        office, at_s = self.office, self._back_s()
        looked = is_box_day(office, day)
        signer = office.accounts.receipt_books.second() if looked else office.posts.accountant
        due = [at for at, until in self._about.items() if until <= day]
        fetched = [at for at in self._about if looked and at not in due]
        there = _without(self._there(), self._lend(day, at_s).tolist())
        if len(there):
            missing = yield from self._take_back(day, there, looked=looked)
            there = _without(there, missing.tolist())
            fetched += [at for at in missing.tolist() if looked and at in self._about]
        self._take_in(day, at_s, _with(there, due), signer)
        self._take_in(day, self._looked_s(), np.array(sorted(fetched), np.int64), signer)
        self._about = {at: until for at, until in self._about.items() if at not in {*due, *fetched}}

    def _numbers(self) -> Int64s:
        found: Int64s = self._counters * STAMPS + self._which
        return found

    def _there(self) -> Int64s:
        """Places whose stamps are in the box, or came out of it this morning."""
        return _without(np.arange(len(self._counters), dtype=np.int64), [*self._lent, *self._about, *self._lost])

    def _back_s(self) -> int:
        """Stamps come back when the windows have closed, by the limit."""
        return min(self.office.practice.windows_close_s + AFTER_CLOSE_S, self.office.rules.stamp_return_s)

    def _out_s(self) -> int:
        """They go out when the windows open, by the limit too."""
        return min(self.office.practice.opens_s, self._back_s())

    def _looked_s(self) -> int:
        """The box is opened after the limit."""
        return min(self.office.rules.stamp_return_s + LOOKED_S, DAY_S - 1)

    def _keys(self, day: int, places: Int64s) -> Int64s:
        """Of situations: a counter has one stamp at a time."""
        return counter_day_id(self._counters[places], day_number(day))

    def _tray(self, day: int, places: Int64s, second: int) -> Situations:
        counters = self._counters[places]
        return Situations(
            day,
            self._keys(day, places),
            counters,
            np.full(len(places), self.office.posts.accountant),
            {"stamp": self._numbers()[places], "holder": self.office.at_counter(counters, second)},
        )

    def _about_stamp(self, act: Act, day: int, place: int) -> None:
        act.object_id = PAPERS.thing("stamp_day").key.pack(stamp=int(self._numbers()[place]), day=day_number(day))

    def _hand_out(self, day: int, at_s: int, there: Int64s) -> Generator[Question, None, None]:
        decided = yield from self.decide(HAND_OUT, self._tray(day, there, at_s))
        holders = decided.tray.fields["holder"]
        signed = holders.copy()
        rows = decided.chosen("hand_out_unsigned")
        signed[rows] = NULL
        self._unsigned = there[rows].tolist()
        for row in rows.tolist():
            act = self.did(decided, row, Fixed(0), shown=None)
            self._about_stamp(act, day, int(there[row]))
            self.office.truth.slip(day, act)
        self._write(day, at_s, there, "out", self.office.posts.accountant, holders, signed)

    def _take_back(self, day: int, there: Int64s, *, looked: bool) -> Generator[Question, None, Int64s]:
        """The places of those that do not come back by the limit."""
        asked = _without(there, self._unsigned)
        if not len(asked):
            return NO_ROWS
        decided = yield from self.decide(TAKE_BACK, self._tray(day, asked, self._back_s()))
        rows = decided.chosen("leave_stamp_out", "leave_stamp_misused", "lose_stamp")
        for row in rows.tolist():
            place = int(asked[row])
            act = self.missed(decided, row, Fixed(0), due_on=day, slip=True)
            self._about_stamp(act, day, place)
            if act.action == "lose_stamp":
                reported_on = self.office.calendar.add_working_days(day, max(1, decided.one("days", row)))
                self._lost[place] = reported_on, act
            elif act.action == "leave_stamp_out":
                self._about[place] = self._open_days_after(day, max(1, decided.one("days", row)))
            else:
                word = word_at(self.office.seed, Purpose.STAMP_SHOWN, act.key, 0, 3)
                self._about[place] = self._open_days_after(day, 1 + word % NIGHTS)
                if not looked:
                    self._misuse(day, act, place, max(decided.one("amount_fen", row), 1))
        return asked[rows]

    def _open_days_after(self, day: int, days: int) -> int:
        for _ in range(days):
            day = self.office.calendar.first_open_after(day)
        return day

    def _misuse(self, day: int, act: Act, place: int, fen: int) -> None:
        """Somebody makes receipts on forms of his own; customers show them."""
        office, counter, stamp = self.office, self._counters[place : place + 1], int(self._numbers()[place])
        last = next((on for on in range(day + 1, self._about[place]) if is_box_day(office, on)), self._about[place])
        many = min(-(-fen // MOST_FEN), COPIES)
        own = (day_number(day) * COPIES + np.arange(many)) * TURNED % (NUMBERS - OWN_FORMS)
        numbers = counter * NUMBERS + OWN_FORMS + own
        known = np.flatnonzero(office.population.opening)
        customers = known[below(words_at(office.seed, Purpose.STAMP_SHOWN, numbers, 0, 0), len(known))]
        dated = day + 1 + below(words_at(office.seed, Purpose.STAMP_SHOWN, numbers, 0, 1), last - day)
        after = 1 + below(words_at(office.seed, Purpose.STAMP_SHOWN, numbers, 0, 2), SHOWN_WITHIN)
        for at in range(many):
            on = int(office.calendar.next_open(max(int(dated[at] + after[at]), act.occurred_on)))
            amount, one = fen // many + (fen % many if at == 0 else 0), slice(at, at + 1)
            copy = (numbers[one], customers[one], np.array([NULL]), np.array([amount]), int(dated[at]), counter, stamp)
            office.accounts.receipt_books.show(on, Shown(*copy))
            self._shown.put(on, (act, amount))

    def _void(self, day: int, at_s: int) -> None:
        """Lost stamps, reported today, and worn ones; there are new ones the same morning."""
        reported = [at for at, (on, _) in self._lost.items() if on == day]
        for at in reported:
            _, act = self._lost.pop(at)
            act.worth, act.amount_fen = (Unpriced(),), None
            self.office.truth.watch(day, act)
        there = _without(self._there(), reported)
        word = words_at(self.office.seed, Purpose.STAMP_WORN, self._keys(day, there))
        worn = there[happens(word, self.office.practice.stamp_worn_e6)]
        places = _with(worn, reported)
        if not len(places):
            return
        self._write(day, at_s, places, "void", self.office.posts.accountant, NULL, NULL)
        self._which[places] += 1
        self._entries[places] = 0

    def _lend(self, day: int, at_s: int) -> Int64s:
        """Stamps that a relief takes with him overnight, against signature: their places."""
        there = self._there()
        word = words_at(self.office.seed, Purpose.STAMP_LENT, self._keys(day, there))
        lent = there[happens(word, self.office.practice.stamp_lent_e6)]
        lent = _without(lent, self._unsigned)
        if not len(lent):
            return lent
        relief = [self._relief(day, int(at), at_s) for at in lent.tolist()]
        found = lent[[who != NULL for who in relief]] if len(lent) else lent
        people = np.array([who for who in relief if who != NULL], np.int64)
        holders = self.office.at_counter(self._counters[found], at_s)
        self._write(day, at_s, found, "lend", holders, people, people)
        self._lent = dict(zip(found.tolist(), people.tolist(), strict=True))
        return found

    def _relief(self, day: int, place: int, at_s: int) -> int:
        """Another collector who is there, and on the next open day too; NULL where there is none."""
        office = self.office
        holder = int(office.at_counter(self._counters[place : place + 1], at_s)[0])
        following = office.calendar.first_open_after(day)
        tomorrow = office.duty.on(following).counters[0, self._counters].tolist()
        there = office.at_counter(self._counters, at_s).tolist()
        return next((who for who in there if who != holder and who in tomorrow), NULL)

    def _take_in(self, day: int, at_s: int, places: Int64s, signer: int) -> None:
        """From who serves the counter, or has borrowed the stamp."""
        if not len(places):
            return
        holders = self.office.at_counter(self._counters[places], max(at_s, self.office.practice.opens_s))
        for row, at in enumerate(places.tolist()):
            holders[row] = self._lent.get(at, int(holders[row]))
        self._write(day, at_s, places, "in", holders, self.office.posts.accountant, signer)

    def _write(
        self,
        day: int,
        at_s: int,
        places: Int64s,
        action: str,
        giver: Int64s | int,
        taker: Int64s | int,
        signer: Int64s | int,
    ) -> None:
        """Entries of the register, one for each place."""
        if not len(places):
            return
        numbers = self._numbers()[places]
        entries = self._entries[places]
        self.office.write(
            "stamp_log",
            len(places),
            id=SCHEMA["stamp_log"].key.pack(stamp=numbers, day=day_number(day), number=entries),
            recorded_at=clock(day, at_s),
            staff=self.office.posts.accountant,
            stamp=numbers,
            counter=self._counters[places],
            action=action,
            on=day,
            from_staff=giver,
            to_staff=taker,
            signed_by=signer,
        )
        self._entries[places] += 1
