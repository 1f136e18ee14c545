"""Convolutional LSTM (Shi et al., 2015): an LSTM whose products are convolutions.

>>> layer = ConvLSTM(filters=4, kernel_size=3, padding="same", return_sequences=True)
>>> layer.output((None, 5, 8, 8, 3)), layer.macs((None, 5, 8, 8, 3))
((None, 5, 8, 8, 4), 322560)
>>> [weight.shape for weight in layer.weights((None, 5, 8, 8, 3))]
[(3, 3, 3, 16), (3, 3, 4, 16), (16,)]
"""

from __future__ import annotations

from math import prod
from typing import ClassVar

from shapecalc.formulas.recurrent import GATES
from shapecalc.layers.keeps import OF_STEPS
from shapecalc.layers.layer import Output, Weight, known, settled
from shapecalc.layers.per_axis import one_each
from shapecalc.layers.reads import Reads, everything
from shapecalc.layers.recurrent import fixed_batch
from shapecalc.layers.settings import Amount
from shapecalc.layers.window import Window
from shapecalc.shape import Parts, Shape, samples, split, times, wrong_rank


class ConvLSTM(Window):
    """The input is a sequence of images: batch, steps, then the axes of an image.

    ``stride``, ``padding``, ``dilation`` and ``bias`` belong to the convolution of the input; that of the state keeps
    its size. The last step comes out, with ``return_sequences`` every step, and with ``return_state`` the hidden and
    the cell state too. A ``stateful`` layer goes on from the batch before. ``data_format`` is that of an image.
    """

    most_lead: ClassVar[int] = 2
    workspace: ClassVar[str] = OF_STEPS
    filters: Amount
    bias: bool = True
    return_sequences: bool = False
    return_state: bool = False
    stateful: bool = False

    def output(self, x: Shape) -> Output:
        (batch, steps), _, spatial = self.split(x)
        if self.stateful:
            fixed_batch((batch,))
        state = self.join((batch,), self.filters, self.slide(spatial))
        outputs = (batch, steps, *state[1:]) if self.return_sequences else state
        return [outputs, state, state] if self.return_state else outputs

    def reads(self, x: Shape) -> Reads:
        """Return all of it: the state carries what every step has seen on to the next."""
        return everything(x)

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        _, channels, spatial = self.split(x)
        kernel = one_each(self.kernel_size, len(spatial), "kernel_size")
        outputs = GATES["lstm"] * self.filters
        arrays = (
            Weight("kernel", (*kernel, known(channels), outputs)),
            Weight("recurrent_kernel", (*kernel, self.filters, outputs)),
        )
        return (*arrays, Weight("bias", (outputs,))) if self.bias else arrays

    def macs(self, x: Shape) -> int | None:
        (batch, steps), channels, spatial = self.split(x)
        sizes = settled(self.slide(spatial))
        kernel = prod(one_each(self.kernel_size, len(spatial), "kernel_size"))
        if sizes is None:
            return None
        one = prod(sizes) * GATES["lstm"] * self.filters * kernel * (known(channels) + self.filters)
        return times(samples((batch,)), steps, one)

    def split(self, shape: Shape) -> Parts:
        rank = len(shape) - 3 if self.rank is None else self.rank
        if rank < 1 or len(shape) != rank + 3:
            raise wrong_rank(shape, max(rank, 1) + 3)
        return split(shape, rank, self.data_format, self.most_lead)
