"""1.7, 4.1, 5.4 and 5.2 once more: money that goes from the counter to the cashier, to the safe, to the bank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from fractions import Fraction

from tests.standards.rederived.duty import at_counter, holder
from tests.standards.rederived.papers import (
    Found,
    Papers,
    Part,
    Row,
    day_number,
    half_up,
    interest,
    lateness,
    poured,
    written_on,
)


def _may_wait(papers: Papers, seal: Row | None, on: date) -> bool:
    """Takings sealed and entered on their day because the cashier is closed may wait for his next day."""
    closed = not papers.is_day("working", on)
    return seal is not None and closed and seal["reason"] == "cashier_closed" and written_on(seal) == on


def clause_1_7(papers: Papers) -> Iterator[Found]:
    """The clerk's takings of a day reach the cashier on that working day."""
    seals = {(row["staff"], row["takings_on"]): row for row in papers.rows("seal") if row["source"] == "registration"}
    handed = papers.by("hand_in", lambda row: (row["source"], _whose(row), row["takings_on"]))
    for (clerk, on), receipts in papers.by("fee_receipt", lambda row: (row["staff"], row["takings_on"])).items():
        waits = _may_wait(papers, seals.get((clerk, on)), on)
        limit_on = papers.after("working", on) if waits else on
        shown_on = papers.past(limit_on)
        came = [(written_on(row), row["total_fen"]) for row in handed[("registration", clerk, on)]]
        parts = poured(sum(row["amount_fen"] for row in receipts), limit_on, came)
        if shown_on and any(part.came_on is None or part.came_on > limit_on for part in parts):
            number = (clerk + (1 << 24)) * 32768 + day_number(on)
            yield Found("1.7", clerk, "clerk_day", number, shown_on, lateness(parts, papers.as_of))


def _whose(hand_in: Row) -> int:
    """Whose takings a hand-in brings: its number begins with that of the clerk."""
    return int(hand_in["id"]) // 4 // 32768 - (1 << 24)


def stubs(papers: Papers) -> dict[tuple[int | None, date], list[Row]]:
    """The receipts of each window and day, with the charges on them, and its temporary ones, which are paid in cash."""
    charges, found = papers.one("late_charge"), dict[tuple[int | None, date], list[Row]]()
    for key, rows in papers.by("receipt", lambda row: (row["counter"], row["takings_on"])).items():
        more = {row["id"]: charges[row["id"]]["amount_fen"] for row in rows if row["id"] in charges}
        found[key] = [{**row, "amount_fen": row["amount_fen"] + more.get(row["id"], 0)} for row in rows]
    for row in papers.rows("temp_receipt"):
        found.setdefault((row["counter"], row["takings_on"]), []).append({**row, "tender": "cash"})
    return found


def clause_4_1(papers: Papers) -> Iterator[Found]:
    """A window's takings are closed and handed in on their day, and the report says what the stubs say."""
    seals = {row["id"]: row for row in papers.rows("seal") if row["source"] == "counter"}
    closes = papers.one("day_close")
    handed = papers.by("hand_in", lambda row: (row["source"], row["counter"], row["takings_on"]))
    for (counter, on), receipts in stubs(papers).items():
        if counter is None:
            continue
        number = counter * 32768 + day_number(on)
        limit_on = papers.after("working", on) if _may_wait(papers, seals.get(number), on) else on
        due_fen, bad_fen = sum(row["amount_fen"] for row in receipts), _counterfeit(papers, number)
        came = [(written_on(row), row["total_fen"]) for row in handed[("counter", counter, on)]]
        close = closes.get(number)
        if close is not None and _agrees(close, receipts):  # what is missing then was lost on the way: 4.2
            came = [
                (written_on(row), row["total_fen"]) for row in handed[("counter", counter, on)] if row["id"] % 4 == 0
            ]
            due_fen = min(due_fen, bad_fen + sum(fen for _, fen in came)) if came else due_fen
        parts = poured(due_fen - bad_fen, limit_on, came)
        late = close is None or written_on(close) > on or any(_late(part) for part in parts)
        shown_on = papers.past(on if close is None or written_on(close) > on else limit_on)
        differs = close is not None and not _agrees(close, receipts)
        if close is not None and differs:
            shown_on, late = written_on(close), True
        if late and shown_on:
            fen = half_up(_missing(parts)) if differs else lateness(parts, papers.as_of)
            on_time = close is not None and written_on(close) == on
            staff = close["staff"] if close is not None and on_time else at_counter(papers, counter, on)
            yield Found("4.1", staff, "window_day", number, shown_on, fen)


