"""Receptive field along one axis, after Araujo, Norris & Sim, "Computing Receptive Fields of CNNs", Distill 2019.

``size`` is how many input elements one output element sees, ``jump`` the distance in the input between two neighbouring
output elements, ``start`` the centre of output element 0 in input coordinates. Jump and start are exact rationals.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from shapecalc.formulas.window import effective_kernel


class ReceptiveField(NamedTuple):
    """What one element of an axis sees of the input; an input element sees itself."""

    size: Fraction = Fraction(1)
    jump: Fraction = Fraction(1)
    start: Fraction = Fraction(0)


def receptive_field_step(
    field: ReceptiveField, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1
) -> ReceptiveField:
    """Go through a convolution or pool: ``r' = r + (K - 1)*j``, ``j' = j*s``, ``c' = c + ((K - 1)/2 - p)*j``.

    >>> field = receptive_field_step(ReceptiveField(), kernel_size=7, stride=2, padding=3)
    >>> [str(value) for value in receptive_field_step(field, kernel_size=3, stride=2, padding=1)]
    ['11', '4', '0']
    """
    reach = effective_kernel(kernel_size, dilation) - 1
    return ReceptiveField(
        field.size + reach * field.jump,
        field.jump * stride,
        field.start + (Fraction(reach, 2) - padding) * field.jump,
    )


def transposed_receptive_field_step(
    field: ReceptiveField, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1
) -> ReceptiveField:
    """Go through a transposed convolution: ``r' = r + ((K - 1) // s)*j``, ``j' = j/s``, ``c' = c + (p - (K - 1)/2)*j/s``.

    The size is that of the phase that sees most.

    >>> [str(value) for value in transposed_receptive_field_step(ReceptiveField(), kernel_size=4, stride=2, padding=1)]
    ['2', '1/2', '-1/4']
    """
    reach = effective_kernel(kernel_size, dilation) - 1
    return ReceptiveField(
        field.size + reach // stride * field.jump,
        field.jump / stride,
        field.start + (padding - Fraction(reach, 2)) * field.jump / stride,
    )
