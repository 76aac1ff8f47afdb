"""Settings: the hyper-parameters of one task, read once from its TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Head:
    """One question that the net answers about a face; a face whose word is not among `labels` does not teach it."""

    name: str
    column: str
    """Of labels.csv."""
    labels: tuple[str, ...]
    weight: float
    """Of its loss."""


@dataclass(frozen=True)
class Settings:
    task: str
    heads: tuple[Head, ...]
    """The first one is the task and is exported; the others only help to train."""
    seed: int
    graph: dict
    """What goes into the exported graph and how it looks at it."""
    network: dict
    schedule: dict
    targets: dict
    augment: dict
    card: dict | None = None
    """What a buyer must read: `data` and `use`. None where nothing is exported."""
    manifest: dict | None = None
    """What the device must know: id, version, data, licence, where the eyes lie, which share is unsure."""

    @property
    def labels(self) -> tuple[str, ...]:
        return self.heads[0].labels

    @property
    def taken_side(self) -> int:
        """Px of the planes that training takes its crops from: what it zooms into is not blurred by an earlier crop."""
        return self.graph.get("taken_side", self.graph["side"])

    @property
    def planes(self) -> int:
        """Of a crop: 1 luma, 3 red, green and blue."""
        return self.graph["planes"]

    @property
    def sizes(self) -> list[int]:
        """Labels of each head, in the order of the net's output."""
        return [len(head.labels) for head in self.heads]


def read_settings(path: Path) -> Settings:
    """Reads a task's TOML file; a missing or an unknown table is an error, not a default."""
    tables = _tables(path)
    heads = tuple(Head(**{**head, "labels": tuple(head["labels"])}) for head in tables.pop("heads"))
    return Settings(**tables, heads=heads)


def _tables(path: Path) -> dict:
    """A file that `extends` another one names only what is different: values of its tables, and of heads by their name."""
    with path.open("rb") as file:
        own = tomllib.load(file)
    if "extends" not in own:
        return own
    whole = _tables(path.with_name(own.pop("extends")))
    changes = {head["name"]: head for head in own.pop("heads", [])}
    if unknown := sorted(set(changes) - {head["name"] for head in whole["heads"]}):
        raise ValueError(f"{path} changes heads that it does not have: {unknown}")
    heads = [head | changes.get(head["name"], {}) for head in whole["heads"]]
    return whole | {name: {**whole[name], **table} for name, table in own.items()} | {"heads": heads}
