"""Reasons in words: ids become the policy's names, then the catalogue's text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from kaohe.sim.texts import catalogue
from kaohe.standards.marks import full_width
from kaohe.standards.policy import Policy
from kaohe.standards.policy_rules import TIERS

_texts = catalogue("kaohe.standards")
_YUAN: Final = re.compile(r"-?[0-9]+\.[0-9]{2}")


def reason_text(policy: Policy, key: str, args: str | Mapping[str, str | int]) -> str:
    """A row of the reasons frame in the current language; `args` as the frame has them (JSON) or decoded."""
    given: Mapping[str, str | int] = json.loads(args) if isinstance(args, str) else args
    return _texts(key, **{name: _named(policy, key, name, value) for name, value in given.items()})


def _named(policy: Policy, key: str, name: str, value: str | int) -> str | int:
    if name in ("kind", "lightest", "heaviest"):
        return _kind(policy, key, str(value))
    if name == "item":
        return full_width(str(value))
    if isinstance(value, str) and _YUAN.fullmatch(value):
        return f"{Decimal(value):,}"
    if name == "tier":
        return next((policy.tier_name(tier) for tier in TIERS if tier == value), str(value))
    return _texts(f"sanction-column-{str(value).replace('_', '-')}") if name == "column" else value


def _kind(policy: Policy, key: str, kind: str) -> str:
    duty = key.startswith("sanction-duty")
    known = policy.file.duties.get(kind) if duty else policy.file.measures.get(kind)
    return kind if known is None else known.name.text()
