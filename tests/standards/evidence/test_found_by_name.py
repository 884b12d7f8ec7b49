"""Evidence is found by its name: every clause that stands in the rulebook has a function, and no function is astray."""

from __future__ import annotations

from pathlib import Path

import pytest

import kaohe.standards.evidence
from kaohe.standards import Rulebook
from kaohe.standards.evidence import evidence
from kaohe.standards.evidence.findings import completed, shown
from kaohe.standards.ledger.cites import ACT, Cite

HERE = Path(str(kaohe.standards.evidence.__file__)).parent


def test_the_clauses_that_stand_are_those_with_evidence() -> None:
    assert list(evidence()) == [clause.id for clause in Rulebook.load().clauses.values() if clause.standing]


def test_a_folder_holds_the_clauses_of_one_section() -> None:
    folders: dict[str, set[str]] = {}
    for clause, function in evidence().items():
        folders.setdefault(function.__module__.split(".")[3], set()).add(clause.split(".")[0])
    assert len(folders) == len({section for sections in folders.values() for section in sections})
    assert [sections for sections in folders.values() if len(sections) > 1] == []


@pytest.mark.parametrize(
    ("name", "said"), [("clause_2_7", "a second one"), ("clause_2_8", "no such clause"), ("clause_13_1", "no such")]
)
def test_a_function_that_is_astray_is_refused(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"astray_{name}.py").write_text(f"def {name}(ledger):\n    return []\n", encoding="utf-8")
    monkeypatch.setattr(kaohe.standards.evidence, "__path__", [str(HERE), str(tmp_path)])
    with pytest.raises(ValueError, match=rf"astray_{name}\.{name}: {said}"):
        evidence.__wrapped__()


def test_what_the_rulebook_has_no_formula_for_is_refused() -> None:
    broken = shown("unrecorded", staff=1, object_id=2, occurred_on=3, cites=[Cite("batch", 1, ACT, 0, 1)])
    with pytest.raises(ValueError, match=r"clause 2\.3: evidence for the limb unrecorded"):
        completed(broken, Rulebook.load().clause("2.3"))


def test_a_limb_may_be_about_another_thing_than_its_clause() -> None:
    broken = shown("money", staff=1, object_id=2, occurred_on=3, cites=[Cite("safe_count", 1, ACT, 0, 1)])
    clause = Rulebook.load().clause("5.2")
    assert completed(broken, clause).object_type == clause.object_type
    [limb] = [limb for limb in clause.limbs if limb.id == "money"]
    other = clause.model_copy(update={"limbs": (limb.model_copy(update={"object_type": "receipt_book"}),)})
    assert completed(broken, other).object_type == "receipt_book"
