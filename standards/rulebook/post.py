"""The posts as the rulebook's files give them: their duties, the limits of these, who may not be one person."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kaohe.sim.files import FileModel, wrong
from kaohe.sim.texts import Names, Verbatim, catalogue
from kaohe.standards.rulebook.clause import Key, Some, Text

STANDARD_POSTS = (
    "registration_clerk",
    "field_auditor",
    "meter_reader",
    "collector",
    "issuance_clerk",
    "accountant",
    "cashier",
    "information_auditor",
    "system_administrator",
    "inspector",
    "inspection_specialist",
    "business_specialist",
    "business_manager",
)
"""The thirteen posts with a work standard, in the order of part 五 of the handbook."""

Mark = Literal["S", "V", "K", "I", "A", "M"]
"""Where a duty or a value is from: S the handbook, V a published rule or standard, K knowledge of the trade,
I inference, A assumption, M memory, unchecked."""
Unit = Literal["day", "working_day", "bank_day", "time", "multiple", "period", "permille", "fen"]
_WHOLE = re.compile("0|[1-9][0-9]{0,3}")
_SPELLINGS: dict[Unit, re.Pattern[str]] = {
    "day": _WHOLE,
    "working_day": _WHOLE,
    "bank_day": _WHOLE,
    "period": _WHOLE,
    "permille": _WHOLE,
    "fen": _WHOLE,
    "multiple": re.compile(r"[1-9][0-9]{0,3}(\.[0-9]{1,3})?"),
    "time": re.compile("([01][0-9]|2[0-3]):[0-5][0-9]"),
}
LimitKey = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)+$")]


class Duty(FileModel):
    """One duty of a standard, the limits that it keeps to and the clauses that its breach may come under."""

    id: Annotated[str, Field(pattern=r"^W([1-9]|1[0-3])-[1-9][0-9]?$")]
    text: Names
    clauses: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    mark: Mark


class Post(FileModel):
    """A post; `number` and `standard` only for the thirteen of part 五, whose duties are listed.

    approves: the papers that need the approval of one of such posts.
    """

    id: Key
    number: Annotated[int, Field(ge=1, le=len(STANDARD_POSTS))] | None = None
    name: Names
    standard: Text | None = None
    item: Text | None = None
    duties: tuple[Duty, ...] = ()
    approves: tuple[Key, ...] = ()


class Limit(FileModel):
    """A value of a standard that the office works by: a decimal, or hh:mm where the unit is "time"."""

    key: LimitKey
    value: str
    unit: Unit
    name: Names
    clauses: Annotated[tuple[str, ...], Some]
    mark: Mark

    @model_validator(mode="after")
    def _value_fits_the_unit(self) -> Self:
        if _SPELLINGS[self.unit].fullmatch(self.value) is None:
            said = catalogue("kaohe.standards").message(f"rulebook-limit-{self.unit}", value=Verbatim(self.value))
            raise wrong("P024", said, ("value",))
        return self


class Pair(FileModel):
    """Two posts that one person may never hold together."""

    posts: tuple[str, str]
    reason: Names
    mark: Mark


class OldName(FileModel):
    """A kind of work named in the handbook, and the post that does it here."""

    name: Text
    post: str
    mark: Mark
