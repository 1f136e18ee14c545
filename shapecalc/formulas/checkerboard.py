"""Checkerboard overlap of a transposed convolution: whether all output elements receive equally much.

Letters: F kernel size, S stride, D dilation. Counts are numbers of (input element, tap) pairs, away
from the borders; in 2-D the count of a place is the product of the counts along the axes.
"""

from __future__ import annotations

from math import gcd

from shapecalc.formulas.checks import at_least


def overlap_counts(kernel_size: int, stride: int = 1, dilation: int = 1) -> tuple[int, ...]:
    """Return how many contributions each phase of the output receives: ``count(u) = #{f : f*D = u mod S, 0 <= f < F}``.

    Output element u of the uncropped result (after a crop by P it is element ``u - P``) has phase ``u mod S``, and the
    counts add up to F.
    Raises ``ShapecalcError`` for numbers under 1.
    Source: Odena, Dumoulin & Olah, "Deconvolution and Checkerboard Artifacts", Distill 2016.

    >>> overlap_counts(kernel_size=3, stride=2), overlap_counts(kernel_size=4, stride=2)
    ((2, 1), (2, 2))
    """
    at_least(1, kernel_size=kernel_size, stride=stride, dilation=dilation)
    counts = [0] * stride
    for tap in range(kernel_size):
        counts[tap * dilation % stride] += 1
    return tuple(counts)


def overlap_is_uniform(kernel_size: int, stride: int = 1, dilation: int = 1) -> bool:
    """Tell whether every phase receives equally many contributions: ``gcd(S, D) = 1`` and S divides F.

    Then the geometry draws no checkerboard (the weights still may). Raises ``ShapecalcError`` for numbers under 1.
    Source: Odena, Dumoulin & Olah, "Deconvolution and Checkerboard Artifacts", Distill 2016, with the dilation added.

    >>> overlap_is_uniform(kernel_size=4, stride=2), overlap_is_uniform(kernel_size=3, stride=2)
    (True, False)
    """
    at_least(1, kernel_size=kernel_size, stride=stride, dilation=dilation)
    return gcd(stride, dilation) == 1 and kernel_size % stride == 0
