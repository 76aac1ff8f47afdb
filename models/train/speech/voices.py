"""Other voices: each training clip said again by a throat of another size, at another pitch, more or less lively.

A handful of speakers teach which voice goes with which label. Pitch and throat are moved in the sound itself (Praat's
`Change gender`, overlap-add: Moulines and Charpentier 1990), which no map of the spectrum can do: moving the bands moves both.
The range of the pitch is moved too, since people differ in how much they act.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import parselmouth
from parselmouth.praat import call

from .corpus import RATE, Corpus
from .features import kept_maps

PITCH_HZ = (75, 600)
"""Where Praat looks for a voice."""
DEEPEST_HZ = 55
"""No changed voice goes lower."""


def other_voices(corpus: Corpus, scratch: Path, spectrum: dict, settings: dict) -> list[list[np.ndarray]]:
    """For each voice the maps of all clips, as `log_mels` gives them; made once and kept in `scratch`."""
    return [_said_by(corpus, place, scratch, spectrum, settings) for place in range(settings["count"])]


def _said_by(corpus: Corpus, place: int, scratch: Path, spectrum: dict, settings: dict) -> list[np.ndarray]:
    dice = np.random.default_rng([settings["seed"], place])
    drawn = dice.uniform(-1, 1, (len(corpus.sounds), 3))
    factors = np.exp(drawn * np.log1p([settings["throat"], settings["pitch"], settings["range"]]))

    def say() -> list[np.ndarray]:
        return [said_again(sound, *row) for sound, row in zip(corpus.sounds, factors.tolist(), strict=True)]

    return kept_maps(f"{corpus.name}-voice-{place}", say, scratch, spectrum)


def said_again(sound: np.ndarray, throat: float, pitch: float, span: float) -> np.ndarray:
    """int16 [samples] → int16 of the same length; `throat` moves the formants, `pitch` its median, `span` its range, each a factor."""
    said = parselmouth.Sound(sound / 32768, RATE)
    median = call(call(said, "To Pitch", 0, *PITCH_HZ), "Get quantile", 0, 0, 0.5, "Hertz")
    if math.isnan(median):
        return sound  # nothing voiced in it
    # Praat never returns where a wider range brings the lowest pitch that it looks for under zero.
    span = min(span, (median - DEEPEST_HZ / pitch) / max(median - PITCH_HZ[0], 1))
    try:
        changed = call(said, "Change gender", *PITCH_HZ, throat, median * pitch, span, 1).values[0]
    except parselmouth.PraatError:
        return sound  # too little voice for its own, stricter look
    return np.clip(changed * 32768, -32768, 32767).astype(np.int16)
