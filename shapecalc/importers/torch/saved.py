"""Files that ``torch.save`` wrote: pickles, which are programs. They are refused, and never opened as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from shapecalc.errors import ShapecalcError

if TYPE_CHECKING:
    from shapecalc.model.graph import Model


def read(file: BinaryIO, name: str) -> Model:  # noqa: ARG001 - what is in the file cannot be told without running it
    """Refuse a pickle, with what to do instead."""
    raise pickled(name)


def pickled(name: str) -> ShapecalcError:
    """Return the refusal of a pickle."""
    return ShapecalcError(
        f"{name} is a pickle",
        why="a pickle is a program: whoever reads it runs what is in it, and a state_dict has no layers anyway",
        fix="load it yourself and call shapecalc.from_torch(module, (1, 3, 224, 224)), or write the module with "
        "torch.export.save, or export it to ONNX",
    )
