"""Evaluation: what one ONNX artifact scores on one split, as given and as a room would give it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from .augment.cover import hide_mouth
from .augment.light import darken, without_colour
from .augment.optics import blur, compress, seen_at
from .dataset import Dataset
from .metrics import accuracy, calibration_error, cells, confusion, recalls
from .runtime import open_session, run, time_face
from .settings import Head


def evaluate(artifact: Path, dataset: Dataset, head: Head) -> dict:
    """Figures of an artifact: what the graph says of one crop a face."""
    session, labels = open_session(artifact), dataset.labels(head)
    found = run(session, dataset.faces)
    each = recalls(found, labels)
    return {
        "faces": len(labels),
        "accuracy": accuracy(found, labels),
        "macroRecall": float(each.mean()),
        "recall": dict(zip(head.labels, each.tolist(), strict=True)),
        "calibrationError": calibration_error(found, labels),
        "confusion": confusion(found, labels).tolist(),
        "cells": cells(found, labels, head.labels, dataset.words["group"]),
        "bytes": artifact.stat().st_size,
        "msPerFace": time_face(session, *dataset.faces.shape[1:3]),
    }


def evaluate_room(artifact: Path, dataset: Dataset, head: Head) -> dict[str, dict]:
    """Accuracy and macro recall with every face of the split changed in one way."""
    session, labels = open_session(artifact), dataset.labels(head)
    table = {}
    has_colour = dataset.faces.shape[1] == 3
    for name, change in (CONDITIONS | COLOUR_CONDITIONS if has_colour else CONDITIONS).items():
        torch.manual_seed(0)
        faces = change(torch.from_numpy(dataset.faces).float()).clamp(0, 255)
        found = run(session, faces.numpy())
        table[name] = {"accuracy": accuracy(found, labels), "macroRecall": float(recalls(found, labels).mean())}
    return table


def evaluate_unsure(artifact: Path, validation: Dataset, test: Dataset, head: Head) -> list[dict]:
    """What is left when the least certain vote `unsure`: thresholds from validation, coverage and accuracy of test."""
    session = open_session(artifact)
    best = run(session, validation.faces).max(1)
    found, labels = run(session, test.faces), test.labels(head)
    rows = []
    for share in (0.05, 0.1, 0.15, 0.2, 0.3, 0.5):
        threshold = float(np.quantile(best, share))
        sure = found.max(1) >= threshold
        rows.append({"share": share, "threshold": threshold, "coverage": float(sure.mean()), "accuracy": accuracy(found[sure], labels[sure])})
    return rows


def _shift(faces: torch.Tensor, share: float) -> torch.Tensor:
    """Moves the crop right and down by a share of its side; the edge is repeated."""
    pixels = round(faces.shape[-1] * share)
    padded = torch.nn.functional.pad(faces, (0, pixels, 0, pixels), mode="replicate")
    return padded[:, :, pixels:, pixels:]


def _dim(faces: torch.Tensor, level: float) -> torch.Tensor:
    return darken(faces, torch.full((len(faces),), level))


CONDITIONS = {
    "as given": lambda faces: faces,
    "face of 32 px": lambda faces: seen_at(faces, 32),
    "face of 24 px": lambda faces: seen_at(faces, 24),
    "face of 20 px": lambda faces: seen_at(faces, 20),
    "blur, deviation 1 px": lambda faces: blur(faces, 1.0),
    "blur, deviation 2 px": lambda faces: blur(faces, 2.0),
    "light at 30 %, with noise": lambda faces: _dim(faces, 0.3),
    "light at 10 %, with noise": lambda faces: _dim(faces, 0.1),
    "JPEG quality 20": lambda faces: compress(faces, 20),
    "crop off by 6 %": lambda faces: _shift(faces, 0.0625),
    "crop off by 12 %": lambda faces: _shift(faces, 0.125),
    "crop mirrored": lambda faces: faces.flip(3),
    "mouth hidden": hide_mouth,
}
COLOUR_CONDITIONS = {
    "warm lamp": lambda faces: faces * torch.tensor([1.25, 1.0, 0.65]).view(3, 1, 1),
    "cold lamp": lambda faces: faces * torch.tensor([0.75, 1.0, 1.25]).view(3, 1, 1),
    "no colour": without_colour,
}
