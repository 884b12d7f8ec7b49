"""What no single key shows: bands that overlap or leave a gap, rules that name what the policy does not have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from kaohe.sim.files import nearest
from kaohe.sim.texts import Message, Verbatim, catalogue, yuan
from kaohe.standards.policies.format import TIERS, Outcome, PolicyFile, Rule, Tier, When
from kaohe.standards.rulebook.clause import CLAUSE_IDS
from kaohe.standards.rulebook.post import STANDARD_POSTS

Path = tuple[str | int, ...]
_texts = catalogue("kaohe.standards")
WIDEST = 2**62
SHOWN, LISTED = 60, 400


@dataclass(frozen=True)
class Flaw:
    """A fault at a path of the policy's data."""

    path: Path
    code: str
    said: Message


@dataclass(frozen=True)
class Span:
    """A band of any unit; `at` is its path, `unit` the ending of its keys."""

    at: Path
    unit: str
    tier: Tier
    low: int
    high: int | None

    def end(self, name: str) -> Path:
        """The path of its lower or upper end, or of the band where that end is not written."""
        written = name == "low" or self.high is not None
        return (*self.at, f"{name}_{self.unit}") if written else self.at

    def flaw(self, code: str, key: str, end: str, value: int) -> Flaw:
        """A fault at one end, saying the value with its unit."""
        said = f"{yuan(value)} 元" if self.unit == "fen" else f"{value} kWh"
        return Flaw(self.end(end), code, _texts.message(key, value=said))


def flaws(policy: PolicyFile) -> Iterator[Flaw]:
    """Everything that the whole of a policy gets wrong."""
    for spans in (_money(policy), _energy(policy)):
        yield from band_flaws(spans)
        yield from _edge(policy, spans)
    if policy.unpriced is None:
        yield Flaw((), "P034", _texts.message("policy-no-unpriced"))
    for tier in TIERS:
        if tier not in policy.tiers:
            yield Flaw(("tiers",), "P034", _texts.message("policy-no-tier", tier=tier))
    for number, when in enumerate(policy.covers or ()):
        yield from _names(("covers", number), when)
    for key, rule in policy.rules.items():
        yield from _rule(policy, key, rule)


def _money(policy: PolicyFile) -> list[Span]:
    spans = [Span(("bands", n), "fen", b.tier, b.low_fen, b.high_fen) for n, b in enumerate(policy.bands)]
    return sorted(spans, key=lambda span: span.low)


def _energy(policy: PolicyFile) -> list[Span]:
    spans = [Span(("energy_bands", n), "kwh", b.tier, b.low_kwh, b.high_kwh) for n, b in enumerate(policy.energy_bands)]
    return sorted(spans, key=lambda span: span.low)


def band_flaws(spans: Sequence[Span]) -> Iterator[Flaw]:
    """Overlaps, gaps, a closed top, spans upside down; spans are sorted by their lower ends."""
    for span in spans:
        if span.high is not None and span.high <= span.low:
            yield span.flaw("P032", "policy-band-reversed", "high", span.low)
    if spans and spans[0].low > 0:
        yield spans[0].flaw("P031", "policy-band-gap-below", "low", spans[0].low)
    for lower, upper in pairwise(spans):
        yield from _between(lower, upper)
    if spans and spans[-1].high is not None:
        yield spans[-1].flaw("P033", "policy-band-closed", "high", spans[-1].high)


def _between(lower: Span, upper: Span) -> Iterator[Flaw]:
    if lower.high is None or upper.low < lower.high:
        yield upper.flaw("P030", "policy-band-overlap", "low", upper.low)
    elif upper.low > lower.high:
        yield upper.flaw("P031", "policy-band-gap", "low", lower.high)
    if TIERS.index(upper.tier) < TIERS.index(lower.tier):
        yield Flaw((*upper.at, "tier"), "P032", _texts.message("policy-band-order", tier=upper.tier, below=lower.tier))


def _edge(policy: PolicyFile, spans: Sequence[Span]) -> Iterator[Flaw]:
    """Bands that touch need a rule for the amount at the edge."""
    if policy.edge is None and len(spans) > 1:
        yield spans[1].flaw("P030", "policy-no-edge", "low", spans[1].low)


