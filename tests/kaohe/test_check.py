"""`kaohe check`: every fault of every file, with its place; encodings and digits as people really have them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.kaohe.calling import Kaohe

HEAD = 'id = "ours"\nname = { zh = "本局考核辦法", en = "our policy" }\nsource = { zh = "本局", en = "us" }\n'
SOUND = HEAD + 'extends = "handbook"\n'


def _write(folder: Path, text: str, encoding: str = "utf-8", name: str = "ours.toml") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x85"], ids=ascii)
def test_lines_may_end_as_any_editor_ends_them(kaohe: Kaohe, tmp_path: Path, end: str) -> None:
    answer = kaohe("check", _write(tmp_path, "\ufeff\ufeff" + SOUND.replace("\n", end)))
    assert (answer.code, answer.err) == (0, "")
    [message] = kaohe("check", _write(tmp_path, (SOUND + "bnads = []\n").replace("\n", end))).messages
    assert ":5:1: 錯誤[P010]" in message


def test_a_mark_before_a_heading_is_one_fault(kaohe: Kaohe, tmp_path: Path) -> None:
    text = SOUND + '\ufeff[[bands]]\ntier = "general"\nlow_fen = 0\n'
    [message] = kaohe("check", _write(tmp_path, text)).messages
    assert ":5:1: 錯誤[P011]" in message


def test_a_sound_file(kaohe: Kaohe, tmp_path: Path) -> None:
    answer = kaohe("check", _write(tmp_path, SOUND))
    assert (answer.code, answer.err) == (0, "")


def test_shipped_policies_are_sound(kaohe: Kaohe) -> None:
    shipped = sorted((Path(__file__).parents[2] / "standards" / "policies").glob("*.toml"))
    assert kaohe("check", *shipped).code == 0


CASES = [
    ("", "utf-8", "P001"),
    ("# nothing\n", "utf-8", "P001"),
    (SOUND, "gbk", "P080"),
    (SOUND, "big5", "P080"),
    (SOUND, "utf-16", "P080"),
    (SOUND + "bands = [ { tier = 'general', low_fen = '１０００' } ]\n", "utf-8", "P014"),
    (SOUND + "bands = [ { tier = 'general', low_fen = nan } ]\n", "utf-8", "P01"),
    (SOUND + "bnads = []\n", "utf-8", "P010"),
    (SOUND + "id = 'twice'\n", "utf-8", "P012"),
    (SOUND + "edge = \n", "utf-8", "P0"),
    (SOUND.replace('"handbook"', '"handbok"'), "utf-8", "handbook"),
]


@pytest.mark.parametrize(("text", "encoding", "told"), CASES)
def test_a_bad_file_is_told_with_its_place(kaohe: Kaohe, tmp_path: Path, text: str, encoding: str, told: str) -> None:
    path = _write(tmp_path, text, encoding)
    answer = kaohe("check", path)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(str(path))
    assert told in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(("text", "encoding", "told"), CASES[2:8])
def test_a_bad_policy_is_refused_wherever_it_is_named(
    kaohe: Kaohe, tmp_path: Path, text: str, encoding: str, told: str
) -> None:
    path = _write(tmp_path, text, encoding)
    answer = kaohe("classify", "--amount", "3200", "--policy", path)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err


def test_all_files_are_read_before_anything_is_told(kaohe: Kaohe, tmp_path: Path) -> None:
    one = _write(tmp_path, SOUND + "bnads = []\nedje = 'lower_in'\n", name="one.toml")
    two = _write(tmp_path, "", name="two.toml")
    answer = kaohe("check", one, two)
    assert [line.split(":")[0] for line in answer.messages] == [str(one), str(one), str(two)]


def test_json_lists_faults_with_places(kaohe: Kaohe, tmp_path: Path) -> None:
    path = _write(tmp_path, SOUND + "bnads = []\n")
    answer = kaohe("check", path, "--json")
    assert answer.code == 2
    [fault] = answer.json()["faults"]
    assert (fault["path"], fault["line"], fault["code"]) == (str(path), 5, "P010")


@pytest.mark.parametrize("name", ["missing.toml", "notes.txt", "空 白.toml"])
def test_what_is_no_such_file(kaohe: Kaohe, name: str) -> None:
    answer = kaohe("check", name)
    assert answer.code == 2
    assert answer.err.startswith(name)


def test_a_name_with_spaces_and_characters_is_fine(kaohe: Kaohe, tmp_path: Path) -> None:
    assert kaohe("check", _write(tmp_path, SOUND, name="我 們.toml")).code == 0


def test_a_folder_and_a_device_are_not_read(kaohe: Kaohe, tmp_path: Path) -> None:
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    device = tmp_path / "zero.toml"
    device.symlink_to("/dev/zero")
    answer = kaohe("check", folder, device)
    assert answer.code == 2
    assert len(answer.messages) == 2


def test_an_id_given_twice_is_refused_with_both_files(kaohe: Kaohe, tmp_path: Path) -> None:
    text = 'id = "{}"\nname = {{ zh = "本局", en = "ours" }}\nextends = "handbook"\n'
    for file, name in (("a.toml", "ours"), ("b.toml", "ours"), ("c.toml", "handbook")):
        (tmp_path / file).write_text(text.format(name), encoding="utf-8")
    answer = kaohe("check", "a.toml", "b.toml")
    assert answer.code == 2
    assert answer.err.startswith("b.toml:1:1: 錯誤[P013] 編號 ours 與 a.toml 重複")
    assert "P013" in kaohe("check", "c.toml").err
    assert kaohe("check", "a.toml").code == 0


ROOT = Path(__file__).parents[2]
RULEBOOK, TARIFFS = ROOT / "standards" / "rulebook", ROOT / "sim" / "tariff" / "data" / "tariffs"


def test_what_ships_is_sound(kaohe: Kaohe) -> None:
    assert kaohe("check", *sorted(TARIFFS.glob("*.toml")), RULEBOOK, RULEBOOK / "limits.toml").code == 0


def test_a_tariff_is_read_as_one(kaohe: Kaohe, tmp_path: Path) -> None:
    text = (TARIFFS / "office_2001.toml").read_text(encoding="utf-8")
    text = text.replace("peak_e2 = 150", "peak_e2 = 90").replace('source = "office"', 'source = "ofice"', 1)
    path = _write(tmp_path, text)
    answer = kaohe("check", path)
    assert answer.code == 2
    assert [message.split("[")[1][:4] for message in answer.messages] == ["P036", "P030"]
    assert "office" in answer.messages[0]


def test_a_file_of_a_rulebook_is_read_with_the_others(kaohe: Kaohe, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(RULEBOOK, tmp_path / "ours"))
    limits = copy / "limits.toml"
    limits.write_text(limits.read_text(encoding="utf-8").replace("unit =", "unti =", 1), encoding="utf-8")
    answer = kaohe("check", copy / "clauses" / "02.toml")
    assert answer.code == 2
    assert "unit" in answer.err
    assert "limits.toml" in answer.err


IMPOSSIBLE = """\
id = "ours"
name = { zh = "本縣", en = "our county" }
customers = 20
inject = ["2.2=3x"]

