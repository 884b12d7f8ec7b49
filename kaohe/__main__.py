"""`kaohe`, `python -m kaohe`: the language is exit_coded, the command runs, whatever went wrong is worded."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from collections.abc import Sequence

from kaohe.errors import INTERRUPTED, Misuse, Terminated, exit_code
from kaohe.wording import LANGUAGES, choose_language, speak

SELDOM = 50_000  # objects made before the collector looks

_ended: list[int] = []  # the signals that asked this process to end


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code: 0 done, 1 a check failed, 2 bad input, 70 a fault of the program."""
    signal.signal(signal.SIGTERM, _terminated)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # we have none, and looking for them costs every command
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy would start its threads for matrices that we do not have
    gc.set_threshold(SELDOM)  # what loading makes stays, and there is much of it to look through
    atexit.register(gc.freeze)  # what is left goes with the process: nobody need take it apart
    _steady_streams()
    try:
        return _answer(list(sys.argv[1:] if argv is None else argv))
    except BaseException as error:  # a panic of a library in Rust is neither an Exception nor ours to exit by
        return exit_code(error)


def _answer(words: list[str]) -> int:
    usual = os.environ.get("KAOHE_LANG")
    language, rest = choose_language(words, usual)
    asked = bool(usual) or len(rest) < len(words)
    speak(language or (usual if usual in LANGUAGES else "zh-Hant"), asked=asked)
    if language is None:
        raise Misuse.language(words, usual)
    from kaohe.app import root
    from kaohe.completion import completed, wanted

    if wanted(rest):
        return completed(lambda: root(completing=True).main(args=rest, prog_name="kaohe"), rest)
    try:
        code = root().main(args=rest or ["--help"], prog_name="kaohe", standalone_mode=False)
    except SystemExit:
        raise BrokenPipeError from None
    if code == INTERRUPTED:  # Typer has caught what stopped it
        raise Terminated if _ended else KeyboardInterrupt
    return int(code or 0)


def _terminated(number: int, frame: object) -> None:
    _ended.append(number)
    raise Terminated


def _steady_streams() -> None:
    """A terminal that cannot show a character shows its number; it never stops the work."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
