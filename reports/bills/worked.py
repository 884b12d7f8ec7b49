"""A bill line by line, each with its working, so that it can be redone with a pocket calculator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import cast

from kaohe.reports.bills.papers import FURTHER, MONTH_DAYS, BillPapers, Row, Span, whole
from kaohe.reports.words.keys import coded
from kaohe.reports.words.wording import TEXTS, day, number, say, say_or, typed, yuan
from kaohe.sim.calculator.number_text import text
from kaohe.sim.files import Faults
from kaohe.sim.files.fault import made
from kaohe.sim.tariff.settlement import Settlement
from kaohe.sim.texts import Message, Verbatim

THOUSAND = 1000


@dataclass(frozen=True)
class BillLine:
    """A line of the bill: its name in the records, its words, and 分."""

    line: str
    text: str
    amount_fen: int


@dataclass(frozen=True)
class WorkedBill:
    """A bill in words: whose, the energies step by step, the lines, the total in 分."""

    title: str
    energies: tuple[str, ...]
    lines: tuple[BillLine, ...]
    notes: tuple[str, ...]
    total: str
    amount_fen: int

    def text(self) -> tuple[str, ...]:
        """All of it, line by line."""
        return (self.title, *self.energies, *(line.text for line in self.lines), *self.notes, self.total)


def worked(papers: BillPapers) -> WorkedBill:
    """The bill of these papers in the current language."""
    settled = papers.settlement
    several = bool(papers.further)
    lines = tuple(_lines(papers, settled)) if several or papers.price.rounding == "line" else (_whole_price(papers),)
    total = sum(line.amount_fen for line in lines)
    notes = () if several or papers.price.rounding == "line" else tuple(_breakdown(papers, settled))
    return WorkedBill(
        _title(papers), tuple(_energies(papers, settled)), lines, notes, say("bill-total", amount=yuan(total)), total
    )


def bill_list_line(bill: Row, supplements: Sequence[Row] = ()) -> str:
    """A bill on one line: month, class, kWh, amount, and what was supplemented with it."""
    period = whole(bill, "period")
    line = say(
        "bill-list",
        period=f"{period // 100}-{period % 100:02d}",
        price=class_name(str(bill["price_class"])),
        kwh=number(whole(bill, "kwh")),
        amount=yuan(whole(bill, "amount_fen")),
    )
    return line + say("bill-list-supplements", amount=yuan(_sum_fen(supplements))) if supplements else line


def supplement_lines(bill: Row, supplements: Sequence[Row]) -> Iterator[str]:
    """What was supplemented or refunded with a bill, one by one, and what is due together; nothing without any."""
    for each in supplements:
        yield say(
            "bill-supplement",
            period=typed("period", each["period"]),
            kind=coded("supplement", str(each["kind"])),
            kwh=number(whole(each, "kwh")),
            amount=yuan(whole(each, "amount_fen")),
        )
    if supplements:
        yield say("bill-with-supplements", amount=yuan(whole(bill, "amount_fen") + _sum_fen(supplements)))


def _sum_fen(rows: Sequence[Row]) -> int:
    return sum(whole(row, "amount_fen") for row in rows)


def unknown_customer(customer: int, known: Sequence[int]) -> Faults:
    """That no bill was issued to a customer of that number; the nearest number there is."""
    nearest = min(known, key=lambda number: abs(number - customer), default=None)
    if nearest in (None, customer):
        return bill_fault("R003", TEXTS.message("bill-none", customer=str(customer)))
    return bill_fault("R003", TEXTS.message("bill-customer-unknown", customer=str(customer), nearest=str(nearest)))


def unknown_bill(customer: int, period: int, known: Sequence[int]) -> Faults:
    """That the customer has no bill of that month; the months that he has."""
    months = "、".join(f"{one // 100}-{one % 100:02d}" for one in known)
    asked = f"{period // 100}-{period % 100:02d}"
    return bill_fault("R004", TEXTS.message("bill-month-unknown", customer=str(customer), period=asked, months=months))


def bill_fault(code: str, text: Message) -> Faults:
    """A fault of what was asked of the bills."""
    return Faults([made("records/bill", None, None, code, text)])


def _title(papers: BillPapers) -> str:
    bill = papers.bill
    period, first, last = whole(bill, "period"), cast(date, bill["from_on"]), cast(date, bill["to_on"])
    return say(
        "bill-title",
        customer=whole(bill, "customer"),
        name=Verbatim(str(papers.customer["name"])),
        period=f"{period // 100}-{period % 100:02d}",
        price=class_name(papers.price.id),
        first=day(first),
        last=day(last),
        n=(last - first).days,
    )


def class_name(price_class: str) -> str:
    """A price class in words; a price of the customer's own says so."""
    base, _, own = price_class.partition("@")
    name = coded("bill", base)
    return say("bill-own-price", name=name, price=text(Fraction(int(own), 10_000))) if own else name


