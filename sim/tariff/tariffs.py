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


def built_in_names() -> tuple[str, ...]:
    """The tariffs that ship, sorted."""
    files = (entry.name for entry in data_file("tariffs").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))


@cache
def built_in(name: str) -> Tariff:
    """A tariff that ships. LookupError names them."""
    if name not in built_in_names():
        raise LookupError(", ".join(built_in_names()))
    return load_tariff(data_file("tariffs", f"{name}.toml"))
