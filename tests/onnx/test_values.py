"""Numbers that are computed in the graph end as sizes: fixed, open by name, and anything with integer operators."""

from __future__ import annotations

from typing import Any

import pytest

import shapecalc
from shapecalc.errors import ShapecalcError
from shapecalc.sizes.legal import legal_sizes
from tests.onnx.files import model, read, real, recorded, summary_of, whole

onnx = pytest.importorskip("onnx")

from onnx import helper  # noqa: E402 - only where onnx is installed

from shapecalc.importers.onnx.elements import known_elements  # noqa: E402 - the same
from shapecalc.importers.onnx.tensors import FLOAT, INT64, Tensor  # noqa: E402 - the same

FLATTENS = [
    helper.make_node("Shape", ["x"], ["shape"]),
    helper.make_node("Gather", ["shape", "zero"], ["batch"]),
    helper.make_node("Unsqueeze", ["batch", "first"], ["batch_1"]),
    helper.make_node("Concat", ["batch_1", "rest"], ["target"], axis=0),
    helper.make_node("Reshape", ["x", "target"], ["y"]),
]
NUMBERS = [whole("zero", 0), whole("first", [0]), whole("rest", [-1]), whole("two", 2), whole("last", [2, 3])]


def output(nodes: list[Any], shape: tuple[int | str | None, ...], **more: Any) -> Any:
    content = model(nodes, {"x": shape}, ["y"], initializers=[*NUMBERS, *more.pop("initializers", ())], **more)
    return summary_of(content).rows[-1].output_shape


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((2, 3, 4, 5), (2, 60)),
        (("n", 3, 4, 5), ("n", 60)),
        (("n", 3, "h", "w"), ("n", "3*h*w")),
        ((None, 3, 4, 5), (None, 60)),
        ((2, 3, "h", "h"), (2, "3*h*h")),
    ],
)
def test_a_flatten_by_computed_sizes(shape: tuple[int | str | None, ...], expected: Any) -> None:
    assert output(FLATTENS, shape) == expected


DOUBLES = [
    helper.make_node("Shape", ["x"], ["shape"]),
    helper.make_node("Slice", ["shape", "second", "fourth"], ["spatial"]),
    helper.make_node("Mul", ["spatial", "two"], ["larger"]),
    helper.make_node("Slice", ["shape", "first", "second"], ["lead"]),
    helper.make_node("Concat", ["lead", "larger"], ["sizes"], axis=0),
    helper.make_node("Resize", ["x", "", "", "sizes"], ["y"]),
]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((1, 3, 5, 7), (1, 3, 10, 14)),
        (("n", 3, "h", 7), ("n", 3, "2*h", 14)),
        ((1, 3, None, 7), (1, 3, None, 14)),
    ],
)
def test_a_resize_by_computed_sizes(shape: tuple[int | str | None, ...], expected: Any) -> None:
    numbers = [whole("second", [2]), whole("fourth", [4])]
    assert output(DOUBLES, shape, initializers=numbers) == expected


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((1, 40), (1, 40)), ((1, 400), (1, 100)), ((1, "t"), (1, None))],
    ids=["shorter", "longer", "either"],
)
def test_a_bound_on_an_open_size_leaves_it_unknown(shape: tuple[int | str, ...], expected: Any) -> None:
    nodes = [helper.make_node("Slice", ["x", "first", "hundred", "axis"], ["y"])]
    assert output(nodes, shape, initializers=[whole("hundred", [100]), whole("axis", [1])]) == expected


def test_what_the_data_decide_is_unknown_and_stays_the_same_unknown() -> None:
    nodes = [
        helper.make_node("NonZero", ["x"], ["places"]),
        helper.make_node("Transpose", ["places"], ["rows"]),
        helper.make_node("Shape", ["rows"], ["shape"]),
        helper.make_node("Expand", ["one", "shape"], ["wide"]),
        helper.make_node("Concat", ["rows", "wide"], ["y"], axis=1),
    ]
    content = model(nodes, {"x": (4, 5)}, ["y"], initializers=[whole("one", [1])])
    assert [row.output_shape for row in summary_of(content).rows[1:]] == [
        (2, None),
        (None, 2),
        (2,),
        (None, 2),
        (None, 4),
    ]


