"""Cover: a part of the face that a hand, a cup, hair, a mask or glasses hide."""

from __future__ import annotations

import math

import torch
from torch import Tensor


def erase(faces: Tensor) -> Tensor:
    """One box of 3 to 22 % of each face becomes one grey or colour, or noise (Zhong et al. 2020)."""
    count = faces.shape[0]
    area = torch.empty(count).uniform_(0.03, 0.22)
    shape = torch.exp(torch.empty(count).uniform_(-math.log(2.5), math.log(2.5)))
    width, height = (area * shape).sqrt(), (area / shape).sqrt()
    left, top = torch.rand(count) * (1 - width), torch.rand(count) * (1 - height)
    return _paint(faces, left, top, left + width, top + height)


def hide_mouth(faces: Tensor) -> Tensor:
    """Everything below the nose becomes one grey or colour, or noise."""
    count = faces.shape[0]
    top = torch.empty(count).uniform_(0.52, 0.68)
    return _paint(faces, torch.rand(count) * 0.15, top, 1 - torch.rand(count) * 0.15, torch.ones(count))


def wear_glasses(faces: Tensor, eye: tuple[float, float]) -> Tensor:
    """Frames around both eyes; half of them hold dark lenses. `eye`: where the left one lies, shares of the side; the right
    one is its mirror image."""
    count, side = faces.shape[0], faces.shape[-1]
    place = (torch.arange(side) + 0.5) / side
    drawn = torch.rand(6, count, 1, 1)
    across, down = 0.09 + 0.06 * drawn[0], 0.06 + 0.06 * drawn[1]
    from_middle = (place[None, None, :] - 0.5 + 0.04 * (drawn[2] - 0.5)).abs()  # both lenses are one
    height = place[None, :, None] - eye[1] + 0.06 * (drawn[3] - 0.5)
    far = torch.sqrt(((from_middle - (0.5 - eye[0])) / across) ** 2 + (height / down) ** 2)
    thick = 0.06 + 0.14 * drawn[4]
    rim = ((far - 1).abs() < thick) | ((height.abs() < 0.02) & (from_middle < 0.5 - eye[0] - across))
    worn = torch.where(drawn[5] < 0.5, torch.where(far < 1, 0.1 + 0.6 * drawn[5], 1.0), 1.0)
    return torch.where(rim[:, None], torch.rand(count, 1, 1, 1) * 110, faces * worn[:, None])


def _paint(faces: Tensor, left: Tensor, top: Tensor, right: Tensor, bottom: Tensor) -> Tensor:
    """Fills a box for each face; its edges are shares of the side, [N]."""
    side = faces.shape[-1]
    place = (torch.arange(side) + 0.5) / side
    across = (place > left[:, None]) & (place < right[:, None])
    down = (place > top[:, None]) & (place < bottom[:, None])
    inside = (down[:, :, None] & across[:, None, :])[:, None]
    count, planes = faces.shape[:2]
    rough = torch.where(torch.rand(count, 1, 1, 1) < 0.5, 0.0, 40.0)
    fill = torch.rand(count, planes, 1, 1) * 255 + torch.randn_like(faces) * rough
    return torch.where(inside, fill.clamp(0, 255), faces)
