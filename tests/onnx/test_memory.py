"""What training keeps of an ONNX file: nothing of constants, of sizes, and of whatever else has no gradient."""

from __future__ import annotations

from typing import Any

import pytest

from shapecalc.footprint.memory import Memory, memory
from tests.onnx.files import model, read, real, whole

onnx = pytest.importorskip("onnx")

from onnx import helper  # noqa: E402 - only where onnx is installed

FLOATS = 2 * 3 * 4 * 5
FLATTENS = [
    helper.make_node("Constant", [], ["zero"], value_int=0),
    helper.make_node("Constant", [], ["rest"], value_ints=[-1]),
    helper.make_node("Constant", [], ["first"], value_ints=[0]),
    helper.make_node("Shape", ["x"], ["shape"]),
    helper.make_node("Gather", ["shape", "zero"], ["batch"]),
    helper.make_node("Mul", ["batch", "zero"], ["none"]),
    helper.make_node("Add", ["batch", "none"], ["same"]),
    helper.make_node("Unsqueeze", ["same", "first"], ["batch_1"]),
    helper.make_node("Concat", ["batch_1", "rest"], ["target"], axis=0),
    helper.make_node("Relu", ["x"], ["positive"]),
    helper.make_node("Reshape", ["positive", "target"], ["y"]),
]


def memory_of(nodes: list[Any], outputs: list[str] | None = None, **more: Any) -> Memory:
    return memory(read(model(nodes, {"x": (2, 3, 4, 5)}, outputs or ["y"], **more)))


def test_numbers_that_are_computed_for_a_shape_keep_nothing() -> None:
    found = memory_of(FLATTENS)
    assert (found.kept, found.not_counted) == (4 * FLOATS, ()), "the output of the ReLU, whose view y is"


def test_a_sequence_keeps_nothing_of_its_own() -> None:
    nodes = [
        helper.make_node("SequenceConstruct", ["x", "x"], ["list"]),
        helper.make_node("SequenceAt", ["list", "place"], ["one"]),
        helper.make_node("Relu", ["one"], ["y"]),
    ]
    found = memory_of(nodes, initializers=[whole("place", 1)])
    assert not [text for text in found.not_counted if "for the backward pass" in text]


@pytest.mark.parametrize(
    ("name", "inputs", "attributes"),
    [
        ("Range", ["one", "two", "one"], {}),
        ("ConstantOfShape", ["sizes"], {}),
        ("RandomNormalLike", ["x"], {}),
        ("RandomUniform", [], {"shape": [2, 3]}),
        ("NonZero", ["x"], {}),
        ("Size", ["x"], {}),
        ("OneHot", ["sizes", "two", "pair"], {}),
    ],
)
def test_what_has_no_gradient_keeps_nothing(name: str, inputs: list[str], attributes: dict[str, Any]) -> None:
    numbers = [whole("one", 1), whole("two", 2), whole("sizes", [2, 3]), real("pair", [2])]
    made = helper.make_node(name, inputs, ["made"], **attributes)
    found = memory_of([made, helper.make_node("Relu", ["x"], ["y"])], ["y", "made"], initializers=numbers)
    assert not [text for text in found.not_counted if "for the backward pass" in text]
    if name != "NonZero":
        assert found.kept == 4 * FLOATS


@pytest.mark.parametrize(("name", "more"), [("GatherND", []), ("ScatterND", ["u"]), ("ScatterElements", ["u"])])
def test_what_indices_choose_keeps_the_indices_alone(name: str, more: list[str]) -> None:
    """As PyTorch's index, index_put and scatter do; in the others' size, as the indices of any gather."""
    nodes = [
        helper.make_node("Cast", ["places"], ["i"], to=onnx.TensorProto.INT64),
        helper.make_node(name, ["x", "i", *more], ["y"]),
    ]
    shapes: dict[str, Any] = {"x": (4, 5), "places": (3, 2), "u": (3, 2) if name == "ScatterElements" else (3,)}
    found = memory(read(model(nodes, shapes, ["y"])))
    assert (found.kept, found.not_counted) == (4 * 3 * 2, ())
    if more:
        added = helper.make_node(name, ["x", "i", *more], ["y"], reduction="mul")
        assert memory(read(model([nodes[0], added], shapes, ["y"]))).kept is None
