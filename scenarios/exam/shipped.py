"""The exams that ship, for lists: no office is loaded to name them. Shipped files are sound, tests see to that."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from kaohe.sim.texts import Names


def exams() -> Mapping[str, Names]:
    """Names of the exams that ship, by id."""
    return MappingProxyType({name: _name(path) for name, path in shipped_exams().items()})


def shipped_exams() -> dict[str, Path]:
    """Path of every exam that ships, by id."""
    folder = resources.files("kaohe.scenarios.exam") / "exams"
    paths = (Path(str(entry)) for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return {path.stem: path for path in sorted(paths)}


def _name(path: Path) -> Names:
    name = tomllib.loads(path.read_text(encoding="utf-8"))["name"]
    return Names(name["zh"], name["en"])
