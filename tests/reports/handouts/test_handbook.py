"""What a candidate must be told to work out every amount of the key."""

from __future__ import annotations

import pytest

from kaohe.reports.handouts.handbook import handbook_page
from kaohe.sim.texts import use_language
from kaohe.standards import Policy, Rulebook


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
@pytest.mark.parametrize("policy", ["handbook", "p1"])
def test_the_handbook_says_what_late_money_is_worth(language: str, policy: str) -> None:
    rules = Policy.load(policy)
    with use_language(language):
        page = handbook_page(Rulebook.load(), rules)
    assert rules.delay.priced_as == "interest"
    assert str(rules.delay.daily_rate) in page
    assert str(rules.delay.principal_after_days) in page
