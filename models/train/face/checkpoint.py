"""A checkpoint: all that a run needs to go on as if it had never stopped, replaced in one step."""

from __future__ import annotations

import os
import random
from pathlib import Path

import torch


def write_checkpoint(path: Path, state: dict) -> None:
    """Writes beside, then renames: a kill leaves the old checkpoint or the new one."""
    dice = {"python": random.getstate(), "torch": torch.get_rng_state()}
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        torch.save({**state, "dice": dice}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def read_checkpoint(path: Path) -> dict | None:
    """The checkpoint of an earlier run with its dice restored, or None."""
    if not path.exists():
        return None
    state = torch.load(path, weights_only=False)
    random.setstate(state["dice"]["python"])
    torch.set_rng_state(state["dice"]["torch"])
    return state
