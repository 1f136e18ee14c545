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
    what is no tensor; ``macs`` are those of the operators that PyTorch ran inside.
    """

    target: Any
    path: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    outputs: tuple[Sizes | None, ...]
    macs: int

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        """Return every tensor that comes in, in order."""
        return tuple(arrows_in([*self.args, *self.kwargs.values()]))


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
