"""The same scenario, seed and options give the same content, whatever surrounds the process."""

from __future__ import annotations

import pytest

from tests.kaohe.calling import Kaohe

pytestmark = pytest.mark.main_job

OFFICE = ("--customers", "200", "--months", "2", "--seed", "9", "--inject", "2.2=1x")

SURROUNDINGS = [
    {"PYTHONHASHSEED": "1"},
    {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Auckland"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "KAOHE_LANG": "en"},
    {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"},
]


def _digests(kaohe: Kaohe, *more: str, **surroundings: str) -> dict[str, str]:
    answer = kaohe("simulate", *OFFICE, "--json", *more, **surroundings)
    assert answer.code == 0, answer.err
    digests: dict[str, str] = answer.json()["run"]["digests"]
    return digests


def test_hash_seed_time_zone_locale_and_threads(kaohe: Kaohe) -> None:
    plain = _digests(kaohe)
    assert len(plain) > 20
    for surroundings in SURROUNDINGS:
        assert _digests(kaohe, **surroundings) == plain, surroundings


def test_another_seed_is_another_office(kaohe: Kaohe) -> None:
    assert _digests(kaohe)["bill"] != _digests(kaohe, "--seed", "10")["bill"]
