"""Data files of this package, read once with all the checks of any file."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

from kaohe.sim.files import FileModel, load_toml

M = TypeVar("M", bound=FileModel)
PACKAGE = "kaohe.sim.tariff"


def data_file(*parts: str) -> Traversable:
    """A file or folder under `data/` of this package."""
    return resources.files(PACKAGE).joinpath("data", *parts)


def load_table(name: str, model: type[M]) -> M:
    """The table `data/tables/<name>.toml`. Faults if it cannot be read."""
    return load_toml(data_file("tables", f"{name}.toml"), model).value
