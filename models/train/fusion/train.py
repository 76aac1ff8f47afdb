"""The fusion: what a face and a voice say → one answer, learned from what the shipped models say of validation data.

    python -m fusion.train --faces faces.jsonl --voices voices.jsonl [--voices more.jsonl] --out DIR

`fusion.build` has the shipped models make these predictions, calls this, and measures what came out.

Faces and voices never met: they are paired by label, at random, within the validation split. Weights and reliabilities are
those of `device/sense/fusion/fuse.ts`; both compute the same.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

EMOTIONS = ("neutral", "happy", "sad", "angry", "fear", "disgust", "surprise")
LEAST = 1e-4
VOICES_EACH = 4
"""Voices of each corpus that each face is paired with."""
HOLD = 1e-3
"""Pull of the weights towards plain multiplication of both answers."""
SEED = 20261122
COVERAGE = 0.85
"""Of validation pairs, that the threshold of `unsure` leaves."""


class Side(nn.Module):
    """One modality: probabilities [N, 7] → votes [N, 7]."""

    def __init__(self) -> None:
        super().__init__()
        self.root = nn.Parameter(torch.ones(len(EMOTIONS)))
        self.base = nn.Parameter(torch.tensor(1.0))
        self.slope = nn.Parameter(torch.tensor(0.0))

    @property
    def weight(self) -> Tensor:
        return self.root**2

    def forward(self, probabilities: Tensor) -> Tensor:
        reliability = F.relu(self.base + self.slope * certainty(probabilities))
        return reliability[:, None] * self.weight * torch.log(probabilities.clamp_min(LEAST))

    def weights(self) -> dict:
        reliability = {"base": round(self.base.item(), 5), "slope": round(self.slope.item(), 5)}
        return {"weight": [round(value, 5) for value in self.weight.tolist()], "reliability": reliability}


class Fusion(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.face, self.voice = Side(), Side()
        self.bias = nn.Parameter(torch.zeros(len(EMOTIONS)))

    def forward(self, face: Tensor, voice: Tensor) -> Tensor:
        return self.face(face) + self.voice(voice) + self.bias

    def hold(self) -> Tensor:
        return sum(((side.root - 1) ** 2).sum() + (side.base - 1) ** 2 + side.slope**2 for side in (self.face, self.voice))


def certainty(probabilities: Tensor) -> Tensor:
    """1 − entropy ÷ log 7, [N]."""
    entropy = -(probabilities * probabilities.clamp_min(1e-12).log()).sum(1)
    return (1 - entropy / np.log(len(EMOTIONS))).clamp(0, 1)


def read_predictions(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities [N, 7] and labels [N]."""
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return np.array([row["probabilities"] for row in rows], np.float32), np.array([row["truth"] for row in rows])


def pair(faces: np.ndarray, corpora: list[np.ndarray], seed: int) -> np.ndarray:
    """Places [pairs, 2] of faces and voices of the same label, as many of each corpus: a large one outweighs no small one."""
    dice = np.random.default_rng(seed)
    starts = np.cumsum([0, *(len(labels) for labels in corpora)])
    pairs = []
    for start, labels in zip(starts, corpora):
        of = {label: start + np.flatnonzero(labels == label) for label in np.unique(labels)}
        pairs += [(at, dice.choice(of[label])) for at, label in enumerate(faces) if label in of for _ in range(VOICES_EACH)]
    return np.array(pairs)


def learn(face: Tensor, voice: Tensor, labels: Tensor) -> Fusion:
    """Cross-entropy; a rare label counts more, by the root of its rarity."""
    fusion = Fusion()
    weights = torch.bincount(labels, minlength=len(EMOTIONS)).clamp_min(1).float() ** -0.5
    weights = weights[labels] / weights[labels].sum()
    optimiser = torch.optim.LBFGS(fusion.parameters(), max_iter=500, line_search_fn="strong_wolfe")

    def cost() -> Tensor:
        optimiser.zero_grad()
        total = (F.cross_entropy(fusion(face, voice), labels, reduction="none") * weights).sum() + HOLD * fusion.hold()
        total.backward()
        return total

    optimiser.step(cost)
    return fusion


def write(fusion: Fusion, unsure_below: float, pairs: int, out: Path) -> None:
    """The artifact and its manifest."""
    out.mkdir(parents=True, exist_ok=True)
    weights = {
        "v": 1, "emotions": list(EMOTIONS), "face": fusion.face.weights(), "voice": fusion.voice.weights(),
        "bias": [round(value, 5) for value in fusion.bias.tolist()],
    }
    artifact = out / "fusion.weights.json"
    artifact.write_text(json.dumps(weights, indent=2) + "\n")
    file = {"file": artifact.name, "sha256": hashlib.sha256(artifact.read_bytes()).hexdigest(), "bytes": artifact.stat().st_size}
    (out / "fusion.json").write_text(json.dumps({
        "v": 1, "task": "fusion", "id": "roomtone-fusion", "version": "1.0.0",
        "source": {
            "kind": "trained", "recipe": "models/train/fusion/train.py",
            "data": [f"{pairs} synthetic pairs of what the shipped models say of FER2013 faces and of RAVDESS and nEMO voices, validation"],
        },
        "licence": {"spdx": "CC-BY-NC-SA-4.0", "holder": "Roomtone", "note": "Learned beside non-commercial data (RAVDESS, nEMO)"},
        "artifacts": [{"provider": "cpu", "precision": "float32", **file, "goldenTolerance": 0.0001}],
        "output": {"labels": list(EMOTIONS)}, "thresholds": {"unsureBelow": unsure_below}, "calibration": None,
    }, indent=2) + "\n")


def train(faces_path: Path, voices_paths: list[Path], out: Path, seed: int) -> dict:
    """Learns, writes both files into `out`. Returns how many pairs there were, and the threshold."""
    torch.manual_seed(seed)
    faces, face_labels = read_predictions(faces_path)
    corpora = [read_predictions(path) for path in voices_paths]
    pairs = pair(face_labels, [labels for _, labels in corpora], seed)
    voices = np.concatenate([probabilities for probabilities, _ in corpora])
    face, voice = torch.from_numpy(faces[pairs[:, 0]]), torch.from_numpy(voices[pairs[:, 1]])
    fusion = learn(face, voice, torch.from_numpy(face_labels[pairs[:, 0]]))
    with torch.no_grad():
        best = torch.softmax(fusion(face, voice), 1).max(1).values
    unsure_below = round(float(torch.quantile(best, 1 - COVERAGE)), 2)
    write(fusion, unsure_below, len(pairs), out)
    return {"pairs": len(pairs), "unsureBelow": unsure_below}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=Path, required=True, help="predictions of validation faces")
    parser.add_argument("--voices", type=Path, action="append", required=True, help="predictions of validation voices; a corpus each")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    print(json.dumps(train(arguments.faces, arguments.voices, arguments.out, arguments.seed)))


if __name__ == "__main__":
    main()
