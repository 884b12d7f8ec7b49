"""Which acts make the incidents of a form: tried in the office itself, so that the judge says what each comes to.

Every clause's opportunities are tried a handful at a time; what is worth too much or too little for all that is asked
is tried again with another size. Of what the judge found sound, a choice is made that comes to exactly what the exam
file asks, alike from form to form, and is run once more by itself. Nothing is guessed: what no trial showed is not set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from kaohe.scenarios.exam.files import Exam, IncidentFile
from kaohe.scenarios.exam.look_alikes import Sighting, Sightings, kinds
from kaohe.scenarios.exam.trials import SIZED, Bundle, Found, Trial, Tried, judged, tried
from kaohe.sim.deciding.behaviours import Behaviour, Order
from kaohe.sim.deciding.injection import SIDES, Opportunity, Survey
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.sim.records import PAPERS
from kaohe.sim.texts import Argument, Message, Verbatim, catalogue
from kaohe.sim.town.ground import Ground

_texts = catalogue("kaohe.scenarios")
POOL = 12  # opportunities tried of a clause, and four more for each that is asked
AT_ONCE = 8  # of one clause in one trial: more get into each other's way
ENOUGH = 3  # sound ways to fill a slot, beyond those needed
LARGE_POOL = 400  # kept of a clause of which much is asked: large customers are few
WAVES = 3  # trials of acts as drawn: what each clause has most of is tried in the first
RESIZED = 3  # trials with other sizes
TRIES = 6  # choices run by themselves before another office is drawn
NODES = 20_000  # partial choices looked at
NEAR_PERMILLE, NEAR_FEN = 20, 200  # an amount so near a threshold is not set: its tier would hang on a rounding
MOST_DAYS = 20  # that an act is made to last: longer, nobody would have to look for it
EXPOSED_PERMILLE = 250  # of a register's rows: what shows in more of them is set only where nothing else is
SPARE = 8  # look-alikes sighted beyond those asked for


class Unsuited(Exception):
    """An office in which the exam cannot be set; `said`: why, for people."""

    def __init__(self, said: Message) -> None:
        super().__init__(str(said))
        self.said = said


@dataclass(frozen=True)
class Slot:
    """One incident that a form must hold: of a clause, with a tier or an amount in a span, 分."""

    name: str
    clause: str
    tier: str | None
    least_fen: int | None
    most_fen: int | None

    @classmethod
    def of(cls, one: IncidentFile) -> Slot:
        """The slot of an entry of an exam file."""
        return cls(one.slot, one.clause, one.tier, one.least_fen, one.most_fen)

    def takes(self, found: Found, bounds: Sequence[int]) -> bool:
        """Whether an incident fills it, clear of the thresholds between tiers."""
        if found.clause != self.clause or not found.sound or _near(found.amount_fen, bounds):
            return False
        if self.tier is not None:
            return found.tier == self.tier
        amount = found.amount_fen
        return amount is not None and (self.least_fen or 0) <= amount <= (
            amount if self.most_fen is None else self.most_fen
        )

    def aim(self, bands: Mapping[str, tuple[int, int | None]]) -> int:
        """An amount to aim at, 分: well inside the span."""
        low, high = bands[self.tier] if self.tier is not None else (self.least_fen or 0, self.most_fen)
        return (low + min(high, low * 3 or high)) // 2 if high is not None else low * 2 or 100_00


@dataclass(frozen=True)
class Chosen:
    """A form's office with what is set in it. `filled`: incident by slot; alike: the look-alikes that it holds."""

    seed: int
    bundles: tuple[Bundle, ...]
    lawful: tuple[Order, ...]
    trial: Trial
    filled: Mapping[str, tuple[Found, ...]]
    alike: tuple[Sighting, ...]

    @property
    def cites(self) -> int:
        """Rows behind the key."""
        return sum(each.cites for found in self.filled.values() for each in found)

    @property
    def steps(self) -> int:
        """Numbers in the workings of its amounts."""
        return sum(each.steps for found in self.filled.values() for each in found)


Work = Mapping[str, tuple[int, ...]]
"""Rows behind each incident by slot, in another form of the same exam."""


Used = frozenset[tuple[str, int]]
"""Situations (point, key) of acts that other forms have: who copies from them should find nothing."""


