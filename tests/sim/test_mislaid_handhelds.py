"""Handhelds that a clerk mislays: the next count finds them, whatever the clerks let happen to the others."""

from __future__ import annotations

from itertools import pairwise

from kaohe.sim.deciding.behaviours import Erring
from tests.sim.office import Small, rows

MISLAID = "mislay_handheld"


def test_what_was_mislaid_is_found_by_the_next_count() -> None:
    """A handheld that two counts in a row miss is lost once: a clerk loses at a count none that it finds again."""
    run = Small(60, 4, 1, busy=False).office(behaviours=[Erring({"3.3": 900_000})]).run()
    found = {(row["handheld"], row["counted_on"]): row["found"] for row in rows(run, "handheld_count")}
    counts = sorted({on for _, on in found}, key=str)
    following = dict(pairwise(counts))
    acts = run.acts.filter(run.acts["action"] == MISLAID).to_dicts()
    seen = [(act["object_id"], following[act["occurred_on"]]) for act in acts if act["occurred_on"] in following]
    assert len(seen) >= 2
    assert [found[pair] for pair in seen] == [True] * len(seen)
