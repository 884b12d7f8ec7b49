"""The page on features: its table of acts is made; `python -m tests.docs.test_gherkin_page` writes it anew."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import kaohe.sim.office  # noqa: F401  # the desks enter there what can be ordered
from kaohe.scenarios.gherkin.acting import param_form
from kaohe.sim.deciding.points import REGISTRY, DecisionPoint
from kaohe.standards import Rulebook

PAGE = Path(__file__).parents[2] / "docs" / "gherkin.md"
ACTS = re.compile(r"<!-- acts -->\n(?:\n?(?:\|[^\n]*\n)+)?")


def acts() -> str:
    """A row a post and kind of thing: the standard act of each of its points, then what else it may do."""
    posts = Rulebook.load().posts
    points = sorted(REGISTRY.points.values(), key=_post_and_object)
    rows = [
        f"| {posts[post].name.zh_hant} | {'—' if about == 'office' else about} | {'; '.join(map(_of_point, each))} |\n"
        for (post, about), each in groupby(points, _post_and_object)
    ]
    head = "| who | about | acts: as the book has it, then what else |\n|---|---|---|\n"
    return f"<!-- acts -->\n\n{head}{''.join(rows)}"


def _post_and_object(point: DecisionPoint) -> tuple[str, str]:
    return point.post, point.object


def _of_point(point: DecisionPoint) -> str:
    others = (" ".join((action.names.zh, *map(param_form, action.params))) for action in point.actions)
    return " · ".join((f"**{point.standard.zh}**", *others))


def remade(text: str) -> str:
    """The page with the acts as the registry has them."""
    return ACTS.sub(lambda _: acts(), text)


def test_the_page_has_every_act_that_can_be_ordered() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "<!-- acts -->" in text
    assert remade(text) == text, "python -m tests.docs.test_gherkin_page"


if __name__ == "__main__":
    PAGE.write_text(remade(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
