"""The formula of an amount with its numbers in place, so that anybody can redo it by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kaohe.reports.amounts.delays import ITEMS_SHOWN, OF_PARTS, Late, late_fen, late_lines, late_rule, late_sums
from kaohe.reports.amounts.entry_bills import OF_BILLS, entry_lines, entry_rule, is_entry
from kaohe.reports.amounts.shares import Share
from kaohe.reports.papers.slips import column_label
from kaohe.reports.words.registers import Plate
from kaohe.reports.words.wording import TEXTS, day, key_part, number, say, say_or, typed, yuan
from kaohe.sim.records import ids
from kaohe.sim.texts import Verbatim

if TYPE_CHECKING:
    from kaohe.reports.bills.cases import CaseBill


@dataclass(frozen=True)
class Ground:
    """What the papers add to a formula's inputs: the day due, the sum handed in, each bill's share, bills in full."""

    due: date | None = None
    handed_fen: int | None = None
    shares: tuple[Share, ...] = ()
    bills: tuple[CaseBill, ...] = ()


@dataclass(frozen=True)
class Working:
    """A formula in words, its parts worked out, and its other inputs by name in the units that people use."""

    text: str
    parts: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    shares: tuple[Share, ...] = ()
    bills: tuple[CaseBill, ...] = ()


BARE = Ground()


def working(formula: str, inputs: Mapping[str, object], ground: Ground = BARE) -> Working:
    """The working of an amount: of two limbs the one that counted. A formula without a text still prints its inputs."""
    plate = Plate(_whole(inputs.get("digits")), _whole(inputs.get("decimals")))
    values = {name: _value(name, value, plate) for name, value in inputs.items()}
    sums = late_sums(inputs)
    missing_fen = _fen(inputs, "amount_fen") + _fen(inputs, "made_good_worth_fen")
    late = sums if sums and late_fen(sums) >= missing_fen else ()
    hidden = OF_PARTS | ({"amount_fen"} if formula in LIMBS or late else set()) if sums or formula in LIMBS else set()
    hidden |= OF_BALANCE if formula == "balance" else OF_CLOSING if formula == "takings" else set()
    hidden |= (
        OF_SAFE if _is_safe(formula) or formula in (*LIMBS, "collected") else OF_BILLS if is_entry(formula) else set()
    )
    told = () if ground.bills else sorted(values)  # the bills show every figure in its place
    shown = tuple((input_label(name), values[name]) for name in told if name not in hidden)
    values |= {"unit_ws": str(WS_PER_KWH // plate.parts), "decimals": str(plate.decimals)}
    key = f"{formula}.bills" if ground.bills else f"{formula}.opening" if OPENING_MEAN in inputs else formula
    texts = [_text(key, values), *_limb(formula, inputs, sums, late, ground)]
    if "previous_register" in values and formula:
        texts.append(say("formula-interpolated", **values))
    if "carried_units" in values:
        texts.append(say("formula-carried", **values))
    if "own_estimate_kwh" in values:
        texts.append(say("formula-carried-estimate", **values))
    text = say("gap").join(text for text in texts if text) or ("" if late else say("formula-none"))
    parts = entry_lines(inputs) if is_entry(formula) else late_lines(late, ground.due)
    return Working(text, parts, shown, ground.shares, ground.bills)


WS_PER_KWH = 3_600_000
LIMBS = ("balance", "takings")
OF_BALANCE = frozenset("sheet_received_fen sheet_handed_fen stubs_fen slips_fen unseen_fen".split())
OF_CLOSING = frozenset(
    f"{of}_{name}" for of in ("closing", "stubs") for name in ("receipts", "cash_fen", "cheque_fen", "total_fen")
)
OPENING_MEAN = "opening_mean_kwh"  # in place of bills before a meter stood still
OF_SAFE = frozenset("amount_fen made_good_fen made_good_days made_good_worth_fen daily_rate priced_as".split())


def _limb(
    formula: str, inputs: Mapping[str, object], sums: tuple[Late, ...], late: tuple[Late, ...], ground: Ground
) -> list[str]:
    """Which limb counted, and its numbers: late money, what is missing, or neither."""
    if late:
        return [*(_misclosed(inputs) if formula == "takings" else ()), late_rule(late)]
    if formula == "takings":
        return [*_misclosed(inputs), _takings(inputs, ground)]
    if formula == "balance":
        return [_unseen(inputs), *_good_later(inputs)]
    if formula == "collected":
        return [_collected(inputs)]
    if formula == "stock_loss":
        return [_copies(inputs)]
    if _is_safe(formula):
        return [_safe(inputs)]
    return [entry_rule(inputs)] if is_entry(formula) else []


def _takings(inputs: Mapping[str, object], ground: Ground) -> str:
    if inputs.get("amount_fen") is None:
        return say("formula-takings-open")
    due_fen, short_fen = _fen(inputs, "takings_fen"), _fen(inputs, "amount_fen")
    handed_fen = due_fen - short_fen if ground.handed_fen is None else ground.handed_fen
    note_fen = _fen(inputs, "counterfeit_fen")
    good_fen = due_fen - handed_fen - note_fen - short_fen
    words = {"due": yuan(due_fen - note_fen), "handed": yuan(handed_fen), "short": yuan(short_fen)}
    told = [say("formula-takings-counterfeit", note=yuan(note_fen), **words)] if note_fen else []
    if good_fen > 0:
        told += [say("formula-takings-made-good", good=yuan(good_fen), **words), *_good_later(inputs)]
    else:
        told.append(say("formula-takings-short" if short_fen else "formula-takings-none", **words))
    return say("gap").join(told)


def _misclosed(inputs: Mapping[str, object]) -> list[str]:
    """Each figure of a closing that is not that of the stubs, beside it; nothing where all are right."""
    if "closing_total_fen" not in inputs:
        return []
    stubs = {name: _fen(inputs, f"stubs_{name}") for name in ("receipts", "cash_fen", "cheque_fen")}
    stubs["total_fen"] = stubs["cash_fen"] + stubs["cheque_fen"]
    said = {name: _fen(inputs, f"closing_{name}") for name in stubs}
    pairs = {name: (said[name], stubs[name]) for name in stubs if said[name] != stubs[name]}
    shown = {name: tuple(map(number if name == "receipts" else yuan, pair)) for name, pair in pairs.items()}
    return [say(f"formula-misclosed-{key_part(name)}", said=one, stubs=other) for name, (one, other) in shown.items()]


def _copies(inputs: Mapping[str, object]) -> str:
    """What customers showed of a book that was missed in stock."""
    each = _numbers(inputs, "shown_fen")
    added = " + ".join(yuan(fen) for fen in each)
    key = "formula-stock-shown" if len(each) > 1 else "formula-stock-shown-one"
    return say(key, missing=number(_fen(inputs, "missing")), each=added, sum=yuan(sum(each)))


def _good_later(inputs: Mapping[str, object]) -> list[str]:
    """What was made good after the day of the hand-in, and what that comes to with what is missing still."""
    worth_fen = _fen(inputs, "made_good_worth_fen")
    words = {"worth": yuan(worth_fen), "amount": yuan(_fen(inputs, "amount_fen") + worth_fen)}
    if "made_good_fen" not in inputs:
        return []
    return [say("formula-takings-good-later", parts=_good_parts(inputs), rate=str(inputs.get("daily_rate")), **words)]


def _unseen(inputs: Mapping[str, object]) -> str:
    """What a balance would have shown, window-day by window-day."""
    each, said = _numbers(inputs, "unseen_fen"), ""
    if "stubs_fen" in inputs:
        names = ("sheet_received_fen", "sheet_handed_fen", "stubs_fen", "slips_fen")
        words = dict(
            zip(("received", "handed", "stubs", "slips"), (yuan(_fen(inputs, name)) for name in names), strict=True)
        )
        said = say("formula-balance-misstated", **words)
    return say("gap").join(text for text in (said, _sum_unseen(each)) if text)


def _sum_unseen(each: list[int]) -> str:
    if not each:
        return say("formula-balance-none")
    if len(each) == 1:
        return say("formula-balance-one", sum=yuan(each[0]))
    return say("formula-balance-unseen", each=" + ".join(yuan(fen) for fen in each), sum=yuan(sum(each)))


def _is_safe(formula: str) -> bool:
    return formula.split(".")[0] == "safe"


def _safe(inputs: Mapping[str, object]) -> str:
    """What is missing still, and what the parts found later count."""
    open_fen, worth_fen = _fen(inputs, "amount_fen"), _fen(inputs, "made_good_worth_fen")
    words = {"open": yuan(open_fen), "interest": yuan(worth_fen), "amount": yuan(open_fen + worth_fen)}
    if "made_good_fen" not in inputs:
        return say("formula-safe-open", **words)
    if inputs.get("priced_as") == "principal":
        return say("formula-safe-principal", **words)
    return say("formula-safe-found", parts=_good_parts(inputs), rate=str(inputs.get("daily_rate")), **words)


def _collected(inputs: Mapping[str, object]) -> str:
    """What was collected too much and is not refunded, or what the refund's delay counts."""
    open_fen, worth_fen = _fen(inputs, "amount_fen"), _fen(inputs, "made_good_worth_fen")
    words = {"open": yuan(open_fen), "interest": yuan(worth_fen), "amount": yuan(open_fen + worth_fen)}
    if "made_good_fen" not in inputs:
        return say("formula-collected-open", **words)
    return say("formula-collected-refunded", parts=_good_parts(inputs), rate=str(inputs.get("daily_rate")), **words)


