"""The memory of a model in bytes, for one number format and one batch, each number with its definition.

What a framework's allocator adds (workspaces, fragments, copies for another layout) is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from shapecalc.errors import ShapecalcError, did_you_mean
from shapecalc.footprint.tensors import Tensors
from shapecalc.layers.keeps import INDEX_BYTES
from shapecalc.model.flat import flat
from shapecalc.model.trace import Trace, trace

if TYPE_CHECKING:
    from shapecalc.model.graph import Model
    from shapecalc.shape import Shape

DTYPES = {"float64": 8, "float32": 4, "float16": 2, "bfloat16": 2, "float8": 1, "int8": 1}
"""The bytes of one element."""
OPTIMIZERS = {"sgd": 0, "momentum": 1, "rmsprop": 1, "adagrad": 1, "lion": 1, "adam": 2, "adamw": 2}
"""How many numbers an optimizer keeps for each trainable one: SGD none, with momentum the velocity, RMSprop and Adagrad
the (running) sum of squares, Lion the momentum, Adam and AdamW both moments. Its few counters are left out."""


class Memory(NamedTuple):
    """All in bytes; None where an open size decides, or a layer that does not tell: ``not_counted`` says which.

    ``weights``: every array that the model owns, buffers too, a shared one once.
    ``inference_peak``: the largest sum of the outputs (and inputs) that are alive at once, when nodes run in the order
    of the model and an output goes as soon as its last reader has run; ``peak_at`` is the node that runs then. A view
    of a tensor takes nothing. ``inference``: weights and inference peak.
    ``outputs``: the outputs of all layers together, as if none ever went.
    ``kept``: what the backward pass reads and is no parameter, each tensor once, as PyTorch's autograd keeps it: the
    input of what multiplies, the output of what its gradient follows from (ReLU), indices of a max pool (8 bytes each),
    masks of a dropout (1 byte, as on a GPU), and of a batch norm the input, the batch's mean and deviation and the
    moving ones. Where a layer does not tell, it is None, and ``kept_at_least`` is what all others keep.
    ``gradients``: one for each trainable parameter. ``optimizer_state``: see ``OPTIMIZERS``; 0 without an optimizer.
    ``training``: weights, kept, gradients and state together (moving statistics, which are kept and weights, once);
    ``training_at_least`` is the same of what is known.
    """

    dtype: str
    bytes_each: int
    optimizer: str
    weights: int
    inference_peak: int | None
    peak_at: str
    inference: int | None
    outputs: int | None
    kept: int | None
    kept_at_least: int | None
    gradients: int
    optimizer_state: int
    training: int | None
    training_at_least: int | None
    not_counted: tuple[str, ...]


def memory(
    model: Model,
    inputs: Mapping[str, Shape] | None = None,
    batch: int | None = None,
    dtype: str = "float32",
    optimizer: str = "",
) -> Memory:
    """Return the memory of a model in bytes; ``inputs`` and ``batch`` as in ``summarize``, an open batch is one sample.

    Raises ``ShapecalcError`` when shapes do not fit, and for an unknown dtype or optimizer.

    >>> from shapecalc import load
    >>> found = memory(load("unet-small"), {"": (3, 64, 64)}, optimizer="adam")
    >>> found.kept, found.inference_peak, found.optimizer_state == 2 * found.gradients
    (4543488, 1048576, True)
    """
    model = flat(model.with_inputs(inputs or {}, batch))
    traced = trace(model)
    if traced.problems:
        raise ShapecalcError(problems=traced.problems)
    return memory_of(model, traced, dtype, optimizer)


def memory_of(model: Model, traced: Trace, dtype: str = "float32", optimizer: str = "") -> Memory:
    """Return the memory of a flat model that has been traced."""
    width = _known("dtype", dtype, DTYPES)
    states = _known("optimizer", optimizer, {"": 0, **OPTIMIZERS})
    owned = _owned(traced, width)
    weights, gradients, statistics = sum(owned.values()), owned["trainable"], owned["statistic"]
    tensors = Tensors(model, traced, width)
    (peak, at), (kept, complete) = tensors.peak(), tensors.kept(statistics)
    training = None if kept is None else weights + kept - statistics + (1 + states) * gradients
    unknown = _unknown(traced)
    return Memory(
        dtype=dtype,
        bytes_each=width,
        optimizer=optimizer,
        weights=weights,
        inference_peak=peak,
        peak_at=at,
        inference=weights + peak if not unknown and peak is not None else None,
        outputs=tensors.outputs(),
        kept=kept if complete else None,
        kept_at_least=kept,
        gradients=gradients,
        optimizer_state=states * gradients,
        training=training if complete and not unknown else None,
        training_at_least=training,
        not_counted=(*unknown, *tensors.missing),
    )


def _unknown(traced: Trace) -> list[str]:
    """Return the weights that are not known, which no sum has."""
    told = ((step.node.name, what) for step in traced.steps for what in step.report.unknown)
    return [f"{what} of {name}" for name, what in told if "weights" in what]


def _owned(traced: Trace, width: int) -> dict[str, int]:
    """Return the bytes of the weights by role; what is shared is counted where it is owned."""
    found = dict.fromkeys(("trainable", "frozen", "statistic", "counter"), 0)
    for step in traced.steps:
        for weight in () if step.node.shared else step.report.weights:
            found[weight.role] += prod(weight.shape) * (INDEX_BYTES if weight.role == "counter" else width)
    return found


def _known(what: str, name: str, table: Mapping[str, int]) -> int:
    if name not in table:
        names = [each for each in table if each]
        raise ShapecalcError(
            f"there is no {what} {name!r}",
            why=f"these are {', '.join(names)}",
            fix=did_you_mean(name, names) or "name one of these",
        )
    return table[name]
