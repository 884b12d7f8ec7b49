"""What `kaohe --help` costs beside the library that reads the command line."""

from __future__ import annotations

import subprocess
import sys
import time

HELP = [sys.executable, "-m", "kaohe", "--help"]
TYPER = [sys.executable, "-c", "import typer"]


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def help_against_typer(rounds: int) -> list[float]:
    """Ratios of the two, one a round; the first, which may compile files, is left out."""
    _seconds(HELP), _seconds(TYPER)
    return [_seconds(HELP) / _seconds(TYPER) for _ in range(rounds)]
