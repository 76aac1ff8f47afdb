"""Targets: the label, smoothed, and blended with what the net itself has come to predict.

People agree on about 65 % of these labels. A running mean of the net's own predictions for each
face (temporal ensembling, Laine and Aila 2017) says which label is doubtful, and costs no pass.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


class Targets:
    def __init__(self, labels: Tensor, count: int, settings: dict) -> None:
        """`labels` int64 [N]; `count` labels in the vocabulary."""
        self.settings = settings
        spread = settings["smoothing"] / count
        self.given = F.one_hot(labels, count).float() * (1 - settings["smoothing"]) + spread
        self.own = self.given.clone()

    def of(self, chosen: Tensor, share: float) -> Tensor:
        """[n, labels]: `share` of the net's own mean prediction, the rest the given label."""
        return torch.lerp(self.given[chosen], self.own[chosen], share)

    def note(self, chosen: Tensor, logits: Tensor) -> None:
        """Takes a step towards what the net predicts now."""
        predicted = torch.softmax(logits.detach(), 1)
        self.own[chosen] = torch.lerp(self.own[chosen], predicted, 1 - self.settings["own_momentum"])


def cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean over the batch; both [n, labels]."""
    return -(targets * F.log_softmax(logits, 1)).sum(1).mean()
