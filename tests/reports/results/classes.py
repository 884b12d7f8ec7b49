"""A class that was marked by the key made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kaohe.reports.results.inputs import FormOffice, Results
from kaohe.scenarios.exam.classroom import Marked
from kaohe.scenarios.exam.key import Key
from kaohe.scenarios.exam.marking import mark
from kaohe.scenarios.exam.moderation import Amendment, amended, hands_of
from kaohe.scenarios.exam.scheme import Scheme
from kaohe.scenarios.exam.sheet import AnswerSheet
from kaohe.scenarios.exam.statistics import class_figures
from tests.scenarios.exam.sample import KEY, MISREAD, oracle, right_line
from tests.sim.office import handbook, rulebook

GOOD, BAD = oracle(), AnswerSheet()
HALF = AnswerSheet(oracle().lines[:2])
CHEAP = AnswerSheet((replace(right_line(MISREAD), amount_fen=200_000, tier="general"), *oracle().lines[1:]))


def results(
    sheets: Mapping[str, AnswerSheet],
    *,
    key: Key = KEY,
    amendments: Sequence[Amendment] = (),
    names: Mapping[str, str] | None = None,
    office: FormOffice | None = None,
) -> Results:
    """Everybody with one form."""
    whole = amended(key, amendments)
    marked = {
        name: Marked(name, 1, mark(sheet, whole, Scheme(), hands_of(amendments, name)), sheet is not BAD)
        for name, sheet in sheets.items()
    }
    keys = {1: whole}
    return Results(
        id="paper",
        exam="綜合卷",
        marking=1,
        marked=marked,
        keys=keys,
        scheme=Scheme(),
        figures=class_figures(marked, keys),
        rulebook=rulebook(),
        policy=handbook(),
        amendments=amendments,
        names=names or {},
        offices={} if office is None else {1: office},
    )


FOUR = {"C01": GOOD, "C02": HALF, "C03": CHEAP, "C04": BAD}


def many(count: int) -> dict[str, AnswerSheet]:
    """Good, half and cheap sheets in turn, the last one blank."""
    kinds = (GOOD, HALF, CHEAP)
    return {f"C{at + 1:02d}": BAD if at == count - 1 else kinds[at % 3] for at in range(count)}
