"""Policy files: what is refused, where, and with what hint; what extends means; no rule in code."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language
from kaohe.standards import Rulebook
from kaohe.standards.policies.policy import Policy
from tests.standards.sanctions.sample import shipped

FOLDER = Path(__file__).parents[3] / "standards"
HANDBOOK = (FOLDER / "policies" / "handbook.toml").read_text(encoding="utf-8")
HEAD = 'extends = "handbook"\nid = "mine"\nname = { zh = "試", en = "trial" }\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def _refused(path: Path, text: str) -> list[tuple[int | None, int | None, str, str]]:
    """(line, column, code, message) of every fault."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as caught:
        Policy.load(path)
    return [(fault.line, fault.column, fault.code, str(fault)) for fault in caught.value.faults]


@pytest.mark.parametrize("policy_id", Policy.shipped())
def test_what_ships_is_sound(policy_id: str) -> None:
    policy = Policy.load(policy_id)
    assert policy.id == policy_id
    for language in ("zh-Hant", "zh-Hans", "en"):
        with use_language(language):
            assert policy.name.text()


def test_the_policies_that_ship() -> None:
    assert {"handbook", "handbook_deminimis", "indexed", "continuous", "p1", "p2", "p3", "p6"} <= set(Policy.shipped())


def test_the_handbook_cites_the_rulebooks_sentences() -> None:
    file, sentences = shipped("handbook").file, Rulebook.load().sentences
    cited = [(rule.sentence, rule.item) for rule in file.rules.values()]
    cited += [(entry.sentence, entry.item) for entry in file.tiers.values()]
    assert [pair for pair in cited if sentences[pair[0]].item != pair[1]] == []
    assert {sentence for sentence, _ in cited} | {"T4"} == set(sentences)


def test_the_quotations_in_the_handbooks_comments_are_the_rulebooks() -> None:
    quoted = re.findall(r"^# 四\(三\)\(\d\)「([^」(]+)」\n\[rules\.(\w+)\]\nsentence = \"(\w+)\"", HANDBOOK, re.M)
    sentences = Rulebook.load().sentences
    assert len(quoted) > 12
    assert [rule for text, rule, sentence in quoted if text not in sentences[sentence].text] == []


# ── references ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "wrong, near", [("handbok", "handbook"), ("ｈandbook", "handbook"), ("hand-book_deminimis", "handbook_deminimis")]
)
def test_a_wrong_id_gets_the_nearest(wrong: str, near: str) -> None:
    with pytest.raises(Faults) as caught:
        Policy.load(wrong)
    assert caught.value.faults[0].code == "P062"
    assert near in str(caught.value)


def test_an_id_like_no_other_gets_all_of_them_whole() -> None:
    with pytest.raises(Faults, match=", ".join(Policy.shipped())):
        Policy.load("xyzzy")


def test_a_missing_file(folder: Path) -> None:
    with pytest.raises(Faults) as caught:
        Policy.load(folder / "none.toml")
    assert caught.value.faults[0].code == "P062"


def test_extending_merges_tables_and_replaces_lists(folder: Path) -> None:
    path = folder / "mine.toml"
    path.write_text(HEAD + "[repeat]\ntimes = 3\n[rules.S1]\nenabled = false\n", encoding="utf-8")
    mine, base = Policy.load(path), shipped("handbook")
    assert mine.repeat.times == 3
    assert mine.repeat.model_dump(exclude={"times"}) == base.repeat.model_dump(exclude={"times"})
    assert set(base.rules) - set(mine.rules) == {"S1"}
    assert mine.file.bands == base.file.bands


def test_extending_a_file_beside(folder: Path) -> None:
    (folder / "mine.toml").write_text(HEAD + "[repeat]\ntimes = 3\n", encoding="utf-8")
    second = folder / "second.toml"
    second.write_text(HEAD.replace("handbook", "mine").replace('id = "mine"', 'id = "second"'), encoding="utf-8")
    assert Policy.load(second).repeat.times == 3


def test_leaving_out_tables(folder: Path) -> None:
    path = folder / "mine.toml"
    path.write_text('without = ["rules"]\n' + HEAD + "[rules]\n", encoding="utf-8")
    assert Policy.load(path).rules == {}


def test_extending_nothing_or_oneself(folder: Path) -> None:
    found = _refused(folder / "a.toml", HEAD.replace('"handbook"', '"handbok"'))
    assert [(line, code) for line, _, code, _ in found] == [(1, "P062")]
    assert "handbook" in found[0][3]
    found = _refused(folder / "a.toml", HEAD.replace('"handbook"', '"a"'))
    assert [(line, code) for line, _, code, _ in found] == [(1, "P062")]
    assert _refused(folder / "b.toml", HEAD.replace('"handbook"', '"../etc"'))[0][2] == "P061"


