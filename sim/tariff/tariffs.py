"""Tariff files: those that ship, and those that people write."""

from __future__ import annotations

from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from kaohe.sim.files import Faults, load_toml
from kaohe.sim.tariff.checks import tariff_faults
from kaohe.sim.tariff.schema import Tariff
from kaohe.sim.tariff.sources import data_file

OFFICE_2001 = "office_2001"


def load_tariff(path: Path | Traversable) -> Tariff:
    """Read and check a tariff file. Faults: everything that is wrong with it, with positions."""
    document = load_toml(path, Tariff)
    if faults := tariff_faults(document):
        raise Faults(faults)
    return document.value


def built_in_files() -> dict[str, Path]:
    """Path of every tariff that ships, by id, sorted."""
    paths = (Path(str(entry)) for entry in data_file("tariffs").iterdir() if entry.name.endswith(".toml"))
    return {path.stem: path for path in sorted(paths)}


def built_in_names() -> tuple[str, ...]:
    """The tariffs that ship, sorted."""
    return tuple(built_in_files())


@cache
def built_in(name: str) -> Tariff:
    """A tariff that ships. LookupError names them."""
    if name not in built_in_names():
        raise LookupError(", ".join(built_in_names()))
    return load_tariff(data_file("tariffs", f"{name}.toml"))
