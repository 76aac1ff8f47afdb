"""The card: what a buyer must know about a model, with the figures that the build measured."""

from __future__ import annotations

from pathlib import Path

from .settings import Settings

TEXT = """# {task}

Reads one of {labels} from a face crop. {parameters:,} parameters.
Input `face`, float32 [N, {planes}, {side}, {side}], {colours} 0..255; output `probabilities`, float32 [N, {count}], in the order above.

## Data and licence
{data}

## Use and limits
{use}

## Figures
One crop a face{looks}. Temperature {temperature:.3f} and balance {balance:.2f} (logit adjustment), both chosen on validation and in the graph.

| artifact | kB | ms a face, one thread | validation accuracy | test accuracy | test macro recall | test ECE |
|---|---|---|---|---|---|---|
{artifacts}

| recall on test, int8 | |
|---|---|
{recalls}
{cells}
| test faces changed like this, int8 | accuracy | macro recall |
|---|---|---|
{room}

| `unsure` below (int8; from validation) | coverage of test | accuracy of the rest |
|---|---|---|
{unsure}
"""


COLOURS = {1: "luma", 3: "red, green and blue"}


def write_card(path: Path, settings: Settings, figures: dict) -> None:
    shipped = figures["artifacts"]["int8"]["test"]
    path.write_text(TEXT.format(
        task=figures["task"], labels=" · ".join(figures["labels"]), count=len(figures["labels"]), side=figures["side"],
        planes=settings.planes, colours=COLOURS[settings.planes],
        parameters=figures["parameters"], temperature=figures["temperature"], balance=figures["balance"],
        data=settings.card["data"].strip(), use=settings.card["use"].strip(),
        looks=_looks(settings.graph),
        artifacts="\n".join(_artifact_row(name, found) for name, found in figures["artifacts"].items()),
        recalls="\n".join(f"| {label} | {_percent(recall)} |" for label, recall in shipped["recall"].items()),
        cells=_cell_table(shipped["cells"]),
        room="\n".join(
            f"| {name} | {_percent(found['accuracy'])} | {_percent(found['macroRecall'])} |"
            for name, found in figures["room"].items()
        ),
        unsure="\n".join(
            f"| {row['threshold']:.2f} | {_percent(row['coverage'])} | {_percent(row['accuracy'])} |" for row in figures["unsure"]
        ),
    ))


def _looks(graph: dict) -> str:
    """How the graph sees the crop, as the rest of a sentence."""
    looks = " and ".join("whole" if edge == 0 else f"without {edge} px of each edge" for edge in graph["looks"])
    mirror = ", together with the mirror image" if graph["mirrored"] else ""
    return f", seen {looks}{mirror}, inside the graph"


def _cell_table(cells: dict) -> str:
    """The groups, worst first; nothing where the data names none."""
    if not cells:
        return ""
    ordered = sorted(cells.items(), key=lambda cell: cell[1]["recall"])
    rows = "\n".join(f"| {name} | {found['faces']} | {_percent(found['recall'])} |" for name, found in ordered)
    return f"\n| group, int8 | faces of test | recall |\n|---|---|---|\n{rows}\n"


def _artifact_row(name: str, found: dict) -> str:
    test, validation = found["test"], found["validation"]
    cells = [
        name, f"{test['bytes'] / 1000:.0f}", f"{test['msPerFace']:.2f}", _percent(validation["accuracy"]),
        _percent(test["accuracy"]), _percent(test["macroRecall"]), _percent(test["calibrationError"]),
    ]
    return f"| {' | '.join(cells)} |"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
