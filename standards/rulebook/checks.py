"""What only shows across a rulebook's files: missing and doubled ids, unknown names, wordings that were not mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaohe.sim.files import Fault, nearest
from kaohe.sim.texts import Message
from kaohe.standards.rulebook import spots
from kaohe.standards.rulebook.clause import ANY_POST, CLAUSE_IDS, SIZES
from kaohe.standards.rulebook.files import RulebookFiles
from kaohe.standards.rulebook.post import STANDARD_POSTS
from kaohe.standards.rulebook.spots import Placed, Spot, say

SENTENCE_IDS = (
    "T0",
    "T1",
    "T2",
    "T3",
    "T4",
    "S1",
    "S2",
    "S2r",
    "S3",
    "S3r",
    "S4a",
    "S4b",
    "S5",
    "S5r",
    "S6",
    "S7",
)
"""The sentences that tiers and sanctions rest on, in the handbook's order."""


def faults_across(files: RulebookFiles) -> Iterator[Fault]:
    """Every fault that the files of a rulebook have together; none in a sound one."""
    yield from _doubled(files)
    yield from _astray(files)
    yield from _clauses_missing(files)
    yield from _unmended(files)
    yield from _posts_unknown(files)
    yield from _names_unknown(files)
    yield from _in_two_classes(files)
    yield from _standards_missing(files)
    yield from _parts_missing(files)


def clause_range(clause_id: str) -> str:
    """The ids among which this one must be: those of its section, if there is such a section."""
    section = clause_id.partition(".")[0]
    if section.isascii() and section.isdigit() and 1 <= int(section) <= len(SIZES):
        return f"{int(section)}.1–{int(section)}.{SIZES[int(section) - 1]}"
    return f"{CLAUSE_IDS[0]}–{CLAUSE_IDS[-1]}"


def _doubled(files: RulebookFiles) -> Iterator[Fault]:
    """P013: an id that is given twice, in one file or in two."""
    clauses = (spot for spot, _ in spots.clause_ids(files))
    within = (*spots.limb_ids(files), *spots.duty_ids(files), *spots.single_ids(files))
    for group in (clauses, spots.post_ids(files), *within):
        seen: dict[str, Spot] = {}
        for spot in group:
            first = seen.setdefault(spot.name, spot)
            if first is not spot:
                yield spot.fault("P013", "twice", name=spot.name, other=first.place)


def _astray(files: RulebookFiles) -> Iterator[Fault]:
    """P040: an id that no clause has, or a clause in the file of another section."""
    for spot, section in spots.clause_ids(files):
        if spot.name not in CLAUSE_IDS:
            yield _no_clause(spot)
        elif not spot.name.startswith(f"{section}."):
            yield spot.fault("P040", "clause-astray", clause=spot.name, section=section)
    for spot in spots.clauses_used(files):
        if spot.name not in CLAUSE_IDS:
            yield _no_clause(spot)


def _no_clause(spot: Spot) -> Fault:
    return spot.fault("P040", "clause-unknown", clause=spot.name, range=clause_range(spot.name))


def _clauses_missing(files: RulebookFiles) -> Iterator[Fault]:
    """P041, once a section: in its file, or for the folder if it has none."""
    given = {spot.name for spot, _ in spots.clause_ids(files)}
    documents = {document.value.section: document for document in reversed(files.clauses)}
    for section in range(1, len(SIZES) + 1):
        missing = [one for one in CLAUSE_IDS if one.startswith(f"{section}.") and one not in given]
        if not missing:
            continue
        said = say("clauses-missing", clauses=", ".join(missing), count=len(CLAUSE_IDS))
        document = documents.get(section)
        yield _of_folder(files, "P041", said) if document is None else document.fault(("section",), "P041", said)


def _of_folder(files: RulebookFiles, code: str, said: Message) -> Fault:
    return Fault(files.folder, None, None, code, str(said), said=said)