def _energies(papers: BillPapers, settled: Settlement) -> Iterator[str]:
    begun = papers.begun
    if begun.billed:
        plate = papers.total.plate
        billed = plate.advance(begun.billed) if plate.decimals else number(begun.billed)
        yield say("bill-meanwhile", register=plate.text(begun.register), day=day(begun.on), billed=billed)
    yield say("bill-energy", kind=say("bill-kind-total"), span=_span(papers.total), energy=number(papers.total.energy))
    for name in FURTHER:
        if name in papers.further:
            span = papers.further[name]
            key = "bill-energy-reactive" if name == "reactive" else "bill-energy"
            yield say(key, kind=say(f"bill-kind-{name}"), span=_span(span), energy=number(span.energy))
    if papers.total.plate.decimals:
        yield say("bill-rounded-down")
    if papers.further:
        yield from _losses(papers, settled)
        yield from _shared(papers, settled)
    if settled.bill.pf_hundredths is not None:
        yield _factor(papers, settled)
    if papers.more_kva_days:
        yield _by_days(papers)


def _span(span: Span) -> str:
    """(end − start) × multiplier, with what a turn and a swap add and what was billed on estimates takes away.

    Registers with decimals come to parts of a kWh: ⌊ ⌋ rounds them down, once for all since one that was really read.
    """
    plate, swap = span.plate, say("bill-swap", swap=span.swap) if span.swap else ""
    turns = (span.advance - span.end + span.start) // plate.turn
    once = 10**plate.digits
    turn = {1: f"{once} + ", -1: f"−{once} + "}.get(turns, "")
    difference = f"{turn}{plate.text(span.end)} − {plate.text(span.start)}"
    if not plate.decimals:
        billed = f" − {span.billed}" if span.billed else ""
        return f"({difference}{billed}) × {span.multiplier}{swap}"
    before = f"{plate.advance(span.before)} + " if span.before else ""
    counted = span.before or span.billed
    less = f" − ⌊{plate.advance(counted)} × {span.multiplier}⌋" if counted else ""
    return f"⌊({before}{difference}) × {span.multiplier}⌋{less}{swap}"


def _by_days(papers: BillPapers) -> str:
    """kVA·days of the capacity charge where part of the capacity was there for some days only."""
    kva, more = whole(papers.customer, "capacity_kva"), papers.more_kva_days
    return say(
        "bill-kva-days",
        kva=kva,
        days=papers.capacity_days,
        more=f"{'−' if more < 0 else '+'} {abs(more)}",
        total=kva * papers.capacity_days + more,
    )


def _losses(papers: BillPapers, settled: Settlement) -> Iterator[str]:
    of = papers.transformer
    if of is None or not papers.hours:
        return
    kva, active = whole(of, "kva"), max(papers.total.energy, 0)
    reactive = max(papers.further["reactive"].energy, 0)
    share = Fraction(active**2 + reactive**2, kva**2 * papers.hours)
    yield say(
        "bill-load-hours",
        active=active,
        reactive=reactive,
        kva=kva,
        hours=papers.hours,
        value=_shown(share, text(share, 4)),
    )
    for key, idle, loaded, loss in (
        ("bill-loss", "p0_w", "pk_w", settled.loss_kwh),
        ("bill-loss-reactive", "idle_var", "loaded_var", settled.loss_kvarh),
    ):
        p0, pk = Fraction(whole(of, idle), THOUSAND), Fraction(whole(of, loaded), THOUSAND)
        yield say(
            key,
            idle=text(p0),
            loaded=text(pk),
            hours=papers.hours,
            share=text(share, 4),
            loss=_shown(p0 * papers.hours + pk * share, number(int(loss[0])), int(loss[0])),
            series=str(of["series"]),
            kva=kva,
        )


def _shared(papers: BillPapers, settled: Settlement) -> Iterator[str]:
    """The billed energies: with losses, in proportion to the metered ones."""
    loss, total = int(settled.loss_kwh[0]), papers.total.energy
    if papers.price.periods is not None and loss and total > 0 and papers.price.periods.losses == "shared":
        for name, billed in (("peak", settled.peak_kwh), ("valley", settled.valley_kwh)):
            energy = min(max(papers.further[name].energy, 0), total)
            share = int(billed[0]) - energy
            yield say(
                "bill-share",
                kind=say(f"bill-kind-{name}"),
                loss=loss,
                part=energy,
                total=total,
                share=_shown(Fraction(loss * energy, total), str(share), share),
                billed=number(int(billed[0])),
            )
    yield say("bill-billed", metered=total, loss=loss, kwh=number(int(settled.kwh[0])))
    if papers.price.periods is not None:
        flat, peak, valley = (number(int(one[0])) for one in (settled.flat_kwh, settled.peak_kwh, settled.valley_kwh))
        yield say("bill-periods", peak=peak, flat=flat, valley=valley)


