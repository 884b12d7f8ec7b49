"""`kaohe check FILE…`: reads files, and the records of runs, as the program would, and tells every fault of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from kaohe.errors import refusals
from kaohe.options import Json
from kaohe.run_folders import require
from kaohe.sim.files import Fault, Faults, is_file, is_folder, read_text, resolved, said_in
from kaohe.sim.texts import use_language
from kaohe.standards import Policy, Rulebook
from kaohe.standards.policies.files import shipped_policies
from kaohe.terminal import show, show_json
from kaohe.wording import is_asked, say, speak

TARIFF_KEYS = frozenset(("version", "sources"))
RULEBOOK_FILES = ("handbook.toml", "sections.toml", "limits.toml")
EXAM_KEYS = frozenset(("incidents", "look_alikes", "pass_mark", "weights", "post", "asked", "habits"))
RATES_KEY = "rates"
DETERRENCE_KEYS = frozenset(("parameters", "sanctions", "tempting", "reference"))
POLICY_KEYS = frozenset(("extends", "bands", "tiers", "rules", "measures", "unpriced", "repeat", "joint", "bonus"))

TARIFF_LINE = re.compile(r"^\s*\[\s*(\[\s*version\b|sources\b)", re.M)
EXAM_LINE = re.compile(r"^\s*(\[+\s*)?(incidents|look_alikes|pass_mark|weights|post|asked|habits)\s*[]=:＝：.]", re.M)
SCENARIO_LINE = re.compile(
    r"^\s*(\[+\s*)?(months|customers|classes|inject|named_customers|practice)\s*[]=:＝：.]", re.M
)


def command(file: Annotated[list[Path], typer.Argument(metavar="FILE")], json: Json = False) -> int:
    """Check files."""
    _speak_as(file)
    faults = [fault for path in file for fault in _faults(path)] + list(_twice(file))
    errors = [fault for fault in faults if fault.severity == "error"]
    if json:
        show_json({"files": [str(path) for path in file], "faults": [fault.as_dict() for fault in faults]})
        return 2 if errors else 0
    if errors:
        raise Faults(faults)
    for fault in faults:
        show(str(fault))
    show(say("done", "checked", count=len(file)))
    return 0


def _speak_as(files: Sequence[Path]) -> None:
    """Of features alone, all in one language, it is told in theirs, unless somebody asked for another."""
    if is_asked() or any(path.suffix != ".feature" for path in files):
        return
    from kaohe.scenarios.gherkin.gate import language_of_feature  # not loaded to check a policy

    with suppress(OSError, ValueError):  # what cannot be opened is told with the other faults
        languages = {language_of_feature(path) for path in files}
        if len(languages) == 1 and (language := languages.pop()) is not None:
            speak(language)
            use_language(language)


def _faults(path: Path) -> tuple[Fault, ...]:
    try:
        with refusals(path):
            _reader(path)(path)
    except Faults as found:
        return found.faults
    return ()


def _twice(files: Sequence[Path]) -> Iterator[Fault]:
    """P013: a policy's, a scenario's or an exam's id that another of the files has, or one that ships."""
    seen: dict[tuple[str, str], Path] = {}
    for path in files:
        name, line = _id_of(path)
        if name is None:
            continue
        kind = _reader(path).__name__.removeprefix("_")
        shipped = _shipped(kind).get(name)
        other = seen.setdefault((kind, name), shipped or path)
        if resolved(other) != resolved(path):
            key = "id_ships" if other == shipped else "id_twice"
            yield Fault(str(path), line, 1, "P013", say("misuse", key, name=name, other=str(other)))


def _id_of(path: Path) -> tuple[str | None, int]:
    """The id that a sound TOML file gives itself, and its line."""
    if path.suffix != ".toml":
        return None, 0
    try:
        text = read_text(path)
    except Faults:
        return None, 0
    name = said_in(text).get("id")
    lines = text.splitlines()
    at = next((number for number, line in enumerate(lines, 1) if line.lstrip().startswith("id")), 1)
    return (name, at) if isinstance(name, str) else (None, 0)


