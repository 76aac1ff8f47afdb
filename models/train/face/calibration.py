"""Calibration: two numbers chosen on validation faces, built into the deployed graph.

`balance` gives rare labels back some of what a skewed training set takes (logit adjustment, Menon et al. 2021);
`temperature` makes the confidence honest (Guo et al. 2017). Neither changes a weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .metrics import accuracy, recalls


ACCURACY_COUNTS = 3
"""As much as macro recall, in the choice of `balance`."""


@dataclass(frozen=True)
class Calibration:
    balance: float
    temperature: float
    offsets: np.ndarray
    """Added to the logits before the division by the temperature, [labels]."""


def no_calibration(labels: int) -> Calibration:
    """Leaves the answers of a net as they are."""
    return Calibration(0.0, 1.0, np.zeros(labels))


def calibrate(logits: np.ndarray, labels: np.ndarray, counts: np.ndarray) -> Calibration:
    """`logits` [N, labels] and `labels` [N] of validation; `counts` [labels] of the train split."""
    balance = max(np.arange(0, 1.01, 0.05), key=lambda share: _worth(logits + _offsets(counts, share), labels))
    offsets = _offsets(counts, balance)
    candidates = np.exp(np.linspace(np.log(0.4), np.log(3.0), 400))
    temperature = min(candidates, key=lambda divisor: _cross_entropy((logits + offsets) / divisor, labels))
    return Calibration(float(balance), float(temperature), offsets)


def _offsets(counts: np.ndarray, share: float) -> np.ndarray:
    return -share * np.log(counts / counts.sum())


def _worth(logits: np.ndarray, labels: np.ndarray) -> float:
    """Accuracy and macro recall; the latter counts less, since a rare label's part of it rests on a few dozen faces."""
    return ACCURACY_COUNTS * accuracy(logits, labels) + float(recalls(logits, labels).mean())


def _cross_entropy(logits: np.ndarray, labels: np.ndarray) -> float:
    highest = logits.max(1, keepdims=True)
    total = np.log(np.exp(logits - highest).sum(1)) + highest[:, 0]
    return float((total - logits[np.arange(len(labels)), labels]).mean())
