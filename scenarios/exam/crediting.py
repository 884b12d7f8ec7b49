"""What one line earns of one incident, part by part, each with its why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import cast

from kaohe.scenarios.exam.key import Key, KeyIncident, SanctionSet, Worth
from kaohe.scenarios.exam.marks import Args, Part
from kaohe.scenarios.exam.scheme import Scheme
from kaohe.scenarios.exam.sheet import AnswerLine, Sanction
from kaohe.scenarios.exam.workings import restated, stated_fen, workings

NOTHING, HALF, ALL = Fraction(0), Fraction(1, 2), Fraction(1)


def parts_of(line: AnswerLine, incident: KeyIncident, worth: Worth, key: Key, scheme: Scheme) -> tuple[Part, ...]:
    """Every part of an incident's credit, marked by one of the key's right answers on its worth."""
    return (
        _clause(line, incident),
        _tier(line, worth, key, incident.worth.amount_fen),
        _amount(line, incident, worth, scheme),
        *_attribution(line, incident),
        *_handling(line, worth, key, scheme, _own_follow(line, incident)),
    )


def right_amount(own_fen: int, key_fen: int, scheme: Scheme) -> Fraction:
    """1 within tolerance, 0 from the outer limit on, in a straight line between."""
    off, inner = abs(own_fen - key_fen), scheme.tolerance_fen(key_fen)
    outer = Fraction(abs(key_fen) * scheme.zero_permille, 1000)
    if off <= inner:
        return ALL
    return NOTHING if off >= outer else (outer - off) / (outer - inner)


def _clause(line: AnswerLine, incident: KeyIncident) -> Part:
    right = line.clause in incident.clauses
    why = "clause-right" if right else "clause-blank" if line.clause is None else "clause-wrong"
    args = {"own": line.clause or "", "key": incident.clause}
    return Part("classify", "clause", HALF, ALL if right else NOTHING, why, args)


def _tier(line: AnswerLine, worth: Worth, key: Key, charged_fen: int | None) -> Part:
    args: dict[str, int | str] = {"own": line.tier or "", "key": worth.tiers[0], **_distance(key, charged_fen)}
    if line.amount_fen is not None:
        args |= {"own_fen": line.amount_fen, "own_gives": key.scale.tier(line.amount_fen)}
    if line.tier is None:
        return Part("classify", "tier", HALF, NOTHING, "tier-blank", args)
    if line.tier in worth.tiers:
        why = "tier-right" if worth.reason != "near_bound" else "tier-near-bound"
        return Part("classify", "tier", HALF, ALL, why, args)
    if args.get("own_gives") == line.tier:
        return Part("classify", "tier", HALF, HALF, "tier-follows", args)
    return Part("classify", "tier", HALF, NOTHING, "tier-wrong", args)


def _distance(key: Key, amount_fen: int | None) -> dict[str, int | str]:
    """The bounds on either side of the key's amount, and the tiers that would hold beyond them."""
    if amount_fen is None:
        return {}
    scale, found = key.scale, dict[str, int | str]()
    for below, above in zip(scale.bands, scale.bands[1:], strict=False):
        last = above.low_fen - (1 if scale.lower_in else 0)
        if amount_fen > last:
            found |= {"below_fen": last, "below_tier": below.tier}
        elif "above_fen" not in found:
            found |= {"above_fen": last + 1, "above_tier": above.tier}
    return found


def _amount(line: AnswerLine, incident: KeyIncident, worth: Worth, scheme: Scheme) -> Part:
    if worth.amount_fen is None:
        right = line.unpriced and line.amount_fen is None
        why = "unpriced-right" if right else "unpriced-wrong"
        return Part("value", "amount", ALL, ALL if right else NOTHING, why, {})
    args: dict[str, int | str] = {"key_fen": worth.amount_fen, "basis": worth.reason}
    if line.amount_fen is None:
        return Part("value", "amount", ALL, NOTHING, "amount-unpriced" if line.unpriced else "amount-blank", args)
    accuracy = right_amount(line.amount_fen, worth.amount_fen, scheme)
    method, stated = _method(line, incident, scheme)
    args |= {
        "own_fen": line.amount_fen,
        "off_fen": abs(line.amount_fen - worth.amount_fen),
        "tolerance_fen": scheme.tolerance_fen(worth.amount_fen),
        "accuracy": str(accuracy),
        "method": str(method),
        "formula": line.formula or "",
        **({} if stated is None else {"stated_fen": stated}),
    }
    if accuracy == 1:
        return Part("value", "amount", ALL, ALL, "amount-right", args)
    why = "amount-method" if method > accuracy else "amount-near" if accuracy else "amount-wrong"
    return Part("value", "amount", ALL, max(accuracy, method), why, args)


def _method(line: AnswerLine, incident: KeyIncident, scheme: Scheme) -> tuple[Fraction, int | None]:
    """The method mark, and what the stated formula gives: it must be a working of this kind of amount."""
    stated, form = stated_fen(line.formula, line.inputs), workings().get(line.formula or "")
    fits = form is not None and form.fits(incident.formula) and not restated(line.formula, line.inputs)
    earned = fits and stated is not None and line.amount_fen is not None and abs(stated - line.amount_fen) <= 1
    return (scheme.method if earned else NOTHING), stated


