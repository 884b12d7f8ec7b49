"""Which files are read, which are refused before a byte is read, and what an encoding looks like."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kaohe.sim.files import Fault, Faults, load_toml, load_tomls, read_text
from kaohe.sim.files.text_file import looks_like
from tests.sim.files.sample import GOOD, Policy

TRADITIONAL = '# 考核標準\nname = "抄表工當月差錯，電費金額達到一萬元"\n# 營業所按規定期限收費，不得遲延\n'
SIMPLIFIED = '# 考核标准\nname = "抄表工当月差错，电费金额达到一万元"\n# 营业所按规定期限收费，不得迟延\n'


def _refusal(path: Path) -> Fault:
    with pytest.raises(Faults) as caught:
        read_text(path)
    (fault,) = caught.value.faults
    return fault


def _file(folder: Path, data: bytes, name: str = "a.toml") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["名字 與空格.toml", "x" * 250 + ".toml"])
def test_names_with_spaces_and_of_255_bytes_are_read(tmp_path: Path, name: str) -> None:
    assert read_text(_file(tmp_path, b"a = 1", name)) == "a = 1"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_kind_read_alike(tmp_path: Path, ends: str) -> None:
    text = GOOD.rstrip("\n").replace("\n", ends)
    assert read_text(_file(tmp_path, text.encode())) == GOOD.rstrip("\n")
    assert load_toml(tmp_path / "a.toml", Policy).value.id == "town"


def test_a_line_separator_ends_a_line_and_may_stand_in_a_text(tmp_path: Path) -> None:
    apart = _file(tmp_path, GOOD.replace("\nspeed", "\u2028speed").encode(), "apart.toml")
    inside = _file(tmp_path, GOOD.replace("城鎮", "城\u2028鎮").encode(), "inside.toml")
    assert load_toml(apart, Policy).value.speed == 2
    assert load_toml(inside, Policy).value.name.zh_hant == "城\u2028鎮營業所"


def test_a_byte_order_mark_is_noted(tmp_path: Path) -> None:
    document = load_toml(_file(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()), Policy)
    assert [(note.code, note.severity, note.line) for note in document.notes] == [("P081", "note", 1)]
    assert str(document.notes[0]).startswith(f"{tmp_path}/a.toml:1:1: 提示[P081] ")


def test_minus_zero_is_noted_and_is_zero(tmp_path: Path) -> None:
    text = GOOD.replace("low_fen = 0", "low_fen = -0").replace("share = 0.005", "share = -0.0")
    document = load_toml(_file(tmp_path, text.encode()), Policy)
    assert (document.value.bands[0].low_fen, str(document.value.share)) == (0, "0.0")
    assert [(note.code, note.line) for note in document.notes] == [("P018", 4), ("P018", 16)]


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (SIMPLIFIED, "gbk", "GBK"),
        (TRADITIONAL, "gbk", "GBK"),
        (TRADITIONAL, "big5", "Big5"),
        (TRADITIONAL, "utf-16", "UTF-16"),
        (TRADITIONAL, "utf-16-le", "UTF-16LE"),
        (SIMPLIFIED, "utf-16-be", "UTF-16BE"),
        ("a = 1\n", "utf-16-le", "UTF-16LE"),
        (GOOD, "utf-32", "UTF-32"),
        ('# Café, £5\nname = "Zoë"\n', "latin-1", "Latin-1"),
    ],
)
def test_another_encoding_is_named_with_its_iconv_line(tmp_path: Path, text: str, codec: str, name: str) -> None:
    fault = _refusal(_file(tmp_path, text.encode(codec)))
    assert fault.code == "P080"
    assert f"看來是 {name} " in fault.message
    assert f"iconv -f {name.upper()} -t UTF-8 {tmp_path}/a.toml > {tmp_path}/a-utf8.toml" in fault.message


def test_names_are_quoted_for_the_shell(tmp_path: Path) -> None:
    fault = _refusal(_file(tmp_path, SIMPLIFIED.encode("gbk"), "a b's.toml"))
    assert f"UTF-8 '{tmp_path}/a b'\\''s.toml' > '{tmp_path}/a b'\\''s-utf8.toml'" in fault.message


def test_damaged_utf8_is_not_taken_for_another_encoding(tmp_path: Path) -> None:
    data = bytearray(GOOD.encode())
    at = data.index("鎮".encode())
    data[at] = 0x20
    assert looks_like(bytes(data)) is None
    fault = _refusal(_file(tmp_path, bytes(data)))
    assert (fault.code, fault.line, fault.column) == ("P080", 3, 18)
    assert "0x8E" in fault.message


def test_too_large_is_refused(tmp_path: Path) -> None:
    assert read_text(_file(tmp_path, b"#" * (1 << 20)))
    assert _refusal(_file(tmp_path, b"#" * ((1 << 20) + 1))).code == "P073"


def test_folders_pipes_and_devices_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert [_refusal(path).code for path in (tmp_path, tmp_path / "pipe", Path("/dev/zero"))] == ["P073"] * 3


def test_a_missing_file_names_the_nearest(tmp_path: Path) -> None:
    _file(tmp_path, b"", "城鎮營業所.toml")
    fault = _refusal(tmp_path / "城镇营业所.toml")
    assert fault.code == "P062"
    assert f"是否想寫 {tmp_path}/城鎮營業所.toml？" in fault.message
    assert str(tmp_path) in _refusal(tmp_path / "zzzz").message
    assert str(tmp_path / "no") in _refusal(tmp_path / "no" / "a.toml").message


def test_a_link_to_itself_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "符號鏈接循環" in _refusal(tmp_path / "loop").message


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EACCES, "沒有讀取權限"), (errno.EMFILE, "同時打開的文件過多"), (errno.EBUSY, f"錯誤號 {errno.EBUSY}")],
)
def test_what_the_system_refuses_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, "refused")

    path = _file(tmp_path, b"a = 1")
    monkeypatch.setattr("kaohe.sim.files.text_file.os.open", refuse)
    fault = _refusal(path)
    assert (fault.code, words in fault.message) == ("P084", True)


def test_a_name_with_nul_is_refused(tmp_path: Path) -> None:
    fault = _refusal(tmp_path / "a\0b")
    assert (fault.code, "<U+0000>" in fault.path) == ("P084", True)


def test_several_files_give_their_faults_together(tmp_path: Path) -> None:
    good = _file(tmp_path, GOOD.encode(), "good.toml")
    bad = [_file(tmp_path, GOOD.replace(key, f"{key}x").encode(), f"{key}.toml") for key in ("pair", "opens_at")]
    with pytest.raises(Faults) as caught:
        load_tomls([bad[1], good, bad[0]], Policy)
    assert [Path(fault.path).name for fault in caught.value.faults] == ["opens_at.toml", "pair.toml"]
    (document,) = load_tomls([good], Policy)
    assert document.path == str(good)
