"""5.2: cheques that a count finds missing: stopped, reissued, found again; what only looks like it; edited records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time

import pytest

from kaohe.standards import Policy, Rulebook, judge
from kaohe.standards.ledger.cites import Part
from tests.standards.records_builder import ACCOUNTANT, CASHIER, Desk, day_number, on
from tests.standards.verdicts import cited, days, findings, the_finding

WEEK = ("04-16", "04-17", "04-18", "04-19", "04-20", "04-23", "04-24", "04-25", "04-26")
"""Monday to Friday, Monday to Thursday."""


class Vault(Desk):
    """A safe with 2,000.00 in it; cheques are numbered from 1, each of another customer."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[int] = []
        self.amounts: dict[int, int] = {}
        self.journal: dict[str, int] = {}
        self.counts: dict[tuple[str, str], int] = {}

    def cheque(self, amount_fen: int, day: str = "04-17") -> int:
        """Taken at a window before the first close."""
        number = len(self.drawn) + 1
        self.customer(number)
        receipt = self.receipt(self.month(number), day, amount_fen, tender="cheque")
        columns = {"receipt": receipt, "customer": number, "amount_fen": amount_fen, "counter": 16}
        self.add("cheque", day, "10:00", 41, id=receipt, cheque_no=number, drawn_on=day, valid_to="05-30", **columns)
        self.drawn.append(receipt)
        self.amounts[receipt] = amount_fen
        return receipt

    def bank(
        self, due_on: str, cash: int, cheques: Sequence[int] = (), day: str | None = None, new: bool = False
    ) -> int:
        """A slip with its cheques; new: cheques reissued."""
        fen, on_day = sum(self.amounts[receipt] for receipt in cheques), day or due_on
        sums = {"cash_fen": cash, "cheque_fen": fen, "total_fen": cash + fen}
        slip = self.add(
            "deposit", on_day, "15:25", CASHIER, kind="electricity", due_on=due_on, deposited_on=on_day, **sums
        )
        self.bank_line(slip, on_day, cash + fen)
        for receipt in cheques:
            self.entry(receipt, "reissued" if new else "deposited", on_day, "15:25", slip)
        return slip

    def entry(self, receipt: int, action: str, day: str, at: str = "17:30", slip: int | None = None) -> int:
        """A line of the register."""
        columns = {"receipt": receipt, "action": action, "on": day, "amount_fen": self.amounts[receipt]}
        return self.add("cheque_log", day, at, CASHIER, deposit=slip, cheque_no=None, **columns)

    def keep(
        self,
        missing: Mapping[str, Sequence[int]],
        supervised: Mapping[str, Sequence[int]] | None = None,
        cash: Mapping[str, int] | None = None,
    ) -> Vault:
        """The journal of the week by the book; own counts that miss so many cheques, or so much cash, on a day."""
        closing = 200_000
        for day in WEEK:
            received, paid = self._sum("hand_in", day), self._sum("deposit", day)
            held = self._held(day)
            fen = sum(self.amounts[receipt] for receipt in held)
            sums = {"opening_fen": closing, "in_fen": received, "out_fen": paid, "cheque_fen": fen}
            closing += received - paid
            self.journal[day] = self.add(
                "cash_journal", day, "16:55", CASHIER, on=day, closing_fen=closing, cheques_held=len(held), **sums
            )
            self._count(day, "own", missing.get(day, ()), (cash or {}).get(day, 0))
            if supervised is not None and day in supervised:
                self._count(day, "supervised", supervised[day], (cash or {}).get(day, 0))
        return self

    def _sum(self, table: str, day: str) -> int:
        return sum(int(str(row["cash_fen"])) for row in self._of_day(table, day))

    def _of_day(self, table: str, day: str) -> list[dict[str, object]]:
        return [row for row in self.rows.get(table, ()) if f"{row['recorded_at']:%m-%d}" == day]

    def _held(self, day: str) -> list[int]:
        until = datetime.combine(on(day), time(16, 55))
        handed = {row["takings_on"] for row in self.rows["hand_in"] if _moment(row) <= until}
        log = [row for row in self.rows.get("cheque_log", ()) if _moment(row) <= until]
        gone = {row["receipt"] for row in log if row["action"] in ("deposited", "stopped")}
        taken = {row["receipt"] for row in self.rows["cheque"] if row["drawn_on"] in handed}
        return [receipt for receipt in self.drawn if receipt in taken - gone]

    def _count(self, day: str, kind: str, missing: Sequence[int], short: int) -> None:
        journal = self.of("cash_journal", self.journal[day])
        own = kind == "own"
        self.counts[day, kind] = self.add(
            "safe_count",
            day,
            "17:00" if own else "17:20",
            CASHIER if own else ACCOUNTANT,
            on=day,
            kind=kind,
            book_fen=journal["closing_fen"],
            cash_fen=int(str(journal["closing_fen"])) - short,
            cheques=int(str(journal["cheques_held"])) - len(missing),
            cheque_fen=int(str(journal["cheque_fen"])) - sum(self.amounts[receipt] for receipt in missing),
            second_by=None if own else CASHIER,
        )

    def of(self, table: str, key: int) -> dict[str, object]:
        """A row, to read or to edit."""
        return next(row for row in self.rows[table] if row["id"] == key)


