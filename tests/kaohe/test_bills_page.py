"""docs/bills.md shows what the commands on it print; `python -m tests.kaohe.test_bills_page` writes them anew."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe.__main__ import main
from kaohe.sim.tariff.tariffs import built_in

PAGE = Path(__file__).parents[2] / "docs" / "bills.md"
TEXT = PAGE.read_text(encoding="utf-8")
SIMULATE = re.findall(r"^    (kaohe simulate .*)$", TEXT, re.MULTILINE)
BLOCK = re.compile(r"```console\n\$ (kaohe [^\n]*)\n((?:[^`][^\n]*\n)*)```")


def printed(command: str) -> str:
    """What a command prints."""
    sheet = io.StringIO()
    with contextlib.redirect_stdout(sheet):
        assert main(shlex.split(command)[1:]) == 0, command
    return sheet.getvalue().rstrip("\n")


@contextlib.contextmanager
def office() -> Iterator[None]:
    """A folder in which the page's office was simulated, as the current one."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            printed(*SIMULATE)
            yield
        finally:
            os.chdir(here)


@pytest.fixture(name="_office", scope="module")
def _made() -> Iterator[None]:
    with office():
        yield


@pytest.mark.usefixtures("_office")
@pytest.mark.parametrize(("command", "shown"), BLOCK.findall(TEXT), ids=lambda text: text[:40])
def test_block(command: str, shown: str) -> None:
    assert printed(command) == shown.rstrip("\n")


def test_each_class_is_there() -> None:
    shown = [title for _, title in BLOCK.findall(TEXT)]
    for price in built_in("office_2001").version[-1].classes:
        if price.id != "agriculture_80":  # nobody of the town pumps with so much
            assert any(f"　{price.name.zh_hant}　" in title for title in shown), price.id
    assert len(shown) == TEXT.count("```console")


if __name__ == "__main__":
    with office():
        new = BLOCK.sub(lambda block: f"```console\n$ {block[1]}\n{printed(block[1])}\n```", TEXT)
    PAGE.write_text(new, encoding="utf-8")
