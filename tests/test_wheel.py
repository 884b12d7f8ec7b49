"""The wheel carries everything and works away from the checkout; an editable installation sees files as they come."""

from __future__ import annotations

import json
import os
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
LEFT_OUT = shutil.ignore_patterns(".*", "build", "dist", "runs", "tests", "docs", "__pycache__")

pytestmark = pytest.mark.wheel


def _left_out(folder: str, names: list[str]) -> set[str]:
    """What an earlier build or installation left behind is not in the copy."""
    return LEFT_OUT(folder, names) | {name for name in names if Path(folder, name).is_symlink()}


@pytest.fixture(name="source", scope="module")
def _source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("source") / "source", ignore=_left_out))


@pytest.fixture(name="wheel", scope="module")
def _wheel(source: Path) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(source.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return next(source.parent.glob("*.whl"))


def _install(home: Path, wheel: Path) -> Path:
    """An empty environment with the wheel; its dependencies are found in this one, without its editable kaohe."""
    venv.create(home / "venv", with_pip=False)
    python = home / "venv" / "bin" / "python"
    where = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip())
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home


@pytest.fixture(name="installed", scope="module")
def _installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _install(tmp_path_factory.mktemp("installed"), wheel)


@pytest.fixture(name="editable", scope="module")
def _editable(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install -e` installs, of the copy."""
    home = tmp_path_factory.mktemp("editable")
    build = [sys.executable, "-c", "import sys; from hatchling.build import *; build_editable(sys.argv[1])", str(home)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    return _install(home, next(home.glob("*.whl")))


def _python(home: Path, code: str, *words: str) -> str:
    """What Python of an environment says to a piece of code."""
    command = [str(home / "venv" / "bin" / "python"), "-c", code, *words]
    return subprocess.run(command, cwd=home, env=environment(), capture_output=True, text=True, check=True).stdout


def _call(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(home / "venv" / "bin" / "kaohe"), *words]
    return subprocess.run(command, cwd=home, env=environment(), capture_output=True, text=True)


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


def test_every_module_of_the_wheel_can_be_imported_and_is_not_the_checkout(installed: Path) -> None:
    packed = [_packed_name(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    modules = sorted(name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in packed)
    code = (
        "import sys; from importlib import import_module\nfor name in sys.argv[1:]: print(import_module(name).__file__)"
    )
    files = _python(installed, code, *modules).splitlines()
    assert len(files) == len(modules) > 250
    assert all(file.startswith(str(installed)) for file in files)


def test_a_new_file_of_any_room_is_found_in_a_checkout(source: Path, editable: Path) -> None:
    """By Python, and by mypy, which follows links but no finder."""
    packages = sorted({path.parent for room in ROOMS for path in (source / room).rglob("*.py")})
    assert {package.relative_to(source).parts[0] for package in packages} == {*ROOMS}
    for package in packages:
        (package / "added_later.py").write_text("NUMBER: int = 7\n", encoding="utf-8")
    names = [_packed_name(package.relative_to(source) / "added_later").replace("/", ".") for package in packages]
    checks = "\n".join(f"from {name} import NUMBER as n{k}; assert n{k} == 7" for k, name in enumerate(names))
    _python(editable, checks)
    types = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=skip", "--cache-dir", os.devnull]
    done = subprocess.run([*types, "-c", checks], cwd=source, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_a_checkout_lends_nobody_a_room_under_its_own_name(editable: Path) -> None:
    looked_for = f"print([name for name in {ROOMS[1:]} if find_spec(name)])"
    assert _python(editable, f"from importlib.util import find_spec; {looked_for}") == "[]\n"


def test_the_installed_command_lists_what_ships(installed: Path) -> None:
    done = _call(installed, "list", "policies", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert "handbook" in [entry["id"] for entry in json.loads(done.stdout)]


@pytest.mark.main_job
def test_the_installed_command_runs_an_office(installed: Path) -> None:
    done = _call(installed, "run", "--customers", "300", "--months", "2", "--inject", "none", "--out", "here")
    assert (done.returncode, done.stderr) == (0, "")
    assert (installed / "here" / "report" / "index.html").stat().st_size > 10_000
