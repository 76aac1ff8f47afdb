"""Geometry: the crop that a detector gives is never quite the crop of the dataset."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from ..crop import taken


def place(faces: Tensor, side: int, settings: dict, alignments: Tensor | None = None) -> Tensor:
    """Rotates, scales, stretches, shifts and mirrors each face; resamples it to `side` px.

    `alignments` [N, 2, 3]: the crop that is moved so, in −1..1 of the picture; the whole picture without."""
    moved = _draw(len(faces), settings)
    if alignments is not None:
        moved = alignments[:, :, :2] @ moved
        moved[:, :, 2] += alignments[:, :, 2]
    return taken(faces, side, moved)


def _draw(count: int, settings: dict) -> Tensor:
    """[count, 2, 3]: where in the face each place of the crop is taken from."""
    angle = _bell(count) * math.radians(settings["rotate"])
    zoom = torch.exp(_bell(count) * settings["scale"])
    stretch = torch.exp(_bell(count) * settings["stretch"])
    mirror = torch.where(torch.rand(count) < 0.5, -1.0, 1.0)
    shift = torch.stack([_bell(count), _bell(count)], 1) * 2 * settings["shift"]  # the crop spans −1..1
    cosine, sine = torch.cos(angle) * zoom, torch.sin(angle) * zoom
    across = torch.stack([cosine * stretch * mirror, -sine, shift[:, 0]], 1)
    down = torch.stack([sine * mirror, cosine / stretch, shift[:, 1]], 1)
    return torch.stack([across, down], 1)


def _bell(count: int) -> Tensor:
    """Bell-shaped in −1.5..1.5, deviation about 0.5: most crops are nearly right, few are far off."""
    return (torch.randn(count) * 0.5).clamp_(-1.5, 1.5)
