"""MACs: one multiply-add counts one; bias, activation, pooling and normalisation count nothing. FLOPs are twice the MACs.

A convolution is counted on its output grid, a transposed convolution on its input grid (every input element meets the whole
kernel once). Taps that fall on padding are counted, as ``torch.utils.flop_counter`` does. Counts are for one sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod


def conv_macs(
    output_sizes: Sequence[int], in_channels: int, filters: int, kernel_size: Sequence[int], groups: int = 1
) -> int:
    """Return ``prod(output_sizes) * filters * (in_channels/groups) * prod(kernel_size)``.

    >>> conv_macs((16, 16), in_channels=3, filters=8, kernel_size=(3, 3))
    55296
    """
    return prod(output_sizes) * filters * (in_channels // groups) * prod(kernel_size)


def transposed_conv_macs(
    input_sizes: Sequence[int], in_channels: int, filters: int, kernel_size: Sequence[int], groups: int = 1
) -> int:
    """Return ``prod(input_sizes) * in_channels * (filters/groups) * prod(kernel_size)``.

    thop and torchinfo count the output grid, which is too much by about the product of the strides.

    >>> transposed_conv_macs((16, 16), in_channels=64, filters=32, kernel_size=(2, 2))
    2097152
    """
    return prod(input_sizes) * in_channels * (filters // groups) * prod(kernel_size)


def dense_macs(in_features: int, units: int, positions: int = 1) -> int:
    """Return ``positions * in_features * units``; positions is the product of the axes before the last one.

    >>> dense_macs(in_features=3, units=8, positions=10)
    240
    """
    return positions * in_features * units
