"""Sizes that are scaled, rearranged, padded or cropped, along one axis. i is the input size, o the output size."""

from __future__ import annotations

from math import floor

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.checks import at_least


def upsampled_size(size: int, factor: int) -> int:
    """Return the size after repeating every element: ``o = i*factor``. Source: ``keras.layers.UpSampling2D``.

    >>> upsampled_size(7, factor=2)
    14
    """
    at_least(1, factor=factor)
    return size * factor


def scaled_size(size: int, scale: float) -> int:
    """Return the size after scaling by a fraction: ``o = floor(i*scale)``, the product taken in double precision.

    The double product is what PyTorch takes, so 100 * 0.29 gives 28 and not 29. Raises ``ShapecalcError`` when nothing is left.
    Source: ``torch.nn.Upsample``.

    >>> scaled_size(10, scale=1.5), scaled_size(100, scale=0.29)
    (15, 28)
    """
    if not scale > 0:
        raise ShapecalcError(f"scale is {scale}", why="it must be over 0", path=("scale",))
    output = floor(size * scale) if isinstance(scale, int) else floor(float(size) * scale)
    if output < 1:
        raise ShapecalcError(f"scaling {size} by {scale} leaves nothing", why=f"floor({size}*{scale}) = {output}")
    return output


def depth_to_space_channels(channels: int, block: int) -> int:
    """Return the channels left when ``block**2`` of them move into height and width: ``channels // block**2``.

    Source: ``torch.nn.PixelShuffle``; Shi et al., "Real-Time Single Image and Video Super-Resolution", 2016.

    >>> depth_to_space_channels(64, block=2)
    16
    """
    at_least(1, block=block)
    return divided(channels, block * block, "channels", f"block**2 = {block * block}")


def space_to_depth_size(size: int, block: int) -> int:
    """Return the size when ``block`` neighbours move into the channels: ``o = i // block``, exactly.

    Source: ``torch.nn.PixelUnshuffle``.

    >>> space_to_depth_size(64, block=2)
    32
    """
    at_least(1, block=block)
    return divided(size, block, "size", f"block = {block}")


def divided(number: int, divisor: int, name: str, reason: str) -> int:
    """Return ``number // divisor`` where it is exact, and refuse a remainder."""
    if number % divisor != 0:
        lower, upper = number - number % divisor, number - number % divisor + divisor
        raise ShapecalcError(
            f"{name} {number} cannot be divided by {divisor}",
            why=f"{number} = {number // divisor}*{divisor} + {number % divisor}, and {reason}",
            fix=f"use {f'{lower} or ' if lower else ''}{upper} {name}",
        )
    return number // divisor


def padded_size(size: int, before: int, after: int) -> int:
    """Return the size after padding: ``o = i + before + after``; a negative number crops.

    Source: ``keras.layers.ZeroPadding2D``, ``torch.nn.ZeroPad2d``.

    >>> padded_size(8, before=1, after=2)
    11
    """
    return _not_negative(size + before + after, f"{size} + {before} + {after}")


def cropped_size(size: int, before: int, after: int) -> int:
    """Return the size after cropping: ``o = i - before - after``, at least 1. Source: ``keras.layers.Cropping2D``.

    >>> cropped_size(8, before=1, after=2)
    5
    """
    at_least(0, before=before, after=after)
    output = size - before - after
    if output < 1:
        raise ShapecalcError(
            "cropping leaves nothing",
            why=f"{size} - {before} - {after} = {output}",
            fix=f"crop at most {size - 1} in all",
        )
    return output


def _not_negative(output: int, equation: str) -> int:
    if output < 0:
        raise ShapecalcError("the size would be negative", why=f"{equation} = {output}")
    return output
