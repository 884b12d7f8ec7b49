"""The same cycle without a simulation library: one heap of what comes next, deques for those who wait, no processes.

What a programmer writes who finds SimPy slow; it keeps time as `PlainOffice` does and writes the same rows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from heapq import heapify, heappop, heappush

from tests.benchmarks.cycle import DAY, EVENING, MONTH, PER_BOOK, READING_S, Cycle

Step = Callable[[float, int], None]


class HeapOffice(Cycle):
    """`run()` fills `rows`. A step is called with the time and a customer's number, or a window's."""

    def __init__(self, customers: int, months: int, seed: int = 1) -> None:
        super().__init__(customers, months, seed)
        self.month = [0] * customers
        self.before = [0] * customers
        self.register = [self.first_register(number) for number in range(customers)]
        self.mean = [self.mean_kwh(number) for number in range(customers)]
        self.amount = [0] * customers
        self.attempt = [0] * customers
        # The first of each line is being read, or stands at the window.
        self.at_reader: list[deque[int]] = [deque() for _ in range(self.books)]
        self.at_window: list[deque[int]] = [deque() for _ in self.windows]
        self.heap: list[tuple[float, int, Step, int]] = [
            (self.reading_at(number, 0), number, self.wait_for_reader, number) for number in range(customers)
        ]
        self.heap.append((EVENING, customers, self.evening, 0))
        heapify(self.heap)
        self.scheduled = customers + 1

    def run(self) -> int:
        """Simulate the span; the number of rows written."""
        heap, end = self.heap, (self.months + 1) * MONTH
        while heap[0][0] < end:
            now, _, step, number = heappop(heap)
            step(now, number)
        return self.count()

    def push(self, at: float, step: Step, number: int) -> None:
        heappush(self.heap, (at, self.scheduled, step, number))
        self.scheduled += 1

    def until(self, now: float, moment: float, step: Step, number: int) -> None:
        """A moment that has passed is now; by way of the delay, as SimPy rounds it."""
        self.push(now + max(moment - now, 0), step, number)

    # ── read and billed ───────────────────────────────────────────────────────────────────────────────────────────

    def wait_for_reader(self, now: float, number: int) -> None:
        line = self.at_reader[number // PER_BOOK]
        line.append(number)
        if len(line) == 1:
            self.push(now + READING_S, self.be_read, number)

    def be_read(self, now: float, number: int) -> None:
        line = self.at_reader[number // PER_BOOK]
        line.popleft()
        if line:
            self.push(now + READING_S, self.be_read, line[0])
        month, before = self.month[number], self.register[number]
        self.before[number] = before
        self.register[number] = register = before + self.used_kwh(number, month, self.mean[number])
        self.write_reading(now, number, month, register)
        self.until(now, self.morning_after(now, 1), self.be_billed, number)

    def be_billed(self, now: float, number: int) -> None:
        month = self.month[number]
        self.amount[number] = self.write_bill(now, number, month, self.before[number], self.register[number])
        step = self.be_reminded if self.late(number, month) else self.pay
        self.until(now, self.payment_at(now, number, month), step, number)

    # ── paid ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def be_reminded(self, now: float, number: int) -> None:
        month = self.month[number]
        self.write_reminder(now, number, month, self.amount[number])
        self.until(now, self.payment_after_notice_at(now, number, month), self.pay, number)

    def pay(self, now: float, number: int) -> None:
        if self.by_bank(number):
            self.write_transfer(now, number, self.month[number], self.amount[number])
            self.next_month(now, number)
            return
        one, other = self.hall(number)
        window = one if len(self.at_window[one]) <= len(self.at_window[other]) else other
        self.at_window[window].append(number)
        if len(self.at_window[window]) == 1:
            self.serve(now, window)

    def serve(self, now: float, window: int) -> None:
        number = self.at_window[window][0]
        service = self.service_s(number, self.month[number], self.attempt[number])
        self.push(now + service, self.be_served, window)

    def be_served(self, now: float, window: int) -> None:
        line = self.at_window[window]
        number = line.popleft()
        if line:
            self.serve(now, window)
        month, attempt = self.month[number], self.attempt[number]
        self.take(now, self.windows[window], number, month, self.amount[number], attempt)
        if attempt == 0 and self.cheque_returned(number, month):
            self.until(now, self.morning_after(now, 3), self.cheque_comes_back, number)
        else:
            self.next_month(now, number)

    def cheque_comes_back(self, now: float, number: int) -> None:
        self.write_return(now, number, self.month[number], self.amount[number])
        self.attempt[number] = 1
        self.until(now, self.morning_after(now, 2), self.pay, number)

    def next_month(self, now: float, number: int) -> None:
        self.month[number] = month = self.month[number] + 1
        self.attempt[number] = 0
        if month < self.months:
            self.until(now, self.reading_at(number, month), self.wait_for_reader, number)

    def evening(self, now: float, number: int) -> None:
        self.close(now)
        self.push(now + DAY, self.evening, number)
