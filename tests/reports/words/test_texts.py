"""Every text that the reports ask for exists in both languages, with the same arguments."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from fluent.syntax import ast as fluent
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor

from kaohe.reports.words.keys import coded, counter_text
from kaohe.reports.words.wording import TEXTS
from kaohe.sim.records import SCHEMA
from kaohe.sim.town.counters import is_door
from kaohe.standards import Rulebook
from kaohe.standards.evidence.entries import STAGES
from kaohe.standards.evidence.entry_cases import SEVERAL
from kaohe.standards.evidence.refuted_readings import FROZEN, IMPOSSIBLE

LANGUAGES = ("zh-Hant", "en")
ROOMS = Path(__file__).parents[3]


class _Arguments(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:
        self.names.add(node.id.name)


def _entries(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((ROOMS / "reports" / "texts" / language).glob("*.ftl")):
        for entry in parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, fluent.Junk), entry.content
            if isinstance(entry, fluent.Message):
                assert entry.id.name not in found, f"{entry.id.name} twice, the second time in {path.name}"
                arguments = _Arguments()
                arguments.visit(entry)
                found[entry.id.name] = sorted(arguments.names)
    return found


def _calls(name: str) -> set[str]:
    """First arguments, where they are plain strings, of calls of a function anywhere in the room."""
    found = set()
    for path in sorted((ROOMS / "reports").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    page = "".join(path.read_text("utf-8") for path in sorted((ROOMS / "reports" / "page").glob("*.html")))
    return found | set(re.findall(rf'\b{name}\("([a-z-]+)"[,)]', page))


def test_both_languages_have_the_same_keys() -> None:
    chinese, english = (_entries(language) for language in LANGUAGES)
    assert sorted(chinese) == sorted(english)


def test_a_translation_uses_only_what_the_original_is_given() -> None:
    chinese, english = (_entries(language) for language in LANGUAGES)
    given = {"tick-wan", "amount-days", "bill-class"}  # ten-thousands against thousands; English has plurals
    differing = {key for key in chinese if chinese[key] != english[key]}
    assert differing == given


def test_every_key_in_the_code_has_a_text() -> None:
    wanted = _calls("say")
    assert len(wanted) > 200
    assert sorted(key for key in wanted if key not in TEXTS) == []


def test_codes_of_keys_have_words() -> None:
    codes = {(table.name, code) for table in SCHEMA.values() for part in table.key.parts for code in part.codes}
    lacking = [code for table, code in codes if coded(table, code) == code and f"value-{code}" not in TEXTS]
    assert codes
    assert lacking == []


def test_door_rounds_are_no_windows() -> None:
    counters = (1, 8, 9, 15, 17, 25)
    assert [counter_text(n).startswith("走收") for n in counters] == [is_door(n) for n in counters]


def test_fees_and_lines_have_the_names_of_the_trade() -> None:
    assert coded("fee_receipt", "new_connection.resident") == "新裝費（居民）"
    assert coded("bill_line", "energy:peak") == "峰段電費"
    assert coded("staff", "meter_tester") == "電能表修校工"


def test_every_formula_of_the_judge_has_a_text() -> None:
    compared = [name for stage in STAGES for name in stage.fields]
    signs = {
        "register": tuple(f"register-{sign}" for sign in (FROZEN, IMPOSSIBLE)),
        "entry": tuple(f"entry-{name.replace('_', '-')}" for name in (*compared, SEVERAL)),
    }
    limbs = [limb for clause in Rulebook.load().clauses.values() for limb in clause.limbs]
    formulas = {limb.formula for limb in limbs if limb.formula is not None}
    assert {"billing", "delay", "register"} <= formulas
    keys = [key for name in sorted(formulas) for key in signs.get(name, (name.replace("_", "-"),))]
    assert [key for key in keys if f"formula-{key}" not in TEXTS] == []
