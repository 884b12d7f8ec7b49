"""Texts of the command line: the same keys in both files, and every option has one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from string import Formatter

import pytest

from kaohe.app import COMMANDS, root
from kaohe.wording import choose_language, help_text, say, speak

TEXTS = Path(__file__).parents[2] / "kaohe" / "texts"


def _texts(language: str) -> dict[tuple[str, str], str]:
    sections = tomllib.loads((TEXTS / language / "command_line.toml").read_text(encoding="utf-8"))
    return {(section, key): text for section, keys in sections.items() for key, text in keys.items()}


def _places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    chinese, english = _texts("zh-Hant"), _texts("en")
    assert list(chinese) == list(english)
    assert [_places(text) for text in chinese.values()] == [_places(text) for text in english.values()]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_has_its_text(command: str) -> None:
    loaded = root().get_command(None, command)  # type: ignore[arg-type]  # our groups do not look at the context
    assert loaded is not None
    for param in loaded.params:
        key = max(param.opts, key=len).removeprefix("--") if param.param_type_name == "option" else param.name
        assert help_text(command, key)


@pytest.mark.parametrize(
    ("words", "default", "expected"),
    [
        (["run", "--lang", "en", "--json"], None, ("en", ["run", "--json"])),
        (["run", "--lang=zh-Hans"], "en", ("zh-Hans", ["run"])),
        (["run"], "en", ("en", ["run"])),
        (["run"], None, ("zh-Hant", ["run"])),
        (["--lang", "en", "--lang", "zh-Hant", "run"], None, ("zh-Hant", ["run"])),
        (["check", "--", "--lang", "en"], None, ("zh-Hant", ["check", "--", "--lang", "en"])),
        (["run", "--lang"], None, (None, ["run"])),
        (["run", "--lang", "EN"], None, (None, ["run"])),
    ],
)
def test_the_language_is_taken_off_the_line(words: list[str], default: str | None, expected: object) -> None:
    assert choose_language(words, default) == expected


def test_each_language_speaks() -> None:
    said = []
    for language in ("zh-Hant", "zh-Hans", "en"):
        speak(language)
        said.append(say("folder", "not_folder"))
    speak("zh-Hant")
    assert len(set(said)) == 3
