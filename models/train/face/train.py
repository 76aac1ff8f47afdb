"""Training: one run from a dataset to averaged weights, resumable after every epoch.

    python -m face.train --settings face-emotion.toml --archive fer2013.tar.gz --scratch DIR
"""

from __future__ import annotations

import argparse
import json
import random
import time
from datetime import datetime
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .augment import augment
from .average import Average
from .checkpoint import read_checkpoint, write_checkpoint
from .dataset import Dataset, read_dataset
from .metrics import accuracy, recalls
from .network import build_network, count_parameters
from .pace import Pace
from .schedule import crop_side, learning_rate, own_share
from .settings import Settings, read_settings
from .targets import Targets, cross_entropy


class Run:
    """One training run; `epoch()` trains one epoch, `save()` and `restore()` carry it over a stop."""

    def __init__(self, settings: Settings, train: Dataset, validation: Dataset, quick: bool, deadline: float | None) -> None:
        torch.manual_seed(settings.seed)
        random.seed(settings.seed)
        self.settings = settings
        self.faces = torch.from_numpy(train.faces)
        self.validation = validation
        self.targets = Targets(torch.from_numpy(train.labels), len(settings.labels), settings.targets)
        self.network = build_network(len(settings.labels), settings.network)
        self.forward = torch.compile(self.network, dynamic=False) if quick else self.network
        self.average = Average(self.network, settings.schedule["average"])
        self.optimiser = _build_optimiser(self.network, settings.schedule)
        self.pace = Pace(settings.schedule["epochs"], deadline)
        self.done = 0
        self.progress = 0.0
        self.steps = len(self.faces) // settings.schedule["batch"]

    def epoch(self) -> float:
        """Trains one epoch and takes the progress that the pace allows; returns the mean loss."""
        self.network.train()
        schedule, began = self.settings.schedule, time.time()
        side = crop_side(self.progress, self.settings.network["side"], schedule)
        stride = self.pace.step(self.progress, self.done, began, self.settings.network["side"], schedule)
        order = torch.randperm(len(self.faces))
        losses = []
        for step in range(self.steps):
            chosen = order[step * schedule["batch"] : (step + 1) * schedule["batch"]]
            losses.append(self._step(chosen, side, self.progress + stride * step / self.steps))
        self.progress, self.done = self.progress + stride, self.done + 1
        self.pace.note(time.time() - began, side)
        return sum(losses) / len(losses)

    def _step(self, chosen: Tensor, side: int, progress: float) -> float:
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(progress, self.settings.schedule)
        faces = augment(self.faces[chosen].float()[:, None], side, self.settings.augment)
        targets = self.targets.of(chosen, own_share(progress, self.settings.targets))
        mixed = random.random() < self.settings.targets["mix_chance"]
        if mixed:
            faces, targets = _mix(faces, targets, self.settings.targets["mix_alpha"])
        logits = self.forward(faces)
        if not mixed:
            self.targets.note(chosen, logits)
        loss = cross_entropy(logits, targets)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()
        self.average.follow(self.network)
        return loss.item()

    def validate(self) -> dict:
        """Accuracy and macro recall of the averaged weights on the validation split, at the side trained at now."""
        side = crop_side(self.progress, self.settings.network["side"], self.settings.schedule)
        predicted = predict(self.average.network, self.validation.faces, side=side)
        return {
            "accuracy": round(accuracy(predicted, self.validation.labels), 4),
            "macroRecall": round(float(recalls(predicted, self.validation.labels).mean()), 4),
        }

    def save(self, path: Path) -> None:
        write_checkpoint(path, {
            "done": self.done, "progress": self.progress, "network": self.network.state_dict(), "average": self.average.network.state_dict(),
            "followed": self.average.steps,
            "optimiser": self.optimiser.state_dict(), "own": self.targets.own,
        })

    def restore(self, path: Path) -> None:
        state = read_checkpoint(path)
        if state is None:
            return
        self.done, self.progress, self.targets.own = state["done"], state["progress"], state["own"]
        self.network.load_state_dict(state["network"])
        self.average.network.load_state_dict(state["average"])
        self.average.steps = state["followed"]
        self.optimiser.load_state_dict(state["optimiser"])


@torch.no_grad()
def predict(network: torch.nn.Module, faces: np.ndarray, batch: int = 128, side: int | None = None) -> np.ndarray:
    """Luma uint8 [N, S, S] → probabilities [N, labels], without augmentation; resized to `side` px when given."""
    network.eval()
    parts = []
    for at in range(0, len(faces), batch):
        luma = torch.from_numpy(faces[at : at + batch]).float()[:, None]
        if side not in (None, luma.shape[-1]):
            luma = F.interpolate(luma, size=(side, side), mode="bilinear", antialias=True, align_corners=False)
        parts.append(torch.softmax(network(luma), 1))
    return torch.cat(parts).numpy()


def _mix(faces: Tensor, targets: Tensor, alpha: float) -> tuple[Tensor, Tensor]:
    """Mixup (Zhang et al. 2018): each face with another of the batch, one share for all."""
    share = float(np.random.default_rng(random.getrandbits(32)).beta(alpha, alpha))
    other = torch.randperm(len(faces))
    return torch.lerp(faces[other], faces, share), torch.lerp(targets[other], targets, share)


def _build_optimiser(network: torch.nn.Module, schedule: dict) -> torch.optim.Optimizer:
    """SGD with Nesterov momentum; biases and normalisation do not decay."""
    decayed = [value for value in network.parameters() if value.ndim > 1]
    free = [value for value in network.parameters() if value.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": schedule["decay"]}, {"params": free, "weight_decay": 0.0}]
    return torch.optim.SGD(groups, lr=schedule["rate"], momentum=schedule["momentum"], nesterov=True, fused=True)


def train(settings: Settings, archive: Path, scratch: Path, quick: bool = True, deadline: float | None = None) -> Path:
    """Trains to the end of the schedule, or goes on from the last epoch; returns the checkpoint."""
    splits = [read_dataset(archive, scratch, split, settings.labels, settings.network["side"]) for split in ("train", "validation")]
    run = Run(settings, *splits, quick, deadline)
    checkpoint = scratch / f"{settings.task}.pt"
    run.restore(checkpoint)
    print(json.dumps({"parameters": count_parameters(run.network), "faces": len(run.faces), "done": run.done}), flush=True)
    while run.progress < 1 - 1e-6:
        began = time.monotonic()
        loss = run.epoch()
        seconds = round(time.monotonic() - began)
        run.save(checkpoint)
        found = run.validate() if run.done % settings.schedule["validate_every"] == 0 else {}
        print(json.dumps({"epoch": run.done, "progress": round(run.progress, 3), "loss": round(loss, 4), **found, "seconds": seconds}), flush=True)
    return checkpoint


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--archive", type=Path, required=True, help="the dataset as .tar.gz")
    parser.add_argument("--scratch", type=Path, required=True, help="checkpoints and unpacked data; never in the repository")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--deadline", type=datetime.fromisoformat, help="end the schedule by this local time, as in 2026-01-31T17:00")
    parser.add_argument("--plain", action="store_true", help="without torch.compile")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.scratch.mkdir(parents=True, exist_ok=True)
    deadline = options.deadline.timestamp() if options.deadline else None
    train(read_settings(options.settings), options.archive, options.scratch, not options.plain, deadline)


if __name__ == "__main__":
    main()
