"""The same meter-to-cash cycle as a SimPy tutorial would write it: a process a customer, a Resource a reader or window.

The yardstick of the benchmarks.
"""

from __future__ import annotations

from collections.abc import Generator

import simpy

from tests.benchmarks.cycle import DAY, EVENING, MONTH, PER_BOOK, READING_S, Cycle

Steps = Generator[simpy.Event, None, None]


class PlainOffice(Cycle):
    """`run()` fills `rows`."""

    def __init__(self, customers: int, months: int, seed: int = 1) -> None:
        super().__init__(customers, months, seed)
        self.env = simpy.Environment()
        self.readers = [simpy.Resource(self.env, capacity=1) for _ in range(self.books)]
        self.queues = [simpy.Resource(self.env, capacity=1) for _ in self.windows]
        for number in range(customers):
            self.env.process(self.customer(number))
        self.env.process(self.evening())

    def run(self) -> int:
        """Simulate the span; the number of rows written."""
        self.env.run(until=(self.months + 1) * MONTH)
        return self.count()

    def until(self, moment: float) -> simpy.Event:
        return self.env.timeout(max(moment - self.env.now, 0))

    def customer(self, number: int) -> Steps:
        register, mean = self.first_register(number), self.mean_kwh(number)
        for month in range(self.months):
            yield self.until(self.reading_at(number, month))
            before, register = register, register + self.used_kwh(number, month, mean)
            yield from self.be_read(number, month, register)
            yield self.until(self.morning_after(self.env.now, 1))
            amount = self.write_bill(self.env.now, number, month, before, register)
            yield from self.pay(number, month, amount)

    def be_read(self, number: int, month: int, register: int) -> Steps:
        with self.readers[number // PER_BOOK].request() as turn:
            yield turn
            yield self.env.timeout(READING_S)
        self.write_reading(self.env.now, number, month, register)

    def pay(self, number: int, month: int, amount: int) -> Steps:
        yield self.until(self.payment_at(self.env.now, number, month))
        if self.late(number, month):
            self.write_reminder(self.env.now, number, month, amount)
            yield self.until(self.payment_after_notice_at(self.env.now, number, month))
        if self.by_bank(number):
            self.write_transfer(self.env.now, number, month, amount)
            return
        yield from self.at_window(number, month, amount, 0)
        if self.cheque_returned(number, month):
            yield from self.cheque_comes_back(number, month, amount)

    def at_window(self, number: int, month: int, amount: int, attempt: int) -> Steps:
        window = self.shorter_queue(number)
        with self.queues[window].request() as turn:
            yield turn
            yield self.env.timeout(self.service_s(number, month, attempt))
        self.take(self.env.now, self.windows[window], number, month, amount, attempt)

    def shorter_queue(self, number: int) -> int:
        one, other = self.hall(number)
        return one if self.waiting(one) <= self.waiting(other) else other

    def waiting(self, window: int) -> int:
        return len(self.queues[window].queue) + self.queues[window].count

    def cheque_comes_back(self, number: int, month: int, amount: int) -> Steps:
        yield self.until(self.morning_after(self.env.now, 3))
        self.write_return(self.env.now, number, month, amount)
        yield self.until(self.morning_after(self.env.now, 2))
        yield from self.at_window(number, month, amount, 1)

    def evening(self) -> Steps:
        while True:
            yield self.until(int(self.env.now) // DAY * DAY + EVENING)
            self.close(self.env.now)
            yield self.until((int(self.env.now) // DAY + 1) * DAY)
