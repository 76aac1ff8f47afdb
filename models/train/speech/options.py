"""The arguments that every command of speech training shares."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .corpus import Corpus, read_corpus
from .settings import Settings, read_settings


def new_parser(about: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--archive", type=Path, action="append", required=True, help="a corpus as .tar.gz; again for each")
    parser.add_argument("--scratch", type=Path, required=True, help="sound, checkpoints; never in the repository")
    parser.add_argument("--threads", type=int, default=2)
    return parser


def read_run(arguments: argparse.Namespace) -> tuple[Settings, argparse.Namespace]:
    torch.set_num_threads(arguments.threads)
    arguments.scratch.mkdir(parents=True, exist_ok=True)
    return read_settings(arguments.settings), arguments


def corpora_of(settings: Settings, arguments: argparse.Namespace) -> list[Corpus]:
    return [read_corpus(archive, arguments.scratch, settings.labels) for archive in arguments.archive]
