"""Making an exam: forms are drawn, written, read back and proven, and nothing is published that is not."""

from __future__ import annotations

import json
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kaohe.reports.handouts.handbook import handbook_page
from kaohe.reports.papers.slips import Desk
from kaohe.reports.spreadsheets.answer_books import Filled, write_answer_book
from kaohe.reports.spreadsheets.papers import Pile, legend, looked_at, pile, read_papers, titles, write_papers
from kaohe.scenarios.exam.answers.choices import Choices, choices_of
from kaohe.scenarios.exam.answers.reading import Form as SheetForm
from kaohe.scenarios.exam.answers.reading import read_answers
from kaohe.scenarios.exam.candidates import Candidate, dealt
from kaohe.scenarios.exam.files import Exam
from kaohe.scenarios.exam.forms import Form, attempts
from kaohe.scenarios.exam.handed_in import BOOK, CHOICES, ROWS
from kaohe.scenarios.exam.proving import Proof, Prover
from kaohe.scenarios.exam.seeds import SECRET_BYTES, first_rows
from kaohe.scenarios.exam.sheet import AnswerSheet, Row
from kaohe.scenarios.exam.trials import rerun
from kaohe.sim.files import Fault, Faults
from kaohe.sim.records import SCHEMA
from kaohe.standards import Rulebook
from kaohe.standards.policies.files import own_files
from kaohe.wording import say, spoken

PAPERS, HANDBOOK = "papers.xlsx", "handbook.html"
VERSION = 1
Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Desktop:
    """A form laid out for candidates: its papers, what a sheet may name, the row numbers by which rows are cited."""

    form: Form
    papers: Pile
    choices: Choices

    @classmethod
    def of(cls, exam: Exam, form: Form) -> Desktop:
        """Lay a form out."""
        records = form.chosen.trial.run.records
        papers = pile(records, Desk(records, Rulebook.load(), keyed=False), first_rows(form.chosen.seed, SCHEMA))
        registers = {title: table for table, title in titles(papers).items()}
        choices = choices_of(Rulebook.load(), exam.policy, records.table("staff"), registers)
        return cls(form, papers, choices)

    @property
    def numbers(self) -> Mapping[Row, int]:
        """The number by which each row is cited."""
        return {(table, key): number for table, number, key in self.papers.rows().iter_rows()}

    def through(self, exam: Exam, folder: Path) -> Callable[[AnswerSheet], AnswerSheet]:
        """A sheet written into an answer book, and read back from it."""
        read_by, numbers = SheetForm.of(exam.id, self.choices, self.papers.rows()), self.numbers

        def through(sheet: AnswerSheet) -> AnswerSheet:
            path = folder / "oracle.xlsx"
            write_answer_book(path, exam.id, "C01", self.choices, Filled(sheet, numbers))
            return read_answers(path, read_by, "C01")

        return through


@dataclass
class Maker:
    """Makes the forms of an exam one after the other. `report(stage, done, total)` is told how far it is."""

    exam: Exam
    secret: bytes
    forms: int
    report: Report
    prover: Prover = field(init=False)
    proofs: list[Proof] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.prover = Prover(self.exam, self.forms)

    def all(self, folder: Path) -> list[Desktop]:
        """All forms, their papers at folder/<number>.xlsx. Raises Faults: why one of them cannot be had.

        Of an exam with one form a second is made too, and thrown away: that its answers earn nothing is to be shown.
        """
        made: list[Desktop] = []
        for number in range(1, max(self.forms, 2) + 1):
            self.report(say("exam new", "making"), number - 1, max(self.forms, 2))
            made.append(self.one(number, folder))
        self.report(say("exam new", "making"), max(self.forms, 2), max(self.forms, 2))
        return made[: self.forms]

    def one(self, number: int, folder: Path) -> Desktop:
        """The first attempt at a form of which all is proven. Raises Faults with the reasons of those that were not."""
        why: Counter[str] = Counter()
        like = None if self.prover.first is None else self.prover.first.work
        for form in attempts(self.exam, self.secret, number, like, self.prover.used):
            if not isinstance(form, Form):
                why[str(form.why)] += 1
                continue
            failed = self.prover.screen(form)
            if not failed:
                desktop, proof = self._proven(form, folder)
                if proof.holds:
                    self.proofs.append(proof)
                    return desktop
                failed = proof.failed
            why.update(str(check.said) for check in failed)
        raise Faults([self._refused(number, why)])

    def _proven(self, form: Form, folder: Path) -> tuple[Desktop, Proof]:
        desktop, path = Desktop.of(self.exam, form), folder / f"{form.number}.xlsx"
        write_papers(desktop.papers, path)
        read = read_papers(path, legend(desktop.papers))
        numbers = desktop.numbers
        proof = self.prover.prove(form, read, desktop.through(self.exam, folder), looked_at(path), numbers)
        if proof.holds:
            self.prover.keep(form, read, numbers)
        return desktop, proof

    def _refused(self, number: int, why: Counter[str]) -> Fault:
        reasons = say("exam new", "between").join(f"{reason} ×{times}" for reason, times in why.most_common(4))
        said = say("exam new", "refused", form=number, reasons=reasons)
        return Fault(self.exam.document.path, None, None, "E027", said)


