"""電量: registers, multipliers, roll-over, swaps, misreadings."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from kaohe.sim.calculator.answer import Answer, Work
from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput
from kaohe.sim.calculator.number_text import text
from kaohe.sim.calculator.working import Working
from kaohe.sim.tariff.metering import creep_kwh, ratio_error_rate


def multiplier(g: Given, w: Working) -> Fraction:
    """K = CT × PT, or as given; 1 for a direct meter."""
    if "multiplier" in g and ("ct" in g or "pt" in g):
        raise BadInput("multiplier", "已寫 ct、pt，不要再寫倍率", "ct and pt are given; leave the multiplier out")
    if "multiplier" in g:
        return g.number("multiplier")
    ct, pt = (g.numbers(key) if key in g else [Fraction(1), Fraction(1)] for key in ("ct", "pt"))
    expression = f"({text(ct[0])}/{text(ct[1])}) × ({text(pt[0])}/{text(pt[1])})"
    return w.step("倍率|multiplier", expression, ct[0] / ct[1] * pt[0] / pt[1])


def difference(keys: tuple[str, str], g: Given, width: str, w: Working) -> Fraction:
    """curr − prev, with 10^digits where the input `width` gives the digits and the register turned over."""
    BadInput.all_of(_registers(keys, g, width))
    prev, curr = (g.number(key) for key in keys)
    if curr >= prev:
        return w.step("示數差|difference", f"{text(curr)} − {text(prev)}", curr - prev)
    digits = g.integer(width)
    turned = curr + 10**digits - prev
    if 2 * turned > 10**digits:
        w.note("翻轉後超過半圈：核查是否錯抄或反轉|more than half a turn: check for a misreading or a backward disc")
    return w.step("示數差（翻轉）|difference (roll-over)", f"{text(curr)} + 10^{digits} − {text(prev)}", turned)


def _registers(keys: tuple[str, str], g: Given, width: str) -> Iterator[BadInput]:
    """What is wrong with a pair of registers: beyond the digits, or falling where no digits are given."""
    prev, curr = (g.number(key) for key in keys)
    if width in g:
        yield from _beyond(keys, g, g.integer(width))
    elif curr < prev:
        yield BadInput(
            keys[1],
            f"本次 {text(curr)} 小於上次 {text(prev)}：翻轉請寫整數位數 {width}；"
            "反轉用 energy_kwh 並寫 reverse_rotation；上月錯抄用 misread_carry_kwh",
            f"{text(curr)} is below {text(prev)}: give {width} for a roll-over; for a disc that ran backwards"
            " energy_kwh with reverse_rotation; after a misreading misread_carry_kwh",
        )


def _beyond(keys: tuple[str, str], g: Given, digits: int) -> Iterator[BadInput]:
    for key in keys:
        if (register := g.number(key)) >= 10**digits:
            zh = f"示數 {text(register)} 超出 {digits} 位整數（最大 {10**digits - 1}）"
            yield BadInput(key, zh, f"register {text(register)} does not fit {digits} integer digits")


def energy_kwh(g: Given, w: Working) -> Answer:
    """(curr − prev) × K."""
    ratio = multiplier(g, w)
    prev, curr = g.number("prev"), g.number("curr")
    if g.flag("reverse_rotation"):
        if curr > prev:
            raise BadInput(
                "reverse_rotation", "反轉時本次示數應小於上次", "a disc that ran backwards reads lower, not higher"
            )
        if "digits" in g:
            BadInput.all_of(_beyond(("prev", "curr"), g, g.integer("digits")))
        units = w.step("示數差（反轉）|difference (backwards)", f"{text(curr)} − {text(prev)}", curr - prev)
    else:
        units = difference(("prev", "curr"), g, "digits", w)
    kwh = w.step("電量|energy", f"{text(units)} × {text(ratio)}", units * ratio, "kWh")
    if kwh == 0:
        w.note("零度：基本電費與鐵損照收，核查是否非正常劃零|zero: capacity charge and iron loss are still due")
    return kwh


def energy_swap_kwh(g: Given, w: Working) -> Answer:
    """Removed meter and new meter, each with its multiplier."""
    total = Fraction(0)
    meters = (("prev", "old_final", "k_old", "digits_old"), ("new_initial", "curr", "k_new", "digits_new"))
    BadInput.all_of(wrong for start, end, _, width in meters for wrong in _registers((start, end), g, width))
    for start, end, ratio, width in meters:
        units = difference((start, end), g, width, w)
        k = g.number(ratio)
        total += w.step("電量|energy", f"{text(units)} × {text(k)}", units * k, "kWh")
    return w.step("換表月電量|energy of the month", "", total, "kWh")


def misread_carry_kwh(g: Given, w: Working) -> Answer:
    """Recorded advances month by month; the sum stays."""
    recorded, true = g.numbers("recorded"), g.numbers("true_reads")
    if len(recorded) != len(true) or len(recorded) < 2:
        raise BadInput("recorded", "與 true_reads 同長，至少兩個示數", "as many registers as true_reads, at least two")
    BadInput.all_of(
        BadInput(f"true_reads[{n}]", f"正確示數 {text(after)} 小於前一個 {text(before)}", f"falls below {text(before)}")
        for n, (before, after) in enumerate(pairwise(true), 1)
        if after < before
    )
    advances = []
    for n, (before, after) in enumerate(pairwise(recorded)):
        name = f"第 {n + 1} 月抄見|month {n + 1} recorded"
        advances.append(w.step(name, f"{text(after)} − {text(before)}", after - before, "kWh"))
        w.step("其中應為|of which true", f"{text(true[n + 1])} − {text(true[n])}", true[n + 1] - true[n], "kWh")
    if min(advances) < 0:
        w.note("負數由上月錯抄而來，不得當作翻轉|a negative month comes from the misreading before: not a roll-over")
    return advances


def ratio_error(g: Given, w: Working) -> Answer:
    """K_true/K_billed − 1."""
    actual, billed = g.number("actual_ratio"), g.number("billed_ratio")
    rate = ratio_error_rate(actual, billed)
    return w.step("差錯率|rate to add", f"{text(actual)}/{text(billed)} − 1", rate)


def ratio_error_add(g: Given, w: Working) -> Answer:
    """(K_true/K_billed − 1)·W."""
    rate, billed = ratio_error(g, w), g.number("recorded_kwh")
    assert isinstance(rate, Fraction)
    return w.step("退補電量|energy to add", f"{text(billed)} × {text(rate)}", billed * rate, "kWh")


def creep_energy_kwh(g: Given, w: Working) -> Answer:
    """Turns ÷ constant."""
    idle, turn, constant = (g.number(key) for key in ("idle_minutes", "minutes_per_rev", "revs_per_kwh"))
    kwh = creep_kwh(idle, turn, constant)
    return w.step("潛動電量|creep", f"{text(idle)} ÷ {text(turn)} ÷ {text(constant)}", kwh, "kWh")


FORMULAS: dict[str, Work] = {
    "energy_kwh": energy_kwh,
    "energy_swap_kwh": energy_swap_kwh,
    "misread_carry_kwh": misread_carry_kwh,
    "ratio_error_rate": ratio_error,
    "ratio_error_add_kwh": ratio_error_add,
    "creep_energy_kwh": creep_energy_kwh,
}
