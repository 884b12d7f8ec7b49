"""The nearest valid name, as advice."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.sim.files import nearest
from kaohe.wording import say


def advise(given: str, known: Sequence[str]) -> str:
    """What to write instead: the nearest of the known names, else the choice of them."""
    near = nearest(given, known)
    return say("misuse", "near", name=near) if near else say("misuse", "choices", choices=", ".join(known))
