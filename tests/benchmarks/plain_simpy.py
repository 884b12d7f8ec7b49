"""The same meter-to-cash cycle as a SimPy tutorial would write it: a process a customer, a Resource a reader or window.

The yardstick of the benchmarks. Months have thirty days, weeks five working days; rows are tuples of the columns of
kaohe's tables of the same names (sim/records/papers/).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator
from random import Random

import simpy

DAY = 86_400
MONTH = 30 * DAY
MORNING = 8 * 3600
EVENING = 17 * 3600
PER_BOOK = 300
PER_WINDOW = 1_500
READING_S = 25
SERVICE_S = 170
DUE_DAYS = 10
PRICE_E4 = 4_500

Steps = Generator[simpy.Event, None, None]
Row = tuple[int | str | None, ...]


class Window:
    """One window: who queues for it, and what it took today."""

    def __init__(self, env: simpy.Environment, number: int) -> None:
        self.number = number
        self.queue = simpy.Resource(env, capacity=1)
        self.cash = self.cheques = self.receipts = 0


class PlainOffice:
    """`run()` fills `rows`: table name → list of tuples (id, recorded_at, staff, the table's columns)."""

    def __init__(self, customers: int, months: int, seed: int = 1) -> None:
        self.env = simpy.Environment()
        self.random = Random(seed)
        self.months = months
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.readers = [simpy.Resource(self.env, capacity=1) for _ in range(customers // PER_BOOK + 1)]
        self.windows = [Window(self.env, number) for number in range(customers // PER_WINDOW // 2 * 2 + 2)]
        for number in range(customers):
            self.env.process(self.customer(number))
        self.env.process(self.evening())

    def run(self) -> int:
        """Simulate the span; the number of rows written."""
        self.env.run(until=(self.months + 1) * MONTH)
        return sum(len(rows) for rows in self.rows.values())

    def write(self, table: str, key: int, staff: int | None, *columns: int | str | None) -> None:
        self.rows[table].append((key, int(self.env.now), staff, *columns))

    def until(self, moment: float) -> simpy.Event:
        return self.env.timeout(max(moment - self.env.now, 0))

    def today(self) -> int:
        return int(self.env.now) // DAY

    def working_day(self, day: int) -> int:
        return day + (0, 0, 0, 0, 0, 2, 1)[day % 7]

    # ── the customer ──────────────────────────────────────────────────────────────────────────────────────────────

    def customer(self, number: int) -> Steps:
        book = number // PER_BOOK
        register = self.random.randrange(90_000)
        mean = max(self.random.lognormvariate(4.0, 0.5), 5)
        for month in range(self.months):
            yield self.until(self.working_day(month * 30 + book % 18) * DAY + MORNING)
            before, register = register, register + int(mean * self.random.uniform(0.8, 1.2))
            yield from self.be_read(number, book, month, register)
            bill = number * 1024 + month
            yield self.until(self.working_day(self.today() + 1) * DAY + MORNING)
            amount = self.issue(bill, number, book, month, before, register)
            yield from self.pay(bill, number, amount)

    def be_read(self, number: int, book: int, month: int, register: int) -> Steps:
        with self.readers[book].request() as turn:
            yield turn
            yield self.env.timeout(READING_S)
        day = self.today()
        kind, remark = ("estimate", "locked") if self.random.random() < 0.004 else ("actual", None)
        self.write("reading", number * 1024 + month, book, number, book, month, kind, day, register, None, remark)
        if number % PER_BOOK == 0:
            self.write("batch", book * 1024 + month, 900, book, month, day, day, PER_BOOK, 0, None, book, 0)
            self.write("handheld_log", book * 1024 + month, book, book, month, 1, "unload")

    def issue(self, bill: int, number: int, book: int, month: int, before: int, register: int) -> int:
        kwh = register - before
        amount = (kwh * PRICE_E4 + 50) // 100
        day = self.today()
        columns = (number, month, book, number, bill, day - 30, day, before, register, 0, kwh, "resident", PRICE_E4, 0)
        self.write("bill", bill, 901, *columns, amount, day, day + DUE_DAYS)
        return amount

    def pay(self, bill: int, number: int, amount: int) -> Steps:
        late = self.random.random() < 0.12
        days = DUE_DAYS + 2 if late else self.random.randrange(1, DUE_DAYS)
        yield self.until(self.working_day(self.today() + days) * DAY + MORNING + self.random.random() * 8 * 3600)
        if late:
            self.write("arrears_item", bill, 901, bill // 1024, bill, number, amount)
            self.write("notice", bill, number // PER_BOOK, "dunning", bill, number, self.today())
            yield self.until(self.working_day(self.today() + 2) * DAY + MORNING + self.random.random() * 8 * 3600)
        if number % 10 < 3:
            self.write("receipt", bill * 16, None, bill, number, "bank", None, "transfer", amount, self.today(), None)
            return
        yield from self.at_window(bill, number, amount, 0)
        if number % 50 == 7 and self.random.random() < 0.006:
            yield from self.cheque_comes_back(bill, number, amount)

    def at_window(self, bill: int, number: int, amount: int, attempt: int) -> Steps:
        window = self.shorter_queue(number)
        with window.queue.request() as turn:
            yield turn
            yield self.env.timeout(self.random.expovariate(1 / SERVICE_S))
        tender = "cheque" if number % 50 == 7 else "cash"
        serial = len(self.rows["receipt"])
        key = bill * 16 + attempt
        window.receipts += 1
        self.write("receipt", key, 910, bill, number, "window", window.number, tender, amount, self.today(), serial)
        if tender == "cash":
            window.cash += amount
            return
        window.cheques += amount
        self.write("cheque", key, 910, key, number, amount, window.number)

    def shorter_queue(self, number: int) -> Window:
        hall = number // PER_BOOK % (len(self.windows) // 2) * 2
        one, other = self.windows[hall : hall + 2]
        return one if len(one.queue.queue) + one.queue.count <= len(other.queue.queue) + other.queue.count else other

    def cheque_comes_back(self, bill: int, number: int, amount: int) -> Steps:
        yield self.until(self.working_day(self.today() + 3) * DAY + MORNING)
        day = self.today()
        self.write("return_notice", bill * 16, 920, bill * 16, bill, number, amount, day, day, 910, "funds")
        self.write("reopening", bill * 16, 910, bill * 16, bill, amount)
        self.write("notice", bill, 910, "returned_cheque", bill, number, day)
        yield self.until(self.working_day(day + 2) * DAY + MORNING)
        yield from self.at_window(bill, number, amount, 1)

    # ── the inside posts ──────────────────────────────────────────────────────────────────────────────────────────

    def evening(self) -> Steps:
        while True:
            yield self.until(self.today() * DAY + EVENING)
            if self.today() % 7 < 5:
                self.close_windows()
            yield self.until((self.today() + 1) * DAY)

    def close_windows(self) -> None:
        day = self.today()
        cash = cheques = 0
        for window in self.windows:
            key = window.number * 32768 + day
            total = window.cash + window.cheques
            self.write("day_close", key, 910, window.number, day, window.receipts, window.cash, window.cheques, total)
            self.write("hand_in", key, 910, "counter", window.number, day, window.cash, window.cheques, total, 920)
            self.write("window_check", key, 920, window.number, day, total, total, 0)
            cash, cheques = cash + window.cash, cheques + window.cheques
            window.cash = window.cheques = window.receipts = 0
        self.write("deposit", day, 920, "electricity", day, day, cash, cheques, cash + cheques)
        self.write("bank_line", day, None, "deposit", day, day, cash + cheques)
        self.write("voucher", day, 930, "electricity", day, cash + cheques)
        self.write("issue_check", day, 930, day, 0, 0, 0, 0)