[[staff]]
name = "王芳"
post = "cashier"
counter = 1

[[staff]]
name = "王芳"
post = "accountant"
"""


@pytest.mark.parametrize("command", ["check", "run"])
def test_an_office_that_cannot_be_is_told_alike_by_check_and_run(kaohe: Kaohe, tmp_path: Path, command: str) -> None:
    path = _write(tmp_path, IMPOSSIBLE)
    answer = kaohe(command, path)
    assert (answer.code, answer.out) == (2, "")
    assert answer.messages == [
        f"{path}:9:11: 錯誤[P046] 「王芳」不是收費工，沒有收費窗口 — 請刪去窗口，或把崗位改為收費工",
        f"{path}:13:8: 錯誤[P046] 營業出納（cashier）與營業會計（accountant）不得由「王芳」一人兼任"
        " — 請刪去一個崗位，或另派一人",
    ]
    english = kaohe(command, path, "--lang", "en")
    assert "error[P046] cashier and accountant may not be one person" in english.messages[1]
    assert not (tmp_path / "runs").exists()


def test_what_a_scenario_injects_is_known_to_check(kaohe: Kaohe, tmp_path: Path) -> None:
    sound = IMPOSSIBLE.partition("\n\n")[0] + "\n"
    assert kaohe("check", _write(tmp_path, sound)).code == 0
    answer = kaohe("check", _write(tmp_path, sound.replace("2.2=", "2.22=")))
    assert (answer.code, [message.split(": ")[0] for message in answer.messages]) == (2, [f"{tmp_path}/ours.toml:4:11"])


FAULTY = [
    "[sources.office]\ntext = 本局\n\n[[version]]\nvalid_from = 2001-01-01\n",
    "[[version]]\nvalid_from = 2001-01-01\nclass = 居民\n",
    "customers = 20\nmonths = 三\n",
    "[practice]\npaper_days = 三\n",
    "[[named_customers]]\nname = 王芳\n",
    "inject：['2.2=3x']\n",
    "bands = [ { tier = 'general', low_fen = 千 } ]\n",
]


@pytest.mark.parametrize("text", FAULTY)
def test_a_file_that_cannot_be_parsed_is_checked_as_what_it_looks_like(kaohe: Kaohe, tmp_path: Path, text: str) -> None:
    answer = kaohe("check", _write(tmp_path, HEAD.replace("source = ", "# source = ") + text))
    assert (answer.code, answer.out) == (2, "")
    codes = {message.split("[")[1][:4] for message in answer.messages}
    assert codes <= {"P003", "P014"}, answer.err


def test_a_tariff_with_a_slip_tells_the_slip_only(kaohe: Kaohe, tmp_path: Path) -> None:
    text = (TARIFFS / "office_2001.toml").read_text(encoding="utf-8")
    path = _write(tmp_path, text.replace("peak_e2 = 150", "peak_e2 = １５０"))
    [message] = kaohe("check", path).messages
    assert "[P014]" in message or "[P003]" in message


@pytest.mark.parametrize(("asked", "said"), [((), "error[F008]"), (("--lang", "zh-Hant"), "錯誤[F008]")])
def test_a_feature_is_told_of_in_its_own_language(
    kaohe: Kaohe, tmp_path: Path, asked: tuple[str, ...], said: str
) -> None:
    text = "# language: en\nFeature: ours\n  Scenario: a\n    When the office walks\n    Then no incident is found\n"
    [message] = kaohe("check", _write(tmp_path, text, name="ours.feature"), *asked).messages
    assert f":4:5: {said}" in message
