"""Training: one run from corpora to averaged weights, resumable after every epoch.

    python -m speech.train --settings speech-emotion.toml --archive ravdess.tar.gz --archive nemo.tar.gz --scratch DIR
"""

from __future__ import annotations

import json
import random
import time
from datetime import datetime
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from face.average import Average
from face.checkpoint import read_checkpoint, write_checkpoint
from face.metrics import confusion
from face.network import count_parameters
from face.precision import convolutions_of
from face.schedule import learning_rate

from .adversary import Adversary
from .augment import hide, room, warp
from .corpus import Corpus
from .features import log_mels, trimmed
from .network import Network, build_network
from .options import corpora_of, new_parser, read_run
from .settings import Settings
from .voices import other_voices


class Clips:
    """Utterances of one or more corpora with their maps."""

    def __init__(self, corpora: list[Corpus], maps: list[list[np.ndarray]], others: list[list[list[np.ndarray]]] | None = None) -> None:
        """`maps` of each corpus: float16 [bands, frames] of each clip, log power at half the hop; `others`: of each
        corpus, the maps of each other voice that says the same clips."""
        self.whole = [torch.from_numpy(np.ascontiguousarray(map)) for found in maps for map in found]
        self.spans = [slice(*trimmed(map.numpy())) for map in self.whole]
        """Of each clip, the frames that hold speech."""
        voices = zip(*others, strict=True) if others else ()
        self.others = [[torch.from_numpy(np.ascontiguousarray(map)) for found in voice for map in found] for voice in voices]
        self.labels = np.concatenate([corpus.labels for corpus in corpora])
        self.speakers = np.unique(np.concatenate([corpus.groups for corpus in corpora]), return_inverse=True)[1]
        """Of each clip, numbered over all corpora."""
        self.corpus = np.concatenate([np.full(len(corpus.labels), place) for place, corpus in enumerate(corpora)])
        self.names = [corpus.name for corpus in corpora]

    def said(self, chosen: list[int], whole: bool, other_voice: float) -> list[Tensor]:
        """The maps of some clips, with or without the silence around; each in another voice by the chance `other_voice`."""
        return [self._said(place, whole, random.random() < other_voice) for place in chosen]

    def _said(self, place: int, whole: bool, otherwise: bool) -> Tensor:
        map = random.choice(self.others)[place] if otherwise and self.others else self.whole[place]
        return map if whole else map[:, self.spans[place]]


