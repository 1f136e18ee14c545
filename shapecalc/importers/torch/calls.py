"""What a forward pass is made of: calls of layers and functions, and the tensors between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from shapecalc.layers.layer import Role

Sizes = tuple[int, ...]


class Origin(NamedTuple):
    """Where a tensor comes from: an output of a call (counted from 0), or, with call -1, nothing that was called.

    ``name`` is the input's, parameter's or buffer's; a constant made in the forward pass has none.
    """

    call: int = -1
    output: int = 0
    name: str = ""


CONSTANT = Origin()
SIZED = Origin(output=1)
"""A constant that was made from the sizes of the inputs."""
SAME_TENSOR = frozenset(
    {
        *("alias", "bfloat16", "bool", "clone", "contiguous", "cpu", "cuda", "data", "detach", "detach_", "double"),
        *("float", "half", "int", "lift_fresh", "long", "requires_grad_", "retain_grad", "to", "type", "type_as"),
        *("_to_copy", "lift_fresh_copy"),
    }
)
"""Functions that change neither shape nor meaning: what comes out is what went in."""


class Arrow(NamedTuple):
    """A tensor on its way into a call: where it comes from, and the shape that it has there."""

    shape: Sizes
    origin: Origin
    role: Role | None = None
    """What the module keeps it as, where it is a parameter or a buffer."""


class Call(NamedTuple):
    """One call, as PyTorch saw it.

    ``target`` is the layer's module or the function's name, ``path`` the module that it stands in (for a layer: its own
    name). Where tensors stood, ``args`` and ``kwargs`` hold arrows. ``outputs`` are the shapes that came out, None for
    what is no tensor; ``macs`` are those of the operators that PyTorch ran inside, None where nobody has counted.
    """

    target: Any
    path: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    outputs: tuple[Sizes | None, ...]
    macs: int | None
    sized: bool = False
    """Whether sizes of the inputs are among the arguments, or decided that this is called."""

    @property
    def pinned(self) -> bool:
        """Tell whether the call holds for these input sizes alone."""
        return self.sized or any(each.origin == SIZED for each in self.arrows)

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """Return every tensor that comes in, in order."""
        return tuple(arrows_in([*self.args, *self.kwargs.values()]))


def passed_on(call: Call) -> Origin | None:
    """Return where a result really comes from when its call need not be told: it copies, or makes a constant."""
    if not isinstance(call.target, str) or call.macs:
        return None
    arrows = call.arrows
    name = call.target.rpartition(".")[2]
    if name in SAME_TENSOR and arrows and len(call.outputs) == 1 and arrows[0].shape == call.outputs[0]:
        return arrows[0].origin
    told = any((each.origin.call >= 0 or each.origin.name) and each.role != "counter" for each in arrows)
    return None if told else SIZED if call.pinned else CONSTANT


def arrows_in(values: Any) -> Iterator[Arrow]:
    """Yield the arrows in nested lists and mappings, in order."""
    stack = [values]
    while stack:
        value = stack.pop()
        if isinstance(value, Arrow):
            yield value
        elif isinstance(value, dict):
            stack.extend(reversed(value.values()))
        elif isinstance(value, (list, tuple)):
            stack.extend(reversed(value))