def _moment(row: dict[str, object]) -> datetime:
    moment = row["recorded_at"]
    assert isinstance(moment, datetime)
    return moment


def lost(amount_fen: int = 448_000, cash: int = 966_000, paid: int | None = None) -> tuple[Vault, int]:
    """A cheque handed in on Tuesday 04-17 with 9,660.00 in cash, of which the slip of that day has the cash alone."""
    vault = Vault()
    receipt = vault.cheque(amount_fen)
    vault.hand_in("04-17", cash, amount_fen)
    vault.bank("04-17", cash if paid is None else paid)
    return vault, receipt


def from_day(first: str, receipts: Sequence[int], until: str = "12-31") -> dict[str, Sequence[int]]:
    """Missing from one day on, up to the day before another."""
    return {day: receipts for day in WEEK if first <= day < until}


def amounts(desk: Desk, as_of: str = "12-31", clause: str = "5.2") -> list[tuple[int, int]]:
    """Amount and loss of each incident of a clause by the handbook."""
    found = judge(desk.records(), Policy.load("handbook"), Rulebook.load(), on(as_of)).incidents
    return [(row["amount_fen"], row["loss_fen"]) for row in found.to_dicts() if row["clause"] == clause]


# ── what it is worth ────────────────────────────────────────────────────────────────────────────────────────────────


def test_cash_and_a_cheque_of_one_evening_are_one_incident() -> None:
    """9,660.00 and a cheque of 4,480.00 in, 8,160.00 banked: journal 3,500.00, counted 2,000.00 and no cheque.

    Stopped the next day, the new cheque banked a week after the 17th: 1,500.00 + 4,480.00 × 7 × 0.00021 (6.5856).
    """
    vault, receipt = lost(paid=816_000)
    vault.entry(receipt, "stopped", "04-18")
    vault.bank("04-17", 0, [receipt], day="04-24", new=True)
    vault.keep(from_day("04-17", [receipt], "04-19"), cash={day: 150_000 for day in WEEK if day >= "04-17"})
    finding = the_finding(vault, "5.2")
    assert (finding.staff, finding.object_type, finding.object_id) == (CASHIER, "safe_day", day_number("04-17"))
    assert (days(finding), finding.discovered_by, finding.formula) == (("04-17", "04-17"), -1, "safe.both")
    assert (finding.amount_fen, finding.loss_fen) == (150_000, 150_000)
    assert [(part.principal_fen, part.days) for part in finding.made_good] == [(448_000, 7)]
    assert amounts(vault) == [(150_659, 150_000)]
    assert not findings(vault, "5.4")
    assert amounts(vault, "04-17") == amounts(vault, "04-18") == amounts(vault, "04-23") == [(598_000, 598_000)]
    assert amounts(vault, "04-24") == [(150_659, 150_000)]


