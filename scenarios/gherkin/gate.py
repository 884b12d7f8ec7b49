"""The gate: what is wrong with a feature file, told before anything runs; much of it would else pass in silence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, cast

from gherkin.errors import CompositeParserException
from gherkin.parser import Parser
from gherkin.token_matcher import TokenMatcher

from kaohe.scenarios.gherkin.gate_numbers import odd_numbers
from kaohe.scenarios.gherkin.gate_office import Described, Said, Wrong, office_faults
from kaohe.scenarios.gherkin.gate_steps import LONGEST, Line, cell_fault, matched, step_faults
from kaohe.sim.files import Fault, Faults, fold, nearest, read_text
from kaohe.sim.files.fault import made, say, shown
from kaohe.sim.texts import Argument, Language, catalogue
from kaohe.standards import Policy

_texts = catalogue("kaohe.scenarios")

LANGUAGES = ("zh-TW", "zh-CN", "en")
_SPOKEN: Mapping[str, Language] = {"zh-TW": "zh-Hant", "zh-CN": "zh-Hans", "en": "en"}
_DECLARED = re.compile(r"\s*#\s*language\s*:\s*([A-Za-z-]+)\s*")
_STRUCTURE = ("feature", "rule", "background", "scenario", "scenarioOutline", "examples")
_STEPS = ("given", "when", "then", "and", "but")
_SEPARATOR = re.compile("[\u2028\u2029\x85]")  # lines end here for some editors, not for the parser
_HIDDEN = re.compile(r"\s*([\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff])")
_TAG = re.compile("[:()\uff1a\uff08\uff09]")
BOM = b"\xef\xbb\xbf"
STEPS = 5_000  # of a file, those of outlines with every row
LOOKED_UP = 20  # unknown steps for which the nearest is sought
Node = Mapping[str, Any]


def check_features(paths: Iterable[Path], *, own_steps: bool = False) -> list[Fault]:
    """The faults of all files at once. `own_steps`: other steps than ours may occur."""
    return [fault for path in paths for fault in check_feature(path, own_steps=own_steps)]


def check_feature(path: Path, *, own_steps: bool = False) -> list[Fault]:
    """The faults of a feature file, by place; empty if it may run."""
    try:
        text = read_text(path)
    except Faults as unreadable:
        return list(unreadable.faults)
    lines = text.split("\n")  # what the parser takes for lines, not what Python does
    found = list(_Gate(str(path), lines, own_steps).faults(_marks(path)))
    return sorted(dict.fromkeys(found), key=lambda each: (each.line or 0, each.column or 0, each.code))


@dataclass(frozen=True)
class ParsedScenario:
    """A scenario of a sound feature: its line, whether it has examples, its steps that are ours, the line of each."""

    line: int
    examples: bool
    said: tuple[Said, ...]
    lines: tuple[int, ...]


def parsed_scenarios(path: Path) -> tuple[list[str], str, list[ParsedScenario]]:
    """The lines of a sound feature, its name, and its scenarios with the steps of the background before their own."""
    lines = read_text(path).split("\n")
    language, _ = _Gate(str(path), lines, own_steps=False).language()
    feature = cast("Node", Parser().parse("\n".join(lines), TokenMatcher(language)))["feature"]
    found = []
    for scenario, before in _parts(feature):
        steps = [*before, *scenario["steps"]]
        at = tuple(int(step["location"]["line"]) for step in steps)
        line, said = int(scenario["location"]["line"]), tuple(_said(steps, {}))
        found.append(ParsedScenario(line, bool(scenario["examples"]), said, at))
    return lines, str(feature["name"]), found


def language_of_feature(path: Path) -> Language | None:
    """In which of our languages a feature file is written; None for one that cannot be read or says nothing."""
    try:
        gate = _Gate(str(path), read_text(path).split("\n"), own_steps=True)
    except Faults:
        return None
    return _SPOKEN[gate.language()[0]] if gate.says_anything() else None


def _marks(path: Path) -> int:
    """How many byte order marks a file begins with, two for more of them."""
    with path.open("rb") as file:
        start = file.read(2 * len(BOM))
    return start.startswith(BOM) + start.startswith(BOM * 2)


@cache
def _dialects() -> Mapping[str, Mapping[str, list[str]]]:
    text = resources.files("gherkin").joinpath("gherkin-languages.json").read_text("utf-8")
    return cast("Mapping[str, Mapping[str, list[str]]]", json.loads(text))


def _words(language: str, roles: Iterable[str]) -> dict[str, str]:
    """Keywords of a language and the role of each."""
    return {word.strip(): role for role in roles for word in _dialects()[language][role] if word != "* "}


def _known(roles: Iterable[str]) -> dict[str, str]:
    """Keywords of all languages; 規則 is what people write for Rule."""
    found: dict[str, str] = {"規則": "rule"} if "rule" in roles else {}
    for language in LANGUAGES:
        found |= _words(language, roles)
    return found


class _Gate:
    """One file under inspection."""

    def __init__(self, path: str, lines: list[str], own_steps: bool) -> None:
        self.path, self.lines, self.own_steps = path, lines, own_steps
        self.mended = list(lines)  # with the keywords that were meant, so that the rest is inspected too
        self.unknown = 0

    def fault(self, line: int, column: int, code: str, key: str, **args: Argument) -> Fault:
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else None
        said = _texts.message(f"gherkin-{key}", **args)
        return Fault(self.path, line, column, code, str(said), source=source, said=said)

    def faults(self, marks: int) -> Iterator[Fault]:
        if marks == 1:  # as editors put it there; the plugin passes over one
            yield made(self.path, 1, 1, "P081", say("byte-order-mark"), severity="note")
        elif marks:
            yield self.fault(1, 1, "F002", "bom")
        separated = next((at for at, line in enumerate(self.lines, 1) if _SEPARATOR.search(line.rstrip())), None)
        if separated is not None:
            yield self._separated(separated)
            return
        if not self.says_anything():
            yield self.fault(1, 1, "F012", "empty")
            return
        language, wrong = self.language()
        if wrong is not None:
            yield wrong
        silent = list(self._silent(language))
        yield from silent
        yield from self._parsed(language, whole=not silent)

    def _separated(self, at: int) -> Fault:
        sign = _SEPARATOR.search(self.lines[at - 1])
        assert sign is not None
        return self.fault(at, sign.start() + 1, "F015", "separator", shown=shown(sign.group()))

    def says_anything(self) -> bool:
        """Whether there is a line that is no comment."""
        return any(line.strip() and not line.lstrip().startswith("#") for line in self.lines)

    def language(self) -> tuple[str, Fault | None]:
        """The language of the file, or the one that was meant and what is wrong with how it is said."""
        first = next(
            (at for at, line in enumerate(self.lines, 1) if line.strip() and not line.lstrip().startswith("#")), 1
        )
        for at, line in enumerate(self.lines[: first - 1], 1):
            declared = _DECLARED.fullmatch(line)
            if declared is None:
                continue
            if declared[1] in LANGUAGES:
                return declared[1], None
            near = nearest(declared[1], LANGUAGES) or LANGUAGES[0]
            self.mended[at - 1] = f"# language: {near}"
            return near, self.fault(at, 1, "F001", "language-unknown", name=declared[1], near=near)
        chinese = [language for language in LANGUAGES[:2] if self._first_word(first) in _words(language, _STRUCTURE)]
        if chinese:
            return chinese[0], self.fault(first, 1, "F001", "language-missing", language=chinese[0])
        return "en", None

    def _first_word(self, line: int) -> str:
        at = next(
            (at for at in range(line, len(self.lines) + 1) if not self.lines[at - 1].lstrip().startswith(("@", "#"))),
            line,
        )
        return re.split("[:\uff1a]", self.lines[at - 1].strip())[0].strip()

    def _silent(self, language: str) -> Iterator[Fault]:
        """Lines that look like keywords and are none in this language: the parser takes them for description."""
        own, known = _words(language, _STRUCTURE), _known(_STRUCTURE)
        own_steps, known_steps = _words(language, _STEPS), _known(_STEPS)
        for at, line in enumerate(self.lines, 1):
            if (hidden := _HIDDEN.match(line)) is not None:
                self.mended[at - 1] = line[hidden.end() :]
                yield self.fault(at, hidden.end(), "F015", "invisible-start", shown=shown(hidden[1]))
                continue
            head = re.match(r"\s*([^\s:\uff1a|#@「」]+)\s*([:\uff1a])", line)
            column = len(line) - len(line.lstrip()) + 1
            if (
                head is not None
                and head[1] in known
                and (head[1] not in own or head[2] != ":" or head[0][-2:-1].isspace())
            ):
                right = next(word for word, role in own.items() if role == known[head[1]])
                self.mended[at - 1] = f"{line[: column - 1]}{right}:{line[head.end() :]}"
                yield self.fault(at, column, "F003", "silent", text=head[0].strip(), right=f"{right}:")
                continue
            for word in sorted(known_steps, key=len, reverse=True):
                if word.isascii() or not line.lstrip().startswith(word):
                    continue
                if word not in own_steps and language != "en":
                    right = next(each for each, role in own_steps.items() if role == known_steps[word])
                    self.mended[at - 1] = line.replace(word, right, 1)
                    yield self.fault(at, column, "F003", "silent-step", text=word, right=right)
                break

    def _parsed(self, language: str, whole: bool) -> Iterator[Fault]:
        """The faults of what is parsed; where keywords had to be mended, the parser's own may come of that."""
        try:
            document: Node = cast("Node", Parser().parse("\n".join(self.mended), TokenMatcher(language)))
        except CompositeParserException as errors:
            yield from (self._syntax(error) for error in errors.errors if whole)
            return
        feature = document.get("feature")
        if not feature:
            yield self.fault(1, 1, "F012", "empty")
            return
        yield from self._feature(feature)

    def _syntax(self, error: Any) -> Fault:
        line, column = int(error.location["line"]), int(error.location.get("column") or 1)
        source = self.lines[line - 1].strip() if line <= len(self.lines) else ""
        if "inconsistent cell count" in str(error):
            return self.fault(line, column, "F010", "table-width")
        return self.fault(line, column, "F013", "syntax", text=source[:40])

    def _feature(self, feature: Node) -> Iterator[Fault]:
        parts = list(_parts(feature))
        scenarios = [each for each, _ in parts]
        backgrounds = _backgrounds(feature)
        if not scenarios:
            yield self.fault(feature["location"]["line"], 1, "F012", "no-scenario")
        count = sum(len(each["steps"]) * max(len(list(_rows(each))), 1) for each in scenarios)
        if count > STEPS:
            yield self.fault(feature["location"]["line"], 1, "F018", "steps-many", count=count, most=STEPS)
            return
        for node in (feature, *scenarios, *(child["rule"] for child in feature["children"] if "rule" in child)):
            yield from self._tags(node)
            yield from self._swallowed(node)
        seen: dict[str, int] = {}
        for scenario, before in parts:
            line, column = scenario["location"]["line"], scenario["location"]["column"]
            if fold(scenario["name"]) in seen:
                yield self.fault(
                    line, column, "F007", "twice", name=scenario["name"], first=str(seen[fold(scenario["name"])])
                )
            seen.setdefault(fold(scenario["name"]), line)
            yield from self._scenario(scenario, line, column, before)
        for background in backgrounds:
            yield from self._steps(background["steps"], [{}], Described())

    def _swallowed(self, node: Node) -> Iterator[Fault]:
        """Steps among the lines of a description, where they would not run."""
        line = int(node["location"]["line"])
        for text in node.get("description", "").split("\n"):
            line = next((at for at in range(line + 1, len(self.lines) + 1) if text in self.lines[at - 1]), line)
            word = next((each for each in sorted(_known(_STEPS), key=len, reverse=True) if _begins(text, each)), None)
            if word is not None and matched(text.strip().removeprefix(word).strip()) is not None:
                column = len(text) - len(text.lstrip()) + 1
                yield self.fault(line, column, "F003", "swallowed", text=text.strip()[:40])

    def _tags(self, node: Node) -> Iterator[Fault]:
        for tag in node.get("tags", ()):
            if _TAG.search(tag["name"]):
                right = _TAG.sub("_", tag["name"]).strip("_")
                yield self.fault(
                    tag["location"]["line"], tag["location"]["column"], "F011", "tag", name=tag["name"], right=right
                )

    def _scenario(self, scenario: Node, line: int, column: int, before: list[Node]) -> Iterator[Fault]:
        steps, name = scenario["steps"], scenario["name"]
        if not steps:
            yield self.fault(line, column, "F004", "no-steps", name=name)
            return
        if not any(step["keywordType"] == "Outcome" for step in steps):
            yield self.fault(line, column, "F005", "no-outcome", name=name)
        elif not self.own_steps:
            yield from self._without_action([*before, *steps], name)
        rows = list(_rows(scenario))
        outline = scenario["keyword"] in {word for each in LANGUAGES for word in _dialects()[each]["scenarioOutline"]}
        if (outline or scenario["examples"]) and not rows:
            at = scenario["examples"][0]["location"] if scenario["examples"] else scenario["location"]
            key = "examples-empty" if scenario["examples"] else "examples-missing"
            yield self.fault(at["line"], at["column"], "F006", key, name=name)
            return
        yield from self._cells(scenario)
        all_steps = [*before, *steps]
        offices = [Described.of(list(_said(all_steps, row))) for row in rows or [{}]]
        yield from self._steps(steps, rows or [{}], offices[0])
        for wrong in (wrong for office in offices for wrong in office_faults(office)):
            yield self._at_step(all_steps[wrong.number], wrong)

    def _without_action(self, steps: list[Node], name: str) -> Iterator[Fault]:
        """What is asked before anything has run: at run alone it would be told."""
        keywords = list(_with_keywords(steps))
        asked, keyword = next((step, word) for step, word in keywords if word in ("when", "then"))
        acts = any(word == "when" for _, word in keywords)
        if keyword == "then" and (acts or not any(_misplaced(step) for step in steps)):
            at, key = asked["location"], "outcome-early" if acts else "no-action"
            yield self.fault(at["line"], at["column"], "F005", key, name=name)

    def _at_step(self, step: Node, wrong: Wrong) -> Fault:
        at = step["location"]
        source = self.lines[at["line"] - 1]
        column = source.find(wrong.at) + 1 if wrong.at and wrong.at in source else at["column"]
        return Fault(self.path, at["line"], column, wrong.code, str(wrong.said), source=source, said=wrong.said)

    def _cells(self, scenario: Node) -> Iterator[Fault]:
        for example in scenario["examples"]:
            for row in example["tableBody"]:
                for cell in row["cells"]:
                    for code, key, text in odd_numbers(cell["value"], alone=True):
                        yield self.fault(cell["location"]["line"], cell["location"]["column"], code, key, text=text)

    def _table_cells(self, step: Node, rows: list[dict[str, str]], policy: Policy) -> Iterator[Fault]:
        """Cells that say nothing that could be found, below the columns that there are."""
        head, *body = step["dataTable"]["rows"] if "dataTable" in step else ({"cells": ()},)
        for under in body:
            for title, cell in zip(head["cells"], under["cells"], strict=True):
                found = (cell_fault(policy, title["value"], _filled(cell["value"], row)) for row in rows)
                at = cell["location"]
                yield from (
                    self.fault(at["line"], at["column"], each.code, each.key, **each.args) for each in found if each
                )

    def _steps(self, steps: list[Node], rows: list[dict[str, str]], office: Described) -> Iterator[Fault]:
        policy = office.scene.policy
        for step, keyword in _with_keywords(steps):
            at = step["location"]
            source = self.lines[at["line"] - 1]
            yield from self._table_cells(step, rows, policy)
            for row in rows:
                near = self.unknown < LOOKED_UP
                line = Line(keyword, _filled(step["text"], row), _table(step), "docString" in step, near)
                found = [each for each in step_faults(line, policy) if not (self.own_steps and each.code == "F008")]
                self.unknown += sum(each.code == "F008" for each in found)
                for each in found:
                    column = source.find(each.at) + 1 if each.at and each.at in source else at["column"]
                    yield self.fault(at["line"], column, each.code, each.key, **each.args)
                if found:
                    break


