"""Convolution and pooling, against the definition: a window starts, slides, and is counted."""

from __future__ import annotations

from itertools import count, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import effective_kernel, input_sizes, output_size, unreached_elements

KERNELS, STRIDES, DILATIONS = range(1, 5), range(1, 5), range(1, 4)
PADS = tuple(product(range(3), range(3)))


def windows_that_fit(size: int, kernel: int, stride: int, pads: tuple[int, int], dilation: int) -> int:
    padded = range(-pads[0], size + pads[1])
    starts = range(-pads[0], size + pads[1], stride)
    return sum(all(start + tap * dilation in padded for tap in range(kernel)) for start in starts)


def windows_in_ceil_mode(size: int, kernel: int, stride: int, pads: tuple[int, int], dilation: int) -> int:
    """Go on until a window reaches the padded end; drop the last one if it starts after the input."""
    reach = len(range(dilation * (kernel - 1) + 1))
    number = next(n for n in count(-size - 99) if (n - 1) * stride + reach >= size + sum(pads))
    last_start = (number - 1) * stride - pads[0]
    return number - 1 if last_start >= size else number


def outcome(size: int, kernel: int, stride: int, pads: tuple[int, int], dilation: int, *, ceil_mode: bool) -> int:
    try:
        return output_size(size, kernel, stride, pads, dilation, ceil_mode=ceil_mode)
    except ShapecalcError:
        return 0


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("stride", STRIDES)
def test_output_size_is_the_number_of_windows_that_fit(kernel: int, stride: int) -> None:
    for size, pads, dilation in product(range(1, 13), PADS, DILATIONS):
        expected = windows_that_fit(size, kernel, stride, pads, dilation)
        assert outcome(size, kernel, stride, pads, dilation, ceil_mode=False) == expected, (size, pads, dilation)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("stride", STRIDES)
def test_ceil_mode_counts_the_window_that_hangs_over_the_end(kernel: int, stride: int) -> None:
    for size, pads, dilation in product(range(1, 13), PADS, DILATIONS):
        expected = max(windows_in_ceil_mode(size, kernel, stride, pads, dilation), 0)
        assert outcome(size, kernel, stride, pads, dilation, ceil_mode=True) == expected, (size, pads, dilation)


@pytest.mark.parametrize("ceil_mode", [False, True])
@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("stride", STRIDES)
def test_input_sizes_are_all_the_sizes_that_work(kernel: int, stride: int, ceil_mode: bool) -> None:
    pads_and_more = (*PADS, (0, 5), (5, 0), (4, 6))
    for pads, dilation in product(pads_and_more, DILATIONS):
        outputs = {size: outcome(size, kernel, stride, pads, dilation, ceil_mode=ceil_mode) for size in range(1, 50)}
        for output in range(1, 8):
            expected = [size for size, reached in outputs.items() if reached == output]
            found = input_sizes(output, kernel, stride, pads, dilation, ceil_mode=ceil_mode)
            assert list(found) == expected, (output, pads, dilation)


@pytest.mark.parametrize(
    ("name", "size", "kernel_size", "stride", "padding", "expected"),
    [
        ("resnet stem", 224, 7, 2, 3, 112),
        ("resnet stem pool", 112, 3, 2, 1, 56),
        ("alexnet conv1", 224, 11, 4, 2, 55),
        ("alexnet pool1", 55, 3, 2, 0, 27),
        ("vgg conv", 224, 3, 1, 1, 224),
        ("vgg pool", 224, 2, 2, 0, 112),
        ("lenet-5 C1", 32, 5, 1, 0, 28),
        ("unet valid conv", 572, 3, 1, 0, 570),
        ("vit patches", 224, 16, 16, 0, 14),
        ("dcgan discriminator", 64, 4, 2, 1, 32),
        ("pointwise", 56, 1, 1, 0, 56),
        ("one window exactly", 7, 7, 1, 0, 1),
        ("a pair of pads", 224, 3, 2, (0, 1), 112),
    ],
)
def test_known_layers(
    name: str, size: int, kernel_size: int, stride: int, padding: int | tuple[int, int], expected: int
) -> None:
    assert output_size(size, kernel_size, stride, padding) == expected, name


