"""`kaohe show KIND ID`: a file that ships, as it stands, to start one's own from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kaohe.completion import shown_kinds, shown_names
from kaohe.errors import Misuse


def command(
    kind: Annotated[str, typer.Argument(metavar="KIND", autocompletion=shown_kinds)],
    name: Annotated[str, typer.Argument(metavar="ID", autocompletion=shown_names)],
) -> int:
    """Print one file."""
    if kind not in KINDS:
        raise Misuse("U010", "kaohe show", "unknown_name", kind, tuple(KINDS))
    files = KINDS[kind]()
    if name not in files:
        raise Misuse("U010", f"kaohe show {kind}", "unknown_name", name, tuple(files))
    typer.echo(files[name].read_text(encoding="utf-8"), nl=False)
    return 0


def _policies() -> dict[str, Path]:
    from kaohe.standards.policies.files import shipped_policies

    return shipped_policies()


def _scenarios() -> dict[str, Path]:
    from kaohe.scenarios.shipped import shipped_scenarios

    return shipped_scenarios()


def _tariffs() -> dict[str, Path]:
    from kaohe.sim.tariff.tariffs import built_in_files

    return built_in_files()


def _exams() -> dict[str, Path]:
    from kaohe.scenarios.exam.shipped import shipped_exams

    return shipped_exams()


def _rates() -> dict[str, Path]:
    from kaohe.scenarios.studies.shipped import shipped_rates

    return shipped_rates()


def _deterrence() -> dict[str, Path]:
    from kaohe.scenarios.studies.shipped import shipped_deterrence

    return shipped_deterrence()


KINDS: dict[str, Callable[[], dict[str, Path]]] = {
    "policy": _policies,
    "scenario": _scenarios,
    "tariff": _tariffs,
    "exam": _exams,
    "rates": _rates,
    "deterrence": _deterrence,
}