def _late(part: Part) -> bool:
    return part.came_on is None or part.came_on > part.limit_on


def _counterfeit(papers: Papers, window_day: int) -> int:
    return sum(
        row["amount_fen"]
        for row in papers.rows("shortage")
        if row["action"] == "counterfeit" and row["counter"] * 32768 + day_number(row["takings_on"]) == window_day
    )


def _agrees(close: Row, receipts: Sequence[Row]) -> bool:
    by_tender: dict[str, int] = defaultdict(int)
    for row in receipts:
        by_tender["cash" if row["tender"] == "cash" else "cheque"] += row["amount_fen"]
    said = (close["receipts"], close["cash_fen"], close["cheque_fen"], close["total_fen"])
    return bool(said == (len(receipts), by_tender["cash"], by_tender["cheque"], sum(by_tender.values())))


def bank_due_on(papers: Papers, row: Row) -> date:
    """The bank day that owes it: the first on or after the hand-in, the next one after the bank's hour."""
    at = row["recorded_at"]
    late = at.time() > _hour(papers)
    return papers.after("bank", at.date()) if late else papers.on_or_after("bank", at.date())


def clause_5_4(papers: Papers) -> Iterator[Found]:
    """What was handed in for a bank day is at the bank that day, all of it."""
    owed: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in papers.rows("hand_in"):
        kind = "electricity" if row["source"] == "counter" else "misc"
        owed[bank_due_on(papers, row)][kind] += row["total_fen"]
    slips = papers.by("deposit", lambda row: (row["due_on"], row["kind"]))
    lost = [cheque for _, cheque in lost_cheques(papers)]
    counted = lost_cash(papers)
    for on, kinds in owed.items():
        parts, said = list[Part](), False
        gone = [cheque for cheque in lost if kinds["electricity"] and cheque_due_on(papers, cheque) == on]
        for kind, fen in kinds.items():
            missing_fen = sum(cheque["amount_fen"] for cheque in gone) if kind == "electricity" else 0
            came = [(day, each) for day, each in (_credited(papers, row, lost) for row in slips[(on, kind)]) if day]
            short_fen = max(fen - missing_fen - sum(each for day, each in came if day <= on), 0)
            yields = kind == "electricity" and any(day >= on and each == short_fen for day, each, _ in counted)
            counted_fen = short_fen if yields else 0
            mine = poured(fen - missing_fen - counted_fen, on, came)
            said |= any(_late(part) for part in mine) and any(written_on(row) == on for row in slips[(on, kind)])
            parts += mine
        shown_on = papers.past(on)
        if shown_on and any(_late(part) for part in parts):
            by_row, cashier = said and not _after_hours(papers, slips, on), holder(papers, "cashier", on)
            staff = next((row["staff"] for kind in kinds for row in slips[(on, kind)] if by_row), cashier)
            occurred_on = on if by_row else shown_on
            yield Found("5.4", staff, "bank_day", day_number(on), occurred_on, lateness(parts, papers.as_of))


def _hour(papers: Papers) -> time:
    return time.fromisoformat(papers.limits["deposit.cutoff"])


def _after_hours(papers: Papers, slips: Mapping[tuple[date, str], list[Row]], on: date) -> bool:
    """Whether the bank had closed when the slips of that day were written: a missed limit, no false slip."""
    today = [row for kind in ("electricity", "misc") for row in slips[(on, kind)] if written_on(row) == on]
    return all(row["recorded_at"].time() > _hour(papers) for row in today)


