"""What a room does to a face, as batched tensor operations on 0..255, [N, C, H, W]: luma, or red, green and blue."""

from .room import augment

__all__ = ["augment"]