def choose(exam: Exam, seed: int, like: Work | None = None, used: Used = frozenset()) -> Iterator[Chosen]:
    """What may be set in the office of this seed, some choices of it, the best first.

    like: the rows behind each incident of a form that it should equal. Raises Unsuited: this office has no such
    incidents.
    """
    return _Choosing(exam, seed, like or {}, used).chosen()


@dataclass
class _Choosing:
    exam: Exam
    seed: int
    like: Work
    used: Used
    bad: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        scenario, policy = self.exam.scenario, self.exam.policy
        self.slots = [Slot.of(one) for one in self.exam.file.incidents for _ in range(one.count)]
        self.alike = [one.kind for one in self.exam.file.look_alikes for _ in range(one.count)]
        lows = policy.money.lows.tolist()
        self.bounds = lows[1:]
        self.bands = dict(zip(policy.money.tiers, zip(lows, [*lows[1:], None], strict=True), strict=True))
        self.ground = Ground.of(scenario.spec, self.seed)
        self.large = {slot.clause for slot in self.slots if slot.aim(self.bands) > self.bounds[0]}

    def chosen(self) -> Iterator[Chosen]:
        scenario, policy = self.exam.scenario, self.exam.policy
        survey, sightings = self._surveyed()
        alike, lawful = self._alike(sightings)
        own = judged(scenario, self.seed, self.ground, policy, (), lawful) if scenario.acts else None
        base = own.found if own is not None else ()
        known = self._tried(survey, lawful, _situations(own, lawful))
        made = 0
        for turn in range(TRIES):
            left = [each for each in known if each.bundle.act_id not in self.bad]
            try:
                bundles = self._choice(left, base, turn)
            except Unsuited:
                if made:
                    return
                raise
            trial = judged(scenario, self.seed, self.ground, policy, bundles, lawful)
            filled = self._filled(trial)
            if filled is not None and not trial.unproven() and not _void(trial, lawful):
                made += 1
                yield Chosen(self.seed, tuple(bundles), tuple(lawful), trial, filled, alike)
            else:
                self.bad |= {each.act_id for each in self._blamed(bundles, trial)}
        if not made:
            raise Unsuited(_texts.message("exam-unstable", tries=TRIES))

    def _surveyed(self) -> tuple[Survey, Sightings]:
        clauses = [slot.clause for slot in self.slots]
        controls = {REGISTRY.points[point].named(action).clause for point, action in REGISTRY.companies()}
        many = self.large if controls.isdisjoint(clauses) else {*clauses}  # those that let an act pass are few as well
        survey = Survey({clause: LARGE_POOL if clause in many else POOL for clause in dict.fromkeys(clauses)})
        sightings = Sightings(dict.fromkeys(self.alike), len(self.alike) + SPARE)
        spec, rules = self.exam.scenario.spec, self.exam.scenario.rules
        layers: list[Behaviour] = [survey, sightings]
        Office(spec, self.seed, rules, behaviours=layers, keep_records=False, ground=self.ground).run()
        return survey, sightings

    def _alike(self, sightings: Sightings) -> tuple[tuple[Sighting, ...], list[Order]]:
        """The look-alikes that are set, and the orders that they need."""
        chosen: list[Sighting] = []
        for kind in dict.fromkeys(self.alike):
            taken = {(kinds()[each.kind].point, each.key) for each in chosen}
            there = [each for each in sightings.of(kind) if (kinds()[kind].point, each.key) not in taken]
            wanted = self.alike.count(kind)
            if len(there) < wanted:
                said: dict[str, Argument] = {"kind": kinds()[kind].name.text(), "wanted": wanted, "found": len(there)}
                raise Unsuited(_texts.message("exam-few-alike", **said))
            chosen += there[:wanted]
        orders = [_order(each) for each in chosen if kinds()[each.kind].ordered]
        return tuple(chosen), orders

    def _tried(self, survey: Survey, lawful: Sequence[Order], used: set[tuple[str, int]]) -> list[Tried]:
        """What came of the opportunities, as drawn and with other sizes; those in use are left."""
        waiting = [each for each in self._bundles(survey) if not each.opportunity.situations & used]
        known: list[Tried] = []
        for _ in range(WAVES):
            wave = _wave([each for each in waiting if self._wants(each.clause, known)])
            known += self._try(wave, lawful) if wave else []
            waiting = [each for each in waiting if each not in wave]
        for _ in range(RESIZED):
            waiting = [*self._resized(known)]
            while wave := _wave(waiting):
                known += self._try(wave, lawful)
                waiting = [each for each in waiting if each not in wave]
        return known

    def _try(self, wave: Sequence[Bundle], lawful: Sequence[Order]) -> list[Tried]:
        return tried(self.exam.scenario, self.seed, self.ground, self.exam.policy, wave, lawful)[1]

    def _wants(self, clause: str, known: Sequence[Tried]) -> bool:
        """Whether a slot of the clause has fewer ways than it may need, and such as bring nothing with them."""
        own = [each for each in known if each.bundle.clause == clause]
        slots = [slot for slot in dict.fromkeys(self.slots) if slot.clause == clause]
        if any(len(self._ways(slot, own)) < self.slots.count(slot) + ENOUGH for slot in slots):
            return True
        brought = [one for each in own for one in each.found if one is not each.own]
        company = [slot for slot in dict.fromkeys(self.slots) if slot.clause in {one.clause for one in brought}]
        return any(
            sum(slot.takes(one, self.bounds) for one in brought) < self.slots.count(slot) + ENOUGH for slot in company
        )

    def _bundles(self, survey: Survey) -> Iterator[Bundle]:
        """What is tried of each clause: by chance, and where much is asked, by turns with those of large customers."""
        controls = (
            REGISTRY.companies()
        )  # a control that fails for nothing shows nothing: it comes with what it let pass
        for clause in dict.fromkeys(slot.clause for slot in self.slots):
            sides = [survey.chosen(clause, side) for side in SIDES]
            mixed = [one[row] for row in range(max(map(len, sides))) for one in sides if row < len(one)]
            mixed = [each for each in mixed if (each.point, each.action.id) not in controls]
            mixed = self._company_by_turns(mixed)
            keep = POOL + 4 * sum(slot.clause == clause for slot in self.slots)
            by_use = sorted(mixed, key=self._use, reverse=True) if clause in self.large else []
            ladder = _ladder(by_use, keep)  # by turns: only so many can be tried as go into the waves
            turns = [row for pair in zip_longest(ladder, mixed[:keep]) for row in pair if row is not None]
            yield from (Bundle(each) for each in dict.fromkeys(turns))

    def _company_by_turns(self, mixed: list[Opportunity]) -> list[Opportunity]:
        """Acts that bring a control's failure by turns with those that do not, where such failures are asked for."""
        asked = {slot.clause for slot in self.slots}
        brings = [bool(asked & Bundle(each).let_pass) for each in mixed]
        parts = [[each for each, own in zip(mixed, brings, strict=True) if own is wanted] for wanted in (True, False)]
        return [each for pair in zip_longest(*parts) for each in pair if each is not None]

    def _use(self, opportunity: Opportunity) -> int:
        """What the customer of an opportunity uses, kWh a month; 0 where it is about none, or about a new one."""
        about = REGISTRY.points[opportunity.point].about
        customer = (
            PAPERS.within(about, "customer", opportunity.key) if about in (*PAPERS.objects, *PAPERS.tables) else None
        )
        uses = self.ground.population.opening_mean_kwh
        return int(uses[customer]) if customer is not None and customer < len(uses) else 0

    def _resized(self, known: Sequence[Tried]) -> Iterator[Bundle]:
        """For slots that too few fill: the same acts with the size that should come to what is asked."""
        done = {(each.bundle.act_id, each.bundle.size) for each in known}
        for slot in dict.fromkeys(self.slots):
            filling = {each.bundle.act_id for each in known if each.own and slot.takes(each.own, self.bounds)}
            wanted = 2 * self.slots.count(slot)
            for each in known:
                if len(filling) >= wanted:
                    break
                bundle = _sized(each, slot.aim(self.bands)) if each.bundle.clause == slot.clause else None
                if bundle is None or bundle.act_id in filling or (bundle.act_id, bundle.size) in done:
                    continue
                filling.add(bundle.act_id)
                done.add((bundle.act_id, bundle.size))
                yield bundle

    def _choice(self, known: Sequence[Tried], base: Sequence[Found], turn: int) -> list[Bundle]:
        """Bundles that fill the slots and nothing else, others at each turn. Raises Unsuited."""
        slots, own = self._without(base), {found.acts for found in base}
        usable = [each for each in known if each.own is not None and all(one.sound for one in each.found)]
        ways = {slot: self._ways(slot, usable) for slot in dict.fromkeys(slots)}
        for slot, way in ways.items():
            if not way and not any(slot.takes(one, self.bounds) for each in usable for one in each.found):
                raise Unsuited(_lacking(slot, known))
        search = _Search({slot: _turned(way, turn) for slot, way in ways.items()}, self.bounds, own)
        found = search.run(slots)
        if found is None:
            raise Unsuited(_texts.message("exam-no-choice", names=Verbatim("、".join(slot.name for slot in slots))))
        return found

    def _without(self, base: Sequence[Found]) -> list[Slot]:
        """The slots that the scenario's own acts leave open. Raises Unsuited for an incident that fills none."""
        slots = list(self.slots)
        for found in base:
            slot = next((each for each in slots if each.takes(found, self.bounds)), None)
            if slot is None:
                raise Unsuited(_texts.message("exam-own-act", clause=found.clause))
            slots.remove(slot)
        return slots

    def _ways(self, slot: Slot, usable: Iterable[Tried]) -> list[Tried]:
        """What fills a slot: those first that no small register gives away, then those with as many rows as in the form
        to equal.
        """
        fits = [each for each in usable if each.own is not None and slot.takes(each.own, self.bounds)]
        like = self.like.get(slot.name)
        half = max(len(fits) - 1, 0) // 2
        middle = sorted(each.own.cites for each in fits if each.own)[half : half + 1]

        def apart(each: Tried) -> tuple[bool, bool, int]:
            rows, exposed = (each.own.cites, each.own.exposed_permille) if each.own else (0, 0)
            act = each.bundle.opportunity
            apart = min(abs(rows - wanted) for wanted in like or middle)
            return exposed > EXPOSED_PERMILLE, (act.point, act.key) in self.used, apart

        return sorted(fits, key=apart)

    def _filled(self, trial: Trial) -> dict[str, tuple[Found, ...]] | None:
        """The incidents by slot, if each slot has one and none is left over."""
        left, filled = list(self.slots), dict[str, tuple[Found, ...]]()
        for found in trial.found:
            slot = next((each for each in left if each.takes(found, self.bounds)), None)
            if slot is None:
                return None
            left.remove(slot)
            filled[slot.name] = (*filled.get(slot.name, ()), found)
        return None if left else filled

    def _blamed(self, bundles: Sequence[Bundle], trial: Trial) -> Sequence[Bundle]:
        """Bundles that did not do by themselves what they had done in a trial; all of them if none is to blame."""

        def fits(bundle: Bundle) -> bool:
            own = trial.of(bundle)
            return bool(own) and all(any(slot.takes(one, self.bounds) for slot in self.slots) for one in own)

        return [each for each in bundles if not fits(each)] or bundles


