"""pytest plugin: the steps for pytest-bdd, and a collector for feature files that ask for it (docs/gherkin.md)."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest
from pytest_bdd import given, parsers, then, when
from pytest_bdd.feature import get_feature

from kaohe.scenarios.gherkin.gate import check_feature, language_of_feature
from kaohe.scenarios.gherkin.gate_steps import function
from kaohe.scenarios.gherkin.scene import Scene
from kaohe.scenarios.gherkin.vocabulary import PHRASES
from kaohe.scenarios.gherkin.words import StepFault
from kaohe.sim.files import Faults
from kaohe.sim.texts import current_language, language_asked, simplified, use_language

ENCODING = "utf-8-sig"  # a byte order mark, as some editors put it, is passed over
_MARK = re.compile(r"^\s*#\s*kaohe\s*$", re.MULTILINE)
_WORDS = (
    "違反 合規 相似 邊界 考試 考核辦法 用電登記工 用電稽查工 抄表工 收費工 營業發行員 營業會計 營業出納 信息審核員 "
    "系統管理員 用電檢查員 用電檢查專責 營業專責 營業主任"
)
_TAGS = frozenset(f"{_WORDS} {simplified(_WORDS)} breach kept look_alike edge exam".split())
_CLAUSE = re.compile(r"(?:條款|条款|clause)_[0-9]{1,2}_[0-9]{1,2}")
_KEYWORDS = {"given": given, "when": when, "then": then}


@pytest.fixture
def kaohe_scene() -> Scene:
    """What the steps of this scenario have said so far."""
    return Scene()


def _step(name: str) -> Callable[..., None]:
    """A step function as pytest-bdd calls it: the scene first, then the arguments by name."""
    phrase = next(each for each in PHRASES if each.id == name)
    work = cast("Callable[..., None]", function(phrase))

    @functools.wraps(work)
    def carry_out(kaohe_scene: Scene, **arguments: Any) -> None:
        __tracebackhide__ = True
        work(kaohe_scene, **arguments)

    own = list(inspect.signature(work).parameters.values())
    first = inspect.Parameter("kaohe_scene", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    carry_out.__signature__ = inspect.Signature([first, *own[1:]])  # type: ignore[attr-defined]  # read by pytest-bdd
    return carry_out


for _phrase in PHRASES:
    _work = _step(_phrase.id)
    for _pattern in _phrase.patterns():
        _KEYWORDS[_phrase.keyword](parsers.re(_pattern))(_work)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Settings in pytest's own configuration."""
    parser.addini(
        "kaohe_features", "collect every .feature file, not only those that say '# kaohe'", type="bool", default=False
    )
    parser.addini(
        "kaohe_own_steps", "feature files may use steps of their own besides those of kaohe", type="bool", default=False
    )


@pytest.hookimpl(tryfirst=True)  # before pytest-bdd's own, whichever of the two was loaded first
def pytest_bdd_apply_tag(tag: str, function: Callable[..., object]) -> None:
    """The tags of the shipped standards need no entry under `markers`; how one becomes a mark is left to pytest-bdd."""
    if (tag in _TAGS or _CLAUSE.fullmatch(tag)) and _config is not None:
        _config.addinivalue_line("markers", f"{tag}: kaohe")


_config: pytest.Config | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Remember the configuration: tags are applied while modules are imported, where nobody hands it over."""
    global _config
    _config = config


def pytest_bdd_before_scenario(feature: Any) -> None:
    """Messages come in the language that was asked for, else in that of the feature."""
    use_language(_language_for(Path(feature.filename)))


def _language_for(path: Path) -> str:
    return language_asked() or language_of_feature(path) or current_language()


def pytest_bdd_step_error(feature: Any, step: Any, exception: Exception) -> None:
    """A step that does not hold is said in one message with its place, without a traceback."""
    if isinstance(exception, StepFault | Faults):
        place = f"{feature.rel_filename}:{step.line_number}: {step.keyword} {step.name}"
        raise pytest.fail.Exception(f"{place}\n{exception}", pytrace=False) from None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Feature files that carry `# kaohe`, or all if the setting says so."""
    if file_path.suffix != ".feature":
        return None
    if not (parent.config.getini("kaohe_features") or _MARK.search(file_path.read_text(ENCODING, "replace"))):
        return None
    return cast("pytest.Collector", FeatureFile.from_parent(parent, path=file_path))


class FeatureFile(pytest.Module):
    """A feature file as a module of tests: the gate first, then what pytest-bdd makes of it."""

    def _getobj(self) -> ModuleType:  # what pytest.Module imports; there is no public way to give it a module
        with use_language(_language_for(self.path)):
            faults = check_feature(self.path, own_steps=bool(self.config.getini("kaohe_own_steps")))
            errors = [fault for fault in faults if fault.severity == "error"]
            if errors:
                raise self.CollectError(str(Faults(errors)))
        for tag in _tags(self.path):
            self.config.addinivalue_line("markers", f"{tag}: kaohe")
        get_feature(str(self.path.parent), self.path.name, ENCODING)  # it is kept: scenarios() reads without encoding
        module = ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        binding = f"from pytest_bdd import scenarios\nscenarios({str(self.path)!r})\n"
        exec(compile(binding, str(self.path), "exec"), module.__dict__)
        return module


def _tags(path: Path) -> Iterator[str]:
    """Every tag of a feature file."""
    for line in path.read_text(ENCODING).splitlines():
        if line.lstrip().startswith("@"):
            yield from (word.removeprefix("@") for word in line.split() if word.startswith("@"))
