"""Storage: large weights are kept in half precision and widened when the graph is loaded: the same sums at half the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LARGE = 1024
"""Numbers; smaller tensors stay as they are."""


def halve_weights(path: Path) -> None:
    """Rewrites an ONNX file whose float32 weights are large; int8 weights are left alone."""
    model = onnx.load(path)
    graph = model.graph
    for tensor in [tensor for tensor in graph.initializer if tensor.data_type == TensorProto.FLOAT and np.prod(tensor.dims) > LARGE]:
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), f"{tensor.name}.half"))
        widen = helper.make_node("Cast", [f"{tensor.name}.half"], [tensor.name], name=f"{tensor.name}.widen", to=TensorProto.FLOAT)
        graph.node.insert(0, widen)
    onnx.save(model, path)
