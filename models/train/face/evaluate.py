"""Evaluation: what one ONNX artifact scores on one split, as given and as a room would give it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from .augment.cover import hide_mouth
from .augment.light import darken
from .augment.optics import blur, compress, seen_at
from .dataset import Dataset
from .metrics import accuracy, calibration_error, confusion, recalls
from .runtime import open_session, run, time_face


def evaluate(artifact: Path, dataset: Dataset, labels: tuple[str, ...]) -> dict:
    """Figures of an artifact: no test-time augmentation, one crop a face."""
    session = open_session(artifact)
    found = run(session, dataset.faces)
    each = recalls(found, dataset.labels)
    return {
        "faces": len(dataset.labels),
        "accuracy": accuracy(found, dataset.labels),
        "macroRecall": float(each.mean()),
        "recall": dict(zip(labels, each.tolist(), strict=True)),
        "calibrationError": calibration_error(found, dataset.labels),
        "confusion": confusion(found, dataset.labels).tolist(),
        "bytes": artifact.stat().st_size,
        "msPerFace": time_face(session, dataset.faces.shape[-1]),
    }


def evaluate_room(artifact: Path, dataset: Dataset) -> dict[str, dict]:
    """Accuracy and macro recall with every face of the split changed in one way."""
    session = open_session(artifact)
    table = {}
    for name, change in CONDITIONS.items():
        torch.manual_seed(0)
        faces = change(torch.from_numpy(dataset.faces).float()[:, None]).clamp(0, 255)
        found = run(session, faces[:, 0].numpy())
        table[name] = {
            "accuracy": accuracy(found, dataset.labels),
            "macroRecall": float(recalls(found, dataset.labels).mean()),
        }
    return table


def evaluate_unsure(probabilities: np.ndarray, labels: np.ndarray) -> list[dict]:
    """Coverage and accuracy of what is left when a best probability under the threshold votes `unsure`."""
    best = probabilities.max(1)
    rows = []
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        sure = best >= threshold
        if not sure.any():
            break
        rows.append({
            "threshold": threshold, "coverage": float(sure.mean()), "accuracy": accuracy(probabilities[sure], labels[sure]),
        })
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
