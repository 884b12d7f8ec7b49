"""An exam's folder as it is marked: who sat which form, the keys with their amendments, marks old and new.

exam.json, candidates/<id>/…, sealed/forms/<n>/{records,…,key.json}, sealed/amendments.jsonl, sealed/marks/<number>/
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from secrets import token_bytes
from typing import Any

from kaohe.scenarios.exam.handed_in import DAMAGED, fault, read_sheet
from kaohe.scenarios.exam.key import Key
from kaohe.scenarios.exam.ledgers import KEY_BYTES, Ledger, key_of
from kaohe.scenarios.exam.marking import mark
from kaohe.scenarios.exam.marks import Mark
from kaohe.scenarios.exam.moderation import Amendment, amended, hands_of, read_amendments
from kaohe.scenarios.exam.scheme import Scheme
from kaohe.scenarios.exam.sheet import AnswerSheet
from kaohe.sim.files import Fault, Faults, quoted
from kaohe.standards.policies.policy import Policy

EXAM, SEALED = "exam.json", "sealed"
VERSION = 1
NOTHING = AnswerSheet()
Keys = Mapping[int, Key]


@dataclass(frozen=True)
class Marked:
    """A candidate's mark; faults: what of his work could not be read. `handed_in`: whether there was any."""

    candidate: str
    form: int
    mark: Mark
    handed_in: bool = True
    faults: tuple[Fault, ...] = ()


def _kept(each: Fault) -> dict[str, Any]:
    """A fault in plain values, by the file's own name: the folder may move."""
    return {**each.as_dict(), "path": Path(each.path).name}


@dataclass(frozen=True)
class Marking:
    """One marking of a class, numbered from 1 (0: not kept): by which policy, with how many amendments."""

    number: int
    policy: str
    policy_digest: str
    amendments: int
    marked: Mapping[str, Marked] = field(default_factory=dict)

    @property
    def marks(self) -> Mapping[str, Mark]:
        """Marks by candidate."""
        return {candidate: one.mark for candidate, one in self.marked.items()}

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        named = ("number", "policy", "policy_digest", "amendments")
        rows = {
            candidate: {
                "form": one.form,
                "handed_in": one.handed_in,
                "faults": [_kept(each) for each in one.faults],
                "mark": one.mark.to_json(),
            }
            for candidate, one in self.marked.items()
        }
        return {"version": VERSION, **{name: getattr(self, name) for name in named}, "candidates": rows}

    def alike(self, other: Marking) -> bool:
        """Whether it says what the other one says, whatever their numbers and the language of what was unreadable."""
        first, second = (replace(each, number=0).to_json() for each in (self, other))
        for document in (first, second):
            for row in document["candidates"].values():
                row["faults"] = [{**each, "message": ""} for each in row["faults"]]
                row["mark"]["unread"] = [{**each, "said": ""} for each in row["mark"]["unread"]]
        return first == second

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Marking:
        """What `to_json` gave."""
        marked = {
            candidate: Marked(
                candidate,
                row["form"],
                Mark.from_json(row["mark"]),
                row["handed_in"],
                tuple(Fault(**each) for each in row["faults"]),
            )
            for candidate, row in document["candidates"].items()
        }
        number, amendments = int(document["number"]), int(document["amendments"])
        return cls(number, document["policy"], document["policy_digest"], amendments, marked)


