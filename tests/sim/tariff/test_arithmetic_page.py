"""docs/arithmetic.md shows what the commands on it print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from kaohe.__main__ import main
from kaohe.sim.tariff.tariffs import built_in

PAGE = (Path(__file__).parents[3] / "docs" / "arithmetic.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ (kaohe [^\n]*)\n(.*?)\n```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("command", "printed"), BLOCKS, ids=[command[:60] for command, _ in BLOCKS])
def test_block(command: str, printed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(command)[1:]) == 0
    assert capsys.readouterr().out.rstrip("\n") == printed


def test_a_bill_of_each_class_of_2001_is_there() -> None:
    names = [one.name.zh_hant for one in built_in("office_2001").version[-1].classes]
    assert all(any(f'"class": "{name}"' in command for command, _ in BLOCKS) for name in names)
    assert len(BLOCKS) == PAGE.count("```console")
