"""What went wrong, in words: a line not understood, bad input, a refusal of the system, a fault of the program."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

import typer

from kaohe.wording import LANGUAGES, placeholder, say, spoken

if TYPE_CHECKING:
    from kaohe.sim.files import Fault

BAD_INPUT: Final = 2
OUR_FAULT: Final = 70
INTERRUPTED: Final = 130
TERMINATED: Final = 143
READER_GONE: Final = 141
_EXTRA: Final = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)")
_SYSTEM_NUMBER: Final = re.compile(r"\(os error (\d+)\)")
_TOLD: Final = {
    errno.ENOENT: "no_file",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EISDIR: "directory",
    errno.ENOTDIR: "not_directory",
    errno.ENOSPC: "no_space",
    errno.EDQUOT: "no_space",
    errno.EEXIST: "exists",
    errno.ENOTEMPTY: "not_empty",
    errno.EROFS: "read_only",
    errno.ENAMETOOLONG: "long_name",
    errno.EIO: "device",
    errno.ELOOP: "loop",
    errno.EMFILE: "too_many",
    errno.ENFILE: "too_many",
    errno.EBUSY: "busy",
    errno.EFBIG: "too_large",
}


_leaves: ContextVar[str] = ContextVar("leaves", default="")


class Terminated(KeyboardInterrupt):
    """The system asked the program to end (SIGTERM); it clears up as after an interruption by hand."""


class Misuse(Exception):
    """A command line that is not understood: `place: 錯誤[code] text of key — advice`.

    `known` are the names that could have been meant; the nearest one is advised, or the list of them.
    """

    def __init__(
        self, code: str, place: str, key: str, given: str = "", known: Sequence[str] = (), **values: str
    ) -> None:
        super().__init__(code, place, key, given)
        self.code, self.place, self.key, self.given = code, place, key, given
        self.known = tuple(known)
        self.values = values

    @classmethod
    def language(cls, words: Sequence[str], variable: str | None) -> Misuse:
        """`--lang` or KAOHE_LANG names no language of ours."""
        place = "--lang" if any(word == "--lang" or word.startswith("--lang=") for word in words) else "KAOHE_LANG"
        given = (variable or "") if place == "KAOHE_LANG" else _value_of("--lang", words)
        return cls("U006", place, "language", given, choices=", ".join(LANGUAGES))

    def text(self) -> str:
        """The message after the code."""
        advice = advise(self.given, self.known) if self.known else say("misuse", "see_help", command=self.place)
        return say("misuse", self.key, given=self.given, advice=advice, **self.values)


def _value_of(option: str, words: Sequence[str]) -> str:
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == option:
            return following
        if word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
    return ""


def exit_code(error: BaseException) -> int:
    """Say what went wrong on standard error and return the exit code."""
    if isinstance(error, KeyboardInterrupt):
        _tell(_leaves.get() or say("ending", "interrupted"))
        return TERMINATED if isinstance(error, Terminated) else INTERRUPTED
    if isinstance(error, BrokenPipeError):
        _leave_pipe()
        return READER_GONE
    if isinstance(error, typer.TyperException):
        error = _reworded(error)
    try:
        return _bad_input(error) or _ours(error)
    except Exception as worse:
        return _ours(worse)


def leaves(text: str) -> None:
    """What a command that was interrupted leaves, to be told when it has ended; whoever knows most says it last."""
    _leaves.set(text)


def _bad_input(error: BaseException) -> int:
    from kaohe.sim.files import Fault, Faults
    from kaohe.sim.texts import use_language

    use_language(spoken())
    if isinstance(error, Misuse):
        error = Faults([Fault(error.place, None, None, error.code, error.text())])
    elif (reason := refusal(error)) is not None:
        error = Faults([_refused(getattr(error, "filename", None) or "kaohe", reason)])
    if not isinstance(error, Faults):
        return 0
    _tell(str(error))
    return BAD_INPUT


def _reworded(error: typer.TyperException) -> Misuse:
    """A usage error of Typer as one of ours, in the language in use."""
    context = getattr(error, "ctx", None)
    place = str(getattr(context, "command_path", "kaohe"))
    option = getattr(error, "option_name", None)
    if option is not None and hasattr(error, "possibilities"):
        params = context.command.params if context else []
        known = [name for param in params if param.param_type_name == "option" for name in param.opts]
        return Misuse("U002", place, "option", str(option), [*known, "--lang", "--help"])
    if option is not None:
        key = "takes_none" if "not take" in error.message else "no_value"
        return Misuse("U003", str(option), key)
    param = getattr(error, "param", None)
    if param is not None and hasattr(error, "param_type"):
        name, kinds = placeholder(str(param.metavar or param.name).upper()), _kinds(place, str(param.name))
        if kinds:
            return Misuse("U004", place, "missing_kind", name=name, choices=", ".join(kinds))
        return Misuse("U004", place, "missing", name=name, command=place)
    extra = _EXTRA.fullmatch(error.message)
    if extra:
        return Misuse("U005", place, "extra", extra[1], command=place)
    return Misuse("U007", place, "other", detail=error.format_message(), command=place)


def _kinds(command: str, argument: str) -> list[str]:
    """What may stand for the kind that `list` and `show` want."""
    from kaohe.completion import listed_kinds, shown_kinds

    offers = {"kaohe list": listed_kinds, "kaohe show": shown_kinds}.get(command)
    return [name for name, _ in offers("")] if offers and argument == "kind" else []


def note(place: object, code: str, text: str) -> None:
    """Say on standard error what the user should know; the work goes on."""
    from kaohe.sim.files import Fault

    _tell(str(Fault(str(place), None, None, code, text, "note")))


def _ours(error: BaseException) -> int:
    import tempfile  # not needed by a run that goes well, and slow to load
    import traceback

    kind = type(error).__name__
    try:
        with tempfile.NamedTemporaryFile("w", prefix="kaohe-", suffix=".txt", delete=False, encoding="utf-8") as file:
            traceback.print_exception(error, file=file)
        _tell(say("ending", "fault", error=kind, file=file.name))
    except OSError:
        _tell(say("ending", "fault_unwritten", error=kind))
    return OUR_FAULT


def _leave_pipe() -> None:
    """Nothing more reaches a reader that has gone; the interpreter's last flush must not complain about it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _tell(text: str) -> None:
    from kaohe.sim.texts import visible

    print(visible(text), file=sys.stderr)


