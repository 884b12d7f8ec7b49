"""2.3 written a second time, in a town whose meters often fail and whose readers note nothing: no limb is vacuous."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from tests.sim.office import judged
from tests.sim.silent_town import LAST, SEEDS, silent
from tests.standards.rederived.anomalies import clause_2_3
from tests.standards.rederived.papers import Found, Papers


def _found(seed: int) -> list[Found]:
    return list(clause_2_3(Papers(silent(seed).records, LAST)))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_papers_prove_of_a_silent_town_is_truth_and_what_is_judged(seed: int) -> None:
    columns = ("staff", "object_id", "occurred_on", "amount_fen")
    acts = silent(seed).acts.filter((pl.col("clause") == "2.3") & pl.col("evidenced")).select(*columns).rows()
    findings = judged(silent(seed)).findings.filter(pl.col("clause") == "2.3").select(*columns).rows()
    mine = {(each.staff, each.object_id, each.occurred_on): each.fen for each in _found(seed)}
    assert sorted(acts) == sorted(findings)
    assert sorted(act[:3] for act in acts) == sorted(mine)
    assert not [act for act in acts if mine[act[:3]] not in (None, act[3])]


def test_no_limb_is_vacuous() -> None:
    """Each is found, and nearly always priced to the 分; some months of a fault were another reader's."""
    found = [each for seed in SEEDS for each in _found(seed)]
    limbs: Counter[str] = Counter()
    for seed in SEEDS:
        limbs.update(judged(silent(seed)).findings.filter(pl.col("clause") == "2.3")["limb"].to_list())
    meters = Counter((each.object_id // 1024) for each in found)
    assert min(limbs[limb] for limb in ("standing", "multiplier", "seal")) > 2
    assert sum(each.fen is None for each in found) < len(found) // 3
    assert max(meters.values()) > 1
