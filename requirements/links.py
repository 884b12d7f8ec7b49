"""An editable installation sees the rooms where they are imported from: links in `kaohe/`, and a folder that holds it.

`kaohe/sim` → `../sim` and so on, so that a new file in any room is found by Python, mypy, pyright and editors alike;
`build/tree/kaohe` → `kaohe`, for sys.path: the root would lend everybody a top-level `sim`, `reports` and `tests`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Links(BuildHookInterface[Any]):
    """Makes the links before an editable installation; a wheel needs none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """`version` is that of the wheel: "standard" or "editable"."""
        if version == "editable":
            root = Path(self.root)
            for room in self.build_config.sources:
                _link(root / "kaohe" / room.strip("/"), Path("..", room))
            _link(root / "build" / "tree" / "kaohe", Path("..", "..", "kaohe"))


def _link(at: Path, to: Path) -> None:
    at.parent.mkdir(parents=True, exist_ok=True)
    if not at.is_symlink():
        at.symlink_to(to, target_is_directory=True)
