"""The proof of a form, before anybody sits it: what a candidate gets gives the key, and only knowing earns marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kaohe.scenarios.exam.cheats import Numbers, odd_citer, prepared, register_citer
from kaohe.scenarios.exam.choosing import Used
from kaohe.scenarios.exam.files import Exam
from kaohe.scenarios.exam.forms import Form
from kaohe.scenarios.exam.key import Key
from kaohe.scenarios.exam.keying import key_of
from kaohe.scenarios.exam.marking import mark
from kaohe.scenarios.exam.players import (
    Paper,
    at_random,
    constants,
    erring_sheet,
    flag_all,
    key_line,
    key_sheet,
    nothing,
    odd_rows,
)
from kaohe.scenarios.exam.probing import probe
from kaohe.scenarios.exam.sheet import AnswerSheet
from kaohe.sim.records import Records
from kaohe.sim.texts import Message, Verbatim, catalogue
from kaohe.standards import Rulebook, judge

_texts = catalogue("kaohe.scenarios")
BELOW = 10
"""What the players that know nothing stay below, in marks."""
ODD_BELOW, ONE_EXCESS, ERRING_APART = 30, 5, 3
ERRING_PERMILLE, DRAWS, GUESSES = 200, 60, 12
FEW_FORMS = 4
"""Up to so many forms no other form's answers may earn much; of more, those of all the others on the mean."""
MOST_Z = 4.0
"""How many standard errors from chance the probe may find the wrong rows."""


@dataclass(frozen=True)
class Check:
    """One thing that was proven or not: what was measured, and the bound that it had to keep."""

    name: str
    value: str
    bound: str
    holds: bool

    @property
    def said(self) -> Message:
        """The check in words."""
        args = {"value": Verbatim(self.value), "bound": Verbatim(self.bound)}
        return _texts.message(f"proof-{self.name}", **args)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"check": self.name, "value": self.value, "bound": self.bound, "holds": self.holds}


