"""Calibration: a temperature and an offset for each label, chosen on validation speakers and built into the graph.

Bias-corrected temperature scaling (Alexandari et al. 2020). Voices that were never heard sound neutral to a net; the offsets
give back what that takes from the other labels. Every label of every corpus counts alike, however many clips it has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

HOLD = 0.02
"""Pull of the offsets towards none: a handful of speakers choose them."""


@dataclass(frozen=True)
class Calibration:
    temperature: float
    offsets: np.ndarray
    """Added to the logits after the division by the temperature, [labels]."""

    def apply(self, probabilities: np.ndarray) -> np.ndarray:
        """Calibrated probabilities [clips, labels] of what the net says."""
        logits = np.log(np.maximum(probabilities, 1e-9)) / self.temperature + self.offsets
        powers = np.exp(logits - logits.max(1, keepdims=True))
        return powers / powers.sum(1, keepdims=True)


def calibrate(probabilities: np.ndarray, labels: np.ndarray, corpus: np.ndarray) -> Calibration:
    """Of validation: `probabilities` [clips, labels], `labels` and `corpus` [clips]."""
    logits = torch.from_numpy(np.log(np.maximum(probabilities, 1e-9))).float()
    true, weights = torch.from_numpy(labels), torch.from_numpy(_weights(labels, corpus)).float()
    log_temperature = torch.zeros(1, requires_grad=True)
    offsets = torch.zeros(probabilities.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([log_temperature, offsets], max_iter=200, line_search_fn="strong_wolfe")

    def cost() -> Tensor:
        optimiser.zero_grad()
        losses = F.cross_entropy(logits / log_temperature.exp() + offsets, true, reduction="none")
        total = (losses * weights).sum() + HOLD * (offsets**2).sum()
        total.backward()
        return total

    optimiser.step(cost)
    centred = offsets.detach() - offsets.detach().mean()
    return Calibration(float(log_temperature.detach().exp()), centred.numpy())


def _weights(labels: np.ndarray, corpus: np.ndarray) -> np.ndarray:
    """Sum to 1; every label of every corpus has the same part."""
    kind = corpus * 100 + labels
    kinds, places, counts = np.unique(kind, return_inverse=True, return_counts=True)
    return 1 / (len(kinds) * counts[places])
