"""One case at the desk: what a clerk types, checked; its tier, sanctions, duties and the reasons."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

import numpy as np
import polars as pl

from kaohe.sim.files import Fault, Faults, brief, nearest
from kaohe.sim.texts import Message, catalogue, yuan
from kaohe.standards.policies.format import TIERS
from kaohe.standards.policies.policy import Policy
from kaohe.standards.rulebook.clause import CLAUSE_IDS
from kaohe.standards.rulebook.model import Rulebook
from kaohe.standards.sanctions import Assessed, assess, reason_text
from kaohe.standards.sanctions.tiers import valued

LARGEST = 10**15
MOST_EARLIER = 1000
YUAN = re.compile(r"([0-9]{1,14})(?:\.([0-9]{1,2}))?")
_texts = catalogue("kaohe.standards")


class _Wrong(ValueError):
    """A text that is no amount: its code and what to say."""

    def __init__(self, code: str, said: Message) -> None:
        super().__init__(str(said))
        self.code, self.said = code, said


def yuan_to_fen(text: str) -> int:
    """Whole 分 of an amount typed in yuan: "999.99" → 99999, exactly.

    Raises:
        ValueError: NaN, infinite, negative, full-width, with thousands signs, over two decimals, too large, no number.
    """
    found = YUAN.fullmatch(text)
    if found is None:
        raise _refused(text)
    whole, cents = found.groups()
    fen = int(whole) * 100 + int((cents or "").ljust(2, "0"))
    if fen > LARGEST:
        raise _wrong("C002", "classify-too-large", text, limit=yuan(LARGEST))
    return fen


def _wrong(code: str, key: str, text: str, **more: str) -> _Wrong:
    return _Wrong(code, _texts.message(key, value=brief(repr(text)), **more))


def _refused(text: str) -> _Wrong:
    """Why a text is no amount, with what was probably meant."""
    plain = unicodedata.normalize("NFKC", text)
    if plain != text and YUAN.fullmatch(plain.replace(",", "")):
        return _wrong("C001", "classify-full-width", text, hint=plain.replace(",", ""))
    if YUAN.fullmatch(re.sub(r"[,_' ]", "", plain)):
        return _wrong("C001", "classify-separator", text, hint=re.sub(r"[,_' ]", "", plain))
    if re.fullmatch(r"[+-]?(nan|inf|infinity)", plain, re.IGNORECASE):
        return _wrong("C001", "classify-not-finite", text)
    if re.fullmatch(r"[-−][0-9.]+", plain):
        return _wrong("C002", "classify-negative", text)
    if re.fullmatch(r"[0-9]+\.[0-9]{3,}", plain):
        return _wrong("C001", "classify-decimals", text)
    if re.fullmatch(r"[0-9]{15,}(\.[0-9]*)?", plain):
        return _wrong("C002", "classify-too-large", text, limit=yuan(LARGEST))
    return _wrong("C001", "classify-not-money", text)


def checked_amounts(case: Case) -> tuple[int | None, ...]:
    """(amount, loss caused, loss not recovered, gain) of a case in 分; None where it was not typed.

    Raises:
        Faults: everything that is wrong with the case.
    """
    faults: list[Fault] = []
    typed = {"--amount": case.amount, "--caused": case.caused, "--loss": case.loss, "--gain": case.gain}
    amount, caused, loss, gain = (_money(faults, name, text) for name, text in typed.items())
    faults += (_fault(name, code, said) for name, code, said in _flaws(case))
    if faults:
        raise Faults(faults)
    return amount, caused, loss, gain


def _money(faults: list[Fault], field: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return yuan_to_fen(text)
    except _Wrong as wrong:
        faults.append(_fault(field, wrong.code, wrong.said))
        return None


def _fault(field: str, code: str, said: Message) -> Fault:
    return Fault(field, None, None, code, str(said), said=said)


def _flaws(case: Case) -> Iterator[tuple[str, str, Message]]:
    given = sum((case.amount is not None, case.unpriced, case.energy_kwh is not None))
    if given != 1:
        key = "classify-one-measure" if given else "classify-no-measure"
        yield "--amount", "C003", _texts.message(key)
    if case.energy_kwh is not None and not 0 <= case.energy_kwh <= LARGEST // 10_000:
        said = _texts.message("classify-energy", value=case.energy_kwh, limit=LARGEST // 10_000)
        yield "--energy", "C002", said
    if case.clause is not None and case.clause not in CLAUSE_IDS:
        yield "--clause", "P040", _texts.message("classify-clause", name=brief(case.clause))
    if case.post is not None and case.post not in (posts := Rulebook.load().posts):
        near = nearest(case.post, tuple(posts)) or ", ".join(posts)
        yield "--post", "C006", _texts.message("classify-post", name=brief(case.post), near=near)
    for tier, count in case.prior.items():
        yield from _prior(tier, count)


def _prior(tier: str, count: int) -> Iterator[tuple[str, str, Message]]:
    if tier not in TIERS:
        near, known = nearest(tier, TIERS), ", ".join(TIERS)
        key, more = ("classify-tier", {"names": known}) if near is None else ("classify-tier-near", {"near": near})
        yield "--prior", "C004", _texts.message(key, name=brief(tier), **more)
    elif not 0 <= count <= MOST_EARLIER:
        yield "--prior", "C005", _texts.message("classify-prior", value=count, limit=MOST_EARLIER)


OCCURRED = date(2001, 12, 31)
EARLIER = date(2001, 1, 2)
CASE = 1


@dataclass(frozen=True)
class Case:
    """A case as it is typed: money in yuan as text ("999.99"); one of amount, unpriced and energy_kwh.

    loss: the economic loss not recovered; None: the amount. caused: the loss before anything was recovered; None: the
    amount, or the loss if that is more. gain: what somebody made of it; None: nothing. intentional: established. prior:
    earlier incidents of the same person in the year, by tier. clause and post matter to policies that go by the act;
    what a clause presumes of intent is presumed.
    """

    amount: str | None = None
    unpriced: bool = False
    energy_kwh: int | None = None
    caused: str | None = None
    loss: str | None = None
    gain: str | None = None
    clause: str | None = None
    post: str | None = None
    intentional: bool = False
    concealed: bool = False
    serious_effect: bool = False
    prior: Mapping[str, int] = field(default_factory=dict)


class SanctionRow(TypedDict):
    """A sanction; `value` is None where there is no figure."""

    rule: str
    kind: str
    value: int | None
    unit: str


class DutyRow(TypedDict):
    """What the unit must do, within so many days of discovery if the policy says."""

    rule: str
    kind: str
    within_days: int | None


class ReasonRow(TypedDict):
    """One step of the chain: its rule, its text's key and figures, and the text in the current language."""

    step: int
    rule: str
    key: str
    args: dict[str, str | int]
    text: str


