"""`python -m tests.pictures`: the pictures of docs/images, made anew from what the README's commands print and write.

Needs Chromium on the path and the fonts of Noto CJK, whose Chinese is exactly twice as wide as its Latin.
"""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

IMAGES = Path(__file__).parents[1] / "docs" / "images"
LESSON = ("--customers", "2000", "--months", "6", "--inject", "2.2=2x", "--inject", "4.1=1x", "--out", "lesson")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
)
TERMINAL = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 20px 22px; background: #14222c; color: #e8edf0; }}
pre {{ margin: 0; font: 15px/1.4 "Noto Sans Mono CJK TC", monospace; }}
</style><pre>{}</pre>"""


def kaohe(folder: Path, *words: str) -> str:
    """What a command prints in a window of 80 columns."""
    command = [sys.executable, "-m", "kaohe", *words]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, env=surroundings())
    return done.stdout


def surroundings() -> dict[str, str]:
    """The environment that the pictures are made in."""
    return {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}


def picture(folder: Path, page: Path, name: str, width: int, height: int) -> None:
    """A page as Chromium shows it."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    size = f"--window-size={width},{height}"
    made = folder / name
    command = [chromium, *FLAGS, f"--user-data-dir={folder / 'profile'}", size, f"--screenshot={made}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with Image.open(made) as whole:
        whole.convert("RGB").quantize(96).save(IMAGES / name, optimize=True)


def explained(folder: Path, language: str) -> None:
    """The chain of the lesson's first incident."""
    own = () if language == "zh-Hant" else ("--lang", language)
    said = kaohe(folder, "explain", "lesson", "1", *own)
    text = f"$ kaohe explain lesson 1{''.join(f' {word}' for word in own)}\n{said}"
    page = folder / f"explain.{language}.html"
    page.write_text(TERMINAL.format(html.escape(text)), encoding="utf-8")
    picture(folder, page, f"explain.{language}.png", 790, 21 * text.count("\n") + 60)


def reported(folder: Path, language: str) -> None:
    """The head of the town's report."""
    kaohe(folder, "report", "town", "--lang", language)
    picture(folder, folder / "town" / "report" / "index.html", f"report.{language}.png", 1280, 1560)


def main() -> None:
    """All pictures."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        kaohe(folder, "run", *LESSON, "--no-report")
        kaohe(folder, "run", "--out", "town", "--no-report")
        for language in ("zh-Hant", "en"):
            explained(folder, language)
            reported(folder, language)


if __name__ == "__main__":
    main()
