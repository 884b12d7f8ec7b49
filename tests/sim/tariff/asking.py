"""Asking the desk what it must refuse."""

from __future__ import annotations

from typing import Any

import pytest

from kaohe.sim.calculator import calc
from kaohe.sim.files import Faults


def refused(name: str, inputs: dict[str, Any]) -> str:
    """What the desk says to such inputs. Fails where it gives a number."""
    with pytest.raises(Faults) as caught:
        calc(name, inputs)
    return str(caught.value)