def test_the_digest_is_of_the_content(folder: Path) -> None:
    copy = folder / "copy.toml"
    copy.write_text("# another comment\n" + HANDBOOK.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert Policy.load(copy).digest() == shipped("handbook").digest()
    digests = {shipped(policy_id).digest() for policy_id in Policy.shipped()}
    assert len(digests) == len(Policy.shipped())
    assert shipped("handbook").vary({}).digest() == shipped("handbook").digest()


def test_a_variation_in_code_is_checked_alike() -> None:
    with pytest.raises(Faults, match=r"P010|P014"):
        shipped("handbook").vary({"repeat": {"tims": 2}})
    with pytest.raises(Faults, match=r"P033.*bands"):
        shipped("handbook").vary({"bands": [{"tier": "general", "low_fen": 0, "high_fen": 1}]})


# ── bands: P030 to P034 ───────────────────────────────────────────────────────────────────────────────────────────────


def _bands(*bands: tuple[str, int, int | None]) -> str:
    lines = HEAD
    for tier, low, high in bands:
        lines += f'[[bands]]\ntier = "{tier}"\nlow_fen = {low}\n' + (f"high_fen = {high}\n" if high is not None else "")
    return lines


@pytest.mark.parametrize(
    "bands, code, at, said",
    [
        ([("general", 0, 2_000), ("major", 1_000, None)], "P030", (10, 11), "10.00 元"),
        ([("general", 0, None), ("major", 1_000, None)], "P030", (9, 11), "10.00 元"),
        ([("general", 0, 1_000), ("major", 2_000, None)], "P031", (10, 11), "10.00 元"),
        ([("general", 100, 1_000), ("major", 1_000, None)], "P031", (6, 11), "1.00 元"),
        ([("general", 0, 1_000), ("major", 1_000, 1_000)], "P032", (11, 12), "10.00 元"),
        ([("serious", 0, 1_000), ("general", 1_000, None)], "P032", (9, 8), "general"),
        ([("general", 0, 1_000), ("major", 1_000, 5_000)], "P033", (11, 12), "50.00 元"),
    ],
    ids=["overlap", "open below", "gap", "gap below", "reversed", "lighter above", "closed top"],
)
def test_bands(
    folder: Path, bands: list[tuple[str, int, int | None]], code: str, at: tuple[int, int], said: str
) -> None:
    found = _refused(folder / "mine.toml", _bands(*bands))
    assert (*at, code) in [fault[:3] for fault in found]
    assert said in next(message for *_, each, message in found if each == code)


def test_the_order_in_which_bands_are_written_does_not_matter(folder: Path) -> None:
    path = folder / "mine.toml"
    path.write_text(_bands(("major", 1_000, None), ("general", 0, 1_000)), encoding="utf-8")
    assert Policy.load(path).money.tiers == ("general", "major")


def test_touching_bands_need_an_edge_rule(folder: Path) -> None:
    text = re.sub(r'^edge = "lower_in"$', "", HANDBOOK, flags=re.M)
    found = _refused(folder / "mine.toml", text)
    assert [code for _, _, code, _ in found] == ["P030"]
    assert "1,000.00 元" in found[0][3]
    assert "lower_in" in found[0][3]


def test_a_policy_without_a_rule_for_the_unpriced(folder: Path) -> None:
    text = re.sub(r"^\[unpriced\]$.*?^(?=\[delay\])", "", HANDBOOK, flags=re.M | re.S)
    assert [code for _, _, code, _ in _refused(folder / "mine.toml", text)] == ["P034"]


# ── rules: P035, P036, P040, P042 ─────────────────────────────────────────────────────────────────────────────────────

RULE = HEAD + '[rules.X]\nitem = "x"\n'


@pytest.mark.parametrize(
    "rule, code, said",
    [
        ('when = [{}]\nthen = [{ kind = "withold_all_bonus", value = 1 }]', "P036", "withhold_all_bonus"),
        ('when = [{}]\nthen = [{ kind = "下岗" }]', "P036", "off_post"),
        ('when = [{}]\nduties = ["enquirry"]', "P036", "enquiry"),
        ('when = [{}]\nthen_of = "S22"', "P036", "S2"),
        ('when = [{ clauses = ["4.7"] }]', "P040", "4."),
        ('when = [{ posts = ["meter_raeder"] }]', "P042", "meter_reader"),
        (f'when = [{{}}]\nduties = ["{"長" * 1_300}"]', "P036", "長長"),
        ("when = []", "P035", "enabled"),
        ('when = [{}]\nthen_of = "S1e"', "P035", "S1e"),
        ('when = [{}]\nthen = [{ kind = "reward", value = 1, of = "loss_fen" }]', "P035", "curve"),
        ('when = [{}]\nthen = [{ kind = "reward", low = 1 }]', "P035", "high"),
        ('when = [{}]\nthen = [{ kind = "reward", low = 2, high = 1 }]', "P035", "low"),
        ("when = [{}]\nthen = [{ value = 1 }]", "P035", "kinds"),
        ('when = [{}]\nthen = [{ kind = "reward", curve = [] }]', "P035", "curve"),
        ('when = [{}]\nthen = [{ kind = "reward", low = 0, high = 1_000_000_000_000 }]', "P035", ""),
    ],
)
def test_rules(folder: Path, rule: str, code: str, said: str) -> None:
    found = _refused(folder / "mine.toml", RULE + rule + "\n")
    assert [fault[2] for fault in found] == [code]
    assert found[0][0] in (6, 7)
    assert said in found[0][3]


def test_all_faults_of_a_file_come_at_once(folder: Path) -> None:
    text = RULE + 'when = [{ clauses = ["4.7", "2.9"] }]\nduties = ["enquirry"]\nthen = [{ kind = "dismisal" }]\n'
    assert [fault[:3] for fault in _refused(folder / "mine.toml", text)] == [
        (6, 22, "P040"),
        (6, 29, "P040"),
        (7, 11, "P036"),
        (8, 18, "P036"),
    ]


# ── a good file with one key wrong is never accepted silently ─────────────────────────────────────────────────────────


def _keys(table: dict[str, object], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in table.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from _keys(value, (*path, key))


NAMED_FREELY = ("measures", "duties", "rules")
OPTIONAL = {
    "sentence",
    "family",
    "rank",
    "shared",
    "capped",
    "restitution",
    "within_days",
    "then",
    "then_of",
    "duties",
    "ladder",
    "to",
    "extends",
}
LINES = [(number, line) for number, line in enumerate(HANDBOOK.split("\n")) if re.match(r"[a-z_]+ = ", line)]


@pytest.mark.parametrize("number, line", LINES, ids=lambda value: str(value)[:20])
def test_a_misspelt_key_is_refused(folder: Path, number: int, line: str) -> None:
    lines = HANDBOOK.split("\n")
    key = line.split(" ")[0]
    lines[number] = line.replace(key, f"{key}x", 1)
    if lines[number - 1] == "[tiers]" or key in ("general", "serious", "major"):
        return  # a tier's name is a value of a list of four: see the next test
    found = _refused(folder / "mine.toml", "\n".join(lines))
    assert any(line_ == number + 1 and code == "P010" and key in said for line_, _, code, said in found)


def test_the_names_of_all_four_tiers_are_needed(folder: Path) -> None:
    assert _refused(folder / "a.toml", HANDBOOK.replace("\nserious = {", "\nserios = {"))
    text = re.sub(r"^serious = \{.*$", "", HANDBOOK, flags=re.M)
    assert [code for _, _, code, _ in _refused(folder / "b.toml", text)] == ["P034"]


@pytest.mark.parametrize("number, line", LINES, ids=lambda value: str(value)[:20])
def test_a_missing_key_is_refused_or_optional(folder: Path, number: int, line: str) -> None:
    lines = HANDBOOK.split("\n")
    key = line.split(" ")[0]
    lines[number] = ""
    if key in OPTIONAL or line.endswith("["):
        return
    if key == "high_fen":
        assert {code for _, _, code, _ in _refused(folder / "mine.toml", "\n".join(lines))} == {"P030"}
    else:
        assert _refused(folder / "mine.toml", "\n".join(lines))


def test_every_switch_is_explained_where_it_stands() -> None:
    """Each key of a switch has a comment above it, or shares one with the key above."""
    switches = (
        "amount",
        "unpriced",
        "delay",
        "repeat",
        "range",
        "intent",
        "joint",
        "concealment",
        "overload",
        "bonus",
        "self_report",
    )
    for switch in switches:
        block = HANDBOOK.split(f"\n[{switch}]\n")[1].split("\n[")[0]
        assert block.startswith("#"), switch
    assert set(switches) < set(tomllib.loads(HANDBOOK))


# ── no rule in code ───────────────────────────────────────────────────────────────────────────────────────────────────

CODE = sorted(path for room in ("policies", "sanctions") for path in (FOLDER / room).glob("*.py"))
FIGURES = {1_000, 10_000, 100_000, 1_000_000, 10_000_000, 3, 6, 12, 24, 70, 30, 365, 2001}
ALLOWED = {
    "format.py": "bounds of what a file may say",
    "typed_case.py": "the year in which a case at the desk is set, bounds of what may be typed",
}
HUNDREDTHS = 10_000  # percent of percent, and the price unit of 10⁻⁴ yuan


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.name)
def test_no_threshold_is_written_in_code(path: Path) -> None:
    numbers = [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and type(node.value) is int
    ]
    if path.name not in ALLOWED:
        assert [number for number in numbers if number in FIGURES - {HUNDREDTHS}] == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.name)
def test_no_clause_rule_or_measure_is_named_in_code(path: Path) -> None:
    file = shipped("handbook").file
    named = {*Rulebook.load().clauses, *file.rules, *(set(file.measures) - {"restitution"}), *file.duties}
    texts = [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in texts if text in named] == []


def test_the_former_price_of_late_money_is_named_with_what_says_the_same(folder: Path) -> None:
    ((line, column, code, told),) = _refused(folder / "ours.toml", f'{HEAD}[delay]\npriced_as = "interest_if_in"\n')
    assert (line, column, code) == (5, 13, "P021")
    assert 'priced_as = "interest"' in told
    assert "principal_after_days" in told
