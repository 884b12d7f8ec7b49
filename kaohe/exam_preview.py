"""One form of an exam with its key, in words: incidents with rows, amounts, tiers and what follows; look-alikes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kaohe.exam_making import Desktop, Maker, Report
from kaohe.reports.words.keys import key_text
from kaohe.reports.words.wording import say as say_report
from kaohe.reports.words.wording import yuan
from kaohe.scenarios.exam.files import Exam
from kaohe.scenarios.exam.key import KeyIncident
from kaohe.scenarios.exam.look_alikes import kinds
from kaohe.scenarios.exam.proving import Proof
from kaohe.scenarios.exam.seeds import SECRET_BYTES
from kaohe.standards import Rulebook
from kaohe.wording import say


@dataclass(frozen=True)
class Preview:
    """A form, laid out and proven."""

    exam: Exam
    desktop: Desktop
    proof: Proof

    def lines(self) -> Iterator[str]:
        """The form in words."""
        key = self.desktop.form.key
        rows = sum(sheet.height for sheet in self.desktop.papers.sheets)
        yield say("exam preview", "form", name=self.exam.file.name.text(), incidents=len(key.incidents), rows=rows)
        for incident in key.incidents:
            yield from self._incident(incident)
        for one in key.lookalikes:
            kind = kinds()[one.reason]
            about = key_text(one.object_type, one.object_id)
            yield say("exam preview", "alike", clause=one.clause, name=kind.name.text(), about=about)
            yield f"    {kind.reason.text()}"
        for check in self.proof.checks:
            yield f"  {check.said}"

    def _incident(self, one: KeyIncident) -> Iterator[str]:
        lists, numbers = self.desktop.choices.lists, self.desktop.numbers
        who = "、".join(lists["person"].get(str(each), str(each)) for each in one.persons)
        posts = "、".join(lists["post"].get(each, each) for each in one.posts)
        clause = Rulebook.load().clause(one.clause).name.text()
        tier = lists["tier"].get(one.worth.tiers[0], one.worth.tiers[0])
        worth = {"amount": yuan(one.worth.amount_fen), "tier": tier}
        yield say(
            "exam preview", "incident", number=one.number, clause=f"{one.clause} {clause}", who=who, post=posts, **worth
        )
        title = {table: name for name, table in self.desktop.choices.registers.items()}
        rows = say_report("comma").join(
            f"{title[table]} {numbers[table, key]}" for table, key in sorted(one.decisive)[:5]
        )
        yield say("exam preview", "rows", rows=rows)
        sanctions = [lists["sanction"][each.kind] for each in one.worth.sanctions[0].sanctions] or [
            lists["sanction"]["none"]
        ]
        duties = [lists["duty"][each] for each in one.worth.duties]
        yield say("exam preview", "follows", follows=say_report("comma").join([*sanctions, *duties]))

    def to_json(self) -> dict[str, Any]:
        """The key and the proof, as they would be sealed."""
        return {"exam": self.exam.id, "key": self.desktop.form.key.to_json(), "proof": self.proof.to_json()}


def preview_form(exam: Exam, report: Report) -> Preview:
    """A form of a sealed number of its own. Raises Faults."""
    maker = Maker(exam, secrets.token_bytes(SECRET_BYTES), 1, report)
    with TemporaryDirectory() as work:
        desktop = maker.one(1, Path(work))
    return Preview(exam, desktop, maker.proofs[0])
