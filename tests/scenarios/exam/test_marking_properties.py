"""What holds of every mark, whatever the key and the sheet."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.scenarios.exam.key import Key, KeyIncident
from kaohe.scenarios.exam.marking import mark
from kaohe.scenarios.exam.matching import matched
from kaohe.scenarios.exam.scheme import STAGES, Scheme
from kaohe.scenarios.exam.sheet import AnswerLine, AnswerSheet
from tests.proving import examples
from tests.scenarios.exam.sample import KEY, months, right_line, wrong_line

SCHEME = Scheme()
SHARP = Scheme(weights={"find": 30, "classify": 10, "value": 20, "attribute": 10, "sanction": 30})
FEW = examples(25)


def copied(like: KeyIncident, number: int) -> KeyIncident:
    """The same kind of incident on another object, shown by rows of its own and by one row of all."""
    own = frozenset({("row", number), ("row", 100 + number)})
    rows = own | {("row", 999)}
    return replace(like, number=number, object_id=number, decisive=rows, own=own, persons=(number,))


keys = st.lists(st.sampled_from(KEY.incidents), min_size=1, max_size=9).map(
    lambda kinds: replace(KEY, incidents=tuple(copied(kind, number) for number, kind in enumerate(kinds, 1)))
)


@st.composite
def poor_lines(draw: st.DrawFn, key: Key) -> tuple[AnswerLine, ...]:
    """Lines that are right in part, several of them perhaps on one incident."""
    chosen = draw(st.lists(st.sampled_from(key.incidents), max_size=12))
    lines = []
    for number, incident in enumerate(chosen, 1):
        line = right_line(incident, number)
        lines.append(
            replace(
                line,
                clause=draw(st.sampled_from((line.clause, "7.2"))),
                cites=draw(st.sampled_from((line.cites[:1], (("row", 999),), line.cites))),
                amount_fen=draw(st.sampled_from((line.amount_fen, None, 0, 130_000))),
                tier=draw(st.sampled_from((line.tier, "serious", None))),
                person=draw(st.sampled_from((line.person, None, 1, 77))),
            )
        )
    return tuple(lines)


papers = keys.flatmap(lambda key: st.tuples(st.just(key), poor_lines(key)))


@FEW
@given(papers, st.sampled_from((SCHEME, SHARP)))
def test_every_stage_lies_between_nothing_and_all(paper: tuple[Key, tuple[AnswerLine, ...]], scheme: Scheme) -> None:
    key, lines = paper
    found = mark(AnswerSheet(lines), key, scheme)
    assert all(0 <= stage.credit <= 1 for stage in found.stages)
    assert sum(stage.weight for stage in found.stages) == 100
    assert {sum(one.weights.values()) for one in found.incidents} == {
        Fraction(100 - scheme.weights["find"], len(key.incidents))
    }


@FEW
@given(papers, st.sampled_from((SCHEME, SHARP)), st.booleans())
def test_a_wrong_claim_never_raises_a_mark(
    paper: tuple[Key, tuple[AnswerLine, ...]], scheme: Scheme, names_somebody: bool
) -> None:
    key, lines = paper
    before = mark(AnswerSheet(lines), key, scheme)
    wrong = wrong_line(30, person=55 if names_somebody else None, sanctions=(months("withhold_all_bonus", 6),))
    after = mark(AnswerSheet((*lines, wrong)), key, scheme)
    assert after.total <= before.total
    assert all(after.stage(name).credit <= before.stage(name).credit for name in STAGES)


@FEW
@given(papers, st.randoms(use_true_random=False))
def test_the_order_of_lines_says_nothing(paper: tuple[Key, tuple[AnswerLine, ...]], chance: random.Random) -> None:
    key, lines = paper
    shuffled = [*lines]
    chance.shuffle(shuffled)
    again = tuple(replace(line, number=number) for number, line in enumerate(shuffled, 1))
    unnamed = [replace(line, person=None) for line in lines], [replace(line, person=None) for line in again]
    first, second = (mark(AnswerSheet(tuple(each)), key, SCHEME) for each in unnamed)
    assert first.uncapped == second.uncapped
    assert (
        mark(AnswerSheet(tuple(reversed(lines))), key, SCHEME).uncapped
        == mark(AnswerSheet(lines), key, SCHEME).uncapped
    )


@FEW
@given(keys, st.sampled_from((SCHEME, SHARP)), st.data())
def test_one_right_claim_of_n_earns_its_share(key: Key, scheme: Scheme, data: st.DataObject) -> None:
    line = right_line(data.draw(st.sampled_from(key.incidents)))
    assert mark(AnswerSheet((line,)), key, scheme).uncapped <= Fraction(100, len(key.incidents)) + 5


@FEW
@given(keys, st.sampled_from((SCHEME, SHARP)))
def test_the_oracle_has_a_hundred(key: Key, scheme: Scheme) -> None:
    lines = tuple(right_line(incident) for incident in key.incidents)
    assert mark(AnswerSheet(lines), key, scheme).total == 100


@FEW
@given(papers)
def test_a_right_answer_more_in_the_key_never_lowers_a_mark(paper: tuple[Key, tuple[AnswerLine, ...]]) -> None:
    key, lines = paper
    first = key.incidents[0]
    other = replace(first.worth, amount_fen=130_000, tiers=("general",), reason="amended")
    wider = replace(first, clauses=(*first.clauses, "7.2"), worths=(*first.worths, other))
    after = mark(AnswerSheet(lines), replace(key, incidents=(wider, *key.incidents[1:])), SCHEME)
    assert after.uncapped >= mark(AnswerSheet(lines), key, SCHEME).uncapped


@pytest.mark.parametrize("seed", range(30))
def test_matching_gains_the_most_there_is(seed: int) -> None:
    """Against every matching of up to four lines and incidents."""
    chance = random.Random(seed)
    gains = {
        edge: Fraction(chance.randint(1, 4), 4)
        for edge in itertools.product(range(4), range(4))
        if chance.random() < 0.6
    }
    whole = max(
        sum((gains.get((line, incident), Fraction(0)) for line, incident in enumerate(order)), Fraction(0))
        for order in itertools.permutations(range(4))
    )
    assert sum((gains[edge] for edge in matched(gains).items()), Fraction(0)) == whole


def test_among_equals_the_first_lines_are_matched() -> None:
    gains = {(line, incident): Fraction(1) for line in (5, 2, 9) for incident in (1, 2)}
    assert sorted(matched(gains)) == [2, 5]
