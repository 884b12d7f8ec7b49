"""`kaohe exam allow DIR --candidate ID --minutes N`: more time for somebody in a drill, with a reason and a name."""

from __future__ import annotations

from time import time
from typing import Annotated

import typer

from kaohe.commands.exam.amend import given, text_of
from kaohe.options import Directory, Json, Values
from kaohe.scenarios.exam.drill_folders import DrillFolder
from kaohe.terminal import show, show_json
from kaohe.wording import say

MOST_MINUTES = 600


def command(
    directory: Directory,
    candidate: Annotated[str | None, typer.Option("--candidate", metavar="ID")] = None,
    minutes: Annotated[str | None, typer.Option("--minutes", metavar="N")] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME")] = None,
    json: Json = False,
) -> int:
    """Allow more time."""
    folder, values = DrillFolder.read(directory), Values()
    who = values.name("--candidate", given(values, "--candidate", candidate), tuple(folder.forms)) or ""
    more = values.whole("--minutes", given(values, "--minutes", minutes), 1, MOST_MINUTES) or 0
    why, name = text_of(values, "--reason", reason), text_of(values, "--by", by)
    values.raise_faults()
    session = folder.session(who, time)
    session.allow(more, why, name)
    has = folder.minutes(who) + session.allowed_minutes
    left = max(has - int(session.used() // 60), 0)
    if json:
        show_json({"candidate": who, "minutes": has, "left": left})
    else:
        show(say("exam allow", "allowed", candidate=who, minutes=has, left=left))
    return 0
