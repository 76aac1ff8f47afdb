"""What a room does to a face, as batched tensor operations on luma 0..255, [N, 1, H, W]."""

from .room import augment

__all__ = ["augment"]