def _shipped(kind: str) -> dict[str, Path]:
    if kind == "policy":
        return shipped_policies()
    if kind == "exam":
        from kaohe.scenarios.exam.shipped import shipped_exams

        return shipped_exams()
    if kind == "rates":
        from kaohe.scenarios.studies.shipped import shipped_rates

        return shipped_rates()
    if kind == "deterrence":
        from kaohe.scenarios.studies.shipped import shipped_deterrence

        return shipped_deterrence()
    if kind != "scenario":
        return {}
    from kaohe.scenarios.shipped import shipped_scenarios

    return shipped_scenarios()


def _policy(path: Path) -> object:
    return Policy.load(path)


def _reader(path: Path) -> Callable[[Path], object]:
    """How a file of this kind is read: by its place in a rulebook, by its ending, and a TOML file by its keys."""
    if path.suffix == ".feature":
        return _feature
    if _rulebook_of(path) is not None:
        return _rulebook
    if is_folder(path) and any(is_folder(each) for each in (path / "records", path / "truth")):
        return _run
    if path.suffix != ".toml":
        raise Faults([Fault(str(path), None, None, "U022", say("misuse", "unknown_kind"))])
    text = read_text(path)
    keys = said_in(text).keys()
    if not keys:
        return _looks(text)
    if keys & TARIFF_KEYS:
        return _tariff
    if keys & EXAM_KEYS:
        return _exam
    if RATES_KEY in keys:
        return _rates
    if keys & DETERRENCE_KEYS:
        return _deterrence
    return _policy if keys & POLICY_KEYS else _scenario


def _looks(text: str) -> Callable[[Path], object]:
    """How a file that is not TOML was meant: by what its lines look like."""
    if TARIFF_LINE.search(text):
        return _tariff
    if EXAM_LINE.search(text):
        return _exam
    return _scenario if SCENARIO_LINE.search(text) else _policy


def _rulebook_of(path: Path) -> Path | None:
    """The folder of the rulebook to which a file belongs, or which it is."""
    places = (path, resolved(path).parent, resolved(path).parent.parent)
    return next((place for place in places if all(is_file(place / name) for name in RULEBOOK_FILES)), None)


def _rulebook(path: Path) -> object:
    """Its files speak of one another: all of them are read."""
    return Rulebook.load(_rulebook_of(path))


def _run(path: Path) -> None:
    from kaohe.sealing import check_run  # the tables with it: not loaded to check a policy

    require(path, "records")
    found = check_run(path)
    if found:
        raise Faults(found)


def _tariff(path: Path) -> object:
    from kaohe.sim.tariff.tariffs import load_tariff  # the arithmetic with it: not loaded to check a policy

    return load_tariff(path)


def _rates(path: Path) -> object:
    from kaohe.scenarios.studies.rates import load_rates  # the office with it: not loaded to check a policy

    return load_rates(path)


def _deterrence(path: Path) -> object:
    from kaohe.scenarios.studies.deterrence import load_deterrence  # the office with it: not loaded to check a policy

    return load_deterrence(path)


def _exam(path: Path) -> object:
    from kaohe.scenarios.exam.drill_files import load_drill  # the office with it: not loaded to check a policy
    from kaohe.scenarios.exam.files import load_exam
    from kaohe.scenarios.exam.shipped import is_drill

    return load_drill(path) if is_drill(str(path)) else load_exam(path)


def _feature(path: Path) -> None:
    from kaohe.scenarios.gherkin.gate import check_feature  # the steps with it: not loaded to check a policy

    faults = check_feature(path)
    if faults:
        raise Faults(faults)


def _scenario(path: Path) -> object:
    from kaohe.scenarios import load_scenario  # the office with it: not loaded to check a policy

    return load_scenario(path)
