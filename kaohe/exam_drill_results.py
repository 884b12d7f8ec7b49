"""What `kaohe exam results` makes of a drill's folder: every session played again, judged and told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from kaohe.errors import refusals
from kaohe.reports.results.drills import DrillResults, Sat, drill_page, drill_sheets
from kaohe.reports.spreadsheets.workbooks import write_workbook
from kaohe.reports.terminal.plain import plain_table
from kaohe.scenarios.exam.drill import Drill, NotAsked
from kaohe.scenarios.exam.drill_folders import ATTEMPTS, PAPER, DrillFolder
from kaohe.scenarios.exam.drill_marks import Decided
from kaohe.sim.deciding.choices import Refused
from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language
from kaohe.standards import Rulebook
from kaohe.terminal import show_rich
from kaohe.wording import say, spoken

Report = Callable[[int, int], None]


def is_drill(folder: Path) -> bool:
    """Whether exam.json says that it is one."""
    try:
        told = json.loads((folder / PAPER).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("kind") == "drill"


def read_drill_results(path: Path, report: Report) -> DrillResults:
    """Everybody's mark. A session that was changed has none and stops nobody. Raises Faults for no sound folder."""
    folder = DrillFolder.read(path)
    drill, sat = Drill(folder.exam), dict[str, Sat]()
    with refusals(path), use_language(spoken()):
        # those of a form one after the other: its tests are found once
        for done, candidate in enumerate(sorted(folder.forms, key=lambda who: folder.forms[who]), 1):
            sat[candidate] = _sat(folder, drill, candidate)
            report(done, len(folder.forms))
    file = folder.exam.file
    with use_language(spoken()):
        name = file.name.text()
    ordered = {candidate: sat[candidate] for candidate in folder.forms}
    rulebook, policy = Rulebook.load(), folder.exam.policy
    return DrillResults(file.id, name, file.post, file.pass_mark, ordered, rulebook, policy, folder.forms)


def _sat(folder: DrillFolder, drill: Drill, candidate: str) -> Sat:
    if not (folder.path / ATTEMPTS / f"{candidate}.jsonl").is_file():  # to open it would be to begin it
        return Sat(None)
    try:
        session = folder.session(candidate)
        decided = list[Decided]()
        drill.reset(folder.seed(candidate), session.answers, decided.append)
        return Sat(drill.result(), session.finished, "", decided, session.times)
    except Faults as found:
        return Sat(None, fault="；".join(str(each.as_dict()["message"]) for each in found.faults))
    except (Refused, NotAsked):  # of another version of the drill
        return Sat(None, fault=say("exam results", "unlike"))


def write_drill_results(results: DrillResults, folder: Path) -> list[str]:
    """All files of a drill's results into a folder; their names, in the order in which they are told."""
    with use_language(spoken()):
        write_workbook(drill_sheets(results), folder / "marks.xlsx")
        (folder / "class.html").write_text(drill_page(results), encoding="utf-8")
        (folder / "candidates").mkdir()
        for candidate in results.sat:
            page = drill_page(results, candidate)
            (folder / "candidates" / f"{candidate}.html").write_text(page, encoding="utf-8")
    return ["marks.xlsx", "class.html", "candidates/"]


def tell_drill(results: DrillResults) -> None:
    """A line a candidate: mark, tests kept, further incidents, and what stands in the way."""
    heads = [say("exam mark", key) for key in ("who", "total", "kept_tests", "further")]
    table = plain_table(*zip((*heads, ""), ("left", "right", "right", "right", "left"), strict=True))
    for candidate, one in results.sat.items():
        if one.mark is None:
            table.add_row(candidate, "", "", "", one.fault or say("exam mark", "not_begun"))
            continue
        kept, further = f"{one.mark.kept}/{len(one.mark.tests)}", str(len(one.mark.further))
        note = say("exam mark", "review") if one.mark.capped else ""
        table.add_row(candidate, f"{float(one.mark.total):.2f}", kept, further, note)
    show_rich(table)
