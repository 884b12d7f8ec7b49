"""Workers of a study: processes here, or a cluster's. Who does what when is their library's affair."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess

Workers = Callable[[], AbstractContextManager[Executor]]
"""Asked again when those that it gave have died."""
ONE_THREAD = {"POLARS_MAX_THREADS": "1"}


def _alone() -> None:
    """A worker is one of several: it computes by one thread, leaves Ctrl-C to who started it, and does not outlive him.

    It runs before Polars is loaded, which counts its threads then.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)
    threading.Thread(target=_end_with, args=[parent_process()], daemon=True).start()


def _end_with(parent: BaseProcess | None) -> None:
    """A pool whose owner was killed would wait for work for ever."""
    if parent is not None:
        parent.join()
        os._exit(1)


def processes(jobs: int) -> Workers:
    """So many processes on this machine."""

    @contextmanager
    def begun() -> Iterator[Executor]:
        pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_alone)
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()

    return begun


def given(executor: Executor) -> Workers:
    """An executor of the caller's, who closes it."""

    @contextmanager
    def lent() -> Iterator[Executor]:
        yield executor

    return lent
