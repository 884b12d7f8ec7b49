"""What `kaohe --help` costs beside the library that reads the command line."""

from __future__ import annotations

import os
import subprocess
import sys

HELP = [sys.executable, "-m", "kaohe", "--help"]
TYPER = [sys.executable, "-c", "import typer"]


def _seconds(command: list[str]) -> float:
    """Of the processor: who else is at work on the machine does not count."""
    start = os.times()
    subprocess.run(command, check=True, capture_output=True)
    end = os.times()
    return end.children_user - start.children_user + end.children_system - start.children_system


def help_against_typer(rounds: int) -> list[float]:
    """Ratios of the two, one a round; the first, which may compile files, is left out."""
    _seconds(HELP), _seconds(TYPER)
    return [_seconds(HELP) / _seconds(TYPER) for _ in range(rounds)]
