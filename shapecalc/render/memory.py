"""The memory of a model as lines below a summary, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shapecalc.footprint.memory import Memory
from shapecalc.render.numbers import OPEN, size_in_bytes


def memory_lines(memory: Memory) -> Iterator[str]:
    """Yield a line for each number, with what it is made of."""
    yield f"Memory in {memory.dtype}: {_text(memory.weights)} of weights"
    at = f" at {memory.peak_at}" if memory.peak_at else ""
    yield f"Inference: {_text(memory.inference)} (weights, and at most {_text(memory.inference_peak)} alive{at})"
    kept = _known(memory.kept, memory.kept_at_least)
    yield f"Kept for backward: {kept} (the outputs of all layers: {_text(memory.outputs)})"
    state = f", {_text(memory.optimizer_state)} {memory.optimizer} state" if memory.optimizer else ""
    parts = f"weights, kept, {_text(memory.gradients)} of gradients{state}"
    yield f"Training: {_known(memory.training, memory.training_at_least)} ({parts})"


def memory_data(memory: Memory) -> dict[str, Any]:
    """Return everything as plain data: bytes, null for what is not known."""
    return {**memory._asdict(), "optimizer": memory.optimizer or None, "not_counted": list(memory.not_counted)}


def _known(size: int | None, at_least: int | None) -> str:
    """Return a size; where only a part of it is known, that part as the least."""
    return f"at least {_text(at_least)}" if size is None and at_least is not None else _text(size)


def _text(size: int | None) -> str:
    return OPEN if size is None else size_in_bytes(size)
