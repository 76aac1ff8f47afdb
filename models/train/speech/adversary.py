"""The adversary: guesses who speaks from what the net answers from, so that the net learns to leave that out.

Domain-adversarial training (Ganin and Lempitsky 2015): the guess is learned, its gradient reaches the net reversed. A speaker is
told from those of the same corpus alone; which corpus it is, the room and the language tell anyway.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

INNER = 64
UNTIL = 0.3
"""Share of the schedule in which its part grows to what the settings say: early guesses are noise."""
OUT = -1e4
"""Logit of a speaker who cannot be meant."""


class Adversary(nn.Module):
    def __init__(self, width: int, speakers: Tensor, corpora: Tensor) -> None:
        """`width` of what the net answers from; `speakers` and `corpora` int64 [clips], numbered from 0."""
        super().__init__()
        count = int(speakers.max()) + 1
        self.guess = nn.Sequential(nn.Linear(width, INNER), nn.ReLU(), nn.Linear(INNER, count))
        corpus_of = torch.zeros(count, dtype=torch.int64)
        corpus_of[speakers] = corpora
        self.register_buffer("corpus_of", corpus_of)

    def loss(self, heard: Tensor, speakers: Tensor, strength: float, progress: float) -> Tensor:
        """Of its guesses; `heard` [n, width], `speakers` int64 [n]; the net feels `strength` of it, and at first less."""
        logits = self.guess(_Reverse.apply(heard, strength * min(1, progress / UNTIL)))
        is_elsewhere = self.corpus_of[None] != self.corpus_of[speakers][:, None]
        return F.cross_entropy(logits.masked_fill(is_elsewhere, OUT), speakers)


class _Reverse(torch.autograd.Function):
    """Forwards the same; backwards the gradient times −strength."""

    @staticmethod
    def forward(ctx, heard: Tensor, strength: float) -> Tensor:
        ctx.strength = strength
        return heard.view_as(heard)

    @staticmethod
    def backward(ctx, gradient: Tensor) -> tuple[Tensor, None]:
        return -ctx.strength * gradient, None
