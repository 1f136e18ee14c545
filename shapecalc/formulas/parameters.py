"""Parameter counts as plain whole numbers: what ``weights`` lists, added up. No formula stands here a second time.

``kernel_size`` has one number for each axis, ``(k,)`` in 1-D. A count is a number of numbers, not of bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from shapecalc.formulas.weights import (
    batch_norm_statistics,
    batch_norm_weights,
    conv_weights,
    dense_weights,
    depthwise_conv_weights,
    embedding_weights,
    parameter_count,
    separable_conv_weights,
    transposed_conv_weights,
)


def conv_parameters(
    in_channels: int, filters: int, kernel_size: Sequence[int], groups: int = 1, *, bias: bool = True
) -> int:
    """Count a convolution's parameters: ``k1*...*kn * (in_channels/groups) * filters [+ filters]``.

    Raises ``ShapecalcError`` unless ``groups`` divides both channel counts, and for numbers under 1.
    Source: ``torch.nn.Conv2d``, ``keras.layers.Conv2D``.

    >>> conv_parameters(in_channels=64, filters=128, kernel_size=(3, 3))
    73856
    >>> conv_parameters(in_channels=64, filters=128, kernel_size=(3, 3), groups=32, bias=False)
    2304
    """
    return parameter_count(conv_weights(in_channels, filters, kernel_size, groups, bias=bias))


def transposed_conv_parameters(
    in_channels: int, filters: int, kernel_size: Sequence[int], groups: int = 1, *, bias: bool = True
) -> int:
    """Count a transposed convolution's parameters: ``k1*...*kn * in_channels * (filters/groups) [+ filters]``.

    Raises ``ShapecalcError`` unless ``groups`` divides both channel counts, and for numbers under 1.
    Source: ``torch.nn.ConvTranspose2d``, ``keras.layers.Conv2DTranspose``.

    >>> transposed_conv_parameters(in_channels=64, filters=21, kernel_size=(3, 3))
    12117
    """
    return parameter_count(transposed_conv_weights(in_channels, filters, kernel_size, groups, bias=bias))


def depthwise_conv_parameters(
    in_channels: int, kernel_size: Sequence[int], depth_multiplier: int = 1, *, bias: bool = True
) -> int:
    """Count a depthwise convolution's parameters: ``k1*...*kn * c*m [+ c*m]``, with c channels and m the multiplier.

    Raises ``ShapecalcError`` for a kernel or multiplier under 1. Source: ``keras.layers.DepthwiseConv2D``.

    >>> depthwise_conv_parameters(in_channels=32, kernel_size=(3, 3))
    320
    """
    return parameter_count(depthwise_conv_weights(in_channels, kernel_size, depth_multiplier, bias=bias))


def separable_conv_parameters(
    in_channels: int,
    filters: int,
    kernel_size: Sequence[int],
    depth_multiplier: int = 1,
    *,
    bias: bool = True,
) -> int:
    """Count a separable convolution's parameters: ``k1*...*kn * c*m + c*m*filters [+ filters]``.

    Raises ``ShapecalcError`` for a kernel, multiplier or filters under 1. Source: ``keras.layers.SeparableConv2D``.

    >>> separable_conv_parameters(in_channels=32, filters=64, kernel_size=(3, 3))
    2400
    """
    return parameter_count(separable_conv_weights(in_channels, filters, kernel_size, depth_multiplier, bias=bias))


def dense_parameters(in_features: int, units: int, *, bias: bool = True) -> int:
    """Count a dense layer's parameters: ``in_features*units [+ units]``.

    Raises ``ShapecalcError`` for negative numbers.
    Source: ``keras.layers.Dense``, ``torch.nn.Linear``.

    >>> dense_parameters(in_features=784, units=10)
    7850
    """
    return parameter_count(dense_weights(in_features, units, bias=bias))


def batch_norm_parameters(channels: int, *, scale: bool = True, center: bool = True, statistics: bool = False) -> int:
    """Count a batch norm's parameters: ``channels*([scale] + [center])``, and ``2*channels`` more with its statistics.

    The first are learned; Keras' summary counts the statistics too, as non-trainable, PyTorch calls them buffers.
    Raises ``ShapecalcError`` for negative channels.
    Source: ``keras.layers.BatchNormalization``, ``torch.nn.BatchNorm2d``.

    >>> batch_norm_parameters(channels=64), batch_norm_parameters(channels=64, statistics=True)
    (128, 256)
    """
    learned = parameter_count(batch_norm_weights(channels, scale=scale, center=center))
    return learned + (parameter_count(batch_norm_statistics(channels)) if statistics else 0)


def embedding_parameters(entries: int, features: int) -> int:
    """Count an embedding's parameters: ``entries*features``.

    Raises ``ShapecalcError`` for negative numbers. Source: ``keras.layers.Embedding``, ``torch.nn.Embedding``.

    >>> embedding_parameters(entries=1000, features=64)
    64000
    """
    return parameter_count(embedding_weights(entries, features))
