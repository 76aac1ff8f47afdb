"""The corpus: an archive of labelled utterances, decoded once to 16 kHz mono and kept in memory.

Speakers never cross a split: `group` is the speaker, and reading fails when one stands in two splits.
"""

from __future__ import annotations

import csv
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RATE = 16_000
"""Hz."""
SAME = {"calm": "neutral"}
FILES_AT_ONCE = 48


@dataclass(frozen=True)
class Corpus:
    name: str
    sounds: list[np.ndarray]
    """Each int16 [samples] at 16 kHz."""
    labels: np.ndarray
    """int64 [clips], places in the vocabulary."""
    splits: np.ndarray
    groups: np.ndarray
    """The speaker of each clip."""

    def where(self, chosen: np.ndarray) -> Corpus:
        """The clips of a boolean mask [clips]."""
        sounds = [self.sounds[place] for place in np.flatnonzero(chosen)]
        return Corpus(self.name, sounds, self.labels[chosen], self.splits[chosen], self.groups[chosen])

    def split(self, name: str) -> Corpus:
        return self.where(self.splits == name)


def read_corpus(archive: Path, scratch: Path, vocabulary: tuple[str, ...]) -> Corpus:
    """Unpacks and decodes at the first call. @raises ValueError for a speaker in two splits or an unknown label."""
    name = archive.name.removesuffix(".tar.gz")
    kept = scratch / f"{name}.npz"
    if not kept.exists():
        _decode(archive, scratch, kept)
    with np.load(kept) as found:
        samples, ends = found["samples"], found["ends"]
        labels = np.array([vocabulary.index(SAME.get(label, label)) for label in found["labels"]])
        splits, groups = found["splits"], found["groups"]
    _refuse_crossing(splits, groups)
    return Corpus(name, np.split(samples, ends[:-1]), labels, splits, groups)


def _decode(archive: Path, scratch: Path, kept: Path) -> None:
    scratch.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as unpacked:
        unpacked.extractall(scratch, filter="data")
    table = next(scratch.glob(f"{kept.stem}/**/labels.csv"))
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    paths = [table.parent / row["file"] for row in rows]
    sounds = [sound for at in range(0, len(paths), FILES_AT_ONCE) for sound in decode(paths[at : at + FILES_AT_ONCE], scratch)]
    columns = {f"{column}s": np.array([row[column] for row in rows]) for column in ("label", "split", "group")}
    np.savez(kept, samples=np.concatenate(sounds), ends=np.cumsum([len(sound) for sound in sounds]), **columns)


def decode(paths: list[Path], scratch: Path) -> list[np.ndarray]:
    """One ffmpeg for many files, since starting it costs more than decoding an utterance."""
    outs = [scratch / f"decoded-{place}.raw" for place in range(len(paths))]
    inputs = [part for path in paths for part in ("-i", str(path))]
    outputs = [part for place, out in enumerate(outs) for part in ("-map", f"{place}:a", "-ac", "1", "-ar", str(RATE), "-f", "s16le", str(out))]
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *inputs, *outputs], check=True)
    sounds = [np.fromfile(out, np.int16) for out in outs]
    for out in outs:
        out.unlink()
    return sounds


def _refuse_crossing(splits: np.ndarray, groups: np.ndarray) -> None:
    for group in np.unique(groups):
        if len(np.unique(splits[groups == group])) > 1:
            raise ValueError(f"speaker {group} stands in more than one split")
