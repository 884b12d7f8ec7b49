"""Taking values down and putting them back: every kind that may be, and what may not."""

from __future__ import annotations

import json
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.errands import Errand
from kaohe.sim.deciding.worth import Fixed, Late
from kaohe.sim.desks.field.fitting import Removed
from kaohe.sim.founding import Founding
from kaohe.sim.office import Office
from kaohe.sim.state import StateError, Taken, put_back, take_down
from kaohe.sim.streams import Purpose
from tests.sim.office import Small, rules

PLAIN = [
    None,
    True,
    -(1 << 70),
    "日清日結",
    date(2001, 2, 14),
    (1, ("a", None), ()),
    [3, [2, []], {"b": (1,)}],
    {2, 1},
    frozenset({("read_book", 7)}),
    {(2, 1): "second first", "a": {1: []}},
    Fixed(7),
    (Late("deposit", 3, 100, 11_000), Errand("hand_in", 1, 2, 3, 4)),
]


def again(value: object) -> Any:
    """Taken down, written as JSON, read and put back."""
    taken = take_down(value)
    return put_back(Taken(json.loads(json.dumps(taken.value)), taken.arrays))


@pytest.mark.parametrize("value", PLAIN, ids=range(len(PLAIN)))
def test_plain_values_come_back_as_they_were(value: object) -> None:
    back = again(value)
    assert back == value
    assert type(back) is type(value)


def test_the_order_of_a_mapping_is_kept() -> None:
    assert list(again({9: 1, 2: 1, "c": 1})) == [9, 2, "c"]
    assert again(MappingProxyType({"b": 1, "a": 2})) == {"b": 1, "a": 2}


@pytest.mark.parametrize("dtype", ["int8", "int32", "int64", "uint64", "bool"])
def test_arrays_come_back_with_type_and_shape_and_are_copies(dtype: str) -> None:
    array = np.arange(6).reshape(2, 3).astype(dtype)
    taken = take_down([array])
    first, second = put_back(taken)[0], put_back(taken)[0]
    array[0, 0] = 1
    first[0, 1] = 0
    assert (second.dtype, second.shape) == (array.dtype, (2, 3))
    assert second.tolist() == np.arange(6).reshape(2, 3).astype(dtype).tolist()


def test_what_is_held_twice_is_held_twice_again() -> None:
    errand, array = Errand("hand_in", 1, 2, 3, 4), np.arange(3)
    first, second, third, fourth = again([errand, errand, array, array])
    assert first is second
    assert third is fourth


def test_a_diary_goes_on_where_it_was() -> None:
    diary: Diary[tuple[int, str]] = Diary()
    diary.put(3, (1, "a"))
    diary.put(2, (2, "b"))
    assert list(again(diary).from_day(0)) == list(diary.from_day(0))


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"a": [1, 2.5]}, r"dict\[a\]\[1\]"),
        (lambda: 1, "function"),
        (np.array(["a"]), "array of <U1"),
        ([np.int64(3)], r"list\[0\]: numpy.int64"),
        (Purpose.SWAP, "Purpose"),
        (Removed(np.arange(1), np.arange(1), np.arange(1)), "Removed"),
        (Small(), "Small"),
        (b"", "bytes"),
    ],
    ids=["float", "function", "text", "scalar", "enum", "named tuple", "test's own", "bytes"],
)
def test_anything_else_is_refused_and_said_where(value: object, where: str) -> None:
    with pytest.raises(StateError, match=where):
        take_down(value)


@pytest.mark.parametrize(
    "name",
    [
        "os:system",
        "kaohe.sim.streams:Purpose",
        "kaohe.sim.office:DAY",
        "kaohe.sim.state:take_down",
        "kaohe.scenarios:X",
    ],
)
def test_only_plain_classes_of_the_simulation_are_made(name: str) -> None:
    with pytest.raises(StateError, match=name):
        put_back(Taken(["object", name]))


def test_a_founding_says_which_office_it_is() -> None:
    small = Small(60, 1)
    founding = small.office().founding
    read = Founding.of(json.loads(json.dumps(founding.document())))
    assert read == founding
    assert read.digest() == founding.digest()
    others = [Founding(small.spec(), 2, rules()), Founding(Small(61, 1).spec(), 1, rules())]
    assert len({founding.digest(), *(each.digest() for each in others)}) == 3
    assert Office(read.spec, read.seed, read.rules).run().digests == small.office().run().digests


@pytest.mark.parametrize(
    "document", [None, 3, [], ["list"], ["object", "kaohe.sim.deciding.worth:Fixed", ["fen", 1]], {}]
)
def test_what_is_no_founding_is_refused(document: object) -> None:
    with pytest.raises(StateError):
        Founding.of(document)
