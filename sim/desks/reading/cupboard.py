"""The register of handhelds (抄表器台賬): what there is of them, what is in repair or gone, and what each is worth."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.truth import Act
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import day_number
from kaohe.sim.streams import Purpose, below, happens, word_at, words_at
from kaohe.sim.tariff.money import round_half_up

if TYPE_CHECKING:
    from kaohe.sim.office import Office

OF_HALL = 1000  # numbers of each
# Assumptions: what one costs, over how many months it is written off, and how long before the opening it came.
PRICE_FEN, LIFE_MONTHS, OLDEST_MONTHS = 480_000, 60, 48
SPARES = 2  # of each hall at least, else one for two that are in turn; what is wanted beyond is bought
# Assumptions: a verdict comes after one to five working days; of what broke by force one in five is beyond repair.
LATEST_VERDICT = 5
BEYOND_E6, LEAST_COST_FEN, MOST_COST_FEN = 200_000, 10_000, 120_000
BOUGHT_S = hm(7)

LOST, IN_REPAIR, MENDED, BEYOND_REPAIR = "lost", "repair", "mended", "beyond"
WEAR, FORCE = "wear", "force"


@dataclass(frozen=True)
class Broken:
    """A handheld that was reported: by whom and when, what will be found, the act that broke it (None: nobody's)."""

    handheld: int
    reported_by: int
    reported_on: int
    verdict: str
    act: Act | None


class Cupboard(Desk):
    """Numbers of handhelds are of their hall and in their order; what is not here is written down by its number."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        halls = office.roster.handhelds if len(office.books.site) else ()  # nobody signs where there is nothing to read
        self._many = [int(each) + max(SPARES, int(each) // 2) for each in halls]
        self._bought: dict[int, int] = {}
        self._gone: dict[int, str] = {}
        self._signed: dict[int, int] = {}
        self._verdicts: Diary[Broken] = Diary()

    # ── the register ─────────────────────────────────────────────────────────────────────────────────────────────────

    def every(self) -> list[int]:
        """All that were acquired, those beyond repair apart."""
        found = (self._number(site, each) for site, many in enumerate(self._many) for each in range(1, many + 1))
        return [handheld for handheld in found if self._gone.get(handheld) != BEYOND_REPAIR]

    def open(self, at: int) -> None:
        """The register as the office opens with it."""
        handhelds = np.array(self.every(), np.int64)
        days = np.array([self.acquired_on(each) for each in handhelds.tolist()], np.int64)
        self._register(at, handhelds, days, NULL)

    def acquired_on(self, handheld: int) -> int:
        """The day on which it came."""
        if handheld in self._bought:
            return self._bought[handheld]
        start = self.office.months[0].start
        return start - 1 - word_at(self.office.seed, Purpose.HANDHELD_ACQUIRED, handheld) % (OLDEST_MONTHS * 30)

    def value_fen(self, handheld: int, day: int) -> int:
        """Its price less what was written off by full months until a day."""
        left = max(LIFE_MONTHS - full_months(self.acquired_on(handheld), day), 0)
        return round_half_up(PRICE_FEN * left, LIFE_MONTHS)

    def _buy(self, site: int) -> int:
        """No other lies in the hall."""
        office = self.office
        self._many[site] += 1
        handheld, day = self._number(site, self._many[site]), office.today
        self._bought[handheld] = day
        self._register(clock(day, BOUGHT_S), np.array([handheld]), np.array([day]), office.posts.business_specialist)
        return handheld

    def _register(self, at: int, handhelds: Int64s, days: Int64s, who: int) -> None:
        keepers = [self._keeper(each // OF_HALL) for each in handhelds.tolist()]
        self.office.write(
            "handheld",
            len(handhelds),
            id=handhelds,
            recorded_at=at,
            staff=who,
            handheld=handhelds,
            acquired_on=days,
            price_fen=PRICE_FEN,
            life_months=LIFE_MONTHS,
            keeper=np.array(keepers, np.int64),
        )

    def _keeper(self, site: int) -> int:
        """The clerk of the hall's first book."""
        books = np.flatnonzero(self.office.books.site == site)
        return int(self.office.duty.everybody.clerks[books[0] if len(books) else 0])

    @staticmethod
    def _number(site: int, number: int) -> int:
        return site * OF_HALL + number

    # ── what lies in the hall ────────────────────────────────────────────────────────────────────────────────────────

    def here(self, site: int, out: Collection[int]) -> Iterator[int]:
        """What lies in a hall, in its order, without what is `out`."""
        numbers = (self._number(site, each) for each in range(1, self._many[site] + 1))
        return (each for each in numbers if each not in out and each not in self._gone)

    def some(self, site: int, many: int, out: Collection[int]) -> list[int]:
        """So many that lie in a hall; those that are not there are bought."""
        found = [each for each, _ in zip(self.here(site, out), range(many), strict=False)]
        return [*found, *(self._buy(site) for _ in range(many - len(found)))]

    def lost(self, handheld: int) -> None:
        """It is gone, known or not."""
        self._gone[handheld] = LOST

    def found(self, handheld: int) -> None:
        """It is back."""
        del self._gone[handheld]

    def state(self, handheld: int) -> str | None:
        """Why it is not to be used; None: it may be."""
        return self._gone.get(handheld)

    # ── who has signed for it ────────────────────────────────────────────────────────────────────────────────────────

    def signed(self, handheld: int, clerk: int, of_book: int) -> None:
        """A clerk has taken it back: in his own name if he is one by post, else for the clerk of the book."""
        own = clerk in self.office.roster.holders("issuance_clerk").tolist()
        self._signed[handheld] = clerk if own else int(self.office.duty.everybody.clerks[of_book])

    def custodian(self, handheld: int, day: int) -> int:
        """Who answers for what lies in the hall: who has signed for it, or who stands in for him."""
        owner = self._signed.get(handheld, self._keeper(handheld // OF_HALL))
        return self.office.duty.acting(owner, "issuance_clerk", day)

    # ── reports and verdicts ─────────────────────────────────────────────────────────────────────────────────────────

    def verdict_on(self, handheld: int, day: int) -> int:
        """When the verdict on what is reported on a day will be there."""
        key = SCHEMA["handheld_repair"].key.pack(handheld=handheld, day=day_number(day))
        after = 1 + word_at(self.office.seed, Purpose.HANDHELD_VERDICT_DAY, key) % LATEST_VERDICT
        return int(self.office.calendar.add_working_days(day, after))

    def report(self, day: int, broken: Broken, at_s: int) -> int:
        """It goes to be repaired; the key of the report."""
        self._gone[broken.handheld] = IN_REPAIR
        self._verdicts.put(self.verdict_on(broken.handheld, day), broken)
        return self._write(day, at_s, broken, (None, False, 0))

    def work(self, day: int) -> None:
        """The morning: what was mended yesterday can be drawn again; the day's verdicts."""
        for handheld in [each for each, state in self._gone.items() if state == MENDED]:
            del self._gone[handheld]
        opens_s = self.office.practice.opens_s
        for turn, broken in enumerate(sorted(self._verdicts.take(day), key=lambda each: each.handheld)):
            beyond, cost_fen = self._found(broken)
            self._write(day, opens_s + turn, broken, (broken.verdict, beyond, cost_fen))
            self._gone[broken.handheld] = BEYOND_REPAIR if beyond else MENDED
            if broken.act is not None:
                fen = self.value_fen(broken.handheld, broken.reported_on) if beyond else cost_fen
                broken.act.worth, broken.act.amount_fen = (Fixed(fen),), fen
                self.office.truth.watch(day, broken.act)

    def _found(self, broken: Broken) -> tuple[bool, int]:
        """Whether it is beyond repair, and what the repair costs, 分; in whole yuan."""
        day = day_number(broken.reported_on)
        key = np.array([SCHEMA["handheld_repair"].key.pack(handheld=broken.handheld, day=day)])
        beyond, cost = (words_at(self.office.seed, Purpose.HANDHELD_VERDICT, key, 0, k) for k in range(2))
        if bool(happens(beyond, BEYOND_E6)[0]):
            return True, 0
        yuan = LEAST_COST_FEN // 100 + int(below(cost, (MOST_COST_FEN - LEAST_COST_FEN) // 100 + 1)[0])
        return False, 100 * yuan

    def _write(self, day: int, at_s: int, broken: Broken, found: tuple[str | None, bool, int]) -> int:
        office, (verdict, beyond, cost_fen) = self.office, found
        key = SCHEMA["handheld_repair"].key.pack(handheld=broken.handheld, day=day_number(day))
        code = NULL if verdict is None else int(office.codes("handheld_repair", "verdict", (verdict,))[0])
        office.write(
            "handheld_repair",
            1,
            id=key,
            recorded_at=clock(day, at_s),
            staff=office.posts.system_administrator,
            handheld=broken.handheld,
            reported_by=broken.reported_by,
            reported_on=broken.reported_on,
            verdict=code,
            beyond_repair=beyond,
            cost_fen=cost_fen,
        )
        return int(key)


def full_months(since: int, day: int) -> int:
    """Full months from one day (days since 1970) to another."""
    one, other = (np.int64(each).astype("datetime64[D]") for each in (since, day))
    first, last = (each.astype("datetime64[M]") for each in (one, other))
    begun = int((last - first).astype(int))
    return begun - bool(other - last.astype("datetime64[D]") < one - first.astype("datetime64[D]"))
