"""The vocabulary as it is printed: every example is a step, with words that the gate knows, in every language."""

from __future__ import annotations

import pytest

import kaohe.sim.office  # noqa: F401  # the desks enter there what can be ordered
from kaohe.scenarios.gherkin.gate_steps import LANGUAGES, Line, matched, step_faults
from kaohe.scenarios.gherkin.shown import keyword_name, steps, topic_name
from kaohe.scenarios.gherkin.vocabulary import PHRASES
from kaohe.sim.texts import use_language
from kaohe.standards import Policy

WITH_A_TABLE = ("incidents_are", "incidents_include", "slips_are")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_is_the_step_that_it_shows(language: str) -> None:
    policy = Policy.load("handbook")
    with use_language(language):
        told = steps()
        assert [step.id for step in told] == [phrase.id for phrase in PHRASES]
        for step, phrase in zip(told, PHRASES, strict=True):
            assert len(step.examples) == len(phrase.templates(language))  # type: ignore[arg-type]
            assert step.purpose
            assert topic_name(step.topic)
            assert keyword_name(step.keyword)
            for example in step.examples:
                found = matched(example, step.keyword)
                assert found is not None, example
                assert found[0] is phrase, example
                table = [["條款"], ["2.2"]] if step.id in WITH_A_TABLE else None
                assert not list(step_faults(Line(step.keyword, example, table), policy)), example
