"""Sanctions side by side: what replaces what, what is shared, and the cap on months of bonus in a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kaohe.standards.policies.format import TIERS
from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions.cases import NOBODY, Flags, Ints
from kaohe.standards.sanctions.matching import Docket
from kaohe.standards.sanctions.outcomes import half_up
from kaohe.standards.sanctions.reasons import Notebook, Phase


@dataclass(frozen=True)
class Rows:
    """Sanctions as arrays: position of the incident, person, rule and kind (positions in the policy), value."""

    case: Ints
    person: Ints
    rule: Ints
    kind: Ints
    value: Ints
    valued: Flags

    def __len__(self) -> int:
        return len(self.case)

    def where(self, keep: Flags | Ints) -> Rows:
        """The rows that are kept, or those at the positions, in that order."""
        return Rows(
            self.case[keep], self.person[keep], self.rule[keep], self.kind[keep], self.value[keep], self.valued[keep]
        )

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """All rows of the parts, in their order."""
        nothing = np.zeros(0, dtype=np.int64)
        return cls(
            np.concatenate([nothing, *(part.case for part in parts)]),
            np.concatenate([nothing, *(part.person for part in parts)]),
            np.concatenate([nothing, *(part.rule for part in parts)]),
            np.concatenate([nothing, *(part.kind for part in parts)]),
            np.concatenate([nothing, *(part.value for part in parts)]),
            np.concatenate([nothing.astype(np.bool_), *(part.valued for part in parts)]),
        )


@dataclass(frozen=True)
class Lists:
    """The policy's rules and kinds as lists, so that a row can hold positions."""

    rules: tuple[str, ...]
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, policy: Policy) -> Lists:
        """In the order of the file."""
        return cls(tuple(policy.rules), tuple(policy.file.measures))


def _note(
    book: Notebook, rows: Rows, where: Flags, phase: Phase, key: str, lists: Lists, args: Mapping[str, Ints]
) -> None:
    """A note per rule and kind among those rows, for their names differ."""
    if not book.listens:
        return
    pairs = rows.rule * len(lists.kinds) + rows.kind
    for pair in np.unique(pairs[where]).tolist():
        here = where & (pairs == pair)
        rule, kind = divmod(pair, len(lists.kinds))
        numbers = {name: values[here] for name, values in args.items()}
        book.add(rows.case[here], phase, lists.rules[rule], key, kind=lists.kinds[kind], **numbers)


def _of_ladder(policy: Policy, lists: Lists, ladder: str) -> Flags:
    return np.array([policy.rules[key].ladder == ladder for key in lists.rules], dtype=np.bool_)


def _of_kind(policy: Policy, lists: Lists, attribute: str) -> Flags:
    return np.array([bool(getattr(policy.measure(kind), attribute)) for kind in lists.kinds], dtype=np.bool_)


def replaced_by_intent(rows: Rows, docket: Docket, lists: Lists, book: Notebook) -> Rows:
    """Where the policy says so, sanctions for intent stand in place of the tier's."""
    if docket.policy.file.intent.with_tier != "replace":
        return rows
    by_intent = np.zeros(len(docket.cases), dtype=np.bool_)
    by_intent[rows.case[_of_ladder(docket.policy, lists, "intent")[rows.rule]]] = True
    dropped = by_intent[rows.case] & _of_ladder(docket.policy, lists, "tier")[rows.rule]
    _note(book, rows, dropped, Phase.BESIDE, "sanction-replaced", lists, {})
    return rows.where(~dropped)


def heaviest(rows: Rows, docket: Docket, lists: Lists, book: Notebook) -> Rows:
    """Of the sanctions of one family on one incident the heaviest stands; of equal ones the first rule's."""
    if docket.policy.file.intent.with_tier == "add":
        return rows
    measures = [docket.policy.measure(kind) for kind in lists.kinds]
    keep = np.ones(len(rows), dtype=np.bool_)
    for family in sorted({measure.family for measure in measures if measure.family is not None}):
        weight = np.array([m.rank if m.family == family else -1 for m in measures], dtype=np.int64)[rows.kind]
        at = np.flatnonzero(weight >= 0)
        order = at[np.lexsort((rows.rule[at], -weight[at], rows.case[at]))]
        first = np.ones(len(order), dtype=np.bool_)
        first[1:] = rows.case[order][1:] != rows.case[order][:-1]
        keep[order[~first]] = False
    _note(book, rows, ~keep, Phase.BESIDE, "sanction-heavier-stands", lists, {})
    return rows.where(keep)


