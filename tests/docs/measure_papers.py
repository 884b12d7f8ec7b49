"""The table of docs/exams.md: python -m tests.docs.measure_papers [ID …], of one form of each paper that ships.

Minutes of it: each form is made, laid out, read back and proven. A paper that is not proven says why in its line.
"""

from __future__ import annotations

import sys
import time
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from kaohe.exam_making import Maker
from kaohe.scenarios.exam.files import load_exam
from kaohe.scenarios.exam.shipped import shipped_papers
from kaohe.sim.files import Faults
from kaohe.sim.records import SCHEMA

SECRET = bytes(range(16))


def line(name: str) -> str:
    """A row of the table: incidents, clauses, look-alikes, rows, the two marks, seconds."""
    exam, before = load_exam(name), time.process_time()
    maker = Maker(exam, SECRET, 1, lambda *_: None)
    try:
        with TemporaryDirectory() as folder:
            desktop = maker.one(1, Path(folder))
    except Faults as faults:
        return f"| `{name}` | {faults} |"
    seconds, key = time.process_time() - before, desktop.form.key
    clauses = sorted(
        {one.clause for one in key.incidents}, key=lambda clause: [int(part) for part in clause.split(".")]
    )
    rows = sum(desktop.form.chosen.trial.run.records.table(table).height for table in SCHEMA)
    constant = next(check.value for check in maker.proofs[0].checks if check.name == "constant")
    alike = sum(one.count for one in exam.file.look_alikes)
    erring = "–" if maker.prover.erring is None else f"{float(maker.prover.erring):.1f}"
    told = f"{float(Fraction(constant)):.1f}"
    cells = (
        f"`{name}`",
        len(key.incidents),
        " ".join(clauses),
        alike or "–",
        f"{rows:,}",
        erring,
        told,
        f"{seconds:.0f}",
    )
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    for paper in sys.argv[1:] or shipped_papers():
        print(line(paper), flush=True)
