"""Fresh cases of single layers, drawn at random: legal ones, those at a boundary, and some meant to be illegal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from tests.comparison import Row
from tests.live.cases import (
    keras,
    onnx,
    torch_axes,
    torch_convolutions,
    torch_images,
    torch_norms,
    torch_pools,
    torch_sequences,
)
from tests.live.cases.dice import Dice
from tests.live.cases.unasked import unasked

DRAWS: dict[str, dict[str, Callable[[Dice, str], Row]]] = {
    "torch": {
        **torch_convolutions.DRAWS,
        **torch_pools.DRAWS,
        **torch_images.DRAWS,
        **torch_norms.DRAWS,
        **torch_axes.DRAWS,
        **torch_sequences.DRAWS,
    },
    "keras": keras.draws(),
    "onnx": onnx.draws(),
}


def draw(framework: str, seed: int) -> Iterator[Row]:
    """Yield cases without end, of every layer in turn; a seed stands for the same cases everywhere."""
    for turn in count():
        for layer, drawn in DRAWS[framework].items():
            row = {"layer": layer, **drawn(Dice(f"{seed}/{layer}/{turn}"), layer)}
            if not unasked(framework, row):
                yield row
