"""A Dask cluster's workers, for `--scheduler`; needs the extra kaohe[cluster]."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from kaohe.scenarios.studies.workers import Workers, given
from kaohe.sim.files import Fault, Faults
from kaohe.sim.texts import catalogue

RETRIES = 3
CONNECT_S = 10
_texts = catalogue("kaohe.scenarios")


def cluster(address: str) -> Workers:
    """The workers of a Dask scheduler. Raises Faults, when they are asked for: no Dask here, or no scheduler there."""

    @contextmanager
    def joined() -> Iterator[Executor]:
        try:
            from distributed import Client
        except ImportError as error:
            raise Faults([Fault("--scheduler", None, None, "U054", _texts("cluster-none"))]) from error
        try:
            client = Client(address, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]  # Dask
        except (OSError, ValueError) as error:
            said = _texts("cluster-silent", address=address)
            raise Faults([Fault("--scheduler", None, None, "U055", said)]) from error
        with client:
            executor: Executor = client.get_executor(retries=RETRIES, pure=False)  # type: ignore[no-untyped-call]  # nor here
            with given(executor)() as lent:
                yield lent

    return joined
