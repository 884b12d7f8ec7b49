"""The files of a rulebook: which they are, and all of them read into models at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, TypeVar

from kaohe.sim.files import Document, Fault, Faults, FileModel, load_toml, load_tomls
from kaohe.sim.records import PAPERS
from kaohe.standards.rulebook.clause import Clause, Key, ObjectType, Overlap, Section, Sentence, Some
from kaohe.standards.rulebook.post import Limit, OldName, Pair, Post

M = TypeVar("M", bound=FileModel)
Folder = Path | Traversable


class ClauseFile(FileModel):
    """clauses/NN.toml: the clauses of one section."""

    section: int
    clauses: tuple[Clause, ...]


class SectionFile(FileModel):
    """sections.toml: the twelve sections."""

    sections: tuple[Section, ...]


class HandbookFile(FileModel):
    """handbook.toml: 四(二) and 四(三), sentence by sentence."""

    sentences: tuple[Sentence, ...]


class ObjectFile(FileModel):
    """objects.toml: types of objects that acts and findings are about, beside those that the records describe."""

    objects: dict[Key, ObjectType]


class OverlapFile(FileModel):
    """overlaps.toml: clauses that may describe one act."""

    overlaps: tuple[Overlap, ...]


class LimitFile(FileModel):
    """limits.toml: the values that the office works by."""

    limits: Annotated[tuple[Limit, ...], Some]


class PairFile(FileModel):
    """incompatible.toml: posts that one person may not hold together."""

    pairs: tuple[Pair, ...]


class OldNameFile(FileModel):
    """old_names.toml: the handbook's kinds of work and the posts of today."""

    old_names: tuple[OldName, ...]


@dataclass(frozen=True)
class RulebookFiles:
    """What a rulebook's folder holds, each file by itself in order and ready to say where its values stand."""

    folder: str
    clauses: tuple[Document[ClauseFile], ...]
    posts: tuple[Document[Post], ...]
    sections: Document[SectionFile]
    handbook: Document[HandbookFile]
    objects: Document[ObjectFile]
    overlaps: Document[OverlapFile]
    limits: Document[LimitFile]
    pairs: Document[PairFile]
    old_names: Document[OldNameFile]

    @property
    def all_objects(self) -> dict[str, ObjectType]:
        """Types of objects by id: those that the records describe, and the folder's own."""
        described = {
            name: ObjectType(
                zh=each.label.zh_hant, en=each.label.en, key=", ".join(part.name for part in each.key.parts)
            )
            for name, each in PAPERS.objects.items()
        }
        return {**described, **self.objects.value.objects}


def read_rulebook(folder: Folder | None = None) -> RulebookFiles:
    """Read all files of a rulebook, the shipped one by default.

    Raises:
        Faults: whatever is wrong in any of the files, all at once; not yet what only shows across files.
    """
    reader = _Reader(folder if folder is not None else _shipped())
    clauses, posts = reader.every("clauses", ClauseFile), reader.every("posts", Post)
    sections, handbook = reader.one("sections", SectionFile), reader.one("handbook", HandbookFile)
    objects, overlaps = reader.one("objects", ObjectFile), reader.one("overlaps", OverlapFile)
    limits, pairs = reader.one("limits", LimitFile), reader.one("incompatible", PairFile)
    old_names = reader.one("old_names", OldNameFile)
    if reader.faults or not (sections and handbook and objects and overlaps and limits and pairs and old_names):
        raise Faults(reader.faults)
    return RulebookFiles(
        str(reader.root), clauses, posts, sections, handbook, objects, overlaps, limits, pairs, old_names
    )


def read_limits() -> LimitFile:
    """The limits of the shipped rulebook, without the rest of it. Raises Faults."""
    document = load_toml(_shipped() / "limits.toml", LimitFile)
    return document.value


def _shipped() -> Traversable:
    return resources.files("kaohe.standards") / "rulebook"


@dataclass
class _Reader:
    """Reads on after faults, so that all files are read before any of them is complained of."""

    root: Folder
    faults: list[Fault] = field(default_factory=list)

    def one(self, name: str, model: type[M]) -> Document[M] | None:
        """`name`.toml; None if it is at fault."""
        documents = self._read([self.root / f"{name}.toml"], model)
        return documents[0] if documents else None

    def every(self, name: str, model: type[M]) -> tuple[Document[M], ...]:
        """All TOML files of a subfolder by name; none if there is no such folder."""
        inside = self.root / name
        files = inside.iterdir() if inside.is_dir() else ()
        return self._read(sorted((one for one in files if one.name.endswith(".toml")), key=_name), model)

    def _read(self, paths: Sequence[Folder], model: type[M]) -> tuple[Document[M], ...]:
        try:
            return load_tomls(paths, model)
        except Faults as found:
            self.faults += found.faults
            return ()


def _name(path: Folder) -> str:
    return path.name
