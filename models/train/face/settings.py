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
    def sizes(self) -> list[int]:
        """Labels of each head, in the order of the net's output."""
        return [len(head.labels) for head in self.heads]


def read_settings(path: Path) -> Settings:
    """Reads a task's TOML file; a missing or an unknown table is an error, not a default."""
    with path.open("rb") as file:
        tables = tomllib.load(file)
    heads = tuple(Head(**{**head, "labels": tuple(head["labels"])}) for head in tables.pop("heads"))
    return Settings(**tables, heads=heads)
