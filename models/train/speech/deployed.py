"""The deployed graph: samples in, calibrated probabilities out, so that the device has nothing left to do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from face.deployed import OPSET, fold

from .calibration import Calibration
from .network import Network
from .spectrum import Spectrum


class Deployed(nn.Module):
    """`sound` [1, T], −1..1 at 16 kHz, 0.8–12 s → `probabilities` [1, labels], summing to 1."""

    def __init__(self, spectrum: Spectrum, network: Network, calibration: Calibration) -> None:
        super().__init__()
        self.spectrum = spectrum
        self.network = fold(network)
        with torch.no_grad():
            self.network.head.weight /= calibration.temperature
            self.network.head.bias /= calibration.temperature
            self.network.head.bias += torch.from_numpy(calibration.offsets).float()

    def forward(self, sound: Tensor) -> Tensor:
        return torch.softmax(self.network(self.spectrum(sound)), 1)


def write_graph(deployed: Deployed, path: Path) -> None:
    """Writes float32 ONNX for any length."""
    torch.onnx.export(
        deployed.eval(), (torch.randn(1, 32_000) * 0.1,), str(path), dynamo=False, opset_version=OPSET,
        input_names=["sound"], output_names=["probabilities"], dynamic_axes={"sound": {1: "samples"}},
    )


def halve_waves(path: Path) -> None:
    """Keeps the cosines and sines of the transform in half precision, which they are exact in: a megabyte less."""
    model = onnx.load(path)
    waves = next(tensor for tensor in model.graph.initializer if _is_waves(tensor))
    name, half = waves.name, numpy_helper.to_array(waves).astype(np.float16)
    model.graph.initializer.remove(waves)
    model.graph.initializer.append(numpy_helper.from_array(half, f"{name}.half"))
    cast = helper.make_node("Cast", [f"{name}.half"], [name], name="/spectrum/Widen", to=TensorProto.FLOAT)
    model.graph.node.insert(0, cast)
    onnx.save(model, path)


def _is_waves(tensor: onnx.TensorProto) -> bool:
    """[2 × bins, 1, window]: no other weight has such a kernel."""
    return len(tensor.dims) == 3 and tensor.dims[1] == 1 and tensor.dims[2] > 256
