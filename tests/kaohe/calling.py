"""How tests call the command line: a process of its own, nothing of the surroundings that would change the answer."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CHANGING = ("KAOHE", "LC_", "LANG", "PYTHON", "TZ")


@dataclass(frozen=True)
class Answer:
    """What one call gave."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def messages(self) -> list[str]:
        """One line a fault."""
        return self.err.splitlines()


Kaohe = Callable[..., Answer]


def environment(**changes: str) -> dict[str, str]:
    """The surrounding environment without what would change the answer."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(CHANGING)}
    return {**kept, "COLUMNS": "80", **changes}
