"""MACs: one multiply-add counts one; bias, activation, pooling and norms count nothing. FLOPs are twice the MACs.

A convolution is counted on its output grid, a transposed convolution on its input grid (every input element meets the
whole kernel once). Taps that fall on padding are counted, as ``torch.utils.flop_counter`` does. Counts are for one
sample. Sizes and ``kernel_size`` have one number for each axis, ``(k,)`` in 1-D.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.checks import at_least, each_at_least, per_group


def conv_macs(
    output_sizes: Sequence[int], in_channels: int, filters: int, kernel_size: Sequence[int], groups: int = 1
) -> int:
    """Return ``prod(output_sizes) * filters * (in_channels/groups) * prod(kernel_size)`` multiply-adds.

    Raises ``ShapecalcError`` unless ``groups`` divides both channel counts, for numbers under 1 and for unequal ranks.
    Source: ``torch.utils.flop_counter``, halved.

    >>> conv_macs((16, 16), in_channels=3, filters=8, kernel_size=(3, 3))
    55296
    """
    _same_rank(output_sizes, kernel_size)
    inner, _ = per_group(in_channels, filters, groups)
    return prod(output_sizes) * filters * inner * prod(kernel_size)


def transposed_conv_macs(
    input_sizes: Sequence[int], in_channels: int, filters: int, kernel_size: Sequence[int], groups: int = 1
) -> int:
    """Return ``prod(input_sizes) * in_channels * (filters/groups) * prod(kernel_size)`` multiply-adds.

    thop and torchinfo count the output grid, which is too much by about the product of the strides.
    Raises ``ShapecalcError`` unless ``groups`` divides both channel counts, for numbers under 1 and for unequal ranks.
    Source: ``torch.utils.flop_counter``, halved.

    >>> transposed_conv_macs((16, 16), in_channels=64, filters=32, kernel_size=(2, 2))
    2097152
    """
    _same_rank(input_sizes, kernel_size)
    _, outer = per_group(in_channels, filters, groups)
    return prod(input_sizes) * in_channels * outer * prod(kernel_size)


def depthwise_conv_macs(
    output_sizes: Sequence[int], in_channels: int, kernel_size: Sequence[int], depth_multiplier: int = 1
) -> int:
    """Return ``prod(output_sizes) * in_channels * depth_multiplier * prod(kernel_size)`` multiply-adds.

    It is a convolution with as many groups as channels. Raises ``ShapecalcError`` for numbers under 1 and for unequal
    ranks. Source: ``keras.layers.DepthwiseConv2D``; Howard et al., "MobileNets", 2017, section 3.1.

    >>> depthwise_conv_macs((16, 16), in_channels=32, kernel_size=(3, 3))
    73728
    """
    at_least(1, in_channels=in_channels, depth_multiplier=depth_multiplier)
    return conv_macs(output_sizes, in_channels, in_channels * depth_multiplier, kernel_size, groups=in_channels)


def separable_conv_macs(
    output_sizes: Sequence[int],
    in_channels: int,
    filters: int,
    kernel_size: Sequence[int],
    depth_multiplier: int = 1,
) -> int:
    """Return ``prod(output_sizes) * (c*m*prod(kernel_size) + c*m*filters)`` multiply-adds: depthwise, then pointwise.

    Stride and dilation belong to the depthwise step, so both steps have the same output grid.
    Raises ``ShapecalcError`` for numbers under 1 and for unequal ranks.
    Source: ``keras.layers.SeparableConv2D``; Howard et al., "MobileNets", 2017, section 3.1.

    >>> separable_conv_macs((16, 16), in_channels=32, filters=64, kernel_size=(3, 3))
    598016
    """
    depthwise = depthwise_conv_macs(output_sizes, in_channels, kernel_size, depth_multiplier)
    return depthwise + conv_macs(output_sizes, in_channels * depth_multiplier, filters, (1,) * len(kernel_size))


def dense_macs(in_features: int, units: int, positions: int = 1) -> int:
    """Return ``positions * in_features * units`` multiply-adds; positions is the product of the axes before the last.

    Raises ``ShapecalcError`` for negative numbers.
    Source: ``keras.layers.Dense``, ``torch.nn.Linear``.

    >>> dense_macs(in_features=3, units=8, positions=10)
    240
    """
    at_least(0, in_features=in_features, units=units, positions=positions)
    return positions * in_features * units


def _same_rank(sizes: Sequence[int], kernel_size: Sequence[int]) -> None:
    each_at_least(0, sizes=sizes)
    each_at_least(1, kernel_size=kernel_size)
    if len(sizes) != len(kernel_size):
        raise ShapecalcError(
            f"kernel_size has {len(kernel_size)} numbers, but there are {len(sizes)} sizes",
            why=f"kernel_size {tuple(kernel_size)} and sizes {tuple(sizes)} belong to the same axes",
            fix="give both one number for each spatial axis",
            path=("kernel_size",),
        )
