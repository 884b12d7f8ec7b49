"""Late money in words: from which day to which day it was late, and what it counts, sum by sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import polars as pl

from kaohe.reports.judged.cases import Cite, Finding
from kaohe.reports.papers.slips import Desk
from kaohe.reports.words.wording import day, number, say, typed, yuan
from kaohe.sim.records import PAPERS, ids
from kaohe.sim.tariff.money import round_half_up

ITEMS_SHOWN = 60
OF_PARTS = frozenset("principal_fen days open late_fen daily_rate priced_as principal_after_days".split())


@dataclass(frozen=True)
class Late:
    """A sum that was late: days until it came in or the duty was done, else to the day of judging (`is_open`)."""

    principal_fen: int
    days: int
    is_open: bool
    rate: str
    priced_as: str
    principal_after: int

    @property
    def as_principal(self) -> bool:
        """Whether the principal counts, not its interest."""
        if self.priced_as == "principal":
            return self.days > 0
        return self.is_open and 0 < self.principal_after < self.days

    @property
    def worth_fen(self) -> Fraction:
        """What it counts, not rounded."""
        return Fraction(self.principal_fen) * (1 if self.as_principal else self.days * Fraction(self.rate))


def late_sums(inputs: Mapping[str, object]) -> tuple[Late, ...]:
    """The sums of a finding's late money; none if it has none."""
    columns = [inputs.get(name) for name in ("principal_fen", "days", "open")]
    lists = [column for column in columns if isinstance(column, list)]
    if len(lists) < len(columns):
        return ()
    rate, priced_as = str(inputs.get("daily_rate", "0")), str(inputs.get("priced_as", ""))
    after = _whole(inputs.get("principal_after_days"))
    return tuple(
        Late(_whole(principal), _whole(days), bool(is_open), rate, priced_as, after)
        for principal, days, is_open in zip(*lists, strict=True)
    )


def late_fen(sums: Sequence[Late]) -> int:
    """What they count together, 分: added up, then rounded once, half up."""
    worth = sum((late.worth_fen for late in sums), Fraction(0))
    return round_half_up(worth.numerator, worth.denominator)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def due_day(finding: Finding, cites: Sequence[Cite], desk: Desk) -> date | None:
    """The day on which a finding's late money was due, as the judge counts; None where the papers do not tell.

    The limit, or the book's day, that the finding names; the bank day; the day of the takings, or the working day
    after it if they were sealed while the cashier was closed.
    """
    limit = finding.inputs.get("limit_on", finding.inputs.get("scheduled_day"))
    if isinstance(limit, int):
        return ids.EPOCH + timedelta(days=limit)
    if finding.object_type == "bank_day":
        return ids.EPOCH + timedelta(days=finding.object_id)
    if finding.object_type not in ("window_day", "clerk_day"):
        return None
    on = ids.EPOCH + timedelta(days=PAPERS.objects[finding.object_type].key.part("day", finding.object_id))
    return _after_seal(desk, on) if _sealed(desk, cites, on) else on


def _sealed(desk: Desk, cites: Sequence[Cite], on: date) -> bool:
    keys = [cite.row_key for cite in cites if cite.table == "seal"]
    if not keys:
        return False
    written = desk.table("seal").filter(pl.col("id").is_in(keys))["recorded_at"].to_list()
    return any(at.date() <= on for at in written if isinstance(at, datetime))


def _after_seal(desk: Desk, on: date) -> date:
    working = desk.table("calendar").filter(pl.col("working") & (pl.col("on") >= on)).sort("on")["on"].to_list()
    return working[0] if working and isinstance(working[0], date) else on


def late_lines(sums: Sequence[Late], due: date | None) -> tuple[str, ...]:
    """A line a sum, with the days from which and to which it was late, and their total."""
    lines = [_line(late, due, alone=len(sums) == 1) for late in sums[:ITEMS_SHOWN]]
    if len(sums) > ITEMS_SHOWN:
        lines.append(say("items-cut", items="", n=number(len(sums))))
    if len(sums) > 1:
        lines.append(_total(sums))
    return tuple(lines)


def _total(sums: Sequence[Late]) -> str:
    worth, total = sum((late.worth_fen for late in sums), Fraction(0)), yuan(late_fen(sums))
    if worth.denominator == 1:
        return say("formula-part-total", total=total)
    return say("formula-part-total-rounded", exact=_exact(worth), total=total)


def _exact(fen: Fraction) -> str:
    """Every place of a sum that is not rounded yet, at least those of 分."""
    amount = Decimal(fen.numerator) / Decimal(fen.denominator) / 100
    places = max(2, -int(amount.normalize().as_tuple().exponent))
    return say("yuan", amount=f"{amount:,.{places}f}")


def late_rule(sums: Sequence[Late]) -> str:
    """What late money counts, as far as it does so here."""
    kinds = {"principal" if late.as_principal else "interest" for late in sums}
    kind = kinds.pop() if len(kinds) == 1 else "both"
    if kind == "principal" and sums[0].priced_as == "principal":
        return say("formula-delay-principal-always")
    return say(f"formula-delay-{kind}", rate=sums[0].rate, after=typed("days", sums[0].principal_after))


def _line(late: Late, due: date | None, *, alone: bool) -> str:
    """Without a due day: the sum, the days, the rate; with one: from when to when, too. One of several is not rounded:
    their total is.
    """
    words = {"principal": yuan(late.principal_fen)}
    if due is not None:
        words |= {"from": day(due), "to": day(due + timedelta(days=late.days))}
    state = "-open" if late.is_open and due is not None else ""
    dated = "-from" if due is not None else ""
    if late.as_principal:
        return say(f"formula-part-principal{state}{dated}", **words)
    words |= {
        "days": typed("days", late.days),
        "rate": late.rate,
        "late": yuan(late_fen([late])) if alone else _exact(late.worth_fen),
    }
    return say(f"formula-part-late{state}{dated}", **words)
