"""A checkpoint: all that a run needs to go on as if it had never stopped, replaced in one step."""

from __future__ import annotations

import os
from pathlib import Path

import torch


def write_checkpoint(path: Path, state: dict) -> None:
    """Writes beside, then renames: a kill leaves the old checkpoint or the new one."""
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        torch.save(state, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def read_checkpoint(path: Path) -> dict | None:
    """The checkpoint of an earlier run, or None; the dice need no keeping, each epoch throws its own."""
    return torch.load(path, weights_only=True) if path.exists() else None