def test_a_mistake_that_no_number_for_the_open_sizes_mends_is_refused() -> None:
    nodes = [helper.make_node("Conv", ["x", "w"], ["y"], name="stem")]
    made = read(model(nodes, {"x": ("n", 3, "h", "w")}, ["y"], initializers=[real("w", (8, 3, 3, 3))]))
    assert shapecalc.summarize(made).rows[-1].output_shape == ("n", 8, "h - 2", "w - 2")
    with pytest.raises(ShapecalcError, match="5 channels"):
        shapecalc.summarize(made, {"x": (5, 96, 64)})


def test_an_open_size_that_only_some_number_fits_stays_open() -> None:
    nodes = [helper.make_node("Reshape", ["x", "s"], ["y"])]
    summary = summary_of(model(nodes, {"x": ("n", 4)}, ["y"], initializers=[whole("s", [5, 7])]))
    assert summary.rows[-1].output_shape == (5, 7)


def test_a_card_and_the_inference_that_disagree_are_both_shown() -> None:
    scales = helper.make_tensor("scales", 1, [4], [1.0, 1.0, 1.5, 0.7])
    nodes = [helper.make_node("Resize", ["x", "", "scales"], ["y"], name="resize")]
    summary = summary_of(model(nodes, {"x": (2, 6, 8, 10)}, ["y"], initializers=[scales]))
    assert summary.rows[-1].output_shape == (2, 6, 12, 7)
    assert summary.rows[-1].note == "onnx.shape_inference says (2, 6, 12, 6)"


def test_an_operator_without_a_card_is_onnx_s_own_word() -> None:
    nodes = [helper.make_node("DFT", ["x"], ["y"], axis=1)]
    (_, row) = summary_of(model(nodes, {"x": (1, 16, 1)}, ["y"], opset=17)).rows
    assert (row.output_shape, row.source) == ((1, 16, 2), "onnx")


def test_an_operator_that_nobody_knows_says_so() -> None:
    nodes = [helper.make_node("Mystery", ["x"], ["y"], domain="mine")]
    summary = summary_of(model(nodes, {"x": (1,)}, ["y"], domains=["mine"]))
    assert summary.rows[-1].output_shape is None
    assert summary.status == "partial"
    assert "the shape y of Mystery_0" in summary.not_counted


def test_a_branch_with_an_operator_that_nobody_knows_has_no_open_size() -> None:
    from onnx import TensorProto, helper

    ends = [helper.make_tensor_value_info("z", TensorProto.FLOAT, None)]
    bodies = [
        helper.make_graph([helper.make_node("Relu", ["x"], ["z"])], "plain", [], ends),
        helper.make_graph(
            [helper.make_node("Mine", ["x"], ["w"], domain="mine"), helper.make_node("Relu", ["x"], ["z"])],
            "strange", [], ends,
        ),
    ]  # fmt: skip
    nodes = [
        helper.make_node("ReduceMax", ["x"], ["m"], keepdims=0),
        helper.make_node("Cast", ["m"], ["c"], to=TensorProto.BOOL),
        helper.make_node("If", ["c"], ["y"], then_branch=bodies[0], else_branch=bodies[1]),
    ]
    found = summary_of(model(nodes, {"x": (2, 3)}, ["y"], domains=["mine"]))
    assert [row.output_shape for row in found.rows][-1] == (2, 3)
    assert (found.total_macs, found.not_counted) == (0, (f"the MACs of {found.rows[-1].name}",))


