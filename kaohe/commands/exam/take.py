"""`kaohe exam take EXAM --candidate ID`: a drill is taken, at the terminal, by a player of ours or by a program."""

from __future__ import annotations

import re
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from kaohe.drill_terminal import Sitting, tell_mark
from kaohe.errors import refusals
from kaohe.options import Json, Seed, Values
from kaohe.scenarios.exam.drill import Drill
from kaohe.scenarios.exam.drill_files import load_drill
from kaohe.scenarios.exam.drill_folders import PAPER, DrillFolder
from kaohe.scenarios.exam.drill_players import named, play
from kaohe.scenarios.exam.programs import examine
from kaohe.scenarios.exam.sessions import Session, key_of
from kaohe.sim.deciding.choices import Refused
from kaohe.sim.files import Fault, Faults
from kaohe.terminal import show, show_json
from kaohe.wording import say

SAID = "exam take"
CANDIDATE = re.compile(r"[\w-][\w .-]{0,59}")
PRACTICE = Path("practice")  # sessions of drills that are no exam


def command(
    exam: Annotated[str, typer.Argument(metavar="EXAM")],
    candidate: Annotated[str, typer.Option("--candidate", metavar="ID")] = "",
    practice: Annotated[bool, typer.Option("--practice")] = False,
    player: Annotated[str | None, typer.Option("--player", metavar="NAME")] = None,
    seed: Seed = None,
    json: Json = False,
) -> int:
    """Take a drill."""
    values = Values()
    number = values.whole("--seed", seed, 0, (1 << 63) - 1)
    if not CANDIDATE.fullmatch(candidate):
        values.fault("--candidate", "P014", say(SAID, "no_candidate"))
    values.raise_faults()
    with refusals(exam):
        drill, session, seed_of = _opened(exam, candidate, number, practice=practice)
    if session.torn is not None:
        show(say(SAID, "torn", line=session.torn))
    official = Path(exam, PAPER).exists() and not practice
    if session.finished and not practice:
        raise Faults([Fault(str(session.path), None, None, "E043", say(SAID, "finished"))])
    with _of_this_drill(session):
        done = _taken(drill, session, seed_of, player, practice=practice)
    if done and json and not (official and player is None):
        show_json({"candidate": candidate, "exam": drill.exam.file.id, **drill.result().to_json()})
    elif done and (not official or player is not None):
        tell_mark(drill)
    elif done:
        show(say(SAID, "done"))
    return 0


def _opened(exam: str, candidate: str, seed: int | None, *, practice: bool) -> tuple[Drill, Session, int]:
    """The drill, the session and the seed: of an exam's folder, or else for practice alone."""
    if Path(exam, PAPER).exists():
        folder = DrillFolder.read(Path(exam))
        number = folder.seed(candidate)
        if not practice:
            return Drill(folder.exam), folder.session(candidate), number
        read = folder.exam
    else:
        read, number = load_drill(exam), 1 if seed is None else seed
    file = read.file
    name = f"{file.id}-{number}" if seed is not None or practice else file.id
    key = key_of(PRACTICE / "sealed" / "attempts.key")
    place, tally = PRACTICE / f"{name}-{candidate}.jsonl", PRACTICE / "sealed" / f"{name}-{candidate}.count"
    session = Session.open(place, tally, key, f"{file.id} {number}", candidate)
    return Drill(read, nights=practice), session, number


class _of_this_drill:
    """Answers that were confirmed in another version of the drill are no answers here: said, with the session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Refused):
            raise Faults([Fault(str(self._session.path), None, None, "E044", say(SAID, "other_drill"))]) from error


def _taken(drill: Drill, session: Session, seed: int, player: str | None, *, practice: bool) -> bool:
    """Whether it has come to its end."""
    if player is None:
        return Sitting(drill, session, seed, input, practice).go()
    drill.reset(seed, session.answers)
    began = monotonic() - session.seconds
    if player.startswith("exec:"):
        command = player.removeprefix("exec:")
        told = examine(drill, command, monotonic, confirmed=lambda one: session.answered(one, monotonic() - began))
        session.path.with_suffix(".transcript.jsonl").write_text(told.text(), "utf-8", "replace")
    else:
        play(drill, named(player, seed))
        for one in drill.answers[len(session.answers) :]:
            session.answered(one, monotonic() - began)
    session.finish(monotonic() - began)
    return True
