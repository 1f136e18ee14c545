"""Attention without heads: by dot products (Luong et al., 2015), or additive (Bahdanau et al., 2015).

>>> layer = Attention(scale="one")
>>> layer.output((None, 10, 16), (None, 7, 16)), layer.macs((None, 10, 16), (None, 7, 16))
((None, 10, 16), 2240)
>>> Attention(score="sum", scale="features").weights((None, 10, 16), (None, 7, 16))
(Weight(name='scale', shape=(16,), role='trainable'),)
"""

from __future__ import annotations

from typing import ClassVar, Literal

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import OF_SCORES
from shapecalc.layers.layer import Layer, Output, Weight, known
from shapecalc.shape import Shape, samples, times


class Attention(Layer):
    """Inputs are query, value and key (left out: the value); the last two axes are positions and features.

    Each query scores each key by the product of their features (``dot``) or by a sum over a function of theirs
    (``sum``), and out comes the mean of the values, weighted by the scores. The scores may be scaled by ``one`` learned
    number, or each of the ``features`` by one, and be weighted by one more (``score_weight``).
    ``return_scores`` gives them out too.
    """

    inputs: ClassVar[tuple[int, int | None]] = (2, 3)
    workspace: ClassVar[str] = OF_SCORES
    score: Literal["dot", "sum"] = "dot"
    scale: Literal["one", "features"] | None = None
    score_weight: bool = False
    return_scores: bool = False

    def output(self, *inputs: Shape) -> Output:
        query, value, key = _roles(inputs)
        out = (*query[:-1], value[-1])
        return [out, (*query[:-1], key[-2])] if self.return_scores else out

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        query, _, _ = _roles(inputs)
        weight = (Weight("score_weight", ()),) if self.score_weight else ()
        if self.scale is None:
            return weight
        shape = (known(query[-1], "the number of features"),) if self.scale == "features" else ()
        return (Weight("scale", shape), *weight)

    def macs(self, *inputs: Shape) -> int | None:
        query, value, key = _roles(inputs)
        pairs = times(samples(query[:-2][:1]), *query[1:-1], key[-2])
        scored = self.score == "dot" or self.scale == "features"
        summed = times(pairs, value[-1])
        scores = times(pairs, query[-1]) if scored else 0
        return None if summed is None or scores is None else summed + scores


def _roles(inputs: tuple[Shape, ...]) -> tuple[Shape, Shape, Shape]:
    query, value, key = inputs[0], inputs[1], inputs[-1]
    if any(len(shape) < 2 for shape in (query, value, key)):
        raise ShapecalcError(
            "query, value and key need two axes at least",
            why=f"their shapes are {query}, {value} and {key}; the last axes are positions and features",
            path=("inputs",),
        )
    return query, value, key
