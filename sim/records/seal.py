"""Whether the files of records are those that the office wrote: SHA-256 of each, beside the digests in run.json."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kaohe.sim.records.schema import SCHEMA

FILES = "*/*.parquet"


@dataclass(frozen=True)
class Difference:
    """A file of a table that is not as it was sealed."""

    file: str
    how: Literal["changed", "missing", "added"]

    @property
    def table(self) -> str:
        """Whose file it is."""
        return self.file.partition("/")[0]


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes. OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_digests(folder: Path) -> dict[str, str]:
    """The digest of each file of a records folder by `table/name`, in their order. OSError."""
    paths = sorted(folder.glob(FILES))
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # hashing lets go of the interpreter
        digests = pool.map(file_digest, paths)
        return {path.relative_to(folder).as_posix(): digest for path, digest in zip(paths, digests, strict=True)}


def differences(found: Mapping[str, str], sealed: Mapping[str, str]) -> Iterator[Difference]:
    """Where files are not those that were sealed, in the order of their names."""
    for file in sorted(found.keys() | sealed.keys()):
        if file not in found:
            yield Difference(file, "missing")
        elif file not in sealed:
            yield Difference(file, "added")
        elif found[file] != sealed[file]:
            yield Difference(file, "changed")


def whole_digest(digests: Mapping[str, str]) -> str:
    """One digest of several named ones, whatever their order."""
    lines = "".join(f"{name} {digest}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def papers_digest() -> str:
    """What the tables were when records were written: those of other columns are looked at anew."""
    columns = {
        f"{name}.{column.name}": f"{column.type} {column.nullable}"
        for name, table in SCHEMA.items()
        for column in table.columns
    }
    return whole_digest(columns)
