"""What people mean by numbers, dates and names that are not written as they should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.files import nearest, spelled_number
from kaohe.sim.files.spelling import spelled_date

NUMBERS = {
    "1000": ("quoted", 1000),
    "１０００": ("full-width", 1000),
    "1,000": ("thousands", 1000),
    "1，000": ("full-width", 1000),
    "1 000": ("thousands", 1000),
    "1e3": ("exponent", 1000),
    "一千": ("chinese", 1000),
    "一千零五": ("chinese", 1005),
    "兩萬三千": ("chinese", 23_000),
    "壹仟元整": ("chinese", 100_000),
    "1千": ("chinese", 1000),
    "1.5万": ("chinese", 15_000),
    "一億二千萬": ("chinese", 120_000_000),
    "二〇〇一": ("chinese", 2001),
    "十五": ("chinese", 15),
    "¥1000": ("unit", 100_000),
    "5,000元": ("thousands", 500_000),
    "５０００元": ("full-width", 500_000),
    "−5000": ("minus-sign", -5000),
    "0012": ("leading-zeros", 12),
    "10.50": ("quoted", 1050),
    "500.00": ("quoted", 50_000),
    "1,000.5": ("thousands", 100_050),
    "５００．００": ("full-width", 50_000),
    "0.005": ("quoted", None),
    "12日": ("unit", 12),
    "nan": ("not-finite", None),
    "1e99": None,
    "萬": None,
    "元": None,
    "many": None,
    "": None,
    "1.2.3": None,
    "1-2": None,
}


@pytest.mark.parametrize(("text", "meant"), NUMBERS.items(), ids=[text or "nothing" for text in NUMBERS])
def test_numbers_written_otherwise_are_understood(text: str, meant: tuple[str, int | None] | None) -> None:
    found = spelled_number(text)
    assert (found and (found.why, found.whole(fen=True))) == meant


@given(st.integers(0, 10**12), st.sampled_from(["0123456789", "０１２３４５６７８９", "〇一二三四五六七八九"]))
def test_digits_of_every_kind_give_their_number(number: int, digits: str) -> None:
    found = spelled_number("".join(digits[int(digit)] for digit in str(number)))
    assert found is not None
    assert found.whole() == number


@given(st.text(max_size=60))
def test_no_text_upsets_the_reading_of_numbers_and_dates(text: str) -> None:
    found = spelled_number(text)
    assert found is None or found.why
    assert spelled_date(text) is None or len(text) >= 8


@pytest.mark.parametrize(
    ("text", "iso", "exists"),
    [("2001/3/9", "2001-03-09", True), ("２００１年３月９日", "2001-03-09", True), ("2001-02-30", "2001-02-30", False)],
)
def test_dates_written_otherwise_are_understood(text: str, iso: str, exists: bool) -> None:
    found = spelled_date(text)
    assert found is not None
    assert (found.iso, found.exists) == (iso, exists)


TIERS = ("重大責任事故", "嚴重責任事故", "一般責任事故", "門檻", "托收", "低壓客戶")
NAMES = (*TIERS, "threshold", "meter_reader", "low_fen")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("严重责任事故", "嚴重責任事故"),
        ("门槛", "門檻"),
        ("門欄", "門檻"),
        ("託收", "托收"),
        ("低压客户", "低壓客戶"),
        ("treshold", "threshold"),
        ("ｔｈｒｅｓｈｏｌｄ", "threshold"),
        ("METER-READER", "meter_reader"),
        ("low\u200b", "low_fen"),
        ("門檻\u3000", "門檻"),
        ("完全無關", None),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_the_nearest_name_is_found_whatever_the_script_and_width(name: str, meant: str | None) -> None:
    assert nearest(name, NAMES) == meant


@given(st.lists(st.text("ab門檻", min_size=1, max_size=6), min_size=1, unique=True), st.data())
def test_a_name_is_nearest_to_itself_or_to_its_equal(names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names))
    assert nearest(name, names) == name