class Run:
    """One training run; `epoch()` trains one epoch, `save()` and `restore()` carry it over a stop."""

    def __init__(self, settings: Settings, clips: Clips, seed: int) -> None:
        torch.manual_seed(seed)
        self.settings, self.clips, self.seed = settings, clips, seed
        self.network = build_network(len(settings.labels), settings.spectrum["bands"], settings.network)
        self.average = Average(self.network, settings.schedule["average"])
        self.speakers, self.corpus = torch.from_numpy(clips.speakers), torch.from_numpy(clips.corpus)
        self.adversary = Adversary(self.network.head.in_features, self.speakers, self.corpus)
        schedule = settings.schedule
        learned = [*self.network.parameters(), *self.adversary.parameters()]
        decayed = [value for value in learned if value.ndim > 1]
        free = [value for value in learned if value.ndim <= 1]
        groups = [{"params": decayed, "weight_decay": schedule["decay"]}, {"params": free, "weight_decay": 0.0}]
        self.optimiser = torch.optim.AdamW(groups, lr=schedule["rate"], fused=True)
        self.targets = _targets(clips.labels, len(settings.labels), settings.targets["smoothing"])
        self.shares = _sampling(clips, schedule["balance"])
        self.steps = len(clips.labels) // schedule["batch"]
        self.done, self.progress = 0, 0.0

    def epoch(self, left: int) -> float:
        """Trains one of the `left` epochs that carry the schedule to its end; returns the mean loss."""
        random.seed(f"{self.seed} {self.done}")
        torch.manual_seed(random.getrandbits(63))
        self.network.train()
        stride = (1 - self.progress) / left
        losses = [self._step(self.progress + stride * step / self.steps) for step in range(self.steps)]
        self.done, self.progress = self.done + 1, self.progress + stride
        return sum(losses) / len(losses)

    def _step(self, progress: float) -> float:
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(progress, self.settings.schedule)
        chosen = torch.multinomial(self.shares, self.settings.schedule["batch"])
        mixed = random.random() < self.settings.targets["mix_chance"]
        power, targets = self._power(chosen), self.targets[chosen]
        if mixed:
            power, targets = _mix(power, targets, self.corpus[chosen])
        with convolutions_of(self.settings.schedule):
            heard = self.network.heard(power)
        heard = heard.float()
        loss = torch.nn.functional.cross_entropy(self.network.answer(heard), targets)
        if not mixed:
            loss = loss + self.adversary.loss(heard, self.speakers[chosen], self.settings.targets["adversary"], progress)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        self.average.follow(self.network)
        return loss.item()

    @torch.no_grad()
    def _power(self, chosen: Tensor) -> Tensor:
        settings = self.settings.augment
        said = self.clips.said(chosen.tolist(), random.random() < settings["untrimmed"], settings["other_voice"])
        maps = warp(said, settings["frames"], self.settings.spectrum, settings)
        return hide(torch.exp(room(maps, settings)), settings)

    def save(self, path: Path) -> None:
        write_checkpoint(path, {
            "done": self.done, "progress": self.progress, "network": self.network.state_dict(), "average": self.average.network.state_dict(),
            "followed": self.average.steps, "optimiser": self.optimiser.state_dict(), "adversary": self.adversary.state_dict(),
        })

    def restore(self, path: Path) -> None:
        state = read_checkpoint(path)
        if state is None:
            return
        self.done, self.progress, self.average.steps = state["done"], state["progress"], state["followed"]
        self.network.load_state_dict(state["network"])
        self.average.network.load_state_dict(state["average"])
        self.adversary.load_state_dict(state["adversary"])
        self.optimiser.load_state_dict(state["optimiser"])


@torch.no_grad()
def predict(network: Network, clips: Clips) -> np.ndarray:
    """Probabilities [clips, labels] of the whole clips, one at a time, as the device hears them."""
    network.eval()
    found = [torch.softmax(network(torch.exp(map[None, :, ::2].float())), 1)[0] for map in clips.whole]
    return torch.stack(found).numpy()


