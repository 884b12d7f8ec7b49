"""The frozen pools of names."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata, resources

import pytest

from kaohe.sim.town.name_pools import SEED, book_name, lines, make_people, person, pools

TEXT = resources.files("kaohe.sim.town").joinpath("data", "names.txt").read_text(encoding="utf-8")


def test_every_pool_has_its_names_each_once() -> None:
    sizes = {name: len(pool) for name, pool in pools().items()}
    assert sizes == {
        "people": 3000,
        "shops": 200,
        "factories": 120,
        "offices": 80,
        "farms": 60,
        "places": 360,
        "streets": 240,
    }
    assert all(len(set(pool)) == len(pool) for pool in pools().values())


def test_pools_do_not_change_under_a_reader() -> None:
    found: Mapping[str, tuple[str, ...]] = pools()
    assert not hasattr(found, "__setitem__")


def test_names_are_traditional_and_surnames_as_people_write_them() -> None:
    people = "".join(pools()["people"])
    assert not set(people) & set("张刘陈杨赵孙马罗郑谢邓冯韩")
    assert not {name[0] for name in pools()["people"]} & set("餘於遊範薑嶽塗")
    assert set("張劉余于范姜") <= {name[0] for name in pools()["people"]}


@pytest.mark.skipif(
    f"Faker {metadata.version('faker')} " not in TEXT, reason="another Faker draws other names; the file is frozen"
)
def test_the_command_in_the_header_makes_the_file() -> None:
    assert "\n".join(lines()) + "\n" == TEXT


def test_a_fresh_pool_depends_on_locale_and_seed_alone() -> None:
    assert make_people("en_GB", 3, 5) == make_people("en_GB", 3, 9)[:5]
    assert make_people("zh_CN", SEED + 1, 50) != pools()["people"][:50]


def test_numbers_go_round_the_pool() -> None:
    assert person(0) == person(3000) == pools()["people"][0]
    assert person(2999) != person(3000)


@pytest.mark.parametrize("kind", ["resident", "commerce", "special"])
def test_books_are_never_named_alike(kind: str) -> None:
    assert len({book_name(kind, number) for number in range(4000)}) == 4000


def test_names_of_books() -> None:
    assert book_name("resident", 0) == "東風里"
    assert book_name("resident", 360) == "東風里2段"
    assert book_name("commerce", 1) == "紅星路"
    assert book_name("special", 0) == "專變1段"