def _rule(policy: PolicyFile, key: str, rule: Rule) -> Iterator[Flaw]:
    at: Path = ("rules", key)
    if not rule.when:
        yield Flaw((*at, "when"), "P035", _texts.message("policy-rule-never", rule=brief(key)))
    if rule.then_of is not None:
        yield from _reference(policy, at, rule)
    for number, when in enumerate(rule.when):
        yield from _names((*at, "when", number), when)
    for number, duty in enumerate(rule.duties):
        if duty not in policy.duties:
            yield _unknown((*at, "duties", number), "policy-unknown-duty", duty, policy.duties)
    for number, outcome in enumerate(rule.then):
        here = (*at, "then", number)
        yield from _measures(policy, here, outcome)
        yield from (Flaw(here, "P035", said) for said in _outcome(policy, outcome))


def _names(at: Path, when: When) -> Iterator[Flaw]:
    """Clauses and posts that the rulebook does not have."""
    for number, clause in enumerate(when.clauses or ()):
        if clause not in CLAUSE_IDS:
            yield _unknown((*at, "clauses", number), "policy-unknown-clause", clause, CLAUSE_IDS, "P040")
    for number, post in enumerate(when.posts or ()):
        if post not in post_ids():
            yield _unknown((*at, "posts", number), "policy-unknown-post", post, post_ids(), "P042")


@cache
def post_ids() -> tuple[str, ...]:
    """The thirteen posts, then the auxiliary ones."""
    files = (entry.name for entry in (resources.files("kaohe.standards.rulebook") / "posts").iterdir())
    ids = sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml"))
    return (*STANDARD_POSTS, *(post for post in ids if post not in STANDARD_POSTS))


def _reference(policy: PolicyFile, at: Path, rule: Rule) -> Iterator[Flaw]:
    target = policy.rules.get(rule.then_of or "")
    if target is None:
        yield _unknown((*at, "then_of"), "policy-unknown-rule", rule.then_of or "", policy.rules)
    elif rule.then or target.then_of is not None:
        yield Flaw((*at, "then_of"), "P035", _texts.message("policy-reference-chain", rule=brief(rule.then_of or "")))


def _unknown(at: Path, key: str, name: str, names: Iterable[str], code: str = "P036") -> Flaw:
    near = nearest(name, names)
    if near is None:
        return Flaw(at, code, _texts.message(key, name=brief(name), names=brief(", ".join(names), LISTED)))
    return Flaw(at, code, _texts.message(f"{key}-near", name=brief(name), near=brief(near)))


def brief(text: str, most: int = SHOWN) -> Verbatim:
    """What people wrote, cut for a message."""
    return Verbatim(text if len(text) <= most else f"{text[:most]}…")


def _measures(policy: PolicyFile, at: Path, outcome: Outcome) -> Iterator[Flaw]:
    for number, kind in enumerate(outcome.names()):
        if kind not in policy.measures:
            place: Path = (*at, "kind") if outcome.kinds is None else (*at, "kinds", number)
            yield _unknown(place, "policy-unknown-measure", kind, policy.measures)


def _outcome(policy: PolicyFile, outcome: Outcome) -> Iterator[Message]:
    wrong: tuple[tuple[Callable[[], bool], str], ...] = (
        (lambda: (outcome.kind is None) == (outcome.kinds is None) or not outcome.names(), "policy-outcome-kind"),
        (lambda: len(outcome.forms()) > 1, "policy-outcome-forms"),
        (lambda: (outcome.low is None) != (outcome.high is None), "policy-outcome-range"),
        (lambda: outcome.high is not None and (outcome.low or 0) > outcome.high, "policy-outcome-reversed"),
        (lambda: _too_wide(policy, outcome), "policy-outcome-too-wide"),
        (lambda: not _rising(outcome), "policy-outcome-curve"),
    )
    yield from (_texts.message(key) for holds, key in wrong if holds())


def _rising(outcome: Outcome) -> bool:
    corners = outcome.curve
    return corners is None or (bool(corners) and all(one.at_fen < two.at_fen for one, two in pairwise(corners)))


def _too_wide(policy: PolicyFile, outcome: Outcome) -> bool:
    """Whether range × amount would leave 64 bits."""
    scale = policy.price_index.now // policy.price_index.base + 1 if policy.price_index else 1
    corners = outcome.curve or ()
    values = [corner.value for corner in corners] or [outcome.high or 0]
    amounts = [corner.at_fen for corner in corners] or [span.low for span in _money(policy)] or [0]
    return 2 * max(values) * max(amounts) * scale > WIDEST
