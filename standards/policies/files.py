"""Policy files: where they lie, what `extends` means, what must hold before one is used."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from kaohe.sim.files import (
    Fault,
    Faults,
    brief,
    exists,
    inside,
    is_file,
    load_toml,
    nearest,
    quoted,
    read_text,
    resolved,
    said_in,
)
from kaohe.sim.texts import Message, catalogue
from kaohe.standards.policies.checks import flaws
from kaohe.standards.policies.format import PolicyFile

Table = Mapping[str, object]
_texts = catalogue("kaohe.standards")
ENDING = ".toml"
DEPTH = 20  # policies that extend one another


def shipped_policies() -> dict[str, Path]:
    """Path of every policy that ships, by id."""
    folder = resources.files("kaohe.standards.policies")
    files = (Path(str(entry)) for entry in folder.iterdir() if entry.name.endswith(ENDING))
    return {path.stem: path for path in sorted(files)}


def read_policy(id_or_path: str | Path) -> PolicyFile:
    """A policy by id or path, merged with what it extends, and checked.

    Raises:
        Faults: P062 no such policy; or what is wrong in the file, with positions.
    """
    shipped = shipped_policies()
    path = shipped.get(str(id_or_path))
    return _read(_located(id_or_path, shipped), ()) if path is None else _shipped(path)


@cache
def _shipped(path: Path) -> PolicyFile:
    """A policy that ships is read once: half of the commands ask for one twice."""
    return _read(path, ())


def _located(id_or_path: str | Path, shipped: Mapping[str, Path]) -> Path:
    path = Path(id_or_path)
    if exists(path) or path.suffix or len(path.parts) > 1:
        return path
    raise Faults([Fault(str(id_or_path), None, None, "P062", str(_no_policy(str(id_or_path), shipped)))])


def _no_policy(name: str, shipped: Mapping[str, Path]) -> Message:
    near = nearest(name, shipped)
    if near is None:
        return _texts.message("policy-unknown", name=brief(name), names=quoted(", ".join(shipped)))
    return _texts.message("policy-unknown-near", name=brief(name), near=near)


def _read(path: Path, chain: tuple[Path, ...]) -> PolicyFile:
    base_id = _extended(path)
    base = {} if base_id is None else _base(path, base_id, (*chain, resolved(path)))
    document = load_toml(path, PolicyFile, context={"base": base})
    found = [document.fault(flaw.path, flaw.code, flaw.said) for flaw in flaws(document.value)]
    if found:
        raise Faults(found)
    return document.value


def _extended(path: Path) -> str | None:
    """The id that a file extends; whatever else is wrong with the file is said later."""
    name = said_in(read_text(path)).get("extends")
    return name if isinstance(name, str) else None


def own_files(path: Path) -> tuple[Path, ...]:
    """A policy file that was read, and the files beside it or below that it extends, one through the other."""
    base_id = _extended(path)
    if base_id is None or base_id in shipped_policies():
        return (path,)
    return path, *own_files(_found(path, base_id))


def _base(path: Path, base_id: str, chain: tuple[Path, ...]) -> Table:
    """What the extended policy says: one that ships, or a file in the folder of this one."""
    found = _found(path, base_id)
    if resolved(found) in chain:
        raise Faults([_at_extends(path, "P062", _texts.message("policy-extends-itself", name=brief(base_id)))])
    if len(chain) > DEPTH:
        raise Faults([_at_extends(path, "P070", _texts.message("policy-extends-deep", limit=DEPTH))])
    base = _shipped(found) if found in shipped_policies().values() else _read(found, chain)
    return base.model_dump(mode="json", exclude_none=True)


def _found(path: Path, base_id: str) -> Path:
    """The file that `extends` names: a shipped id, else a path from this file's folder, its ending left out or not."""
    shipped, folder = shipped_policies(), path.parent
    if base_id in shipped:
        return shipped[base_id]
    named = folder / (base_id if base_id.endswith(ENDING) else f"{base_id}{ENDING}")
    if not inside(named, folder):
        said = _texts.message("policy-extends-outside", name=brief(base_id), folder=brief(str(folder)))
        raise Faults([_at_extends(path, "P061", said)])
    if is_file(named):
        return named
    if base_id.isidentifier():
        raise Faults([_at_extends(path, "P062", _no_base(base_id, folder, shipped))])
    said = _texts.message("policy-extends-missing", name=brief(base_id), file=brief(str(named)))
    raise Faults([_at_extends(path, "P062", said)])


def _no_base(name: str, folder: Path, shipped: Mapping[str, Path]) -> Message:
    """No policy of this name ships, nor is there a file of it."""
    near = nearest(name, [*shipped, *sorted(file.stem for file in folder.glob(f"*{ENDING}"))])
    if near is not None:
        return _texts.message("policy-unknown-near", name=brief(name), near=near)
    return _texts.message("policy-extends-missing", name=brief(name), file=brief(str(folder / f"{name}{ENDING}")))


def _at_extends(path: Path, code: str, said: Message) -> Fault:
    lines = read_text(path).splitlines()
    number = next((n for n, line in enumerate(lines, start=1) if line.lstrip().startswith("extends")), 1)
    return Fault(str(path), number, lines[number - 1].find('"') + 1 or 1, code, str(said))


def varied(data: Table) -> PolicyFile:
    """A policy made in code from a whole table, checked like a file.

    Raises:
        Faults: what is wrong, by the path of its key.
    """
    name = str(data.get("id"))
    try:
        policy = PolicyFile.model_validate(data)
    except ValidationError as error:
        parts = [(tuple(one["loc"]), one["msg"]) for one in error.errors(include_url=False)]
        raise Faults([Fault(name, None, None, "P014", f"{_dotted(loc)}: {said}") for loc, said in parts]) from None
    found = [Fault(name, None, None, flaw.code, f"{_dotted(flaw.path)}: {flaw.said}") for flaw in flaws(policy)]
    if found:
        raise Faults(found)
    return policy


def _dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(str(step) for step in path)
