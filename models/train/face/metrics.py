"""Metrics of predicted probabilities [N, labels] against labels [N]; plain NumPy."""

from __future__ import annotations

import numpy as np


def confusion(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """[labels, labels] counts: rows are true, columns predicted."""
    count = probabilities.shape[1]
    pairs = labels * count + probabilities.argmax(1)
    return np.bincount(pairs, minlength=count * count).reshape(count, count)


def accuracy(probabilities: np.ndarray, labels: np.ndarray) -> float:
    return float((probabilities.argmax(1) == labels).mean())


def recalls(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Recall of each label, [labels]; their mean is the macro recall."""
    counts = confusion(probabilities, labels)
    return counts.diagonal() / np.maximum(counts.sum(1), 1)


def cells(probabilities: np.ndarray, labels: np.ndarray, names: tuple[str, ...], groups: np.ndarray) -> dict:
    """Faces and recall of each label within each group; empty where no group is known."""
    right = probabilities.argmax(1) == labels
    found = {}
    for group in sorted(set(groups.tolist()) - {""}):
        for place, name in enumerate(names):
            inside = (groups == group) & (labels == place)
            if inside.any():
                found[f"{group} {name}"] = {"faces": int(inside.sum()), "recall": float(right[inside].mean())}
    return found


def calibration_error(probabilities: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Expected calibration error of the top label over equal bins of confidence (Guo et al. 2017)."""
    confidence = probabilities.max(1)
    right = probabilities.argmax(1) == labels
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gap = 0.0
    for bin in range(bins):
        inside = place == bin
        if inside.any():
            gap += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return float(gap)
