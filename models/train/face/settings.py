"""Settings: the hyper-parameters of one task, read once from its TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    task: str
    labels: tuple[str, ...]
    seed: int
    network: dict
    schedule: dict
    targets: dict
    augment: dict


def read_settings(path: Path) -> Settings:
    """Reads a task's TOML file; a missing or an unknown table is an error, not a default."""
    with path.open("rb") as file:
        tables = tomllib.load(file)
    return Settings(**{**tables, "labels": tuple(tables["labels"])})
