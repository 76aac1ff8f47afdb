"""The average: an exponential mean of the weights over steps; it is what is validated and shipped."""

from __future__ import annotations

import copy

import torch
from torch import nn


class Average:
    def __init__(self, network: nn.Module, keep: float) -> None:
        self.network = copy.deepcopy(network).eval().requires_grad_(False)
        self.keep = keep
        self.steps = 0

    @torch.no_grad()
    def follow(self, network: nn.Module) -> None:
        """Moves towards `network`; faster at first, so that the random start is forgotten."""
        weight = 1 - min(self.keep, (1 + self.steps) / (10 + self.steps))
        self.steps += 1
        means, values = [], []
        for mean, value in zip(self.network.state_dict().values(), network.state_dict().values(), strict=True):
            if value.is_floating_point():
                means.append(mean)
                values.append(value)
            else:
                mean.copy_(value)
        torch._foreach_lerp_(means, values, weight)
