"""Precision: convolutions in bfloat16 where the processor computes in it. Elsewhere it is emulated, and a step takes more than ten times as long."""

from __future__ import annotations

import torch

HAS_BFLOAT16 = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


def convolutions_of(schedule: dict) -> torch.autocast:
    """The context of a forward pass, by the `bfloat16` of a schedule."""
    return torch.autocast("cpu", torch.bfloat16, enabled=schedule["bfloat16"] and HAS_BFLOAT16)
