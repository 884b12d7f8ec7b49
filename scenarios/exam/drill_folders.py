"""A drill's folder: what everybody may read, what stays sealed, and a session for each candidate.

exam.json            kind "drill", versions, the candidates' ids, what time each is given besides
sealed/drill.toml    the drill file as it was given; sealed/seed, sealed/attempts.key
attempts/<id>.jsonl  sessions
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from kaohe.scenarios.exam.candidates import Candidate
from kaohe.scenarios.exam.drill import Drill
from kaohe.scenarios.exam.drill_files import DrillExam, load_drill
from kaohe.scenarios.exam.drill_marks import DrillMark
from kaohe.scenarios.exam.drill_proof import DrillProof, prove
from kaohe.scenarios.exam.ledgers import key_of
from kaohe.scenarios.exam.seeds import SECRET_BYTES, form_seed
from kaohe.scenarios.exam.sessions import Clock, Session, no_clock
from kaohe.sim.files import Fault, Faults, brief, nearest
from kaohe.sim.texts import Verbatim, catalogue

VERSION = 2
PAPER, SEALED, ATTEMPTS = "exam.json", "sealed", "attempts"
_texts = catalogue("kaohe.scenarios")


@dataclass(frozen=True)
class DrillFolder:
    """A drill that was published: for whom, and from what seeds (by candidate); extra: minutes given besides."""

    path: Path
    exam: DrillExam
    forms: Mapping[str, int]
    secret: bytes
    extra: Mapping[str, int]

    @classmethod
    def read(cls, path: Path) -> DrillFolder:
        """Read one. Raises Faults for what is no drill's folder, or one of another version."""
        place = path / PAPER
        try:
            told = json.loads(place.read_text(encoding="utf-8"))
            forms = {str(name): int(form) for name, form in told["forms"].items()}
            extra = {str(name): int(minutes) for name, minutes in told["extra_minutes"].items()}
            secret = bytes.fromhex((path / SEALED / "seed").read_text(encoding="ascii"))
            sound = told["version"] == VERSION and told["kind"] == "drill" and len(secret) == SECRET_BYTES
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            sound = False
        if not sound:
            raise Faults([Fault(str(place), None, None, "E041", _texts("drill-folder"))])
        return cls(path, load_drill(path / SEALED / "drill.toml"), forms, secret, extra)

    def seed(self, candidate: str) -> int:
        """The seed of a candidate's form. Raises Faults for one who is not of this exam."""
        if candidate not in self.forms:
            near = nearest(candidate, self.forms) or next(iter(self.forms), "—")
            said = _texts.message("drill-candidate", name=brief(candidate), near=Verbatim(near))
            raise Faults([Fault("--candidate", None, None, "P062", str(said))])
        return form_seed(self.secret, self.exam.file.id, self.forms[candidate])

    def session(self, candidate: str, clock: Clock = no_clock) -> Session:
        """His session, to begin or go on with; without a clock (seconds since 1970) to read. Raises Faults that name a
        line that was changed; OSError.
        """
        self.seed(candidate)
        key = key_of(self.path / SEALED / "attempts.key")
        place, tally = self.path / ATTEMPTS / f"{candidate}.jsonl", self.path / SEALED / ATTEMPTS / f"{candidate}.count"
        return Session.open(place, tally, key, self.exam.file.id, candidate, clock)

    def minutes(self, candidate: str) -> int:
        """The time that he has, but for what his session allows besides."""
        return self.exam.file.minutes + self.extra.get(candidate, 0)

    def mark(self, candidate: str) -> DrillMark:
        """His mark, made again from his session: what he did not reach is left."""
        drill, session = Drill(self.exam), self.session(candidate)
        drill.reset(self.seed(candidate), session.answers)
        return drill.result()


def publish(
    source: str | Path,
    folder: Path,
    candidates: Sequence[Candidate],
    secret: bytes,
    *,
    forms: int = 1,
    proofs: dict[int, DrillProof] | None = None,
) -> DrillFolder:
    """Write a drill's folder, a new one. Candidates are dealt the forms in turn. proofs: filled with the proof of each
    form; None: none is proven.

    Raises Faults: what is wrong in the file, or why a form is not given; FileExistsError; OSError.
    """
    exam = load_drill(source)
    if proofs is not None:
        proofs |= _proven(exam, secret, forms)
    dealt = {each.id: 1 + place % forms for place, each in enumerate(candidates)}
    sealed = folder / SEALED
    sealed.mkdir(parents=True, mode=0o700)
    for form, proof in (proofs or {}).items():
        place = sealed / "forms" / str(form) / "proof.json"
        place.parent.mkdir(parents=True)
        place.write_text(json.dumps(proof.to_json(), indent=1) + "\n", encoding="utf-8")
    (sealed / "drill.toml").write_text(Path(exam.document.path).read_text(encoding="utf-8"), encoding="utf-8")
    (sealed / "seed").write_text(secret.hex(), encoding="ascii")
    key_of(sealed / "attempts.key")
    told = {
        "version": VERSION,
        "kaohe": version("kaohe"),
        "exam": exam.file.id,
        "kind": "drill",
        "policy": exam.policy.id,
        "candidates": [each.id for each in candidates],
        "forms": dealt,
        "extra_minutes": {each.id: each.extra_minutes for each in candidates if each.extra_minutes},
    }
    (folder / PAPER).write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return DrillFolder.read(folder)


def _proven(exam: DrillExam, secret: bytes, forms: int) -> dict[int, DrillProof]:
    """The proof of each form. Raises Faults: why one is not given."""
    drill = Drill(exam)
    found = {form: prove(drill, form_seed(secret, exam.file.id, form)) for form in range(1, forms + 1)}
    reasons = [str(each) for proof in found.values() for each in proof.refusals()]
    if reasons:
        raise Faults([Fault(exam.document.path, None, None, "E042", each) for each in dict.fromkeys(reasons)])
    return found
