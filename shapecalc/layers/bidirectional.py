"""A recurrent layer read in both directions (Schuster & Paliwal, 1997).

>>> from shapecalc.layers.recurrent import Recurrent
>>> layer = Bidirectional(layer=Recurrent(cell="lstm", units=16, return_sequences=False))
>>> layer.output((None, 5, 8)), layer.macs((None, 5, 8))
((None, 32), 15360)
>>> [weight.name for weight in layer.weights((None, 5, 8))][:2]
['forward/kernel', 'forward/recurrent_kernel']
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import InstanceOf

from shapecalc.errors import ShapecalcError, under
from shapecalc.layers.keeps import OF_STEPS
from shapecalc.layers.layer import Inner, Layer, Output, Weight, placed, settled
from shapecalc.shape import Shape, times


class Bidirectional(Layer):
    """The inner ``layer`` reads forwards; ``backward_layer``, or another one like it, backwards.

    The two outputs are put together by ``merge``: along the last axis (``concat``), element by element (``sum``,
    ``mul``, ``ave``), or not at all (None). States come out after them, those of the forward layer first.
    """

    inputs: ClassVar[tuple[int, int | None]] = (1, None)
    nested: ClassVar[tuple[str, ...]] = ("layer", "backward_layer")
    workspace: ClassVar[str] = OF_STEPS
    layer: InstanceOf[Inner]
    backward_layer: InstanceOf[Inner] | None = None
    merge: Literal["concat", "sum", "mul", "ave"] | None = "concat"

    @property
    def _backward(self) -> Inner:
        return self.layer if self.backward_layer is None else self.backward_layer

    def output(self, x: Shape, *states: Shape) -> Output:
        half = len(states) // 2
        with under("layer"):
            forward, *forward_states = _several(self.layer.output(x, *states[:half]))
        with under("backward_layer"):
            backward, *backward_states = _several(self._backward.output(x, *states[half:]))
        first, *others = *self._merged(forward, backward), *forward_states, *backward_states
        return [first, *others] if others else first

    def weights(self, x: Shape, *_: Shape) -> tuple[Weight, ...]:
        return placed(self.layer.weights(x), "forward") + placed(self._backward.weights(x), "backward")

    def macs(self, x: Shape, *_: Shape) -> int | None:
        if self.backward_layer is None:
            return times(2, self.layer.macs(x))
        forward, backward = self.layer.macs(x), self._backward.macs(x)
        return None if forward is None or backward is None else forward + backward

    def _merged(self, forward: Shape, backward: Shape) -> list[Shape]:
        if self.merge is None:
            return [forward, backward]
        if forward[:-1] != backward[:-1] or (self.merge != "concat" and forward != backward):
            raise ShapecalcError(
                "the outputs of the two directions do not fit together",
                why=f"their shapes are {forward} and {backward}",
                path=("backward_layer",),
            )
        if self.merge != "concat":
            return [forward]
        features = settled((forward[-1], backward[-1]))
        return [(*forward[:-1], None if features is None else sum(features))]


def _several(output: Output) -> list[Shape]:
    return [shape for shape in output if shape is not None] if isinstance(output, list) else [output]
