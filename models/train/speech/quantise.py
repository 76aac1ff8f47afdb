"""Quantisation: static int8 in QDQ form, weights by channel, ranges from training utterances.

Kept in float: spectrum and levels, whose range is that of sound itself; the first layer and block, whose large maps of few channels
account for half of what int8 loses (they take a third more time so); and the pooling over time with the head, which are a hundredth of the work.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

QUANTISED = ("Conv", "Add", "Mul", "GlobalAveragePool", "AveragePool", "Relu")
IN_FLOAT = ("/spectrum", "/network/level", "/network/stem", "/network/stages/stages.0", "/network/pool", "/network/head")


class CalibrationSounds(CalibrationDataReader):
    """One utterance after the other, as the graph takes them."""

    def __init__(self, sounds: list[np.ndarray]) -> None:
        """Each int16 [samples]."""
        self.sounds = iter(sounds)

    def get_next(self) -> dict | None:
        sound = next(self.sounds, None)
        return None if sound is None else {"sound": sound[None].astype(np.float32) / 32768}


def quantise(source: Path, target: Path, sounds: list[np.ndarray]) -> None:
    """Writes the int8 twin of `source`; `sounds` come from the train split."""
    prepared = target.with_suffix(".prepared.onnx")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    nodes = onnx.load(prepared).graph.node
    quantize_static(
        str(prepared), str(target), CalibrationSounds(sounds),
        quant_format=QuantFormat.QDQ, per_channel=True, reduce_range=True,
        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, op_types_to_quantize=list(QUANTISED),
        nodes_to_exclude=[node.name for node in nodes if node.name.startswith(IN_FLOAT)],
        calibrate_method=CalibrationMethod.MinMax,
    )
    prepared.unlink()
