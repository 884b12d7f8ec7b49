"""The gate: one broken file per fault, each with its place and its exact message."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.scenarios.gherkin.gate import check_feature, check_features
from kaohe.sim.texts import use_language

GOOD = """\
# language: zh-TW
功能: 抄表
  場景: 遲抄
    假如 抄表段「東風里」40 戶,例日每月 12 日,抄表工「王芳」
    而且 「王芳」於 2001-03-12 對「東風里」「遲抄」2 日
    當 營業所運行到 2001-04-30
    那麼 查出的事故恰為:
      | 條款 | 責任人 |
      | 2.1  | 王芳   |
"""
LATE = "    而且 「王芳」於 2001-03-12 對「東風里」「遲抄」2 日\n"
RUN = "    當 營業所運行到 2001-04-30\n"
SCENARIO = "  場景: 遲抄\n"
TABLE = "      | 2.1  | 王芳   |\n"

BROKEN = {
    "language missing": (
        ("# language: zh-TW\n", ""),
        "1:1: 錯誤[F001] 用中文關鍵字而沒有聲明語言 — 請在第一行寫 # language: zh-TW",
    ),
    "language unknown": (
        ("zh-TW", "zh-HK"),
        "1:1: 錯誤[F001] 沒有語言「zh-HK」 — 請寫 # language: zh-TW（可用 zh-TW、zh-CN、en）",
    ),
    "simplified keyword": (
        ("場景:", "场景:"),
        "3:3: 錯誤[F003] 「场景:」在本語言中不是關鍵字，會被當作說明而不運行 — 請寫「場景:」（半角冒號）",
    ),
    "full-width colon": (
        ("場景:", "場景\uff1a"),
        "3:3: 錯誤[F003] 「場景\uff1a」在本語言中不是關鍵字，會被當作說明而不運行 — 請寫「場景:」（半角冒號）",
    ),
    "translated rule": (
        (SCENARIO, "  規則: 例日\n" + SCENARIO),
        "3:3: 錯誤[F003] 「規則:」在本語言中不是關鍵字，會被當作說明而不運行 — 請寫「Rule:」（半角冒號）",
    ),
    "simplified step": (
        ("    當 ", "    当 "),
        "6:5: 錯誤[F003] 「当」在本語言中不是關鍵字，會被當作說明而不運行 — 請寫「當」",
    ),
    "a step in a description": (
        (SCENARIO, "  當日如期抄表。\n" + RUN + SCENARIO),
        "4:5: 錯誤[F003] 「當 營業所運行到 2001-04-30」寫在說明裏，不會運行 — 請移到場景的步驟之間，或改寫這一行說明",
    ),
    "no steps": (
        (GOOD[GOOD.index("    假如") :], ""),
        "3:3: 錯誤[F004] 場景「遲抄」沒有步驟，運行時總是通過 — 請寫假如、當、那麼",
    ),
    "no outcome": (
        (GOOD[GOOD.index("    那麼") :], ""),
        "3:3: 錯誤[F005] 場景「遲抄」沒有「那麼」，什麼也沒有檢查 — 請寫應有的結果",
    ),
    "no action": (
        (RUN, ""),
        "6:5: 錯誤[F005] 「遲抄」沒有「當」，此前營業所尚未運行，無從查起 — "
        "請在它之前寫：當 營業所運行到 2001-04-30（直接給定的事故寫：當 按考核辦法認定）",
    ),
    "an outcome before the action": (
        (RUN, "    那麼 沒有工作差錯\n" + RUN),
        "6:5: 錯誤[F005] 「遲抄」先寫「那麼」後寫「當」，此時營業所尚未運行 — 請把「當」移到它之前",
    ),
    "a full-width year": (
        ("於 2001-03-12", "於 ２００１-03-12"),
        "5:14: 錯誤[F009] 「２００１」是全角數字 — 請寫半角數字",
    ),
    "no examples": (
        ("場景: ", "場景大綱: "),
        "3:3: 錯誤[F006] 場景大綱「遲抄」沒有例子，一次也不會運行 — 請寫「例子:」和表",
    ),
    "header only": (
        (TABLE, TABLE + "    例子:\n      | 編號 |\n"),
        "10:5: 錯誤[F006] 「遲抄」的例子只有表頭，一次也不會運行 — 請至少寫一行",
    ),
    "one name twice": (
        (TABLE, TABLE + GOOD[GOOD.index(SCENARIO) :]),
        "10:3: 錯誤[F007] 場景名「遲抄」已見於第 3 行，後者會頂替前者 — 請改名",
    ),
    "unknown step": (
        ("營業所運行到", "營業所開到"),
        "6:5: 錯誤[F008] 沒有這樣的步驟：「營業所開到 2001-04-30」 — 最接近：營業所運行到 2001-03-14",
    ),
    "step in the wrong place": (
        ("    當 營業所", "    而且 營業所"),
        "6:5: 錯誤[F008] 步驟「營業所運行到 2001-04-30」不能寫在這裏 — 請寫在「當」之後",
    ),
    "full-width digits": (("」2 日\n    當", "」２ 日\n    當"), "5:35: 錯誤[F009] 「２」是全角數字 — 請寫半角數字"),
    "thousands sign": (
        ("    那麼 查", "    那麼 該事故影響電費 5,000.00 元,等級為「一般責任事故」\n    而且 查"),
        "7:16: 錯誤[F009] 「5,000」有千分號 — 請去掉千分號",
    ),
    "negative amount": (
        ("    那麼 查", "    那麼 該事故影響電費 −5000 元,等級為「一般責任事故」\n    而且 查"),
        "7:16: 錯誤[F009] 「−5000」是負數 — 請寫不小於 0 的數，方向用文字說明（如 多計）",
    ),
    "Chinese numeral": (
        ("    那麼 查", "    那麼 該事故影響電費 五千元,等級為「一般責任事故」\n    而且 查"),
        "7:16: 錯誤[F009] 「五千」是中文數字 — 請寫阿拉伯數字",
    ),
    "table row too short": ((TABLE, "      | 2.1  |\n"), "9:7: 錯誤[F010] 本行格數與表頭不同 — 請補齊或刪去多餘的格"),
    "table missing": (
        (GOOD[GOOD.index("      | 條款") :], ""),
        "7:5: 錯誤[F010] 這一步驟之下應有表 — 請在下一行起寫表",
    ),
    "column unknown": (("| 責任人 |", "| 負責人 |"), "7:5: 錯誤[F010] 表頭「負責人」不認識 — 最接近：責任人"),
    "tag with a colon": (
        (SCENARIO, "  @條款:2.1\n" + SCENARIO),
        "3:3: 錯誤[F011] 標籤「@條款:2.1」含有冒號或括號 — 請寫 @條款_2.1",
    ),
    "empty": ((GOOD, "\n"), "1:1: 錯誤[F012] 文件沒有「功能:」 — 請寫功能、場景和步驟"),
    "comment only": ((GOOD, "# 說明\n"), "1:1: 錯誤[F012] 文件沒有「功能:」 — 請寫功能、場景和步驟"),
    "no scenario": ((GOOD[GOOD.index(SCENARIO) :], ""), "2:1: 錯誤[F012] 功能之下沒有場景 — 請寫「場景:」"),
    "stray text": ((RUN, RUN + "    然後看\n"), "7:5: 錯誤[F013] 此處不能寫「然後看」 — 請查關鍵字、表和縮進"),
    "unknown act": (("「遲抄」", "「遲抄表」"), "5:32: 錯誤[F014] 沒有名為「遲抄表」的行為 — 最接近：遲抄"),
    "invisible character before a step": (
        ("    當 ", "    \ufeff當 "),
        "6:5: 錯誤[F015] 行首有看不見的字符 <U+FEFF>，這一行會被當作說明而不運行 — 請刪去",
    ),
    "line separators": (
        (GOOD[GOOD.index("\n  場景") :], GOOD[GOOD.index("\n  場景") :].replace("\n", "\u2028")),
        "2:7: 錯誤[F015] 這一行含行分隔符 <U+2028>，運行時並不在此換行 — 請用普通換行保存",
    ),
    "invisible character": (("運行到", "運行\u200b到"), "6:12: 錯誤[F015] 步驟裏有看不見的字符 <U+200B> — 請刪去"),
}

# a step, what of it is wrong, and what is nearest; or the whole message
WORDS = {
    "營業所有居民 600 戶、商葉 40 戶": ("F016", "商葉", "沒有用電類別「商葉」 — 最接近：商業"),
    "營業所有居民 600 戶、商業若干戶": ("F017", "商業若干戶", "「商業若干戶」不是戶數 — 請寫如 居民 600 戶"),
    "營業所自 2001-02-30 起": ("F017", "2001-02-30", "沒有「2001-02-30」這一天"),
    "營業所自 2001-03-02 起": ("F017", "2001-03-02", "營業所不能自 2001-03-02 起 — 請寫某月一日"),
    "專便抄表段「開發區」1 戶,例日每月 26 日": ("F016", "專便", "沒有抄表段類別「專便」 — 最接近：專變"),
    "「趙紅」是收廢工,走收": ("F016", "收廢工", "沒有崗位「收廢工」 — 最接近：收費工"),
    "「東風里」有大工叶用戶「永安廠」": ("F016", "大工叶", "沒有用電類別「大工叶」 — 最接近：大工業"),
    "「東風里」有大工業用戶「永安廠」,高共低計": ("F016", "高共低計", "沒有用戶情況「高共低計」 — 最接近：高供低計"),
    "「東風里」有大工業用戶「永安廠」,風 35 %": ("F016", "風 35 %", "沒有用戶情況「風 35 %」 — 最接近：峰 35 %"),
    "「東風里」有商業用戶「永和商店」,座收": ("F016", "座收", "沒有用戶情況「座收」 — 最接近：坐收"),
    "「東風里」有商業用戶「永和商店」,電價 0.80001 元": ("F017", "0.80001", "多於四位小數"),
    "「東風里」有商業用戶「永和商店」,2001-02-29 申請新裝": ("F017", "2001-02-29", "沒有「2001-02-29」這一天"),
    "「東風里」有商業用戶「永和商店」,2001-02-29 起停轉": ("F017", "2001-02-29", "沒有「2001-02-29」這一天"),
    "「東風里」有商業用戶「永和商店」,2001-03-01 起停傳": ("F016", "停傳", "沒有會發生的事「停傳」 — 最接近：停轉"),
    "「商夜」電價為 0.8000 元": ("F016", "商夜", "最接近：商業"),
    "「農葉」用戶新裝費為 200.00 元": ("F016", "農葉", "最接近：農業"),
    "「農業」用戶新裝費為 200.005 元": ("F017", "200.005", "「200.005」不足一分"),
    "平日「鎖們」占 2 %": ("F016", "鎖們", "沒有日常情況「鎖們」 — 最接近：鎖門"),
    "考核辦法「handbok」": ("F016", "handbok", "沒有考核辦法「handbok」 — 最接近：handbook"),
    "「王芳」於 2001-03-32 對「東風里」「遲抄」2 日": ("F017", "2001-03-32", "沒有「2001-03-32」這一天"),
    "「王芳」於 2001-03-12 對「東風里」「遲抄」2 月": ("F017", "2 月", "「遲抄」之後的「2 月」讀不懂 — 請寫如 2 日"),
    "「營業發行員」於 2001-03-12 對「永安廠」「錯發行」按「農葉」電價": ("F016", "農葉", "最接近：農業"),
    "「王芳」於 2001-03-12 發生條款 13.2 的事故,影響電費 9.00 元": ("F017", "13.2", "沒有條款 13.2"),
    "the hall has 3 windows": None,
    '"東風里" has the comercial customer "永安廠"': ("F016", "comercial", "最接近：commercial"),
    '"東風里" has the commercial customer "永安廠", metered on the lo side': (
        "F016",
        "metered on the lo side",
        "最接近：metered on the low side",
    ),
}
LINE = "「永安廠」 2001-03 電費單的「{}」為 1.00 元"


@pytest.fixture(autouse=True)
def _traditional() -> object:
    with use_language("zh-Hant"):
        yield


def test_good_file_passes(tmp_path: Path) -> None:
    assert check_feature(_written(tmp_path, GOOD)) == []


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file_says_where_and_what(case: str, tmp_path: Path) -> None:
    (old, new), message = BROKEN[case]
    assert old in GOOD
    path = _written(tmp_path, GOOD.replace(old, new, 1))
    assert [str(fault).removeprefix(f"{path}:") for fault in check_feature(path)] == [message]


@pytest.mark.parametrize("step", WORDS)
def test_words_of_a_step_are_told_before_it_runs(step: str, tmp_path: Path) -> None:
    path = _written(tmp_path, GOOD.replace("    假如", f"    假如 {step}\n    而且", 1))
    told = WORDS[step]
    if told is None:
        assert check_feature(path) == []
        return
    code, written, said = told
    [fault] = [each for each in check_feature(path) if each.code not in ("F019", "F020")]  # the office is told apart
    assert (fault.code, fault.line, fault.column) == (code, 4, 8 + step.index(written))
    assert said in fault.message


def test_all_wrong_words_of_a_step_are_told_at_once(tmp_path: Path) -> None:
    step = "「東風里」有大工叶用戶「永安廠」,容量 315 kVA,高共低計,風 30 %,谷 20 %"
    path = _written(tmp_path, GOOD.replace("    假如", f"    假如 {step}\n    而且", 1))
    assert [fault.code for fault in check_feature(path)] == ["F016"] * 3


@pytest.mark.parametrize(
    ("line", "near"), [("基本電廢", "基本電費"), ("力調電廢", "力調電費"), ("peak enrgy", "peak energy")]
)
def test_the_line_of_a_bill_is_a_word_too(line: str, near: str, tmp_path: Path) -> None:
    path = _written(tmp_path, GOOD.replace("    那麼", f"    那麼 {LINE.format(line)}\n    而且", 1))
    assert [(fault.code, fault.message.split("：")[-1]) for fault in check_feature(path)] == [("F016", near)]


@pytest.mark.parametrize(("word", "chinese"), [("「永遠」電價為 1 元", True), ('the "zzz" price is 1 yuan', False)])
def test_a_list_of_words_is_in_the_language_of_the_word(word: str, chinese: bool, tmp_path: Path) -> None:
    path = _written(tmp_path, GOOD.replace("    假如", f"    假如 {word}\n    而且", 1))
    [fault] = check_feature(path)
    names = fault.message.split("：")[-1].split("、")
    assert len(names) > 3
    assert {not name.isascii() for name in names} == {chinese}


def test_a_wrong_word_is_said_in_the_language_of_the_reader(tmp_path: Path) -> None:
    path = _written(tmp_path, GOOD.replace("    假如", "    假如 平日「鎖們」占 2 %\n    而且", 1))
    [fault] = check_feature(path)
    with use_language("en"):
        assert 'there is no habit "鎖們" — nearest: 鎖門' in str(fault)


def test_a_byte_order_mark_is_noted_and_two_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bom.feature"
    path.write_text(f"\ufeff{GOOD}", encoding="utf-8")
    assert [(fault.code, fault.severity) for fault in check_feature(path)] == [("P081", "note")]
    path.write_text(f"\ufeff\ufeff{GOOD}", encoding="utf-8")
    assert [(fault.code, fault.severity, fault.line) for fault in check_feature(path)] == [("F002", "error", 1)]


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16"])
def test_other_encodings_are_told(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "old.feature"
    path.write_bytes(GOOD.encode(encoding))
    assert [fault.code for fault in check_feature(path)] == ["P080"]


def test_all_files_are_told_at_once(tmp_path: Path) -> None:
    one, two = (
        _written(tmp_path, GOOD.replace("運行到", "開到"), "one"),
        _written(tmp_path, GOOD.replace("場景:", "场景:"), "two"),
    )
    assert [(fault.path, fault.code) for fault in check_features([one, two])] == [
        (str(one), "F008"),
        (str(two), "F003"),
    ]


def test_outlines_are_checked_with_the_values_of_every_row(tmp_path: Path) -> None:
    text = GOOD.replace("場景:", "場景大綱:").replace("「遲抄」2 日", "「<行為>」2 日")
    path = _written(tmp_path, text + "    例子:\n      | 編號 | 行為 |\n      | a | 遲抄 |\n      | b | 晚抄 |\n")
    assert [(fault.code, fault.line) for fault in check_feature(path)] == [("F014", 5)]


@pytest.mark.parametrize("wrong", [("場景:", "场景\uff1a"), ("# language: zh-TW\n", ""), ("    當 ", "    当 ")])
def test_a_keyword_that_is_none_hides_no_other_fault(wrong: tuple[str, str], tmp_path: Path) -> None:
    path = _written(tmp_path, GOOD.replace(*wrong).replace("「遲抄」2 日", "「晚抄」2 日"))
    assert {fault.code for fault in check_feature(path)} >= {"F014"}


def test_own_steps_may_be_allowed(tmp_path: Path) -> None:
    path = _written(tmp_path, GOOD.replace("營業所運行到", "我們自己看到"))
    assert [fault.code for fault in check_feature(path)] == ["F008"]
    assert check_feature(path, own_steps=True) == []


def test_a_file_cut_anywhere_never_breaks_the_gate(tmp_path: Path) -> None:
    for end in range(0, len(GOOD), 7):
        check_feature(_written(tmp_path, GOOD[:end]))


def _written(folder: Path, text: str, name: str = "a") -> Path:
    path = folder / f"{name}.feature"
    path.write_text(text, encoding="utf-8")
    return path
