"""Faces without labels, taught by a net that has learned before ("noisy student", Xie et al. 2020).

What a net says of faces whose labels it never saw it can't have learned by heart. A student that must say the same of other
views of them has more faces to learn from than have labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .crop import cropped, taken
from .dataset import read_datasets, write_arrays
from .points import alignments_of
from .restore import is_artifact
from .runtime import open_session, run
from .settings import Settings

PICTURE_SIDE = 96
"""Px, of the pictures before the device's crop is taken from them."""

KEPT = "taught.npz"

CHUNK = 512
"""Faces that are asked about at once."""

MOST = 4.0
"""So many times the mean a face is drawn at most, however rare what it shows."""


@dataclass(frozen=True)
class Taught:
    faces: np.ndarray
    """uint8 [count, C, side, side], as the device takes them."""
    answers: np.ndarray
    """float32 [count, labels]: what the teacher says."""


def teach(settings: Settings, archives: Sequence[Path], points: Sequence[Path], teacher: Path | None, scratch: Path) -> None:
    """Crops the train faces of `archives` as the device does, by the tables of `points`, asks `teacher` about them and keeps both.

    @raises ValueError without points, or when the teacher is no artifact: its looks and its calibration are what is worth believing.
    """
    if (scratch / KEPT).exists():
        return
    if not points or teacher is None or not is_artifact(teacher):
        raise ValueError("faces without labels need --points, tables of models/evaluate/face-points.ts, and --start X.float32.onnx to teach them")
    pictures = read_datasets(archives, scratch, "train", PICTURE_SIDE, settings.planes)
    alignments = alignments_of(pictures.words["file"], points, settings.manifest)
    session, faces, answers = open_session(teacher), [], []
    for at in range(0, len(pictures.faces), CHUNK):
        planes = torch.from_numpy(pictures.faces[at : at + CHUNK]).float()
        some = taken(planes, settings.taken_side, alignments[at : at + CHUNK]).round()
        faces.append(some.to(torch.uint8).numpy())
        answers.append(run(session, cropped(some, settings.graph["side"]).numpy()))
    write_arrays(scratch / KEPT, {"faces": np.concatenate(faces), "answers": np.concatenate(answers)})


def taught_share(settings: Settings) -> float:
    """Of a batch; none where the settings do not say."""
    return settings.targets.get("taught_share", 0.0)


def read_taught(scratch: Path) -> Taught:
    """What `teach` kept."""
    with np.load(scratch / KEPT) as kept:
        return Taught(kept["faces"], kept["answers"])


def chances_of(answers: np.ndarray, counts: np.ndarray) -> Tensor:
    """How often each taught face is drawn, so that all together show the labels about as often as the labelled faces do.

    `answers` [N, labels]; `counts` [labels] of the labelled ones. Float32 [N], their sum is 1.
    """
    wanted, found = counts / counts.sum(), answers.mean(0)
    chances = (answers * (wanted / found)).sum(1)
    chances = np.minimum(chances, MOST * chances.mean())
    return torch.from_numpy(chances / chances.sum()).float()
