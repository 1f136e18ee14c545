"""Parameters and MACs, against layers counted connection by connection, and against well-known layers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from math import prod

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import (
    batch_norm_parameters,
    batch_norm_statistics,
    batch_norm_weights,
    conv_macs,
    conv_parameters,
    conv_weights,
    dense_macs,
    dense_parameters,
    depthwise_conv_macs,
    depthwise_conv_parameters,
    embedding_parameters,
    output_size,
    parameter_count,
    separable_conv_macs,
    separable_conv_parameters,
    separable_conv_weights,
    transposed_conv_macs,
    transposed_conv_parameters,
    transposed_conv_weights,
)

CONVOLUTIONS = [(4, 6, (3,), 1), (4, 6, (3,), 2), (6, 6, (2, 3), 6), (2, 3, (1, 2), 1), (3, 3, (2, 1, 2), 3)]


def connections(in_channels: int, filters: int, groups: int) -> list[tuple[int, int]]:
    """Which input channel meets which filter: those in the same group."""
    pairs = product(range(in_channels), range(filters))
    return [(c, f) for c, f in pairs if c * groups // in_channels == f * groups // filters]


def taps(kernel_size: Iterable[int]) -> int:
    return len(list(product(*map(range, kernel_size))))


@pytest.mark.parametrize(("in_channels", "filters", "kernel_size", "groups"), CONVOLUTIONS)
def test_a_convolution_has_one_weight_for_each_connection_and_tap(
    in_channels: int, filters: int, kernel_size: tuple[int, ...], groups: int
) -> None:
    expected = len(connections(in_channels, filters, groups)) * taps(kernel_size)
    for count in (conv_parameters, transposed_conv_parameters):
        assert count(in_channels, filters, kernel_size, groups, bias=False) == expected
        assert count(in_channels, filters, kernel_size, groups) == expected + filters


@pytest.mark.parametrize(("in_channels", "filters", "kernel_size", "groups"), CONVOLUTIONS)
def test_every_weight_is_used_once_at_every_place(
    in_channels: int, filters: int, kernel_size: tuple[int, ...], groups: int
) -> None:
    places = (5, 4, 3)[: len(kernel_size)]
    expected = sum(
        len(connections(in_channels, filters, groups)) * taps(kernel_size) for _ in product(*map(range, places))
    )
    assert conv_macs(places, in_channels, filters, kernel_size, groups) == expected
    assert transposed_conv_macs(places, in_channels, filters, kernel_size, groups) == expected


@pytest.mark.parametrize("multiplier", [1, 2, 3])
def test_depthwise_is_a_convolution_with_a_group_for_each_channel(multiplier: int) -> None:
    settings = (4, 4 * multiplier, (3, 2), 4)
    assert depthwise_conv_parameters(4, (3, 2), multiplier) == conv_parameters(*settings)
    assert depthwise_conv_macs((7, 5), 4, (3, 2), multiplier) == conv_macs((7, 5), *settings)


@pytest.mark.parametrize("multiplier", [1, 2, 3])
@pytest.mark.parametrize("bias", [False, True])
def test_separable_is_depthwise_then_pointwise_with_one_bias(multiplier: int, bias: bool) -> None:
    depthwise = depthwise_conv_parameters(4, (3, 2), multiplier, bias=False)
    pointwise = conv_parameters(4 * multiplier, 6, (1, 1), bias=bias)
    assert separable_conv_parameters(4, 6, (3, 2), multiplier, bias=bias) == depthwise + pointwise
    macs = depthwise_conv_macs((7, 5), 4, (3, 2), multiplier) + conv_macs((7, 5), 4 * multiplier, 6, (1, 1))
    assert separable_conv_macs((7, 5), 4, 6, (3, 2), multiplier) == macs


@pytest.mark.parametrize(
    ("name", "counted", "expected"),
    [
        ("vgg16 conv1_1", conv_parameters(3, 64, (3, 3)), 1_792),
        ("resnet50 stem", conv_parameters(3, 64, (7, 7), bias=False), 9_408),
        ("alexnet conv2, two groups", conv_parameters(96, 256, (5, 5), groups=2), 307_456),
        ("mobilenet conv_dw_1", depthwise_conv_parameters(32, (3, 3), bias=False), 288),
        ("xception block2_sepconv1", separable_conv_parameters(64, 128, (3, 3), bias=False), 8_768),
        ("dcgan's first", transposed_conv_parameters(100, 512, (4, 4), bias=False), 819_200),
        ("one axis", conv_parameters(16, 32, (5,)), 2_592),
        ("three axes", conv_parameters(1, 8, (3, 3, 3)), 224),
        ("vgg16 fc1", dense_parameters(25_088, 4_096), 102_764_544),
        ("without bias", dense_parameters(10, 4, bias=False), 40),
        ("batch norm", batch_norm_parameters(64), 128),
        ("batch norm as Keras counts it", batch_norm_parameters(64, statistics=True), 256),
        ("batch norm without gamma", batch_norm_parameters(64, scale=False), 64),
        ("batch norm that learns nothing", batch_norm_parameters(64, scale=False, center=False), 0),
        ("bert's words", embedding_parameters(30_522, 768), 23_440_896),
    ],
)
def test_known_parameter_counts(name: str, counted: int, expected: int) -> None:
    assert counted == expected, name


@pytest.mark.parametrize(
    ("name", "counted", "expected"),
    [
        ("resnet stem", conv_macs((output_size(224, 7, 2, 3),) * 2, 3, 64, (7, 7)), 118_013_952),
        ("vgg16 conv1_2", conv_macs((224, 224), 64, 64, (3, 3)), 1_849_688_064),
        ("mobilenet conv_dw_1", depthwise_conv_macs((112, 112), 32, (3, 3)), 3_612_672),
        ("convT 4/2/1, 16 to 8 on 8x8", transposed_conv_macs((8, 8), 16, 8, (4, 4)), 131_072),
        ("the same in 4 groups", transposed_conv_macs((8, 8), 16, 8, (4, 4), groups=4), 32_768),
        ("vgg16 fc1", dense_macs(25_088, 4_096), 102_760_448),
        ("dense on a sequence", dense_macs(32, 10, positions=4), 1_280),
    ],
)
def test_known_macs(name: str, counted: int, expected: int) -> None:
    assert counted == expected, name


def test_shapes_are_channels_last() -> None:
    assert conv_weights(4, 6, (3, 2), groups=2)["kernel"] == (3, 2, 2, 6)
    assert transposed_conv_weights(4, 6, (3, 2))["kernel"] == (3, 2, 6, 4)
    assert list(separable_conv_weights(4, 6, (3,))) == ["depthwise_kernel", "pointwise_kernel", "bias"]
    assert {*batch_norm_weights(5).values(), *batch_norm_statistics(5).values()} == {(5,)}


def test_one_of_everything() -> None:
    assert conv_parameters(1, 1, (1,)) == dense_parameters(1, 1) == depthwise_conv_parameters(1, (1,)) == 2
    assert separable_conv_parameters(1, 1, (1,)) == 3
    assert conv_macs((1,), 1, 1, (1,)) == depthwise_conv_macs((1,), 1, (1,)) == dense_macs(1, 1) == 1


def test_no_channels_leave_the_biases() -> None:
    assert conv_parameters(0, 8, (3, 3)) == separable_conv_parameters(0, 8, (3, 3)) == dense_parameters(0, 8) == 8
    assert depthwise_conv_parameters(0, (3, 3)) == batch_norm_parameters(0, statistics=True) == 0
    assert embedding_parameters(5, 0) == embedding_parameters(0, 5) == 0
    assert conv_macs((0, 4), 1, 8, (3, 3)) == dense_macs(0, 8) == dense_macs(4, 8, positions=0) == 0


def test_a_count_is_the_sum_of_the_products() -> None:
    weights = {"a": (2, 3, 4), "b": (5,), "scalar": (), "empty": (3, 0)}
    assert parameter_count(weights) == sum(prod(shape) for shape in weights.values()) == 24 + 5 + 1 + 0


@pytest.mark.parametrize(
    ("name", "call", "text"),
    [
        (
            "groups do not divide the input channels",
            lambda: conv_parameters(6, 8, (3, 3), groups=4),
            "6 = 1*4 + 2, and groups = 4. Use 2 for groups, or 4 or 8 for in_channels.",
        ),
        (
            "groups do not divide the filters",
            lambda: transposed_conv_parameters(8, 6, (3, 3), groups=4),
            "filters 6 cannot be divided by 4. 6 = 1*4 + 2, and groups = 4. Use 2 for groups, or 4 or 8 for filters.",
        ),
        (
            "nor in MACs",
            lambda: conv_macs((8, 8), 6, 8, (3, 3), groups=4),
            "in_channels 6 cannot be divided by 4.",
        ),
        (
            "a kernel of another rank",
            lambda: conv_macs((8, 8), 4, 8, (3,)),
            "kernel_size has 1 numbers, but there are 2 sizes.",
        ),
    ],
)
def test_refusals_say_what_would_do(name: str, call: Callable[[], int], text: str) -> None:
    with pytest.raises(ShapecalcError) as caught:
        call()
    assert text in str(caught.value), name
