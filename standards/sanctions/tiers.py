"""Amount → tier: the bands of money and energy, the unpriced rule, what raises a tier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaohe.standards.policies.format import TIERS
from kaohe.standards.policies.policy import Policy, Scale
from kaohe.standards.sanctions.cases import Cases, Flags, Ints
from kaohe.standards.sanctions.reasons import Notebook, Phase

TIER_RANK: dict[str, int] = {tier: rank for rank, tier in enumerate(TIERS)}


@dataclass(frozen=True)
class Tiered:
    """Rank of each incident's tier, the amount it was measured by, and that amount's band of money (-1: none)."""

    rank: Ints
    amount_fen: Ints
    priced: Flags
    band: Ints


def band_of(scale: Scale, values: Ints) -> Ints:
    """Position of each value's band; at an edge the policy's rule decides."""
    return np.searchsorted(scale.lows[1:], values, side="right" if scale.lower_in else "left")


def valued(energy_kwh: Ints, policy: Policy) -> Ints:
    """分 of energy at the policy's price, half up; 0 if it has none."""
    return (energy_kwh * policy.file.amount.kwh_price_e4 + 50) // 100  # 10⁻⁴ yuan to 分


def measured(cases: Cases, policy: Policy) -> tuple[Ints, Flags]:
    """The amount that the bands of money measure, and where there is one."""
    switch = policy.file.amount
    column = "loss_fen" if switch.of == "net_of_recovery" else "amount_fen"
    amount = cases.numbers[column]
    if switch.of == "under_billing":
        amount = np.where(cases.flags["over_billed"], 0, amount)
    if cases.all_priced:
        return amount, cases.priced
    by_energy = ~cases.priced & (cases.numbers["energy_kwh"] > 0) & (switch.kwh_price_e4 > 0)
    return np.where(by_energy, valued(cases.numbers["energy_kwh"], policy), amount), cases.priced | by_energy


def _note_energy(cases: Cases, policy: Policy, where: Flags, amount: Ints, book: Notebook) -> None:
    if not book.listens:
        return
    price = policy.file.amount.kwh_price_e4
    at = np.flatnonzero(where & ~cases.priced)
    book.add(
        at,
        Phase.ENERGY,
        "tier",
        "sanction-tier-kwh-price",
        energy_kwh=cases.numbers["energy_kwh"][at],
        price=f"{price // 10_000}.{price % 10_000:04d}",
        value_fen=amount[at],
    )


def _unpriced_rank(cases: Cases, policy: Policy) -> Ints:
    harmless = (cases.numbers["loss_fen"] == 0) & ~cases.flags["serious_effect"]
    rule = policy.unpriced
    return np.where(harmless, TIER_RANK[rule.without_harm], TIER_RANK[rule.tier])


def _note_bands(book: Notebook, policy: Policy, scale: Scale, at: Ints, values: Ints, bands: Ints) -> None:
    for number, tier in enumerate(scale.tiers if book.listens else ()):
        here = bands == number
        top = number + 1 == len(scale.tiers)
        args = {f"low_{scale.unit}": int(scale.lows[number])}
        if not top:
            args[f"high_{scale.unit}"] = int(scale.lows[number + 1])
        book.add(
            at[here],
            Phase.TIER,
            "tier",
            f"sanction-tier-{scale.unit}{'-top' if top else ''}",
            **args,
            tier=tier,
            edge=policy.file.edge or "",
            sentence=policy.file.tiers[tier].sentence,
            item=policy.file.tiers[tier].item,
            **{f"value_{scale.unit}": values[here]},
        )


def _by_scale(
    scale: Scale, values: Ints, where: Flags, cases: Cases, book: Notebook, policy: Policy
) -> tuple[Ints, Ints]:
    """(rank of tier, band) by one scale; -1 where it does not apply."""
    bands = band_of(scale, values)
    if book.listens:
        at = np.flatnonzero(where)
        _note_bands(book, policy, scale, at, values[at], bands[at])
    rank = bands if (scale.ranks == np.arange(len(scale.ranks))).all() else scale.ranks[bands]
    if where.all():
        return rank, bands
    return np.where(where, rank, -1), np.where(where, bands, -1)


def _by_severity(cases: Cases, policy: Policy, covered: Flags, book: Notebook) -> Ints:
    words = policy.file.severity_tiers
    rank = cases.words["severity"].mapped({word: TIER_RANK[tier] for word, tier in words.items()}, -1)
    for word, tier in words.items():
        at = np.flatnonzero(covered & cases.words["severity"].among([word]))
        book.add(at, Phase.TIER, "tier", "sanction-tier-severity", severity=word, tier=tier)
    return np.where(covered, rank, -1)


def base_tiers(cases: Cases, policy: Policy, covered: Flags, book: Notebook) -> Tiered:
    """Tier by amount, energy or severity, the highest of them; by the unpriced rule where none applies."""
    amount, priced = measured(cases, policy)
    _note_energy(cases, policy, priced & covered, amount, book)
    by_money = _by_scale(policy.money, amount, priced & covered, cases, book, policy)
    energy = cases.numbers["energy_kwh"]
    ranks = [by_money[0]]
    if policy.file.severity_tiers:
        ranks.append(_by_severity(cases, policy, covered, book))
    if policy.energy is not None:
        ranks.append(_by_scale(policy.energy, energy, covered & (energy > 0), cases, book, policy)[0])
    rank = ranks[0] if len(ranks) == 1 else np.maximum.reduce(ranks)
    if rank.min(initial=0) < 0:
        unpriced = covered & (rank < 0)
        rank = np.where(unpriced, _unpriced_rank(cases, policy), np.maximum(rank, 0))
        _note_unpriced(rank, unpriced, policy, book)
    if book.listens:
        book.add(np.flatnonzero(~covered), Phase.TIER, "tier", "sanction-tier-not-covered", policy=policy.id)
    return Tiered(rank, amount, priced, by_money[1])


def _note_unpriced(rank: Ints, unpriced: Flags, policy: Policy, book: Notebook) -> None:
    for number, tier in enumerate(TIERS if book.listens else ()):
        at = np.flatnonzero(unpriced & (rank == number))
        book.add(
            at,
            Phase.TIER,
            "tier",
            "sanction-tier-unpriced",
            tier=tier,
            item=policy.unpriced.item,
            sentence=policy.unpriced.sentence,
        )


def raised(rank: Ints, where: Flags, levels: int, why: str, book: Notebook) -> Ints:
    """Ranks raised by some tiers, never above the topmost; noted where they changed."""
    higher = np.minimum(rank + levels, len(TIERS) - 1)
    changed = where & (higher > rank)
    for number, tier in enumerate(TIERS if book.listens else ()):
        at = np.flatnonzero(changed & (higher == number))
        book.add(at, Phase.RAISE, "tier", f"sanction-tier-raised-{why}", levels=levels, tier=tier)
    return np.where(where, higher, rank)
