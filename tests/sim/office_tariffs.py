"""Offices of many customers of 大工業, tariffs of their own: price versions, funds on top, one-part prices by lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from kaohe.sim.deciding.behaviours import Behaviour, Erring, Order
from kaohe.sim.deciding.injection import plan_orders
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import BookSpec, CustomerSpec, OfficeSpec, Practice
from kaohe.sim.tariff.schema import Fund, PriceClass, Sourced, Tariff, Version
from kaohe.sim.tariff.tariffs import built_in
from kaohe.sim.texts import Names
from tests.sim.office import BUSY, rules

OFFICE_TARIFF = built_in("office_2001")
CLASSES = {price.id: price for price in OFFICE_TARIFF.version[0].classes}
BIG = CLASSES["large_industry"]
FIRST = date(2001, 1, 1)
SWAPS = replace(BUSY, swap_e6=200_000, application_e6=200_000)
PLANTS = OfficeSpec(months=4, classes={"large_industry": 60, "resident": 40, "commerce": 30}, practice=SWAPS)
MILL_BOOK = BookSpec("專變甲", "special", 1, 27, price_class="large_industry")

Changes = Mapping[str, object]


def sourced(value: int) -> Sourced:
    """A value of a test."""
    return Sourced(value=value, source="office")


def version(on: date = FIRST, **changes: Changes) -> Version:
    """The prices of 2001 with other values of some classes."""
    classes = tuple(price.model_copy(update=dict(changes.get(name, {}))) for name, price in CLASSES.items())
    return OFFICE_TARIFF.version[0].model_copy(update={"valid_from": on, "classes": classes})


def tariff(*versions: Version) -> Tariff:
    """A tariff of these versions."""
    return OFFICE_TARIFF.model_copy(update={"version": versions})


def on_top(funds: tuple[Fund, ...]) -> tuple[Fund, ...]:
    """The same surcharges, outside the price."""
    return tuple(fund.model_copy(update={"included": False}) for fund in funds)


def fund(number: int, e4: int, *, included: bool) -> Fund:
    """A surcharge of a test."""
    return Fund(id=f"f{number}", name=Names(f"代徵{number}", f"fund {number}"), e4=sourced(e4), included=included)


def two_part(price: PriceClass) -> dict[str, object]:
    """What a class takes over from 大工業."""
    names = ("periods", "capacity_fen_per_kva", "pf_standard", "rounding")
    return {name: getattr(price, name) for name in names}


def mill(**given: object) -> OfficeSpec:
    """A special book with one plant as given, and quiet neighbours."""
    plant = replace(CustomerSpec("軋鋼廠", "專變甲", capacity_kva=315), **given)  # type: ignore[arg-type]  # of CustomerSpec
    return OfficeSpec(
        months=4, classes={"resident": 20}, books=(MILL_BOOK,), customers=(plant,), practice=Practice(spot_e6=0)
    )


def run(spec: OfficeSpec, seed: int = 1, orders: Sequence[Order] = (), behaviours: Sequence[Behaviour] = ()) -> Run:
    """The office, run."""
    return Office(spec, seed, rules(), orders=orders, behaviours=behaviours).run()


def every_clause(rate_e6: int) -> list[Behaviour]:
    """Every clause is broken at a rate."""
    return [Erring(dict.fromkeys(REGISTRY.clauses(), rate_e6))]


def _ordered() -> Run:
    counts = dict.fromkeys(REGISTRY.clauses(), 3) | {"6.9": 2}  # so few customers fill few books of receipts
    return run(PLANTS, 4, plan_orders(PLANTS, 4, rules(), counts).orders)


def _versions() -> Run:
    """Two price tables, the second from a holiday on; one-part prices by lines, with funds on top."""
    lined: Changes = {"rounding": "line", "funds": on_top(CLASSES["resident"].funds)}
    dearer = {"energy_e4": sourced(4_321), "capacity_fen_per_kva": sourced(1_777), "funds": on_top(BIG.funds)}
    second = version(date(2001, 2, 18), large_industry=dearer, resident={**lined, "energy_e4": sourced(4_711)})
    spec = replace(PLANTS, tariff=tariff(version(resident=lined), second))
    return run(spec, 5, behaviours=every_clause(150_000))


def _unlike() -> Run:
    """Losses go to the flat period, no power factor, shops with two parts (applicants among them)."""
    losses = BIG.periods and BIG.periods.model_copy(update={"losses": "flat", "peak_e2": 167, "valley_e2": 33})
    prices = version(large_industry={"periods": losses, "pf_standard": None}, commerce=two_part(BIG))
    return run(replace(PLANTS, tariff=tariff(prices)), 6, behaviours=every_clause(60_000))


def _wrong_classes() -> Run:
    """Bills of plants at one-part prices, bills never made, and nobody who checks."""
    return run(PLANTS, 7, behaviours=[Erring({"3.1": 400_000, "6.6": 500_000})])


_MAKERS: dict[str, Callable[[], Run]] = {
    "clean": lambda: run(PLANTS, 1),
    "clean, as usual": lambda: run(replace(PLANTS, practice=Practice()), 2),
    "erring": lambda: run(PLANTS, 3, behaviours=every_clause(60_000)),
    "ordered": _ordered,
    "two price tables": _versions,
    "other two-part prices": _unlike,
    "wrong classes and gaps": _wrong_classes,
}
WORLDS = tuple(_MAKERS)
CLEAN_WORLDS = WORLDS[:2]


@cache
def world(name: str) -> Run:
    """One of WORLDS, run once."""
    return _MAKERS[name]()