def _credited(papers: Papers, slip: Row, lost: list[Row]) -> tuple[date | None, int]:
    """When a slip's money was at the bank, without cheques that had been counted missing: they are another's sum.

    The day of the slip counts where the bank credits it by the next bank day.
    """
    line = papers.credits.get(slip["id"])
    on = bank_due_on(papers, slip)
    found = {cheque["receipt"] for cheque in lost} & papers.cheques_of_slip.get(slip["id"], set())
    found_fen = sum(cheque["amount_fen"] for cheque in lost if cheque["receipt"] in found)
    if line is None:
        return (on if papers.after("bank", on) > papers.as_of else None), slip["total_fen"] - found_fen
    in_time = line["value_on"] <= papers.after("bank", on)
    return (min(on, line["value_on"]) if in_time else line["value_on"]), line["amount_fen"] - found_fen


def lost_cheques(papers: Papers) -> list[tuple[date, Row]]:
    """Cheques that the journal holds and a count does not find, and the day of the first such count."""
    journal = {row["on"]: row for row in papers.rows("cash_journal")}
    gone = papers.by("cheque_log", lambda row: row["receipt"])
    handed = {(row["counter"], row["takings_on"]): row["recorded_at"] for row in papers.rows("hand_in")}
    lost, known = list[tuple[date, Row]](), set[int]()
    held = list[Row]()
    coming = sorted(
        (at, cheque["id"], cheque)
        for cheque in papers.rows("cheque")
        if (at := handed.get((cheque["counter"], papers.receipts[cheque["receipt"]]["takings_on"])))
    )
    for count in papers.rows("safe_count"):
        at = count["recorded_at"]
        held += [cheque for came_at, _, cheque in coming if came_at <= at]
        coming = [each for each in coming if each[0] > at]
        held = [each for each in held if not any(row["recorded_at"] <= at for row in gone[each["receipt"]])]
        short_fen = journal[count["on"]]["cheque_fen"] - count["cheque_fen"]
        short_fen -= sum(cheque["amount_fen"] for cheque in held if cheque["id"] in known)
        new = next((each for each in held if each["amount_fen"] == short_fen and each["id"] not in known), None)
        if new is not None:
            lost.append((count["on"], new))
            known.add(new["id"])
    return lost


def cheque_due_on(papers: Papers, cheque: Row) -> date:
    """The bank day that owed a cheque: by the hand-in of its window's day."""
    window = (cheque["counter"], papers.receipts[cheque["receipt"]]["takings_on"])
    [row] = [each for each in papers.hand_ins[window] if each["cheque_fen"] > 0]
    return bank_due_on(papers, row)


def lost_cash(papers: Papers) -> list[tuple[date, int, list[tuple[date, int]]]]:
    """Cash that a count finds missing for the first time: the day, how much, what of it was there again and when."""
    journal = {row["on"]: row for row in papers.rows("cash_journal")}
    missing, losses = 0, list[tuple[date, int, list[tuple[date, int]]]]()
    for on, counts in sorted(papers.by("safe_count", lambda row: row["on"]).items()):
        short = max(journal[on]["closing_fen"] - row["cash_fen"] for row in counts)
        if short > missing:
            losses.append((on, short - missing, []))
        elif short < missing:
            losses[-1][2].append((on, missing - short))
        missing = short
    return losses


def clause_5_2(papers: Papers) -> Iterator[Found]:
    """What the journal says lies in the safe, the count finds there."""
    worth: dict[date, Fraction] = defaultdict(Fraction)
    for on, fen, back in lost_cash(papers):
        worth[on] += _missing(poured(fen, on, back))
    for on, cheque in lost_cheques(papers):
        worth[on] += _cheque_worth(papers, cheque)
    for on, whole in worth.items():
        yield Found("5.2", holder(papers, "cashier", on), "safe_day", day_number(on), on, half_up(whole))


def _missing(parts: list[Part]) -> Fraction:
    """What is still out, and the interest of what came back."""
    return sum(
        (Fraction(part.fen) if part.came_on is None else interest(part, part.came_on) for part in parts), Fraction()
    )


def _cheque_worth(papers: Papers, cheque: Row) -> Fraction:
    """A lost cheque: still missing, made good, or the receivable stands again."""
    log = {row["action"]: row for row in papers.rows("cheque_log") if row["receipt"] == cheque["receipt"]}
    if "written_off" in log:
        return Fraction()
    back = log.get("reissued") or log.get("deposited")
    return _missing([Part(cheque["amount_fen"], cheque_due_on(papers, cheque), written_on(back) if back else None)])
