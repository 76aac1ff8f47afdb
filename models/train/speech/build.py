"""The build: one command from archives to artifacts, figures, golden values, manifest and card.

    python -m speech.build --settings speech-emotion.toml --archive ravdess.tar.gz --archive nemo.tar.gz --scratch DIR --out DIR

Calibration and threshold come from validation speakers. Test speakers are only heard at the end, for the figures.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

import numpy as np

from face.golden import ramp
from face.network import count_parameters
from face.runtime import open_session
from face.storage import halve_weights

from .calibration import Calibration, calibrate
from .card import write_card
from .corpus import RATE, Corpus
from .deployed import Deployed, write_graph
from .evaluate import figures_of, ms_for_three_seconds, predict_artifact, unsure_curve
from .features import log_mels, spectrum_of
from .manifest import write_manifest
from .network import Network
from .options import corpora_of, new_parser, read_run
from .quantise import quantise
from .settings import Settings
from .train import Run, checkpoint_of, clips_of, predict, train, voices_of

CALIBRATION_CLIPS = 200
COVERAGE = 0.8
"""Of validation, that the threshold of `unsure` leaves."""


def build(settings: Settings, corpora: list[Corpus], scratch: Path, out: Path, deadline: float | None) -> dict:
    """Trains unless the checkpoint is finished, then writes everything to `out`; returns the figures."""
    maps = [log_mels(corpus, scratch, settings.spectrum) for corpus in corpora]
    validation = clips_of(corpora, maps, "validation")
    run = Run(settings, clips_of(corpora, maps, "train", voices_of(corpora, settings, scratch)), settings.seed)
    network = train(run, validation, checkpoint_of(scratch, settings, settings.seed), deadline)
    heard = predict(network, validation)
    calibration = calibrate(heard, validation.labels, validation.corpus)

    out.mkdir(parents=True, exist_ok=True)
    paths = write_artifacts(settings, network, calibration, corpora, out)
    figures = {
        "task": settings.task, "labels": settings.labels, "parameters": count_parameters(network),
        "temperature": calibration.temperature, "offsets": calibration.offsets.tolist(), "epochs": run.done,
        "unsureBelow": _threshold(calibration.apply(heard)),
        "artifacts": {precision: _figures(path, corpora, settings.labels) for precision, path in paths.items()},
    }
    (out / "metrics.json").write_text(json.dumps(figures, indent=2) + "\n")
    golden = {precision: _golden(path) for precision, path in paths.items()}
    (out / "golden.json").write_text(json.dumps(golden, indent=2) + "\n")
    write_manifest(out / f"{settings.task}.json", figures, golden["int8"])
    write_card(out / "card.md", figures)
    return figures


def write_artifacts(settings: Settings, network: Network, calibration: Calibration, corpora: list[Corpus], out: Path) -> dict[str, Path]:
    """The float32 graph and its int8 twin, whose ranges come from train clips."""
    paths = {precision: out / f"{settings.task}.{precision}.onnx" for precision in ("float32", "int8")}
    write_graph(Deployed(spectrum_of(settings.spectrum), network, calibration), paths["float32"])
    sounds = [sound for corpus in corpora for sound in corpus.split("train").sounds]
    chosen = np.random.default_rng(settings.seed).permutation(len(sounds))[:CALIBRATION_CLIPS]
    quantise(paths["float32"], paths["int8"], [sounds[place] for place in chosen])
    for path in paths.values():
        halve_weights(path)
    return paths


def _threshold(probabilities: np.ndarray) -> float:
    """Best probability that COVERAGE of the validation clips reach; to a hundredth."""
    return round(float(np.quantile(probabilities.max(1), 1 - COVERAGE)), 2)


def _figures(path: Path, corpora: list[Corpus], labels: tuple[str, ...]) -> dict:
    found = {}
    for split in ("validation", "test"):
        for corpus in (corpus.split(split) for corpus in corpora):
            probabilities = predict_artifact(path, corpus)
            figures = figures_of(probabilities, corpus.labels, labels)
            found.setdefault(split, {})[corpus.name] = {**figures, "unsure": unsure_curve(probabilities, corpus.labels)}
    return {
        "file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size,
        "msFor3s": ms_for_three_seconds(path), **found,
    }


def _golden(path: Path) -> dict:
    """What the graph says of a pattern made by a formula, never of a voice; in the manifest's form."""
    shape = (1, RATE)
    found = open_session(path).run(None, {"sound": ramp(shape)})[0].reshape(-1)
    values = [{"output": "probabilities", "index": place, "value": round(float(value), 6)} for place, value in enumerate(found)]
    return {"pattern": "ramp", "shape": list(shape), "values": values}


def main() -> None:
    parser = new_parser(__doc__)
    parser.add_argument("--out", type=Path, required=True, help="where the artifacts go")
    parser.add_argument("--deadline", type=datetime.fromisoformat, help="end the schedule by this local time: 2026-01-31T17:00")
    settings, arguments = read_run(parser.parse_args())
    deadline = arguments.deadline and arguments.deadline.timestamp()
    build(settings, corpora_of(settings, arguments), arguments.scratch, arguments.out, deadline)


if __name__ == "__main__":
    main()
