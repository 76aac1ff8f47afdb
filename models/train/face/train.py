"""Training: one run from a dataset to averaged weights, resumable after every epoch.

    python -m face.train --settings face-emotion.toml --archive fer2013.tar.gz --scratch DIR
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .augment import augment
from .average import Average
from .checkpoint import read_checkpoint, write_checkpoint
from .dataset import Dataset, read_dataset
from .metrics import accuracy, recalls
from .network import build_network, count_parameters
from .schedule import crop_side, learning_rate, own_share
from .settings import Settings, read_settings
from .targets import Targets, cross_entropy


class Run:
    """One training run; `epoch()` trains one epoch, `save()` and `restore()` carry it over a stop."""

    def __init__(self, settings: Settings, train: Dataset, validation: Dataset, quick: bool) -> None:
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
        self.done = 0
        self.steps = len(self.faces) // settings.schedule["batch"]

    def epoch(self) -> float:
        """Trains one epoch; returns the mean loss."""
        self.network.train()
        order = torch.randperm(len(self.faces))
        side = crop_side(self.done / self.settings.schedule["epochs"], self.settings.network["side"], self.settings.schedule)
        losses = [self._step(order, step, side) for step in range(self.steps)]
        self.done += 1
        return sum(losses) / len(losses)

    def _step(self, order: Tensor, step: int, side: int) -> float:
        schedule = self.settings.schedule
        progress = (self.done + step / self.steps) / schedule["epochs"]
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(progress, schedule)
        chosen = order[step * schedule["batch"] : (step + 1) * schedule["batch"]]
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
        self.average.follow(self.network, self.done * self.steps + step)
        return loss.item()

    def validate(self) -> dict:
        """Accuracy and macro recall of the averaged weights on the validation split."""
        predicted = predict(self.average.network, self.validation.faces)
        return {
            "accuracy": round(accuracy(predicted, self.validation.labels), 4),
            "macroRecall": round(float(recalls(predicted, self.validation.labels).mean()), 4),
        }

    def save(self, path: Path) -> None:
        write_checkpoint(path, {
            "done": self.done, "network": self.network.state_dict(), "average": self.average.network.state_dict(),
            "optimiser": self.optimiser.state_dict(), "own": self.targets.own,
        })

    def restore(self, path: Path) -> None:
        state = read_checkpoint(path)
        if state is None:
            return
        self.done, self.targets.own = state["done"], state["own"]
        self.network.load_state_dict(state["network"])
        self.average.network.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])


@torch.no_grad()
def predict(network: torch.nn.Module, faces: np.ndarray, batch: int = 128) -> np.ndarray:
    """Luma uint8 [N, S, S] → probabilities [N, labels], without augmentation."""
    network.eval()
    parts = [
        torch.softmax(network(torch.from_numpy(faces[at : at + batch]).float()[:, None]), 1)
        for at in range(0, len(faces), batch)
    ]
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


def train(settings: Settings, archive: Path, scratch: Path, quick: bool = True) -> Path:
    """Trains to the end of the schedule, or goes on from the last epoch; returns the checkpoint."""
    splits = [read_dataset(archive, scratch, split, settings.labels, settings.network["side"]) for split in ("train", "validation")]
    run = Run(settings, *splits, quick)
    checkpoint = scratch / f"{settings.task}.pt"
    run.restore(checkpoint)
    print(json.dumps({"parameters": count_parameters(run.network), "faces": len(run.faces), "done": run.done}), flush=True)
    while run.done < settings.schedule["epochs"]:
        began = time.monotonic()
        loss = run.epoch()
        seconds = round(time.monotonic() - began)
        run.save(checkpoint)
        print(json.dumps({"epoch": run.done, "loss": round(loss, 4), **run.validate(), "seconds": seconds}), flush=True)
    return checkpoint


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--archive", type=Path, required=True, help="the dataset as .tar.gz")
    parser.add_argument("--scratch", type=Path, required=True, help="checkpoints and unpacked data; never in the repository")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--plain", action="store_true", help="without torch.compile")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.scratch.mkdir(parents=True, exist_ok=True)
    train(read_settings(options.settings), options.archive, options.scratch, not options.plain)


if __name__ == "__main__":
    main()
