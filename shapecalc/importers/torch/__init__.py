"""PyTorch modules, traced without computing anything.

The forward pass runs once, in Python, on *fake* tensors: they have a shape and a type, and no memory. Of PyTorch's
three ways to look inside a module this one serves the most of them. ``torch.fx`` follows proxies, and stops where the
code asks for a size to decide something; ``torch.export`` asks for a whole graph or nothing. Here Python itself takes
the branch, and what happens is observed from outside (``recorder``). Where the branch depends on *values* there is no
answer without computing: the rows up to there are shown, and the rest is said to be unknown.

The forward pass runs in a copy whose parameters and buffers are fake too (``copied``), so that the module and the
generators of random numbers stay as they are.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from shapecalc.errors import ShapecalcError

if TYPE_CHECKING:
    from shapecalc.model.graph import Model


def from_torch(module: Any, *input_shapes: Any, **named_shapes: Any) -> Model:
    """Return the model that a PyTorch module is for inputs of these shapes, each with its batch.

    A shape is a list of whole numbers; a tensor stands for its own shape and type. Lists and mappings of these are
    passed on as such, and named ones by their names. The module stays as it is and nothing is computed; it is looked
    at as in evaluation. Needs PyTorch.
    """
    need_torch()
    from shapecalc.importers.torch.module import traced_model

    return traced_model(module, input_shapes, named_shapes)


def need_torch() -> None:
    """Refuse to go on without PyTorch."""
    if find_spec("torch") is None:
        raise ShapecalcError(
            "PyTorch is not installed",
            why="its modules are Python code, which only PyTorch can trace",
            fix="run pip install torch, or export the model to ONNX where PyTorch is",
        )
