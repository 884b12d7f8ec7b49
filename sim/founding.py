"""Founding: the few values from which an office follows, day for day."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from kaohe.sim.rules import OfficeRules
from kaohe.sim.spec import OfficeSpec
from kaohe.sim.state import StateError, Taken, put_back, take_down


@dataclass(frozen=True)
class Founding:
    """What the office is, the seed of its luck, what it is told, its last day (None: the end of the span)."""

    spec: OfficeSpec
    seed: int
    rules: OfficeRules
    until: date | None = None

    def document(self) -> Any:
        """Itself as plain values, for a JSON file."""
        return take_down(self).value

    @classmethod
    def of(cls, document: Any) -> Founding:
        """The founding that such a document states. StateError if it states none."""
        try:
            made = put_back(Taken(document))
        except (ArithmeticError, AttributeError, ImportError, LookupError, TypeError, ValueError) as error:
            raise StateError(f"no founding of an office: {error}") from error
        if not isinstance(made, cls):
            raise StateError("no founding of an office")
        return made

    def digest(self) -> str:
        """SHA-256 of it: another office has another."""
        written = json.dumps(self.document(), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()
