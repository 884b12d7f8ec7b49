"""`kaohe exam take EXAM --candidate ID`: a drill at the terminal; a drill or a paper by a player or a program."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from time import monotonic, time
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe.drill_terminal import Sitting, mark_line, tell_mark
from kaohe.errors import note, refusals
from kaohe.options import Json, Seed, Values
from kaohe.scenarios.exam.classroom import Classroom, is_paper
from kaohe.scenarios.exam.drill import Drill
from kaohe.scenarios.exam.drill_files import load_drill
from kaohe.scenarios.exam.drill_folders import PAPER, DrillFolder
from kaohe.scenarios.exam.drill_players import named, play
from kaohe.scenarios.exam.handed_in import BOOK
from kaohe.scenarios.exam.ledgers import key_of
from kaohe.scenarios.exam.programs import Transcript, examine
from kaohe.scenarios.exam.sessions import Session
from kaohe.scenarios.exam.shipped import shipped_papers
from kaohe.sim.deciding.choices import Refused
from kaohe.sim.files import Fault, Faults
from kaohe.terminal import progress, show, show_json
from kaohe.wording import say

if TYPE_CHECKING:
    from kaohe.paper_taking import Sat

SAID = "exam take"
CANDIDATE = re.compile(r"[\w-][\w .-]{0,59}")
PRACTICE = Path("practice")  # sessions of drills that are no exam


def command(
    exam: Annotated[str, typer.Argument(metavar="EXAM")],
    candidate: Annotated[list[str] | None, typer.Option("--candidate", metavar="ID")] = None,
    everybody: Annotated[bool, typer.Option("--all")] = False,
    practice: Annotated[bool, typer.Option("--practice")] = False,
    player: Annotated[str | None, typer.Option("--player", metavar="NAME")] = None,
    seed: Seed = None,
    json: Json = False,
) -> int:
    """Take a drill, or have players sit an exam."""
    values = Values()
    if is_paper(Path(exam)):
        return _paper(values, Path(exam), _Asked(candidate, everybody, player, practice, seed), json=json)
    number = values.whole("--seed", seed, 0, (1 << 63) - 1)
    people = _people(values, exam, _Asked(candidate, everybody, player))
    values.raise_faults()
    with refusals(exam):
        drill, seats = _opened(exam, people, number, practice=practice)
    official = Path(exam, PAPER).exists() and not practice
    marks = []
    for seat in seats:
        with _of_this_drill(seat.session):
            done = _taken(drill, seat, player, practice=practice)
        if not done:
            return 0
        if official and player is None:
            show(say(SAID, "done"))
            return 0
        if json:
            marks.append({"candidate": seat.candidate, "exam": drill.exam.file.id, **drill.result().to_json()})
        elif len(seats) == 1 and not (practice and player is None):  # who practised was told
            tell_mark(drill)
        elif player is None:
            show(say(SAID, "practised"))
        else:
            show(f"{seat.candidate}  {mark_line(drill.result())}")
    if json:
        show_json(marks[0] if len(seats) == 1 and not everybody else {"candidates": marks})
    return 0


@dataclass(frozen=True)
class _Asked:
    """Who is to sit, and who answers for him, as the line has it; and what is for drills alone."""

    candidates: list[str] | None
    everybody: bool
    player: str | None
    practice: bool = False
    seed: str | None = None


# ── papers ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _paper(values: Values, folder: Path, asked: _Asked, *, json: bool) -> int:
    """Players sit a paper; a person does in his workbook, and that is said."""
    from kaohe.paper_taking import handed_in, player_faults, sit  # the workbooks with it: not loaded for a drill

    if asked.player is None:
        book = folder / "candidates" / (asked.candidates or ["ID"])[0] / BOOK
        raise Faults([Fault(str(folder), None, None, "E045", say(SAID, "by_hand", book=book, folder=folder))])
    room, player = Classroom.read(folder), asked.player
    people = _of_class(values, room, asked)
    for option, given in (("--practice", asked.practice), ("--seed", asked.seed is not None)):
        if given:
            values.fault(option, "U005", say(SAID, "drills_only"))
    values.raise_faults()
    faults = [*player_faults(player), *handed_in(room, people)]
    if faults:
        raise Faults(faults)
    with progress() as report:
        sat = sit(room, people, player, report)
    if json:
        show_json({"candidates": [each.to_json() for each in sat]})
    else:
        _tell_sat(folder, sat)
    return 0


def _of_class(values: Values, room: Classroom, asked: _Asked) -> tuple[str, ...]:
    _check_asked(values, asked)
    known = tuple(room.forms)
    found = (values.name("--candidate", each, known) for each in dict.fromkeys(asked.candidates or ()))
    return known if asked.everybody else tuple(each for each in found if each is not None)


def _tell_sat(folder: Path, sat: Sequence[Sat]) -> None:
    for each in sat:
        if each.path is None:
            note(folder / "candidates" / each.candidate, "E006", say(SAID, f"program_{each.why}"))
        else:
            show(say(SAID, "sat", candidate=each.candidate, lines=each.lines, path=each.path))
    show(say(SAID, "then_mark", folder=folder))


def _check_asked(values: Values, asked: _Asked) -> None:
    if asked.everybody and asked.candidates:
        values.fault("--candidate", "U005", say(SAID, "all_and_some"))
    elif not asked.everybody and not asked.candidates:
        values.fault("--candidate", "P014", say(SAID, "no_candidate"))


# ── drills ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Seat:
    """Somebody's session, and the seed of his form."""

    candidate: str
    session: Session
    seed: int
    minutes: int
    pauses: int | None

    @property
    def luck(self) -> int:
        """The seed of a player who sits there: of two with one form each errs in his own way."""
        word = blake2b(f"{self.seed} {self.candidate}".encode(), digest_size=8).digest()
        return int.from_bytes(word, "big") >> 1


