"""Weights: the shapes of the arrays that a layer owns. The parameter count is their product, and never a second formula.

Every function returns a mapping from the array's role to its shape, in the channels-last order (kernel axes, in, out);
``parameter_count`` adds up what any of them returns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

from shapecalc.formulas.checks import at_least
from shapecalc.formulas.resize import divided

Weights = dict[str, tuple[int, ...]]


def parameter_count(weights: Mapping[str, Sequence[int]]) -> int:
    """Return how many numbers the arrays hold.

    >>> parameter_count(conv_weights(in_channels=3, filters=64, kernel_size=(3, 3)))
    1792
    """
    return sum(map(prod, weights.values()))


def conv_weights(
    in_channels: int, filters: int, kernel_size: Sequence[int], groups: int = 1, *, bias: bool = True
) -> Weights:
    """Return ``k1*...*kn * (in_channels/groups) * filters [+ filters]``; ``groups`` must divide both channel counts.

    Source: ``torch.nn.Conv2d``, ``keras.layers.Conv2D``.

    >>> conv_weights(in_channels=64, filters=128, kernel_size=(3, 3), groups=2)
    {'kernel': (3, 3, 32, 128), 'bias': (128,)}
    """
    at_least(1, groups=groups)
    inner = divided(in_channels, groups, "input channels", f"groups = {groups}")
    divided(filters, groups, "filters", f"groups = {groups}")
    return {"kernel": (*kernel_size, inner, filters), **({"bias": (filters,)} if bias else {})}


def transposed_conv_weights(
    in_channels: int, filters: int, kernel_size: Sequence[int], groups: int = 1, *, bias: bool = True
) -> Weights:
    """Return ``k1*...*kn * in_channels * (filters/groups) [+ filters]``.

    Source: ``torch.nn.ConvTranspose2d``, ``keras.layers.Conv2DTranspose`` (which has no groups).

    >>> parameter_count(transposed_conv_weights(in_channels=64, filters=21, kernel_size=(3, 3)))
    12117
    """
    at_least(1, groups=groups)
    divided(in_channels, groups, "input channels", f"groups = {groups}")
    outer = divided(filters, groups, "filters", f"groups = {groups}")
    return {"kernel": (*kernel_size, outer, in_channels), **({"bias": (filters,)} if bias else {})}


def depthwise_conv_weights(
    in_channels: int, kernel_size: Sequence[int], depth_multiplier: int = 1, *, bias: bool = True
) -> Weights:
    """Return ``k1*...*kn * in_channels * depth_multiplier [+ in_channels*depth_multiplier]``.

    Source: ``keras.layers.DepthwiseConv2D``; PyTorch says ``Conv2d(c, m*c, groups=c)``.

    >>> parameter_count(depthwise_conv_weights(in_channels=32, kernel_size=(3, 3)))
    320
    """
    biases = {"bias": (in_channels * depth_multiplier,)} if bias else {}
    return {"kernel": (*kernel_size, in_channels, depth_multiplier), **biases}


def separable_conv_weights(
    in_channels: int,
    filters: int,
    kernel_size: Sequence[int],
    depth_multiplier: int = 1,
    *,
    bias: bool = True,
) -> Weights:
    """Return a depthwise kernel, a pointwise kernel and one bias: ``k1*...*kn*c*m + m*c*filters [+ filters]``.

    Source: ``keras.layers.SeparableConv2D``.

    >>> parameter_count(separable_conv_weights(in_channels=32, filters=64, kernel_size=(3, 3)))
    2400
    """
    depthwise = depthwise_conv_weights(in_channels, kernel_size, depth_multiplier, bias=False)["kernel"]
    pointwise = (*[1] * len(kernel_size), in_channels * depth_multiplier, filters)
    biases = {"bias": (filters,)} if bias else {}
    return {"depthwise_kernel": depthwise, "pointwise_kernel": pointwise, **biases}


def dense_weights(in_features: int, units: int, *, bias: bool = True) -> Weights:
    """Return ``in_features*units [+ units]``. Source: ``keras.layers.Dense``, ``torch.nn.Linear``.

    >>> parameter_count(dense_weights(in_features=784, units=10))
    7850
    """
    return {"kernel": (in_features, units), **({"bias": (units,)} if bias else {})}


def batch_norm_weights(channels: int, *, scale: bool = True, center: bool = True) -> Weights:
    """Return what a batch norm learns: ``channels*([scale] + [center])``. Source: Ioffe & Szegedy, 2015.

    >>> parameter_count(batch_norm_weights(channels=64))
    128
    """
    return {**({"gamma": (channels,)} if scale else {}), **({"beta": (channels,)} if center else {})}


def batch_norm_statistics(channels: int) -> Weights:
    """Return what a batch norm keeps and does not learn: ``2*channels``, the moving mean and variance.

    Keras counts them as non-trainable parameters, PyTorch as buffers (with one counter more, ``num_batches_tracked``).

    >>> parameter_count(batch_norm_statistics(channels=64))
    128
    """
    return {"moving_mean": (channels,), "moving_variance": (channels,)}


def embedding_weights(entries: int, features: int) -> Weights:
    """Return ``entries*features``. Source: ``keras.layers.Embedding``, ``torch.nn.Embedding``.

    >>> parameter_count(embedding_weights(entries=1000, features=64))
    64000
    """
    return {"embeddings": (entries, features)}