def _good_parts(inputs: Mapping[str, object]) -> str:
    """Sums that came back, each times its days."""
    found, days = _numbers(inputs, "made_good_fen"), _numbers(inputs, "made_good_days")
    return " + ".join(
        say("formula-safe-part", principal=yuan(fen), days=typed("days", late))
        for fen, late in zip(found, days, strict=True)
    )


def _numbers(inputs: Mapping[str, object], name: str) -> list[int]:
    value = inputs.get(name)
    return [_whole(each) for each in value] if isinstance(value, list) else []


def _fen(inputs: Mapping[str, object], name: str) -> int:
    return _whole(inputs.get(name))


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _text(formula: str, values: dict[str, str]) -> str:
    if not formula:
        return say("formula-none")
    try:
        return say(f"formula-{key_part(formula)}", **values)
    except KeyError:  # no text, or one that names an input which this finding lacks
        return say("formula-other", formula=Verbatim(formula))


def _value(name: str, value: object, plate: Plate) -> str:
    """A value by the unit in its name, a class by its own; days as in kaohe.sim.records.ids; a list shows its items;
    a register as its meter shows it.
    """
    if isinstance(value, int) and name.endswith("_register"):
        return plate.text(value)
    if isinstance(value, list):
        shown = say("comma").join(_value(name, item, plate) for item in value[:ITEMS_SHOWN])
        return shown if len(value) <= ITEMS_SHOWN else say("items-cut", items=shown, n=number(len(value)))
    if isinstance(value, int) and name.endswith(("_on", "_day")):
        return day(ids.EPOCH + timedelta(days=value))
    if isinstance(value, str) and name.endswith("price_class"):
        from kaohe.reports.bills.worked import class_name  # the arithmetic of bills with it

        return class_name(value)
    return typed(name, value)


def has_label(name: str) -> bool:
    """Whether people have a name for an input."""
    return f"input-{key_part(name)}" in TEXTS or column_label(name) != name


def input_label(name: str) -> str:
    """Label of an input: its own, else that of the record column of the same name."""
    return say_or(f"input-{key_part(name)}", column_label(name))
