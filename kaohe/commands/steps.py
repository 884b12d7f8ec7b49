"""`kaohe steps [WORD]`: the steps of features in the language in use, each with what it does and examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Annotated

import typer

from kaohe.options import Json
from kaohe.scenarios.gherkin.shown import Step, keyword_name, steps, topic_name
from kaohe.sim.texts import LANGUAGES, use_language
from kaohe.terminal import show, show_json
from kaohe.wording import say


def command(word: Annotated[str | None, typer.Argument(metavar="WORD")] = None, json: Json = False) -> int:
    """Print the vocabulary, or the steps in which a word stands."""
    if json:
        show_json([_in_every_language(step.id) for step in _with(word)])
        return 0
    found = _with(word)
    if not found:
        show(say("done", "no_steps", word=word or ""))
        return 1
    for topic, own in groupby(found, key=lambda step: step.topic):
        show(f"{topic_name(topic)}\n")
        for step in own:
            _show(step)
    return 0


def _with(word: str | None) -> list[Step]:
    wanted = (word or "").casefold()
    return [step for step in steps() if wanted in " ".join((step.id, step.purpose, *step.examples)).casefold()]


def _show(step: Step) -> None:
    keyword = keyword_name(step.keyword)
    show("\n".join((f"  {step.purpose}", *(f"    {keyword} {example}" for example in step.examples), "")))


def _in_every_language(number: str) -> dict[str, object]:
    told: dict[str, object] = {}
    for language in LANGUAGES:
        with use_language(language):
            step = next(each for each in steps() if each.id == number)
            texts: dict[str, str | Sequence[str]] = {"purpose": step.purpose, "examples": step.examples}
            told |= {**{name: asdict(step)[name] for name in ("id", "topic", "keyword")}, language: texts}
    return told
