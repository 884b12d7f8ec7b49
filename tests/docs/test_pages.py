"""The pages on tariff, scenario and policy files: every key of the models, the examples, and what the commands print.

`python -m tests.docs.test_pages` writes tables and outputs anew; what the pages say of a key stays.
"""

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
from pydantic import BaseModel

import kaohe.sim.office  # noqa: F401  # the desks enter there what can be ordered
from kaohe.__main__ import main
from kaohe.scenarios import model
from kaohe.scenarios.shipped import shipped_scenarios
from kaohe.scenarios.studies import deterrence, rates
from kaohe.scenarios.studies.rates import load_rates
from kaohe.scenarios.studies.shipped import LEVELS, SETS
from kaohe.sim.archive.prices import MOST_FUNDS
from kaohe.sim.clock.calendar import load_calendar
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.spec import town_classes
from kaohe.sim.tariff import schema
from kaohe.sim.tariff.printed_tables import transformer_series
from kaohe.sim.town.multi_function import SERIES
from kaohe.sim.town.profiles import LOW_SIDE_TO_KVA
from kaohe.standards import Rulebook
from kaohe.standards.policies import format as policy
from tests.docs.keys import TABLE, made, reached, rows

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {name: DOCS / f"{name}.md" for name in ("tariffs", "scenarios", "policies", "studies", "deterrence")}
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in PAGES.items()}
KEYS: dict[str, tuple[type[BaseModel], ...]] = {
    "tariffs": (
        schema.Tariff,
        schema.Source,
        schema.Version,
        schema.PriceClass,
        schema.Takes,
        schema.Sourced,
        schema.Fund,
        schema.Tiers,
        schema.Periods,
        schema.Hours,
    ),
    "scenarios": (
        model.ScenarioFile,
        model.PracticeFile,
        model.FeeFile,
        model.BookFile,
        model.CustomerFile,
        model.StaffFile,
        model.ActFile,
    ),
    "policies": (
        policy.PolicyFile,
        policy.Band,
        policy.EnergyBand,
        policy.TierEntry,
        policy.Amount,
        policy.PriceIndex,
        policy.Unpriced,
        policy.Delay,
        policy.Repeat,
        policy.Pattern,
        policy.Range,
        policy.IntentSwitch,
        policy.Joint,
        policy.Concealment,
        policy.Overload,
        policy.Bonus,
        policy.SelfReport,
        policy.Measure,
        policy.Duty,
        policy.Rule,
        policy.When,
        policy.Limits,
        policy.Repeats,
        policy.Outcome,
        policy.Point,
    ),
    "studies": (rates.RatesFile, rates.RateFile),
    "deterrence": (
        deterrence.DeterrenceFile,
        deterrence.ParameterFile,
        deterrence.SanctionFile,
        deterrence.TemptingFile,
    ),
}
MODELS = {each.__name__: each for models in KEYS.values() for each in models}
FILE = re.compile(r"```toml\n# (\w+\.toml)\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"^    (kaohe [^\n]*)$|```console\n\$ (kaohe [^\n]*)\n((?:[^`][^\n]*\n)*)```", re.MULTILINE)
LIST = re.compile(r"<!-- (limits|acts|rates|sets) -->\n(?:\n?(?:\|[^\n]*\n)+)?")
POSTS = re.compile(r"Posts: <!-- posts -->[^\n]*\n")


def lists() -> dict[str, str]:
    """Tables that are wholly made: limits, acts, rates."""
    limits = "".join(
        f'| `"{key}"` | {each.value} | {each.unit} | {each.name.zh_hant}: {each.name.en} |\n'
        for key, each in Rulebook.load().limits().items()
    )
    acts = "".join(
        f"| `{action.names.zh}`, `{action.names.en}` | {'—' if point.object == 'office' else point.object} |"
        f" {', '.join(f'`{name}`' for name in action.params) or '—'} | {action.clause or '—'} |\n"
        for point in REGISTRY.points.values()
        for action in point.actions
    )
    return {
        "rates": shipped(),
        "sets": shipped_sets(),
        "limits": f"| key | usual | unit | limit |\n|---|---|---|---|\n{limits}",
        "acts": f"| does | about | params | clause |\n|---|---|---|---|\n{acts}",
    }


def shipped() -> str:
    """The rates that ship, by clause and action."""
    levels = [load_rates(name) for name in LEVELS]
    known = {(clause, action.id): (point, action) for (clause, _), (point, action) in rates.acts_there_are().items()}
    lines = []
    for each in sorted(levels[0].listed, key=lambda each: [int(part) for part in each.clause.split(".")]):
        point, action = known[each.clause, each.action]
        figures = " | ".join(f"{level.by_act[point.id, action.id] / 1_000_000:.6f}".rstrip("0") for level in levels)
        lines.append(f"| {each.clause} | `{action.id}` | {action.names.zh}: {action.names.en} | {figures} |\n")
    return f"| clause | action | act | low | central | high |\n|---|---|---|---|---|---|\n{''.join(lines)}"


def shipped_sets() -> str:
    """The parameters of the sets that ship, over their ranges."""
    sets = [deterrence.load_deterrence(name) for name in SETS]
    rows = "".join(
        f"| `{each.name}` | {each.low:g} to {each.high:g} | "
        + " | ".join(f"{one.values[each.name]:g}" for one in sets)
        + (" | assumption |\n" if each.assumed else " | see the file |\n")
        for each in sets[0].parameters
    )
    heads = " | ".join(f"`{name}`" for name in SETS)
    return f"| parameter | range | {heads} | source |\n|---|---|---|---|---|---|\n{rows}"


def posts() -> str:
    """All posts, each with its Chinese name."""
    return ", ".join(f"`{post.id}` {post.name.zh_hant}" for post in Rulebook.load().posts.values())


def remade(text: str) -> str:
    """A page with its tables as the program has them."""
    text = made(text, MODELS)
    text = LIST.sub(lambda found: f"<!-- {found[1]} -->\n\n{lists()[found[1]]}", text)
    return POSTS.sub(f"Posts: <!-- posts -->{posts()}.\n", text)


def printed(command: str) -> str:
    """What a command prints."""
    sheet = io.StringIO()
    with contextlib.redirect_stdout(sheet):
        assert main(shlex.split(command)[1:]) == 0, command
    return sheet.getvalue().rstrip("\n")


@contextlib.contextmanager
def workplace(text: str) -> Iterator[list[str]]:
    """A folder with the files of a page as the current one; their names."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            for name, content in FILE.findall(text):
                Path(name).write_text(content, encoding="utf-8")
            yield [name for name, _ in FILE.findall(text)]
        finally:
            os.chdir(here)


def outputs(text: str) -> list[tuple[str, str | None, str]]:
    """Every command of a page in its order: itself, what the page shows of it (None: nothing), what it prints."""
    with workplace(text):
        return [
            (plain or shown, None if plain else output.rstrip("\n"), printed(plain or shown))
            for plain, shown, output in COMMAND.findall(text)
        ]


@pytest.mark.parametrize("page", PAGES)
def test_every_key_stands_on_its_page_with_its_form_and_default(page: str) -> None:
    tables = dict(TABLE.findall(TEXTS[page]))
    assert list(tables) == [each.__name__ for each in KEYS[page]]
    for each in KEYS[page]:
        lines = tables[each.__name__].splitlines()
        wanted = list(rows(each).values())
        assert [line.rpartition(" | ")[0] + " |" for line in lines] == wanted, "python -m tests.docs.test_pages"
        assert all(len(line.rpartition(" | ")[2]) > 4 for line in lines), "a key of which nothing is said"


@pytest.mark.parametrize("page", PAGES)
def test_the_tables_are_those_of_the_program(page: str) -> None:
    assert remade(TEXTS[page]) == TEXTS[page], "python -m tests.docs.test_pages"


def test_no_model_of_a_file_is_without_a_table() -> None:
    assert set(reached(schema.Tariff)) == {each.__name__ for each in KEYS["tariffs"]}
    assert set(reached(model.ScenarioFile)) == {each.__name__ for each in KEYS["scenarios"]}
    assert set(reached(policy.PolicyFile)) == {each.__name__ for each in KEYS["policies"]}


@pytest.mark.parametrize("page", PAGES)
def test_the_files_of_a_page_are_sound(page: str) -> None:
    with workplace(TEXTS[page]) as names:
        assert len(names) == TEXTS[page].count("```toml") > 0
        printed(shlex.join(["kaohe", "check", *names]))


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_print_what_it_shows(page: str) -> None:
    found = outputs(TEXTS[page])
    assert len(found) > 1
    for command, shown, output in found:
        assert shown in (None, output), command