def test_a_cheque_that_is_neither_banked_nor_found_nor_stopped_is_its_sum() -> None:
    vault, receipt = lost()
    vault.keep(from_day("04-17", [receipt]))
    finding = the_finding(vault, "5.2")
    assert (finding.formula, finding.amount_fen, finding.loss_fen) == ("safe.cheque", 448_000, 448_000)
    assert finding.inputs == {
        "cheques_book_fen": 448_000,
        "cheques_counted_fen": 0,
        "cheques_missing_before_fen": 0,
        "cheques_newly_missing_fen": 448_000,
        "cheques_stopped_fen": 0,
    }
    assert ("cheque", receipt) in cited(finding, "proof")
    assert not findings(vault, "5.4")


def test_stopped_and_written_off_it_is_nobodys_money() -> None:
    """Stopped alone it is missing; from the day on which the receivable stands again it is worth nothing."""
    vault, receipt = lost()
    vault.entry(receipt, "stopped", "04-19")
    vault.keep(from_day("04-17", [receipt], "04-20"))
    vault.entry(receipt, "written_off", "05-08")
    assert amounts(vault, "04-18") == amounts(vault, "04-19") == amounts(vault, "05-07") == [(448_000, 448_000)]
    assert amounts(vault, "05-08") == amounts(vault, "12-31") == [(0, 0)]
    assert the_finding(vault, "5.2").inputs["cheques_stopped_fen"] == 448_000


def test_found_again_it_was_late_from_its_due_day_to_the_count_that_has_it() -> None:
    """Found on Friday 04-20 and banked that day: 4,480.00 × 3 × 0.00021 = 2.8224."""
    vault, receipt = lost()
    vault.bank("04-17", 0, [receipt], day="04-20")
    vault.keep(from_day("04-17", [receipt], "04-20"))
    assert the_finding(vault, "5.2").made_good == (Part(448_000, 3),)
    assert amounts(vault) == [(282, 0)]
    assert not findings(vault, "5.4")


def test_found_again_and_banked_later_counts_to_the_count() -> None:
    vault, receipt = lost()
    vault.bank("04-17", 0, [receipt], day="04-23")
    vault.keep(from_day("04-17", [receipt], "04-20"))
    assert amounts(vault, "04-20") == amounts(vault) == [(282, 0)]


def test_hidden_from_own_counts_it_is_late_from_its_due_day_all_the_same() -> None:
    """Own counts repeat the journal until the supervised one of the 19th; reissued on the 24th: seven days."""
    vault, receipt = lost()
    vault.entry(receipt, "stopped", "04-20")
    vault.bank("04-17", 0, [receipt], day="04-24", new=True)
    vault.keep(from_day("04-20", [receipt], "04-23"), supervised={"04-19": [receipt]})
    finding = the_finding(vault, "5.2")
    assert (finding.object_id, finding.discovered_by) == (day_number("04-19"), ACCOUNTANT)
    assert days(finding) == ("04-19", "04-19")
    assert amounts(vault) == [(659, 0)]
    # Before the count shows it, the slip is short; then it is the cheque that is missing, and no second incident.
    assert [days(one) for one in findings(vault, "5.4", "04-18")] == [("04-17", "04-17")]
    assert not findings(vault, "5.4", "04-19")


def test_stopped_on_the_day_on_which_another_is_lost() -> None:
    """4,480.00 lost on the 17th and stopped on the 18th; 4,400.00 lost on the 19th: the fall of 80.00 finds nothing."""
    vault, first = lost()
    second = vault.cheque(440_000, "04-19")
    vault.hand_in("04-19", 0, 440_000)
    vault.entry(first, "stopped", "04-18")
    vault.keep({"04-17": [first], "04-18": [first], **from_day("04-19", [second])})
    assert amounts(vault) == [(448_000, 448_000), (440_000, 440_000)]


