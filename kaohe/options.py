"""Options that commands share; values come as written and `kaohe.values` reads them, to tell all faults at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Scenario = Annotated[str | None, typer.Argument(metavar="SCENARIO")]
Directory = Annotated[Path, typer.Argument(metavar="DIR")]
Seed = Annotated[str | None, typer.Option("--seed", metavar="N")]
Customers = Annotated[str | None, typer.Option("--customers", metavar="N")]
Months = Annotated[str | None, typer.Option("--months", metavar="N")]
Policy = Annotated[str | None, typer.Option("--policy", metavar="ID|FILE")]
Inject = Annotated[list[str] | None, typer.Option("--inject", metavar="CLAUSE=RATE|CLAUSE=Nx")]
Jobs = Annotated[str | None, typer.Option("--jobs", metavar="N")]
CheckIntensity = Annotated[str | None, typer.Option("--check-intensity", metavar="X")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR")]
Json = Annotated[bool, typer.Option("--json")]
