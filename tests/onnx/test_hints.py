"""An operator that nobody knows: the file's own shapes are taken for what was declared, and marked; no others are."""

from __future__ import annotations

from typing import Any

import pytest

import shapecalc
from shapecalc.summary import Summary
from tests.onnx.files import model, read

onnx = pytest.importorskip("onnx")

from onnx import helper  # noqa: E402 - only where onnx is installed

FLOAT = onnx.TensorProto.FLOAT
Sizes = tuple[int | str | None, ...]


def file(x: Sizes, told: dict[str, Sizes], *nodes: Any) -> bytes:
    """Return a file with an operator of its own between two of ONNX's, and shapes told of some values."""
    made = [
        helper.make_node("Relu", ["x"], ["a"]),
        *(nodes or [helper.make_node("Warp", ["a"], ["b"], domain="own")]),
        helper.make_node("Relu", ["b"], ["y"]),
    ]
    proto = onnx.ModelProto.FromString(model(made, {"x": x}, ["y"], domains=["own"]))
    proto.graph.value_info.extend(helper.make_tensor_value_info(name, FLOAT, shape) for name, shape in told.items())
    content: bytes = proto.SerializeToString()
    return content


def summary(content: bytes, **sizes: Any) -> Summary:
    return shapecalc.summarize(read(content), **sizes)


def shapes(found: Summary) -> list[Any]:
    return [row.output_shape for row in found.rows]


def test_the_shape_is_taken_and_the_row_marked() -> None:
    found = summary(file((1, 3, 8, 8), {"b": (1, 6, 4, 4)}))
    assert shapes(found) == [(1, 3, 8, 8), (1, 3, 8, 8), (1, 6, 4, 4), (1, 6, 4, 4)]
    assert [row.source for row in found.rows] == ["", "", "hint", ""]
    assert [row.unknown for row in found.rows] == [(), (), ("the MACs",), ()]
    assert found.status == "partial"


def test_without_a_shape_in_the_file_it_is_unknown() -> None:
    found = summary(file((1, 3, 8, 8), {"a": (1, 3, 8, 8)}))
    assert shapes(found)[2:] == [None, None]
    assert [row.source for row in found.rows] == [""] * 4


def test_for_other_sizes_than_the_declared_ones_it_is_not_believed() -> None:
    content = file((1, 3, 8, 8), {"b": (1, 6, 4, 4)})
    assert shapes(summary(content, inputs={"x": (3, 16, 16)}))[2:] == [None, None]
    assert shapes(summary(content, inputs={"x": (3, 8, 8)}))[2:] == [(1, 6, 4, 4)] * 2


def test_sizes_with_a_name_stand_for_all() -> None:
    content = file(("n", 3, "h", 8), {"b": ("n", 6, "h", "more")})
    assert shapes(summary(content))[2] == ("n", 6, "h", None)
    assert shapes(summary(content, inputs={"x": (3, 16, 8)}, batch=2))[2] == (2, 6, 16, None)
    assert shapes(summary(content, inputs={"x": (3, 16, 9)}))[2] is None


def test_one_after_the_other() -> None:
    own = [helper.make_node("Warp", ["a"], ["c"], domain="own"), helper.make_node("Bend", ["c"], ["b"], domain="own")]
    found = summary(file((1, 3, 8, 8), {"c": (1, 5), "b": (1, 7)}, *own))
    assert shapes(found)[2:] == [(1, 5), (1, 7), (1, 7)]


def test_a_known_operator_is_computed_whatever_the_file_says() -> None:
    found = summary(file((1, 3, 8, 8), {"a": (9, 9), "b": (1, 2)}, helper.make_node("Sigmoid", ["a"], ["b"])))
    assert shapes(found) == [(1, 3, 8, 8)] * 4
    assert found.status == "complete"


@pytest.mark.parametrize("told", [(1, -4), (10**17,), (1,) * 200])
def test_a_shape_that_no_tensor_has_is_not_taken(told: Sizes) -> None:
    assert shapes(summary(file((1, 3, 8, 8), {"b": told})))[2] is None