def _factor(papers: BillPapers, settled: Settlement) -> str:
    assert settled.bill.pf_hundredths is not None
    assert settled.bill.adjustment_e2 is not None
    assert papers.price.pf_standard is not None
    factor = int(settled.bill.pf_hundredths[0])
    return say(
        "bill-factor",
        kwh=int(settled.kwh[0]),
        kvarh=int(settled.kvarh[0]),
        factor=f"{factor // 100}.{factor % 100:02d}",
        standard=f"0.{papers.price.pf_standard.value:02d}",
        percent=_signed(text(Fraction(int(settled.bill.adjustment_e2[0]), 100))),
    )


def _lines(papers: BillPapers, settled: Settlement) -> Iterator[BillLine]:
    for line, amounts in settled.bill.lines.items():
        amount = int(amounts[0])
        expression = _expression(papers, settled, line)
        name, money = _line_name(papers, line), _money(expression, amount)
        yield BillLine(line, say("bill-line", name=name, expression=_signed(expression), amount=money), amount)


def _line_name(papers: BillPapers, line: str) -> str:
    """A line in words; a fund of a tariff of one's own by its name there."""
    named = {f"fund:{fund.id}": fund.name.zh_hant for fund in papers.price.funds}
    return say_or(f"line-{line.replace(':', '-')}", named.get(line, line))


def _expression(papers: BillPapers, settled: Settlement, line: str) -> str:
    price = papers.price
    if line == "factor":
        assert settled.bill.adjustment_e2 is not None
        base = text(Fraction(int(settled.factor_base_fen[0]), 100))
        return f"{base} × {text(Fraction(int(settled.bill.adjustment_e2[0]), 100))}%"
    if line == "capacity":
        assert price.capacity_fen_per_kva is not None
        part = "" if papers.capacity_days == MONTH_DAYS else f" × {papers.capacity_days}/30"
        rate = text(Fraction(price.capacity_fen_per_kva.value, 100))
        if more := papers.more_kva_days:
            kva_days = whole(papers.customer, "capacity_kva") * papers.capacity_days + more
            return f"{kva_days} × {rate} × 1/{MONTH_DAYS}"
        return f"{whole(papers.customer, 'capacity_kva')} × {rate}{part}"
    quantity = int(settled.quantity(line)[0])
    funds = {f"fund:{fund.id}": fund.e4.value for fund in price.funds}
    if line in funds:
        return f"{quantity} × {text(Fraction(funds[line], 10_000))}"
    net = text(Fraction((price.energy_e4.value if price.energy_e4 else 0) - price.included_e4, 10_000))
    if price.periods is None:
        return f"{quantity} × {net}"
    multiple = price.periods.multiples_e2()[line.removeprefix("energy:")]
    return f"{quantity} × {net} × {text(Fraction(multiple, 100))}"


def _whole_price(papers: BillPapers) -> BillLine:
    """A one-part bill: energy at the whole price, rounded once."""
    settled = papers.settlement
    amount = int(settled.bill.total_fen[0])
    expression = f"{int(settled.kwh[0])} × {text(Fraction(papers.unit_e4, 10_000))}"
    words = say("bill-line", name=say("line-energy"), expression=expression, amount=_money(expression, amount))
    return BillLine("energy", words, amount)


def _breakdown(papers: BillPapers, settled: Settlement) -> Iterator[str]:
    """Of a price that includes funds: what of the amount is collected for others, and what is left."""
    parts = [
        say(
            "bill-part",
            name=_line_name(papers, line),
            expression=(expression := _expression(papers, settled, line)),
            amount=_money(expression, int(amounts[0])),
        )
        for line, amounts in settled.bill.lines.items()
        if line != "energy"
    ]
    if parts:
        rest = yuan(int(settled.bill.lines["energy"][0]))
        words = {"parts": say("comma").join(parts), "rest": rest}
        on_top = sum(fund.e4.value for fund in papers.price.funds if not fund.included)
        own = text(Fraction(papers.unit_e4 - on_top, 10_000))
        funds = text(Fraction(on_top, 10_000))
        yield say("bill-on-top", price=own, funds=funds, **words) if on_top else say("bill-included", **words)


def _shown(exact: Fraction, words: str, value: int | None = None) -> str:
    """`= words`, or `≈ words` where that is not the exact value."""
    stands = exact == value if value is not None else Fraction(words) == exact
    return f"{'=' if stands else '≈'} {words}"


def _signed(expression: str) -> str:
    """With the minus sign of amounts."""
    return expression.replace("-", "−")


def _money(expression: str, fen: int) -> str:
    """An amount behind its expression: a product of decimals, a share of 30 days, or a percentage."""
    exact = Fraction(1)
    for factor in expression.split(" × "):
        percent = factor.endswith("%")
        exact *= Fraction(factor.rstrip("%")) / (100 if percent else 1)
    return f"{'=' if exact == Fraction(fen, 100) else '≈'} {yuan(fen)}"