@dataclass(frozen=True)
class Proof:
    """The checks of a form."""

    form: int
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether all hold."""
        return all(check.holds for check in self.checks)

    @property
    def failed(self) -> tuple[Check, ...]:
        """Those that do not."""
        return tuple(check for check in self.checks if not check.holds)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"form": self.form, "holds": self.holds, "checks": [check.to_json() for check in self.checks]}


@dataclass
class Prover:
    """Proves the forms of one exam, one after the other; what was proven bears on those that follow.

    forms: how many there will be.
    """

    exam: Exam
    forms: int = 1
    keys: dict[int, Key] = field(default_factory=dict)
    numbers: dict[int, Numbers] = field(default_factory=dict)
    used: Used = frozenset()
    first: Form | None = None
    erring: Fraction | None = None

    def prove(
        self,
        form: Form,
        read: Records,
        through: Callable[[AnswerSheet], AnswerSheet],
        book: Mapping[str, bool],
        numbers: Numbers,
    ) -> Proof:
        """The proof of a form.

        read: the records as read back from the candidate's own file; through: a sheet written into his answer book and
        read back; book: what was looked for in the file itself (styles, metadata), and whether all was well; numbers:
        by which its rows are cited.
        """
        paper = Paper(read, Rulebook.load(), form.number)
        checks = [
            *self._key(form, read),
            *self._players(form, paper, through),
            *self._others(form),
            *self._prepared(form, numbers),
            *self._signs(form),
            *(Check(name, "", "", holds) for name, holds in book.items()),
            *self._alike(form, paper),
        ]
        return Proof(form.number, tuple(checks))

    def screen(self, form: Form) -> tuple[Check, ...]:
        """What does not hold of a form before anything is written: it is cheaper to see it here."""
        paper = Paper(form.chosen.trial.run.records, Rulebook.load(), form.number)
        checks = [*self._players(form, paper, lambda sheet: sheet), *self._others(form), *self._signs(form)]
        return tuple(check for check in [*checks, *self._alike(form, paper)] if not check.holds)

    def keep(self, form: Form, paper: Records, numbers: Numbers) -> None:
        """A form that is proven: the next ones must equal it."""
        self.keys[form.number] = form.key
        self.numbers[form.number] = numbers
        self.used |= form.used
        if self.first is None:
            self.first = form
            self.erring = self._erring(form, Paper(paper, Rulebook.load()))

    def _mark(self, sheet: AnswerSheet, key: Key) -> Fraction:
        return Fraction(mark(sheet, key, self.exam.scheme).total)

    def _key(self, form: Form, read: Records) -> Iterator[Check]:
        """The judge on what a candidate can read gives the key; the key is all that was done, and nothing else."""
        assessment = judge(read, self.exam.policy, Rulebook.load())
        again = key_of(
            assessment,
            self.exam.policy,
            Rulebook.load(),
            self.exam.scheme,
            form=form.number,
            acts=form.chosen.trial.run.acts,
            lookalikes=form.key.lookalikes,
            records=read,
        )
        number = len(form.key.incidents)
        yield Check("read-back", str(len(again.incidents)), str(number), again.to_json() == form.key.to_json())
        unproven, acts = form.chosen.trial.unproven(), [one.acts for one in form.key.incidents]
        true = not unproven and all(len(each) == 1 for each in acts) and len(set(acts)) == len(acts)
        yield Check("truth", str(sum(map(len, acts)) + len(unproven)), str(number), true)

    def _players(self, form: Form, paper: Paper, through: Callable[[AnswerSheet], AnswerSheet]) -> Iterator[Check]:
        key = form.key

        def marks(sheet: AnswerSheet) -> Fraction:
            return self._mark(sheet, key)

        full = marks(through(key_sheet(key)))
        yield Check("oracle", _said(full), "100", full == 100)
        for name, sheet in (("nothing", nothing(paper)), ("flag-all", flag_all(paper)), ("random", at_random(paper))):
            yield _below(name, marks(sheet), BELOW)
        yield _below("constant", max(marks(sheet) for sheet in constants(key, paper)), BELOW)
        guessed = [marks(register_citer(key, paper, draw)) for draw in range(GUESSES)]
        yield _below("small-registers", _mean(guessed), BELOW)
        yield _below("odd-rows", max(marks(odd_rows(paper)), marks(odd_citer(key, paper))), ODD_BELOW)
        most = max(marks(AnswerSheet((key_line(one, 1),))) for one in key.counted)
        bound = Fraction(100, len(key.counted)) + ONE_EXCESS
        yield Check("one-claim", _said(most), _said(bound), most <= bound)

    def _others(self, form: Form) -> Iterator[Check]:
        """What the answers of other forms earn here, and those of this one there."""
        keys = [key for number, key in self.keys.items() if number != form.number]
        if not keys:
            return
        here = [self._mark(key_sheet(key), form.key) for key in keys]
        there = [self._mark(key_sheet(form.key), key) for key in keys]
        worst = max(here + there) if self.forms <= FEW_FORMS else max(map(_mean, (here, there)))
        yield _below("other-form", worst, BELOW)

    def _prepared(self, form: Form, numbers: Numbers) -> Iterator[Check]:
        """What the sheets of other forms earn here as they were written, those of this one there."""
        others = [(number, key) for number, key in self.keys.items() if number != form.number]
        if not others:
            return
        here = [self._mark(prepared(key, self.numbers[each], numbers), form.key) for each, key in others]
        there = [self._mark(prepared(form.key, numbers, self.numbers[each]), key) for each, key in others]
        worst = max(here + there) if self.forms <= FEW_FORMS else max(map(_mean, (here, there)))
        yield _below("prepared", worst, BELOW)

    def _signs(self, form: Form) -> Iterator[Check]:
        found = probe(form.chosen.trial.run.records, form.key)
        name, z = max(found.items(), key=lambda each: abs(each[1]))
        yield Check("probe", f"{name} {abs(z):.1f}σ", f"{MOST_Z:.0f}σ", abs(z) < MOST_Z)

    def _alike(self, form: Form, paper: Paper) -> Iterator[Check]:
        """The form holds what the first one holds, for as much work; who errs as often earns as much."""
        first = self.first
        if first is None:
            return
        kinds = [sorted(one.reason for one in each.key.lookalikes) for each in (form, first)]
        slots = form.slots() == first.slots() and kinds[0] == kinds[1]
        yield Check("slots", str(form.slots().total()), str(first.slots().total()), slots)
        unlike = form.work.unlike(first.work)
        yield Check("work", _work(form), _work(first), unlike is None)
        mean, wanted = self._erring(form, paper), self.erring or Fraction(0)
        yield Check("erring", _said(mean), f"{_said(wanted)} ± {ERRING_APART}", abs(mean - wanted) <= ERRING_APART)

    def _erring(self, form: Form, paper: Paper) -> Fraction:
        """The mean mark of a player who errs in a fifth of all that he writes."""
        people = [*paper.people()]
        sheets = (erring_sheet(form.key, ERRING_PERMILLE, draw, people) for draw in range(DRAWS))
        return sum((self._mark(sheet, form.key) for sheet in sheets), Fraction(0)) / DRAWS


def _mean(marks: Sequence[Fraction]) -> Fraction:
    return sum(marks, Fraction(0)) / len(marks)


def _below(name: str, value: Fraction, bound: int) -> Check:
    return Check(name, _said(value), str(bound), value < bound)


def _said(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def _work(form: Form) -> str:
    return f"{form.work.rows}/{form.work.cites}/{form.work.steps}"
