"""Checks of what is typed for one case: exact yuan, one measure, known tiers and clauses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kaohe.sim.files import Fault, Faults, brief, nearest
from kaohe.sim.texts import Message, catalogue, yuan
from kaohe.standards.clauses import CLAUSE_IDS
from kaohe.standards.policy_rules import TIERS

if TYPE_CHECKING:
    from kaohe.standards.classify import Case

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


def checked_amounts(case: Case) -> tuple[int | None, int | None]:
    """(amount, loss) of a case in 分; None where it was not typed.

    Raises:
        Faults: everything that is wrong with the case.
    """
    faults: list[Fault] = []
    amount, loss = (_money(faults, name, text) for name, text in (("--amount", case.amount), ("--loss", case.loss)))
    faults += (_fault(name, code, said) for name, code, said in _flaws(case))
    if faults:
        raise Faults(faults)
    return amount, loss


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
    for tier, count in case.prior.items():
        yield from _prior(tier, count)


def _prior(tier: str, count: int) -> Iterator[tuple[str, str, Message]]:
    if tier not in TIERS:
        near, known = nearest(tier, TIERS), ", ".join(TIERS)
        key, more = ("classify-tier", {"names": known}) if near is None else ("classify-tier-near", {"near": near})
        yield "--prior", "C004", _texts.message(key, name=brief(tier), **more)
    elif not 0 <= count <= MOST_EARLIER:
        yield "--prior", "C005", _texts.message("classify-prior", value=count, limit=MOST_EARLIER)