@dataclass
class _Search:
    """Depth first, the scarcest slot first: bundles whose incidents fill the slots, each one."""

    ways: Mapping[Slot, Sequence[Tried]]
    bounds: Sequence[int]
    taken: set[frozenset[int]]
    nodes: int = 0

    def run(self, slots: Sequence[Slot]) -> list[Bundle] | None:
        ordered = sorted(slots, key=lambda slot: (_brings(self.ways[slot]), len(self.ways[slot])))
        return self._from(ordered, [], self.taken)

    def _from(self, slots: list[Slot], chosen: list[Bundle], taken: set[frozenset[int]]) -> list[Bundle] | None:
        if not slots:
            return chosen
        self.nodes += 1
        if self.nodes > NODES:
            return None
        for way in sorted(self.ways[slots[0]], key=lambda way: -len(way.found)):  # what brings others fills their slots
            left = self._left(slots, way, taken)
            if left is None or way.bundle.conflicts(chosen):
                continue
            acts = {one.acts for one in way.found}
            found = self._from(left, [*chosen, way.bundle], taken | acts)
            if found is not None:
                return found
        return None

    def _left(self, slots: list[Slot], way: Tried, taken: set[frozenset[int]]) -> list[Slot] | None:
        """The slots that stay open; None if it brings an incident that fills none, or that is there already."""
        if way.own is None or way.own.acts in taken:
            return None
        left = slots[1:]
        for one in way.found:
            if one is way.own or one.acts in taken:
                continue
            slot = next((each for each in left if each.takes(one, self.bounds)), None)
            if slot is None:
                return None
            left = [each for each in left if each is not slot] + [slot] * (sum(each is slot for each in left) - 1)
        return left


