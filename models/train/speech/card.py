"""The card: what a buyer must know about the model, with the figures that the build measured."""

from __future__ import annotations

from pathlib import Path

TEXT = """# {task}

Reads how an utterance sounds: one of {labels}. {parameters:,} parameters, {epochs} epochs.
Input `sound`, float32 [1, samples], −1..1, 16 kHz mono, 0.8–12 s; output `probabilities`, float32 [1, {count}], in the
order above. The mel spectrum, loudness and channel normalisation, the temperature ({temperature:.3f}) and offsets of
the labels, chosen on validation speakers, are in the graph.

## Data and licence
Trained on the train speakers of RAVDESS (acted English, Livingstone and Russo 2018) and nEMO (acted Polish, Christop 2024),
both **CC BY-NC-SA 4.0: non-commercial**. Weights learned from them are for evaluation and research. A buyer who charges
for a product needs weights of his own: `models/train/README.md` says how to repeat the whole path on own recordings.
No recording is shipped. `calm` counts as neutral; nEMO has no disgust.

## Use and limits
For anonymous counts over minutes. Not for judging one person, not for workplaces and schools, not for children. It reads
how actors perform, in two languages, read sentences, close microphones; spontaneous speech is harder, and other languages
were not heard. Speakers of training, validation and test are different people. Figures on 4 and 2 test speakers say little
about the next speaker: the intervals are over clips alone.

## Figures
| artifact | kB | ms for 3 s, one thread | corpus | validation recall | test recall | 95 % | test accuracy | test ECE |
|---|---|---|---|---|---|---|---|---|
{artifacts}

| recall on test, int8 | {names} |
|---|{lines}|
{recalls}

| `unsure` below (test, int8) | corpus | coverage | accuracy of the rest |
|---|---|---|---|
{unsure}
"""


def write_card(path: Path, figures: dict) -> None:
    shipped = figures["artifacts"]["int8"]["test"]
    path.write_text(TEXT.format(
        task=figures["task"], labels=" · ".join(figures["labels"]), count=len(figures["labels"]), epochs=figures["epochs"],
        parameters=figures["parameters"], temperature=figures["temperature"],
        artifacts="\n".join(_artifact_row(precision, found, name) for precision, found in figures["artifacts"].items() for name in shipped),
        names=" | ".join(shipped), lines="|".join("---" for _ in shipped),
        recalls="\n".join(_recall_row(label, shipped) for label in figures["labels"]),
        unsure="\n".join(
            f"| {row['threshold']:.2f} | {name} | {_percent(row['coverage'])} | {_percent(row['accuracy'])} |"
            for name, found in shipped.items() for row in found["unsure"]
        ),
    ))


def _artifact_row(precision: str, found: dict, name: str) -> str:
    test, validation = found["test"][name], found["validation"][name]
    low, high = test["interval"]
    cells = [
        precision, f"{found['bytes'] / 1000:.0f}", f"{found['msFor3s']:.1f}", name, _percent(validation["macroRecall"]),
        _percent(test["macroRecall"]), f"{_percent(low)} – {_percent(high)}", _percent(test["accuracy"]), _percent(test["calibrationError"]),
    ]
    return f"| {' | '.join(cells)} |"


def _recall_row(label: str, shipped: dict) -> str:
    cells = [_percent(found["recall"][label]) if label in found["recall"] else "–" for found in shipped.values()]
    return f"| {label} | {' | '.join(cells)} |"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
