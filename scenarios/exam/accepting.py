"""`--accept` in words: amount=1234.56, clause=2.4, row=抄表卡:812, sanctions=none, read strictly and together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from kaohe.scenarios.exam.answers.reading import Form
from kaohe.scenarios.exam.handed_in import fault
from kaohe.scenarios.exam.moderation import Accepted
from kaohe.scenarios.exam.sheet import Row, Sanction
from kaohe.sim.files import Fault, Faults, nearest, quoted
from kaohe.standards.policies.format import TIERS
from kaohe.standards.policies.policy import Policy
from kaohe.standards.rulebook.clause import CLAUSE_IDS
from kaohe.standards.rulebook.model import Rulebook

NONE = "none"
COUNTED = ("months", "years", "times")
"""Units of which a number must be said."""
_MONEY = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?")
_ROW = re.compile(r"(.{1,60}?)\s*[:： ]\s*([0-9]{1,9})")
_SANCTION = re.compile(r"([a-z_]{1,60})(?::([0-9]{1,15})(?:-([0-9]{1,15}))?)?")


Papers = Callable[[], Form]
"""What the papers of the form name, read only where an entry asks for a person or a row."""


def accepted(entries: Sequence[str], policy: Policy, rulebook: Rulebook, papers: Papers) -> Accepted:
    """What the entries accept, NAME=VALUE each; people and rows as the papers name them.

    Raises:
        Faults: every entry that is not understood, with the nearest name.
    """
    reader = _Reader(policy, rulebook, papers)
    for entry in entries:
        reader.read(entry)
    if reader.faults:
        raise Faults(reader.faults)
    return Accepted(**reader.found)


class _Reader:
    """Collects what is accepted, and the faults of the entries."""

    def __init__(self, policy: Policy, rulebook: Rulebook, papers: Papers) -> None:
        self.policy, self.rulebook, self.papers = policy, rulebook, papers
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
        people = self.papers().choices
        code = people.code("person", value) or (value if value in people.lists["person"] else None)
        if code is None:
            near = _near(value, [*people.lists["person"].values(), *people.also["person"]])
            self._wrong(value, "exam-accept-person", near=near, count=str(len(people.lists["person"])))
        else:
            self.found[name] = int(code)

    def _row(self, name: str, value: str) -> None:
        papers, read = self.papers(), _ROW.fullmatch(normalize("NFKC", value))
        registers = papers.choices.registers
        example = next((title for title, table in registers.items() if table == "reading"), next(iter(registers)))
        if read is None:
            self._wrong(value, "exam-accept-row", example=example)
            return
        register, number = read[1].strip(), int(read[2])
        table = papers.choices.table(register) or (register if register in registers.values() else None)
        if table is None:
            self._wrong(value, "exam-accept-register", near=_near(register, [*registers, *registers.values()]))
        elif (table, number) not in papers.rows:
            last = max((row for of, row in papers.rows if of == table), default=0)
            title = next((title for title, of in registers.items() if of == table), table)
            self._wrong(value, "exam-accept-no-row", register=title, last=str(last))
        else:
            row: Row = (table, papers.rows[table, number])
            self.found[name] = row

    def _sanctions(self, name: str, value: str) -> None:
        if value == NONE:
            self.found[name] = ()
            return
        read = [self._sanction(word) for word in value.replace(",", " ").split()]
        if all(one is not None for one in read):
            self.found[name] = tuple(read)

    def _sanction(self, word: str) -> Sanction | None:
        read, measures = _SANCTION.fullmatch(word), self.policy.file.measures
        if read is None:
            self._wrong(word, "exam-accept-sanction")
        elif read[1] not in measures:
            self._wrong(word, "exam-accept-unknown", name="sanctions", near=_near(read[1], [*measures]))
        else:
            low = None if read[2] is None else int(read[2])
            high = low if read[3] is None else int(read[3])
            unit = measures[read[1]].unit
            if (low is not None and not unit) or (low is None and unit in COUNTED):
                self._wrong(
                    word, "exam-accept-number" if unit else "exam-accept-no-number", name=read[1], near=f"{read[1]}:N"
                )
            elif low is not None and high is not None and high < low:
                self._wrong(word, "exam-accept-span", near=f"{read[1]}:{high}-{low}")
            else:
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


def _near(given: str, known: Sequence[str]) -> str:
    return nearest(given, known) or known[0]