def _turned(ways: Sequence[Tried], turn: int) -> list[Tried]:
    """The same ways, another one in front that is as much work as the first, and as well hidden."""
    known = [(each.own.cites, each.own.exposed_permille) if each.own else (0, 0) for each in ways]
    most = max([EXPOSED_PERMILLE, *(exposed for _, exposed in known[:1])])
    alike = [
        at
        for at, (rows, exposed) in enumerate(known)
        if abs(rows - known[0][0]) <= max(known[0][0] // 5, 1) and exposed <= most
    ]
    at = alike[turn % len(alike)] if alike else 0
    return [*ways[at : at + 1], *ways[:at], *ways[at + 1 :]]


def _brings(ways: Sequence[Tried]) -> int:
    """First what may bring other incidents with it."""
    return -max((len(each.found) for each in ways), default=0)


def _wave(waiting: Sequence[Bundle]) -> list[Bundle]:
    """As many of them as can be tried at once without one being in another's way."""
    wave: list[Bundle] = []
    for each in waiting:
        many = sum(other.clause == each.clause for other in wave)
        if many < AT_ONCE and not each.conflicts(wave):
            wave.append(each)
    return wave


def _sized(known: Tried, aim_fen: int) -> Bundle | None:
    """The same act so large that it should come to that; None where its size says nothing of its worth."""
    own = known.own
    name = next((each for each in SIZED if each in known.size), None)
    if name is None or own is None or not own.amount_fen:
        return None
    drawn, most = known.size[name]
    now = dict(known.bundle.size or ()).get(name, drawn)
    size = round(now * aim_fen / own.amount_fen)
    bounds = [each for each in (most, MOST_DAYS if name == "days" else None) if each is not None]
    size = min(size, *bounds) if bounds else size
    sizes = {each: value for each, (value, _) in known.size.items()} | {name: size}
    return Bundle(known.bundle.opportunity, tuple(sorted(sizes.items()))) if size >= 1 and size != now else None


def _near(amount_fen: int | None, bounds: Sequence[int]) -> bool:
    return amount_fen is not None and any(
        abs(amount_fen - bound) <= max(NEAR_FEN, bound * NEAR_PERMILLE // 1000) for bound in bounds
    )


def _order(sighting: Sighting) -> Order:
    kind = kinds()[sighting.kind]
    return Order(kind.point, kind.action, key=sighting.key)


def _void(trial: Trial, lawful: Sequence[Order]) -> bool:
    """Whether a look-alike that was ordered did not come about."""
    void = {order.identity for order, gone in zip(trial.run.orders, trial.run.void, strict=True) if gone}
    return any(order.identity in void for order in lawful)


def _situations(own: Trial | None, lawful: Iterable[Order]) -> set[tuple[str, int]]:
    """The situations (point, key) of the scenario's own acts and of look-alikes."""
    acts = [] if own is None else own.run.acts.select("point", "key").iter_rows()
    return {*((point, key) for point, key in acts), *((order.point, order.key or 0) for order in lawful)}


def _ladder(by_use: Sequence[Opportunity], keep: int) -> list[Opportunity]:
    """The largest, and by turns with them every so many of the others: between large bills and small ones lie tiers."""
    top, rest = by_use[: keep - keep // 2], by_use[keep - keep // 2 :]
    steps = rest[:: max(len(rest) // max(keep // 2, 1), 1)][: keep // 2]
    return [row for pair in zip_longest(top, steps) for row in pair if row is not None]


def _lacking(slot: Slot, known: Sequence[Tried]) -> Message:
    """Why nothing fills a slot: what the clause's acts come to here."""
    own = [each.own for each in known if each.bundle.clause == slot.clause]
    sound = sorted({one.amount_fen for one in own if one is not None and one.sound and one.amount_fen is not None})
    if not own:
        return _texts.message("exam-no-occasion", slot=Verbatim(slot.name))
    if not sound:
        return _texts.message("exam-none-proven", slot=Verbatim(slot.name), tried=len(own))
    low, high = (Verbatim(f"{amount // 100:,}.{amount % 100:02d}") for amount in (sound[0], sound[-1]))
    return _texts.message("exam-no-amount", slot=Verbatim(slot.name), tried=len(own), low=low, high=high)
