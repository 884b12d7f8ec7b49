"""`--accept` in words: amount=1234.56, clause=2.4, row=reading:812, sanctions=none, read strictly and together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kaohe.scenarios.exam.handed_in import fault
from kaohe.scenarios.exam.moderation import Accepted
from kaohe.scenarios.exam.sheet import Row, Sanction
from kaohe.sim.files import Fault, Faults, nearest, quoted
from kaohe.sim.records import SCHEMA
from kaohe.standards.policies.format import TIERS
from kaohe.standards.policies.policy import Policy
from kaohe.standards.rulebook.clause import CLAUSE_IDS
from kaohe.standards.rulebook.model import Rulebook

NONE = "none"
_MONEY = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?")
_NUMBER = re.compile(r"[0-9]{1,9}")
_ROW = re.compile(r"([a-z_]{1,40}):([0-9]{1,18})")
_SANCTION = re.compile(r"([a-z_]{1,60})(?::([0-9]{1,15})(?:-([0-9]{1,15}))?)?")


def accepted(entries: Sequence[str], policy: Policy, rulebook: Rulebook) -> Accepted:
    """What the entries accept, NAME=VALUE each.

    Raises:
        Faults: every entry that is not understood, with the nearest name.
    """
    reader = _Reader(policy, rulebook)
    for entry in entries:
        reader.read(entry)
    if reader.faults:
        raise Faults(reader.faults)
    return Accepted(**reader.found)


class _Reader:
    """Collects what is accepted, and the faults of the entries."""

    def __init__(self, policy: Policy, rulebook: Rulebook) -> None:
        self.policy, self.rulebook = policy, rulebook
        self.found: dict[str, Any] = {}
        self.faults: list[Fault] = []
        self._ways: Mapping[str, Callable[[str, str], None]] = {
            "amount": self._amount,
            "clause": lambda name, value: self._one_of(name, value, CLAUSE_IDS),
            "tier": lambda name, value: self._one_of(name, value, TIERS),
            "post": lambda name, value: self._one_of(name, value, tuple(self.rulebook.posts)),
            "person": self._person,
            "row": self._row,
            "sanctions": self._sanctions,
            "duties": self._duties,
        }

    def read(self, entry: str) -> None:
        """One entry."""
        name, sign, value = entry.partition("=")
        name, value = name.strip(), value.strip()
        if name not in self._ways or not sign or not value:
            near = nearest(name, tuple(self._ways)) or ""
            self._wrong(
                entry, "exam-accept-form" if not near else "exam-accept-near", near=near, known=", ".join(self._ways)
            )
        elif name in self.found or (name == "amount" and {"amount_fen", "unpriced"} & {*self.found}):
            self._wrong(entry, "exam-accept-twice", name=name)
        else:
            self._ways[name](name, value)

    def _wrong(self, entry: str, key: str, **args: str) -> None:
        self.faults.append(fault("--accept", "E004", key, None, None, given=quoted(entry), **args))

    def _one_of(self, name: str, value: str, known: Sequence[str]) -> None:
        if value in known:
            self.found[name] = value
        else:
            near = nearest(value, known) or known[0]
            self._wrong(value, "exam-accept-unknown", name=name, near=near)

    def _amount(self, name: str, value: str) -> None:
        if value == NONE:
            self.found["unpriced"] = True
        elif _MONEY.fullmatch(value):
            self.found["amount_fen"] = int(Decimal(value) * 100)
        else:
            self._wrong(value, "exam-accept-amount")

    def _person(self, name: str, value: str) -> None:
        if _NUMBER.fullmatch(value):
            self.found[name] = int(value)
        else:
            self._wrong(value, "exam-accept-person")

    def _row(self, name: str, value: str) -> None:
        read = _ROW.fullmatch(value)
        if read is None:
            self._wrong(value, "exam-accept-row")
        elif read[1] not in SCHEMA:
            self._wrong(value, "exam-accept-unknown", name="row", near=nearest(read[1], tuple(SCHEMA)) or "reading")
        else:
            row: Row = (read[1], int(read[2]))
            self.found[name] = row

    def _sanctions(self, name: str, value: str) -> None:
        if value == NONE:
            self.found[name] = ()
            return
        read = [self._sanction(word) for word in value.replace(",", " ").split()]
        if all(one is not None for one in read):
            self.found[name] = tuple(read)

    def _sanction(self, word: str) -> Sanction | None:
        read, known = _SANCTION.fullmatch(word), tuple(self.policy.file.measures)
        if read is None:
            self._wrong(word, "exam-accept-sanction")
        elif read[1] not in known:
            self._wrong(word, "exam-accept-unknown", name="sanctions", near=nearest(read[1], known) or known[0])
        else:
            low = None if read[2] is None else int(read[2])
            high = low if read[3] is None else int(read[3])
            return Sanction(read[1], low, high)
        return None

    def _duties(self, name: str, value: str) -> None:
        words = () if value == NONE else tuple(value.replace(",", " ").split())
        known = tuple(self.policy.file.duties)
        for word in words:
            if word not in known:
                self._wrong(
                    word, "exam-accept-unknown", name=name, near=nearest(word, known) or (known or ("none",))[0]
                )
        self.found[name] = words
