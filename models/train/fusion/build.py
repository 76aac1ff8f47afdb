"""All of the fusion in one command: what the installed models say of validation data → weights → manifest → figures on test.

    python -m fusion.build --faces FER2013 --voices RAVDESS --voices NEMO --out DIR [--install]

Run it in `models/train`. Faces and voices are folders with `labels.csv` (`models/evaluate/README.md`). The models are
those of `models/manifests`, or of `--manifests` and `--artifacts`. Seeded: the same models and data give the same weights. What
was predicted stays in DIR and is used again unless a model, `--limit` or the seed changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

from .train import SEED, train

PROJECT = Path(__file__).resolve().parents[3]
EVALUATE = ("--import", "tsx", PROJECT / "models/evaluate/evaluate.ts")


class Evaluator:
    """The project's own: the device's functions on labelled files."""

    def __init__(self, manifests: Path, artifacts: list[Path], limit: int | None, seed: int) -> None:
        self.manifests = manifests
        drawn = [] if limit is None else ["--limit", str(limit)]
        self.common = [*sum((["--artifacts", str(path)] for path in artifacts), []), *drawn, "--seed", str(seed)]

    def run(self, manifests: Path, *arguments: str | Path) -> dict:
        command = ["node", *EVALUATE, *arguments, "--manifests", manifests, *self.common, "--json"]
        done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True, cwd=PROJECT)
        return json.loads(done.stdout)

    def predictions(self, task: str, data: Path, out: Path) -> Path:
        """Of the validation split; made once for each model and its options."""
        manifest = (self.manifests / f"{task}.json").read_text()
        name = hashlib.sha256(f"{manifest}{data}{self.common}".encode()).hexdigest()[:12]
        path = out / f"{data.name}-{name}.jsonl"
        if not path.exists():
            part = path.with_suffix(".part")
            self.run(self.manifests, "--task", task, "--data", data, "--split", "validation", "--predictions", part)
            part.rename(path)
        return path


def manifests_with(fusion: Path, manifests: Path, folder: Path) -> Path:
    """A folder of manifests as they will be installed."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(manifests, folder)
    shutil.copy(fusion, folder / "fusion.json")
    return folder


def figures_of(voices: Path, rows: list[dict]) -> list[dict]:
    """For the manifest: matched pairs, fused and the better side alone."""
    found = {row["from"]: row["macroF1"] for row in rows if row["pairing"] == "matched"}
    better = max(found["face alone"], found["voice alone"])
    data = f"synthetic pairs with {voices.name}, test"
    named = (("macro F1, face and voice fused", found["fused"]), ("macro F1, the better of both alone", better))
    return [{"name": name, "value": round(100 * value, 1), "unit": "%", "data": data} for name, value in named]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=Path, required=True)
    parser.add_argument("--voices", type=Path, action="append", required=True, help="a corpus each")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--manifests", type=Path, default=PROJECT / "models/manifests")
    parser.add_argument("--artifacts", type=Path, action="append", default=[])
    parser.add_argument("--limit", type=int, help="rows of each split, for a first look")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--install", action="store_true", help="into models/manifests and models/artifacts")
    options = parser.parse_args()
    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    faces, corpora = options.faces.resolve(), [path.resolve() for path in options.voices]
    artifacts = [out, *(path.resolve() for path in options.artifacts)]
    evaluator = Evaluator(options.manifests.resolve(), artifacts, options.limit, options.seed)

    said = evaluator.predictions("face-emotion", faces, out), [evaluator.predictions("speech-emotion", path, out) for path in corpora]
    learned = train(*said, out, options.seed)
    manifest = out / "fusion.json"
    manifests = manifests_with(manifest, options.manifests, out / "manifests")
    tests = {
        voices.name: evaluator.run(manifests, "--task", "fusion", "--data", faces, "--voices", voices, "--split", "test")["pairs"]
        for voices in corpora
    }
    figures = sum((figures_of(voices, tests[voices.name]) for voices in corpora), [])
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "figures": figures}, indent=2) + "\n")
    (out / "metrics.json").write_text(json.dumps({**learned, "limit": options.limit, "seed": options.seed, "test": tests}, indent=2) + "\n")
    if options.install:
        shutil.copy(manifest, PROJECT / "models/manifests/fusion.json")
        shutil.copy(out / "fusion.weights.json", PROJECT / "models/artifacts/fusion.weights.json")
    for name, rows in tests.items():
        for row in rows:
            figure = lambda key: "–" if row[key] is None else f"{100 * row[key]:.1f} %"
            print(f"{name:10} {row['pairing']:11} {row['from']:28} n {row['n']:5}  macro F1 {figure('macroF1'):8} recall {figure('uar'):8} calibration {figure('ece')}")


if __name__ == "__main__":
    main()
