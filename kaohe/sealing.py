"""Whether the records of a run are as the office wrote them; records that are not are looked at in full first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaohe.errors import note
from kaohe.run_folders import read_json, readable
from kaohe.sim.files import Fault, Faults
from kaohe.sim.records import Records
from kaohe.sim.records.seal import Difference, differences, file_digests, papers_digest, whole_digest
from kaohe.terminal import show
from kaohe.wording import say

if TYPE_CHECKING:
    from kaohe.sim.records.checking import Checked

NOTE = "records.json"
NEEDED = ("rule", "staff", "book", "customer", "meter", "reading", "bill")


@dataclass(frozen=True)
class Opened:
    """The records of a run's folder: digest of what their rows say, digest of their files, as the office wrote them."""

    records: Records
    digest: str
    files: str
    sealed: bool

    def at(self, directory: Path) -> Opened:
        """The same in the place to which the folder has been moved."""
        return replace(self, records=_records(directory))

    def tell(self) -> None:
        """Say that records are not sealed; nothing of those that are."""
        if not self.sealed:
            show(say("done", "unsealed"))

    def keep(self, folder: Path) -> None:
        """Note in an assessment's folder to which records it belongs."""
        document = {"digest": self.digest, "files": self.files, "sealed": self.sealed}
        (folder / NOTE).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def open_records(directory: Path, *, edited: bool = False) -> Opened:
    """The records of a run's folder, verified: the bytes of their files, or in full where these are not sealed.

    Raises Faults if there are none, if they are not those of run.json and nobody said that they were `edited`, or if
    they are not sound. Records from elsewhere come without run.json; which of the usual tables they lack is said.
    """
    with readable(directory):
        found, run = _files(directory), _run(directory)
        if run is not None and not edited:
            _raise(_unlike(directory, found, run))
        sealed, files = run is not None and run["files"] == found, whole_digest(found)
        if run is not None and sealed and run.get("papers") == papers_digest():
            return Opened(_records(directory), whole_digest(run["digests"]), files, sealed)
        checked = _check(directory)
        _raise(checked.faults)
        for lack in _lacking(directory, checked.digests) if run is None else ():
            note(lack.path, lack.code, lack.message)
    return Opened(_records(directory), whole_digest(checked.digests), files, sealed)


def open_judged(directory: Path) -> Opened:
    """The records of a judged run, which must be those that were judged. Raises Faults."""
    path = directory / "assessment" / NOTE
    judged = read_json(path) if path.exists() else {}
    with readable(directory):
        found, run = _files(directory), _run(directory)
        sealed, files = run is not None and run["files"] == found, whole_digest(found)
        same = run is not None and sealed and judged.get("digest") == whole_digest(run["digests"])
        if judged.get("files") != files and not same:
            _raise(() if run is None else _unlike(directory, found, run))
            raise _other(path, "other_assessment", directory)
    return Opened(_records(directory), str(judged.get("digest")), files, sealed)


def require_truth(directory: Path, opened: Opened) -> None:
    """Raises Faults unless the truth is that of these records, or of the run in which they have been edited."""
    path = directory / "truth" / NOTE
    own = read_json(path).get("digest") if path.exists() else None
    run = None if opened.sealed else _run(directory)
    if own != (opened.digest if run is None else whole_digest(run["digests"])):
        raise _other(path, "other_truth", directory)


def check_run(directory: Path) -> tuple[Fault, ...]:
    """All that is wrong with the records of a run's folder, looked at in full whether they are sealed or not."""
    with readable(directory):
        found, run = _files(directory), _run(directory)
        faults = list(_unlike(directory, found, run)) if run is not None else []
        checked = _check(directory)
    if run is not None and not faults and not checked.faults:
        faults = list(_other_values(directory, checked.digests, run["digests"]))  # else it is said already
    if run is None:
        faults += [Fault(str(directory), None, None, "U029", say("done", "unsealed"), "note")]
        faults += _lacking(directory, checked.digests)
    return (*faults, *checked.faults)


def _files(directory: Path) -> dict[str, str]:
    folder = directory / "records"
    found = file_digests(folder)
    if not found:
        raise Faults((Fault(str(folder), None, None, "U021", say("misuse", "empty_records")),))
    return found


def _run(directory: Path) -> dict[str, Any] | None:
    """What run.json says; None if there is none. Raises Faults if its digests are none."""
    path = directory / "run.json"
    if not path.exists():
        return None
    run = read_json(path)
    for key in ("digests", "files"):
        listed = run.setdefault(key, {})
        if not isinstance(listed, dict) or not all(isinstance(each, str) for each in listed.values()):
            raise Faults((Fault(str(path), None, None, "U021", say("misuse", "damaged_file")),))
    return run


def _unlike(directory: Path, found: Mapping[str, str], run: Mapping[str, Any]) -> Iterator[Fault]:
    sealed = run["files"]
    if not sealed:
        yield Fault(str(directory / "run.json"), None, None, "U027", say("misuse", "no_seal", directory=str(directory)))
        return
    for each in differences(found, sealed):
        yield _different(directory, each)


def _different(directory: Path, each: Difference) -> Fault:
    said = say("misuse", f"file_{each.how}", table=each.table, directory=str(directory))
    return Fault(str(directory / "records" / each.file), None, None, "U027", said)


def _other_values(directory: Path, found: Mapping[str, str], listed: Mapping[str, str]) -> Iterator[Fault]:
    """The files are those that were sealed, and say something else than run.json: one of both was made up."""
    for table in sorted(found.keys() | listed.keys()):
        if found.get(table) != listed.get(table):
            said = say("misuse", "other_digest", table=table)
            yield Fault(str(directory / "run.json"), None, None, "U027", said)


def _check(directory: Path) -> Checked:
    from kaohe.sim.records.checking import check_records  # not loaded where the bytes are those of the run

    return check_records(directory / "records")


def _records(directory: Path) -> Records:
    return Records.open(directory / "records")


def _lacking(directory: Path, found: Mapping[str, str]) -> Iterator[Fault]:
    lost = [name for name in NEEDED if name not in found]
    if lost:
        said = say("misuse", "tables_missing", tables=say("misuse", "comma").join(lost))
        yield Fault(str(directory / "records"), None, None, "U025", said, "note")


def _other(path: Path, key: str, directory: Path) -> Faults:
    return Faults((Fault(str(path), None, None, "U028", say("misuse", key, directory=str(directory))),))


def _raise(faults: Iterable[Fault]) -> None:
    found = tuple(faults)
    if found:
        raise Faults(found)