def macro_recall(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Over the labels that occur: one corpus has no disgust."""
    counts = confusion(probabilities, labels)
    there = counts.sum(1) > 0
    return float((counts.diagonal()[there] / counts.sum(1)[there]).mean())


def recalls_of(network: Network, clips: Clips) -> dict[str, float]:
    found = predict(network, clips)
    return {
        name: round(macro_recall(found[clips.corpus == place], clips.labels[clips.corpus == place]), 4)
        for place, name in enumerate(clips.names)
    }


def _targets(labels: np.ndarray, count: int, smoothing: float) -> Tensor:
    hot = torch.nn.functional.one_hot(torch.from_numpy(labels), count).float()
    return hot * (1 - smoothing) + smoothing / count


def _mix(power: Tensor, targets: Tensor, corpus: Tensor) -> tuple[Tensor, Tensor]:
    """Mixup (Zhang et al. 2018) with another utterance of the same corpus: power adds as in the air."""
    other = torch.arange(len(power))
    for place in corpus.unique():
        same = torch.nonzero(corpus == place)[:, 0]
        other[same] = same[torch.randperm(len(same))]
    share = torch.from_numpy(np.random.default_rng(random.getrandbits(32)).beta(0.4, 0.4, len(power))).float()
    level = power.mean((1, 2), keepdim=True) + 1e-12
    mixed = power / level * share[:, None, None] + (power / level)[other] * (1 - share[:, None, None])
    return mixed, targets * share[:, None] + targets[other] * (1 - share[:, None])


def _sampling(clips: Clips, balance: float) -> Tensor:
    """Chance of each clip: `balance` 0 as the corpora are, 1 every label of every corpus alike."""
    kind = clips.corpus * 100 + clips.labels
    counts = {value: float((kind == value).sum()) for value in np.unique(kind)}
    return torch.tensor([counts[value] ** -balance for value in kind], dtype=torch.float64)


def train(run: Run, validation: Clips | None, checkpoint: Path, deadline: float | None = None) -> Network:
    """Trains to the end of the schedule, or goes on from the last epoch; returns the averaged network.

    With a `deadline` (Unix time in seconds) the schedule ends by then, in as many epochs as fit.
    """
    run.restore(checkpoint)
    schedule, seconds = run.settings.schedule, None
    _log({"parameters": count_parameters(run.network), "clips": len(run.clips.labels), "done": run.done})
    while run.progress < 1 - 1e-6:
        began = time.time()
        loss = run.epoch(_epochs_left(run, seconds, deadline))
        seconds = time.time() - began
        run.save(checkpoint)
        is_over = run.progress >= 1 - 1e-6
        wanted = validation is not None and (run.done % schedule["validate_every"] == 0 or is_over)
        found = recalls_of(run.average.network, validation) if wanted and validation is not None else {}
        _log({"epoch": run.done, "progress": round(run.progress, 3), "loss": round(loss, 4), **found, "seconds": round(seconds)})
    return run.average.network.eval()


def _epochs_left(run: Run, seconds: float | None, deadline: float | None) -> int:
    """Of the schedule, or as many as fit when the last one took `seconds`."""
    left = max(1, run.settings.schedule["epochs"] - run.done)
    if deadline is None or seconds is None:
        return left
    return min(left, max(1, int((deadline - time.time()) / seconds)))


def checkpoint_of(scratch: Path, settings: Settings, seed: int) -> Path:
    return scratch / f"{settings.task}-{seed}.pt"


def voices_of(corpora: list[Corpus], settings: Settings, scratch: Path) -> list[list[list[np.ndarray]]]:
    """Of each corpus, the maps of the clips in each other voice that the settings ask for."""
    return [other_voices(corpus, scratch, settings.spectrum, settings.voices) for corpus in corpora]


def clips_of(corpora: list[Corpus], maps: list[list[np.ndarray]], split: str, voices: list[list[list[np.ndarray]]] | None = None) -> Clips:
    """The clips of one split of every corpus; in other voices too, where it is to be learned from."""
    return chosen_clips(corpora, maps, [corpus.splits == split for corpus in corpora], voices)


def chosen_clips(corpora: list[Corpus], maps: list[list[np.ndarray]], masks: list[np.ndarray], voices: list[list[list[np.ndarray]]] | None = None) -> Clips:
    """The clips of each corpus' mask [clips]; a corpus of which nothing is chosen is left out."""
    places = [place for place, mask in enumerate(masks) if mask.any()]
    own = [corpora[place].where(masks[place]) for place in places]
    found = [_where(maps[place], masks[place]) for place in places]
    others = [[_where(voice, masks[place]) for voice in voices[place]] for place in places] if voices else None
    return Clips(own, found, others)


def _where(maps: list[np.ndarray], mask: np.ndarray) -> list[np.ndarray]:
    return [maps[clip] for clip in np.flatnonzero(mask)]


def _log(line: dict) -> None:
    print(json.dumps(line), flush=True)


def main() -> None:
    parser = new_parser(__doc__)
    parser.add_argument("--seed", type=int, help="instead of the one in the settings")
    parser.add_argument("--deadline", type=datetime.fromisoformat, help="end the schedule by this local time: 2026-01-31T17:00")
    settings, arguments = read_run(parser.parse_args())
    corpora = corpora_of(settings, arguments)
    maps = [log_mels(corpus, arguments.scratch, settings.spectrum) for corpus in corpora]
    seed = settings.seed if arguments.seed is None else arguments.seed
    run = Run(settings, clips_of(corpora, maps, "train", voices_of(corpora, settings, arguments.scratch)), seed)
    deadline = arguments.deadline and arguments.deadline.timestamp()
    train(run, clips_of(corpora, maps, "validation"), checkpoint_of(arguments.scratch, settings, seed), deadline)


if __name__ == "__main__":
    main()