def test_two_of_an_evening_each_have_their_own_end() -> None:
    """3,000.00 and 2,000.00 lost; one stopped and reissued on the 23rd (6 days), the other found on the 19th (2)."""
    vault = Vault()
    first, second, kept = vault.cheque(300_000), vault.cheque(200_000), vault.cheque(70_000)
    vault.hand_in("04-17", 0, 570_000)
    vault.bank("04-17", 0, [kept])
    vault.entry(first, "stopped", "04-18")
    vault.bank("04-17", 0, [second], day="04-19")
    vault.bank("04-17", 0, [first], day="04-23", new=True)
    vault.keep({"04-17": [first, second], "04-18": [first, second]})
    finding = the_finding(vault, "5.2")
    assert sorted((part.principal_fen, part.days) for part in finding.made_good) == [(200_000, 2), (300_000, 6)]
    # (3,000.00 × 6 + 2,000.00 × 2) × 0.00021 = 4.62.
    assert amounts(vault) == [(462, 0)]


def test_of_several_of_one_sum_the_one_that_was_due_last_is_taken() -> None:
    """What the papers prove is the least: two of 1,000.00, one kept back on the 17th, the other due on the 19th."""
    vault = Vault()
    vault.cheque(100_000)
    vault.hand_in("04-17", 0, 100_000)
    second = vault.cheque(100_000, "04-19")
    vault.hand_in("04-19", 0, 100_000)
    vault.keep(from_day("04-19", [second], "04-23"))
    assert [part.days for part in the_finding(vault, "5.2").made_good] == [4]


def test_where_the_register_does_not_tell_them_apart_the_evening_counts() -> None:
    """No sum of the cheques held comes to what is missing."""
    vault, receipt = lost()
    vault.keep(from_day("04-17", [receipt], "04-20"))
    for day in ("04-17", "04-18", "04-19"):
        vault.of("safe_count", vault.counts[day, "own"])["cheque_fen"] = 48_000
    assert amounts(vault, "04-19") == [(400_000, 400_000)]
    # 4,000.00 × 3 × 0.00021 = 2.52.
    assert amounts(vault) == [(252, 0)]


# ── look-alikes ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_on_its_way_to_the_bank_or_still_in_the_safe_it_is_not_missing() -> None:
    """Banked the same day, the bank's line is of the next; another, after the cut-off, lies there overnight."""
    vault = Vault()
    banked, kept = vault.cheque(448_000), vault.cheque(100_000, "04-18")
    vault.hand_in("04-17", 0, 448_000)
    slip = vault.bank("04-17", 0, [banked])
    vault.hand_in("04-18", 0, 100_000, at="15:40")
    vault.bank("04-19", 0, [kept])
    vault.add("bank_line", "04-18", "09:00", kind="deposit", ref=slip, value_on="04-18", amount_fen=448_000)
    vault.keep({})
    assert not findings(vault, "5.2")
    assert not findings(vault, "5.4")


def test_found_the_same_evening_is_nothing() -> None:
    vault, receipt = lost()
    vault.bank("04-17", 0, [receipt], day="04-18")
    vault.keep({"04-17": [receipt]}, supervised={"04-17": []})
    assert not findings(vault, "5.2")


def test_a_cheque_kept_in_the_safe_and_banked_late_is_a_late_part_of_the_slip() -> None:
    """It lies there at every count: 5.4, short on the 17th, banked on the 19th: 4,480.00 × 2 × 0.00021 = 1.8816."""
    vault, receipt = lost()
    vault.bank("04-17", 0, [receipt], day="04-19")
    vault.keep({})
    assert not findings(vault, "5.2")
    assert amounts(vault, clause="5.4") == [(188, 0)]


def test_a_stopped_cheque_that_nobody_missed_is_nothing() -> None:
    """Its drawer asked for it; it is given back unbanked, and every count agrees."""
    vault, receipt = lost()
    vault.entry(receipt, "stopped", "04-17", at="16:00")
    vault.keep({})
    assert not findings(vault, "5.2")