def _misplaced(step: Node) -> bool:
    """Whether it is an action of ours, under whatever keyword: a wrong one is told by itself."""
    found = matched(step["text"]) if len(step["text"]) <= LONGEST else None
    return found is not None and found[0].keyword == "when"


def _begins(text: str, keyword: str) -> bool:
    return text.lstrip().startswith(f"{keyword} " if keyword.isascii() else keyword)


def _parts(feature: Node, before: Sequence[Node] = ()) -> Iterator[tuple[Node, list[Node]]]:
    """Each scenario, those of rules too, and the steps of the backgrounds before it."""
    steps = list(before)
    for child in feature["children"]:
        if "background" in child:
            steps += child["background"]["steps"]
        elif "rule" in child:
            yield from _parts(child["rule"], steps)
        elif "scenario" in child:
            yield child["scenario"], steps


def _backgrounds(feature: Node) -> list[Node]:
    """All backgrounds, those of rules too."""
    found = [child["background"] for child in feature["children"] if "background" in child]
    return found + [each for child in feature["children"] if "rule" in child for each in _backgrounds(child["rule"])]


def _with_keywords(steps: Iterable[Node]) -> Iterator[tuple[Node, str]]:
    """Steps as given, when or then: 而且 goes on with what was before."""
    keyword = "given"
    for step in steps:
        keyword = {"Context": "given", "Action": "when", "Outcome": "then"}.get(step["keywordType"], keyword)
        yield step, keyword


def _said(steps: Iterable[Node], row: Mapping[str, str]) -> Iterator[Said]:
    """The steps that the vocabulary knows, filled with the values of an example."""
    for number, (step, keyword) in enumerate(_with_keywords(steps)):
        text = _filled(step["text"], row)
        found = matched(text, keyword) if len(text) <= LONGEST else None
        if found is not None:
            given = {name: value for name, value in found[1].items() if value is not None}
            yield Said(number, found[0].id, given)


def _rows(scenario: Node) -> Iterator[dict[str, str]]:
    for example in scenario["examples"]:
        names = [cell["value"] for cell in (example.get("tableHeader") or {"cells": []})["cells"]]
        for row in example["tableBody"]:
            yield dict(zip(names, (cell["value"] for cell in row["cells"]), strict=True))


def _filled(text: str, row: Mapping[str, str]) -> str:
    for name, value in row.items():
        text = text.replace(f"<{name}>", value)
    return text


def _table(step: Node) -> list[list[str]] | None:
    table = step.get("dataTable")
    return None if table is None else [[cell["value"] for cell in row["cells"]] for row in table["rows"]]