def advise(given: str, known: Sequence[str]) -> str:
    """What to write instead: the nearest of the known names, else the choice of them."""
    from kaohe.sim.files import nearest  # not needed by a line that is understood, and slow to load

    bare = {name.lstrip("-"): name for name in known if name != given}  # two dashes are no likeness
    near = bare.get(nearest(given.lstrip("-"), bare) or "")
    return say("misuse", "near", name=near) if near else say("misuse", "choices", choices=", ".join(known))


@contextmanager
def refusals(place: object) -> Iterator[None]:
    """What the system refuses at a path, and a path that can be none, are Faults of that path."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:
        reason = say("system", "too_deep") if isinstance(error, RecursionError) else refusal(error)
        if reason is None:
            raise
        from kaohe.sim.files import Faults

        raise Faults([_refused(getattr(error, "filename", None) or place, reason)]) from error


def refusal(error: BaseException) -> str | None:
    """Why the system refused, if that is what went wrong: Polars hides it in its own errors, Python in other kinds."""
    if isinstance(error, OSError):
        return None if isinstance(error, BrokenPipeError) else system_words(error)
    if isinstance(error, ValueError) and "embedded null" in str(error):
        return say("system", "bad_name")
    if isinstance(error, RuntimeError) and "Symlink loop" in str(error):
        return say("system", "loop")
    found = _SYSTEM_NUMBER.search(str(error)) if type(error).__module__ == "polars.exceptions" else None
    return None if found is None else system_words(OSError(int(found[1]), ""))


def _refused(place: object, reason: str) -> Fault:
    from kaohe.sim.files import Fault

    return Fault(str(place), None, None, "P084", say("misuse", "refused", reason=reason))


def system_words(error: OSError) -> str:
    """Why the system refused: the usual reasons in our words, the others in the system's, with their number."""
    number = error.errno or 0
    if number in _TOLD:
        return say("system", _TOLD[number])
    words = os.strerror(number) if number else str(error) or type(error).__name__
    return say("system", "other", words=words, number=number)
