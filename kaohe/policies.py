"""The policy of an assessment: kept beside it, so that a report speaks of the rules by which it was judged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from kaohe.errors import refusals
from kaohe.run_folders import read_json
from kaohe.sim.files import Fault, Faults, brief, inside
from kaohe.standards.policies.files import own_files
from kaohe.standards.policies.policy import Policy
from kaohe.wording import say

DEFAULT_POLICY = "handbook"
NOTE, COPIES = "policy.json", "policy"


def load_policy(name: str | None) -> Policy:
    """A policy by id or file; the handbook's if none is named. Raises Faults."""
    with refusals(name):
        return Policy.load(name or DEFAULT_POLICY)


def keep_policy(folder: Path, policy: Policy, name: str | None) -> None:
    """Note in an assessment's folder by what it was judged; a policy of the user's own is copied there."""
    name_of = {"zh": policy.name.zh_hant, "en": policy.name.en}
    note = {"id": policy.id, "name": name_of, "digest": policy.digest()}
    if name is not None and name not in Policy.shipped():
        note["file"] = _copied(Path(name), folder)
    (folder / NOTE).write_text(json.dumps(note, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _copied(file: Path, folder: Path) -> str:
    """Copy a policy file, and those that it extends to where they stand from it; its path from the folder."""
    for each in own_files(file):
        copy = folder / COPIES / each.relative_to(file.parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(each, copy)
    return f"{COPIES}/{file.name}"


def noted_digest(directory: Path) -> object:
    """The digest of the policy by which a run was judged; None if nothing says so. Raises Faults."""
    path = directory / "assessment" / NOTE
    return read_json(path).get("digest") if path.is_file() else None


def policy_of(directory: Path, name: str | None) -> Policy:
    """The policy named, else that of the run's assessment, if there is one. Raises Faults: it is not at hand."""
    note = directory / "assessment" / NOTE
    if name is not None or not note.parent.exists():
        return load_policy(name)
    if not note.exists():
        raise Faults((_gone(note, {}),))
    known = read_json(note)
    kept = _kept(note, known)
    if kept is None:
        raise Faults((_gone(note, known),))
    try:
        policy = Policy.load(kept)
    except Faults as found:
        raise Faults((_gone(note, known), *found.faults)) from found
    if policy.digest() != known.get("digest"):
        raise Faults((_gone(note, known),))
    return policy


def _kept(note: Path, known: Mapping[str, object]) -> str | Path | None:
    """The policy that a note names: one that ships, or the copy beside the note. None for what leads elsewhere."""
    name, copy = known.get("id"), known.get("file")
    if copy is None:
        return name if isinstance(name, str) and name in Policy.shipped() else None
    path = note.parent / str(copy)
    return path if inside(path, note.parent / COPIES) else None


def _gone(note: Path, known: Mapping[str, object]) -> Fault:
    said = say("misuse", "policy_gone", policy=brief(str(known.get("id", ""))))
    return Fault(str(note), None, None, "U024", said)