def _attribution(line: AnswerLine, incident: KeyIncident) -> tuple[Part, ...]:
    """Post and person half each; where the papers name nobody, the post counts alone."""
    share = HALF if incident.posts and incident.persons else ALL
    parts = []
    if incident.posts:
        args: Args = {"own": line.post or "", "key": incident.posts[0]}
        parts.append(_named("post", line.post, line.post in incident.posts, share, args))
    if incident.persons:
        args = {"key": incident.persons[0], **({} if line.person is None else {"own": line.person})}
        parts.append(_named("person", line.person, line.person in incident.persons, share, args))
    return tuple(parts) or (Part("attribute", "post", ALL, ALL, "nobody-named"),)


def _named(name: str, given: object, right: bool, share: Fraction, args: Args) -> Part:
    why = f"{name}-right" if right else f"{name}-blank" if given is None else f"{name}-wrong"
    return Part("attribute", name, share, ALL if right else NOTHING, why, args)


def _own_follow(line: AnswerLine, incident: KeyIncident) -> Worth | None:
    """What would follow from the candidate's own tier: his handling may agree with it though the tier is wrong."""
    return next((worth for worth in incident.follows if line.tier in worth.tiers), None)


def _handling(line: AnswerLine, worth: Worth, key: Key, scheme: Scheme, own: Worth | None) -> tuple[Part, ...]:
    """Sanctions and duties: what is right of all that is due or was named, each of them counted."""
    due, named = worth.duties, tuple(dict.fromkeys(line.duties))
    hit, most, best = _best_set(line, worth.sanctions, key, scheme)
    kept, union = len({*due} & {*named}), len({*due, *named})
    whole = most + union
    args: dict[str, int | str] = {
        "reason": best.reason,
        "own": _spelled(line.sanctions),
        "key": _spelled(best.sanctions),
    }
    if own is not None:
        args["method"] = str(
            _best_set(line, own.sanctions, key, scheme)[0] / _best_set(line, own.sanctions, key, scheme)[1]
        )
    parts = [Part("sanction", "sanctions", Fraction(most, whole), hit / most, _why_set(line, best, hit, most), args)]
    if union:
        why = (
            "duties-right"
            if kept == union
            else "duties-blank"
            if not named
            else "duties-part"
            if kept
            else "duties-wrong"
        )
        told: Args = {"own": " ".join(named), "key": " ".join(due), "kept": kept, "of": union}
        parts.append(Part("sanction", "duties", Fraction(union, whole), Fraction(kept, union), why, told))
    return tuple(parts)


def _why_set(line: AnswerLine, best: SanctionSet, hit: Fraction, most: int) -> str:
    if not best.sanctions:
        return "none-right" if hit else "none-wrong" if line.sanctions else "none-blank"
    blank = not line.sanctions and not line.none_written
    return (
        "sanctions-right"
        if hit == most
        else "sanctions-blank"
        if blank
        else "sanctions-part"
        if hit
        else "sanctions-wrong"
    )


def _best_set(
    line: AnswerLine, sets: Sequence[SanctionSet], key: Key, scheme: Scheme
) -> tuple[Fraction, int, SanctionSet]:
    """Overlap, number of sanctions in either, and the right set by which the line has most."""
    found = [(*_overlap(line, each.sanctions, key.units, scheme), each) for each in sets]
    return max(found, key=lambda one: one[0] / one[1])


def _overlap(
    line: AnswerLine, due: Sequence[Sanction], units: Mapping[str, str], scheme: Scheme
) -> tuple[Fraction, int]:
    """Σ overlap over kinds in both, and how many kinds there are in either; 'none' written is a kind of its own."""
    own = {one.kind: one for one in reversed(line.sanctions)}
    if not due:
        return (ALL if line.none_written and not own else NOTHING), max(1, len(own))
    wanted = {one.kind: one for one in due}
    hits = (_alike(own[kind], one, units.get(kind, ""), scheme) for kind, one in wanted.items() if kind in own)
    return sum(hits, NOTHING), len({*own, *wanted}) + line.none_written


def _alike(own: Sanction, due: Sanction, unit: str, scheme: Scheme) -> Fraction:
    """|A ∩ B| ÷ |A ∪ B| of the whole numbers of two spans; sums by their distance; what has no figure is alike."""
    if due.low is None or unit == "":
        return ALL
    if own.low is None:
        return NOTHING
    spans = [(one.low, one.low if one.high is None else one.high) for one in (own, due)]
    (low, high), (least, most) = cast(list[tuple[int, int]], spans)
    if unit == "fen":
        return right_amount(low, least, scheme) if low == high else NOTHING
    common = max(0, min(high, most) - max(low, least) + 1)
    return Fraction(common, max(1, high - low + 1) + most - least + 1 - common)


def _spelled(sanctions: Sequence[Sanction]) -> str:
    """Kinds with their spans, "withhold_all_bonus:6-12", as an amendment writes them."""
    return " ".join(spelled(one) for one in sanctions)


def spelled(one: Sanction) -> str:
    """A sanction as an amendment writes it."""
    if one.low is None:
        return one.kind
    return f"{one.kind}:{one.low}" if one.high in (None, one.low) else f"{one.kind}:{one.low}-{one.high}"
