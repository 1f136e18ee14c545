"""Transformer layers and the whole transformer (Vaswani et al., 2017).

>>> layer = TransformerLayer(heads=2, feed_forward=16)
>>> layer.output((None, 10, 4)), len(layer.weights((None, 10, 4)))
((None, 10, 4), 16)
>>> layer.macs((None, 10, 4))
2720
>>> Transformer(heads=2, encoder_layers=1, decoder_layers=1).output((None, 10, 4), (None, 7, 4))
(None, 7, 4)
"""

from __future__ import annotations

from typing import ClassVar

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import attention_macs, attention_weights, batch_norm_weights, dense_macs, dense_weights
from shapecalc.formulas.checks import divided
from shapecalc.layers.keeps import OF_SCORES
from shapecalc.layers.layer import Layer, Weight, agreed, named
from shapecalc.layers.settings import Amount, Count, Repeats
from shapecalc.shape import Shape, Size, is_known, samples, times

Arrays = dict[str, tuple[int, ...]]


class _Block(Layer):
    """What the layers and the whole share: as many ``features`` everywhere, and their parts added up.

    With ``time_major`` the first axis holds the steps and the second one the batch.
    """

    workspace: ClassVar[str] = OF_SCORES
    heads: Count
    feed_forward: Amount = 2048
    bias: bool = True
    time_major: bool = False
    features: Amount | None = None

    def _size(self, *inputs: Shape) -> int:
        for x in inputs:
            if len(x) not in {2, 3}:
                raise ShapecalcError(
                    f"an input has {len(x)} axes", why=f"its shape is {x}, and a sequence has 3 (2 without the batch)"
                )
        sizes = {agreed(self.features, x[-1], "features") for x in inputs}
        if len(sizes) > 1:
            raise ShapecalcError("the inputs differ in their features", why=f"they are {sorted(sizes)}")
        size = sizes.pop()
        divided(size, self.heads, "features", "every head takes as many")
        return size

    def _steps(self, x: Shape) -> Size:
        return x[0] if len(x) == 2 or self.time_major else x[1]

    def _batch(self, x: Shape) -> Size:
        return 1 if len(x) == 2 else samples(x[1:2] if self.time_major else x[:1])

    def _layer(self, size: int, cross: bool) -> Arrays:
        attentions = ("attention", "cross_attention") if cross else ("attention",)
        head = size // self.heads
        attention = attention_weights((size,) * 3, self.heads, head, head, size, bias=self.bias)
        arrays = {f"{place}/{name}": shape for place in attentions for name, shape in attention.items()}
        dense = {"dense1": (size, self.feed_forward), "dense2": (self.feed_forward, size)}
        for place, (inner, units) in dense.items():
            arrays |= _at(place, dense_weights(inner, units, bias=self.bias))
        for number in range(len(attentions) + 1):
            arrays |= _at(f"norm{number + 1}", self._norm(size))
        return arrays

    def _norm(self, size: int) -> Arrays:
        return batch_norm_weights(size, center=self.bias)

    def _layer_macs(self, size: int, steps: int, memory: int | None = None) -> int:
        head = size // self.heads
        total = 2 * dense_macs(size, self.feed_forward, steps)
        for keys in (steps, memory):
            if keys is not None:
                total += attention_macs((size,) * 3, self.heads, head, head, size, queries=steps, keys=keys)
        return total


class TransformerLayer(_Block):
    """Self-attention, then with ``cross_attention`` attention to a second input, then two dense layers; a norm each."""

    inputs: ClassVar[tuple[int, int | None]] = (1, 2)
    cross_attention: bool = False

    def output(self, x: Shape, *memory: Shape) -> Shape:
        if len(memory) != self.cross_attention:
            raise ShapecalcError(
                f"{1 + len(memory)} inputs are given",
                why=f"the layer takes {1 + self.cross_attention}",
                path=("inputs",),
            )
        self._size(x, *memory)
        return x

    def weights(self, x: Shape, *memory: Shape) -> tuple[Weight, ...]:
        return named(self._layer(self._size(x, *memory), self.cross_attention))

    def macs(self, x: Shape, *memory: Shape) -> int | None:
        steps = [self._steps(shape) for shape in (x, *memory)]
        known = [step for step in steps if is_known(step)]
        if len(known) < len(steps):
            return None
        return times(self._batch(x), self._layer_macs(self._size(x, *memory), *known))


class Transformer(_Block):
    """Encoder layers over the source, decoder layers over the target that attend to it, and a norm after each stack."""

    inputs: ClassVar[tuple[int, int | None]] = (2, 2)
    encoder_layers: Repeats = 6
    decoder_layers: Repeats = 6

    def output(self, source: Shape, target: Shape) -> Shape:
        self._size(source, target)
        return target

    def weights(self, source: Shape, target: Shape) -> tuple[Weight, ...]:
        size = self._size(source, target)
        arrays: Arrays = {}
        for stack, layers, cross in (("encoder", self.encoder_layers, False), ("decoder", self.decoder_layers, True)):
            layer = self._layer(size, cross)
            for number in range(layers):
                arrays |= _at(f"{stack}/{number}", layer)
            arrays |= _at(f"{stack}/norm", self._norm(size))
        return named(arrays)

    def macs(self, source: Shape, target: Shape) -> int | None:
        size, steps, memory = self._size(source, target), self._steps(target), self._steps(source)
        if not (is_known(steps) and is_known(memory)):
            return None
        encoder = self.encoder_layers * self._layer_macs(size, memory)
        return times(self._batch(target), encoder + self.decoder_layers * self._layer_macs(size, steps, memory))


def _at(place: str, arrays: Arrays) -> Arrays:
    return {f"{place}/{name}": shape for name, shape in arrays.items()}
