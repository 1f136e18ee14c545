"""Multi-head attention (Vaswani et al., 2017), with shared heads of key and value too (Ainslie et al., 2023).

>>> layer = MultiHeadAttention(heads=2, key_dim=8)
>>> layer.output((None, 10, 16)), layer.macs((None, 10, 16))
((None, 10, 16), 13440)
>>> sum(weight.shape[0] for weight in layer.weights((None, 10, 16)) if weight.name.endswith("kernel"))
50
>>> MultiHeadAttention(heads=2, key_dim=8, scores="heads").output((4, 10, 16), (4, 7, 5))
[(4, 10, 16), (4, 2, 10, 7)]
"""

from __future__ import annotations

from math import prod
from typing import ClassVar, Literal, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import attention_macs, attention_weights
from shapecalc.layers.keeps import OF_SCORES
from shapecalc.layers.layer import Layer, Output, Weight, agreed, named, settled
from shapecalc.layers.settings import Amount, AmountPerAxis, Axes, Count
from shapecalc.shape import Shape, is_known, normal_axis, samples, times


class _Inputs(NamedTuple):
    query: Shape
    key: Shape
    value: Shape


class _Axes(NamedTuple):
    """The sizes of the axes before the features: those that stay apart, and those that are attended over."""

    apart: Shape
    queries: Shape
    keys: Shape


class MultiHeadAttention(Layer):
    """Every query attends to all keys in ``heads`` heads; the output has the query's positions.

    Inputs are query, key and value in this ``order`` or with the key last; a key or value left out is the other one,
    and a query alone attends to itself. The first axis is the batch (with ``time_major`` the second) and the last one
    holds the features; ``attention_axes`` says which of the others are attended over (left out: all of them). A query
    with two axes has no batch. ``key_value_heads`` serve several heads each. ``learned_key`` appends one learned
    key and value, ``zero_key`` one of zeros. ``value_dim`` is the ``key_dim`` of the values, and a ``gate`` scales what
    comes out. ``query_features``, ``key_features`` and ``value_features`` say what comes in; ``output_shape`` is what
    the features become (left out: the query's).

    ``scores`` asks for a second output: one map of weights for each head (``heads``), their ``mean``, or ``square``:
    for each head and as if the keys were as many as the queries. With ``absent`` the second output is there and None.
    """

    inputs: ClassVar[tuple[int, int | None]] = (1, 3)
    workspace: ClassVar[str] = OF_SCORES
    heads: Count
    key_dim: Count
    value_dim: Count | None = None
    key_value_heads: Count | None = None
    output_shape: AmountPerAxis | None = None
    bias: bool = True
    gate: bool = False
    learned_key: bool = False
    zero_key: bool = False
    attention_axes: Axes | None = None
    time_major: bool = False
    order: Literal["query_key_value", "query_value_key"] = "query_key_value"
    scores: Literal["heads", "mean", "square", "absent"] | None = None
    query_features: Amount | None = None
    key_features: Amount | None = None
    value_features: Amount | None = None

    def output(self, *inputs: Shape) -> Output:
        named_inputs = self._inputs(inputs)
        self._features(named_inputs)
        for axis in self._attention_axes:
            normal_axis(axis, len(named_inputs.value) + 1, "attention_axes")
        out = (*named_inputs.query[:-1], *self._outputs(named_inputs.query))
        return out if self.scores is None else [out, self._score_shape(named_inputs)]

    def weights(self, *inputs: Shape) -> tuple[Weight, ...]:
        named_inputs = self._inputs(inputs)
        arrays = attention_weights(
            self._features(named_inputs), *self._sizes(named_inputs.query), bias=self.bias, gate=self.gate
        )
        learned = {}
        if self.learned_key:
            learned = {"extra_key": (self.heads, self.key_dim), "extra_value": (self.heads, self._value_dim)}
        return named({**arrays, **learned})

    def macs(self, *inputs: Shape) -> int | None:
        named_inputs = self._inputs(inputs)
        axes = self._axes(named_inputs)
        queries, keys = (None, None) if axes is None else (settled(axes.queries), settled(axes.keys))
        if axes is None or queries is None or keys is None:
            return None
        one = attention_macs(
            self._features(named_inputs),
            *self._sizes(named_inputs.query),
            queries=prod(queries),
            keys=prod(keys),
            extra_keys=self._extra_keys,
            gate=self.gate,
        )
        return times(samples(axes.apart[:1]), *axes.apart[1:], one)

    @property
    def _value_dim(self) -> int:
        return self.key_dim if self.value_dim is None else self.value_dim

    @property
    def _extra_keys(self) -> int:
        return self.learned_key + self.zero_key

    def _inputs(self, inputs: tuple[Shape, ...]) -> _Inputs:
        first, second, last = inputs[0], inputs[min(1, len(inputs) - 1)], inputs[-1]
        found = _Inputs(first, second, last) if self.order == "query_key_value" else _Inputs(first, last, second)
        if any(len(shape) < 2 for shape in found) or found.key[1:-1] != found.value[1:-1]:
            raise ShapecalcError(
                "query, key and value do not fit together",
                why=f"their shapes are {', '.join(map(str, found))}; key and value must have the same positions, "
                "and the last axis holds the features",
                path=("inputs",),
            )
        return found

    def _features(self, inputs: _Inputs) -> tuple[int, int, int]:
        query, key, value = (shape[-1] for shape in inputs)
        return (
            agreed(self.query_features, query, "query_features"),
            agreed(self.key_features, key, "key_features"),
            agreed(self.value_features, value, "value_features"),
        )

    def _outputs(self, query: Shape) -> Shape:
        shape = self.output_shape
        return query[-1:] if shape is None else shape if isinstance(shape, tuple) else (shape,)

    def _sizes(self, query: Shape) -> tuple[int, int, int, int, int | None]:
        outputs = prod(settled(self._outputs(query)) or ())
        return self.heads, self.key_dim, self._value_dim, outputs, self.key_value_heads

    @property
    def _attention_axes(self) -> tuple[int, ...]:
        axes = () if self.attention_axes is None else self.attention_axes
        return axes if isinstance(axes, tuple) else (axes,)

    def _axes(self, inputs: _Inputs) -> _Axes | None:
        """Return what is attended over, None where that is not among the positions of query and key."""
        positions = range(len(inputs.query) - 1)
        attended: tuple[int, ...] = tuple(positions)[1:]
        if len(positions) == 1 or self.time_major:
            attended = (0,)
        elif self.attention_axes is not None:
            attended = tuple(axis % len(inputs.query) for axis in self._attention_axes)
        if len(inputs.key) != len(inputs.query) or not set(attended) <= set(positions):
            return None
        apart = tuple(inputs.query[axis] for axis in positions if axis not in attended)
        queries, keys = (tuple(shape[axis] for axis in attended) for shape in inputs[:2])
        return _Axes(apart, queries, keys)

    def _score_shape(self, inputs: _Inputs) -> Shape | None:
        if self.scores == "absent":
            return None
        if self.scores == "square":
            return (inputs.query[0], self.heads, inputs.query[1], inputs.query[1])
        axes = self._axes(inputs)
        if axes is None:
            raise ShapecalcError(
                "query and key do not fit together",
                why=f"their shapes are {inputs.query} and {inputs.key}",
                path=("inputs",),
            )
        keys = axes.keys
        if self._extra_keys:
            keys = (*keys[:-1], keys[-1] + self._extra_keys if is_known(keys[-1]) else None)
        heads = () if self.scores == "mean" else (self.heads,)
        return (*axes.apart, *heads, *axes.queries, *keys)
