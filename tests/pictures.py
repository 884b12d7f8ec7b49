"""`python -m tests.pictures`: the pictures of docs/images, made anew from what the README's commands print and write.

Needs Chromium on the path; the Chinese is set in the typeface of the report. Each picture carries the figures that it
shows (`figures_of`), so that a test can tell when it is stale.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from unicodedata import east_asian_width

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from kaohe.reports.page.fonts import embedded

IMAGES = Path(__file__).parents[1] / "docs" / "images"
LESSON = "--customers 2000 --months 6 --seed 12 --inject 2.2=2x --inject 4.1=1x --out lesson"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
)
TERMINAL = """<!DOCTYPE html><meta charset="utf-8"><style>
@font-face {{ font-family: Chinese; src: url("{font}"); font-display: block; }}
body {{ margin: 0; padding: 20px 22px; background: #14222c; color: #e8edf0; }}
pre {{ margin: 0; font: 15px/21px monospace; }}
b {{ display: inline-block; width: 2ch; height: 21px; vertical-align: top; overflow: hidden; }}
i {{ font: 15px/21px Chinese; }}
</style><pre>{text}</pre>"""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
FIGURES = "Figures"


def kaohe(folder: Path, *words: str) -> str:
    """What a command prints on a terminal of 80 columns."""
    command = [sys.executable, "-m", "kaohe", *words]
    surroundings = {**os.environ, "COLUMNS": "80", "FORCE_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, env=surroundings)
    return "\n".join(line.rstrip() for line in COLOUR.sub("", done.stdout).splitlines()) + "\n"


def figures_of(text: str) -> str:
    """The figures of a text, sorted: their order hangs on where lines break."""
    return " ".join(sorted(re.findall(r"[0-9]+(?:[.,][0-9]+)*", text)))


def cards_of(page: str) -> str:
    """The figures in the cards at the head of a report."""
    return figures_of(" ".join(re.findall(r'<span class="figure">(.*?)</span>', page)))


def shown_in(name: str) -> str:
    """The figures that a picture carries."""
    with Image.open(IMAGES / name) as image:
        return str(image.info[FIGURES])


def picture(folder: Path, page: Path, name: str, figures: str, width: int, height: int) -> None:
    """A page as Chromium shows it, with the figures that it shows."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    size = f"--window-size={width},{height}"
    made = folder / name
    command = [chromium, *FLAGS, f"--user-data-dir={folder / 'profile'}", size, f"--screenshot={made}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with Image.open(made) as whole:
        told = PngInfo()
        told.add_text(FIGURES, figures, zip=True)
        whole.convert("RGB").quantize(256).save(IMAGES / name, optimize=True, pnginfo=told)


def explained(folder: Path, language: str) -> None:
    """The chain of the lesson's second incident."""
    own = () if language == "zh-Hant" else ("--lang", language)
    said = kaohe(folder, "explain", "lesson", "2", *own)
    text = f"$ kaohe explain lesson 2{''.join(f' {word}' for word in own)}\n{said}"
    page = folder / f"explain.{language}.html"
    celled = "".join(f"<b><i>{sign}</i></b>" if east_asian_width(sign) in "WF" else html.escape(sign) for sign in text)
    page.write_text(TERMINAL.format(font=embedded([text], language), text=celled), encoding="utf-8")
    picture(folder, page, f"explain.{language}.png", figures_of(said), 790, 21 * text.count("\n") + 60)


def reported(folder: Path, language: str) -> None:
    """The head of the town's report."""
    kaohe(folder, "report", "town", "--lang", language)
    page = folder / "town" / "report" / "index.html"
    picture(folder, page, f"report.{language}.png", cards_of(page.read_text(encoding="utf-8")), 1280, 1560)


def main() -> None:
    """All pictures."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        kaohe(folder, "run", *LESSON.split(), "--no-report")
        kaohe(folder, "run", "--out", "town", "--no-report")
        for language in ("zh-Hant", "en"):
            explained(folder, language)
            reported(folder, language)


if __name__ == "__main__":
    main()