def is_paper(folder: Path) -> bool:
    """Whether a folder's exam.json says that it is a paper."""
    try:
        told = json.loads((folder / EXAM).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("kind") == "paper"


@dataclass(frozen=True)
class Classroom:
    """An exam's folder. `forms`: the form that each candidate sat."""

    folder: Path
    scheme: Scheme
    policy: str
    forms: Mapping[str, int]

    @classmethod
    def read(cls, folder: Path) -> Classroom:
        """The exam of a folder. Faults if it is none, or its exam.json is damaged."""
        path = folder / EXAM
        if not path.is_file():
            raise Faults([fault(path, "E001", "exam-none")])
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            forms = {str(each): int(document["forms"][each]) for each in document["candidates"]}
            scheme = Scheme.from_json(document["scheme"])
            return cls(folder, scheme, str(document["policy"]["id"]), dict(sorted(forms.items())))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
            raise Faults([fault(path, "E002", "exam-damaged", detail=quoted(str(error)))]) from error

    @property
    def sealed(self) -> Path:
        """The folder that no candidate gets."""
        return self.folder / SEALED

    @cached_property
    def bare_keys(self) -> Keys:
        """The key of each form as the judge gave it. Faults if one is missing or damaged."""
        return {form: self._key(form) for form in sorted({*self.forms.values()})}

    def _key(self, form: int) -> Key:
        path = self.sealed / "forms" / str(form) / "key.json"
        try:
            return Key.from_json(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
            raise Faults([fault(path, "E002", "exam-damaged", detail=quoted(str(error)))]) from error

    def _ledger(self) -> Ledger:
        """Where amendments are written. Its key is made with the first; without one, nobody's line is sound."""
        path, key = self.sealed / "amendments.jsonl", self.sealed / "amendments.key"
        try:
            secret = bytes.fromhex(key.read_text("ascii")) if key.exists() else token_bytes(KEY_BYTES)
            return Ledger(path, path.with_suffix(".count"), secret, "amendments")
        except (OSError, ValueError) as error:
            raise Faults([fault(key, "E002", "exam-damaged", detail=quoted(str(error)))]) from error

    @cached_property
    def amendments(self) -> tuple[Amendment, ...]:
        """All amendments, in order. Faults names the line that is none, or was written by nobody of ours."""
        ledger = self._ledger()
        try:
            found = read_amendments(ledger.read())
        except ValueError as error:
            line = error.args[0] if error.args and isinstance(error.args[0], int) else None
            said = fault(ledger.path, "E002", "exam-damaged", line, detail=quoted(str(error.args[-1])))
            raise Faults([said]) from error
        for one in found:
            key = self.bare_keys.get(one.form)
            if key is None or one.incident not in {each.number for each in key.incidents}:
                form, incident = str(one.form), str(one.incident)
                said = fault(ledger.path, "E065", "exam-amended-nothing", one.number, form=form, incident=incident)
                raise Faults([said])
        return found

    def marked(
        self, keys: Keys, amendments: Iterable[Amendment], tell: Callable[[int, int], None] | None = None
    ) -> Mapping[str, Marked]:
        """Everybody marked by these keys with these amendments; a sheet that cannot be read counts as an empty one."""
        every = tuple(amendments)
        whole = {form: amended(key, every) for form, key in keys.items()}
        found: dict[str, Marked] = {}
        for done, (candidate, form) in enumerate(self.forms.items(), 1):
            sheet, faults = self._sheet(candidate)
            given = mark(sheet or NOTHING, whole[form], self.scheme, hands_of(every, candidate))
            found[candidate] = Marked(candidate, form, given, sheet is not None or bool(faults), faults)
            if tell is not None:
                tell(done, len(self.forms))
        return found

    def _sheet(self, candidate: str) -> tuple[AnswerSheet | None, tuple[Fault, ...]]:
        try:
            return read_sheet(self.folder, candidate), ()
        except Faults as unread:
            if any(each.code == DAMAGED for each in unread.faults):
                raise
            return None, tuple(unread.faults)

    @cached_property
    def latest(self) -> Marking | None:
        """The last marking that was kept; None before the first."""
        whole = [number for number in self._numbers() if self._place(number).is_file()]
        if not whole:
            return None
        path = self._place(max(whole))
        try:
            return Marking.from_json(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
            raise Faults([fault(path, "E002", "exam-damaged", detail=quoted(str(error)))]) from error

    def _numbers(self) -> list[int]:
        folder = self.sealed / "marks"
        return [int(one.name) for one in folder.glob("*") if one.name.isdigit()] if folder.is_dir() else []

    def _place(self, number: int) -> Path:
        return self.sealed / "marks" / f"{number:04d}" / "marks.json"

    def keep(self, marking: Marking) -> Marking:
        """Keep a marking beside those there are, unless it says what the last one says. Nothing is overwritten."""
        latest = self.latest
        if latest is not None and marking.alike(latest):
            return latest
        kept = replace(marking, number=max(self._numbers(), default=0) + 1)
        path = self._place(kept.number)
        path.parent.mkdir(parents=True)
        partial = path.with_suffix(".partial")
        text = json.dumps(kept.to_json(), ensure_ascii=False, separators=(",", ":"))
        partial.write_text(f"{text}\n", encoding="utf-8")
        partial.replace(path)
        return kept

    def add(self, amendment: Amendment) -> None:
        """Add a line to the amendments; it is on the disk when this returns. Raises Faults, OSError."""
        key_of(self.sealed / "amendments.key")
        ledger = self._ledger()
        for _ in ledger.read():
            pass
        ledger.add(amendment.to_json())

    def marking(
        self,
        policy: Policy | None = None,
        keys: Keys | None = None,
        more: Iterable[Amendment] = (),
        tell: Callable[[int, int], None] | None = None,
    ) -> Marking:
        """Everybody marked, by the keys that were proven or by others under a policy; not kept yet."""
        every = (*self.amendments, *more)
        found = self.marked(self.bare_keys if keys is None else keys, every, tell)
        first = next(iter((keys or self.bare_keys).values()), None)
        named = (first.policy, first.policy_digest) if first is not None else (self.policy, "")
        return Marking(0, *(named if policy is None else (policy.id, policy.digest())), len(every), found)
