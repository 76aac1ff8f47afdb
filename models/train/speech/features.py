"""Features: the mel power of every utterance, computed once; training draws its variety from these.

Frames stand at half the hop of the graph, so that stretching time later costs no sharpness.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from .corpus import Corpus
from .spectrum import Spectrum

SILENCE = -23.0
"""Natural logarithm of the power of 16-bit silence."""
EDGE_DB = 38.0
"""A frame this far below the loudest is not speech: what lies outside the first and last louder one is trimmed."""


def spectrum_of(settings: dict, finer: int = 1) -> Spectrum:
    """The front end of a `[spectrum]` table; `finer` divides the hop."""
    return Spectrum(settings["window"], settings["hop"] // finer, settings["bands"], settings["low_hz"], settings["high_hz"])


def log_mels(corpus: Corpus, scratch: Path, settings: dict) -> list[np.ndarray]:
    """For each clip float16 [bands, frames] at half the hop, natural logarithm of power; kept in `scratch`."""
    return kept_maps(f"{corpus.name}-mel", lambda: corpus.sounds, scratch, settings)


@torch.no_grad()
def kept_maps(name: str, make: Callable[[], list[np.ndarray]], scratch: Path, settings: dict) -> list[np.ndarray]:
    """The same of any sounds, each int16 [samples]; `make` is called where `scratch` has none by that name."""
    kept = scratch / f"{name}-{settings['window']}-{settings['hop']}-{settings['bands']}.npz"
    if not kept.exists():
        spectrum = spectrum_of(settings, finer=2)
        maps = [_log_mel(spectrum, sound).T for sound in make()]
        np.savez(kept, frames=np.concatenate(maps), ends=np.cumsum([len(map) for map in maps]))
    with np.load(kept) as found:
        return [map.T for map in np.split(found["frames"], found["ends"][:-1])]


def _log_mel(spectrum: Spectrum, sound: np.ndarray) -> np.ndarray:
    samples = torch.from_numpy(sound.astype(np.float32) / 32768)[None]
    return torch.log(spectrum(samples)[0] + np.exp(SILENCE)).numpy().astype(np.float16)


def trimmed(map: np.ndarray) -> tuple[int, int]:
    """First and last frame of speech: what an ear that waits for voice would have taken."""
    energy = np.log(np.exp(map.astype(np.float32)).mean(0))
    loud = np.flatnonzero(energy > energy.max() - EDGE_DB * np.log(10) / 10)
    return int(loud[0]), int(loud[-1]) + 1
