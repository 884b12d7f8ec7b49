"""How long a candidate waits after an answer: `python -m tests.benchmarks.bench_answers [POST…]`.

Goal: 100 ms of processor time at most, of 95 in 100 answers of an exam, in an office of 5,000 customers. Practice keeps
its nights, which costs more.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace

from kaohe.scenarios.exam.drill import Drill
from kaohe.scenarios.exam.drill_files import load_drill
from kaohe.scenarios.exam.drill_players import by_the_book
from kaohe.scenarios.exam.shipped import shipped_drills

CUSTOMERS = 5_000
GOAL_MS = 100


def measured(post: str, customers: int = CUSTOMERS, *, practice: bool = False, months: int = 2) -> dict[str, float]:
    """Milliseconds from an answer by the book to what is asked next; the end, with the rest of the span, apart."""
    exam = load_drill(post)
    drill = Drill(replace(exam, scenario=exam.scenario.sized(customers, months, None)), nights=practice)
    drill.reset(1)
    taken = []
    while (question := drill.question) is not None:
        answer = by_the_book(question, 0)
        start = time.process_time()
        drill.confirm(drill.answer(answer))
        taken.append(1_000 * (time.process_time() - start))
    end, waits = taken[-1], sorted(taken[:-1])
    at = {"median_ms": len(waits) // 2, "p95_ms": len(waits) * 95 // 100, "most_ms": len(waits) - 1}
    return {
        "answers": len(waits),
        **{name: round(waits[place], 1) for name, place in at.items()},
        "end_ms": round(end, 1),
    }


def main(posts: list[str]) -> None:
    """Print each post, sitting and practising."""
    for post in posts or sorted(shipped_drills()):
        for practice in (False, True):
            print(post, "practice" if practice else "exam", json.dumps(measured(post, practice=practice)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
