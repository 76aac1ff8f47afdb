"""Settings: the hyper-parameters of the speech task, read once from its TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    task: str
    labels: tuple[str, ...]
    seed: int
    spectrum: dict
    voices: dict
    """Other voices that say each training clip too: how many, and how far throat, pitch and its range are moved."""
    network: dict
    schedule: dict
    targets: dict
    augment: dict


def read_settings(path: Path) -> Settings:
    """Reads the TOML file; a missing or an unknown table is an error, not a default."""
    with path.open("rb") as file:
        tables = tomllib.load(file)
    return Settings(**{**tables, "labels": tuple(tables["labels"])})
