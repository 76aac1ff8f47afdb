"""Golden values: what a graph says about inputs made by a formula, never about a picture.

`ramp`: value i of a tensor, in memory order, is `(i × 31 + floor(i ÷ 97) × 17) mod 256`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .runtime import open_session


def ramp(shape: tuple[int, ...]) -> np.ndarray:
    """The pattern that the device makes too, float32."""
    index = np.arange(int(np.prod(shape)), dtype=np.int64)
    return ((index * 31 + index // 97 * 17) % 256).astype(np.float32).reshape(shape)


def golden_values(artifact: Path, planes: int, side: int, faces: int = 3) -> dict:
    """In the manifest's form; `index` counts through the output in memory order."""
    shape = (faces, planes, side, side)
    found = open_session(artifact).run(None, {"face": ramp(shape)})[0].reshape(-1)
    values = [{"output": "probabilities", "index": place, "value": round(float(value), 6)} for place, value in enumerate(found)]
    return {"pattern": "ramp", "shape": list(shape), "values": values}
