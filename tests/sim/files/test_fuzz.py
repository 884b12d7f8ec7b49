"""Whatever is done to a good file, it is read or refused with faults that have a place: nothing else comes out."""

from __future__ import annotations

import random

import pytest

from kaohe.sim.files import Faults, load_toml_text
from tests.proving import seeds, times
from tests.sim.files.sample import GOOD, Policy

SIGNS = "[]{}=\"'\\#.,:-+0123456789eE_ \n\t\rabcxyz門檻１，。＝\u3000\u200b\x00\x7f\ufeff\u2028%￥千萬NaNinf"
ROUNDS = times(1500, 60_000)


def _lines(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at : at + chance.choice((0, 1))] = [chance.choice(lines)] * chance.choice((0, 1))
    return "\n".join(lines)


def _signs(chance: random.Random, text: str) -> str:
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.choice((0, 0, 1, 1, 2, 30)))
    put = "".join(chance.choice(SIGNS) for _ in range(chance.choice((0, 1, 1, 5))))
    return text[:start] + (put or text[start:end] * chance.choice((0, 2, 30))) + text[end:]


def _mutated(chance: random.Random) -> str:
    text = GOOD
    for _ in range(chance.choice((1, 1, 2, 5))):
        text = chance.choice((_lines, _signs, _signs))(chance, text)
    return text if chance.random() < 0.95 else text[: chance.randrange(len(text) + 1)]


def _lines_of(text: str) -> int:
    return 1 + sum(text.replace("\r\n", "\n").count(end) for end in "\n\r\u2028")


def _faults(text: str) -> Faults | None:
    try:
        load_toml_text(text, Policy)
    except Faults as found:
        return found
    return None


@pytest.mark.parametrize("seed", seeds(range(3), free=9))
def test_a_mutated_file_gives_faults_or_a_value(seed: int) -> None:
    refused = 0
    for number in range(ROUNDS // 3):
        text = _mutated(random.Random(seed * ROUNDS + number))
        if (found := _faults(text)) is None:
            continue
        refused += 1
        assert found.render(with_excerpt=True)
        assert all(1 <= (fault.line or 0) <= _lines_of(text) and (fault.column or 0) >= 1 for fault in found.faults)
    assert refused > ROUNDS // 6


LARGE = 1 << 20
HEAVY = {
    "brackets": "a=" + "[" * LARGE,
    "quotes": '"' * LARGE,
    "dotted": "a." * (LARGE // 2) + "a=1",
    "quoted and dotted": '"a".' * (LARGE // 4),
    "digits apart": "a=1" + "_1" * (LARGE // 2),
    "twice": "a = 1\n" * (LARGE // 6),
    "carriage returns": "\r" * LARGE,
}


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY)
def test_the_largest_file_is_refused_with_few_faults(text: str) -> None:
    with pytest.raises(Faults) as caught:
        load_toml_text(text, Policy)
    assert 1 <= len(caught.value.faults) <= 20
