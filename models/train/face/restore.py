"""What an artifact has learned, as a net to train on from: only artifacts are kept, and theirs is folded.

The batch normalisation is put back beside the folded weights, with the statistics that the maps of some faces have, so that
the net answers as the graph does (without its mirror image) and learns as one that was never exported.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from .network import STEM, Network, coloured, normalised

FILTER_NORM = 0.58
"""Of a convolution's filter at its usual random start: what is normalised has no size of its own, but it sets how fast it turns."""


def is_artifact(path: Path) -> bool:
    return path.suffix == ".onnx"


@torch.no_grad()
def begin_from_artifact(network: Network, path: Path, faces: Tensor) -> None:
    """Puts the weights of a float32 artifact of the same shape into `network`; `faces` float32 [N, C, S, S] of the train split, as the
    net will see them. Heads that the artifact does not have stay as they are. ValueError for anything else than such an artifact."""
    folded = _weights(path)
    if not {"stem.0.bias", "head.bias"} <= folded.keys():
        raise ValueError(f"{path} holds no face model in float32")
    folded[STEM] = coloured(folded[STEM], network.stem[0].in_channels)
    network.load_state_dict({name: value for name, value in folded.items() if name in network.state_dict() and "head" not in name}, strict=False)
    answers = len(folded["head.bias"])
    network.head.weight[:answers] = folded["head.weight"]
    network.head.bias[:answers] = folded["head.bias"]
    hooks = [
        layers[place + 1].register_forward_pre_hook(_restoring(layers[place], folded[f"{name}.bias"]))
        for name, layers, place in normalised(network)
    ]
    network.eval()
    network(faces)
    for hook in hooks:
        hook.remove()


def _weights(path: Path) -> dict[str, Tensor]:
    """By the names of `Network`; large ones are kept in half precision (`storage`)."""
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(path).graph.initializer}
    return {
        name.removeprefix("network.").removesuffix(".half"): torch.from_numpy(value.astype(np.float32))
        for name, value in tensors.items()
        if name.startswith("network.")
    }


def _restoring(convolution: nn.Conv2d, bias: Tensor):
    """A hook that sees a map before its normalisation and sets the latter so that the folded answer comes out."""
    norms = convolution.weight.flatten(1).norm(dim=1).clamp_min(1e-6)
    scale = FILTER_NORM / norms
    convolution.weight.mul_(scale[:, None, None, None])

    def restore(normalise: nn.BatchNorm2d, inputs: tuple[Tensor]) -> None:
        variance, mean = torch.var_mean(inputs[0], dim=(0, 2, 3), correction=0)
        normalise.running_mean.copy_(mean)
        normalise.running_var.copy_(variance)
        normalise.weight.copy_(torch.sqrt(variance + normalise.eps) / scale)
        normalise.bias.copy_(mean / scale + bias)

    return restore
