"""What holds for every test: it begins in the usual language, whatever another has left in force."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kaohe.sim.texts import use_language


@pytest.fixture(autouse=True)
def _usual_language() -> Iterator[None]:
    with use_language("zh-Hant"):
        yield
