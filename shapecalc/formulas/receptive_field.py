"""Receptive field along one axis, after Araujo, Norris & Sim, "Computing Receptive Fields of CNNs", Distill 2019.

Letters as in ``window``; r, j and c are the size, jump and start of the field before the layer, r', j' and c' after it,
all in elements of the input. Only the padding before counts: it moves the field, the padding after does not.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from shapecalc.formulas.checks import Pads, at_least, before_after
from shapecalc.formulas.transposed import transposed_reach
from shapecalc.formulas.window import effective_kernel


class ReceptiveField(NamedTuple):
    """What one element of an axis sees of the input; an input element sees itself: ``r = 1, j = 1, c = 0``.

    ``size`` is how many input elements one output element sees, ``jump`` the distance in the input between two
    neighbouring output elements, ``start`` the centre of output element 0, so that of element n is ``start + n*jump``.
    All are exact rationals, in input elements. Source: Araujo, Norris & Sim, Distill 2019.

    >>> ReceptiveField() == (1, 1, 0)
    True
    """

    size: Fraction = Fraction(1)
    jump: Fraction = Fraction(1)
    start: Fraction = Fraction(0)


def receptive_field_step(
    field: ReceptiveField, kernel_size: int, stride: int = 1, padding: Pads = 0, dilation: int = 1
) -> ReceptiveField:
    """Go through a convolution or pool: ``r' = r + (K - 1)*j``, ``j' = j*s``, ``c' = c + ((K - 1)/2 - p0)*j``.

    In input elements. Exact through convolutions and pools; after a transposed convolution the size is the largest that
    a phase can have. Raises ``ShapecalcError`` for a stride, kernel or dilation under 1 and for a negative padding.
    Source: Araujo, Norris & Sim, Distill 2019.

    >>> field = receptive_field_step(ReceptiveField(), kernel_size=7, stride=2, padding=3)
    >>> [str(value) for value in receptive_field_step(field, kernel_size=3, stride=2, padding=1)]
    ['11', '4', '0']
    """
    at_least(1, stride=stride)
    before, _ = before_after(padding)
    reach = effective_kernel(kernel_size, dilation) - 1
    return ReceptiveField(
        field.size + reach * field.jump,
        field.jump * stride,
        field.start + (Fraction(reach, 2) - before) * field.jump,
    )


def transposed_receptive_field_step(
    field: ReceptiveField, kernel_size: int, stride: int = 1, padding: Pads = 0, dilation: int = 1
) -> ReceptiveField:
    """Go through a transposed convolution: ``r' = r + (n-1)*j``, ``j' = j/s``, ``c' = c + (p0 - (K-1)/2)*j/s``.

    In input elements. n is what ``transposed_reach`` tells: the size is that of the phase that sees most.
    Raises ``ShapecalcError`` for a stride, kernel or dilation under 1 and for a negative padding.
    Source: Araujo, Norris & Sim, Distill 2019, turned round.

    >>> [str(value) for value in transposed_receptive_field_step(ReceptiveField(), kernel_size=4, stride=2, padding=1)]
    ['2', '1/2', '-1/4']
    """
    at_least(1, stride=stride)
    before, _ = before_after(padding)
    reach = effective_kernel(kernel_size, dilation) - 1
    return ReceptiveField(
        field.size + (transposed_reach(kernel_size, stride, dilation) - 1) * field.jump,
        field.jump / stride,
        field.start + (before - Fraction(reach, 2)) * field.jump / stride,
    )


def upsampled_receptive_field_step(field: ReceptiveField, factor: int, *, linear: bool = False) -> ReceptiveField:
    """Go through an upsampling: ``r' = r``, ``j' = j/factor``, ``c' = c + (1/(2*factor) - 1/2)*j``.

    In input elements. Repeating elements is a transposed convolution with ``kernel_size = stride = factor``. With
    ``linear`` (half-pixel centres) an output element lies between two neighbours, and ``r' = r + j``.
    Raises ``ShapecalcError`` for a factor under 1.
    Source: Araujo, Norris & Sim, Distill 2019; ``torch.nn.Upsample``, ``keras.layers.UpSampling2D``.

    >>> [str(value) for value in upsampled_receptive_field_step(ReceptiveField(), factor=2, linear=True)]
    ['2', '1/2', '-1/4']
    """
    at_least(1, factor=factor)
    after = transposed_receptive_field_step(field, kernel_size=factor, stride=factor)
    return after._replace(size=field.size + field.jump) if linear and factor > 1 else after
