"""Training: one run from a dataset to averaged weights, resumable after every epoch.

    python -m face.train --settings face-emotion.toml --archive fer2013.tar.gz --scratch DIR
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .augment import augment
from .average import Average
from .checkpoint import read_checkpoint, write_checkpoint
from .crop import cropped
from .dataset import Dataset, read_datasets
from .metrics import accuracy, recalls
from .network import begin_from, build_network, count_parameters
from .pace import Pace
from .points import alignments_of
from .precision import convolutions_of
from .restore import begin_from_artifact, is_artifact
from .schedule import crop_side, learning_rate, own_share
from .settings import Settings, read_settings
from .targets import Targets
from .taught import Taught, chances_of, read_taught, taught_share, teach
from .workers import average_over_workers, start_workers, state_of


MEET_STEPS = 12
STATISTICS_FACES = 1024


@dataclass(frozen=True)
class Options:
    """How to run, as against what to train: nothing here should change what is learned."""

    workers: int = 1
    deadline: float | None = None
    """Unix time in seconds."""
    start: Path | None = None
    """Checkpoint of another run; a new one begins with what that one has learned."""
    points: tuple[Path, ...] = ()
    """Tables of `points`, for settings that take some crops as the device does."""
    unlabelled: tuple[Path, ...] = ()
    """Archives whose faces are `taught`, for settings that take some of those."""


class Run:
    """One training run; `epoch()` trains one epoch, `save()` and `restore()` carry it over a stop."""

    def __init__(self, settings: Settings, train: Dataset, validation: Dataset, taught: Taught | None, options: Options, rank: int) -> None:
        torch.manual_seed(settings.seed)  # the same weights in every worker
        self.rank, self.workers = rank, options.workers
        self.settings = settings
        self.faces = torch.from_numpy(train.faces)
        self.validation = validation
        self.alignments = _alignments(settings, train, options.points)
        labels = [torch.from_numpy(train.labels(head)) for head in settings.heads]
        weights = [head.weight for head in settings.heads]
        self.targets = Targets(labels, settings.sizes, weights, _lift(train, settings.targets), settings.targets)
        self.network = build_network(sum(settings.sizes), settings.planes, settings.network)
        if options.start is not None:
            self._begin(options.start, train.faces)
        self.average = Average(self.network, settings.schedule["average"])
        self.optimiser = _build_optimiser(self.network, settings.schedule)
        self.chances = torch.zeros(0)
        if taught is not None:
            self._take_in(taught, train)
        self.pace = Pace(settings.schedule["epochs"], options.deadline)
        self.done = 0
        self.progress = 0.0
        self.batch = settings.schedule["batch"] // self.workers
        self.taught_batch = round(self.batch * taught_share(settings))
        self.steps = len(train.faces) // ((self.batch - self.taught_batch) * self.workers)

    def _begin(self, start: Path, faces: np.ndarray) -> None:
        side = self.settings.graph["seen_side"]
        if is_artifact(start):
            some = torch.from_numpy(faces[:: max(1, len(faces) // STATISTICS_FACES)])
            begin_from_artifact(self.network, start, cropped(some.float(), side))
        elif begin_from(self.network, read_checkpoint(start)["average"]):
            self.targets.begin_with(predict(self.network, faces, side=side))

    def _take_in(self, taught: Taught, train: Dataset) -> None:
        """Puts the faces without labels behind the others."""
        head = self.settings.heads[0]
        counts = np.bincount(train.labels(head), minlength=len(head.labels))
        self.chances = chances_of(taught.answers, counts)
        self.faces = torch.cat([self.faces, torch.from_numpy(taught.faces)])
        self.targets.add(torch.from_numpy(taught.answers))
        if self.alignments is not None:
            self.alignments = torch.cat([self.alignments, torch.eye(2, 3).expand(len(taught.faces), 2, 3)])

    def epoch(self) -> float:
        """Trains one epoch and takes the progress that the pace allows; returns the mean loss."""
        self.network.train()
        schedule, began = self.settings.schedule, time.time()
        side = crop_side(self.progress, self.settings.graph["seen_side"], schedule)
        stride = self._stride(began)
        self._throw(self.done)
        before, losses = self.targets.own.clone(), []
        for step, chosen in enumerate(self._share()):
            losses.append(self._step(chosen, side, self.progress + stride * step / self.steps))
            if (step + 1) % MEET_STEPS == 0 or step + 1 == self.steps:
                average_over_workers(state_of(self.network, self.optimiser), self.workers)
            self.average.follow(self.network)
        self._exchange(before)
        self.progress, self.done = self.progress + stride, self.done + 1
        self.pace.note(time.time() - began, side)
        return sum(losses) / len(losses)

    def _stride(self, now: float) -> float:
        """Progress of the next epoch, agreed on by the workers, whose clocks differ."""
        step = self.pace.step(self.progress, self.done, now, self.settings.graph["seen_side"], self.settings.schedule)
        agreed = torch.tensor([step], dtype=torch.float64)
        average_over_workers([agreed], self.workers)
        return agreed.item()

    def _throw(self, epoch: int) -> None:
        """Seeds the dice anew for each epoch and worker, so that a resumed run draws what an unbroken one would."""
        random.seed(f"{self.settings.seed} {epoch} {self.rank}")
        torch.manual_seed(random.getrandbits(63))

    def _share(self) -> Tensor:
        """This worker's faces of the epoch [steps, batch], in an order that all workers agree on."""
        dice = torch.Generator().manual_seed(self.settings.seed + self.done)
        labelled = len(self.faces) - len(self.chances)
        chosen = self._rows(torch.randperm(labelled, generator=dice), self.batch - self.taught_batch)
        if self.taught_batch == 0:
            return chosen
        drawn = labelled + torch.multinomial(self.chances, self.steps * self.taught_batch * self.workers, generator=dice)
        return torch.cat([chosen, self._rows(drawn, self.taught_batch)], 1)

    def _rows(self, faces: Tensor, count: int) -> Tensor:
        """`count` of this worker's faces a step."""
        return faces[self.rank :: self.workers][: self.steps * count].view(self.steps, count)

    def _exchange(self, before: Tensor) -> None:
        """Brings together what each worker noted about its own faces, and the averaged weights."""
        change = (self.targets.own - before) * self.workers
        average_over_workers([change], self.workers)
        self.targets.own = before + change
        weights = [value for value in self.average.network.state_dict().values() if value.is_floating_point()]
        average_over_workers(weights, self.workers)

    def _step(self, chosen: Tensor, side: int, progress: float) -> float:
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(progress, self.settings.schedule)
        alignments = None if self.alignments is None else self.alignments[chosen]
        faces = augment(self.faces[chosen].float(), side, self.settings.augment, alignments)
        targets = self.targets.of(chosen, own_share(progress, self.settings.targets))
        mixed = random.random() < self.settings.targets["mix_chance"]
        if mixed:
            faces, targets = _mix(faces, targets, self.settings.targets["mix_alpha"])
        with convolutions_of(self.settings.schedule):
            logits = self.network(faces)
        logits = logits.float()
        if not mixed:
            self.targets.note(chosen, logits)
        loss = self.targets.loss(logits, targets)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()
        return loss.item()

    def validate(self) -> dict:
        """Accuracy and macro recall of the averaged weights on the validation split, at the side trained at now."""
        side = crop_side(self.progress, self.settings.graph["seen_side"], self.settings.schedule)
        predicted = predict(self.average.network, self.validation.faces, side=side).split(self.settings.sizes, 1)
        found = {}
        for head, logits in zip(self.settings.heads, predicted, strict=True):
            labels = self.validation.labels(head)
            asked, answers = labels[labels >= 0], logits.numpy()[labels >= 0]
            found[head.name] = [round(accuracy(answers, asked), 4), round(float(recalls(answers, asked).mean()), 4)]
        return found

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
def predict(network: torch.nn.Module, faces: np.ndarray, batch: int = 128, side: int | None = None) -> Tensor:
    """uint8 [N, C, S, S] → logits [N, labels of all heads], without augmentation; resized to `side` px when given."""
    network.eval()
    parts = []
    for at in range(0, len(faces), batch):
        some = torch.from_numpy(faces[at : at + batch]).float()
        parts.append(network(some if side is None else cropped(some, side)))
    return torch.cat(parts)