def test_a_day_that_is_banked_late_stands_beside_the_cheque_that_is_lost() -> None:
    """The whole day is banked on the 20th (3 days), the cheque reissued on the 24th: 9,660.00 × 3, 4,480.00 × 7."""
    vault = Vault()
    receipt, other = vault.cheque(448_000), vault.cheque(100_000)
    vault.hand_in("04-17", 966_000, 548_000)
    vault.bank("04-17", 966_000, [other], day="04-20")
    vault.entry(receipt, "stopped", "04-18")
    vault.bank("04-17", 0, [receipt], day="04-24", new=True)
    vault.keep(from_day("04-17", [receipt], "04-19"))
    assert amounts(vault) == [(659, 0)]
    # (9,660.00 + 1,000.00) × 3 × 0.00021 = 6.7158.
    assert amounts(vault, clause="5.4") == [(672, 0)]


def test_other_money_kept_back_from_the_slip_stands_beside_the_cheque_that_is_lost() -> None:
    """1,500.00 of the cash stay in the safe and are counted there; the cheque is missing."""
    vault, receipt = lost(paid=816_000)
    vault.keep(from_day("04-17", [receipt]))
    assert amounts(vault) == [(448_000, 448_000)]
    assert amounts(vault, clause="5.4") == [(150_000, 150_000)]


# ── records that contradict each other ──────────────────────────────────────────────────────────────────────────────

Edit = Callable[[Vault, int], object]


def _journal(day: str, **more: int) -> Edit:
    def edit(vault: Vault, _: int) -> None:
        row = vault.of("cash_journal", vault.journal[day])
        row.update({column: int(str(row[column])) + fen for column, fen in more.items()})

    return edit


def _own(day: str, **values: int) -> Edit:
    return lambda vault, _: vault.of("safe_count", vault.counts[day, "own"]).update(values)


@pytest.mark.parametrize(
    "edit",
    [
        # a cheque that nobody handed in, or that was banked by no slip, in the journal
        _journal("04-17", cheque_fen=-100),
        _journal("04-17", cheque_fen=100),
        # a line of the register without its slip, or on another day than the journal says
        lambda vault, receipt: vault.entry(receipt, "deposited", "04-17", "15:25"),
        lambda vault, receipt: vault.entry(receipt, "stopped", "04-17", "15:25"),
        # as many cheques as the journal has, of another sum
        _own("04-17", cheques=1),
    ],
)
def test_a_register_that_does_not_add_up_names_nobody(edit: Edit) -> None:
    vault, receipt = lost()
    vault.keep({"04-17": [receipt]})
    for day in WEEK[2:]:
        vault.of("safe_count", vault.counts[day, "own"]).update(cheques=0, cheque_fen=0)
        vault.of("cash_journal", vault.journal[day]).update(cheques_held=0, cheque_fen=0)
    edit(vault, receipt)
    assert not findings(vault, "5.2")


def test_a_banked_cheque_said_to_be_stopped_names_nobody() -> None:
    vault = Vault()
    receipt = vault.cheque(448_000)
    vault.hand_in("04-17", 0, 448_000)
    vault.bank("04-17", 0, [receipt])
    vault.keep({})
    vault.entry(receipt, "stopped", "04-18")
    assert not findings(vault, "5.2")


def test_own_counts_that_were_mended_are_found_at_the_supervised_one() -> None:
    vault, receipt = lost()
    vault.keep(from_day("04-17", [receipt]), supervised={"04-19": [receipt]})
    for day in ("04-17", "04-18", "04-19"):
        _own(day, cheques=1, cheque_fen=448_000)(vault, receipt)
    finding = the_finding(vault, "5.2")
    assert (days(finding), finding.discovered_by) == (("04-19", "04-19"), ACCOUNTANT)


def test_a_line_torn_out_of_the_register_leaves_the_slip_that_has_the_cheque() -> None:
    vault = Vault()
    receipt = vault.cheque(448_000)
    vault.hand_in("04-17", 0, 448_000)
    vault.bank("04-17", 0, [receipt])
    vault.keep({})
    vault.rows["cheque_log"].clear()
    assert not findings(vault, "5.2")
