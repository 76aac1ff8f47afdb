"""The network: mel power of one utterance to logits, loudness and channel taken out inside, so that no caller can differ.

The residual blocks are those of the face models; over time, attention pools mean and deviation (Okabe et al. 2018),
so that utterances of any length give one answer.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from face.network import Block

FLOOR = 1e-5
"""Of an utterance's own level: what is 50 dB below it counts as silence, in a studio as in a room."""


class Level(nn.Module):
    """Mel power [N, bands, frames] → [N, 2, bands, frames]: log power above the utterance's own level, and the same
    without each band's mean over what is voiced (the voice and the room that are always there)."""

    def forward(self, power: Tensor) -> Tensor:
        energy = power.mean(1, keepdim=True) + 1e-12
        level = (energy * energy).mean(2, keepdim=True) / energy.mean(2, keepdim=True)
        heard = torch.log(power / level + FLOOR) * 0.25 + 1.5
        weight = energy / (energy + 0.01 * level)
        mean = (heard * weight).mean(2, keepdim=True) / weight.mean(2, keepdim=True)
        return torch.stack([heard, heard - mean], 1)


class Pool(nn.Module):
    """[N, C, 1, T] → [N, 2C]: mean and deviation over time, weighted by attention for each channel."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.look = nn.Conv2d(width, inner, 1)
        self.weigh = nn.Conv2d(inner, width, 1)

    def forward(self, map: Tensor) -> Tensor:
        share = torch.softmax(self.weigh(torch.tanh(self.look(map))), 3)
        mean = (share * map).sum(3)
        square = (share * map * map).sum(3)
        return torch.cat([mean, torch.sqrt(F.relu(square - mean * mean) + 1e-4)], 1).flatten(1)


class Network(nn.Module):
    """Mel power [N, bands, frames] → logits [N, labels]."""

    def __init__(self, labels: int, bands: int, widths: list[int], blocks: list[int], squeeze: int, merged: int, dropout: float, stem_stride: list[int]) -> None:
        super().__init__()
        self.level = Level()
        first = nn.Conv2d(2, widths[0], 5, tuple(stem_stride), 2, bias=False)
        self.stem = nn.Sequential(first, nn.BatchNorm2d(widths[0]), nn.ReLU())
        stages, before = [], widths[0]
        for width, count in zip(widths[1:], blocks, strict=True):
            for position in range(count):
                stages.append(Block(before, width, 2 if position == 0 else 1, squeeze))
                before = width
        self.stages = nn.Sequential(*stages)
        rows = bands // stem_stride[0] // 2 ** len(blocks)
        self.merge = nn.Sequential(nn.Conv2d(before, merged, (rows, 1), bias=False), nn.BatchNorm2d(merged), nn.ReLU())
        self.pool = Pool(merged, merged // 4)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(2 * merged, labels)

    def forward(self, power: Tensor) -> Tensor:
        return self.answer(self.heard(power))

    def heard(self, power: Tensor) -> Tensor:
        """What the head answers from, [N, 2 × merged]."""
        return self.pool(self.merge(self.stages(self.stem(self.level(power)))))

    def answer(self, heard: Tensor) -> Tensor:
        return self.head(self.dropout(heard))


def build_network(labels: int, bands: int, settings: dict) -> Network:
    """The network of a settings table, channels last: the layout that CPU convolutions like."""
    return Network(labels, bands, **settings).to(memory_format=torch.channels_last)
