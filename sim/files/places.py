"""What may be asked of a path that people wrote, whatever they wrote: names too long, loops of links, NUL."""

from __future__ import annotations

from pathlib import Path


def is_file(path: Path) -> bool:
    """Whether an ordinary file is there; False too where the system will not have such a name."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether a folder is there; False too where the system will not have such a name."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def exists(path: Path) -> bool:
    """Whether anything is there; True too where the system will not say, so that reading it tells why."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return True


def resolved(path: Path) -> Path:
    """The path without links and dots; only made absolute where the system will not follow it."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a loop of links, before Python 3.13
        return path.absolute()


def inside(path: Path, folder: Path) -> bool:
    """Whether a path, links followed, leads into a folder or below it."""
    return resolved(path).is_relative_to(resolved(folder))