@pytest.mark.parametrize(
    ("name", "size", "kernel_size", "stride", "padding", "down", "up"),
    [
        ("googlenet pool", 112, 3, 2, 0, 55, 56),
        ("squeezenet pool", 109, 3, 2, 0, 54, 54),
        ("odd input", 5, 2, 2, 0, 2, 3),
        ("the last window would start in the padding", 2, 1, 2, 0, 1, 1),
        ("the same, with padding", 4, 2, 3, 1, 2, 2),
        ("one window overhangs and stays", 6, 3, 3, 1, 2, 3),
    ],
)
def test_rounding_of_pools(
    name: str, size: int, kernel_size: int, stride: int, padding: int, down: int, up: int
) -> None:
    assert output_size(size, kernel_size, stride, padding) == down, name
    assert output_size(size, kernel_size, stride, padding, ceil_mode=True) == up, name


@pytest.mark.parametrize(("kernel_size", "dilation", "reach"), [(1, 9, 1), (3, 1, 3), (3, 2, 5), (5, 4, 17), (2, 8, 9)])
def test_a_dilated_kernel_reaches_over_its_first_to_last_tap(kernel_size: int, dilation: int, reach: int) -> None:
    taps = [tap * dilation for tap in range(kernel_size)]
    assert effective_kernel(kernel_size, dilation) == reach == taps[-1] - taps[0] + 1


numbers = st.integers(1, 10**6)
pads_of = st.tuples(st.integers(0, 1000), st.integers(0, 1000))


@given(output=numbers, kernel=numbers, stride=numbers, pads=pads_of, dilation=numbers)
def test_a_preimage_has_stride_elements_unless_sizes_under_one_are_cut_off(
    output: int, kernel: int, stride: int, pads: tuple[int, int], dilation: int
) -> None:
    for ceil_mode in (False, True):
        sizes = input_sizes(output, kernel, stride, pads, dilation, ceil_mode=ceil_mode)
        assert len(sizes) == stride or (sizes.start == 1 and len(sizes) < stride)
        for size in {*sizes[:1], *sizes[-1:]}:
            assert output_size(size, kernel, stride, pads, dilation, ceil_mode=ceil_mode) == output


@given(size=numbers, kernel=st.integers(1, 50), stride=numbers, pads=pads_of, dilation=st.integers(1, 9))
def test_every_size_lies_in_the_preimage_of_its_output(
    size: int, kernel: int, stride: int, pads: tuple[int, int], dilation: int
) -> None:
    for ceil_mode in (False, True):
        output = outcome(size, kernel, stride, pads, dilation, ceil_mode=ceil_mode)
        assert output == 0 or size in input_sizes(output, kernel, stride, pads, dilation, ceil_mode=ceil_mode)


@pytest.mark.parametrize(
    ("name", "size", "kernel_size", "padding", "dilation", "texts"),
    [
        ("kernel too large", 4, 9, 0, 1, ("only 4", "kernel_size of at most 4", "padding of 5 or more")),
        ("dilation counts", 4, 3, 1, 3, ("reaches over 7", "only 6", "kernel_size of at most 2", "padding of 3")),
    ],
)
def test_a_window_that_does_not_fit_says_what_would(
    name: str, size: int, kernel_size: int, padding: int, dilation: int, texts: tuple[str, ...]
) -> None:
    with pytest.raises(ShapecalcError) as caught:
        output_size(size, kernel_size, 1, padding, dilation)
    assert all(text in str(caught.value) for text in texts), name


@pytest.mark.parametrize(("size", "kernel_size", "padding", "dilation"), [(4, 9, 0, 1), (4, 3, 1, 3), (1, 5, 1, 2)])
def test_both_remedies_mend_it_and_nothing_less_does(size: int, kernel_size: int, padding: int, dilation: int) -> None:
    with pytest.raises(ShapecalcError) as caught:
        output_size(size, kernel_size, 1, padding, dilation)
    words = caught.value.problems[0].fix.replace(",", "").split()
    smaller, larger = (int(word) for word in words if word.isdigit())
    assert output_size(size, smaller, 1, padding, dilation) == 1 or dilation > 1
    assert output_size(size, kernel_size, 1, (0, larger), dilation) == 1
    for kernel, pads in ((smaller + 1, (padding, padding)), (kernel_size, (0, larger - 1))):
        with pytest.raises(ShapecalcError):
            output_size(size, kernel, 1, pads, dilation)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("stride", STRIDES)
def test_unreached_are_the_elements_behind_the_last_window_and_its_gap(kernel: int, stride: int) -> None:
    for size, pads, dilation in product(range(1, 13), PADS, DILATIONS):
        number = windows_that_fit(size, kernel, stride, pads, dilation)
        if number:
            reach = len(range(dilation * (kernel - 1) + 1))
            behind = (number - 1) * stride - pads[0] + max(reach, stride)
            expected = len(range(max(behind, 0), size)) if behind >= 0 else size - behind
            assert unreached_elements(size, kernel, stride, pads, dilation) == expected, (size, pads, dilation)