def _lift(train: Dataset, settings: dict) -> Tensor:
    """How much each face counts, mean 1: the groups that the settings name count more, since they are read worst.

    @raises ValueError for a name that no face has.
    """
    wanted = settings.get("lift", {})
    groups = [f"{group} {label}" for group, label in zip(train.words["group"], train.words["label"], strict=True)]
    if unknown := sorted(set(wanted) - set(groups)):
        raise ValueError(f"targets.lift names {unknown}; no face of the train split is that, write 'group label'")
    lift = torch.tensor([wanted.get(group, 1.0) for group in groups])
    return lift / lift.mean()


def _alignments(settings: Settings, train: Dataset, points: tuple[Path, ...]) -> Tensor | None:
    """Of every face [N, 2, 3], where the settings take some crops as the device does. @raises ValueError without a table of points for it."""
    if settings.augment["aligned"] == 0:
        return None
    if not points:
        raise ValueError("augment.aligned takes crops as the device does: give --points, a table of models/evaluate/face-points.ts")
    return alignments_of(train.words["file"], points, settings.manifest)


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


def train(settings: Settings, archives: list[Path], scratch: Path, options: Options) -> Path:
    """Trains to the end of the schedule, or goes on from the last epoch; returns the checkpoint."""
    read_datasets(archives, scratch, "train", settings.taken_side, settings.planes)  # unpacks once, before the workers
    if taught_share(settings) > 0:
        teach(settings, options.unlabelled, options.points, options.start, scratch)
    start_workers(options.workers, _work, settings, archives, scratch, options)
    return _checkpoint(scratch, settings)


