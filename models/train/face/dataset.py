"""A dataset: every picture of one split as planes in memory, luma or colour, with the words that its archive says about it.

An archive unpacks to a folder with `labels.csv` (`file,label,split`, and more columns where it knows more). Reading
30,000 small JPEG files takes half a minute, so the planes are kept beside the checkpoints as one file.
"""

from __future__ import annotations

import csv
import os
import tarfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from .crop import cropped
from .settings import Head

SPLITS = ("train", "validation", "test")
COLUMNS = ("file", "label", "group", "age")
COLOURS = {1: "L", 3: "RGB"}
"""How Pillow calls what has so many planes."""
HELD_OUT = 20
"""One in so many training pictures is held out where an archive has no test split: see `_split`."""


@dataclass(frozen=True)
class Dataset:
    faces: np.ndarray
    """uint8 [count, C, side, side], 0..255: luma alone, or red, green and blue."""
    words: dict[str, np.ndarray]
    """What each column says of each face, strings [count]; empty where the archive has no such column."""

    def labels(self, head: Head) -> np.ndarray:
        """Position among the labels of `head`, int64 [count]; −1 where the archive does not answer its question."""
        places = {label: place for place, label in enumerate(head.labels)}
        return np.array([places.get(word, -1) for word in self.words[head.column]], np.int64)


def read_datasets(archives: Sequence[Path], scratch: Path, split: str, side: int, planes: int) -> Dataset:
    """One split of all archives together; `planes` 1 for luma, 3 for colour."""
    parts = [_read(archive, scratch, split, side, planes) for archive in archives]
    words = {column: np.concatenate([part.words[column] for part in parts]) for column in COLUMNS}
    return Dataset(np.concatenate([part.faces for part in parts]), words)


def _read(archive: Path, scratch: Path, split: str, side: int, planes: int) -> Dataset:
    """One split of the archive; unpacked planes are cached in `scratch`."""
    cache = scratch / f"{archive.name.split('.')[0]}-{side}-{COLOURS[planes]}.npz"
    if not cache.exists():
        _write_cache(_unpack(archive, scratch), cache, side, COLOURS[planes])
    with np.load(cache) as kept:
        return Dataset(kept[f"{split}_faces"], {column: kept[f"{split}_{column}"] for column in COLUMNS})


def _unpack(archive: Path, scratch: Path) -> Path:
    folder = scratch / archive.name.split(".")[0]
    if not (folder / "labels.csv").exists():
        with tarfile.open(archive) as tar:
            tar.extractall(scratch, filter="data")
    return folder


def _write_cache(folder: Path, cache: Path, side: int, colours: str) -> None:
    with (folder / "labels.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    tested = any(row["split"] == "test" for row in rows)
    kept = {}
    for split in SPLITS:
        chosen = [row for row in rows if (row["split"] if tested else _split(row)) == split]
        kept[f"{split}_faces"] = np.stack([_read_planes(folder / row["file"], side, colours) for row in chosen])
        for column in COLUMNS:
            kept[f"{split}_{column}"] = np.array([row.get(column, "") for row in chosen])
    write_arrays(cache, kept)


def write_arrays(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Writes beside, then renames: what is there is whole."""
    temporary = path.with_suffix(".tmp.npz")
    np.savez(temporary, **arrays)
    os.replace(temporary, path)


def _split(row: dict) -> str:
    """Where there are only two splits: the archive's validation is our test, part of its train our validation."""
    if row["split"] == "validation":
        return "test"
    return "validation" if zlib.crc32(row["file"].encode()) % HELD_OUT == 0 else "train"


def _read_planes(path: Path, side: int, colours: str) -> np.ndarray:
    with Image.open(path) as picture:
        pixels = torch.from_numpy(np.asarray(picture.convert(colours), np.float32))
    planes = pixels[None, None] if pixels.ndim == 2 else pixels.permute(2, 0, 1)[None]
    return cropped(planes, side)[0].round().to(torch.uint8).numpy()
