"""The memory of a model in bytes, for one number format and one batch, each number with its definition.

What a framework's allocator adds (workspaces, fragments, copies for another layout) is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from shapecalc.errors import ShapecalcError, did_you_mean
from shapecalc.layers.keeps import INDEX_BYTES, Extra, Keeps, elements
from shapecalc.model.flat import flat
from shapecalc.model.trace import Step, Trace, trace

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
    masks of a dropout (1 byte), and of a batch norm the input, the batch's mean and deviation and the moving ones.
    ``gradients``: one for each trainable parameter. ``optimizer_state``: see ``OPTIMIZERS``; 0 without an optimizer.
    ``training``: weights, kept, gradients and state together (moving statistics, which are kept and weights, once).
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
    gradients: int
    optimizer_state: int
    training: int | None
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
    owned = [weight for step in traced.steps if not step.node.shared for weight in step.report.weights]
    counts = dict.fromkeys(("trainable", "frozen", "statistic", "counter"), 0)
    for weight in owned:
        counts[weight.role] += prod(weight.shape)
    gradients, statistics = width * counts["trainable"], width * counts["statistic"]
    weights = gradients + statistics + width * counts["frozen"] + INDEX_BYTES * counts["counter"]
    tensors = _Tensors(model, traced, width)
    peak, at = tensors.peak()
    kept = tensors.kept(statistics)
    unknown = {f"{what} of {step.node.name}": None for step in traced.steps for what in step.report.unknown}
    whole = not any("weights" in what for what in unknown)
    return Memory(
        dtype=dtype,
        bytes_each=width,
        optimizer=optimizer,
        weights=weights,
        inference_peak=peak,
        peak_at=at,
        inference=weights + peak if whole and peak is not None else None,
        outputs=tensors.outputs(),
        kept=kept,
        gradients=gradients,
        optimizer_state=states * gradients,
        training=weights + kept - statistics + (1 + states) * gradients if whole and kept is not None else None,
        not_counted=(*unknown, *tensors.missing),
    )


def _known(what: str, name: str, table: Mapping[str, int]) -> int:
    if name not in table:
        names = [each for each in table if each]
        raise ShapecalcError(
            f"there is no {what} {name!r}",
            why=f"these are {', '.join(names)}",
            fix=did_you_mean(name, names) or "name one of these",
        )
    return table[name]


_Tensor = tuple[str, int]
"""A node and which of its outputs."""


class _Tensors:
    """The tensors of a model that have memory of their own: how large each is, and where it is read."""

    def __init__(self, model: Model, traced: Trace, width: int) -> None:
        self.steps = traced.steps
        self.width = width
        self.missing: dict[str, None] = {}
        self.sizes: dict[_Tensor, int] = {}
        self.keeps: list[Keeps | None] = [self._keeps(step) for step in traced.steps]
        for step in traced.steps:
            for place, shape in enumerate(_outputs(step)):
                count = None if shape is None else elements(shape)
                if count is None:
                    self.missing[f"the memory of {step.node.name}: its size is open"] = None
                self.sizes[step.node.name, place] = width * (count or 0)
        self.open = bool(self.missing)
        used = {source.node for step in traced.steps for source in step.node.sources}
        ends = [(step.node.name, place) for step in traced.steps if step.node.name not in used for place in (0,)]
        self.results: list[_Tensor] = [(each.node, each.output) for each in model.outputs] or ends

    @staticmethod
    def _keeps(step: Step) -> Keeps | None:
        try:
            return step.node.layer.keeps(*step.inputs, **step.call)
        except ShapecalcError:
            return None

    def peak(self) -> tuple[int | None, str]:
        """Return the most that is alive at once in inference, and the node that runs then."""
        if self.open:
            return None, ""
        owner = self._owners("inference", "always")
        last = self._last_readers(owner)
        alive = most = 0
        at = ""
        for place, step in enumerate(self.steps):
            own = [tensor for tensor in self._of(step) if owner[tensor] == tensor]
            alive += sum(self.sizes[tensor] for tensor in own)
            if alive > most:
                most, at = alive, step.node.name
            alive -= sum(self.sizes[tensor] for tensor in last.get(place, ()))
        return most, at

    def outputs(self) -> int | None:
        """Return the outputs of all layers together, without views and without the model's inputs."""
        owner = self._owners("always")
        layers = [step for step in self.steps if step.node.inputs]
        own = [tensor for step in layers for tensor in self._of(step) if owner[tensor] == tensor]
        return None if self.open else sum(self.sizes[tensor] for tensor in own)

    def kept(self, statistics: int) -> int | None:
        """Return what the backward pass reads; the moving statistics are given, in bytes."""
        owner, kept, total = self._owners("always"), set(), statistics
        for step, keeps in zip(self.steps, self.keeps, strict=True):
            if keeps is None:
                self.missing[f"what {step.node.name} keeps for the backward pass: it does not tell"] = None
                continue
            sources = [step.node.inputs[place] for place in keeps.inputs]
            kept |= {owner[source.node, source.output] for source in sources}
            kept |= {owner[tensor] for tensor in self._of(step) if keeps.output}
            total += sum(self._extra(extra) for extra in keeps.beside)
        complete = not self.open and None not in self.keeps
        return total + sum(self.sizes[tensor] for tensor in kept) if complete else None

    def _extra(self, extra: Extra) -> int:
        width = self.width if extra.bytes_each is None else extra.bytes_each
        return width * (extra.elements or 0)

    def _of(self, step: Step) -> Iterator[_Tensor]:
        return ((step.node.name, place) for place in range(len(_outputs(step))))

    def _owners(self, *shared: str) -> dict[_Tensor, _Tensor]:
        """Return whose memory each tensor's is: its own, or that of what it is a view of."""
        owner: dict[_Tensor, _Tensor] = {}
        for step, keeps in zip(self.steps, self.keeps, strict=True):
            views = keeps is not None and keeps.shares in shared and step.node.inputs
            source = step.node.inputs[0] if views else None
            for tensor in self._of(step):
                owner[tensor] = owner[source.node, source.output] if source else tensor
        return owner

    def _last_readers(self, owner: dict[_Tensor, _Tensor]) -> dict[int, list[_Tensor]]:
        """Return what goes after each step: what no later one reads, and is no result of the model."""
        last: dict[_Tensor, int] = {}
        for place, step in enumerate(self.steps):
            for tensor in self._of(step):
                last[owner[tensor]] = place
            for source in step.node.inputs:
                last[owner[source.node, source.output]] = place
        for tensor in self.results:
            last.pop(owner[tensor], None)
        going: dict[int, list[_Tensor]] = {}
        for tensor, place in last.items():
            going.setdefault(place, []).append(tensor)
        return going


def _outputs(step: Step) -> list[Shape | None]:
    found = step.report.output_shape
    return found if isinstance(found, list) else [found]