def _unmended(files: RulebookFiles) -> Iterator[Fault]:
    """P024: a text that is not what its errata make of the source, an erratum that mends nothing."""
    for wording, document, path in spots.wordings(files):
        for number, erratum in enumerate(wording.errata):
            if erratum.wrong not in wording.source_text:
                said = say("erratum-idle", wrong=erratum.wrong)
                yield document.fault((*path, "errata", number, "wrong"), "P024", said)
        if wording.text != wording.mended:
            yield document.fault((*path, "text"), "P024", say("text-unmended", mended=wording.mended))


def _posts_unknown(files: RulebookFiles) -> Iterator[Fault]:
    """P042: a post that has no file."""
    posts = [spot.name for spot in spots.post_ids(files)]
    for spot, any_may_stand in spots.posts_used(files):
        if spot.name not in posts and not (any_may_stand and spot.name == ANY_POST):
            yield _unknown(spot, "P042", "post", posts)


def _names_unknown(files: RulebookFiles) -> Iterator[Fault]:
    """P021: an object type or a limit that is not defined."""
    objects = tuple(files.objects.value.objects)
    limits = tuple(limit.key for limit in files.limits.value.limits)
    for kind, used, known in (
        ("object", spots.objects_used(files), objects),
        ("limit", spots.limits_used(files), limits),
    ):
        yield from (_unknown(spot, "P021", kind, known) for spot in used if spot.name not in known)


def _unknown(spot: Spot, code: str, kind: str, names: Iterable[str]) -> Fault:
    known = tuple(names)
    near = nearest(spot.name, known)
    if near is not None:
        return spot.fault(code, f"{kind}-unknown-near", name=spot.name, near=near)
    return spot.fault(code, f"{kind}-unknown", name=spot.name, names=", ".join(known))


def _in_two_classes(files: RulebookFiles) -> Iterator[Fault]:
    """P024: a clause that two overlaps of kind same_act or chain claim."""
    seen: dict[str, str] = {}
    for number, overlap in enumerate(files.overlaps.value.overlaps):
        for place, clause in enumerate(overlap.clauses):
            if overlap.kind != "ranking" and seen.setdefault(clause, overlap.id) != overlap.id:
                spot = Spot(clause, files.overlaps, ("overlaps", number, "clauses", place))
                yield spot.fault("P024", "two-classes", clause=clause, one=seen[clause], other=overlap.id)


def _standards_missing(files: RulebookFiles) -> Iterator[Fault]:
    """P042: of the thirteen, those without a file or without duties; a number or a duty that is another post's."""
    having = [document.value.id for document in files.posts if document.value.duties]
    missing = [post for post in STANDARD_POSTS if post not in having]
    if missing:
        yield _of_folder(files, "P042", say("standards-missing", posts=", ".join(missing), count=len(STANDARD_POSTS)))
    for document in files.posts:
        post = document.value
        number = STANDARD_POSTS.index(post.id) + 1 if post.id in STANDARD_POSTS else None
        if post.number != number:
            said = say("post-number", post=post.id, number=number) if number else say("post-auxiliary", post=post.id)
            yield document.fault(("number",), "P042", said)
        for place, duty in enumerate(post.duties):
            if number and not duty.id.startswith(f"W{number}-"):
                said = say("duty-astray", duty=duty.id, post=post.id, number=number)
                yield document.fault(("duties", place, "id"), "P042", said)


def _parts_missing(files: RulebookFiles) -> Iterator[Fault]:
    """P024: sections or sentences of the handbook that are not there."""
    sections = [section.number for section in files.sections.value.sections]
    sentences = [sentence.id for sentence in files.handbook.value.sentences]
    wanting: tuple[tuple[Placed, str, list[str]], ...] = (
        (files.sections, "sections", [str(one) for one in range(1, len(SIZES) + 1) if one not in sections]),
        (files.handbook, "sentences", [one for one in SENTENCE_IDS if one not in sentences]),
    )
    for document, key, names in wanting:
        if names:
            yield document.fault((key,), "P024", say(f"{key}-missing", names=", ".join(names)))
