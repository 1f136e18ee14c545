"""shapecalc: shapes, parameters and MACs of neural networks, without a deep-learning framework.

The formulas alone, with the standard library: ``from shapecalc.formulas import output_size``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapecalc.dialects import layer as layer
    from shapecalc.errors import ShapecalcError as ShapecalcError
    from shapecalc.footprint.memory import memory as memory
    from shapecalc.importers.load import load as load
    from shapecalc.importers.schema import schema as schema
    from shapecalc.importers.torch import from_torch as from_torch
    from shapecalc.receptive_fields import receptive_field as receptive_field
    from shapecalc.sizes.legal import legal_sizes as legal_sizes
    from shapecalc.solver.public import Solution as Solution
    from shapecalc.solver.public import iter_solutions as iter_solutions
    from shapecalc.solver.public import solve as solve
    from shapecalc.summary import summarize as summarize

__version__ = "0.1.0"

_DOORS = {
    "ShapecalcError": "shapecalc.errors",
    "Solution": "shapecalc.solver.public",
    "from_torch": "shapecalc.importers.torch",
    "iter_solutions": "shapecalc.solver.public",
    "layer": "shapecalc.dialects",
    "legal_sizes": "shapecalc.sizes.legal",
    "load": "shapecalc.importers.load",
    "memory": "shapecalc.footprint.memory",
    "receptive_field": "shapecalc.receptive_fields",
    "schema": "shapecalc.importers.schema",
    "solve": "shapecalc.solver.public",
    "summarize": "shapecalc.summary",
}
"""Every public name and the room it lives in; a room is entered when its name is first used."""

__all__ = [
    "ShapecalcError",
    "Solution",
    "from_torch",
    "iter_solutions",
    "layer",
    "legal_sizes",
    "load",
    "memory",
    "receptive_field",
    "schema",
    "solve",
    "summarize",
]


def __getattr__(name: str) -> object:
    if name not in _DOORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_DOORS[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *_DOORS]
