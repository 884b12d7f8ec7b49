"""The wheel carries everything, and works in an environment of its own, away from the checkout."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.kaohe.calling import environment

ROOT = Path(__file__).parent.parent
ROOMS = ("kaohe", "sim", "standards", "scenarios", "reports", "features")
LEFT_OUT = shutil.ignore_patterns(".*", "build", "dist", "runs", "tests", "docs", "__pycache__", "*.egg-info")

pytestmark = pytest.mark.wheel


@pytest.fixture(name="wheel", scope="module")
def _wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing that an earlier build left behind gets in."""
    source = tmp_path_factory.mktemp("wheel") / "source"
    shutil.copytree(ROOT, source, ignore=LEFT_OUT)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(source.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return next(source.parent.glob("*.whl"))


@pytest.fixture(name="installed", scope="module")
def _installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel; its dependencies are found in this one, without its editable kaohe."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home / "venv", with_pip=False)
    python = home / "venv" / "bin" / "python"
    where = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip())
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home


def _call(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(home / "venv" / "bin" / "kaohe"), *words]
    return subprocess.run(command, cwd=home, env=environment(), capture_output=True, text=True, timeout=600)


def _packed_name(path: Path) -> str:
    return path.as_posix() if path.parts[0] == "kaohe" else f"kaohe/{path.as_posix()}"


def test_the_wheel_holds_every_file_of_the_rooms(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    files = [path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()]
    assert not [str(path) for path in files if "__pycache__" not in path.parts and _packed_name(path) not in packed]


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"kaohe"}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_installed_command_is_not_the_checkout(installed: Path) -> None:
    python = installed / "venv" / "bin" / "python"
    code = "import kaohe, kaohe.sim.files; print(kaohe.__file__); print(kaohe.sim.files.__file__)"
    done = subprocess.run([python, "-c", code], cwd=installed, capture_output=True, text=True, check=True)
    assert all(line.startswith(str(installed)) for line in done.stdout.splitlines())


def test_the_installed_command_lists_what_ships(installed: Path) -> None:
    done = _call(installed, "list", "policies", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert "handbook" in [entry["id"] for entry in json.loads(done.stdout)]


@pytest.mark.main_job
def test_the_installed_command_runs_an_office(installed: Path) -> None:
    done = _call(installed, "run", "--customers", "300", "--months", "2", "--inject", "none", "--out", "here")
    assert (done.returncode, done.stderr) == (0, "")
    assert (installed / "here" / "report" / "index.html").stat().st_size > 10_000
