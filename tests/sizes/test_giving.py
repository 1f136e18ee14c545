"""Which inputs give an output: what trying every input says."""

from __future__ import annotations

from textwrap import dedent

import pytest

from shapecalc import load
from shapecalc.model.document import parse
from shapecalc.model.graph import Model
from shapecalc.model.reader import read_model
from shapecalc.model.trace import trace
from shapecalc.shape import Shape
from shapecalc.sizes.legal import AxisSizes, legal_sizes
from tests.cli.running import run
from tests.sizes import models

MOST = 130
ONE_AXIS = {
    "the first branch stands still": """
        input: [2, 64]
        layers:
          - {type: MaxPool1d, kernel_size: 3, name: third}
          - {type: Upsample, size: 9, name: nine}
          - {type: cat, dim: 1, inputs: [nine, third]}
        """,
    "always of one size": """
        input: [2, 64]
        layers:
          - {type: MaxPool1d, kernel_size: 3}
          - {type: AdaptiveAvgPool1d, output_size: 9}
        """,
    "as many channels as elements": """
        input: [3, 64]
        layers:
          - {type: Upsample, scale_factor: 0.123456789}
          - {type: Conv1d, out_channels: 4, kernel_size: 1}
        """,
    "cropped to the centre": """
        input: [20, 24, 3]
        layers:
          - {type: CenterCrop, height: 7, width: 9}
        """,
    "a square": models.TEXTS["square of a length"],
    "two levels": models.TEXTS["valid unet"],
    "meets twice": models.TEXTS["branches that meet twice"],
}


def model(name: str) -> Model:
    return read_model(parse(dedent(ONE_AXIS[name]).lstrip().encode(), f"{name}.yaml"), {})


def sizes_of(found: dict[int, Shape], place: int, rank: int) -> dict[int, set[object]]:
    """Return what the output is along the axes that are not the same for all sizes, or else along the input's."""
    axes = [each for each in zip(*found.values(), strict=True) if len(set(each)) > 1]
    if not axes and found and len(next(iter(found.values()))) == rank:
        axes = [list(zip(*found.values(), strict=True))[place]]
    return {size: {each[at] for each in axes} for at, size in enumerate(found)}


def outputs(model: Model, axis: AxisSizes) -> dict[int, Shape]:
    """Return the shape of the last output for every legal size up to ``MOST``."""
    found: dict[int, Shape] = {}
    for size in range(1, MOST + 1):
        shape = (*axis.shape[: axis.axis], size, *axis.shape[axis.axis + 1 :])
        traced = trace(model.with_inputs({axis.input: shape}))
        last = traced.steps[-1].report.output_shape
        if not traced.problems and isinstance(last, tuple):
            found[size] = last
    return found


@pytest.mark.parametrize("name", ONE_AXIS)
def test_the_inputs_for_an_output_are_those_that_trying_finds(name: str) -> None:
    for axis in (axis for axis in legal_sizes(model(name)) if not axis.follows):
        found = sizes_of(outputs(model(name), axis), axis.axis + 1, len(axis.shape) + 1)
        for wanted in range(1, MOST):
            given = axis.inputs_for(wanted)
            tried = [size for size, sizes in found.items() if wanted in sizes]
            assert [size for size in range(1, MOST + 1) if size in given] == tried, (axis.name, wanted)


def test_an_output_that_every_size_gives_has_a_pattern() -> None:
    (length,) = (axis for axis in legal_sizes(model("always of one size")) if axis.name == "length")
    assert length.inputs_for(9) == length.sizes
    assert length.inputs_for(8).above(1) is None


def test_the_input_that_does_not_move_the_output_is_told_too() -> None:
    done = run("sizes", "-", "--out", "16", stdin=models.text("two inputs that must fit"))
    assert "right  H  16 gives 16" in done.stdout
    assert done.returncode == 0


def test_the_unet_gives_what_it_takes() -> None:
    assert legal_sizes(load("unet"))[1].inputs_for(512).extra == (512,)
