"""What two policies say differently, key by key; bands by their tier, not by their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaohe.sim.texts import catalogue, yuan
from kaohe.standards.policies.policy import Policy

NAMES = frozenset(("id", "name", "source", "extends", "without"))
_texts = catalogue("kaohe.standards")


@dataclass(frozen=True)
class Otherwise:
    """A key that two policies fill differently; None where one of them does not have it."""

    key: str
    one: object
    other: object

    def text(self) -> str:
        """The difference in the current language."""
        return _texts(
            "compare-key",
            key=self.key,
            about=_about(self.key),
            one=_said(self.key, self.one),
            other=_said(self.key, self.other),
        )


def policy_difference(one: Policy, other: Policy) -> list[Otherwise]:
    """Every key that differs, sorted as in the file; what the policies are called does not count."""
    left, right = dict(_flat(one)), dict(_flat(other))
    keys = dict.fromkeys([*left, *right])
    return [Otherwise(key, left.get(key), right.get(key)) for key in keys if left.get(key) != right.get(key)]


def _flat(policy: Policy) -> Iterator[tuple[str, object]]:
    data = policy.file.model_dump(mode="json", exclude_none=True, exclude=set(NAMES))
    for key, value in data.items():
        if key in ("bands", "energy_bands"):
            for band in value:
                yield from _leaves((key, band["tier"]), {name: each for name, each in band.items() if name != "tier"})
        elif key == "rules":
            for name, rule in value.items():
                yield from ((f"rules.{name}.{part}", each) for part, each in rule.items() if each not in ("", []))
        else:
            yield from _leaves((key,), value)


def _leaves(path: tuple[str, ...], value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _leaves((*path, name), each)
    else:
        yield ".".join(path), value


def _about(key: str) -> str:
    section = key.split(".")[0].replace("_", "-")
    return _texts(f"compare-section-{section}")


def _said(key: str, value: object) -> str:
    if value is None:
        return _texts("compare-absent")
    if isinstance(value, bool):
        return _texts("compare-yes") if value else _texts("compare-no")
    if isinstance(value, int) and key.endswith("_fen"):
        return _texts("compare-yuan", amount=yuan(value))
    if isinstance(value, Mapping):
        return (
            "{ "
            + ", ".join(f"{name} = {_said(name, each)}" for name, each in value.items() if each not in ("", []))
            + " }"
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _texts("lint-comma").join(_said(key, each) for each in value)
    return str(value)
