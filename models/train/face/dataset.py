"""A dataset: every picture of one split as luma planes in memory, with its label's number.

The archive unpacks to a folder with `labels.csv` (`file,label,split`). Reading 35,000 small
JPEG files takes half a minute, so the planes are kept beside the checkpoints as one file.
"""

from __future__ import annotations

import csv
import os
import tarfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class Dataset:
    faces: np.ndarray
    """Luma, uint8, [count, side, side], 0..255."""
    labels: np.ndarray
    """Position in the task's labels, int64, [count]."""


def read_dataset(archive: Path, scratch: Path, split: str, labels: tuple[str, ...], side: int) -> Dataset:
    """One split of the archive; unpacked planes are cached in `scratch`."""
    cache = scratch / f"{archive.name.split('.')[0]}-{side}.npz"
    if not cache.exists():
        _write_cache(_unpack(archive, scratch), cache, labels, side)
    with np.load(cache) as planes:
        return Dataset(planes[f"{split}_faces"], planes[f"{split}_labels"])


def _unpack(archive: Path, scratch: Path) -> Path:
    folder = scratch / archive.name.split(".")[0]
    if not (folder / "labels.csv").exists():
        with tarfile.open(archive) as tar:
            tar.extractall(scratch, filter="data")
    return folder


def _write_cache(folder: Path, cache: Path, labels: tuple[str, ...], side: int) -> None:
    with (folder / "labels.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    planes = {}
    for split in SPLITS:
        chosen = [row for row in rows if row["split"] == split]
        planes[f"{split}_faces"] = np.stack([_read_luma(folder / row["file"], side) for row in chosen])
        planes[f"{split}_labels"] = np.array([labels.index(row["label"]) for row in chosen])
    temporary = cache.with_suffix(".tmp.npz")
    np.savez(temporary, **planes)
    os.replace(temporary, cache)


def _read_luma(path: Path, side: int) -> np.ndarray:
    with Image.open(path) as picture:
        luma = picture.convert("L")
        return np.asarray(luma if luma.size == (side, side) else luma.resize((side, side), Image.Resampling.BOX))
