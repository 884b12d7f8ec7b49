"""`kaohe check FILE…`: reads files as the program would, and tells every fault of all of them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kaohe.options import Json
from kaohe.output import show, show_json
from kaohe.sim.files import Fault, Faults, read_text
from kaohe.standards import Policy
from kaohe.wording import say

POLICY_KEYS = frozenset(("extends", "bands", "tiers", "rules", "measures", "unpriced", "repeat", "joint", "bonus"))


def command(file: Annotated[list[Path], typer.Argument(metavar="FILE")], json: Json = False) -> int:
    """Check files."""
    faults = [fault for path in file for fault in _faults(path)]
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


def _faults(path: Path) -> tuple[Fault, ...]:
    try:
        _reader(path)(path)
    except Faults as found:
        return found.faults
    return ()


def _reader(path: Path) -> Callable[[Path], object]:
    """How a file of this kind is read: by its ending, and a TOML file by its keys."""
    if path.suffix == ".feature":
        return _feature
    if path.suffix != ".toml":
        raise Faults([Fault(str(path), None, None, "U022", say("misuse", "unknown_kind"))])
    try:
        keys = tomllib.loads(read_text(path)).keys()
    except (tomllib.TOMLDecodeError, RecursionError):
        return Policy.load  # what is no TOML reads alike for all
    return Policy.load if not keys or keys & POLICY_KEYS else _scenario


def _feature(path: Path) -> None:
    from kaohe.scenarios.gherkin.gate import check_feature  # the steps with it: not loaded to check a policy

    faults = check_feature(path)
    if faults:
        raise Faults(faults)


def _scenario(path: Path) -> object:
    from kaohe.scenarios import load_scenario  # the office with it: not loaded to check a policy

    return load_scenario(path)
