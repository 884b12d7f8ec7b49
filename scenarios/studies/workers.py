"""Workers of a study: processes here, or a cluster's. Who does what when is their library's affair."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

Workers = Callable[[], AbstractContextManager[Executor]]
"""Asked again when those that it gave have died."""
ONE_THREAD = {"POLARS_MAX_THREADS": "1"}


BETWEEN_S, MOST_LOOKS = 0.05, 20
STOPS = frozenset({signal.SIGINT, signal.SIGTERM})


class Lent(Executor):
    """An executor that stays open when its borrower has gone: what it was given and has not begun is taken back."""

    def __init__(self, executor: Executor) -> None:
        self.executor = executor
        self.futures: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = self.executor.submit(fn, *args, **kwargs)
        self.futures.append(future)
        return future

    def take_back(self) -> None:
        """Whatever has not begun is not done."""
        for future in self.futures:
            future.cancel()


class _Worker(SpawnProcess):
    """A process that is begun whole: a stop that comes meanwhile waits, here until it is begun, there until _alone."""

    def start(self) -> None:
        with _stops_wait():
            super().start()


class _Known(SpawnContext):
    """Knows the processes that it made: a pool gives them away to nobody, and stops none that is at work."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[SpawnProcess] = []

    def Process(self, *args: Any, **kwargs: Any) -> SpawnProcess:  # type: ignore[override]  # its name there
        self.made.append(_Worker(*args, **kwargs))
        return self.made[-1]

    def end(self) -> None:
        """End them at once; what they had begun is lost."""
        for process in self.made:
            if process.pid is not None:
                process.terminate()


@contextmanager
def _stops_wait() -> Iterator[None]:
    """What would stop this thread waits; a process that is begun meanwhile begins so too."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Ending:
    """A worker that is asked to end does so at once, unless it is just sending what it found.

    Of half an answer the pool would wait for the other half, and its process could never end.
    """

    def __init__(self) -> None:
        self.times = 0

    def asked(self, number: int, frame: FrameType | None) -> None:
        """Looked at again a little later; where nobody reads any more it ends all the same."""
        self.times += 1
        while frame is not None and frame.f_code is not Connection.send_bytes.__code__:
            frame = frame.f_back
        if frame is None or self.times > MOST_LOOKS:
            os._exit(1)
        signal.setitimer(signal.ITIMER_REAL, BETWEEN_S)


def _alone() -> None:
    """A worker is one of several: it computes by one thread, leaves Ctrl-C to who started it, and does not outlive him.

    It runs before Polars is loaded, which counts its threads then.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        ending = _Ending()
        signal.signal(signal.SIGTERM, ending.asked)
        signal.signal(signal.SIGALRM, ending.asked)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)
    threading.Thread(target=_end_with, args=[parent_process()], daemon=True).start()


def _end_with(parent: BaseProcess | None) -> None:
    """A pool whose owner was killed would wait for work for ever."""
    if parent is not None:
        parent.join()
        os._exit(1)


def processes(jobs: int) -> Workers:
    """So many processes on this machine. Whoever is interrupted waits for none of them.

    Nothing that waits is cancelled from here: a pool that finds a worker dead fails what waits, by a thread of its own,
    and that thread ends where somebody else has cancelled it (Python 3.11), with workers left that nobody ends.
    """

    @contextmanager
    def begun() -> Iterator[Executor]:
        context = _Known()
        pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_alone)
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            context.end()
            raise
        pool.shutdown()

    return begun


def given(executor: Executor) -> Workers:
    """An executor of the caller's, who closes it."""

    @contextmanager
    def borrowed() -> Iterator[Executor]:
        lent = Lent(executor)
        try:
            yield lent
        except BrokenExecutor:  # it has failed what waits
            raise
        except BaseException:
            lent.take_back()
            raise

    return borrowed
