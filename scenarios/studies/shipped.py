"""The rates and deterrence files that ship, for lists: no office is loaded to name them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from kaohe.sim.texts import Names

DEFAULT = "central"
LEVELS = ("low", DEFAULT, "high")
SETS = ("severity_works", "central", "severity_silences")


def shipped_rates() -> dict[str, Path]:
    """Path of every rates file that ships, by id, from the fewest acts to the most."""
    folder = resources.files("kaohe.scenarios.studies") / "rates"
    return {name: Path(str(folder / f"{name}.toml")) for name in LEVELS}


def rates_names() -> Mapping[str, Names]:
    """Names of the rates files that ship, by id."""
    return MappingProxyType({name: _name(path) for name, path in shipped_rates().items()})


def shipped_deterrence() -> dict[str, Path]:
    """Path of every deterrence file that ships, by id, each named for what it favours."""
    folder = resources.files("kaohe.scenarios.studies") / "deterrence"
    return {name: Path(str(folder / f"{name}.toml")) for name in SETS}


def deterrence_names() -> Mapping[str, Names]:
    """Names of the deterrence files that ship, by id."""
    return MappingProxyType({name: _name(path) for name, path in shipped_deterrence().items()})


def _name(path: Path) -> Names:
    name = tomllib.loads(path.read_text(encoding="utf-8"))["name"]
    return Names(name["zh"], name["en"])
