"""Points: where the device's own detector finds eyes and mouth in the pictures, so that training also sees the crops that a room gives.

    npx tsx models/evaluate/face-points.ts --data DIR --limit 1000000 --out POINTS.csv     (in the project's root)
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

MOUTH_WEIGHT = 2
"""Of the mouth beside each eye: `MOUTH_WEIGHT` of device/sense/vision/alignment.ts."""


def alignments_of(files: np.ndarray, tables: Sequence[Path], about: dict) -> Tensor:
    """[len(files), 2, 3]: from the crop, which spans −1..1, to the picture, as `alignmentOf` of the device has it.

    `about`: the manifest's settings, where `eyes` (left and right of the picture) and perhaps `mouth` shall lie, shares of the crop.
    A picture without points in `tables` stays as it is. ValueError where they know none of the pictures, or one twice.
    """
    found = _rows(tables)
    if not any(file in found for file in files):
        raise ValueError(f"no points of these pictures in {[str(table) for table in tables]}")
    names, wanted, weights = ["left", "right"], list(about["eyes"]), [1, 1]
    if "mouth" in about:
        names, wanted, weights = [*names, "mouth"], [*wanted, about["mouth"]], [*weights, MOUTH_WEIGHT]
    to = np.array([complex(*point) for point in wanted]) * 2 - 1 - 1j
    seen = np.array([_read(found[file], names) if file in found else to for file in files])
    return _similarities(to, seen, np.array(weights))


def _rows(tables: Sequence[Path]) -> dict[str, dict[str, str]]:
    """By the picture's name. ValueError where two tables know one name: it can't be told whose points are whose."""
    found = {}
    for table in tables:
        with table.open(newline="") as file:
            rows = {row["file"]: row for row in csv.DictReader(file)}
        if shared := found.keys() & rows.keys():
            raise ValueError(f"{table} has points of {min(shared)}, and so has a table before it")
        found |= rows
    return found


def _read(row: dict[str, str], names: list[str]) -> list[complex]:
    return [complex(float(row[f"{name}_x"]), float(row[f"{name}_y"])) * 2 - 1 - 1j for name in names]


def _similarities(to: np.ndarray, seen: np.ndarray, weights: np.ndarray) -> Tensor:
    """The least-squares similarity (Umeyama 1991) from `to` [points] to each row of `seen` [N, points], complex numbers."""
    middle, middles = np.average(to, weights=weights), np.average(seen, axis=1, weights=weights)
    spread = to - middle
    turn = ((seen - middles[:, None]) * spread.conj() * weights).sum(1) / (np.abs(spread) ** 2 * weights).sum()
    shift = middles - turn * middle
    across = np.stack([turn.real, -turn.imag, shift.real], 1)
    down = np.stack([turn.imag, turn.real, shift.imag], 1)
    return torch.from_numpy(np.stack([across, down], 1)).float()