def test_a_name_that_gets_a_number_gets_it_in_every_input() -> None:
    nodes = [helper.make_node("Add", ["a", "b"], ["y"])]
    made = read(model(nodes, {"a": ("n", "t"), "b": ("n", "t")}, ["y"]))
    assert shapecalc.summarize(made, {"a": (7,)}, 3).rows[-1].output_shape == (3, 7)
    assert shapecalc.summarize(made, {"a": (3, 7)}).rows[1].output_shape == (3, 7)


class Line:
    """A size ``a*q + b``, with no more than the operators of whole numbers."""

    def __init__(self, a: int, b: int) -> None:
        self.a, self.b = a, b

    def __mul__(self, other: int) -> Line:
        return Line(self.a * other, self.b * other)

    def __add__(self, other: int) -> Line:
        return Line(self.a, self.b + other)

    def __floordiv__(self, other: int) -> Line:
        return Line(self.a // other, self.b // other)


def test_elements_may_be_anything_with_integer_operators() -> None:
    size: Any = Line(32, 0)
    (shape,) = known_elements("Shape", {}, (Tensor((1, 3, size, size), None, FLOAT),), ((4,),))
    assert shape is not None
    index, two = Tensor((), (2,), INT64), Tensor((), (2,), INT64)
    (height,) = known_elements("Gather", {"axis": 0}, (Tensor((4,), shape, INT64), index), ((),))
    (half,) = known_elements("Div", {}, (Tensor((), height, INT64), two), ((),))
    (more,) = known_elements("Mul", {}, (Tensor((), half, INT64), Tensor((), (3,), INT64)), ((),))
    (both,) = known_elements("Concat", {"axis": 0}, (Tensor((1,), more, INT64), Tensor((1,), (7,), INT64)), ((2,),))
    assert both is not None
    assert (both[0].a, both[0].b, both[1]) == (48, 0, 7)


@pytest.mark.parametrize(
    ("name", "attributes", "inputs", "shape", "expected"),
    [
        ("Slice", {}, [[0, 1, 2, 3, 4], [-1], [-100], [0], [-2]], (3,), (4, 2, 0)),
        ("Transpose", {"perm": (1, 0)}, [((2, 3), (1, 2, 3, 4, 5, 6))], (3, 2), (1, 4, 2, 5, 3, 6)),
        ("Div", {}, [[-7, 7], [2, 2]], (2,), (-3, 3)),
        ("Where", {}, [[1, 0], [5, None], [None, 9]], (2,), (5, 9)),
        ("Tile", {}, [[1, 2], [2]], (4,), (1, 2, 1, 2)),
        ("Range", {}, [3, 10, 3], (3,), (3, 6, 9)),
        ("Mod", {}, [[7, 8], [3, 3]], (2,), (1, 2)),
        ("Concat", {"axis": 0}, [[1, None], [3]], (3,), (1, None, 3)),
        ("Clip", {}, [[-4, 50], 0, 9], (2,), (0, 9)),
        ("ReduceProd", {"keepdims": 0}, [[2, 3, 7]], (), (42,)),
    ],
)
def test_known_elements(name: str, attributes: dict[str, Any], inputs: list[Any], shape: Any, expected: Any) -> None:
    assert known_elements(name, attributes, tuple(map(tensor, inputs)), (shape,)) == [expected]


def tensor(value: Any) -> Tensor:
    if isinstance(value, tuple):
        return Tensor(value[0], value[1], INT64)
    return Tensor((len(value),), tuple(value), INT64) if isinstance(value, list) else Tensor((), (value,), INT64)


def test_legal_sizes_are_found_through_computed_ones() -> None:
    """A size may be one that stands for many; the numbers computed from it in the graph then are, too."""
    content, _ = recorded()["dyn_ts17_ex_unet_classic_256"]
    found = [(axis.name, axis.sizes.modulus, axis.sizes.residues) for axis in legal_sizes(read(content))]
    assert found[1:] == [("H", 16, (0,)), ("W", 16, (0,))]
