"""Workers: processes of one thread each that train on their own share of a batch and meet every few steps.

On a busy machine two threads in lockstep wait for each other at every operation; two workers that only meet to
average their weights (local SGD, Stich 2019) wait once in some seconds. One worker is plain training.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import torch
import torch.distributed as distributed
import torch.multiprocessing as multiprocessing
from torch import Tensor, nn


def start_workers(count: int, work: Callable[..., None], *arguments: object) -> None:
    """Runs `work(rank, *arguments)` in `count` processes; in this one when there is only one."""
    if count == 1:
        work(0, *arguments)
        return
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.spawn(_join, (count, str(Path(folder) / "meet"), work, arguments), nprocs=count)


def _join(rank: int, count: int, place: str, work: Callable[..., None], arguments: tuple) -> None:
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", init_method=f"file://{place}", rank=rank, world_size=count)
    work(rank, *arguments)
    distributed.destroy_process_group()


@torch.no_grad()
def average_over_workers(tensors: list[Tensor], count: int) -> None:
    """Puts the mean over the workers into the tensors of each, in one exchange."""
    if count == 1:
        return
    flat = torch.cat([tensor.reshape(-1) for tensor in tensors])
    distributed.all_reduce(flat)
    flat /= count
    for tensor, mean in zip(tensors, flat.split([tensor.numel() for tensor in tensors]), strict=True):
        tensor.copy_(mean.view(tensor.shape))


def state_of(network: nn.Module, optimiser: torch.optim.Optimizer) -> list[Tensor]:
    """Everything that training moves: weights, statistics and momentum."""
    weights = [value for value in network.state_dict().values() if value.is_floating_point()]
    momentum = [state["momentum_buffer"] for state in optimiser.state.values() if state.get("momentum_buffer") is not None]
    return weights + momentum
