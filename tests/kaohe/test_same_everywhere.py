"""The same scenario, seed and options give the same content, whatever surrounds the process."""

from __future__ import annotations

from functools import partial

import pytest

from tests.kaohe.calling import Kaohe, called

pytestmark = pytest.mark.main_job

OFFICE = ("--customers", "200", "--months", "2", "--inject", "2.2=1x")

SURROUNDINGS = [
    {"PYTHONHASHSEED": "1"},
    {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Auckland"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "KAOHE_LANG": "en"},
    {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"},
]


def _digests(kaohe: Kaohe, seed: str = "9", **surroundings: str) -> dict[str, str]:
    answer = kaohe("simulate", *OFFICE, "--seed", seed, "--json", **surroundings)
    assert answer.code == 0, answer.err
    digests: dict[str, str] = answer.json()["run"]["digests"]
    return digests


@pytest.fixture(name="plain", scope="module")
def _plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return _digests(partial(called, tmp_path_factory.mktemp("plain")))


@pytest.mark.parametrize("surroundings", SURROUNDINGS, ids=str)
def test_hash_seed_time_zone_locale_and_threads(
    kaohe_apart: Kaohe, plain: dict[str, str], surroundings: dict[str, str]
) -> None:
    assert len(plain) > 20
    assert _digests(kaohe_apart, **surroundings) == plain


def test_another_seed_is_another_office(kaohe: Kaohe, plain: dict[str, str]) -> None:
    assert _digests(kaohe, seed="10")["bill"] != plain["bill"]
