"""What `kaohe exam results` reads of an exam's folder, and the files that it writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from kaohe.errors import refusals
from kaohe.exam_marks import policy_of_exam
from kaohe.policies import load_policy
from kaohe.reports.papers.slips import Desk
from kaohe.reports.results.inputs import FormOffice, Results
from kaohe.scenarios.exam.classroom import EXAM, Classroom, Keys, Marking
from kaohe.scenarios.exam.key import Key
from kaohe.scenarios.exam.moderation import amended
from kaohe.scenarios.exam.rekeying import keys_under
from kaohe.scenarios.exam.row_numbers import row_numbers
from kaohe.scenarios.exam.statistics import class_figures
from kaohe.sim.files import Fault, Faults
from kaohe.sim.records import Records
from kaohe.sim.texts import Names, use_language
from kaohe.standards import Policy, Rulebook
from kaohe.wording import say, spoken

Report = Callable[[int, int], None]


def read_results(room: Classroom) -> Results:
    """The last marking of a class with all that explains it. Raises Faults: not marked yet, or no longer up to date."""
    marking = _latest(room)
    policy, bare = _judged_by(room, marking)
    keys = {form: amended(key, room.amendments) for form, key in bare.items()}
    rulebook = Rulebook.load()
    number, name = _named(room.folder)
    return Results(
        id=number,
        exam=name,
        marking=marking.number,
        marked=marking.marked,
        keys=keys,
        scheme=room.scheme,
        figures=class_figures(marking.marked, keys),
        rulebook=rulebook,
        policy=policy,
        amendments=room.amendments,
        names=_names(room.sealed / "candidates.json"),
        offices={form: _office(room, key, rulebook) for form, key in keys.items()},
    )


def _latest(room: Classroom) -> Marking:
    marking = room.latest
    if marking is None:
        raise _fault(room.folder, "E007", "unmarked", directory=str(room.folder))
    sat = {candidate: one.form for candidate, one in marking.marked.items()}
    if marking.amendments != len(room.amendments) or sat != dict(room.forms):
        raise _fault(room.folder, "E007", "stale", directory=str(room.folder))
    return marking


def _judged_by(room: Classroom, marking: Marking) -> tuple[Policy, Keys]:
    """The policy of the marking and its keys: the exam's own, or those judged anew under a policy that ships."""
    own = {key.policy_digest for key in room.bare_keys.values()}
    if marking.policy_digest in own:
        return policy_of_exam(room), room.bare_keys
    policy = load_policy(marking.policy) if marking.policy in Policy.shipped() else None
    if policy is None or policy.digest() != marking.policy_digest:
        raise _fault(room.folder, "E008", "other_policy", policy=marking.policy)
    return policy, keys_under(room, policy)


def _named(folder: Path) -> tuple[str, str]:
    """The exam's id, and its name in the language in use; its folder's name where exam.json does not say."""
    exam = _document(folder / EXAM).get("exam")
    known = exam if isinstance(exam, Mapping) else {"id": exam}
    number = str(known.get("id") or folder.resolve().name)
    names = known.get("name")
    zh, en = (str(names.get(each) or "") if isinstance(names, Mapping) else "" for each in ("zh", "en"))
    return number, Names(zh or en or number, en or zh or number).text()


def _names(path: Path) -> dict[str, str]:
    """The names of the class list, where it had any."""
    known = _document(path) if path.is_file() else {}
    return {who: str(row["name"]) for who, row in known.items() if isinstance(row, Mapping) and row.get("name")}


def _document(path: Path) -> Mapping[str, Any]:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return read if isinstance(read, Mapping) else {}


def _office(room: Classroom, key: Key, rulebook: Rulebook) -> FormOffice:
    """The papers and the truth of a form. Raises Faults where they are damaged; what is not there stays None."""
    folder = room.sealed / "forms" / str(key.form)
    records, acts = folder / "records", folder / "truth" / "acts.parquet"
    try:
        desk = Desk(Records.open(records), rulebook) if records.is_dir() else None
        truth = pl.read_parquet(acts) if acts.is_file() else None
        return FormOffice(desk, truth, row_numbers(folder, key.incidents, room.amendments))
    except (OSError, LookupError, ValueError, pl.exceptions.PolarsError) as error:
        raise _fault(folder, "E009", "damaged", detail=str(error).splitlines()[0][:200]) from error


def write_results(results: Results, folder: Path, report: Report) -> list[str]:
    """All files of the results into a folder; their names, in the order in which they are told."""
    from kaohe.reports.results.candidate_page import candidate_page
    from kaohe.reports.results.class_page import class_page
    from kaohe.reports.results.incident_forms import write_incident_form
    from kaohe.reports.results.score_sheets import score_sheets
    from kaohe.reports.spreadsheets.workbooks import write_workbook

    with use_language(spoken()):
        write_workbook(score_sheets(results), folder / "marks.xlsx")
        forms = [f"incidents-{form}.docx" for form in results.forms()]
        for form, name in zip(results.forms(), forms, strict=True):
            write_incident_form(results, form, folder / name)
        _write(folder / "class.html", class_page(results))
        for done, candidate in enumerate(results.marked, 1):
            _write(folder / "candidates" / f"{candidate}.html", candidate_page(results, candidate))
            report(done, len(results.marked))
    return ["marks.xlsx", *forms, "class.html", "candidates/"]


def check_new(path: Path) -> None:
    """Raises Faults if a file of questions is there already, or its folder is not."""
    if path.exists():
        raise _fault(path, "U012", "taken")
    if not path.absolute().parent.is_dir():
        raise _fault(path, "U012", "no_folder")


def write_questions(exam: str, path: Path) -> int:
    """Calculation questions for Moodle; the same exam always gives the same. How many there are."""
    from kaohe.reports.results.moodle import write_moodle
    from kaohe.scenarios.exam.calculations import items

    with use_language(spoken()), refusals(path):
        return write_moodle(items(exam), path)


def _write(path: Path, page: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(page, encoding="utf-8")


def _fault(place: Path, code: str, key: str, **values: str) -> Faults:
    return Faults((Fault(str(place), None, None, code, say("exam results", key, **values)),))
