"""The runtime: an ONNX graph on one thread of the CPU, as on the device."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import onnxruntime


def open_session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run(session: onnxruntime.InferenceSession, faces: np.ndarray, batch: int = 64) -> np.ndarray:
    """Crops [N, C, S, S], 0..255 → probabilities [N, labels]."""
    parts = [
        session.run(None, {"face": faces[at : at + batch].astype(np.float32)})[0]
        for at in range(0, len(faces), batch)
    ]
    return np.concatenate(parts)


def time_face(session: onnxruntime.InferenceSession, planes: int, side: int, rounds: int = 300) -> float:
    """Median milliseconds for one face alone, after a warm-up of a tenth of the rounds."""
    face = np.full((1, planes, side, side), 128, np.float32)
    taken = []
    for _ in range(rounds + rounds // 10):
        began = time.perf_counter()
        session.run(None, {"face": face})
        taken.append((time.perf_counter() - began) * 1000)
    return float(np.median(taken[rounds // 10 :]))
