"""The baseline to beat: an SVM on the 88 eGeMAPS functionals (Eyben et al. 2016), same speakers, same splits.

    python -m speech.baseline --settings speech-emotion.toml --archive ravdess.tar.gz --archive nemo.tar.gz --scratch DIR

For measurement only: openSMILE is free for research, so nothing of it ships. Its cost C is chosen on validation.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import opensmile
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from .corpus import RATE, Corpus
from .options import corpora_of, new_parser, read_run

COSTS = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)


def functionals(corpus: Corpus, scratch: Path) -> np.ndarray:
    """float32 [clips, 88], kept in `scratch`."""
    kept = scratch / f"{corpus.name}-egemaps.npy"
    if not kept.exists():
        smile = opensmile.Smile(opensmile.FeatureSet.eGeMAPSv02, opensmile.FeatureLevel.Functionals)
        rows = [smile.process_signal(sound / np.float32(32768), RATE).to_numpy()[0] for sound in corpus.sounds]
        np.save(kept, np.stack(rows).astype(np.float32))
    return np.load(kept)


def measure(corpus: Corpus, features: np.ndarray) -> dict:
    """Macro recall on test of the SVM whose cost was best on validation; train speakers alone are learned from."""
    parts = {split: corpus.splits == split for split in ("train", "validation", "test")}
    machines = [_fit(features[parts["train"]], corpus.labels[parts["train"]], cost) for cost in COSTS]
    worth = [_recall(machine, features[parts["validation"]], corpus.labels[parts["validation"]]) for machine in machines]
    best = int(np.argmax(worth))
    test = _recall(machines[best], features[parts["test"]], corpus.labels[parts["test"]])
    return {"cost": COSTS[best], "validation": worth[best], "test": test}


def _fit(features: np.ndarray, labels: np.ndarray, cost: float):
    return make_pipeline(StandardScaler(), SVC(C=cost, class_weight="balanced")).fit(features, labels)


def _recall(machine, features: np.ndarray, labels: np.ndarray) -> float:
    found = machine.predict(features)
    return float(np.mean([(found[labels == label] == label).mean() for label in np.unique(labels)]))


def main() -> None:
    settings, arguments = read_run(new_parser(__doc__).parse_args())
    for corpus in corpora_of(settings, arguments):
        figures = measure(corpus, functionals(corpus, arguments.scratch))
        print(json.dumps({"corpus": corpus.name, **figures}), flush=True)


if __name__ == "__main__":
    main()
