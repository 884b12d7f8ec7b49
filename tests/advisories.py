"""Known vulnerabilities of what is pinned, as OSV has them: `python -m tests.advisories` (`make audit`).

pip-audit asks; of each pin only its name and version are sent. Exit code 1: something is known of a pin, or the lock
files cannot be read. A machine from which nobody can be asked says so, and that is no failure.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

LOCKS = [Path(__file__).parent.parent / "requirements" / f"{name}.txt" for name in ("run", "dev")]


def audit(locks: Sequence[Path], *options: str) -> tuple[int, list[str]]:
    """(exit code, lines that say what is known). `options` are pip-audit's own."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        asked = _asked(locks, answer, *options)
        if not answer.exists():  # it is written when everything has been answered
            readable = _asked(locks, answer, "--dry-run").returncode == 0
            said = "nobody could be asked, so nothing is known" if readable else "the lock files cannot be read"
            return int(not readable), [f"{said}:", *asked.stderr.strip().splitlines()[-1:]]
        pins = json.loads(answer.read_text(encoding="utf-8"))["dependencies"]
    found = list(_found(pins))
    return int(bool(found)), [*found, f"{len(pins)} pins, {len(found)} advisories"]


def _asked(locks: Sequence[Path], answer: Path, *options: str) -> subprocess.CompletedProcess[str]:
    files = [part for lock in locks for part in ("--requirement", str(lock))]
    # The pins are complete and hashed: nothing is resolved, and no index is asked.
    how = ["--disable-pip", "--vulnerability-service", "osv", "--progress-spinner", "off", "--timeout", "10"]
    command = [sys.executable, "-m", "pip_audit", *files, *how, "--format", "json", "--output", str(answer), *options]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def _found(pins: Sequence[dict[str, Any]]) -> Iterator[str]:
    for pin in pins:
        for known in pin.get("vulns", ()):
            mended = ", ".join(known["fix_versions"]) or "no version yet"
            yield f"{pin['name']} {pin['version']}: {known['id']}, mended in {mended}: {known['description']}"


if __name__ == "__main__":
    code, lines = audit(LOCKS, *sys.argv[1:])
    print(*lines, sep="\n")
    sys.exit(code)
