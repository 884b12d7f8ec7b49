"""What a trial shows of a policy: its kind, figures, the rule and its place in the text, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypedDict

from kaohe.sim.texts import catalogue, yuan
from kaohe.standards.laboratory.trials import Load
from kaohe.standards.policies.format import TIERS
from kaohe.standards.policies.policy import Policy
from kaohe.standards.rulebook.punctuation import full_width

Severity = Literal["fault", "notice"]
FAULT: Final[Severity] = "fault"
NOTICE: Final[Severity] = "notice"
Figure = int | str | tuple[str, ...] | Load
_texts = catalogue("kaohe.standards")


class Told(TypedDict):
    """A finding as JSON: money in 分, loads by kind of measure; `source` is where the policy comes from."""

    kind: str
    severity: Severity
    rules: list[str]
    items: list[str]
    source: str
    figures: dict[str, object]
    text: str


@dataclass(frozen=True)
class Finding:
    """A fault or a notice; `facet` says which incidents were tried (empty: ordinary ones)."""

    kind: str
    severity: Severity
    figures: Mapping[str, Figure]
    rules: tuple[str, ...] = ()
    facet: tuple[tuple[str, object], ...] = ()

    def text(self, policy: Policy) -> str:
        """The finding in the current language, with its rules and their places in the text."""
        said = {name.removesuffix("_fen"): _said(policy, name, value) for name, value in self.figures.items()}
        about = facet_text(policy, self.facet)
        words = _texts(f"lint-{self.kind.replace('_', '-')}", **said)
        return f"{about}{words}{self._sources(policy)}"

    def _sources(self, policy: Policy) -> str:
        places = (f"{key} {full_width(policy.rules[key].item)}" for key in self.rules if key in policy.rules)
        joined = _texts("lint-comma").join(places)
        return _texts("lint-source", rules=joined) if joined else ""

    def told(self, policy: Policy) -> Told:
        """The finding for `--json`."""
        figures = {name: dict(value) if isinstance(value, Mapping) else value for name, value in self.figures.items()}
        return {
            "kind": self.kind,
            "severity": self.severity,
            "rules": list(self.rules),
            "items": [policy.rules[key].item for key in self.rules if key in policy.rules],
            "source": policy.file.source.text(),
            "figures": {**figures, **({"facet": dict(self.facet)} if self.facet else {})},
            "text": self.text(policy),
        }


def _said(policy: Policy, name: str, value: Figure) -> str | int:
    if isinstance(value, Mapping):
        return load_text(policy, value)
    if isinstance(value, tuple):
        names = (policy.duty(kind).name.text() for kind in value)
        return _texts("lint-comma").join(names) or _texts("lint-nothing")
    if isinstance(value, int):
        return yuan(value) if name.endswith("_fen") else value
    return next((policy.tier_name(tier) for tier in TIERS if name == "tier" and tier == value), value)


def load_text(policy: Policy, load: Load) -> str:
    """What somebody bears in the current language: 扣發綜合獎 3 個月、下崗."""
    if not load:
        return _texts("lint-nothing")
    order = list(policy.file.measures)
    kinds = sorted(load, key=order.index)
    return _texts("lint-comma").join(_measure(policy, kind, load[kind]) for kind in kinds)


def _measure(policy: Policy, kind: str, figure: int) -> str:
    measure = policy.measure(kind)
    name = measure.name.text()
    if measure.unit == "":
        return name if figure == 1 else _texts("lint-measure-times", name=name, figure=figure)
    if measure.unit == "fen":
        return _texts("lint-measure-fen", name=name, figure=yuan(figure))
    return _texts(f"lint-measure-{measure.unit}", name=name, figure=figure)


def facet_text(policy: Policy, facet: tuple[tuple[str, object], ...]) -> str:
    """Which incidents were tried, in the current language."""
    parts = [_facet(name, value) for name, value in facet]
    return _texts("lint-facet", about=_texts("lint-comma").join(parts)) if parts else ""


def _facet(name: str, value: object) -> str:
    if isinstance(value, bool):
        return _texts(f"lint-facet-{name.replace('_', '-')}")
    if name == "intent":
        return _texts(f"lint-facet-intent-{value}")
    shown = yuan(value) if isinstance(value, int) and name.endswith("_fen") else str(value)
    return _texts(f"lint-facet-{name.removesuffix('_fen').replace('_', '-')}", value=shown)
