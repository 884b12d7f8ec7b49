"""What the customers use, and as what: the load that is connected, and the price class that it belongs to in truth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.town.customers import Population
from kaohe.sim.town.daily_use import daily_wh

Int64s = NDArray[np.int64]

USUAL_E4 = 10_000
OTHER_USE = (("resident", "commerce"), ("lighting", "commerce"), ("agriculture", "lighting"))


class Use:
    """Arrays by customer: wh (a day, as it is now), load_e4 (of the usual use; 10,000: nothing was connected besides)
    and load_until (the day on which that goes back), price_class of what the energy is used for, index into the
    population's classes; agreed_class and agreed_kva: for what the customer has asked, and how much; holder: whose the
    contract is, index into the population's names; transformer_kva: of their own, on whose low side they are metered.
    """

    FIXED = ("_seed", "_people", "_most_wh", "other_use")

    def __init__(self, seed: int, people: Population) -> None:
        self._seed, self._people = seed, people
        self._most_wh = people.plate_w * people.multiplier * 24
        self.month_index = people.opening_month
        self.load_e4 = np.full(people.customers, USUAL_E4)
        self.load_until = np.zeros(people.customers, np.int64)
        self.price_class = people.price_class.astype(np.int64)
        self.agreed_class, self.agreed_kva = self.price_class.copy(), people.capacity_kva.astype(np.int64)
        self.holder = people.name.astype(np.int64)
        self.transformer_kva = people.transformer_kva.astype(np.int64)
        self.other_use = other_use(people.price_classes)
        self._usual_wh = daily_wh(seed, people, people.opening_month)
        self.wh = self._usual_wh.copy()

    def most_wh(self, customers: Int64s) -> Int64s:
        """Wh that their meters let pass in a day."""
        most: Int64s = self._most_wh[customers]
        return most

    def of_month(self, month_index: int) -> Int64s:
        """Wh a day of every customer in a month, as long as what is connected stays so."""
        return self._loaded(daily_wh(self._seed, self._people, month_index))

    def next_month(self, month_index: int) -> None:
        """The use of a month begins."""
        self.month_index = month_index
        self._usual_wh = daily_wh(self._seed, self._people, month_index)
        self.wh = self._loaded(self._usual_wh)

    def connect(self, customers: Int64s, load_e4: int | Int64s, until: int | Int64s) -> None:
        """From today, up to a day: the load is so many times the usual one."""
        self.load_e4[customers] = load_e4
        self.load_until[customers] = until
        self.wh[customers] = self._of_load(customers, self._usual_wh)

    def agree(self, customers: Int64s, price_class: Int64s, capacity_kva: Int64s) -> None:
        """From now on these customers may use so much, for what they say and no longer for anything else."""
        changed = price_class != self.agreed_class[customers]
        self.price_class[customers[changed]] = price_class[changed]
        self.agreed_class[customers], self.agreed_kva[customers] = price_class, capacity_kva

    def hand_over(self, customers: Int64s, holder: Int64s) -> None:
        """From now on the contracts of these customers are somebody else's."""
        self.holder[customers] = holder

    def found_kva(self, customers: Int64s) -> Int64s:
        """What is connected there, rounded up to whole kVA: what was agreed, and what was added besides."""
        kva: Int64s = -(-self.agreed_kva[customers] * self.load_e4[customers] // USUAL_E4)
        return kva

    def _loaded(self, usual_wh: Int64s) -> Int64s:
        """The use with what is connected besides."""
        use = usual_wh.copy()
        other = np.flatnonzero(self.load_e4 != USUAL_E4)
        use[other] = self._of_load(other, usual_wh)
        return use

    def _of_load(self, customers: Int64s, usual_wh: Int64s) -> Int64s:
        usual, load = usual_wh[customers], self.load_e4[customers]
        return np.where(load == USUAL_E4, usual, np.minimum(usual * load // USUAL_E4, self.most_wh(customers)))


def other_use(price_classes: tuple[str, ...]) -> Int64s:
    """The class by which energy of a class is paid for that is used otherwise; itself where there is none."""
    other = dict(OTHER_USE)
    return np.array([_position(price_classes, other.get(name, name), name) for name in price_classes], np.int64)


def _position(price_classes: tuple[str, ...], wanted: str, usual: str) -> int:
    return price_classes.index(wanted if wanted in price_classes else usual)
