"""The scenario's own customers: first in their books, as given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.spec import CHANNELS, KINDS, At, CustomerSpec, OfficeSpec, SpecError, impossible, unknown
from kaohe.sim.streams import Purpose, word_at, words
from kaohe.sim.town.customers import NONE, PROFILE_NAMES, Population
from kaohe.sim.town.draws import settle_energy
from kaohe.sim.town.happenings import HAPPENINGS
from kaohe.sim.town.profiles import PROFILES, multiplier, profile_name

Int64 = NDArray[np.int64]

USUAL_DIGITS = 5
MOST_DIGITS = 9  # of a named meter, as a scenario may give it
MONTH_DAYS = 40  # the longest that lies between two readings


def named_faults(spec: OfficeSpec) -> Iterator[SpecError]:
    """What cannot be of the named customers themselves; prices and meters apart."""
    books = tuple(book.name for book in spec.books)
    seen: set[str] = set()
    for number, customer in enumerate(spec.customers):
        at, name = ("named_customers", number), customer.name
        if not books:
            yield impossible((*at, "book"), "P044", "customer-bookless", customer=name, name=customer.book)
        elif customer.book not in books:
            yield unknown((*at, "book"), "P044", "customer-book", customer.book, books, customer=name)
        if name in seen:
            yield impossible((*at, "name"), "P013", "customer-twice", customer=name)
        seen.add(name)
        yield from _small_meter(customer, at)
        if customer.applies_on is not None and customer.applies_on < spec.start:
            days = {"on": customer.applies_on.isoformat(), "start": spec.start.isoformat()}
            yield impossible((*at, "applies_on"), "P052", "customer-early", customer=name, **days)
        yield from _happening_faults(spec, customer, at)
        if customer.channel is not None and customer.channel not in CHANNELS:
            yield unknown((*at, "channel"), "P021", "customer-channel", customer.channel, CHANNELS, customer=name)


def _happening_faults(spec: OfficeSpec, customer: CustomerSpec, at: At) -> Iterator[SpecError]:
    """What is said half, or by no name, or before the opening."""
    name, kind, on = customer.name, customer.fault, customer.fault_on
    if kind is not None and kind not in HAPPENINGS:
        yield unknown((*at, "fault"), "P021", "customer-fault", kind, HAPPENINGS, customer=name)
    if (kind is None) != (on is None):
        given, missing = ("fault", "fault_on") if on is None else ("fault_on", "fault")
        yield impossible((*at, given), "P020", "fault-half", customer=name, given=given, missing=missing)
    if on is not None and on < spec.start:
        days = {"on": on.isoformat(), "start": spec.start.isoformat()}
        yield impossible((*at, "fault_on"), "P052", "fault-early", customer=name, **days)


def _small_meter(customer: CustomerSpec, at: At) -> Iterator[SpecError]:
    """A meter that turns round from one reading to the next, a locked door between: where use, digits and multiplier
    are known.
    """
    daily, ratio = customer.daily_kwh, customer.multiplier
    if daily is None or ratio is None:
        return
    digits = customer.digits or USUAL_DIGITS
    if (enough := _enough(customer, daily, ratio, digits)) > digits:
        words = {"daily": daily, "digits": digits, "multiplier": ratio, "enough": enough}
        where = "digits" if customer.digits else "multiplier"
        yield impossible((*at, where), "P019", "meter-small", customer=customer.name, **words)


def _enough(customer: CustomerSpec, daily_kwh: int, ratio: int, digits: int) -> int:
    """So many digits, or as many more as keep a meter from turning round between two readings."""
    monthly = daily_kwh * MONTH_DAYS * max(customer.reactive_percent or 0, 100)
    return next(n for n in range(digits, 20) if 2 * monthly <= 10**n * ratio * 100)


def named_ids(spec: OfficeSpec, book_start: Int64) -> Mapping[str, int]:
    """Customer id of each named customer."""
    numbers = {book.name: number for number, book in enumerate(spec.books)}
    filled: Counter[str] = Counter()
    ids: dict[str, int] = {}
    for customer in spec.customers:
        ids[customer.name] = int(book_start[numbers[customer.book]]) + filled[customer.book]
        filled[customer.book] += 1
    return MappingProxyType(ids)


def apply_named(people: Population, spec: OfficeSpec, seed: int) -> None:
    """Sets the named customers as the scenario gives them; they neither stand empty nor buy furnaces, nor owe."""
    if not spec.customers:
        return
    for number, customer in enumerate(spec.customers):
        at = people.named[customer.name]
        people.name[at] = len(people.name_pool) - len(spec.customers) + number
        _set_class(people, spec, customer, at, seed)
        _set_payment(people, customer, at)
        people.vacancy_phase[at] = people.furnace_month[at] = NONE
        people.behind_months[at] = 0
        _set_application(people, customer, at)
    ids = np.array(list(people.named.values()), np.int64)
    settle_energy(people, ids, words(seed, Purpose.REGISTER, people.customers))


def _set_class(people: Population, spec: OfficeSpec, customer: CustomerSpec, at: int, seed: int) -> None:
    """Class, capacity, meter and use; what is not given is as usual for the class."""
    price_class = spec.class_of(customer)
    name = profile_name(price_class, KINDS[people.books.kind[people.book[at]]])
    profile = PROFILES[name]
    if people.profile[at] != PROFILE_NAMES.index(name) or customer.capacity_kva is not None:
        usual = profile.capacities_kva[word_at(seed, Purpose.CAPACITY, at, 1) % len(profile.capacities_kva)]
        capacity = usual if customer.capacity_kva is None else customer.capacity_kva
        people.capacity_kva[at] = capacity
        people.multiplier[at] = multiplier(np.array([capacity], np.int64), profile)[0]
        people.base_daily_wh[at] = capacity * profile.daily_wh_per_kva
    people.price_class[at] = people.price_classes.index(price_class)
    people.profile[at] = PROFILE_NAMES.index(name)
    if customer.digits is not None:
        people.digits[at] = customer.digits
    if customer.multiplier is not None:
        people.multiplier[at] = customer.multiplier
    if customer.electronic is not None:
        people.electronic[at] = customer.electronic
    if customer.daily_kwh is not None:
        people.fixed_daily_wh[at] = customer.daily_kwh * 1_000


def fit_digits(people: Population, spec: OfficeSpec) -> None:
    """More digits for the meters of customers whose use is given and would turn them round, where none are given."""
    for customer in spec.customers:
        at = people.named[customer.name]
        if customer.daily_kwh is not None and customer.digits is None:
            digits = _enough(customer, customer.daily_kwh, int(people.multiplier[at]), int(people.digits[at]))
            people.digits[at] = min(digits, MOST_DIGITS)


def _set_application(people: Population, customer: CustomerSpec, at: int) -> None:
    """A customer who comes only later: he has no meter at the opening."""
    if customer.applies_on is None:
        return
    people.applies_on[at] = day_of(customer.applies_on)
    people.installed_on[at] = people.energised_on[at] = NONE


def _set_payment(people: Population, customer: CustomerSpec, at: int) -> None:
    """Channel and habits; whoever pays by cheque and has no channel given pays at a window."""
    cheque = customer.pays_by_cheque or customer.cheque_returns
    if customer.channel is not None or cheque:
        people.channel[at] = CHANNELS.index(customer.channel or "window")
    people.pays_by_cheque[at] = cheque if customer.pays_by_cheque is not None or cheque else people.pays_by_cheque[at]
    people.pays_by_cheque[at] &= people.channel[at] <= CHANNELS.index("door")
    people.cheque_returns[at] = customer.cheque_returns
    if customer.pay_after_days is not None:
        people.pay_after_days[at] = customer.pay_after_days
