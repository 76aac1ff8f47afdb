"""Optics: far faces, soft focus, motion and compression, each on the faces that it is given."""

from __future__ import annotations

import math
import random

import torch
import torch.nn.functional as F
from torch import Tensor


def seen_at(faces: Tensor, side: int) -> Tensor:
    """The faces as a camera sees them at `side` px, brought back to their size."""
    small = F.interpolate(faces, size=(side, side), mode="bilinear", antialias=True, align_corners=False)
    return F.interpolate(small.round(), size=faces.shape[-2:], mode="bilinear", align_corners=False)


def blur(faces: Tensor, deviation: float) -> Tensor:
    """Gaussian blur; `deviation` in px."""
    reach = max(1, math.ceil(2.5 * deviation))
    places = torch.arange(-reach, reach + 1, dtype=torch.float32)
    kernel = torch.exp(-places.square() / (2 * deviation * deviation))
    kernel = kernel / kernel.sum()
    padded = F.pad(faces, (reach, reach, reach, reach), mode="replicate")
    return _each_plane(_each_plane(padded, kernel[None, :]), kernel[:, None])


def smear(faces: Tensor, length: int, angle: float) -> Tensor:
    """Motion blur along a line of `length` px at `angle` radians."""
    reach = length // 2
    kernel = torch.zeros(2 * reach + 1, 2 * reach + 1)
    for step in torch.linspace(-reach, reach, 4 * reach + 1).tolist():
        kernel[reach + round(step * math.sin(angle)), reach + round(step * math.cos(angle))] += 1
    padded = F.pad(faces, (reach, reach, reach, reach), mode="replicate")
    return _each_plane(padded, kernel / kernel.sum())


def _each_plane(faces: Tensor, kernel: Tensor) -> Tensor:
    """Every plane of every face with the same `kernel` [height, width]."""
    return F.conv2d(faces.flatten(0, 1)[:, None], kernel[None, None]).unflatten(0, faces.shape[:2]).squeeze(2)


def draw_smear(faces: Tensor) -> Tensor:
    return smear(faces, random.choice((3, 5, 7)), random.uniform(0, math.pi))


# ITU-T T.81, tables K.1 and K.2: quantisation of luminance and chrominance.
_STEPS = torch.tensor(
    [
        [16, 11, 10, 16, 24, 40, 51, 61], [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56], [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77], [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101], [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    dtype=torch.float32,
)
_COLOUR_STEPS = torch.tensor(
    [
        [17, 18, 24, 47, 99, 99, 99, 99], [18, 21, 26, 66, 99, 99, 99, 99],
        [24, 26, 56, 99, 99, 99, 99, 99], [47, 66, 99, 99, 99, 99, 99, 99],
        *[[99] * 8] * 4,
    ],
    dtype=torch.float32,
)
_COSINES = torch.tensor(
    [[math.sqrt((1 if k == 0 else 2) / 8) * math.cos(math.pi * (2 * n + 1) * k / 16) for n in range(8)] for k in range(8)]
)


# ITU-T T.871, clause 7: red, green and blue to luma and two differences of colour, without their offset of 128.
_TO_YCC = torch.tensor([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])


def compress(faces: Tensor, quality: int) -> Tensor:
    """JPEG's loss at `quality` 1..100 (the IJG scale); colours are coded at half the side, as cameras do."""
    if faces.shape[1] == 1:
        return _coded(faces - 128, _STEPS, quality) + 128
    planes = torch.einsum("ij,njhw->nihw", _TO_YCC, faces - 128)
    luma = _coded(planes[:, :1], _STEPS, quality)
    halved = F.avg_pool2d(planes[:, 1:], 2, ceil_mode=True)
    coded = _coded(halved.flatten(0, 1)[:, None], _COLOUR_STEPS, quality).view(halved.shape)
    colour = F.interpolate(coded, size=faces.shape[-2:], mode="bilinear", align_corners=False)
    return torch.einsum("ij,njhw->nihw", torch.linalg.inv(_TO_YCC), torch.cat([luma, colour], 1)) + 128


def _coded(planes: Tensor, steps: Tensor, quality: int) -> Tensor:
    """What coding leaves of [N, 1, H, W], −128..127; blocks at the edge are filled with it, as coders do."""
    scale = 5000 / quality if quality < 50 else 200 - 2 * quality
    steps = ((steps * scale + 50) / 100).floor().clamp(1, 255)
    height, width = planes.shape[-2:]
    filled = F.pad(planes, (0, -width % 8, 0, -height % 8), mode="replicate")
    blocks = filled.squeeze(1).unflatten(2, (-1, 8)).unflatten(1, (-1, 8)).transpose(2, 3)
    waves = _COSINES @ blocks @ _COSINES.T
    blocks = _COSINES.T @ ((waves / steps).round() * steps) @ _COSINES
    return blocks.transpose(2, 3).reshape(filled.shape)[..., :height, :width]
