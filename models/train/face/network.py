"""The network: a small residual net over one crop, normalised inside so that no caller can differ.

Residual blocks of two 3×3 convolutions (He et al. 2016) with channel attention (Hu et al. 2018)
and an average-pooled shortcut (He et al. 2019). ReLU throughout, since it costs nothing in int8.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .crop import LUMA

FLAT = 8.0
"""Grey levels; keeps a flat or black crop from being blown up into its own noise."""


class Normalise(nn.Module):
    """0..255, [N, C, S, S] → each plane with mean 0, all together with deviation about 1: exposure and white balance drop out."""

    def forward(self, face: Tensor) -> Tensor:
        centred = face - face.mean(dim=(2, 3), keepdim=True)
        variance = (centred * centred).mean(dim=(1, 2, 3), keepdim=True)
        return centred / torch.sqrt(variance + FLAT * FLAT)


class Attention(nn.Module):
    """Scales each channel by what the whole map shows."""

    def __init__(self, width: int, squeeze: int) -> None:
        super().__init__()
        self.down = nn.Conv2d(width, width // squeeze, 1)
        self.up = nn.Conv2d(width // squeeze, width, 1)

    def forward(self, map: Tensor) -> Tensor:
        seen = F.adaptive_avg_pool2d(map, 1)
        return map * torch.sigmoid(self.up(F.relu(self.down(seen))))


class Block(nn.Module):
    """Two 3×3 convolutions beside a shortcut; halves the map when `stride` is 2."""

    def __init__(self, before: int, width: int, stride: int, squeeze: int) -> None:
        super().__init__()
        self.first = nn.Sequential(*convolution(before, width, stride), nn.ReLU())
        self.second = nn.Sequential(*convolution(width, width, 1))
        self.attention = Attention(width, squeeze)
        self.shortcut = nn.Identity()
        if stride != 1 or before != width:
            pool = nn.AvgPool2d(2, ceil_mode=True) if stride == 2 else nn.Identity()
            self.shortcut = nn.Sequential(pool, nn.Conv2d(before, width, 1, bias=False), nn.BatchNorm2d(width))
        nn.init.zeros_(self.second[1].weight)  # a block starts as its shortcut (Goyal et al. 2017)

    def forward(self, map: Tensor) -> Tensor:
        return F.relu(self.shortcut(map) + self.attention(self.second(self.first(map))))


class Network(nn.Module):
    """Faces [N, planes, S, S], 0..255 → logits [N, labels], the labels of all heads side by side."""

    def __init__(self, labels: int, planes: int, widths: list[int], blocks: list[int], squeeze: int, dropout: float) -> None:
        super().__init__()
        self.normalise = Normalise()
        first = nn.Conv2d(planes, widths[0], 5, 2, 2, bias=False)
        self.stem = nn.Sequential(first, nn.BatchNorm2d(widths[0]), nn.ReLU())
        stages, before = [], widths[0]
        for stage, (width, count) in enumerate(zip(widths, blocks, strict=True)):
            for position in range(count):
                stride = 2 if stage > 0 and position == 0 else 1
                stages.append(Block(before, width, stride, squeeze))
                before = width
        self.stages = nn.Sequential(*stages)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(before, labels)

    def forward(self, face: Tensor) -> Tensor:
        map = self.stages(self.stem(self.normalise(face)))
        return self.head(self.dropout(F.adaptive_avg_pool2d(map, 1).flatten(1)))


def convolution(before: int, width: int, stride: int) -> tuple[nn.Module, nn.Module]:
    """A 3×3 convolution and its batch normalisation; exported, the two fold into one."""
    return nn.Conv2d(before, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width)


def normalised(network: nn.Module) -> list[tuple[str, nn.Sequential, int]]:
    """Where a convolution has its batch normalisation next to it: the name of the convolution, the layers that hold both, its place there."""
    return [
        (f"{name}.{place}", layers, place)
        for name, layers in network.named_modules() if isinstance(layers, nn.Sequential)
        for place in range(len(layers) - 1)
        if isinstance(layers[place], nn.Conv2d) and isinstance(layers[place + 1], nn.BatchNorm2d)
    ]


def build_network(labels: int, planes: int, settings: dict) -> Network:
    """The network of a settings table, channels last: the layout that CPU convolutions like; `labels` of all heads."""
    return Network(labels, planes, **settings).to(memory_format=torch.channels_last)


STEM = "stem.0.weight"


def coloured(stem: Tensor, planes: int) -> Tensor:
    """The first filters for `planes`; those for luma [width, 1, 5, 5] answer the same to red, green and blue."""
    return stem if stem.shape[1] == planes else stem * LUMA.view(1, planes, 1, 1)


def count_parameters(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def begin_from(network: Network, weights: dict[str, Tensor]) -> bool:
    """Takes over what a net has learned; True when it answered the same questions, so that its head came along.

    A net that sees colours may begin from one that sees luma: it weighs them as luma does. A deeper net may begin from a
    shallower one: a block that is new at the end starts as its shortcut, that is as nothing.
    """
    own = network.state_dict()
    weights = {**weights, STEM: coloured(weights[STEM], own[STEM].shape[1])}
    answers_alike = weights["head.weight"].shape == own["head.weight"].shape
    taken = {name: value for name, value in weights.items() if answers_alike or not name.startswith("head.")}
    missing = [name for name in network.load_state_dict(taken, strict=False).missing_keys if not name.startswith("head.")]
    deepest = max(int(name.split(".")[1]) for name in weights if name.startswith("stages."))
    if any(not name.startswith("stages.") or int(name.split(".")[1]) <= deepest for name in missing):
        raise ValueError(f"the other task has a different trunk, without {missing}")
    return answers_alike
