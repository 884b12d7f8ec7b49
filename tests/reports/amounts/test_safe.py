"""What is missing from the safe in words: missing still, found later in parts, or counted by the principal."""

from __future__ import annotations

import pytest

from kaohe.reports.amounts.formulas import working
from kaohe.sim.texts import use_language

COUNTED = {"book_fen": 350_000, "counted_fen": 200_000, "missing_before_fen": 0, "newly_missing_fen": 150_000}
FOUND = {
    "made_good_fen": [50_000, 20_000],
    "made_good_days": [2, 7],
    "made_good_worth_fen": 50,
    "daily_rate": "0.00021",
}

# (500.00 × 2 + 200.00 × 7) × 0.00021 = 0.504.
CASES = (
    ("zh-Hant", {"amount_fen": 150_000}, "至今仍短少 1,500.00 元。"),
    (
        "zh-Hant",
        {"amount_fen": 80_000, **FOUND, "priced_as": "interest_if_in"},
        "日後找回、補開的，金額 × 短少日數 × 日利率（考核辦法 [delay] daily_rate）："
        "（500.00 元 × 2 日 + 200.00 元 × 7 日）× 0.00021 = 0.50 元，四捨五入到分；"
        "合計 800.00 元 + 0.50 元 = 800.50 元。",
    ),
    (
        "en",
        {"amount_fen": 80_000, **FOUND, "made_good_worth_fen": 70_000, "priced_as": "principal"},
        " Found or reissued later 700.00 yuan, the principal counts; "
        "together 800.00 yuan + 700.00 yuan = 1,500.00 yuan.",
    ),
)


@pytest.mark.parametrize(("language", "worth", "said"), CASES)
def test_what_is_missing_from_the_safe(language: str, worth: dict[str, object], said: str) -> None:
    begins = {
        "zh-Hant": "賬面結存 3,500.00 元 − 實點 2,000.00 元 − 此前已短少 0.00 元 = 本次短少 1,500.00 元。",
        "en": "By the journal 3,500.00 yuan − counted 2,000.00 yuan − missing before 0.00 yuan = "
        "1,500.00 yuan newly missing.",
    }
    with use_language(language):
        work = working("safe", {**COUNTED, **worth})
    assert work.text == begins[language] + said
    assert len(work.inputs) == len(COUNTED)
