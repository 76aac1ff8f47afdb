"""The room: every augmentation, in the order in which light, lens, sensor and detector act."""

from __future__ import annotations

import random
from collections.abc import Callable

import torch
from torch import Tensor

from .cover import erase, hide_mouth, wear_glasses
from .geometry import place
from .light import draw_dark, expose, speckle, tint, without_colour
from .optics import blur, compress, draw_smear, seen_at


def augment(faces: Tensor, side: int, settings: dict, alignments: Tensor | None = None) -> Tensor:
    """[N, C, S, S] → [N, C, side, side], another view of each face, 0..255; C 1 (luma) or 3 (red, green, blue).

    Of some faces the crop that the device would take, when `alignments` [N, 2, 3] tell it. What covers and lights a face
    belongs to the plane; lens, sensor and coding to the crop, or its pixels would average the noise away.
    """
    faces = _on_some(faces, settings["erase"], erase)
    faces = _on_some(faces, settings["cover"], hide_mouth)
    faces = _on_some(faces, settings["glasses"], lambda some: wear_glasses(some, settings["eye"]))
    faces = _on_some(faces, settings["light"], expose)
    if faces.shape[1] == 3:
        faces = _on_some(faces, settings["tint"], tint)
        faces = _on_some(faces, settings["grey"], without_colour)
    if alignments is not None:
        is_aligned = torch.rand(len(faces)) < settings["aligned"]
        alignments = torch.where(is_aligned[:, None, None], alignments, torch.eye(2, 3))
    faces = place(faces, side, settings, alignments)
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
