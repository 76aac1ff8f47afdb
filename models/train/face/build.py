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

from .calibration import calibrate
from .card import write_card
from .checkpoint import read_checkpoint
from .dataset import SPLITS, read_dataset
from .deployed import Deployed, write_graph
from .evaluate import evaluate, evaluate_room, evaluate_unsure
from .golden import golden_values
from .network import Network, build_network, count_parameters
from .quantise import quantise
from .runtime import open_session, run
from .settings import Settings, read_settings
from .train import Options, add_options, predict, read_options, train

CALIBRATION_FACES = 1024


def build(settings: Settings, archive: Path, scratch: Path, out: Path, options: Options) -> dict:
    """Trains unless the checkpoint is finished, then writes everything to `out`; returns the figures."""
    network = averaged(settings, train(settings, archive, scratch, options))
    side = settings.network["side"]
    splits = {split: read_dataset(archive, scratch, split, settings.labels, side) for split in SPLITS}
    validation = splits["validation"]
    logits = np.log(np.maximum(predict(network, validation.faces, side=settings.network["seen_side"]), 1e-12))
    calibration = calibrate(logits, validation.labels, np.bincount(splits["train"].labels))

    out.mkdir(parents=True, exist_ok=True)
    paths = {precision: out / f"{settings.task}.{precision}.onnx" for precision in ("float32", "int8")}
    write_graph(Deployed(network, calibration, settings.network["seen_side"]), paths["float32"], side)
    chosen = np.random.default_rng(settings.seed).permutation(len(splits["train"].faces))[:CALIBRATION_FACES]
    quantise(paths["float32"], paths["int8"], splits["train"].faces[chosen])

    figures = {
        "task": settings.task, "labels": settings.labels, "side": side, "parameters": count_parameters(network),
        "temperature": calibration.temperature, "balance": calibration.balance,
        "artifacts": {precision: _figures(path, splits, settings.labels) for precision, path in paths.items()},
        "room": evaluate_room(paths["int8"], splits["test"]),
        "unsure": evaluate_unsure(run(open_session(paths["int8"]), validation.faces), validation.labels),
    }
    (out / "metrics.json").write_text(json.dumps(figures, indent=2) + "\n")
    golden = {precision: golden_values(path, side) for precision, path in paths.items()}
    (out / "golden.json").write_text(json.dumps(golden, indent=2) + "\n")
    write_card(out / "card.md", figures)
    return figures


def averaged(settings: Settings, checkpoint: Path) -> Network:
    """The network with the averaged weights of a checkpoint, ready to predict."""
    network = build_network(len(settings.labels), settings.network)
    state = read_checkpoint(checkpoint)
    if state is None:
        raise FileNotFoundError(f"no checkpoint at {checkpoint}")
    network.load_state_dict(state["average"])
    return network.eval()


def _figures(path: Path, splits: dict, labels: tuple[str, ...]) -> dict:
    return {
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "validation": evaluate(path, splits["validation"], labels),
        "test": evaluate(path, splits["test"], labels),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    parser.add_argument("--out", type=Path, required=True, help="where the artifacts go")
    parsed = parser.parse_args()
    build(read_settings(parsed.settings), parsed.archive, parsed.scratch, parsed.out, read_options(parsed))


if __name__ == "__main__":
    main()
