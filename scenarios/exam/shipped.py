"""The exams that ship, for lists: no office is loaded to name them. Shipped files are sound, tests see to that."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from kaohe.sim.texts import Names

DRILL = "drill"


@dataclass(frozen=True)
class Listed:
    """An exam as a list shows it. kind: audit (a paper) or drill."""

    kind: str
    name: Names


def exams() -> Mapping[str, Listed]:
    """The exams that ship, by id: papers, then drills."""
    return MappingProxyType({id_: _listed(path) for id_, path in shipped_exams().items()})


def shipped_exams() -> dict[str, Path]:
    """Path of every exam that ships, by id: papers, then drills."""
    return {**shipped_papers(), **shipped_drills()}


def shipped_papers() -> dict[str, Path]:
    """Path of every paper that ships, by id."""
    return _files("exams")


def shipped_drills() -> dict[str, Path]:
    """Path of every drill that ships, by id."""
    return _files("drills")


def kind_of(path: Path) -> str:
    """What kind of exam a file says that it is; "" where it cannot be read so far."""
    try:
        return str(tomllib.loads(path.read_text(encoding="utf-8")).get("kind", ""))
    except (OSError, ValueError):
        return ""


def is_drill(id_or_path: str) -> bool:
    """Whether a drill that ships has this id, or a file of this name says that it is one."""
    return id_or_path in shipped_drills() or (id_or_path not in shipped_papers() and kind_of(Path(id_or_path)) == DRILL)


def _files(room: str) -> dict[str, Path]:
    folder = resources.files("kaohe.scenarios.exam") / room
    paths = (Path(str(entry)) for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return {path.stem: path for path in sorted(paths)}


def _listed(path: Path) -> Listed:
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return Listed(read["kind"], Names(read["name"]["zh"], read["name"]["en"]))
