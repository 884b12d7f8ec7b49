"""The way of the cash: receipts, closings, hand-ins, deposits, the bank's statement, vouchers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

import polars as pl
import pytest

from kaohe.scenarios.loader import office_rules
from kaohe.sim.clock.calendar import date_of, day_of, load_calendar
from kaohe.sim.deciding.behaviours import Erring
from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import counter_day_id, day_number, deposit_id
from kaohe.sim.run import Run
from tests.sim.office import Row, Small, by_id, clean, erring, ordered, rows, rules
from tests.sim.plain import charged

CLEAN = [Small(700, 4, seed) for seed in (1, 2)] + [Small(1_500, 3, 3, busy=False), Small(500, 3, 6, windows=1)]
WORLDS: dict[str, Callable[[], Run]] = {str(each): partial(clean, each) for each in CLEAN}
WORLDS["erring"] = lambda: erring(Small(700, 4, 3), 60_000)
WORLDS["ordered"] = lambda: ordered(Small(900, 4, 4), 3)
CUTOFF = time(15, 30)
PAPERS = ("cheque", "promissory_note")


@pytest.fixture(name="world", params=WORLDS)
def _world(request: pytest.FixtureRequest) -> Run:
    return WORLDS[request.param]()


@pytest.fixture(name="by_the_book", params=CLEAN, ids=str)
def _by_the_book(request: pytest.FixtureRequest) -> Run:
    return clean(request.param)


def i(row: Row, column: str) -> int:
    """An integer of a row."""
    value = row[column]
    assert isinstance(value, int), f"{column}: {value}"
    return value


def at(row: Row) -> datetime:
    """When the row was recorded."""
    value = row["recorded_at"]
    assert isinstance(value, datetime)
    return value


def test_a_clerk_who_took_nothing_keeps_nothing() -> None:
    """Without fees there are applications and no money: what is ordered of 1.7 is no act."""
    spec = Small(300, 1).spec()
    free = Office(spec, 1, office_rules(), behaviours=[Erring({"1.7": 1_000_000})]).run()
    priced = Office(spec, 1, rules(), behaviours=[Erring({"1.7": 1_000_000})]).run()
    assert len(rows(free, "application")) > 0
    assert (len(free.acts), len(priced.acts) > 0) == (0, True)


def takings(run: Run) -> dict[tuple[int, object], list[int]]:
    """Receipts, cash and cheques of every counter by the closing to which they belong."""
    found: dict[tuple[int, object], list[int]] = defaultdict(lambda: [0, 0, 0])
    beside = charged(run)
    for row in rows(run, "receipt"):
        if row["counter"] is not None:
            mine = found[i(row, "counter"), row["takings_on"]]
            mine[0] += 1
            mine[1 + (row["tender"] != "cash")] += i(row, "amount_fen") + beside.get(i(row, "id"), 0)
    for row in rows(run, "temp_receipt"):
        mine = found[i(row, "counter"), row["takings_on"]]
        mine[0] += 1
        mine[1] += i(row, "amount_fen")
    return found


def short_of(run: Run) -> dict[int, int]:
    """What truth says was closed short, by window and day."""
    acts = run.acts.filter(run.acts["action"].is_in(("close_short", "lose_money")))
    shortages, key = rows(run, "shortage"), SCHEMA["shortage"].key
    found = {key.head("day", i(row, "id")): i(row, "amount_fen") for row in shortages if row["action"] == "found"}
    assert set(found) <= set(acts["object_id"])
    bad = {key.head("day", i(row, "id")): i(row, "amount_fen") for row in shortages if row["action"] == "counterfeit"}
    handed = {i(row, "id") // 4: i(row, "total_fen") for row in rows(run, "hand_in") if i(row, "id") % 4 == 0}
    taken = {
        counter_day_id(counter, day_number(day_of(day))): cash + cheques
        for (counter, day), (_, cash, cheques) in takings(run).items()
        if isinstance(day, date)
    }
    short = {each: taken[each] - handed[each] - bad.get(each, 0) for each in acts["object_id"].to_list()}
    assert found.items() <= short.items()
    return {each: short[each] for each in acts.filter(acts["action"] == "close_short")["object_id"].to_list()}


def test_a_closing_is_the_receipts_of_its_takings(world: Run) -> None:
    found, short = takings(world), short_of(world)
    miscounted, miscast = (
        set(world.acts.filter(world.acts["action"] == action)["object_id"])
        for action in ("miscount_receipts", "miscast_total")
    )
    closed = set()
    for row in rows(world, "day_close"):
        count, cash, cheque = found[i(row, "counter"), row["takings_on"]]
        expected = [count + (row["id"] in miscounted), cash - short.get(i(row, "id"), 0), cheque]
        assert [i(row, "receipts"), i(row, "cash_fen"), i(row, "cheque_fen")] == expected, row
        assert (i(row, "total_fen") > i(row, "cash_fen") + i(row, "cheque_fen")) == (row["id"] in miscast)
        assert i(row, "total_fen") >= i(row, "cash_fen") + i(row, "cheque_fen")
        closed.add((i(row, "counter"), row["takings_on"]))
    left = set(world.acts.filter(world.acts["action"].is_in(["leave_open", "close_late"]))["effect_at"])
    end = max(at(row).date() for row in rows(world, "day_close"))
    missing = [key for key in found if key not in closed and key[1] not in left and key[1] <= end]  # type: ignore[operator]  # values of a row are objects
    assert not missing, missing[:5]


def test_a_receipt_is_of_the_closing_that_its_time_gives(world: Run) -> None:
    calendar = load_calendar()
    for row in rows(world, "receipt"):
        if row["counter"] is None:
            assert row["takings_on"] == at(row).date()
            continue
        day = day_of(at(row).date())
        expected = day if at(row).time() < time(15) else calendar.first_open_after(day)
        assert row["takings_on"] == date_of(expected), row


def test_a_hand_in_is_its_closing(by_the_book: Run) -> None:
    """Each closing is handed in whole, once: on its own day, or sealed, on the next working day; the check agrees, but
    for counterfeit notes, which are entered the same day.
    """
    run, calendar = by_the_book, load_calendar()
    bad = {SCHEMA["shortage"].key.head("day", i(row, "id")): row for row in rows(run, "shortage")}
    closings, seals = by_id(run, "day_close"), by_id(run, "seal")
    counters = [row for row in rows(run, "hand_in") if row["source"] == "counter"]
    checks = by_id(run, "window_check")
    assert len(checks) == len(counters)
    for row in counters:
        key, number = divmod(i(row, "id"), 4)
        closing, check = closings[key], checks[key * 2]
        assert number == 0
        bad_fen = 0
        if key in bad:
            bad_fen = i(bad[key], "amount_fen")
            assert (bad[key]["action"], at(bad[key])) == ("counterfeit", at(check))
            assert bad_fen % 5_000 == 0 < bad_fen
        for column in ("cheque_fen", "counter", "takings_on", "staff"):
            assert row[column] == closing[column], (column, row)
        for column in ("cash_fen", "total_fen"):
            assert i(row, column) == i(closing, column) - bad_fen, (column, row)
        assert i(check, "receipts_fen") == i(closing, "total_fen")
        assert i(check, "handed_fen") == i(row, "total_fen")
        assert i(check, "difference_fen") == bad_fen
        assert at(check).date() == at(row).date()
        taken = day_of(at(closing).date())
        if at(row).date() != at(closing).date():
            assert i(seals[key], "amount_fen") == i(row, "total_fen") + bad_fen
            assert not calendar.is_working(taken)
            assert date_of(calendar.first_working_after(taken)) == at(row).date()
        else:
            assert key not in seals
    handed = {SCHEMA["hand_in"].key.part("takings", i(row, "id")) for row in counters}
    late = [row for key, row in closings.items() if key not in handed]
    assert all(not calendar.is_working(day_of(at(row).date())) for row in late), late[:3]


def test_fees_are_handed_in_by_their_clerk(by_the_book: Run) -> None:
    fees: dict[tuple[object, object], int] = defaultdict(int)
    for row in rows(by_the_book, "fee_receipt"):
        fees[row["staff"], row["takings_on"]] += i(row, "amount_fen")
    last = max(at(row).date() for row in rows(by_the_book, "hand_in"))
    for row in rows(by_the_book, "hand_in"):
        if row["source"] == "registration":
            assert i(row, "total_fen") == fees.pop((row["staff"], row["takings_on"])), row
    assert all(isinstance(day, date) and day >= last for _, day in fees), fees


def due_at_bank(run: Run) -> dict[tuple[date, str], list[int]]:
    """Cash and cheques handed in, by the bank day that owes them and their kind."""
    calendar = load_calendar()
    found: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows(run, "hand_in"):
        day = day_of(at(row).date())
        after = at(row).time() > CUTOFF
        due = date_of(calendar.first_bank_after(day) if after else calendar.next_bank(day))
        kind = "electricity" if row["source"] == "counter" else "misc"
        found[due, kind][0] += i(row, "cash_fen")
        found[due, kind][1] += i(row, "cheque_fen")
    return found


def deposit_acts(run: Run, *actions: str) -> set[object]:
    """Due days whose money was brought to the bank so."""
    return set(run.acts.filter(run.acts["action"].is_in(list(actions)))["due_on"])


def test_deposits_are_the_hand_ins_that_were_due(world: Run) -> None:
    due = due_at_bank(world)
    late, back = deposit_acts(world, "bank_late", "backdate_slip"), deposit_acts(world, "backdate_slip")
    short, again = deposit_acts(world, "bank_short"), set[object]()
    lost = set(world.acts.filter(world.acts["action"] == "lose_cheque")["at"].dt.date())
    last = max(at(row).date() for row in rows(world, "hand_in"))
    for row in rows(world, "deposit"):
        key = (row["due_on"], str(row["kind"]))
        assert i(row, "total_fen") == i(row, "cash_fen") + i(row, "cheque_fen")
        assert row["deposited_on"] == (row["due_on"] if row["due_on"] in back else at(row).date())
        if SCHEMA["deposit"].key.part("number", i(row, "id")):
            assert row["due_on"] in lost | short
            again.add(row["due_on"])
        else:
            assert at(row).date() == row["due_on"] or row["due_on"] in late, row
        due[key][0] -= i(row, "cash_fen")  # type: ignore[index]  # values of a row are objects
        due[key][1] -= i(row, "cheque_fen")  # type: ignore[index]  # as above
    for (day, kind), (cash, cheque) in due.items():
        if day <= last and day not in late:
            assert (cash > 0) == (day in short - again and kind == "electricity"), day
            assert cheque == 0 or (cheque > 0 and day in lost), day


def test_the_statement_is_what_went_to_the_bank_and_came_from_it(world: Run) -> None:
    expected: dict[tuple[str, int], tuple[int, object]] = {}
    for row in rows(world, "return_notice"):
        expected["return", i(row, "receipt")] = -i(row, "amount_fen"), row["returned_on"]
    for row in rows(world, "remittance"):
        expected["remittance", i(row, "id")] = -i(row, "amount_fen"), row["remitted_on"]
    for row in rows(world, "collection_refund"):
        expected["refund", i(row, "id")] = -i(row, "amount_fen"), row["on"]
    paid: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    batches = {(row["kind"], row["on"]): row for row in rows(world, "bank_batch")}
    items = {i(row, "bill"): row for row in rows(world, "bank_item") if row["result"] == "paid"}
    for row in rows(world, "receipt"):
        if row["channel"] == "bank":
            batch = i(batches["agency", at(row).date()], "id")
            paid["agency", batch][0] += i(row, "amount_fen")
            paid["agency", batch][1] += 1
            expected["agency", batch] = paid["agency", batch][0], at(row).date()
        elif row["channel"] == "collection":
            item = items[i(row, "bill")]
            assert (item["result"], item["answered_on"]) == ("paid", at(row).date())
            assert i(item, "amount_fen") >= i(row, "amount_fen")  # of an order for more than is open
            paid["collection", i(item, "batch")][0] += i(item, "amount_fen")
            expected["collection", i(item, "batch")] = paid["collection", i(item, "batch")][0], at(row).date()
    for row in rows(world, "bank_line"):
        assert row["value_on"] == at(row).date()
        if row["kind"] != "deposit":
            key = str(row["kind"]), i(row, "ref")
            assert (i(row, "amount_fen"), row["value_on"]) == expected.pop(key), row
    assert not expected, dict(list(expected.items())[:3])
    for (kind, batch), (total, count) in paid.items():
        row = by_id(world, "bank_batch")[batch]
        if kind == "agency":
            assert (i(row, "amount_fen"), i(row, "items")) == (total, count), row


def test_a_slip_is_credited_the_same_bank_day_or_the_next(world: Run) -> None:
    """In full, but for what was not brought with it."""
    calendar, end = load_calendar(), max(at(row).date() for row in rows(world, "cash_journal"))
    without, part, after = (
        deposit_acts(world, action) for action in ("slip_without_money", "credit_short", "bank_after_cutoff")
    )
    lines = {i(row, "ref"): row for row in rows(world, "bank_line") if row["kind"] == "deposit"}
    transit = 0
    for slip in rows(world, "deposit"):
        line, written, due = lines.get(i(slip, "id")), at(slip).date(), slip["due_on"]
        following = date_of(calendar.first_bank_after(day_of(written)))
        if line is None:
            assert following > end or due in without | part
            continue
        assert (at(slip).time() > CUTOFF) == (due in after)
        assert (line["amount_fen"] == slip["total_fen"]) or (due in part and slip["kind"] == "electricity")
        assert i(line, "amount_fen") <= i(slip, "total_fen")
        if due in without:
            assert line["value_on"] > following  # type: ignore[operator]  # values of a row are objects
        else:
            assert line["value_on"] in ((following,) if due in after else (written, following))
            transit += line["value_on"] == following
    assert transit or len(lines) < 90


def test_collection_batches_are_accepted_returned_or_pending(world: Run) -> None:
    """托收: sent = paid + returned + what was paid elsewhere or waits; an item belongs to the batch that sent it."""
    answered: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows(world, "bank_item"):
        answered[i(row, "batch")][0] += 1
        answered[i(row, "batch")][1] += i(row, "amount_fen")
        assert (row["result"] == "returned") == (row["reason"] is not None)
    calendar, sent = load_calendar(), by_id(world, "bank_batch")
    for batch, (count, amount) in answered.items():
        row = sent[batch]
        assert row["kind"] == "collection"
        assert count <= i(row, "items")
        assert amount <= i(row, "amount_fen")
        credited = i(row, "items") - count
        assert credited >= 0
        on = row["on"]
        assert isinstance(on, date)
        for item in rows(world, "bank_item"):
            if i(item, "batch") == batch:
                assert item["answered_on"] == date_of(calendar.next_bank(day_of(on), 3))


def test_vouchers_repeat_their_day(world: Run) -> None:
    bills: dict[object, int] = defaultdict(int)
    for bill in rows(world, "bill"):
        bills[bill["issued_on"]] += i(bill, "amount_fen")
    slips = rows(world, "deposit")
    deposits = {(row["kind"], i(row, "id")): (i(row, "total_fen"), at(row).date()) for row in slips}
    late = dict(world.acts.filter(pl.col("clause") == "5.5").select("object_id", "action").iter_rows())
    for row in rows(world, "voucher"):
        if row["kind"] == "issuance":
            assert i(row, "amount_fen") == bills[row["on"]], row
        else:
            day, _, number = SCHEMA["voucher"].key.unpack(i(row, "id"))
            slip = deposit_id(day, row["kind"] == "misc", number)
            fen, banked_on = deposits.pop((row["kind"], slip))
            assert i(row, "amount_fen") == fen, row
            assert row["on"] == banked_on or late.get(i(row, "id")) == "voucher_late", row
    assert len(deposits) <= sum(action in ("voucher_late", "leave_voucher") for action in late.values())


def test_a_cheque_comes_back_once_and_stands_in_the_register(world: Run) -> None:
    receipts, cheques, beside = by_id(world, "receipt"), by_id(world, "cheque"), charged(world)
    assert {key for key, row in receipts.items() if row["tender"] in PAPERS} == set(cheques)
    for key, row in cheques.items():
        assert (row["counter"], row["recorded_at"]) == tuple(receipts[key][each] for each in ("counter", "recorded_at"))
        assert i(row, "amount_fen") == i(receipts[key], "amount_fen") + beside.get(key, 0)
    notices = by_id(world, "return_notice")
    given_up = {i(row, "receipt") for row in rows(world, "cheque_log") if row["action"] == "written_off"}
    assert given_up.isdisjoint(notices)
    for table in ("return_notice", "reopening"):
        for key, row in by_id(world, table).items():
            of = cheques if table == "return_notice" else receipts
            assert row["amount_fen"] == of[key]["amount_fen"], row
            assert at(row) > at(cheques[key])
            assert key in notices or key in given_up
    assert {receipts[key]["tender"] for key in notices} <= {"cheque"}


def test_a_cheque_comes_back_three_bank_days_after_it_was_banked(world: Run) -> None:
    calendar = load_calendar()
    banked = {i(row, "receipt"): row["on"] for row in rows(world, "cheque_log") if row["action"] == "deposited"}
    for key, row in by_id(world, "return_notice").items():
        on = banked[key]
        assert isinstance(on, date)
        assert row["returned_on"] == date_of(calendar.next_bank(day_of(on), 3)), row


def test_a_slip_lists_its_cheques(world: Run) -> None:
    """By number: a slip's cheques are its lines in the register."""
    slips, cheques = by_id(world, "deposit"), by_id(world, "cheque")
    listed: dict[int, int] = defaultdict(int)
    for row in rows(world, "cheque_log"):
        mine = cheques[i(row, "receipt")]
        assert row["amount_fen"] == mine["amount_fen"]
        if row["action"] in ("deposited", "reissued"):
            listed[i(row, "deposit")] += i(row, "amount_fen")
            assert row["on"] == slips[i(row, "deposit")]["deposited_on"]
        assert (row["cheque_no"] is None) == (row["action"] != "reissued")
    assert {key: i(row, "cheque_fen") for key, row in slips.items() if i(row, "cheque_fen")} == listed
    tenders = {key: row["tender"] for key, row in by_id(world, "receipt").items()}
    for key, mine in cheques.items():
        days = {"cheque": 10, "promissory_note": 60}[str(tenders[key])]
        assert mine["valid_to"] - mine["drawn_on"] == timedelta(days=days)  # type: ignore[operator]  # dates
        assert mine["drawn_on"] == at(mine).date()
        assert 0 < i(mine, "cheque_no") < 10**8


