"""Legal sizes of ONNX graphs: a walk goes on where another one came to, with the numbers beside the shapes."""

from __future__ import annotations

from typing import Any

import pytest

from shapecalc.mismatch.explain import explained
from shapecalc.model.trace import trace
from shapecalc.sizes.legal import legal_sizes
from tests.onnx.files import model, read, real, recorded, whole
from tests.sizes.every_size import compared

onnx = pytest.importorskip("onnx")

from onnx import helper  # noqa: E402 - only where onnx is installed

HALVES = helper.make_node("Conv", ["x", "kernel"], ["half"], strides=[2, 2])
POOLS = helper.make_node("MaxPool", ["half"], ["quarter"], kernel_shape=[2, 2], strides=[2, 2])
ENLARGES = [
    helper.make_node("Shape", ["half"], ["shape"]),
    helper.make_node("Slice", ["shape", "two", "four"], ["spatial"]),
    helper.make_node("Shape", ["quarter"], ["other"]),
    helper.make_node("Slice", ["other", "zero", "two"], ["lead"]),
]
TO_THE_SAME = [*ENLARGES, helper.make_node("Concat", ["lead", "spatial"], ["target"], axis=0)]
TO_TWICE = [
    *ENLARGES,
    helper.make_node("Slice", ["other", "two", "four"], ["small"]),
    helper.make_node("Mul", ["small", "two"], ["twice"]),
    helper.make_node("Concat", ["lead", "twice"], ["target"], axis=0),
]
MEETS = [
    helper.make_node("Resize", ["quarter", "", "", "target"], ["back"]),
    helper.make_node("Concat", ["half", "back"], ["y"], axis=1),
]
NUMBERS = [real("kernel", (4, 3, 3, 3)), whole("zero", [0]), whole("two", [2]), whole("four", [4])]
FOLDS = [
    helper.make_node("Reshape", ["half", "folded"], ["wide"]),
    helper.make_node("ReduceMean", ["wide"], ["y"]),
]


def net(nodes: list[Any], *initializers: Any) -> Any:
    """Return a net whose declared height or width, or both, do not fit some nodes."""
    return read(model([HALVES, *nodes], {"x": (1, 3, 23, 24)}, ["y"], initializers=[*NUMBERS, *initializers]))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (net([POOLS, *TO_THE_SAME, *MEETS]), (1, (0,), 3)),
        (net([POOLS, *TO_TWICE, *MEETS]), (4, (1, 2), 5)),
        (net(FOLDS, whole("folded", [0, 0, 5, -1])), (10, (1, 2), 11)),
    ],
    ids=["as large as the other", "twice as large", "a multiple of five"],
)
def test_the_sizes_are_those_that_trying_finds(made: Any, expected: tuple[int, tuple[int, ...], int]) -> None:
    _, height, width = compared(made, 64)
    assert (height.wrong, width.wrong) == ([], [])
    assert (height.axis.sizes.modulus, height.axis.sizes.residues, height.axis.sizes.minimum) == expected


def cuts_off(made: Any, shape: tuple[int, ...]) -> bool:
    """Tell whether a floor cuts off a row, node by node."""
    steps = trace(made.with_inputs({made.inputs[0].name: shape})).steps
    rests = [step.node.layer.unreached(*step.inputs, **step.call) for step in steps]
    return any(rest[2] for rest in rests if rest)


def test_a_floor_that_cuts_off_a_row_is_found_in_an_onnx_graph() -> None:
    made = read(recorded()["tv_inception_v3"][0])
    _, height, _ = legal_sizes(made, lossless=True)
    assert (height.sizes.modulus, height.sizes.residues, height.sizes.minimum) == (32, (11,), 75)
    tried = [size for size in (75, 76, 90, 107, 299) if not cuts_off(made, (1, 3, size, 299))]
    assert tried == [75, 107, 299]


def test_a_branch_that_lost_a_row_in_an_onnx_graph_is_named() -> None:
    made = read(recorded()["dyn_ex_unet_classic_256"][0]).with_inputs({"input": (1, 3, 250, 250)})
    problem = explained(made, trace(made).problems)[0]
    assert "node_max_pool2d_3 (MaxPool) turns 31 into 15 and cuts off 1" in problem.why


def test_a_length_that_an_open_size_decides_is_not_taken_for_what_one_number_makes_of_it() -> None:
    nodes = [
        helper.make_node("Reshape", ["x", "flat"], ["row"]),
        helper.make_node("Slice", ["row", "zero", "hundred"], ["cut"]),
        helper.make_node("Add", ["cut", "fifty"], ["y"]),
    ]
    numbers = [whole("flat", [-1]), whole("zero", [0]), whole("hundred", [100]), real("fifty", (50,))]
    _, length = legal_sizes(read(model(nodes, {"x": ("items", 3, 8)}, ["y"], initializers=numbers)))
    assert length.sizes.residues == (0,), "how many elements are cut is for the number of items to say"