def test_numbers_said_in_words_are_those_of_the_program() -> None:
    tariffs, scenarios = TEXTS["tariffs"], TEXTS["scenarios"]
    most = (schema.MOST_E4, schema.MOST_FEN, schema.MOST_E2, schema.MOST_KWH)
    assert all(f" {number:,} " in tariffs for number in most)
    assert f"more than {MOST_FUNDS} funds" in tariffs
    sizes = transformer_series()[SERIES].kva
    assert f"{sizes[0]} to {sizes[-1]} kVA" in scenarios
    assert f"metered low up to {LOW_SIDE_TO_KVA} kVA" in scenarios
    mix = ", ".join(f"{name} = {count}" for name, count in town_classes(5_000).items())
    assert f"`{{ {mix} }}`" in scenarios
    calendar = load_calendar()
    assert f"from {calendar.first} to {calendar.last}" in scenarios


def test_a_scenario_that_ships_points_to_the_page() -> None:
    for path in shipped_scenarios().values():
        text = path.read_text(encoding="utf-8")
        assert "docs/scenarios.md" in text
        assert ".py" not in text


def written(text: str) -> str:
    """The page with its tables and all that its commands print as they are now."""
    new = remade(text)
    found = {command: output for command, _, output in outputs(new)}
    return COMMAND.sub(lambda block: block[0] if block[1] else f"```console\n$ {block[2]}\n{found[block[2]]}\n```", new)


if __name__ == "__main__":
    for page, path in PAGES.items():
        path.write_text(written(TEXTS[page]), encoding="utf-8")
