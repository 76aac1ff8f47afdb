"""Light: exposure, low light and sensor noise."""

from __future__ import annotations

import torch
from torch import Tensor

from ..crop import LUMA


def expose(faces: Tensor) -> Tensor:
    """Another gamma and contrast for each face."""
    count = faces.shape[0]
    gamma = torch.exp(torch.randn(count, 1, 1, 1).clamp_(-2, 2) * 0.3)
    contrast = torch.exp(torch.randn(count, 1, 1, 1).clamp_(-2, 2) * 0.2)
    lit = (faces.clamp(0, 255) / 255).pow(gamma) * 255
    middle = lit.mean(dim=(2, 3), keepdim=True)
    return ((lit - middle) * contrast + middle).clamp(0, 255)


def tint(faces: Tensor) -> Tensor:
    """Another white balance and saturation for each face of three planes: lamps and cameras differ."""
    count = faces.shape[0]
    grey = faces.mean(1, keepdim=True)
    vivid = torch.lerp(grey, faces, torch.exp(torch.randn(count, 1, 1, 1).clamp_(-2, 2) * 0.3))
    return (vivid * torch.exp(torch.randn(count, 3, 1, 1).clamp_(-2, 2) * 0.12)).clamp(0, 255)


def without_colour(faces: Tensor) -> Tensor:
    """What a camera of the night shows: luma (BT.601) in all three planes."""
    return (faces * LUMA.view(3, 1, 1)).sum(1, keepdim=True).expand_as(faces)


def darken(faces: Tensor, level: Tensor) -> Tensor:
    """Low light: the face at `level` [N] of its brightness, with shot and read noise, in whole grey levels."""
    dark = faces.clamp(0, 255) * level.view(-1, 1, 1, 1)
    noise = torch.randn_like(dark) * torch.sqrt(0.15 * dark + 1.5)
    return (dark + noise).round().clamp(0, 255)


def draw_dark(faces: Tensor) -> Tensor:
    return darken(faces, torch.empty(faces.shape[0]).uniform_(0.08, 0.4))


def speckle(faces: Tensor) -> Tensor:
    """Sensor noise of 2 to 14 grey levels."""
    return faces + torch.randn_like(faces) * torch.empty(faces.shape[0], 1, 1, 1).uniform_(2, 14)
