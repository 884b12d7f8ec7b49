"""Incidents and a policy in; tiers, sanctions, duties and reasons out: pure, the same for any order of rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from kaohe.standards.policies.format import TIERS, Rule, When
from kaohe.standards.policies.policy import Policy
from kaohe.standards.sanctions import stack
from kaohe.standards.sanctions.cases import NOBODY, Cases, Flags, Ints, prepare
from kaohe.standards.sanctions.matching import Docket, comparisons, facts, matching
from kaohe.standards.sanctions.outcomes import work_out
from kaohe.standards.sanctions.reasons import Notebook, Phase, Value, reason_rows
from kaohe.standards.sanctions.stack import Lists, Rows
from kaohe.standards.sanctions.tiers import TIER_RANK, base_tiers, raised


@dataclass(frozen=True)
class Assessed:
    """What a policy makes of incidents; also unpacks as (incidents, sanctions, duties, reasons).

    incidents: the input, sorted by id, with `tier` and `counted_fen` (the loss in the office's totals: once per act).
    sanctions: incident_id, staff, rule, kind, value (null where there is no figure), unit.
    duties: incident_id, rule, kind, due_on (null where the policy sets no limit).
    """

    incidents: pl.DataFrame
    sanctions: pl.DataFrame
    duties: pl.DataFrame
    _cases: Cases
    _policy: Policy

    @cached_property
    def reasons(self) -> pl.DataFrame:
        """incident_id, step, rule, key (a text of kaohe.standards), args (JSON): worked out when first asked for."""
        book = Notebook()
        _worked(self._cases, self._policy, book)
        return reason_rows(book, self._cases.id)

    def __iter__(self) -> Iterator[pl.DataFrame]:
        return iter((self.incidents, self.sanctions, self.duties, self.reasons))


def assess(incidents: pl.DataFrame | Cases, policy: Policy) -> Assessed:
    """Tiers, sanctions and duties of incidents under a policy.

    Args:
        incidents: one row per incident and person: incident_id, clause, staff, occurred_on; and, where missing as if
            empty: post, discovered_on, discovered_by, basis, amount_fen (null: unpriced), loss_fen, energy_kwh, intent,
            concealed, serious_effect, cause_overload, self_reported, act_group (one for doer and checker of an act),
            act_role (doer, checker, leader), manager, severity, gain_fen, avoided_fen, finder_post, large_customer,
            over_billed, count, decided_tier (decided earlier: history only). For many policies: `prepare(frame)` once.
        policy: a checked policy.

    Raises:
        ValueError: a required column is missing, or an id occurs twice.
    """
    cases = incidents if isinstance(incidents, Cases) else prepare(incidents)
    docket, hits, rows = _worked(cases, policy, Notebook(listens=False))
    duties = _duties(hits, docket, Notebook(listens=False))
    return Assessed(_with_tier(docket), _sanctions(rows, docket, Lists.of(policy)), duties, cases, policy)


def applying(cases: Cases, policy: Policy) -> dict[str, Ints]:
    """Positions of the incidents to which each rule in force applies, whatever becomes of what it gives."""
    return _worked(cases, policy, Notebook(listens=False))[1]


def _worked(cases: Cases, policy: Policy, book: Notebook) -> tuple[Docket, dict[str, Ints], Rows]:
    """Tiers and facts, the incidents of each rule, and the sanctions that stand; the working goes into the book."""
    lists = Lists.of(policy)
    docket = _docket(cases, policy, book)
    hits = {key: _hits(key, rule, docket, book) for key, rule in policy.rules.items()}
    rows = _stacked(_imposed(hits, docket, lists, book), docket, lists, book)
    if book.listens:
        _duties(hits, docket, book)
    return docket, hits, rows


STEPS = (stack.replaced_by_intent, stack.amnestied, stack.heaviest, stack.restitution, stack.shared, stack.capped)


def tiers_of(cases: Cases, policy: Policy) -> Ints:
    """Rank of each incident's tier (position in TIERS), in the order of the cases; no sanction is worked out."""
    return _docket(cases, policy, Notebook(listens=False)).rank


def _covered(cases: Cases, policy: Policy) -> Flags:
    everything = np.ones(len(cases), dtype=np.bool_)
    if policy.file.covers is None:
        return everything
    tiered = base_tiers(cases, policy, everything, Notebook(listens=False))
    whole = Docket(cases, policy, tiered, tiered.rank, tiered.rank)
    return _any(policy.file.covers, whole)


def _any(alternatives: tuple[When, ...], docket: Docket) -> Flags:
    found = np.zeros(len(docket.cases), dtype=np.bool_)
    for when in alternatives:
        found |= matching(when, docket)
    return found


def _docket(cases: Cases, policy: Policy, book: Notebook) -> Docket:
    """Base tier, what raises it, and what was decided earlier."""
    covered = _covered(cases, policy)
    tiered = base_tiers(cases, policy, covered, book)
    rank, undecided = tiered.rank, cases.words["decided_tier"].among([""])
    if policy.file.concealment.upgrade_tiers:
        hidden = cases.flags["concealed"] & covered
        rank = raised(rank, hidden, policy.file.concealment.upgrade_tiers, "concealed", book)
    if not cases.undecided:
        for tier in TIERS:
            at = np.flatnonzero(cases.words["decided_tier"].among([tier]))
            book.add(at, Phase.RAISE, "tier", "sanction-tier-decided", tier=tier)
        rank = np.where(undecided, rank, cases.words["decided_tier"].mapped(TIER_RANK, 0))
    docket = Docket(cases, policy, tiered, rank, rank)
    if policy.repeat.upgrade_tiers:
        again = (docket.own_count() + 1 >= policy.repeat.times) & undecided & (rank > 0)
        docket.rank = raised(rank, again, policy.repeat.upgrade_tiers, "repeated", book)
    return docket


def _hits(key: str, rule: Rule, docket: Docket, book: Notebook) -> Ints:
    """Positions of the incidents that a rule is about; one of its alternatives suffices, the first gives the reason."""
    found = np.zeros(len(docket.cases), dtype=np.bool_)
    live = docket.cases.words["decided_tier"].among([""])
    for when in rule.when:
        new = matching(when, docket) & live & ~found
        found |= new
        _note_case(key, when, docket, np.flatnonzero(new), book)
    at = np.flatnonzero(found)
    book.add(at, Phase.RULE, key, "sanction-rule", item=rule.item, sentence=rule.sentence)
    return at


def _note_case(key: str, when: When, docket: Docket, at: Ints, book: Notebook) -> None:
    if not (book.listens and len(at)):
        return
    for name, wanted in facts(when):
        book.add(at, Phase.FACT, key, f"sanction-fact-{name.replace('_', '-')}", holds="yes" if wanted else "no")
    for comparison, column, figure in comparisons(when):
        unit = "_fen" if column.endswith("_fen") else ""
        args: dict[str, Value] = {f"found{unit}": docket.number(column)[at]}
        args[f"figure{unit}"] = docket.policy.scaled(column, figure)
        book.add(at, Phase.FACT, key, f"sanction-{comparison.replace('_', '-')}", column=column, **args)
    _note_history(key, when, docket, at, book)


def _note_history(key: str, when: When, docket: Docket, at: Ints, book: Notebook) -> None:
    if when.repeats is None:
        return
    prior = docket.repeats(when.repeats)[1]
    most = docket.policy.repeat.cited_at_most
    book.add(
        at,
        Phase.HISTORY,
        key,
        "sanction-repeat",
        tier=when.repeats.tier,
        earlier=prior.count[at],
        cited=lambda: prior.cited(at, most, docket.cases.id),
        window=docket.policy.repeat.window,
        dated=docket.policy.repeat.dated_by,
    )


def _persons(rule: Rule, docket: Docket, at: Ints) -> Ints:
    """Who bears the sanction, or has the reward."""
    return (docket.cases.people["discovered_by"] if rule.to == "finder" else docket.answerable)[at]


def _imposed(hits: dict[str, Ints], docket: Docket, lists: Lists, book: Notebook) -> Rows:
    """All sanctions of all rules, before they are weighed against each other."""
    parts: list[Rows] = []
    for key, at in hits.items():
        for outcome in docket.policy.outcomes(key) if len(at) else ():
            worked = work_out(outcome, key, docket, at, book)
            kinds = np.array([lists.kinds.index(name) for name in outcome.names()], dtype=np.int64)[worked.kind]
            person = _persons(docket.policy.rules[key], docket, at)
            rule = np.full(len(at), lists.rules.index(key), dtype=np.int64)
            some = (worked.value > 0) | (outcome.curve is None)  # where a curve has not risen yet, nothing is imposed
            parts.append(Rows(at, person, rule, kinds, worked.value, np.full(len(at), worked.valued)).where(some))
    return Rows.joined(parts)


def _stacked(rows: Rows, docket: Docket, lists: Lists, book: Notebook) -> Rows:
    """What stands of them, in the order of incidents and rules."""
    nobody = rows.person == NOBODY
    book.add(np.unique(rows.case[nobody]), Phase.RAISE, "answerable", "sanction-nobody-named")
    rows = rows.where(~nobody)
    for step in STEPS:
        rows = step(rows, docket, lists, book)
    return rows.where(np.lexsort((np.arange(len(rows)), rows.rule, rows.case)))


def _sanctions(rows: Rows, docket: Docket, lists: Lists) -> pl.DataFrame:
    units = pl.Series([docket.policy.measure(kind).unit for kind in lists.kinds], dtype=pl.String)
    value = pl.DataFrame({"value": rows.value, "valued": rows.valued})
    return pl.DataFrame(
        {
            "incident_id": docket.cases.id[rows.case],
            "staff": pl.Series(rows.person, dtype=pl.Int64).cast(pl.Int32),
            "rule": pl.Series(lists.rules, dtype=pl.String).gather(rows.rule),
            "kind": pl.Series(lists.kinds, dtype=pl.String).gather(rows.kind),
            "value": value.select(pl.when("valued").then("value")).to_series(),
            "unit": units.gather(rows.kind),
        }
    )


def _duties(hits: dict[str, Ints], docket: Docket, book: Notebook) -> pl.DataFrame:
    """Each duty once per incident, by the first rule that asks for it."""
    done: dict[str, Flags] = {}
    found: list[tuple[str, str, Ints]] = []
    for key, at in hits.items():
        for kind in docket.policy.rules[key].duties:
            seen = done.setdefault(kind, np.zeros(len(docket.cases), dtype=np.bool_))
            found.append((key, kind, at[~seen[at]]))
            seen[at] = True
    for key, kind, at in found if book.listens else ():
        _note_duty(key, kind, docket, at, book)
    return _duty_rows(found, docket)


def _note_duty(key: str, kind: str, docket: Docket, at: Ints, book: Notebook) -> None:
    within = docket.policy.duty(kind).within_days
    if within is None:
        book.add(at, Phase.DUTY, key, "sanction-duty", kind=kind)
    else:
        book.add(at, Phase.DUTY, key, "sanction-duty-within", kind=kind, days=within)


def _duty_rows(found: list[tuple[str, str, Ints]], docket: Docket) -> pl.DataFrame:
    at = np.concatenate([np.zeros(0, dtype=np.int64), *(at for _, _, at in found)])
    which = np.repeat(np.arange(len(found)), [len(at) for _, _, at in found])
    order = np.lexsort((which, at))
    at, which = at[order], which[order]
    limits = [docket.policy.duty(kind).within_days for _, kind, _ in found]
    days = np.array([limit or 0 for limit in limits], dtype=np.int64)[which]
    due = pl.Series("due", docket.cases.discovered[at] + days).cast(pl.Int32).cast(pl.Date)
    limited = pl.Series("limited", [limit is not None for limit in limits], dtype=pl.Boolean).gather(which)
    return pl.DataFrame(
        {
            "incident_id": docket.cases.id[at],
            "rule": pl.Series([key for key, _, _ in found], dtype=pl.String).gather(which),
            "kind": pl.Series([kind for _, kind, _ in found], dtype=pl.String).gather(which),
            "due_on": pl.select(pl.when(limited).then(due)).to_series(),
        }
    )


def _counted_once(cases: Cases) -> Ints:
    """The loss that the office's totals count: of several persons for one act only the first's, doer first."""
    act, loss = cases.people["act_group"], cases.numbers["loss_fen"].copy()
    at = np.flatnonzero(act != NOBODY)
    role = cases.words["act_role"].mapped({"doer": 0, "checker": 1}, 2)[at]
    order = at[np.lexsort((at, role, act[at]))]
    again = np.zeros(len(order), dtype=np.bool_)
    again[1:] = act[order][1:] == act[order][:-1]
    loss[order[again]] = 0
    return loss


def _with_tier(docket: Docket) -> pl.DataFrame:
    tiers = pl.Series(TIERS, dtype=pl.String).gather(docket.rank)
    return docket.cases.frame.with_columns(tiers.alias("tier"), pl.Series("counted_fen", _counted_once(docket.cases)))
