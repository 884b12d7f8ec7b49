"""What the models that Kaohe is measured against have in common: when things are due, what they cost, what is written.

Months have thirty days, weeks five working days; rows are tuples of the columns of kaohe's tables of the same names
(sim/records/papers/). Times are seconds. A customer's luck does not depend on who comes first, so that models which
differ only in how they keep time write the same rows.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from math import exp, log
from random import Random
from statistics import NormalDist

DAY = 86_400
MONTH = 30 * DAY
MORNING = 8 * 3600
EVENING = 17 * 3600
OPEN_S = 8 * 3600
PER_BOOK = 300
PER_WINDOW = 1_500
READING_S = 25
SERVICE_S = 170
DUE_DAYS = 10
PRICE_E4 = 4_500

REGISTER, MEAN, USE, LOCKED, LATE, DAYS, MOMENT, LATE_MOMENT, RETURNED, SERVICE, SERVICE_AGAIN, PURPOSES = range(12)
DRAWS = 1_000_003

Row = tuple[int | str | None, ...]


def working_day(day: int) -> int:
    """The day, or the Monday after it."""
    return day + (0, 0, 0, 0, 0, 2, 1)[day % 7]


class Window:
    """What one window took today."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.cash = self.cheques = self.receipts = 0


class Cycle:
    """Dates, amounts and papers of an office; `rows` is table name → list of tuples (id, recorded_at, staff, …)."""

    def __init__(self, customers: int, months: int, seed: int = 1) -> None:
        self.customers = customers
        self.months = months
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.books = customers // PER_BOOK + 1
        self.windows = [Window(number) for number in range(customers // PER_WINDOW // 2 * 2 + 2)]
        # A prime number of draws, used over and over: a large office needs no more memory for its luck.
        draw = Random(seed).random
        self._draws = array("d", (draw() for _ in range(DRAWS)))

    def luck(self, number: int, month: int, purpose: int) -> float:
        """A draw from 0 to 1."""
        return self._draws[((number * self.months + month) * PURPOSES + purpose) % DRAWS]

    def count(self) -> int:
        """Rows written."""
        return sum(len(rows) for rows in self.rows.values())

    def cells(self) -> int:
        """Cells written."""
        return sum(len(rows) * len(rows[0]) for rows in self.rows.values())

    # ── the customer ──────────────────────────────────────────────────────────────────────────────────────────────

    def first_register(self, number: int) -> int:
        """Where the meter stands at the opening."""
        return int(90_000 * self.luck(number, 0, REGISTER))

    def mean_kwh(self, number: int) -> float:
        """What he uses in a month of the middle."""
        return max(exp(4.0 + 0.5 * NormalDist().inv_cdf(self.luck(number, 0, MEAN) or 0.5)), 5)

    def used_kwh(self, number: int, month: int, mean: float) -> int:
        """What he uses in this month."""
        return int(mean * (0.8 + 0.4 * self.luck(number, month, USE)))

    def late(self, number: int, month: int) -> bool:
        """Whether he waits until he is reminded."""
        return self.luck(number, month, LATE) < 0.12

    def by_bank(self, number: int) -> bool:
        """Whether the bank pays for him."""
        return number % 10 < 3

    def by_cheque(self, number: int) -> bool:
        """Whether he pays by cheque."""
        return number % 50 == 7

    def cheque_returned(self, number: int, month: int) -> bool:
        """Whether the bank gives his cheque back."""
        return self.by_cheque(number) and self.luck(number, month, RETURNED) < 0.006

    def service_s(self, number: int, month: int, attempt: int) -> float:
        """How long he stands at the window."""
        return -SERVICE_S * log(1 - self.luck(number, month, SERVICE_AGAIN if attempt else SERVICE))

    def hall(self, number: int) -> tuple[int, int]:
        """The two windows that he may choose between."""
        first = number // PER_BOOK % (len(self.windows) // 2) * 2
        return first, first + 1

    # ── when ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def reading_at(self, number: int, month: int) -> int:
        """When the reader begins with his book."""
        return working_day(month * 30 + number // PER_BOOK % 18) * DAY + MORNING

    def morning_after(self, now: float, days: int) -> int:
        """The morning of a working day, so many days on."""
        return working_day(int(now) // DAY + days) * DAY + MORNING

    def payment_at(self, now: float, number: int, month: int) -> float:
        """When he pays, or is reminded."""
        late = self.late(number, month)
        days = DUE_DAYS + 2 if late else 1 + int((DUE_DAYS - 1) * self.luck(number, month, DAYS))
        return self.morning_after(now, days) + self.luck(number, month, MOMENT) * OPEN_S

    def payment_after_notice_at(self, now: float, number: int, month: int) -> float:
        """When he pays who was reminded."""
        return self.morning_after(now, 2) + self.luck(number, month, LATE_MOMENT) * OPEN_S

    # ── papers ────────────────────────────────────────────────────────────────────────────────────────────────────

    def write(self, table: str, now: float, key: int, staff: int | None, *columns: int | str | None) -> None:
        """One row."""
        self.rows[table].append((key, int(now), staff, *columns))

    def write_reading(self, now: float, number: int, month: int, register: int) -> None:
        """One reading; with the first of a book, what is written of the whole book."""
        day, book = int(now) // DAY, number // PER_BOOK
        kind, remark = ("estimate", "locked") if self.luck(number, month, LOCKED) < 0.004 else ("actual", None)
        key = number * 1024 + month
        self.write("reading", now, key, book, number, number, book, month, kind, day, register, None, None, remark)
        if number % PER_BOOK == 0:
            key = book * 1024 + month
            self.write("batch", now, key, 900, book, month, day, day, PER_BOOK, 0, None, book, 0)
            self.write("handheld_log", now, key, book, book, month, 1, "unload", None, None)

    def write_bill(self, now: float, number: int, month: int, before: int, register: int) -> int:
        """One bill; its amount in 分."""
        kwh = register - before
        amount = (kwh * PRICE_E4 + 50) // 100
        day, key = int(now) // DAY, number * 1024 + month
        meter = (number, month, number // PER_BOOK, number, key, day - 30, day, before, register, 0, 0, kwh)
        self.write("bill", now, key, 901, *meter, "resident", PRICE_E4, 0, amount, day, day + DUE_DAYS)
        return amount

    def write_reminder(self, now: float, number: int, month: int, amount: int) -> None:
        """A bill that is late: in the list, and a notice."""
        bill = number * 1024 + month
        self.write("arrears_item", now, bill, 901, number, bill, number, amount)
        self.write("notice", now, bill, number // PER_BOOK, "dunning", bill, number, int(now) // DAY)

    def write_transfer(self, now: float, number: int, month: int, amount: int) -> None:
        """The bank pays."""
        bill = number * 1024 + month
        columns = (bill, number, "bank", None, "transfer", amount, int(now) // DAY, None)
        self.write("receipt", now, bill * 16, None, *columns)

    def take(self, now: float, window: Window, number: int, month: int, amount: int, attempt: int) -> None:
        """A window takes money or a cheque."""
        bill, serial = number * 1024 + month, len(self.rows["receipt"])
        key, tender = bill * 16 + attempt, "cheque" if self.by_cheque(number) else "cash"
        columns = (bill, number, "window", window.number, tender, amount, int(now) // DAY, serial)
        self.write("receipt", now, key, 910, *columns)
        window.receipts += 1
        if tender == "cash":
            window.cash += amount
        else:
            window.cheques += amount
            day = int(now) // DAY
            self.write("cheque", now, key, 910, key, number, amount, window.number, 1 + key % 99_999_999, day, day + 10)

    def write_return(self, now: float, number: int, month: int, amount: int) -> None:
        """A cheque comes back: the bill is open again, the customer is told."""
        day, bill = int(now) // DAY, number * 1024 + month
        self.write("return_notice", now, bill * 16, 920, bill * 16, bill, number, amount, day, day, 910, "funds")
        self.write("reopening", now, bill * 16, 910, bill * 16, bill, amount)
        self.write("notice", now, bill, 910, "returned_cheque", bill, number, day)

    def close(self, now: float) -> None:
        """The evening of a working day: windows, cashier, bank, accounts."""
        day = int(now) // DAY
        if day % 7 >= 5:
            return
        cash = cheques = 0
        for window in self.windows:
            key, total = window.number * 32768 + day, window.cash + window.cheques
            took = (window.cash, window.cheques, total)
            self.write("day_close", now, key, 910, window.number, day, window.receipts, *took)
            self.write("hand_in", now, key, 910, "counter", window.number, day, *took, 920, None)
            self.write("window_check", now, key * 2, 920, window.number, day, total, total, 0)
            cash, cheques = cash + window.cash, cheques + window.cheques
            window.cash = window.cheques = window.receipts = 0
        self.write("deposit", now, day, 920, "electricity", day, day, cash, cheques, cash + cheques)
        self.write("bank_line", now, day, None, "deposit", day, day, cash + cheques)
        self.write("voucher", now, day, 930, "electricity", day, cash + cheques)
        self.write("issue_check", now, day, 930, day, 0, 0, 0, 0)
