"""The keys of an exam under another policy: its sealed records judged anew."""

from __future__ import annotations

from typing import Any

import polars as pl

from kaohe.scenarios.exam.classroom import Classroom, Keys
from kaohe.scenarios.exam.handed_in import fault
from kaohe.scenarios.exam.key import Key
from kaohe.scenarios.exam.keying import key_of
from kaohe.sim.files import Faults, quoted
from kaohe.sim.records import Records
from kaohe.standards.judging.judge import judge
from kaohe.standards.policies.policy import Policy
from kaohe.standards.rulebook.model import Rulebook


def keys_under(room: Classroom, policy: Policy) -> Keys:
    """The key of each form under a policy; incidents keep their numbers, for they are the same acts.

    Raises:
        Faults: the sealed records are missing or damaged, or are no longer those of the key.
    """
    return {form: _key(room, form, key, policy) for form, key in room.bare_keys.items()}


def _key(room: Classroom, form: int, own: Key, policy: Policy) -> Key:
    folder = room.sealed / "forms" / str(form)
    rulebook = Rulebook.load()
    try:
        records = Records.open(folder / "records")
        assessment = judge(records, policy, rulebook)
        acts = pl.read_parquet(folder / "truth" / "acts.parquet") if (folder / "truth").is_dir() else None
    except (OSError, LookupError, ValueError, pl.exceptions.PolarsError) as error:
        raise Faults([fault(folder, "E002", "exam-damaged", detail=quoted(str(error)))]) from error
    given: dict[str, Any] = {"form": form, "acts": acts, "lookalikes": own.lookalikes, "records": records}
    made = key_of(assessment, policy, rulebook, room.scheme, **given)
    ours, theirs = ([(one.clause, one.object_id, one.persons) for one in key.incidents] for key in (own, made))
    if ours != theirs:
        raise Faults([fault(folder, "E002", "exam-other-records")])
    return made