def _work(rank: int, settings: Settings, archives: list[Path], scratch: Path, options: Options) -> None:
    """The loop of one worker; the first one keeps the checkpoint and the log."""
    splits = [read_datasets(archives, scratch, split, settings.taken_side, settings.planes) for split in ("train", "validation")]
    run = Run(settings, *splits, read_taught(scratch) if taught_share(settings) > 0 else None, options, rank)
    checkpoint = _checkpoint(scratch, settings)
    run.restore(checkpoint)
    found = run.validate() if rank == 0 and run.done == 0 and options.start is not None else {}
    _log(rank, {"parameters": count_parameters(run.network), "faces": len(run.faces), "done": run.done, **found})
    while run.progress < 1 - 1e-6:
        began = time.monotonic()
        loss = run.epoch()
        seconds = round(time.monotonic() - began)
        found = {}
        if rank == 0:
            run.save(checkpoint)
            found = run.validate() if run.done % settings.schedule["validate_every"] == 0 else {}
        _log(rank, {"epoch": run.done, "progress": round(run.progress, 3), "loss": round(loss, 4), **found, "seconds": seconds})


def _checkpoint(scratch: Path, settings: Settings) -> Path:
    return scratch / f"{settings.task}.pt"


def _log(rank: int, line: dict) -> None:
    if rank == 0:
        print(json.dumps(line), flush=True)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The arguments that training and the whole build share."""
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--archive", type=Path, required=True, nargs="+", help="the datasets as .tar.gz")
    parser.add_argument("--scratch", type=Path, required=True, help="checkpoints and unpacked data; never in the repository")
    parser.add_argument("--workers", type=int, default=1, help="processes of one thread; 1 uses --threads in one process")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--deadline", type=datetime.fromisoformat, help="end the schedule by this local time: 2026-01-31T17:00")
    parser.add_argument("--start", type=Path, help="a checkpoint, to begin with what it has learned")
    parser.add_argument("--unlabelled", type=Path, default=[], nargs="+", help="datasets as .tar.gz whose labels are not read: taught by the artifact to start from")
    parser.add_argument("--points", type=Path, default=[], nargs="+", help="where the device finds eyes and mouth: some crops are taken as it would take them")


def read_options(parsed: argparse.Namespace) -> Options:
    torch.set_num_threads(parsed.threads)
    parsed.scratch.mkdir(parents=True, exist_ok=True)
    return Options(parsed.workers, parsed.deadline.timestamp() if parsed.deadline else None, parsed.start, tuple(parsed.points), tuple(parsed.unlabelled))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    parsed = parser.parse_args()
    train(read_settings(parsed.settings), parsed.archive, parsed.scratch, read_options(parsed))


if __name__ == "__main__":
    main()
