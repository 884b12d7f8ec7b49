"""Options that commands share, and their values, read strictly: every fault of a command line is told at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer

from kaohe.completion import injections, policies, scenarios
from kaohe.errors import advise
from kaohe.sim.files import Fault, Faults
from kaohe.wording import say

Scenario = Annotated[str | None, typer.Argument(metavar="SCENARIO", autocompletion=scenarios)]
Directory = Annotated[Path, typer.Argument(metavar="DIR")]
Seed = Annotated[str | None, typer.Option("--seed", metavar="N")]
Customers = Annotated[str | None, typer.Option("--customers", metavar="N")]
Months = Annotated[str | None, typer.Option("--months", metavar="N")]
Policy = Annotated[str | None, typer.Option("--policy", metavar="ID|FILE", autocompletion=policies)]
Inject = Annotated[
    list[str] | None, typer.Option("--inject", metavar="CLAUSE=RATE|CLAUSE=Nx", autocompletion=injections)
]
CheckIntensity = Annotated[str | None, typer.Option("--check-intensity", metavar="X")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR")]
Edited = Annotated[bool, typer.Option("--edited")]
Json = Annotated[bool, typer.Option("--json")]


MOST: Final = 10**15
Number = TypeVar("Number", int, Decimal)
Read = TypeVar("Read")
_WHOLE: Final = re.compile(r"-?[0-9]{1,19}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,12})?")
_MONEY: Final = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?")
_ENDLESS: Final = frozenset(("nan", "inf", "infinity"))


class Values:
    """Collects the faults of a line; `raise_faults()` raises them together. A value not given stays None."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def whole(self, option: str, text: str | None, low: int, high: int = MOST, told: int | None = None) -> int | None:
        """An integer from low to high, in plain digits; `told`: an upper end to tell that is checked elsewhere."""
        wanted = _range(low, high if told is None else told)
        value = self._read(option, text, _WHOLE, "not_whole", wanted)
        return None if value is None else self._bounded(option, int(value), low, high, wanted)

    def number(self, option: str, text: str | None, low: int, high: int) -> Decimal | None:
        """A decimal number from low to high."""
        value = self._read(option, text, _NUMBER, "not_number", _range(low, high))
        return None if value is None else self._bounded(option, Decimal(value), low, high, _range(low, high))

    def fen(self, option: str, text: str | None) -> int | None:
        """An amount written in yuan, as 分."""
        wanted = _range(0, MOST // 100)
        value = self._read(option, text, _MONEY, "not_money", wanted)
        return None if value is None else self._bounded(option, int(Decimal(value) * 100), 0, MOST, wanted)

    def name(self, option: str, text: str | None, known: Sequence[str]) -> str | None:
        """One of the known names."""
        if text is None or text in known:
            return text
        self.fault(option, "U010", say("misuse", "unknown_name", given=text, advice=advise(text, known)))
        return None

    def fault(self, option: str, code: str, text: str) -> None:
        """One more fault of the line."""
        self._faults.append(Fault(option, None, None, code, text))

    def check(self, read: Callable[[], Read]) -> Read | None:
        """What `read` gives; the faults that it raises join those of the line, and None is given."""
        try:
            return read()
        except Faults as found:
            self._faults += found.faults
            return None

    def raise_faults(self) -> None:
        """Raises Faults: all that were found."""
        if self._faults:
            raise Faults(tuple(self._faults))

    def _read(self, option: str, text: str | None, form: re.Pattern[str], key: str, wanted: str) -> str | None:
        if text is None or form.fullmatch(text):
            return text
        if text.strip().lstrip("+-").lower() in _ENDLESS:
            self.fault(option, "P016", say("misuse", "non_finite", given=text, wanted=wanted))
        elif not text.strip():
            self.fault(option, "P014", say("misuse", "bare_value", wanted=wanted))
        else:
            self.fault(option, "P014", say("misuse", key, given=text, wanted=wanted, advice=_meant(text, form)))
        return None

    def _bounded(self, option: str, value: Number, low: int, high: int, wanted: str) -> Number | None:
        if low <= value <= high:
            return value
        self.fault(option, "P019", say("misuse", "out_of_range", given=value, wanted=wanted))
        return None


def _range(low: int, high: int) -> str:
    open_ended = high in (MOST, MOST // 100)
    return say("misuse", "at_least", low=low) if open_ended else say("misuse", "within", low=low, high=high)


def _meant(text: str, form: re.Pattern[str]) -> str:
    """The number that was probably meant: full-width digits, thousands signs and spaces undone."""
    plain = re.sub(r"[,\s_元¥]", "", unicodedata.normalize("NFKC", text))
    return say("misuse", "or_near", name=plain) if form.fullmatch(plain) else ""
