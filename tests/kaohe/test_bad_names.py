"""Names and figures in files that no system or calendar holds: `check` and `run` say the same, and leave nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kaohe.calling import Kaohe

HEAD = 'id = "ours"\nname = { zh = "本縣", en = "ours" }\ncustomers = 20\nmonths = 1\n'
POLICY = 'id = "own"\nname = { zh = "本局", en = "own" }\n'
LONG = "長" * 300

SCENARIOS = {
    f"{HEAD}start = 9999-12-01\n": ("5:9", "P052"),
    f"{HEAD}start = 2001-01-15\n": ("5:9", "P052"),
    f"{HEAD}windows = {'9' * 5_000}\n": ("5:11", "P017"),
    f'{HEAD}tariff = "a\\u0000b"\n': ("5:10", "P083"),
    f'{HEAD}tariff = "{LONG}"\n': ("5:10", "P062"),
    f'{HEAD}tariff = "{LONG}/prices.toml"\n': ("5:10", "P062"),
    f'{HEAD}tariff = "/etc/passwd"\n': ("5:10", "P061"),
    f'{HEAD}[limits]\n"payment.due_days" = "banana"\n': ("6:22", "P014"),
    f'{HEAD}[limits]\n"payment.due_days" = "999999"\n': ("6:22", "P052"),
    f'{HEAD}[limits]\n"issuance.limit_working_days" = "9999"\n': ("6:33", "P052"),
    f"{HEAD}[practice]\nopens_s = 70_000\n": ("5:2", "P052"),
    f'{HEAD}[[staff]]\nname = "王\\u0007芳"\npost = "cashier"\n': ("6:8", "P083"),
}


def left(folder: Path) -> list[str]:
    """Everything in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("text", SCENARIOS, ids=range(len(SCENARIOS)))
def test_check_and_run_say_the_same_and_leave_nothing(kaohe: Kaohe, tmp_path: Path, text: str) -> None:
    place, code = SCENARIOS[text]
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    checked, ran = kaohe("check", path), kaohe("run", path)
    assert (checked.code, ran.code) == (2, 2)
    assert checked.err == ran.err
    assert f"{path}:{place}: 錯誤[{code}]" in checked.err
    assert left(tmp_path) == ["ours.toml"]


EXTENDED = {
    'extends = "a\\u0000b"\n': "P062",
    f'extends = "{LONG}"\n': "P062",
    'extends = "own"\n': "P062",
    f"extends = {'9' * 5_000}\n": "P017",
}


@pytest.mark.parametrize("line", EXTENDED, ids=range(len(EXTENDED)))
def test_a_policy_that_extends_what_cannot_be(kaohe: Kaohe, tmp_path: Path, line: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(POLICY + line, encoding="utf-8")
    for answer in (kaohe("check", path), kaohe("classify", "--amount", "3200", "--policy", path)):
        assert (answer.code, answer.out) == (2, "")
        assert f":3:11: 錯誤[{EXTENDED[line]}]" in answer.err


def test_a_chain_of_policies_has_an_end(kaohe: Kaohe, tmp_path: Path) -> None:
    """Twenty extend one another; of 1,500 it is told, at the line where it goes too far."""
    for number in range(1_500):
        base = "handbook" if number == 1_499 else f"own{number + 1}"
        (tmp_path / f"own{number}.toml").write_text(
            POLICY.replace('"own"', f'"own{number}"', 1) + f'extends = "{base}"\n', encoding="utf-8"
        )
    [message] = kaohe("check", tmp_path / "own0.toml").messages
    assert "own20.toml:3:11: 錯誤[P070]" in message
    assert kaohe("check", tmp_path / "own1490.toml").code == 0


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_loop_of_links_and_a_name_too_long(kaohe: Kaohe, tmp_path: Path, command: str) -> None:
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    for name in ("loop.toml", f"{LONG}.toml", f"{LONG}/a.toml"):
        answer = kaohe(command, tmp_path / name)
        assert (answer.code, len(answer.messages)) == (2, 1)
        assert "[P084]" in answer.err
    assert left(tmp_path) == ["loop.toml"]
