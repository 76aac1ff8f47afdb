"""Folds: how far a figure on a few speakers can be trusted.

    python -m speech.folds --settings … --archive … --archive … --scratch DIR --folds 4
    python -m speech.folds --settings … --archive … --archive … --scratch DIR --leave-out

`--folds K`: every speaker is tested once by a net that never heard him; a speaker is in one fold alone. `--leave-out`: train
on one corpus, test on the other over the labels that both have: the figure nearest to a room that nobody recorded.
Nothing is chosen on the way: no validation, no calibration. Each part resumes.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from .corpus import Corpus
from .evaluate import interval_of
from .features import log_mels
from .options import corpora_of, new_parser, read_run
from .settings import Settings
from .train import Clips, Run, chosen_clips, macro_recall, predict, train, voices_of

Maps = list[list[np.ndarray]]


def fold_of(corpus: Corpus, folds: int) -> np.ndarray:
    """For each clip the fold in which it is tested: speakers in turn."""
    speakers = np.unique(corpus.groups)
    place = {speaker: index % folds for index, speaker in enumerate(speakers)}
    return np.array([place[speaker] for speaker in corpus.groups])


def across_folds(settings: Settings, corpora: list[Corpus], maps: Maps, scratch: Path, folds: int) -> None:
    voices = voices_of(corpora, settings, scratch)
    tested = [fold_of(corpus, folds) for corpus in corpora]
    found = [np.zeros((len(corpus.labels), len(settings.labels))) for corpus in corpora]
    for fold in range(folds):
        network = _train(settings, chosen_clips(corpora, maps, [mask != fold for mask in tested], voices), scratch / f"fold-{fold}-of-{folds}.pt")
        held = chosen_clips(corpora, maps, [mask == fold for mask in tested])
        heard = predict(network, held)
        for place, mask in enumerate(tested):
            found[place][mask == fold] = heard[held.corpus == place]
    for corpus, probabilities in zip(corpora, found, strict=True):
        speakers = [macro_recall(probabilities[corpus.groups == one], corpus.labels[corpus.groups == one]) for one in np.unique(corpus.groups)]
        _tell({"corpus": corpus.name, "folds": folds, **_figures(probabilities, corpus.labels),
               "speakers": [round(value, 3) for value in speakers]})


def leave_out(settings: Settings, corpora: list[Corpus], maps: Maps, scratch: Path) -> None:
    voices = voices_of(corpora, settings, scratch)
    for place, corpus in enumerate(corpora):
        others = [np.full(len(one.labels), index != place) for index, one in enumerate(corpora)]
        network = _train(settings, chosen_clips(corpora, maps, others, voices), scratch / f"without-{corpus.name}.pt")
        shared = sorted(set(corpus.labels) & set(np.concatenate([one.labels for one in corpora if one.name != corpus.name])))
        asked = np.isin(corpus.labels, shared)
        held = Clips([corpus.where(asked)], [[maps[place][clip] for clip in np.flatnonzero(asked)]])
        probabilities = predict(network, held)[:, shared]
        labels = np.searchsorted(shared, held.labels)
        _tell({"test": corpus.name, "labels": [settings.labels[label] for label in shared], **_figures(probabilities, labels)})


def _train(settings: Settings, clips: Clips, checkpoint: Path):
    return train(Run(settings, clips, settings.seed), None, checkpoint)


def _figures(probabilities: np.ndarray, labels: np.ndarray) -> dict:
    low, high = interval_of(probabilities, labels)
    return {"clips": len(labels), "macroRecall": round(macro_recall(probabilities, labels), 4), "interval": [round(low, 4), round(high, 4)]}


def _tell(line: dict) -> None:
    print(json.dumps(line), flush=True)


def main() -> None:
    parser = new_parser(__doc__)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--leave-out", action="store_true")
    parser.add_argument("--epochs", type=int, help="fewer than the settings say: each fold is a whole training")
    settings, arguments = read_run(parser.parse_args())
    if arguments.epochs is not None:
        settings = replace(settings, schedule={**settings.schedule, "epochs": arguments.epochs})
    corpora = corpora_of(settings, arguments)
    maps = [log_mels(corpus, arguments.scratch, settings.spectrum) for corpus in corpora]
    if arguments.leave_out:
        leave_out(settings, corpora, maps, arguments.scratch)
    else:
        across_folds(settings, corpora, maps, arguments.scratch, arguments.folds)


if __name__ == "__main__":
    main()