def restitution(rows: Rows, docket: Docket, lists: Lists, book: Notebook) -> Rows:
    """The loss of one act is made good once: by the doer if he is liable, else by the first who is."""
    if docket.policy.file.joint.restitution == "each":
        return rows
    act = docket.cases.people["act_group"][rows.case]
    at = np.flatnonzero(_of_kind(docket.policy, lists, "restitution")[rows.kind] & (act != NOBODY))
    role = docket.cases.words["act_role"].mapped({"doer": 0, "checker": 1}, 2)[rows.case]
    order = at[np.lexsort((rows.case[at], role[at], rows.kind[at], act[at]))]
    again = np.zeros(len(order), dtype=np.bool_)
    again[1:] = (act[order][1:] == act[order][:-1]) & (rows.kind[order][1:] == rows.kind[order][:-1])
    dropped = np.zeros(len(rows), dtype=np.bool_)
    dropped[order[again]] = True
    _note(book, rows, dropped, Phase.BESIDE, "sanction-restitution-once", lists, {"act": act})
    return rows.where(~dropped)


def amnestied(rows: Rows, docket: Docket, lists: Lists, book: Notebook) -> Rows:
    """Whoever reported himself has no sanction below the policy's tier."""
    limit = TIERS.index(docket.policy.file.self_report.amnesty_below)
    to_finder = np.array([docket.policy.rules[key].to == "finder" for key in lists.rules], dtype=np.bool_)[rows.rule]
    dropped = docket.fact("self_reported")[rows.case] & (docket.rank[rows.case] < limit) & ~to_finder
    _note(book, rows, dropped, Phase.BESIDE, "sanction-amnesty", lists, {})
    return rows.where(~dropped)


def _percent(rows: Rows, docket: Docket) -> Ints:
    """What remains of a divisible sanction, in hundredths of a percent: the role's share, then relief."""
    file, cases = docket.policy.file, docket.cases
    shares = cases.words["act_role"].mapped(dict(file.joint.percent.items()), 100)
    share = np.where(cases.people["act_group"] == NOBODY, 100, shares)
    keep = np.where(docket.fact("self_reported"), file.self_report.keep_percent, 100)
    return (share * keep)[rows.case]


def shared(rows: Rows, docket: Docket, lists: Lists, book: Notebook) -> Rows:
    """Shares by role and relief for self-report, half up to whole months or 分."""
    divisible = _of_kind(docket.policy, lists, "shared")[rows.kind] & rows.valued
    percent = np.where(divisible, _percent(rows, docket), 10_000)
    value = half_up(rows.value * percent, 10_000)
    changed = percent != 10_000
    _note(
        book,
        rows,
        changed,
        Phase.BESIDE,
        "sanction-shared",
        lists,
        {"before": rows.value, "hundredths": percent, "value": value},
    )
    return replace(rows, value=value)


def _years(docket: Docket, at: Ints) -> Ints:
    by_act = docket.policy.file.bonus.year_of == "act"
    days = (docket.cases.occurred if by_act else docket.cases.discovered)[at]
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def capped(rows: Rows, docket: Docket, lists: Lists, book: Notebook) -> Rows:
    """Months of bonus of one person in one year, in the order of the acts, up to the policy's cap."""
    bonus = docket.policy.file.bonus
    at = np.flatnonzero(_of_kind(docket.policy, lists, "capped")[rows.kind])
    if bonus.cap_months == 0 or not len(at):
        return rows
    years, dates = _years(docket, rows.case), docket.cases.occurred[rows.case]
    order = at[np.lexsort((rows.rule[at], rows.case[at], dates[at], years[at], rows.person[at]))]
    months, year, person = rows.value[order], years[order], rows.person[order]
    before = _before(months, person, year) if bonus.combine == "consecutive" else np.zeros_like(months)
    value, used = rows.value.copy(), np.zeros_like(rows.value)
    value[order] = np.clip(bonus.cap_months - before, 0, months)
    used[order] = np.minimum(before, bonus.cap_months)
    cap = np.full_like(used, bonus.cap_months)
    _note(
        book,
        rows,
        value != rows.value,
        Phase.CAP,
        "sanction-capped",
        lists,
        {"before": rows.value, "value": value, "used": used, "cap": cap, "year": years},
    )
    return replace(rows, value=value)


def _before(months: Ints, person: Ints, year: Ints) -> Ints:
    """Running total within each person's year, this row not included."""
    total = np.cumsum(months) - months
    new = np.ones(len(months), dtype=np.bool_)
    new[1:] = (person[1:] != person[:-1]) | (year[1:] != year[:-1])
    starts = np.maximum.accumulate(np.where(new, np.arange(len(months)), 0))
    return total - total[starts]
