"""Catalogues: the same texts in every language, arguments that stay as given, and nothing missing in silence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from importlib import resources
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.files import Faults, FileModel, load_toml_text
from kaohe.sim.texts import (
    LANGUAGES,
    Catalogue,
    Names,
    Verbatim,
    catalogue,
    current_language,
    day,
    use_language,
    yuan,
)

ROOT = Path(__file__).parents[3]
ROOMS = sorted({path.parents[2].name for path in ROOT.glob("*/texts/zh-Hant/*.ftl")})


OF_ONE_LANGUAGE = {("reports", "tick-wan")}  # counts in 萬 or in thousands, from two arguments


class Variables(Visitor):
    """The variables that a message shows, and those that only choose between its forms."""

    def __init__(self) -> None:
        self.shown: set[str] = set()
        self.chosen: set[str] = set()

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        if isinstance(node.selector, ast.VariableReference):
            self.chosen.add(node.selector.id.name)
        for variant in node.variants:
            self.visit(variant)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.shown.add(node.id.name)


def _texts(room: str, language: str) -> dict[tuple[str, str], Variables]:
    """The messages of a room by subject and id."""
    texts: dict[tuple[str, str], Variables] = {}
    for path in sorted((ROOT / room / "texts" / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path}: {entry.content}"
            if isinstance(entry, ast.Message):
                variables = texts[path.stem, entry.id.name] = Variables()
                variables.visit(entry)
    return texts


def _agree(one: Variables, other: Variables) -> bool:
    """What one language shows the other at least chooses by; plurals are a language's own affair."""
    return one.shown <= other.shown | other.chosen and other.shown <= one.shown | one.chosen


@pytest.mark.parametrize("room", ROOMS)
def test_languages_have_the_same_texts_with_the_same_variables(room: str) -> None:
    chinese, english = _texts(room, "zh-Hant"), _texts(room, "en")
    assert sorted(chinese) == sorted(english)
    differing = {(room, key[1]) for key in chinese if not _agree(chinese[key], english[key])}
    assert differing <= OF_ONE_LANGUAGE


