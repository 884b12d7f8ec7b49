"""What holds for every test: searches are the same in every `make test`, and free in `make prove`; a test begins in the
usual language, whatever another has left in force.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from hypothesis import settings

from kaohe.__main__ import SELDOM
from kaohe.sim.texts import use_language
from kaohe.wording import speak
from tests.proving import PROVING, SEED

settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("free", deadline=None, print_blob=True)
settings.load_profile("free" if PROVING else "same")

LONG = (
    "test_office_locality",
    "test_parts",
    "test_counterfactual",
    "test_standards",
    "test_repeats",
    "test_readme",
    "test_snapshots",
    "test_office_behaviours",
    "test_tampering",
    "test_injection",
    "test_sealing",
    "test_office_determinism",
    "test_office_clean",
    "test_quality",
    "test_process",
    "test_leaks",
    "test_known",
    "test_office_years",
    "test_fuzz",
    "test_wheel",
    "test_entries",
    "test_office_bills",
    "test_blocks",
    "test_properties",
    "test_browser",
    "test_sampled",
    "test_run",
    "test_exam_take",
    "test_study_reports",
    "test_signs",
    "test_compare",
    "test_gherkin_plugin",
)
"""Files of eight seconds and more, the longest first."""


@pytest.fixture(autouse=True)
def _usual_language() -> Iterator[None]:
    speak("zh-Hant")
    with use_language("zh-Hant"):
        yield


def pytest_configure() -> None:
    """What tests keep for each other is much and no garbage: the collector looks as seldom as in a command."""
    gc.set_threshold(SELDOM)


def pytest_collection_finish() -> None:
    """Nor are the tests themselves."""
    gc.freeze()


def pytest_report_header() -> str | None:
    """Says by what the offices of this proof can be had again."""
    return f"proving with SEED={SEED}" if PROVING else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is marked `prove` runs then only; what takes long begins first, lest a worker end with it alone."""
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))
    if not PROVING:
        left = [item for item in items if item.get_closest_marker("prove")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
