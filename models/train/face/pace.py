"""The pace: how far one epoch carries the schedule, so that it ends when the epochs or the time are used up.

Progress runs from 0 to 1 and decides learning rate, crop side and targets. Without a deadline every epoch is an equal
step. With one (a shared or slow machine) each step is chosen anew from the time that the last epoch took; the log
tells the progress of each epoch, so that a run can be read, though not repeated to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass

from .schedule import crop_side


@dataclass
class Pace:
    epochs: int
    deadline: float | None
    """Unix time in seconds by which the schedule shall have ended."""
    seconds_per_pixel: float | None = None
    """What one epoch cost for each pixel of the crop, when last seen."""

    def note(self, seconds: float, side: int) -> None:
        self.seconds_per_pixel = seconds / side**2

    def step(self, progress: float, done: int, now: float, side: int, schedule: dict) -> float:
        """Progress of the next epoch."""
        left = max(1, self.epochs - done)
        if self.deadline is not None and self.seconds_per_pixel is not None:
            epoch = self.seconds_per_pixel * _mean_area(progress, side, schedule)
            left = min(left, max(1, int((self.deadline - now) / epoch)))
        return (1 - progress) / left


def _mean_area(progress: float, side: int, schedule: dict) -> float:
    """Mean pixels of a crop over what is left of the schedule."""
    samples = [progress + (1 - progress) * (place + 0.5) / 50 for place in range(50)]
    return sum(crop_side(sample, side, schedule) ** 2 for sample in samples) / len(samples)