class Classified(TypedDict):
    """The answer of `kaohe classify --json`; bases and posts: those that the clause knows, none without a clause."""

    tier: str
    bases: list[str]
    posts: list[str]
    sanctions: list[SanctionRow]
    duties: list[DutyRow]
    reasons: list[ReasonRow]


def classify(case: Case, policy: Policy) -> Classified:
    """Tier, sanctions, duties and reasons of one case.

    Raises:
        Faults: what was typed is no amount, tier, clause or count (C001 to C005), all at once.
    """
    amount_fen, caused_fen, loss_fen, gain_fen = checked_amounts(case)
    if case.energy_kwh == 0:
        amount_fen = 0  # typed, and worth nothing: not what cannot be priced
    worth_fen = int(valued(np.array([case.energy_kwh or 0]), policy)[0]) if amount_fen is None else amount_fen
    loss_fen = worth_fen if loss_fen is None else loss_fen
    row = {
        "incident_id": CASE,
        "clause": case.clause or "",
        "post": case.post or "",
        "staff": 0,
        "occurred_on": OCCURRED,
        "amount_fen": amount_fen,
        "caused_fen": max(worth_fen, loss_fen) if caused_fen is None else caused_fen,
        "loss_fen": loss_fen,
        "gain_fen": gain_fen or 0,
        "energy_kwh": case.energy_kwh or 0,
        "intent": _intent(case),
        "concealed": case.concealed,
        "serious_effect": case.serious_effect,
        "decided_tier": None,
    }
    frame = pl.DataFrame([row, *_earlier(case)], schema={**dict.fromkeys(row, None), **TYPES})
    return _answer(assess(frame, policy), policy, case)


def _intent(case: Case) -> str:
    """Established, or what the clause presumes until an enquiry decides."""
    if case.intentional:
        return "established"
    return Rulebook.load().clause(case.clause).intent_before_enquiry if case.clause else "none"


TYPES = {
    "amount_fen": pl.Int64,
    "caused_fen": pl.Int64,
    "loss_fen": pl.Int64,
    "gain_fen": pl.Int64,
    "energy_kwh": pl.Int64,
    "decided_tier": pl.String,
    "occurred_on": pl.Date,
    "concealed": pl.Boolean,
    "serious_effect": pl.Boolean,
}


def _earlier(case: Case) -> list[dict[str, object]]:
    """The earlier incidents as rows already decided, lightest tier first."""
    tiers = [tier for tier in TIERS for _ in range(case.prior.get(tier, 0))]
    return [
        {
            "incident_id": -number,
            "clause": case.clause or "",
            "post": case.post or "",
            "staff": 0,
            "occurred_on": EARLIER,
            "amount_fen": 0,
            "caused_fen": 0,
            "loss_fen": 0,
            "gain_fen": 0,
            "energy_kwh": 0,
            "intent": "none",
            "concealed": False,
            "serious_effect": False,
            "decided_tier": tier,
        }
        for number, tier in enumerate(tiers, start=1)
    ]


def _answer(assessed: Assessed, policy: Policy, case: Case) -> Classified:
    clause = Rulebook.load().clause(case.clause) if case.clause else None
    mine = pl.col("incident_id") == CASE
    imposed = assessed.sanctions.filter(mine).select("rule", "kind", "value", "unit").rows()
    duties = assessed.duties.filter(mine).select("rule", "kind").rows()
    return {
        "tier": assessed.incidents.filter(mine)["tier"].item(),
        "bases": [] if clause is None else list(dict.fromkeys(limb.basis for limb in clause.limbs)),
        "posts": [] if clause is None else list(clause.posts),
        "sanctions": [{"rule": one, "kind": kind, "value": value, "unit": unit} for one, kind, value, unit in imposed],
        "duties": [_duty(policy, rule, kind) for rule, kind in duties],
        "reasons": [_reason(policy, row) for row in assessed.reasons.filter(mine).drop("incident_id").rows()],
    }


def _duty(policy: Policy, rule: str, kind: str) -> DutyRow:
    return {"rule": rule, "kind": kind, "within_days": policy.duty(kind).within_days}


def _reason(policy: Policy, row: tuple[object, ...]) -> ReasonRow:
    step, rule, key, args = row
    given: dict[str, str | int] = json.loads(str(args))
    if given.pop("cited", None) is not None:
        key = f"{key}-stated"  # earlier incidents that were typed have no number to cite
    text = reason_text(policy, str(key), given)
    return {"step": int(str(step)), "rule": str(rule), "key": str(key), "args": given, "text": text}
