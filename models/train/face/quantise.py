"""Quantisation: static int8 in QDQ form, weights by channel, ranges from training faces.

Kept in float: what normalises the crop, and the head, which are a thousandth of the work.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

QUANTISED = ("Conv", "Add", "Mul", "GlobalAveragePool", "AveragePool", "Relu")


class CalibrationFaces(CalibrationDataReader):
    """Batches of crops, as the graph takes them."""

    def __init__(self, faces: np.ndarray, batch: int = 32) -> None:
        self.batches = iter(np.array_split(faces.astype(np.float32), max(1, len(faces) // batch)))

    def get_next(self) -> dict | None:
        batch = next(self.batches, None)
        return None if batch is None else {"face": batch}


def quantise(source: Path, target: Path, faces: np.ndarray, method: str = "MinMax") -> None:
    """Writes the int8 twin of `source`; `faces` are uint8 [N, C, S, S] of the train split."""
    prepared = target.with_suffix(".prepared.onnx")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    quantize_static(
        str(prepared), str(target), CalibrationFaces(faces),
        quant_format=QuantFormat.QDQ, per_channel=True, reduce_range=True,
        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        op_types_to_quantize=list(QUANTISED), nodes_to_exclude=_kept_in_float(onnx.load(prepared)),
        calibrate_method=CalibrationMethod[method],
    )
    prepared.unlink()


def _kept_in_float(graph: onnx.ModelProto) -> list[str]:
    """Names of the nodes before the first convolution: they see pixels and their variance, not a map."""
    names = [node.op_type for node in graph.graph.node]
    return [node.name for node in graph.graph.node[: names.index("Conv")]]
