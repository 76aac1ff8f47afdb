"""The card: what a buyer must know about a model, with the figures that the build measured."""

from __future__ import annotations

from pathlib import Path

TEXT = """# {task}

Reads one of {labels} from a face crop. {parameters:,} parameters.
Input `face`, float32 [N, 1, {side}, {side}], luma 0..255; output `probabilities`, float32 [N, {count}], in the order above.

## Data and licence
Trained on the train split of FER2013 alone (28,006 faces; images identical to a test or validation image removed).
FER2013 was collected from the web for the ICML 2013 challenge and has no clear licence: no image of it is shipped, and
whether weights trained on it may be used in a product is for the buyer's counsel. Its labels are noisy: people agree
on about 65 % of them.

## Use and limits
For anonymous counts of many faces, after at least two seconds of one face. Not for judging one person, not for
workplaces and schools, not for faces turned away. It reads an expression, which is not a feeling. FER2013 names no
groups, so fairness by group is not measured here.

## Figures
One crop a face, no test-time augmentation. Temperature {temperature:.3f} and balance {balance:.2f} (logit adjustment), both chosen on validation and in the graph.

| artifact | kB | ms a face, one thread | validation accuracy | test accuracy | test macro recall | test ECE |
|---|---|---|---|---|---|---|
{artifacts}

| recall on test, int8 | |
|---|---|
{recalls}

| test faces changed like this, int8 | accuracy | macro recall |
|---|---|---|
{room}

| `unsure` below (validation, int8) | coverage | accuracy of the rest |
|---|---|---|
{unsure}
"""


def write_card(path: Path, figures: dict) -> None:
    shipped = figures["artifacts"]["int8"]["test"]
    path.write_text(TEXT.format(
        task=figures["task"], labels=" · ".join(figures["labels"]), count=len(figures["labels"]), side=figures["side"],
        parameters=figures["parameters"], temperature=figures["temperature"], balance=figures["balance"],
        artifacts="\n".join(_artifact_row(name, found) for name, found in figures["artifacts"].items()),
        recalls="\n".join(f"| {label} | {_percent(recall)} |" for label, recall in shipped["recall"].items()),
        room="\n".join(
            f"| {name} | {_percent(found['accuracy'])} | {_percent(found['macroRecall'])} |"
            for name, found in figures["room"].items()
        ),
        unsure="\n".join(
            f"| {row['threshold']:.2f} | {_percent(row['coverage'])} | {_percent(row['accuracy'])} |" for row in figures["unsure"]
        ),
    ))


def _artifact_row(name: str, found: dict) -> str:
    test, validation = found["test"], found["validation"]
    cells = [
        name, f"{test['bytes'] / 1000:.0f}", f"{test['msPerFace']:.2f}", _percent(validation["accuracy"]),
        _percent(test["accuracy"]), _percent(test["macroRecall"]), _percent(test["calibrationError"]),
    ]
    return f"| {' | '.join(cells)} |"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