def _people(values: Values, exam: str, asked: _Asked) -> tuple[str, ...]:
    """Who is to sit a drill: one at the terminal, several by players."""
    _check_asked(values, asked)
    if exam in shipped_papers():
        values.fault(exam, "E046", say(SAID, "not_made", exam=exam))
    people = tuple(dict.fromkeys(asked.candidates or ()))
    if asked.everybody:
        people = _class_of(values, exam)
    elif any(not CANDIDATE.fullmatch(each) for each in people):
        values.fault("--candidate", "P014", say(SAID, "no_candidate"))
    if len(people) > 1 and asked.player is None:
        values.fault("--all" if asked.everybody else "--candidate", "U005", say(SAID, "one_at_a_time"))
    if asked.player is None and (sys.stdin is None or sys.stdin.closed):
        values.fault("kaohe exam take", "E062", say(SAID, "no_keyboard"))
    return people


def _class_of(values: Values, exam: str) -> tuple[str, ...]:
    if not Path(exam, PAPER).exists():
        values.fault("--all", "E046", say(SAID, "no_class"))
        return ()
    return tuple(values.check(lambda: DrillFolder.read(Path(exam)).forms) or ())


def _opened(exam: str, people: Sequence[str], seed: int | None, *, practice: bool) -> tuple[Drill, list[_Seat]]:
    """The drill, and a seat for each: of an exam's folder, or else for practice alone. Nobody sits twice."""
    if Path(exam, PAPER).exists():
        folder = DrillFolder.read(Path(exam))
        file, numbers = folder.exam.file, {each: folder.seed(each) for each in people}
        if not practice:
            sat = {each: folder.session(each, time) for each in people}
            seats = [_Seat(each, one, numbers[each], folder.minutes(each), file.pauses) for each, one in sat.items()]
            return Drill(folder.exam), _free(seats, again=False)
        read = folder.exam
    else:
        read = load_drill(exam)
        file, numbers = read.file, dict.fromkeys(people, 1 if seed is None else seed)
    key, seats = key_of(PRACTICE / "sealed" / "attempts.key"), []
    for each, number in numbers.items():
        name = f"{file.id}-{number}" if seed is not None or practice else file.id
        place, tally = PRACTICE / f"{name}-{each}.jsonl", PRACTICE / "sealed" / f"{name}-{each}.count"
        session = Session.open(place, tally, key, f"{file.id} {number}", each, time)
        seats.append(_Seat(each, session, number, file.minutes, None))
    return Drill(read, nights=practice), _free(seats, again=practice)


def _free(seats: list[_Seat], *, again: bool) -> list[_Seat]:
    """The same, if nobody of them has finished. Raises Faults."""
    for seat in seats:
        if seat.session.ledger.torn is not None:
            show(say(SAID, "torn", line=seat.session.ledger.torn))
    over = [each.session for each in seats if each.session.finished and not again]
    if over:
        raise Faults([Fault(str(each.path), None, None, "E043", say(SAID, "finished")) for each in over])
    return seats


class _of_this_drill:
    """Answers that were confirmed in another version of the drill are no answers here: said, with the session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Refused):
            raise Faults([Fault(str(self._session.path), None, None, "E044", say(SAID, "other_drill"))]) from error


def _typed(prompt: str) -> str:
    """A line that he types. Polars puts a handler before Python's, after which Ctrl-C ends no reading: ours is
    put back.
    """
    signal.signal(signal.SIGINT, signal.getsignal(signal.SIGINT))
    return input(prompt)


def _taken(drill: Drill, seat: _Seat, player: str | None, *, practice: bool) -> bool:
    """Whether it has come to its end."""
    session = seat.session
    if player is None:
        return Sitting(drill, session, seat.seed, _typed, practice, seat.minutes, seat.pauses).go()
    drill.reset(seat.seed, session.answers)
    if player.startswith("exec:"):
        command, has = player.removeprefix("exec:"), (seat.minutes + session.allowed_minutes) * 60 - session.used()
        told = examine(drill, command, monotonic, seconds=has, confirmed=session.answered)
        path = session.path.with_suffix(".transcript.jsonl")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(told.text(), "utf-8", "replace")
        _tell_program(seat, told, path)
    else:
        play(drill, named(player, seat.luck))
        for one in drill.answers[len(session.answers) :]:
            session.answered(one)
    session.finish()
    return True


def _tell_program(seat: _Seat, told: Transcript, path: Path) -> None:
    """How a program ended, and what was refused of it; all that it said is in the transcript."""
    if told.ended:
        note(seat.candidate, "E063", say(SAID, "ended", why=told.ended, path=path))
    if told.refused:
        note(seat.candidate, "E064", say(SAID, "refused", count=told.refused, path=path))
