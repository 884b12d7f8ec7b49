"""`kaohe calc`: the desk calculator of the trade; alone it lists its formulas, and a formula alone its inputs."""

from __future__ import annotations

from typing import Annotated

import typer

from kaohe.completion import formulas
from kaohe.options import Json
from kaohe.sim.calculator import calc
from kaohe.sim.calculator.calculate import example_of
from kaohe.sim.calculator.pages import answer, answer_json, catalogue_json, listing
from kaohe.sim.calculator.sheet import sheet, sheet_json
from kaohe.sim.calculator.typed_inputs import read_inputs
from kaohe.terminal import show, show_json


def command(
    formula: Annotated[str | None, typer.Argument(metavar="FORMULA", autocompletion=formulas)] = None,
    inputs: Annotated[str | None, typer.Option("--input", metavar="JSON")] = None,
    json: Json = False,
) -> int:
    """Answer one formula, show its inputs, or list them all."""
    if formula is None:
        show_json(catalogue_json()) if json else show("\n".join(listing()))
        return 0
    if inputs is None:
        show_json(sheet_json(formula)) if json else show("\n".join(sheet(formula)))
        return 0
    result = calc(formula, read_inputs(inputs, example_of(formula)))
    show_json(answer_json(result)) if json else show("\n".join(answer(result)))
    return 0
