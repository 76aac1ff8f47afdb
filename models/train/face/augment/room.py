"""The room: every augmentation, in the order in which light, lens, sensor and detector act."""

from __future__ import annotations

import random
from collections.abc import Callable

import torch
from torch import Tensor

from .cover import erase, hide_mouth, wear_glasses
from .geometry import place
from .light import draw_dark, expose, speckle
from .optics import blur, compress, draw_smear, seen_at


def augment(faces: Tensor, side: int, settings: dict) -> Tensor:
    """Luma [N, 1, S, S] → luma [N, 1, side, side], another view of each face, 0..255.

    What covers and lights a face belongs to the plane; lens, sensor and coding to the crop, or its pixels would average the noise away.
    """
    faces = _on_some(faces, settings["erase"], erase)
    faces = _on_some(faces, settings["cover"], hide_mouth)
    faces = _on_some(faces, settings["glasses"], lambda some: wear_glasses(some, settings["eye"]))
    faces = _on_some(faces, settings["light"], expose)
    faces = place(faces, side, settings)
    faces = _on_some(faces, settings["smaller"], lambda some: seen_at(some, random.randint(*settings["smaller_side"])))
    faces = _on_some(faces, settings["blur"], lambda some: blur(some, random.uniform(0.01, 0.035) * some.shape[-1]))
    faces = _on_some(faces, settings["motion"], draw_smear)
    faces = _on_some(faces, settings["dark"], draw_dark)
    faces = _on_some(faces, settings["noise"], speckle)
    faces = _on_some(faces, settings["jpeg"], lambda some: compress(some, random.randint(12, 70)))
    return faces.clamp(0, 255)


def _on_some(faces: Tensor, chance: float, change: Callable[[Tensor], Tensor]) -> Tensor:
    """Changes each face with `chance`, in place; leaves the rest alone."""
    chosen = torch.nonzero(torch.rand(faces.shape[0]) < chance).flatten()
    if len(chosen) > 0:
        faces[chosen] = change(faces[chosen])
    return faces
