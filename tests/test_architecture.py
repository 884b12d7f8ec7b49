"""The shape of the code: who may import whom, how large files and functions may be, what must not be written."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("sim", "standards", "scenarios", "features", "reports", "kaohe")
MAY_IMPORT = {
    "sim": {"sim"},
    "standards": {"standards"},
    "scenarios": {"scenarios", "standards", "sim"},
    "features": {"features", "scenarios", "standards", "sim"},
    "reports": {"reports", "features", "scenarios", "standards", "sim"},
    "kaohe": set(ROOMS),
}
SHARED_WITH_STANDARDS = ("records", "ids", "files", "texts", "tariff", "lazy")
LONGEST_FUNCTION = 40
LONGEST_FILE = 500
MEDIAN_FUNCTION = 8

SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(_tree(path)))


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _functions(path: Path) -> Iterator[Function]:
    return (node for node in _nodes(path) if isinstance(node, Function))


def _lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _room(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] != "kaohe" or len(parts) == 1:
        return None
    return parts[1] if parts[1] in ROOMS else "kaohe"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    for line, module in _imports(path):
        target = _room(module)
        if target is None or target in MAY_IMPORT[room]:
            continue
        shared = room == "standards" and target == "sim" and module.split(".")[2:3]
        assert shared, f"{path.relative_to(ROOT)}:{line}: {room} must not import {module}"
        assert shared[0] in SHARED_WITH_STANDARDS, f"{path.relative_to(ROOT)}:{line}: the judge must not know {module}"


REPORTS = ("words", "judged", "papers", "bills", "amounts", "explaining")
"""The way from a word to an incident explained; `terminal`, `page` and `spreadsheets` show it, each alone."""
TOGETHER = {
    "results": ("marks", "page", "spreadsheets", "documents"),
    "studies": ("page", "documents"),
    "printed": ("page",),
}
"""What an exam comes to is shown in every way that there is, what a study comes to on pages; a printed paper is a page
with its typeface.
"""


@pytest.mark.parametrize(
    "path", sorted((ROOT / "reports").glob("*/*.py")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_rooms_of_reports_use_what_comes_before_them(path: Path) -> None:
    own = path.parent.name
    before = {*REPORTS[: REPORTS.index(own) + 1]} if own in REPORTS else {*REPORTS, own, *TOGETHER.get(own, ())}
    used = [(line, module) for line, module in _imports(path) if module.startswith("kaohe.reports.")]
    assert not [(line, module) for line, module in used if module.split(".")[2] not in before]


def test_rooms_are_imported_by_their_package_names() -> None:
    imports = [(path.name, line, name) for path in SOURCES for line, name in _imports(path)]
    assert not [found for found in imports if found[2].split(".")[0] in ROOMS[:-1]]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_FILE, f"{lines} lines: more than one subject?"
    long = {function.name: _lines(function) for function in _functions(path) if _lines(function) > LONGEST_FUNCTION}
    assert not long


def test_the_usual_function_is_short() -> None:
    assert statistics.median(_lines(function) for path in SOURCES for function in _functions(path)) <= MEDIAN_FUNCTION


def test_each_module_says_what_it_is_for() -> None:
    written = [path for path in SOURCES if path.stat().st_size]
    assert not [str(path.relative_to(ROOT)) for path in written if not ast.get_docstring(_tree(path))]


# ── what would make a run depend on the machine, the day or the order of sets ─────────────────────────────────────────

TODAY = ("today", "now", "utcnow")
CLOCKS = ("time", "random", "uuid")


@cache
def _calls(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple((node.lineno, ast.unparse(node.func)) for node in _nodes(path) if isinstance(node, ast.Call))


@pytest.mark.parametrize("room", ["sim", "standards", "scenarios"])
def test_no_result_depends_on_the_machine(room: str) -> None:
    found = []
    for path in (path for path in SOURCES if path.relative_to(ROOT).parts[0] == room):
        found += [(path.name, line, name) for line, name in _calls(path) if name == "hash"]
        found += [(path.name, line, name) for line, name in _calls(path) if name.split(".")[-1] in TODAY]
        found += [(path.name, line, name) for line, name in _imports(path) if name.split(".")[0] in CLOCKS]
        found += [(path.name, line, name) for line, name in _calls(path) if name.startswith("np.random.")]
    assert not [item for item in found if item[2] != "np.random.Philox"]


# ── words that must not be in the tree ───────────────────────────────────────────────────────────────────────────────

TAIWAN_TERMS = ("軟體", "資訊", "網路", "程式", "檔案夾", "預設")
TEXTS = (".toml", ".ftl", ".md", ".html")


def _written() -> Iterator[Path]:
    for folder in (*ROOMS, "docs"):
        yield from (path for path in (ROOT / folder).rglob("*") if path.suffix in TEXTS)
    yield from (path for path in ROOT.iterdir() if path.suffix in TEXTS)


def _containing(words: Iterable[str], paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        text = path.read_text(encoding="utf-8")
        yield from ((str(path.relative_to(ROOT)), word) for word in words if word in text)


def test_the_trade_terms_of_the_mainland_are_kept() -> None:
    assert not list(_containing(TAIWAN_TERMS, _written()))


def test_no_path_of_a_workplace_is_written() -> None:
    places = ("/" + "tmp/", "/" + "work/", "/" + "home/")
    assert not list(_containing(places, [*_written(), *SOURCES]))


ONE_WORD = {
    "客戶": "用戶",
    "繳費": "交費",
    "電費賬單": "電費單",
    "特性文件": "用例",
    "有人指為故意": "被指故意",
    "新短少": "本次短少",
    "登記工當日": "登記處當日收款",
    "第 0 次": "(first of all)",
}
"""Variants that are not used, and the word that is; the handbook's own sentences stand in the rulebook as they are."""


def test_one_thing_has_one_name() -> None:
    ours = [path for path in _written() if path.relative_to(ROOT).parts[:2] != ("standards", "rulebook")]
    assert not list(_containing(ONE_WORD, ours))
    names = (ROOT / "standards" / "rulebook" / "objects.toml", *(ROOT / "standards" / "rulebook").glob("limits.toml"))
    assert not list(_containing(ONE_WORD, names))
