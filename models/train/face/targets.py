"""Targets: the label, smoothed, and blended with what the net itself has come to predict.

People agree on about 65 % of the emotion labels. A running mean of the net's own predictions for each
face (temporal ensembling, Laine and Aila 2017) says which label is doubtful, and costs no pass.
A row holds the heads side by side, each times its weight; a head that has no label for a face is zero there.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


class Targets:
    def __init__(self, labels: list[Tensor], sizes: list[int], weights: list[float], lift: Tensor, settings: dict) -> None:
        """For each head: `labels` int64 [N], −1 where unknown; its number of labels; the weight of its loss.

        `lift` float32 [N]: how much more than another a face counts.
        """
        self.settings, self.sizes = settings, sizes
        self.known = lift[:, None] * torch.cat([
            (found >= 0).float()[:, None].expand(-1, size) * weight
            for found, size, weight in zip(labels, sizes, weights, strict=True)
        ], 1)
        smooth = [_smooth(found, size, settings["smoothing"]) for found, size in zip(labels, sizes, strict=True)]
        self.given = torch.cat(smooth, 1) * self.known
        self.own = self.given.clone()

    def add(self, answers: Tensor) -> None:
        """More faces, without labels: `answers` [n, labels of the first head], another net's, stand for theirs."""
        others = (0, sum(self.sizes[1:]))
        known, given = F.pad(torch.ones_like(answers), others), F.pad(answers, others)
        self.known = torch.cat([self.known, known])
        self.given = torch.cat([self.given, given])
        self.own = torch.cat([self.own, given])

    def of(self, chosen: Tensor, share: float) -> Tensor:
        """[n, all labels]: `share` of the net's own mean prediction, the rest the given label."""
        return torch.lerp(self.given[chosen], self.own[chosen], share)

    def begin_with(self, logits: Tensor) -> None:
        """Starts the running mean with what a net that has learned before predicts for every face, [N, all labels]."""
        self.own = self._shares(logits) * self.known

    def _shares(self, logits: Tensor) -> Tensor:
        return torch.cat([torch.softmax(part, 1) for part in logits.split(self.sizes, 1)], 1)

    def note(self, chosen: Tensor, logits: Tensor) -> None:
        """Takes a step towards what the net predicts now."""
        predicted = self._shares(logits.detach()) * self.known[chosen]
        self.own[chosen] = torch.lerp(self.own[chosen], predicted, 1 - self.settings["own_momentum"])

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Of all heads together; both [n, all labels]."""
        parts = zip(logits.split(self.sizes, 1), targets.split(self.sizes, 1), strict=True)
        return sum(cross_entropy(answered, wanted) for answered, wanted in parts)


def cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean over the batch; both [n, labels]."""
    return -(targets * F.log_softmax(logits, 1)).sum(1).mean()


def _smooth(labels: Tensor, size: int, smoothing: float) -> Tensor:
    return F.one_hot(labels.clamp_min(0), size).float() * (1 - smoothing) + smoothing / size
