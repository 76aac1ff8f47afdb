"""The crop: planes at another side, as `alignFace` of the device takes them (device/sense/vision/alignment.ts)."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

LUMA = torch.tensor([0.299, 0.587, 0.114])
"""Of red, green and blue: ITU-R BT.601."""

FINER = 1.2
"""Pixels of the plane under one of the crop, from which on four samples see them all."""


def samples_across(before: int, side: int) -> int:
    """How many samples a pixel of the crop is the mean of, in each direction."""
    return 2 if before > FINER * side else 1


def taken(planes: Tensor, side: int, alignments: Tensor) -> Tensor:
    """[N, C, S, S] → [N, C, side, side]: the crops that `alignments` [N, 2, 3] tell, in −1..1 of the picture; beyond its edge the edge goes on."""
    finer = samples_across(planes.shape[-1], side)
    grid = F.affine_grid(alignments, [len(planes), 1, finer * side, finer * side], align_corners=False)
    return F.avg_pool2d(F.grid_sample(planes, grid, mode="bilinear", padding_mode="border", align_corners=False), finer)


def cropped(planes: Tensor, side: int) -> Tensor:
    """[N, C, S, S], S below twice `side` → [N, C, side, side]: bilinear, the mean of four samples where it shrinks."""
    if planes.shape[-1] == side:
        return planes
    finer = samples_across(planes.shape[-1], side)
    sampled = F.interpolate(planes, size=(finer * side, finer * side), mode="bilinear", align_corners=False)
    return F.avg_pool2d(sampled, finer)
