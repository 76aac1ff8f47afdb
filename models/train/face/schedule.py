"""The schedule: learning rate, crop side and share of the net's own targets by progress, 0..1."""

from __future__ import annotations

import math


def learning_rate(progress: float, settings: dict) -> float:
    """Linear warm-up, then half a cosine down to `end_share` of the peak (zero unless it says so)."""
    warm_up, end = settings["warm_up"], settings.get("end_share", 0.0)
    if progress < warm_up:
        return settings["rate"] * max(progress / warm_up, 0.02)
    fall = 0.5 * (1 + math.cos(math.pi * (progress - warm_up) / (1 - warm_up)))
    return settings["rate"] * (end + (1 - end) * fall)


def crop_side(progress: float, side: int, settings: dict) -> int:
    """Small crops first: the early part of the schedule costs half (Touvron et al. 2019 on sizes)."""
    return settings["small_side"] if progress < settings["small_share"] else side


def own_share(progress: float, settings: dict) -> float:
    """Grows in a line from `own_from` to `own_full`."""
    begin, full = settings["own_from"], settings["own_full"]
    return settings["own_share"] * min(max((progress - begin) / (full - begin), 0.0), 1.0)
