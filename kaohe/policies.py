"""The policy of an assessment: kept beside it, so that a report speaks of the rules by which it was judged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from kaohe.runs import read_json
from kaohe.sim.files import Fault, Faults
from kaohe.standards.policy import Policy
from kaohe.wording import say

DEFAULT_POLICY = "handbook"
NOTE, COPY = "policy.json", "policy.toml"


def load_policy(name: str | None) -> Policy:
    """A policy by id or file; the handbook's if none is named. Raises Faults."""
    return Policy.load(name or DEFAULT_POLICY)


def keep_policy(folder: Path, policy: Policy, name: str | None) -> None:
    """Note in an assessment's folder by what it was judged; a policy of the user's own is copied there."""
    name_of = {"zh": policy.name.zh_hant, "en": policy.name.en}
    note = {"id": policy.id, "name": name_of, "digest": policy.digest()}
    (folder / NOTE).write_text(json.dumps(note, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if name is not None and name not in Policy.shipped():
        shutil.copyfile(name, folder / COPY)


def policy_of(directory: Path, name: str | None) -> Policy:
    """The policy named, else that of the run's assessment. Raises Faults: it is not at hand any more."""
    note = directory / "assessment" / NOTE
    if name is not None or not note.is_file():
        return load_policy(name)
    known = read_json(note)
    copy = directory / "assessment" / COPY
    try:
        policy = Policy.load(copy if copy.is_file() else str(known.get("id", "")))
    except Faults:
        policy = None
    if policy is None or policy.digest() != known.get("digest"):
        said = say("misuse", "policy_gone", policy=str(known.get("id", "")))
        raise Faults((Fault(str(note), None, None, "U024", said),))
    return policy
