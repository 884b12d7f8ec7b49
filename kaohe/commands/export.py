"""`kaohe export DIR`: the records as registers for a spreadsheet, and the incidents of a judged run apart from them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaohe.judging import read_assessment
from kaohe.options import Directory, Json, Out, Values
from kaohe.output_folders import new_folder
from kaohe.policies import policy_of
from kaohe.run_folders import readable, require
from kaohe.sealing import Opened, open_judged, open_records
from kaohe.sim.files import Fault, Faults
from kaohe.terminal import show, show_json
from kaohe.wording import say

FORMS = ("xlsx", "csv")


def command(
    directory: Directory,
    to: Annotated[str, typer.Option("--to", metavar="xlsx|csv")] = "xlsx",
    out: Out = None,
    json: Json = False,
) -> int:
    """Export a run."""
    values = Values()
    form = values.name("--to", to, FORMS)
    values.raise_faults()
    require(directory, "records")
    judged = (directory / "assessment").is_dir()
    opened = open_judged(directory) if judged else open_records(directory)
    with new_folder(out or Path(f"{directory.resolve().name}-export")) as place, readable(directory):
        _write(directory, opened, form or FORMS[0], place.work, judged)
    if json:
        show_json({"folder": str(place.path), "sealed": opened.sealed})
    else:
        opened.tell()
        show(say("done", "simulate", folder=place.path))
    return 0


def _write(directory: Path, opened: Opened, form: str, folder: Path, judged: bool) -> None:
    from kaohe.reports.judged.statute import Statute
    from kaohe.reports.papers.slips import Desk
    from kaohe.reports.spreadsheets.sheets import incidents_sheet, sheets  # the papers in words: slow to load
    from kaohe.reports.spreadsheets.workbooks import TooLong, write_tables, write_workbook
    from kaohe.standards import Rulebook

    rulebook = Rulebook.load()
    desk = Desk(opened.records, rulebook)
    books = {"records": sheets(opened.records, desk)}
    if judged:
        statute = Statute(rulebook, policy_of(directory, None))
        books["incidents"] = iter([incidents_sheet(read_assessment(directory), desk, statute)])
    for name, pages in books.items():
        try:
            if form == "csv":
                write_tables(pages, folder / name)
            else:
                write_workbook(pages, folder / f"{name}.xlsx")
        except TooLong as found:
            register, rows = found.args
            raise Faults(
                [Fault(register, None, None, "U035", say("misuse", "sheet_full", rows=f"{rows:,}"))]
            ) from found
