"""The build: one command from archive to artifacts, figures, golden values and card.

    python -m face.build --settings face-emotion.toml --archive fer2013.tar.gz --scratch DIR --out DIR

Calibration comes from the validation split. The test split is only read at the end, for the figures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np

from .calibration import Calibration, calibrate, no_calibration
from .card import write_card
from .checkpoint import read_checkpoint
from .dataset import SPLITS, Dataset, read_datasets
from .deployed import Deployed, write_graph
from .evaluate import evaluate, evaluate_room, evaluate_unsure
from .golden import golden_values
from .manifest import manifest_of
from .network import Network, build_network, count_parameters
from .quantise import quantise
from .settings import Head, Settings, read_settings
from .storage import halve_weights
from .train import Options, add_options, predict, read_options, train

CALIBRATION_FACES = 1024


def build(settings: Settings, archives: list[Path], scratch: Path, out: Path, options: Options) -> dict:
    """Trains unless the checkpoint is finished, then writes everything to `out`; returns the figures."""
    network = averaged(settings, train(settings, archives, scratch, options))
    side, head = settings.graph["side"], settings.heads[0]
    splits = {split: read_datasets(archives, scratch, split, side, settings.planes) for split in SPLITS}
    calibration = _calibrate(network, settings, splits)

    out.mkdir(parents=True, exist_ok=True)
    paths = {precision: out / f"{settings.task}.{precision}.onnx" for precision in ("float32", "int8")}
    deployed = Deployed(network, calibration, settings.graph)
    write_graph(deployed, paths["float32"], side)
    chosen = np.random.default_rng(settings.seed).permutation(len(splits["train"].faces))[:CALIBRATION_FACES]
    quantise(paths["float32"], paths["int8"], splits["train"].faces[chosen])
    halve_weights(paths["float32"])

    figures = {
        "task": settings.task, "labels": settings.labels, "side": side, "parameters": count_parameters(deployed),
        "temperature": calibration.temperature, "balance": calibration.balance,
        "artifacts": {precision: _figures(path, splits, head) for precision, path in paths.items()},
        "room": evaluate_room(paths["int8"], splits["test"], head),
        "unsure": evaluate_unsure(paths["int8"], splits["validation"], splits["test"], head),
    }
    (out / "metrics.json").write_text(json.dumps(figures, indent=2) + "\n")
    golden = {precision: golden_values(path, settings.planes, side) for precision, path in paths.items()}
    (out / "golden.json").write_text(json.dumps(golden, indent=2) + "\n")
    (out / f"{settings.task}.json").write_text(json.dumps(manifest_of(settings, figures, golden), indent=2) + "\n")
    write_card(out / "card.md", settings, figures)
    return figures


def _calibrate(network: Network, settings: Settings, splits: dict[str, Dataset]) -> Calibration:
    """On validation, seen as the deployed graph will see it."""
    head, validation = settings.heads[0], splits["validation"]
    deployed = Deployed(network, no_calibration(len(head.labels)), settings.graph).eval()
    logits = predict(deployed, validation.faces).log().numpy()
    return calibrate(logits, validation.labels(head), np.bincount(splits["train"].labels(head)))


def averaged(settings: Settings, checkpoint: Path) -> Network:
    """The network with the averaged weights of a checkpoint, ready to predict."""
    network = build_network(sum(settings.sizes), settings.planes, settings.network)
    state = read_checkpoint(checkpoint)
    if state is None:
        raise FileNotFoundError(f"no checkpoint at {checkpoint}")
    network.load_state_dict(state["average"])
    return network.eval()


def _figures(path: Path, splits: dict[str, Dataset], head: Head) -> dict:
    return {
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "validation": evaluate(path, splits["validation"], head),
        "test": evaluate(path, splits["test"], head),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    parser.add_argument("--out", type=Path, required=True, help="where the artifacts go")
    parsed = parser.parse_args()
    build(read_settings(parsed.settings), parsed.archive, parsed.scratch, parsed.out, read_options(parsed))


if __name__ == "__main__":
    main()
