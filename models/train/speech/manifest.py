"""The manifest: what the device must know of the artifacts, filled with what the build measured."""

from __future__ import annotations

import json
from pathlib import Path

from .corpus import RATE

DATA = ["RAVDESS, speech, train speakers (CC BY-NC-SA 4.0)", "nEMO, train speakers (CC BY-NC-SA 4.0)"]
NOTE = "Trained on non-commercial data (CC BY-NC-SA 4.0): not for commercial use; retrain on recordings of your own"
SECONDS = (0.8, 12)
TOLERANCE = {"int8": 0.03, "float32": 0.002}
"""int8 kernels differ between processors."""


def write_manifest(path: Path, figures: dict, golden: dict) -> None:
    shipped = figures["artifacts"]["int8"]
    path.write_text(json.dumps({
        "v": 1, "task": figures["task"], "id": "roomtone-speech-emotion", "version": "1.2.0",
        "source": {"kind": "trained", "recipe": "models/train/speech/build.py", "data": DATA},
        "licence": {"spdx": "CC-BY-NC-SA-4.0", "holder": "Roomtone", "note": NOTE},
        "input": {"sound": "sound", "rateHz": RATE, "minSamples": int(SECONDS[0] * RATE), "maxSamples": SECONDS[1] * RATE},
        "output": {"labels": list(figures["labels"])},
        "thresholds": {"unsureBelow": figures["unsureBelow"], "signalToNoiseDb": 10},
        "calibration": {"temperature": 1},
        "artifacts": [_artifact(*pair) for pair in figures["artifacts"].items()],
        "golden": golden,
        "figures": [
            {"name": "macro recall, speakers it never heard", "value": round(100 * found["macroRecall"], 1), "unit": "%", "data": f"{name}, test"}
            for name, found in shipped["test"].items()
        ],
    }, indent=2) + "\n")


def _artifact(precision: str, found: dict) -> dict:
    provider = {"int8": "cpu", "float32": "webgpu"}[precision]
    return {
        "provider": provider, "precision": precision, "file": found["file"], "sha256": found["sha256"],
        "bytes": found["bytes"], "goldenTolerance": TOLERANCE[precision],
    }
