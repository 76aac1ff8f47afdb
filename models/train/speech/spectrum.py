"""The spectrum: samples to mel power, as plain matrix operations, so that training and the exported graph are one.

A windowed discrete Fourier transform is a convolution with fixed cosines and sines; mel bands are a matrix over its
power (O'Shaughnessy 1987; triangles as in Davis and Mermelstein 1980).
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .corpus import RATE


class Spectrum(nn.Module):
    """Samples [N, T], −1..1 at 16 kHz → mel power [N, bands, frames]."""

    def __init__(self, window: int, hop: int, bands: int, low_hz: float, high_hz: float) -> None:
        """`window` and `hop` in samples."""
        super().__init__()
        self.hop = hop
        frequencies = np.arange(window // 2 + 1) * RATE / window
        used = (frequencies > low_hz) & (frequencies < high_hz)
        self.register_buffer("waves", _waves(window, np.flatnonzero(used)))
        self.register_buffer("triangles", _triangles(frequencies[used], bands, low_hz, high_hz))

    def forward(self, samples: Tensor) -> Tensor:
        parts = F.conv1d(samples[:, None], self.waves, stride=self.hop)
        bins = self.waves.shape[0] // 2
        power = parts[:, :bins] ** 2 + parts[:, bins:] ** 2
        return F.conv1d(power, self.triangles)


def hz_to_mel(hz: np.ndarray | float) -> np.ndarray | float:
    return 2595 * np.log10(1 + np.asarray(hz) / 700)


def mel_to_hz(mel: np.ndarray | float) -> np.ndarray | float:
    return 700 * (10 ** (np.asarray(mel) / 2595) - 1)


def _waves(window: int, bins: np.ndarray) -> Tensor:
    """Hann-windowed cosines, then sines: float32 [2 × bins, 1, window]."""
    time = np.arange(window)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * time / window)
    angle = 2 * np.pi * np.outer(bins, time) / window
    waves = np.concatenate([np.cos(angle), np.sin(angle)]) * hann / np.sqrt(np.sum(hann**2))
    # Half precision, as the artifacts keep them: training sees what the device will compute.
    return torch.from_numpy(waves.astype(np.float16).astype(np.float32)[:, None])


def _triangles(frequencies: np.ndarray, bands: int, low_hz: float, high_hz: float) -> Tensor:
    """Each of unit area, so that a flat spectrum stays flat: float32 [bands, bins, 1]."""
    edges = np.linspace(hz_to_mel(low_hz), hz_to_mel(high_hz), bands + 2)
    place = hz_to_mel(frequencies)[None]
    rising = (place - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - place) / (edges[2:] - edges[1:-1])[:, None]
    weights = np.maximum(0, np.minimum(rising, falling))
    weights /= np.maximum(weights.sum(1, keepdims=True), 1e-6)
    return torch.from_numpy(weights.astype(np.float32)[:, :, None])
