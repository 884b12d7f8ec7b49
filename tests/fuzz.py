"""`python -m tests.fuzz [--seed N] [--count N] [--folders N]`: bad input by the thousand, through the command line.

Files that people write are mutated and checked; folders of runs are damaged and judged, explained, reported. Nothing
may end in a fault of ours, leave a traceback, wait or take long; what is refused is refused at a place; what is
accepted has no key that nobody knows, and of records that were changed it is said that they are not sealed.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, cast

from gherkin.errors import CompositeParserException
from gherkin.parser import Parser

from kaohe.scenarios.gherkin.gate_steps import matched
from tests.damage import DAMAGES
from tests.kaohe.calling import Answer, called

ROOT = Path(__file__).parents[1]
KINDS: Mapping[str, str] = {
    "scenario": "scenarios/offices/*.toml",
    "policy": "standards/policies/*.toml",
    "feature": "features/*.feature",
    "exam": "scenarios/exam/exams/*.toml",
    "drill": "scenarios/exam/drills/*.toml",
}
SIGNS = (
    "[]{}=\"'\\#.,:-+0123456789eE_ \n\t\rabcxyz門檻戶元１，。＝：｜|@"
    "\u3000\u200b\u200d\x00\x07\x1b\x7f\ufeff\u2028\x85\u202e"
)
ODD = r"""1_000 1e3 -1 9999999999999999 nan -0.0 true "" [] {} ２ 壹仟 2001-02-30 'x' %￥千萬""".split()
LONG_S = 2.0  # of processor time
STUCK_S = 60
PLACED = re.compile(r"^.+: (錯誤|警告|提示)\[[A-Z]\d{3}\] |^共 ")
Mutation = Callable[[random.Random, str], str]


class Stuck(BaseException):
    """A call that does not come back."""


@dataclass(frozen=True)
class Good:
    """A file that is sound, and its kind."""

    kind: str
    name: str
    text: str


def good_files() -> list[Good]:
    """Those that ship."""
    return [
        Good(kind, path.name, path.read_text(encoding="utf-8"))
        for kind, pattern in KINDS.items()
        for path in sorted(ROOT.glob(pattern))
    ]


# ── mutations ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _lines(chance: random.Random, text: str) -> str:
    """A line dropped, doubled, moved or joined with the next."""
    lines = text.split("\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    how = chance.randrange(4)
    if how == 0:
        del lines[at]
    elif how == 1:
        lines.insert(at, lines[at])
    elif how == 2:
        lines.insert(to, lines.pop(at))
    elif at + 1 < len(lines):
        lines[at] += lines.pop(at + 1)
    return "\n".join(lines)


def _signs(chance: random.Random, text: str) -> str:
    """Some signs put in, in place of others or not."""
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.choice((0, 0, 1, 1, 2, 30)))
    put = "".join(chance.choice(SIGNS) for _ in range(chance.choice((0, 1, 1, 5))))
    return text[:start] + (put or text[start:end] * chance.choice((0, 2, 30))) + text[end:]


def _words(chance: random.Random, text: str) -> str:
    """A word or number in place of another, of the same file or an odd one."""
    words = list(re.finditer(r"[\w.-]+", text))
    if not words:
        return text
    one, other = chance.choice(words), chance.choice(words)
    put = chance.choice(ODD) if chance.random() < 0.4 else other[0]
    return text[: one.start()] + put + text[one.end() :]


def _misspelt(chance: random.Random, text: str) -> str:
    """A word with two signs exchanged, one lost or one doubled."""
    words = list(re.finditer(r"\w{3,}", text))
    if not words:
        return text
    word = chance.choice(words)
    at = word.start() + chance.randrange(len(word[0]) - 1)
    put = chance.choice((text[at + 1] + text[at], text[at + 1], text[at] * 2 + text[at + 1]))
    return text[:at] + put + text[at + 2 :]


MUTATIONS: tuple[Mutation, ...] = (_lines, _signs, _signs, _words, _words, _misspelt)


def mutated(chance: random.Random, text: str) -> bytes:
    """The file after one to four accidents, at times cut off, in another encoding or with marks at its beginning."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        text = chance.choice(MUTATIONS)(chance, text)
    if chance.random() < 0.03:
        text = text[: chance.randrange(len(text) + 1)]
    encoding = chance.choices(("utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"), (90, 4, 2, 2, 2))[0]
    data = text.encode(encoding, "replace")
    if chance.random() < 0.03:
        at = chance.randrange(len(data) + 1)
        data = data[:at] + bytes(chance.randrange(256) for _ in range(3)) + data[at:]
    return b"\xef\xbb\xbf" + data if chance.random() < 0.01 else data


# ── what may come of it ──────────────────────────────────────────────────────────────────────────────────────────────


def timed(folder: Path, *words: str | Path) -> tuple[Answer, float]:
    """The answer of a call and its processor time. Stuck: it does not come back."""

    def stuck(number: int, frame: FrameType | None) -> None:
        raise Stuck

    before = signal.signal(signal.SIGALRM, stuck)
    signal.alarm(STUCK_S)
    start = time.process_time()
    try:
        return called(folder, *words), time.process_time() - start
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def wrong(answer: Answer, seconds: float, most: float = LONG_S) -> Iterator[str]:
    """What must not come of any call."""
    if answer.code not in (0, 2):
        yield f"exit {answer.code}: {answer.err[-300:]}"
    if "Traceback" in answer.err + answer.out:
        yield "a traceback"
    if answer.code == 2 and not answer.err.strip():
        yield "refused without a word"
    if answer.code == 2 and not all(PLACED.match(line) for line in answer.messages):
        yield f"no place or code: {next(line for line in answer.messages if not PLACED.match(line))[:200]}"
    if seconds > most:
        yield f"{seconds:.1f} s"


