"""What training keeps of a layer until the backward pass has gone through it, as PyTorch's autograd does."""

from __future__ import annotations

from typing import Literal, NamedTuple

from shapecalc.shape import Shape, samples, times

INDEX_BYTES = 8
"""An index is a 64-bit number, whatever the elements are."""
MASK_BYTES = 1


class Extra(NamedTuple):
    """An array that only the backward pass needs: its number of elements (None where a size is open) and the bytes of
    one; None stands for those of any other activation.
    """  # noqa: D205 - one sentence

    elements: int | None
    bytes_each: int | None = None


class Keeps(NamedTuple):
    """The places of the ``inputs`` that are kept, whether the ``output`` is, and what is kept beside them.

    ``shares`` says when the output is the first input under another shape and so takes no memory of its own.
    """

    inputs: tuple[int, ...] = ()
    output: bool = False
    beside: tuple[Extra, ...] = ()
    shares: Literal["never", "inference", "always"] = "never"


OF_STEPS = "the backend decides: cuDNN's reserve, oneDNN's workspace, or every gate of every step"
"""Who decides what is kept of a recurrent layer: PyTorch runs the same LSTM in any of these ways."""
OF_SCORES = "the kernel decides: a fused one keeps a sum for each query, a plain one all maps of scores"
"""The same of an attention: which kernel runs depends on the device, the format, the dropout and the mask."""

NOTHING = Keeps()
ITS_INPUT = Keeps(inputs=(0,))
A_VIEW = Keeps(shares="always")


def every_input(*inputs: Shape) -> Keeps:
    """Return what a product keeps: the gradient of each factor needs the others."""
    return Keeps(tuple(range(len(inputs))))


def elements(shape: Shape) -> int | None:
    """Return how many elements a tensor has; an open batch is one sample, another open size leaves it open.

    >>> elements((None, 8, 8)), elements((None, None, 8))
    (64, None)
    """
    return times(samples(shape[:1]), *shape[1:])
