"""The rulebook: the handbook's clauses, posts, limits and sentences, checked and looked up by id."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from kaohe.sim.files import Faults, FileModel
from kaohe.standards.rulebook.checks import clause_range, faults_across
from kaohe.standards.rulebook.clause import CLAUSE_IDS, Clause, ObjectType, Overlap, Section, Sentence
from kaohe.standards.rulebook.files import Folder, RulebookFiles, read_limits, read_rulebook
from kaohe.standards.rulebook.post import STANDARD_POSTS, Duty, Limit, OldName, Pair, Post

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, repr=False)
class Rulebook:
    """A sound rulebook; each mapping is by id and in the handbook's order.

    clauses by "2.3"; sections of 四(一) by 1 to 12; sentences of 四(二)(三) by "T2", "S4a"; posts by "meter_reader",
    the thirteen as in part 五, then auxiliary; objects by "book_period".
    """

    clauses: Mapping[str, Clause]
    sections: Mapping[int, Section]
    sentences: Mapping[str, Sentence]
    posts: Mapping[str, Post]
    objects: Mapping[str, ObjectType]
    overlaps: tuple[Overlap, ...]
    incompatible: tuple[Pair, ...]
    old_names: tuple[OldName, ...]
    limit_list: tuple[Limit, ...]

    @classmethod
    def load(cls, folder: Folder | None = None) -> Rulebook:
        """The rulebook of a folder, by default the shipped one.

        Raises:
            Faults: whatever is wrong in its files or between them, with positions.
        """
        return _shipped() if folder is None else _loaded(folder)

    def clause(self, clause_id: str) -> Clause:
        """A clause by its id, "2.3"; KeyError says among which ids it must be."""
        return _found(self.clauses, clause_id, f"no clause {clause_id!r}, only {clause_range(clause_id)}")

    def section(self, number: int) -> Section:
        """A section of part 四(一), 1 to 12."""
        return _found(self.sections, number, f"no section {number}, only 1 to {len(self.sections)}")

    def sentence(self, sentence_id: str) -> Sentence:
        """A sentence by its id, "T2" or "S4a"."""
        return _found(self.sentences, sentence_id, f"no sentence {sentence_id!r}, only {', '.join(self.sentences)}")

    def sentences_of(self, item: str) -> tuple[Sentence, ...]:
        """The sentences of an item, "四(三)(2)", in order; none if there is no such item."""
        return tuple(sentence for sentence in self.sentences.values() if sentence.item == item)

    def post(self, post_id: str) -> Post:
        """A post by its id, "meter_reader"."""
        return _found(self.posts, post_id, f"no post {post_id!r}, only {', '.join(self.posts)}")

    def post_called(self, name: str) -> Post | None:
        """The post of this name, Chinese or English, or of an old name of the handbook's; None if there is none."""
        own = {called: post.id for post in self.posts.values() for called in (post.name.zh_hant, post.name.en)}
        post_id = {old.name: old.post for old in self.old_names} | own
        return self.post(post_id[name]) if name in post_id else None

    def limits(self) -> Mapping[str, Limit]:
        """The limits of the duties by key, in the file's order: what an office is given to work by."""
        return MappingProxyType({limit.key: limit for limit in self.limit_list})

    def duties_of(self, clause_id: str) -> tuple[Duty, ...]:
        """The duties whose breach may come under a clause, in the order of the posts."""
        return tuple(duty for post in self.posts.values() for duty in post.duties if clause_id in duty.clauses)

    def overlaps_of(self, clause_id: str) -> tuple[Overlap, ...]:
        """The overlaps that a clause takes part in."""
        return tuple(overlap for overlap in self.overlaps if clause_id in overlap.clauses)

    def same_act(self, clause_id: str) -> tuple[str, ...]:
        """The clauses that list the same wrong under several posts, itself among them: 2.6, 4.4, 8.10, 9.1."""
        same = (overlap.clauses for overlap in self.overlaps_of(clause_id) if overlap.kind == "same_act")
        return next(same, (clause_id,))

    def approvers(self, paper: str) -> tuple[str, ...]:
        """The posts of which one must approve a paper."""
        return tuple(post.id for post in self.posts.values() if paper in post.approves)

    def may_be_one_person(self, post: str, other: str) -> bool:
        """Whether somebody may hold both posts."""
        return not any({post, other} == set(pair.posts) for pair in self.incompatible)

    def __repr__(self) -> str:
        return f"<Rulebook {self.digest()[:12]}: {len(self.clauses)} clauses, {len(self.posts)} posts>"

    def digest(self) -> str:
        """SHA-256 of the contents; comments, order of files and line ends do not change it."""
        mappings = (self.clauses, self.sections, self.sentences, self.posts, self.objects)
        lists = (self.overlaps, self.incompatible, self.old_names, self.limit_list)
        written: list[object] = [{str(key): _plain(one) for key, one in part.items()} for part in mappings]
        written += [[_plain(one) for one in part] for part in lists]
        return hashlib.sha256(json.dumps(written, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@cache
def usual_limits() -> Mapping[str, Limit]:
    """The limits of the shipped rulebook by key: all that an office needs of it."""
    return MappingProxyType({limit.key: limit for limit in read_limits().limits})


def _plain(model: FileModel) -> dict[str, object]:
    return model.model_dump(mode="json")


def _found(things: Mapping[K, V], key: K, otherwise: str) -> V:
    if key not in things:
        raise KeyError(otherwise)
    return things[key]


@cache
def _shipped() -> Rulebook:
    """The shipped rulebook does not change while the program runs."""
    return _loaded(None)


def _loaded(folder: Folder | None) -> Rulebook:
    files = read_rulebook(folder)
    faults = tuple(faults_across(files))
    if faults:
        raise Faults(faults)
    return _made(files)


def _made(files: RulebookFiles) -> Rulebook:
    clauses = {clause.id: clause for document in files.clauses for clause in document.value.clauses}
    sections = {section.number: section for section in files.sections.value.sections}
    posts = sorted((document.value for document in files.posts), key=_rank)
    return Rulebook(
        clauses=MappingProxyType({clause_id: clauses[clause_id] for clause_id in CLAUSE_IDS}),
        sections=MappingProxyType(dict(sorted(sections.items()))),
        sentences=MappingProxyType({sentence.id: sentence for sentence in files.handbook.value.sentences}),
        posts=MappingProxyType({post.id: post for post in posts}),
        objects=MappingProxyType(dict(sorted(files.all_objects.items()))),
        overlaps=files.overlaps.value.overlaps,
        incompatible=files.pairs.value.pairs,
        old_names=files.old_names.value.old_names,
        limit_list=files.limits.value.limits,
    )


def _rank(post: Post) -> tuple[int, str]:
    return post.number or len(STANDARD_POSTS) + 1, post.id