def test_the_journal_holds_the_cheques_that_were_handed_in_and_have_not_left(world: Run) -> None:
    """Handed in less banked and stopped, every evening, by number and in money."""
    handed = {i(row, "takings"): at(row) for row in _counters(world)}
    came = [(handed[key], i(row, "amount_fen")) for key, row in _taken(world) if key in handed]
    log = [row for row in rows(world, "cheque_log") if row["action"] in ("deposited", "stopped")]
    left = [(at(row), i(row, "amount_fen")) for row in log]
    for journal in rows(world, "cash_journal"):
        now = [fen for when, fen in came if when <= at(journal)], [fen for when, fen in left if when <= at(journal)]
        held = len(now[0]) - len(now[1]), sum(now[0]) - sum(now[1])
        assert (i(journal, "cheques_held"), i(journal, "cheque_fen")) == held, journal


def _counters(run: Run) -> list[Row]:
    key = SCHEMA["hand_in"].key
    handed = [{**row, "takings": key.part("takings", i(row, "id"))} for row in rows(run, "hand_in")]
    return [row for row in handed if row["source"] == "counter" and key.part("number", i(row, "id")) == 0]


def _taken(run: Run) -> list[tuple[int, Row]]:
    """Cheques with the counter and day of the closing to which they belong."""
    receipts = by_id(run, "receipt")
    found = []
    for key, row in by_id(run, "cheque").items():
        on = receipts[key]["takings_on"]
        assert isinstance(on, date)
        found.append((counter_day_id(i(row, "counter"), day_number(day_of(on))), row))
    return found