def make_exam(exam: Exam, candidates: Sequence[Candidate], forms: int, folder: Path, report: Report) -> list[Proof]:
    """Fill a folder with an exam; it is the caller's to put it in place when it is whole. Raises Faults."""
    secret = secrets.token_bytes(SECRET_BYTES)
    maker = Maker(exam, secret, forms, report)
    with TemporaryDirectory(dir=folder) as work:
        made = maker.all(Path(work))
        for desktop in made:
            _seal_form(exam, desktop, folder / "sealed" / "forms" / str(desktop.form.number), maker.proofs)
        (Path(work) / HANDBOOK).write_text(handbook_page(Rulebook.load(), exam.policy), encoding="utf-8")
        given = dealt(secret, exam.id, candidates, forms)
        for one in candidates:
            _lay_out(exam, one, made[given[one.id] - 1], Path(work), folder / "candidates" / one.id)
    _seal(exam, secret, candidates, folder / "sealed")
    _write(folder / "exam.json", _document(exam, candidates, given))
    return [proof for proof in maker.proofs if proof.form <= forms]


def _lay_out(exam: Exam, one: Candidate, desktop: Desktop, work: Path, folder: Path) -> None:
    """All that a candidate gets."""
    folder.mkdir(parents=True)
    shutil.copyfile(work / f"{desktop.form.number}.xlsx", folder / PAPERS)
    write_answer_book(folder / BOOK, exam.id, one.id, desktop.choices)
    shutil.copyfile(work / HANDBOOK, folder / HANDBOOK)


def _seal_form(exam: Exam, desktop: Desktop, folder: Path, proofs: Sequence[Proof]) -> None:
    """What marking needs of a form: its office as it was written, the truth, the assessment, the key, the proof."""
    form = desktop.form
    rerun(exam.scenario, form.chosen.seed, form.chosen.bundles, form.chosen.lawful, folder)
    form.write_truth(folder / "truth")
    form.chosen.trial.assessment.write(folder / "assessment")
    _write(folder / "key.json", form.key.to_json())
    _write(folder / "proof.json", next(proof.to_json() for proof in proofs if proof.form == form.number))
    _write(folder / CHOICES, desktop.choices.to_json())
    desktop.papers.rows().write_parquet(folder / ROWS)


def _seal(exam: Exam, secret: bytes, candidates: Sequence[Candidate], folder: Path) -> None:
    (folder / "seed").write_text(secret.hex() + "\n", encoding="utf-8")
    shutil.copyfile(exam.document.path, folder / "exam.toml")
    _write(folder / "candidates.json", {one.id: {"name": one.name} for one in candidates})
    policy = Path(exam.document.path).parent / exam.file.policy
    if exam.policy.id not in exam.policy.shipped():
        for each in own_files(policy):
            name = f"{exam.policy.id}.toml" if each == policy else each.relative_to(policy.parent)
            copy = folder / "policy" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(each, copy)


def _document(exam: Exam, candidates: Sequence[Candidate], given: Mapping[str, int]) -> dict[str, Any]:
    return {
        "version": VERSION,
        "kaohe": version("kaohe"),
        "exam": json.loads(exam.file.model_dump_json(exclude_none=True)),
        "kind": "paper",
        "lang": spoken(),
        "scheme": exam.scheme.to_json(),
        "policy": {"id": exam.policy.id, "digest": exam.policy.digest()},
        "rulebook": Rulebook.load().digest(),
        "candidates": [one.id for one in candidates],
        "forms": dict(given),
    }


def _write(path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
