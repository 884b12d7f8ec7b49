"""A study's folder: study.json says of what study, and every replication is a folder of its own, there whole or not.

study.json                       what decides the numbers; digests of the replications that are there
years/0001/incidents.parquet     and acts, exposure; digests.json beside them
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

import polars as pl

from kaohe.scenarios.studies.study import Study
from kaohe.scenarios.studies.years import FRAMES, OfficeYear
from kaohe.sim.files import Fault, Faults, brief
from kaohe.sim.records.seal import whole_digest
from kaohe.sim.texts import Verbatim, catalogue

NAME, YEARS, DIGESTS = "study.json", "years", "digests.json"
UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException)  # the second is a BaseException
_texts = catalogue("kaohe.scenarios")


class StudyFolder:
    """Where a study is kept. What one process has written another goes on with."""

    def __init__(self, folder: Path, study: Study) -> None:
        """Begin the folder, or go on with it.

        Raises:
            Faults: it is another study's, or holds something else; nothing in it is touched.
            OSError: the system refuses.
        """
        self.folder, self.study = folder, study
        if is_study(folder):
            self._require_same(folder / NAME)
        (folder / YEARS).mkdir(parents=True, exist_ok=True)
        for left in (folder / YEARS).glob(".*"):
            shutil.rmtree(left, ignore_errors=True)
        self.write_digests()

    def kept(self) -> tuple[int, ...]:
        """Numbers of the replications that are there."""
        names = (path.name for path in (self.folder / YEARS).iterdir())
        return tuple(sorted(int(name) for name in names if name.isdigit()))

    def read(self, replication: int) -> OfficeYear:
        """One that is there. Faults: it is not as it was written."""
        place = self._place(replication)
        try:
            frames = {name: pl.read_parquet(place / f"{name}.parquet") for name in FRAMES}
            year = OfficeYear(replication, **frames)
            if year.digests() == json.loads((place / DIGESTS).read_text(encoding="utf-8")):
                return year
        except (*UNREADABLE, OSError, ValueError):
            pass
        raise _fault(place, "U052", "study-damaged")

    def write(self, year: OfficeYear) -> None:
        """Keep one, whole or not at all; one that is there already stays, for it is the same."""
        place = self._place(year.replication)
        work = place.with_name(f".{place.name}-{token_hex(4)}")
        try:
            work.mkdir()
            for name, frame in year.frames().items():
                frame.write_parquet(work / f"{name}.parquet")
            _write_json(work / DIGESTS, year.digests())
            work.rename(place)
        except BaseException as error:
            shutil.rmtree(work, ignore_errors=True)
            if not (isinstance(error, OSError) and place.is_dir()):
                raise

    def write_digests(self) -> None:
        """study.json as things stand."""
        years = {f"{number:04d}": self._digest(number) for number in self.kept()}
        _write_json(self.folder / NAME, {"study": self.study.identity, "replications": len(years), "digests": years})

    def _digest(self, replication: int) -> str | None:
        with suppress(OSError, ValueError, AttributeError):
            found = json.loads((self._place(replication) / DIGESTS).read_text(encoding="utf-8"))
            return whole_digest(found)
        return None

    def _place(self, replication: int) -> Path:
        return self.folder / YEARS / f"{replication:04d}"

    def _require_same(self, path: Path) -> None:
        try:
            there = json.loads(path.read_text(encoding="utf-8"))["study"]
            differing = [name for name, value in self.study.identity.items() if there.get(name) != value]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _fault(path, "U052", "study-damaged") from error
        if differing:
            told = [self._told(name, there.get(name)) for name in differing]
            raise _fault(path, "U051", "study-other", what=Verbatim(_texts("study-between").join(told)))

    def _told(self, name: str, there: object) -> str:
        """What differs, in words; digests say nothing to anybody."""
        return _texts(f"study-of-{name}", there=brief(str(there)), here=Verbatim(str(self.study.identity[name])))


def is_study(folder: Path) -> bool:
    """Whether a study is there, or nothing yet. Raises Faults: something else is."""
    if folder.exists() and not folder.is_dir():
        raise _fault(folder, "U050", "study-file")
    there = (folder / NAME).exists()
    if not there and folder.is_dir() and any(folder.iterdir()):
        raise _fault(folder, "U050", "study-taken")
    return there


def _write_json(path: Path, document: object) -> None:
    """Whole, or as it was."""
    part = path.with_name(f".{path.name}-{token_hex(4)}")
    try:
        part.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _fault(path: Path, code: str, key: str, **said: Verbatim) -> Faults:
    return Faults([Fault(str(path), None, None, code, _texts(key, **said))])