def test_a_count_before_witnesses_misses_what_should_have_been_banked_and_was_not(world: Run) -> None:
    """Σ held = handed in − banked − stopped − lost until found: what lies there is due later, or is banked late."""
    calendar = load_calendar()
    handed = {i(row, "takings"): at(row) for row in _counters(world)}
    log = [row for row in rows(world, "cheque_log") if row["action"] in ("deposited", "stopped")]
    left = {i(row, "receipt"): at(row) for row in log}
    late = set(world.acts.filter(world.acts["action"] == "bank_late")["due_on"])
    journals = {row["on"]: row for row in rows(world, "cash_journal")}
    for count in rows(world, "safe_count"):
        if count["kind"] == "own":
            continue
        missing = []
        for key, row in _taken(world):
            on = handed.get(key)
            gone = left.get(i(row, "receipt"))
            if on is None or on > at(count) or (gone is not None and gone <= at(count)):
                continue
            day = day_of(on.date())
            due = date_of(calendar.first_bank_after(day) if on.time() > CUTOFF else calendar.next_bank(day))
            if due <= at(count).date() and due not in late:
                missing.append(i(row, "amount_fen"))
        journal = journals[count["on"]]
        assert i(journal, "cheques_held") - i(count, "cheques") == len(missing), count
        assert i(journal, "cheque_fen") - i(count, "cheque_fen") == sum(missing), count


def test_who_pays_nothing_gets_no_receipt() -> None:
    """Without a price list connections are free of charge: no receipt names a fee that no list has."""
    made = Office(Small(300, 2, 1).spec(), 1, office_rules(fees={})).run()
    assert not made.records.table("application").is_empty()
    assert made.records.table("fee_receipt").is_empty()
