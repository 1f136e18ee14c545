"""Weights: the shapes of the arrays that a layer owns. The parameter count is their product, never a second formula.

Every function returns a mapping from the array's role to its shape, in the channels-last order (kernel axes, in, out);
``parameter_count`` adds up what any of them returns. ``kernel_size`` has one number for each axis, ``(k,)`` in 1-D.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

from shapecalc.formulas.checks import at_least, each_at_least, per_group

Weights = dict[str, tuple[int, ...]]


def parameter_count(weights: Mapping[str, Sequence[int]]) -> int:
    """Return how many numbers the arrays hold: the sum over the arrays of the product of their axes.

    Raises ``ShapecalcError`` for a shape that is no tuple of whole numbers.
    Source: ``keras.layers.Layer.count_params``, ``torch.Tensor.numel`` over ``parameters()``.

    >>> parameter_count(conv_weights(in_channels=3, filters=64, kernel_size=(3, 3)))
    1792
    """
    for role, shape in weights.items():
        if shape != ():  # a scalar is one number
            each_at_least(0, **{role: shape})
    return sum(map(prod, weights.values()))


def conv_weights(
    in_channels: int, filters: int, kernel_size: Sequence[int], groups: int = 1, *, bias: bool = True
) -> Weights:
    """Return ``k1*...*kn * (in_channels/groups) * filters [+ filters]`` numbers, as shapes.

    Raises ``ShapecalcError`` unless ``groups`` divides both channel counts, and for numbers under 1.
    Source: ``torch.nn.Conv2d``, ``keras.layers.Conv2D``.

    >>> conv_weights(in_channels=64, filters=128, kernel_size=(3, 3), groups=2)
    {'kernel': (3, 3, 32, 128), 'bias': (128,)}
    """
    each_at_least(1, kernel_size=kernel_size)
    inner, _ = per_group(in_channels, filters, groups)
    return {"kernel": (*kernel_size, inner, filters), **_bias(filters, bias)}


def transposed_conv_weights(
    in_channels: int, filters: int, kernel_size: Sequence[int], groups: int = 1, *, bias: bool = True
) -> Weights:
    """Return ``k1*...*kn * in_channels * (filters/groups) [+ filters]`` numbers, as shapes.

    Raises ``ShapecalcError`` unless ``groups`` divides both channel counts, and for numbers under 1.
    Source: ``torch.nn.ConvTranspose2d``, ``keras.layers.Conv2DTranspose`` (which has no groups).

    >>> transposed_conv_weights(in_channels=64, filters=21, kernel_size=(3, 3))
    {'kernel': (3, 3, 21, 64), 'bias': (21,)}
    """
    each_at_least(1, kernel_size=kernel_size)
    _, outer = per_group(in_channels, filters, groups)
    return {"kernel": (*kernel_size, outer, in_channels), **_bias(filters, bias)}


def depthwise_conv_weights(
    in_channels: int, kernel_size: Sequence[int], depth_multiplier: int = 1, *, bias: bool = True
) -> Weights:
    """Return ``k1*...*kn * in_channels * depth_multiplier [+ in_channels*depth_multiplier]`` numbers, as shapes.

    Raises ``ShapecalcError`` for a kernel or multiplier under 1.
    Source: ``keras.layers.DepthwiseConv2D``; PyTorch says ``Conv2d(c, m*c, groups=c)``.

    >>> depthwise_conv_weights(in_channels=32, kernel_size=(3, 3))
    {'kernel': (3, 3, 32, 1), 'bias': (32,)}
    """
    each_at_least(1, kernel_size=kernel_size)
    at_least(0, in_channels=in_channels)
    at_least(1, depth_multiplier=depth_multiplier)
    return {
        "kernel": (*kernel_size, in_channels, depth_multiplier),
        **_bias(in_channels * depth_multiplier, bias),
    }


def separable_conv_weights(
    in_channels: int,
    filters: int,
    kernel_size: Sequence[int],
    depth_multiplier: int = 1,
    *,
    bias: bool = True,
) -> Weights:
    """Return ``k1*...*kn*c*m + c*m*filters [+ filters]`` numbers, as shapes: depthwise, pointwise and one bias.

    Raises ``ShapecalcError`` for a kernel, multiplier or filters under 1. Source: ``keras.layers.SeparableConv2D``.

    >>> separable_conv_weights(in_channels=32, filters=64, kernel_size=(3, 3))
    {'depthwise_kernel': (3, 3, 32, 1), 'pointwise_kernel': (1, 1, 32, 64), 'bias': (64,)}
    """
    depthwise = depthwise_conv_weights(in_channels, kernel_size, depth_multiplier, bias=False)
    pointwise = conv_weights(in_channels * depth_multiplier, filters, (1,) * len(kernel_size), bias=bias)
    return {
        "depthwise_kernel": depthwise["kernel"],
        **{("pointwise_kernel" if role == "kernel" else role): shape for role, shape in pointwise.items()},
    }


def dense_weights(in_features: int, units: int, *, bias: bool = True) -> Weights:
    """Return ``in_features*units [+ units]`` numbers, as shapes.

    Raises ``ShapecalcError`` for negative numbers.
    Source: ``keras.layers.Dense``, ``torch.nn.Linear``.

    >>> dense_weights(in_features=784, units=10)
    {'kernel': (784, 10), 'bias': (10,)}
    """
    at_least(0, in_features=in_features, units=units)
    return {"kernel": (in_features, units), **_bias(units, bias)}


def batch_norm_weights(channels: int, *, scale: bool = True, center: bool = True) -> Weights:
    """Return what a batch norm learns: ``channels*([scale] + [center])`` numbers, as shapes.

    Raises ``ShapecalcError`` for negative channels. Source: Ioffe & Szegedy, "Batch Normalization", 2015.

    >>> batch_norm_weights(channels=64)
    {'gamma': (64,), 'beta': (64,)}
    """
    at_least(0, channels=channels)
    return {**({"gamma": (channels,)} if scale else {}), **({"beta": (channels,)} if center else {})}


def batch_norm_statistics(channels: int) -> Weights:
    """Return what a batch norm keeps and does not learn: ``2*channels`` numbers, the moving mean and variance.

    Keras counts them as non-trainable parameters, PyTorch as buffers (with one counter more, ``num_batches_tracked``).
    Raises ``ShapecalcError`` for negative channels.
    Source: ``keras.layers.BatchNormalization``, ``torch.nn.BatchNorm2d``.

    >>> batch_norm_statistics(channels=64)
    {'moving_mean': (64,), 'moving_variance': (64,)}
    """
    at_least(0, channels=channels)
    return {"moving_mean": (channels,), "moving_variance": (channels,)}


def embedding_weights(entries: int, features: int) -> Weights:
    """Return ``entries*features`` numbers, as shapes.

    Raises ``ShapecalcError`` for negative numbers. Source: ``keras.layers.Embedding``, ``torch.nn.Embedding``.

    >>> embedding_weights(entries=1000, features=64)
    {'embeddings': (1000, 64)}
    """
    at_least(0, entries=entries, features=features)
    return {"embeddings": (entries, features)}


def _bias(filters: int, bias: bool) -> Weights:
    return {"bias": (filters,)} if bias else {}