@pytest.fixture(name="cat")
def _cat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """The catalogue of a package made for the test."""
    name = f"texts_of_{tmp_path.name}"
    for language, files in (("zh-Hant", {"bills": BILLS, "notes": NOTES}), ("en", {"all": EN})):
        (folder := tmp_path / name / "texts" / language).mkdir(parents=True)
        for subject, source in files.items():
            (folder / f"{subject}.ftl").write_text(source, encoding="utf-8")
    (tmp_path / name / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    return catalogue(name)


BILLS = """\
got = 收到 { $what }，共 { $count } 戶
"""
NOTES = """\
note = 說明：{ $inner }
nothing = {""}
between = {" "}、{ $what }
## a comment
choice = { $what ->
    [one] 甲 { $count }
   *[other] 乙
}
"""
EN = """\
got = got { $what } from { $count ->
    [one] one customer
   *[other] { $count } customers
 }
note = note: { $inner }
nothing = {""}
between = {" "}; { $what }
choice = { $what ->
    [one] A { $count }
   *[other] B
}
only-here = not in Chinese
"""


def _shown(text: Callable[[], str]) -> list[str]:
    shown = []
    for language in LANGUAGES:
        with use_language(language):
            shown.append(text())
    return shown


def test_a_text_is_in_the_language_in_force(cat: Catalogue) -> None:
    shown = _shown(lambda: cat("got", what="電費", count=12345))
    assert shown == ["收到 電費，共 12345 戶", "收到 电费，共 12345 户", "got 電費 from 12345 customers"]


def test_an_integer_chooses_the_plural(cat: Catalogue) -> None:
    with use_language("en"):
        assert cat("got", what="fees", count=1) == "got fees from one customer"


def test_what_must_be_copied_is_never_simplified(cat: Catalogue) -> None:
    shown = _shown(lambda: cat("got", what=Verbatim("門檻"), count=2))
    assert shown == ["收到 門檻，共 2 戶", "收到 門檻，共 2 户", "got 門檻 from 2 customers"]


def test_a_message_waits_for_its_language_also_inside_another(cat: Catalogue) -> None:
    message = cat.message("note", inner=cat.message("got", what=Verbatim("門檻"), count=1))
    assert _shown(lambda: str(message)) == [
        "說明：收到 門檻，共 1 戶",
        "说明：收到 門檻，共 1 户",
        "note: got 門檻 from one customer",
    ]


def test_plain_texts_and_choices(cat: Catalogue) -> None:
    assert (cat("nothing"), cat("between", what=-3)) == ("", " 、-3")
    assert [cat("choice", what=what, count=7) for what in ("one", "two")] == ["甲 7", "乙"]
    with pytest.raises(KeyError, match="count"):
        cat("choice", what="one")
    with pytest.raises(TypeError, match="what"):
        cat("between", what=0.5)  # type: ignore[arg-type]  # what must not be given


@pytest.mark.parametrize("line", ["沒有鍵", "key : 文", "9 = 文"])
def test_a_file_that_cannot_be_read_is_refused(cat: Catalogue, tmp_path: Path, line: str) -> None:
    file = next(tmp_path.glob("*/texts/zh-Hant/notes.ftl"))
    file.write_text(f"{NOTES}\n# a comment\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=line):
        cat("note", inner="文")


def test_nothing_is_missing_in_silence(cat: Catalogue) -> None:
    with pytest.raises(KeyError, match="no text 'absent'"):
        cat("absent")
    with pytest.raises(KeyError, match="absent"):
        cat.message("absent")
    with pytest.raises(KeyError, match="what"):
        cat("got", count=1)
    with pytest.raises(KeyError, match="in zh-Hant"):
        cat("only-here")
    assert ("got" in cat, "only-here" in cat) == (True, False)


@pytest.mark.parametrize("value", [1.5, True, date(2001, 1, 1), None])
def test_numbers_and_dates_are_formatted_by_the_caller(cat: Catalogue, value: object) -> None:
    with pytest.raises(TypeError, match="format it first"):
        cat("note", inner=value)  # type: ignore[arg-type]  # that is the point


def _written(cat: Catalogue, text: str) -> None:
    file = Path(str(resources.files(cat.package))) / "texts" / "zh-Hant" / "notes.ftl"
    file.write_text(text, encoding="utf-8")


def test_a_broken_catalogue_is_refused(cat: Catalogue) -> None:
    _written(cat, "note = { $what\n")
    with pytest.raises(ValueError, match=r"texts/zh-Hant/notes\.ftl cannot be read at"):
        cat("got", what="", count=1)


@pytest.mark.parametrize("text", ["got = 再來一次\n", "note = 一\nnote = 二\n"])
def test_a_text_that_is_given_twice_is_refused(cat: Catalogue, text: str) -> None:
    """Fluent would keep the first and say nothing."""
    _written(cat, text)
    with pytest.raises(ValueError, match=r"notes\.ftl gives the text '(got|note)', which there is already"):
        cat("got", what="", count=1)


# ── language, names, figures ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_language_is_set_for_a_block_or_from_here_on() -> None:
    assert current_language() == "zh-Hant"
    with use_language("en"):
        use_language("zh-Hans")
        assert current_language() == "zh-Hans"
    assert current_language() == "zh-Hant"
    with pytest.raises(ValueError, match="zh-Hant, zh-Hans, en"):
        use_language("fr")
    assert current_language() == "zh-Hant"


class Post(FileModel):
    name: Names


def test_a_name_is_read_from_a_table_and_shown_in_the_language_in_force() -> None:
    name = load_toml_text('name = { zh = "營業會計", en = "accountant" }', Post).value.name
    assert name == Names("營業會計", "accountant")
    assert _shown(name.text) == ["營業會計", "营业会计", "accountant"]
    assert Post(name=name).model_dump() == {"name": {"zh": "營業會計", "en": "accountant"}}


@pytest.mark.parametrize("table", ['{ zh = "甲" }', '{ zh = "", en = "a" }', '{ zh = 1, en = "a" }', '"甲"'])
def test_a_name_lacking_a_language_is_refused(table: str) -> None:
    with pytest.raises(Faults):
        load_toml_text(f"name = {table}", Post)


@given(st.integers(-(10**17), 10**17))
def test_yuan_keeps_every_fen(fen: int) -> None:
    shown = yuan(fen)
    assert int(shown.replace(",", "").replace(".", "").replace("−", "-")) == fen
    assert [len(part) for part in shown.lstrip("−").split(".")[0].split(",")[1:]] in ([3] * n for n in range(6))


def test_yuan_and_days_read_alike_everywhere() -> None:
    assert [yuan(fen) for fen in (0, -5, 123456, 100)] == ["0.00", "−0.05", "1,234.56", "1.00"]
    assert day(date(2001, 3, 9)) == day(datetime(2001, 3, 9, 8, 30)) == "2001-03-09"


def test_texts_cost_nothing_until_one_is_asked_for() -> None:
    code = "import sys, kaohe.sim.texts as t; print([m for m in ('fluent.runtime', 'opencc') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
