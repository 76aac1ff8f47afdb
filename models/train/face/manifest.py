"""The manifest: what the device reads to choose, check and run a model; its schema is in `shared/manifest.ts`."""

from __future__ import annotations

from .settings import Settings

INT8_TOLERANCE = 0.02
"""Of golden values: processors round the sums of int8 differently by a step."""

PROVIDERS = (("cpu", "int8"), ("webgpu", "float32"), ("cuda", "float32"))


def manifest_of(settings: Settings, figures: dict, golden: dict) -> dict:
    """`golden` by precision: that of int8 goes in, and how far float32 is from it is its tolerance."""
    side, about = settings.graph["side"], settings.manifest
    left, right = about["eyes"]
    mouth = {"mouth": about["mouth"]} if "mouth" in about else {}
    return {
        "v": 1, "task": settings.task, "id": about["id"], "version": about["version"],
        "source": {"kind": "trained", "recipe": f"models/train/{settings.task}.toml", "data": about["data"]},
        "licence": about["licence"],
        "input": {"face": "face", "planes": settings.planes, "widthPx": side, "heightPx": side},
        "output": {"labels": list(settings.labels)},
        "alignment": {"imageLeftEye": left, "imageRightEye": right, **mouth},
        "thresholds": {"unsureBelow": _unsure_below(figures, about["unsure_share"])},
        "calibration": {"temperature": 1},
        "artifacts": [_artifact(provider, precision, figures, golden) for provider, precision in PROVIDERS],
        "golden": golden["int8"],
    }


def _unsure_below(figures: dict, share: float) -> float:
    return round(next(row["threshold"] for row in figures["unsure"] if row["share"] == share), 3)


def _artifact(provider: str, precision: str, figures: dict, golden: dict) -> dict:
    found = figures["artifacts"][precision]
    apart = max(
        abs(one["value"] - other["value"])
        for one, other in zip(golden[precision]["values"], golden["int8"]["values"], strict=True)
    )
    return {
        "provider": provider, "precision": precision, "file": found["file"], "sha256": found["sha256"],
        "bytes": found["test"]["bytes"], "goldenTolerance": round(apart + INT8_TOLERANCE, 3),
    }
