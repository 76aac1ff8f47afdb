"""Evaluation: what one ONNX artifact scores on clips, whole files, one at a time, as the device hears them."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from face.metrics import accuracy, calibration_error, confusion
from face.runtime import open_session

from .corpus import Corpus
from .train import macro_recall

RESAMPLES = 1000


def predict_artifact(artifact: Path, corpus: Corpus) -> np.ndarray:
    """Probabilities [clips, labels]."""
    session = open_session(artifact)
    return np.concatenate([session.run(None, {"sound": sound[None].astype(np.float32) / 32768})[0] for sound in corpus.sounds])


def figures_of(probabilities: np.ndarray, labels: np.ndarray, names: tuple[str, ...]) -> dict:
    counts = confusion(probabilities, labels)
    recall = {name: counts[place, place] / counts[place].sum() for place, name in enumerate(names) if counts[place].sum() > 0}
    return {
        "clips": len(labels), "accuracy": accuracy(probabilities, labels), "macroRecall": macro_recall(probabilities, labels),
        "interval": interval_of(probabilities, labels), "recall": recall,
        "calibrationError": calibration_error(probabilities, labels), "confusion": counts.tolist(),
    }


def interval_of(probabilities: np.ndarray, labels: np.ndarray, seed: int = 1) -> list[float]:
    """95 % of the macro recall over resampled clips (percentile bootstrap); speakers are too few to be resampled."""
    dice = np.random.default_rng(seed)
    drawn = [dice.integers(0, len(labels), len(labels)) for _ in range(RESAMPLES)]
    found = sorted(macro_recall(probabilities[chosen], labels[chosen]) for chosen in drawn)
    return [found[int(0.025 * RESAMPLES)], found[int(0.975 * RESAMPLES)]]


def unsure_curve(probabilities: np.ndarray, labels: np.ndarray) -> list[dict]:
    """Coverage and accuracy of what is left when a best probability under the threshold votes `unsure`."""
    best, rows = probabilities.max(1), []
    for threshold in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        sure = best >= threshold
        if sure.any():
            rows.append({"threshold": threshold, "coverage": float(sure.mean()), "accuracy": accuracy(probabilities[sure], labels[sure])})
    return rows


def ms_for_three_seconds(artifact: Path, rounds: int = 50) -> float:
    """Median for 3 s of sound, one thread."""
    session, taken = open_session(artifact), []
    sound = np.random.default_rng(0).normal(0, 0.1, (1, 48_000)).astype(np.float32)
    for _ in range(rounds + 5):
        began = time.perf_counter()
        session.run(None, {"sound": sound})
        taken.append((time.perf_counter() - began) * 1000)
    return float(np.median(taken[5:]))
