"""What a run's folder keeps to be run again: the office as founded, its orders and behaviours (truth/office.json)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from kaohe.sim.deciding.behaviours import Behaviour, Order
from kaohe.sim.files import Fault, Faults, brief
from kaohe.sim.founding import Founding
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.state import StateError, Taken, put_back, take_down
from kaohe.sim.texts import Verbatim, catalogue

NAME = "office.json"
_texts = catalogue("kaohe.scenarios")


def keep(truth: Path, founding: Founding, orders: Sequence[Order], behaviours: Sequence[Behaviour]) -> None:
    """Write what was asked for. StateError if a behaviour holds what is no plain value."""
    asked = take_down((founding, list(orders), list(behaviours))).value
    document = {"version": version("kaohe"), "office": asked}
    (truth / NAME).write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")


def again(directory: Path, records: Path) -> Office:
    """The office of a run's folder at its opening, its records going to another folder.

    Raises Faults if the folder does not keep it, or if another version did.
    """
    path = directory / "truth" / NAME
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        founding, orders, behaviours = put_back(Taken(document["office"]))
        spec, seed, rules, until = founding.spec, founding.seed, founding.rules, founding.until
        return Office(spec, seed, rules, orders=orders, behaviours=behaviours, folder=records, until=until)
    except FileNotFoundError as error:
        raise Faults([Fault(str(path), None, None, "U030", _texts("replay-none"))]) from error
    except (AttributeError, ImportError, KeyError, StateError, TypeError, ValueError) as error:
        raise other_version(directory, path) from error


def check_same(directory: Path, done: Run) -> None:
    """Raises Faults unless the records of a run are, value for value, those that run.json lists."""
    path = directory / "run.json"
    listed = json.loads(path.read_text(encoding="utf-8")).get("digests", {})
    made = {name: digest for name, digest in done.digests.items() if done.counts[name]}
    if made != listed:
        raise other_version(directory, path)


def other_version(directory: Path, path: Path) -> Faults:
    """U031: what the file says does not come out again."""
    versions = json.loads((directory / "run.json").read_text(encoding="utf-8")).get("versions")
    made_by = str(versions.get("kaohe", "?")) if isinstance(versions, dict) else "?"
    said = _texts("replay-other", made=brief(made_by), own=Verbatim(version("kaohe")))
    return Faults([Fault(str(path), None, None, "U031", said)])