def keys_of(value: object, at: str = "") -> set[str]:
    """Every key of a TOML document, without the places in arrays."""
    if isinstance(value, dict):
        own = {f"{at}.{key}" for key in value}
        return own.union(*(keys_of(each, f"{at}.{key}") for key, each in value.items()))
    if isinstance(value, list):
        return {key for each in value for key in keys_of(each, at)}
    return set()


def silent(good: Good, data: bytes, answer: Answer, known: set[str]) -> Iterator[str]:
    """What an accepted file must not have: a key that none of its kind has, a step that is not run."""
    if answer.code != 0:
        return
    text = data.decode("utf-8-sig").lstrip("\ufeff")
    if good.kind == "feature":
        yield from _unrun(text)
        return
    document: dict[str, Any] = tomllib.loads(text.replace("\r\n", "\n").replace("\r", "\n"))
    strange = keys_of(document) - known
    if strange:
        yield f"accepted in silence: {sorted(strange)[:3]}"


def _unrun(text: str) -> Iterator[str]:
    """Lines that begin like a scenario or a step, and are none for the parser."""
    try:
        document = cast("dict[str, Any]", Parser().parse(text))
    except CompositeParserException:
        yield "accepted, and the parser refuses it"
        return
    steps = re.findall(r"(?m)^[^\S\n]*(?:假如|假設|當|那麼|而且|並且|但是)(.*)$", _without_quotes(text))
    ours = [step for step in steps if matched(step.strip()) is not None]
    parsed = sum(1 for _ in _steps(document["feature"])) if document["feature"] else 0
    if len(ours) > parsed:
        yield f"{len(ours)} lines are steps, {parsed} are run"


def _without_quotes(text: str) -> str:
    return re.sub(r'(?ms)^\s*"""$.*?^\s*"""$', "", text)


def _steps(node: Mapping[str, Any]) -> Iterator[object]:
    yield from node.get("steps", ())
    for child in node.get("children", ()):
        for each in child.values():
            yield from _steps(each)


# ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def fuzz_files(seed: object, numbers: Iterable[int], folder: Path) -> Iterator[str]:
    """Mutated files through `kaohe check`; yields what is wrong, with what it takes to do it again."""
    files = good_files()
    keys: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for good in files:
        if good.kind != "feature":
            keys[good.kind] |= keys_of(tomllib.loads(good.text))
    for number in numbers:
        chance = random.Random(f"{seed}/{number}")
        good = chance.choice(files)
        data = mutated(chance, good.text)
        path = folder / good.name
        path.write_bytes(data)
        answer, seconds = timed(folder, "check", path)
        for what in (*wrong(answer, seconds), *silent(good, data, answer, keys[good.kind])):
            yield f"--seed {seed}, file {number} ({good.name}): {what}"


def made_run(home: Path) -> Path:
    """A small run, judged, to be damaged."""
    words = ("--customers", "300", "--months", "2", "--inject", "2.2=1x", "--inject", "4.1=1x")
    done = called(home, "run", *words, "--out", "made")
    assert done.code == 0, done.err
    return home / "made"


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("judge",),
    ("explain", "1"),
    ("report",),
    ("quality",),
    ("counterfactual",),
    ("bill",),
    ("bill", "1"),
    ("judge", "--edited"),
    ("explain", "1"),
    ("report",),
    ("quality",),
    ("bill", "1", "--edited"),
)


def fuzz_folders(seed: object, numbers: Iterable[int], home: Path) -> Iterator[str]:
    """Damaged folders through all commands that read them; yields what is wrong."""
    made = made_run(home)
    for number in numbers:
        chance = random.Random(f"{seed}/folder/{number}")
        name, damage = DAMAGES[number % len(DAMAGES)]
        folder = home / f"run-{number}"
        shutil.copytree(made, folder)
        damage(chance, folder)
        for words in COMMANDS:
            answer, seconds = timed(home, words[0], folder, *words[1:])
            for what in (*wrong(answer, seconds, 5 * LONG_S), *_unsaid(made, folder, words, answer)):
                yield f"--seed {seed}, folder {number} ({name}), {' '.join(words)}: {what}"
        shutil.rmtree(folder)


def _unsaid(made: Path, folder: Path, words: tuple[str, ...], answer: Answer) -> Iterator[str]:
    """Records that are not as they were, taken without a word."""
    told = "未封存" in answer.out + answer.err
    if answer.code == 0 and not told and _read(made) != _read(folder):
        yield f"changed records, accepted in silence: {words}"


def _read(folder: Path) -> dict[str, bytes]:
    """What lies in records/, by name."""
    files = (path for path in sorted((folder / "records").glob("*/*.parquet")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def main(arguments: list[str] | None = None) -> int:
    """Print what is wrong, and how much was tried."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=10_000, help="mutated files")
    parser.add_argument("--folders", type=int, default=72, help="damaged folders")
    asked = parser.parse_args(arguments)
    found = 0
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "files").mkdir()
        for what in fuzz_files(asked.seed, range(asked.count), Path(home) / "files"):
            found += 1
            print(what, flush=True)
        for what in fuzz_folders(asked.seed, range(asked.folders), Path(home)):
            found += 1
            print(what, flush=True)
    print(f"{asked.count} files, {asked.folders} folders, seed {asked.seed}: {found} wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
