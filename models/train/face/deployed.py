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

    def __init__(self, network: Network, calibration: Calibration, seen_side: int, mirrored: bool) -> None:
        """`seen_side` px: the crop is resized to it first; `mirrored`: the mean over the crop and its mirror image."""
        super().__init__()
        self.seen_side, self.mirrored = seen_side, mirrored
        self.network = fold(network)
        self.network.head = _calibrated(network.head, calibration)

    def forward(self, face: Tensor) -> Tensor:
        if face.shape[-1] != self.seen_side:
            face = F.interpolate(face, size=(self.seen_side, self.seen_side), mode="bilinear", align_corners=False)
        if not self.mirrored:
            return torch.softmax(self.network(face), 1)
        both = self.network(torch.cat([face, face.flip(3)]))
        return torch.softmax(both.view(2, -1, both.shape[1]).mean(0), 1)


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
