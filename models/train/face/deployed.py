"""The deployed graph: a crop in, calibrated probabilities of one head out, so that the device has nothing left to do.

Batch normalisation is folded into the convolutions before it; the calibration acts on the logits.
"""

from __future__ import annotations

import copy
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .calibration import Calibration
from .network import Network, normalised

OPSET = 17


class Deployed(nn.Module):
    """`face` [N, C, S, S], 0..255, luma or red, green and blue → `probabilities` [N, labels], each row summing to 1."""

    def __init__(self, network: Network, calibration: Calibration, graph: dict) -> None:
        """`graph` of the settings: the answer is the mean over all looks at the crop."""
        super().__init__()
        self.graph = graph
        self.network = fold(network)
        self.network.head = _calibrated(network.head, calibration)

    def forward(self, face: Tensor) -> Tensor:
        seen = self._looks(face)
        answers = self.network(torch.cat(seen))
        return torch.softmax(answers.view(len(seen), -1, answers.shape[1]).mean(0), 1)

    def _looks(self, face: Tensor) -> list[Tensor]:
        """The crop [N, C, S, S] without so many px of each edge, for each of `looks`, at `seen_side`; their mirror images too where `mirrored`."""
        seen = [_resized(_without_edge(face, edge), self.graph["seen_side"]) for edge in self.graph["looks"]]
        return [*seen, *(look.flip(3) for look in seen)] if self.graph["mirrored"] else seen


def _without_edge(face: Tensor, edge: int) -> Tensor:
    return face if edge == 0 else face[:, :, edge:-edge, edge:-edge]


def _resized(face: Tensor, side: int) -> Tensor:
    return face if face.shape[-1] == side else F.interpolate(face, size=(side, side), mode="bilinear", align_corners=False)


@torch.no_grad()
def _calibrated(head: nn.Linear, calibration: Calibration) -> nn.Linear:
    """The first head alone (the others only helped to train), with balance and temperature in its weights."""
    labels = len(calibration.offsets)
    first = nn.Linear(head.in_features, labels)
    first.weight.copy_(head.weight[:labels] / calibration.temperature)
    first.bias.copy_((head.bias[:labels] + torch.from_numpy(calibration.offsets).float()) / calibration.temperature)
    return first


def fold(network: nn.Module) -> nn.Module:
    """A copy for inference with each batch normalisation folded into the convolution before it."""
    folded = copy.deepcopy(network).eval().to(memory_format=torch.contiguous_format)
    for _, layers, place in normalised(folded):
        layers[place] = fuse_conv_bn_eval(layers[place], layers[place + 1])
        layers[place + 1] = nn.Identity()
    return folded


def write_graph(deployed: Deployed, path: Path, side: int) -> None:
    """Writes float32 ONNX for any batch size."""
    torch.onnx.export(
        deployed.eval(), (torch.zeros(2, deployed.network.stem[0].in_channels, side, side),), str(path), dynamo=False, opset_version=OPSET,
        input_names=["face"], output_names=["probabilities"],
        dynamic_axes={"face": {0: "faces"}, "probabilities": {0: "faces"}},
    )
