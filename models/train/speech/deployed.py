"""The deployed graph: samples in, calibrated probabilities out, so that the device has nothing left to do."""

from __future__ import annotations

from pathlib import Path

import torch
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
