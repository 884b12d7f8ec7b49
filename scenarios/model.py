"""What a scenario file may say: strict tables, defaults as the town."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, get_args

from pydantic import Field, create_model

from kaohe.sim.files import Exact, FileModel, Whole
from kaohe.sim.spec import CHANNELS, MOST_CUSTOMERS, MOST_DECIMALS, MOST_PEOPLE, Practice
from kaohe.sim.tariff.tariffs import OFFICE_2001
from kaohe.sim.texts import Names
from kaohe.sim.town.happenings import HAPPENINGS
from kaohe.sim.town.reading_time import HOURS

Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=60)]
Kva: TypeAlias = Annotated[int, Field(ge=1, le=1_000_000)]
Percent: TypeAlias = Annotated[int, Field(ge=0, le=100)]
Channel: TypeAlias = Literal["window", "door", "bank", "collection"]
Kind: TypeAlias = Literal["resident", "commerce", "special"]
Happening: TypeAlias = Literal[
    "stopped",
    "burnt",
    "seal_missing",
    "number_mismatch",
    "multiplier_mismatch",
    "creeping",
    "slow",
    "fast",
    "theft",
    "added_load",
    "changed_use",
]


def _practice_field(name: str, default: int) -> tuple[Any, int]:
    usual = 1_000_000 if name.endswith("_e6") else 86_400 if name in HOURS else 86_400 * 30
    usual = 365 if name.startswith("suspension_") and not name.endswith("_e6") else usual
    top = MOST_DECIMALS if name.endswith("decimals") else MOST_PEOPLE.get(name, usual)
    return Annotated[int, Field(ge=int(name in MOST_PEOPLE), le=top)], default


if TYPE_CHECKING:

    class PracticeFile(FileModel):
        """The rates and habits of sim.spec.Practice, each with its bounds and its default."""
else:
    PracticeFile = create_model(
        "PracticeFile",
        __base__=FileModel,
        **{each.name: _practice_field(each.name, each.default) for each in fields(Practice)},
    )


NO_SURCHARGES = "none"


class FeeFile(FileModel):
    """A business fee of the price list."""

    fee: Name
    amount_fen: Whole
    unit: Literal["each", "kva"] = "each"


class BookFile(FileModel):
    """A reading book by name."""

    name: Name
    kind: Kind
    customers: Annotated[int, Field(ge=0, le=MOST_CUSTOMERS)]
    cycle_day: Annotated[int, Field(ge=1, le=31)]
    reader: Name | None = None
    price_class: Name | None = None


class CustomerFile(FileModel):
    """A customer by name; what is left out is drawn as for anybody of the class."""

    name: Name
    book: Name
    price_class: Name | None = None
    capacity_kva: Kva | None = None
    electronic: bool | None = None
    daily_kwh: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    energy_e4: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    channel: Channel | None = None
    pays_by_cheque: bool | None = None
    pay_after_days: Annotated[int, Field(ge=0, le=400)] | None = None
    cheque_returns: bool = False
    digits: Annotated[int, Field(ge=3, le=9)] | None = None
    multiplier: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    decimals: Annotated[int, Field(ge=0, le=MOST_DECIMALS)] | None = None
    metered_low: bool | None = None
    peak_percent: Percent | None = None
    valley_percent: Percent | None = None
    reactive_percent: Annotated[int, Field(ge=0, le=1_000)] | None = None
    applies_on: date | None = None
    fault: Happening | None = None
    fault_on: date | None = None


class StaffFile(FileModel):
    """A member of staff by name."""

    name: Name
    post: Name
    counter: Annotated[int, Field(ge=0, le=100_000)] | None = None


class ActFile(FileModel):
    """An ordered act: on that day somebody does something about something, by the names that people use."""

    on: date
    does: Name
    about: Name | None = None
    params: Mapping[str, int | date | str] = Field(default_factory=dict)


class ScenarioFile(FileModel):
    """A whole scenario. `customers` are mixed as in the town unless `classes` counts them."""

    id: Name
    name: Names
    about: Names | None = None
    start: date = date(2001, 1, 1)
    months: Annotated[int, Field(ge=1, le=24)] = 3
    customers: Annotated[int, Field(ge=0, le=MOST_CUSTOMERS)] = 5_000
    classes: dict[str, Annotated[int, Field(ge=0, le=MOST_CUSTOMERS)]] | None = None
    inject: tuple[Name, ...] = ()
    check_intensity: Annotated[Exact, Field(ge=0, le=1000)] = 1  # type: ignore[assignment]  # read as Decimal
    windows: Annotated[int, Field(ge=1, le=8)] | None = None
    practice: PracticeFile = PracticeFile()
    limits: Mapping[str, Name] = Field(default_factory=dict)
    tariff: Annotated[str, Field(min_length=1, max_length=400)] = OFFICE_2001
    fees: tuple[FeeFile, ...] = ()
    surcharges: Literal["surcharges_2001", "none"] = "surcharges_2001"
    books: tuple[BookFile, ...] = ()
    named_customers: tuple[CustomerFile, ...] = ()
    staff: tuple[StaffFile, ...] = ()
    acts: tuple[ActFile, ...] = ()


assert set(CHANNELS) == {"window", "door", "bank", "collection"}
assert get_args(Happening) == HAPPENINGS
