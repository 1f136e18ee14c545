"""Files that lie: each gets a located error (or a summary), in bounded time, and nothing else is opened."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import shapecalc
from shapecalc.errors import ShapecalcError
from shapecalc.sizes.legal import legal_sizes
from tests.onnx.files import model, read, real, recorded, summary_of, whole

onnx = pytest.importorskip("onnx")

from onnx import ModelProto, TensorProto, helper  # noqa: E402 - only where onnx is installed

RELU = helper.make_node("Relu", ["x"], ["y"], name="act")


def proto(content: bytes) -> ModelProto:
    return ModelProto.FromString(content)


def refusal(content: bytes) -> str:
    with pytest.raises(ShapecalcError) as caught:
        summary_of(content)
    assert all(problem.place.startswith("model.onnx") for problem in caught.value.problems)
    return str(caught.value)


def test_every_truncation_is_refused_or_summed_up() -> None:
    content, _ = recorded()["ex_siamese_shared"]
    for length in range(0, len(content), 29):
        survives(content[:length])


def survives(content: bytes) -> None:
    with suppress(ShapecalcError):
        summary_of(content)


@pytest.mark.parametrize("seed", range(8))
def test_damaged_bytes_are_refused_or_summed_up(seed: int) -> None:
    chance = random.Random(seed)
    for name in ("ex_siamese_shared", "zoo_local_function", "zoo_opset10_resize", "zoo_shape_arith"):
        content = bytearray(recorded()[name][0])
        for _ in range(12):
            for _ in range(chance.randint(1, 6)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            survives(bytes(content))


@pytest.mark.parametrize("seed", range(40))
def test_random_bytes_are_refused(seed: int) -> None:
    refusal(random.Random(seed).randbytes(300))


def graph(change: Callable[[Any], None], nodes: Any = (RELU,), **more: Any) -> bytes:
    made = proto(model(nodes, {"x": (1, 3, 8, 8)}, ["y"], **more))
    change(made)
    content: bytes = made.SerializeToString()
    return content


def resized(*dims: int) -> Callable[[Any], None]:
    def change(made: Any) -> None:
        for dim, size in zip(made.graph.input[0].type.tensor_type.shape.dim, dims, strict=False):
            dim.dim_value = size

    return change


def claims(*dims: int, kind: int = 1) -> Callable[[Any], None]:
    return lambda made: made.graph.initializer.append(TensorProto(name="w", data_type=kind, dims=dims))


def opset(version: int) -> Callable[[Any], None]:
    def change(made: Any) -> None:
        made.opset_import[0].version = version

    return change


def node(kind: str, inputs: list[str], outputs: list[str], **attributes: Any) -> Any:
    return helper.make_node(kind, inputs, outputs, name=f"the_{kind}", **attributes)


def real_numbers(name: str, value: float) -> Any:
    return helper.make_tensor(name, TensorProto.FLOAT, [], [value])


CASES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "no graph with nodes"),
    "text": (b"name: net\nlayers: []\n", "no ONNX model"),
    "a negative size": (graph(resized(-4)), "input 'x' has the shape"),
    "a huge size": (graph(resized(10**17)), "input 'x' has the shape"),
    "a tensor with negative sizes": (graph(claims(-1, 5)), "has the sizes"),
    "a tensor that claims petabytes": (graph(claims(2**40, 2**40)), "has the sizes"),
    "a tensor that claims 2 GB and holds nothing": (graph(claims(2**29)), "holds 0 elements"),
    "no operator set": (graph(lambda made: made.ClearField("opset_import")), "does not say which operator set"),
    "a future operator set": (graph(opset(999)), "asks for operator set 999"),
    "operator set 0": (graph(opset(0)), "asks for operator set 0"),
    "a negative operator set": (graph(opset(-3)), "asks for operator set -3"),
    "a value that nothing makes": (model([node("Relu", ["nope"], ["y"])], {"x": (1,)}, ["y"]), "takes 'nope'"),
    "an output that nothing makes": (model([RELU], {"x": (1,)}, ["z"]), "returns 'z'"),
    "a circle": (
        model([node("Relu", ["b"], ["a"]), node("Abs", ["a"], ["b"])], {"x": (1,)}, ["a"]),
        "run in a circle: the_Relu",
    ),
    "a node that feeds itself": (model([node("Relu", ["a"], ["a"])], {"x": (1,)}, ["a"]), "run in a circle"),
    "a value made twice": (model([RELU, node("Abs", ["x"], ["y"])], {"x": (1,)}, ["y"]), "'y' is made twice"),
    "an input made again": (model([node("Abs", ["x"], ["x"])], {"x": (1,)}, ["x"]), "circle|made twice"),
    "two initializers of a name": (
        model([RELU], {"x": (1,)}, ["y"], initializers=[whole("k", 1), whole("k", 2)]),
        "two initializers 'k'",
    ),
    "too few inputs": (model([node("Conv", ["x"], ["y"])], {"x": (1, 3, 8, 8)}, ["y"]), "node 0, the_Conv: Conv has 1"),
    "too many outputs": (model([node("Relu", ["x"], ["y", "z"])], {"x": (1,)}, ["y"]), "2 outputs"),
    "an unknown attribute": (model([node("Relu", ["x"], ["y"], slope=1)], {"x": (1,)}, ["y"]), "no setting 'slope'"),
    "an attribute of another type": (
        model([node("Softmax", ["x"], ["y"], axis="last")], {"x": (1, 2)}, ["y"]),
        "axis is 'last'",
    ),
    "an axis that is not there": (model([node("Softmax", ["x"], ["y"], axis=7)], {"x": (1, 2)}, ["y"]), "axis 7"),
    "a negative shape": (
        model([node("ConstantOfShape", ["s"], ["y"])], {"x": (1,)}, ["y"], initializers=[whole("s", [-5, 2])]),
        "No size may be negative",
    ),
    "a kernel that does not fit": (
        model([node("Conv", ["x", "w"], ["y"])], {"x": (1, 3, 8, 8)}, ["y"], initializers=[real("w", (4, 3, 9, 9))]),
        "node 0, the_Conv: .*reaches over 9",
    ),
    "a range that never ends": (
        model([node("Range", ["a", "b", "c"], ["y"])], {"x": (1,)}, ["y"],
              initializers=[whole("a", 0), whole("b", 9), whole("c", 0)]),
        "delta is 0",
    ),
    "a range without an end": (
        model([node("Range", ["a", "b", "c"], ["y"])], {"x": (1,)}, ["y"],
              initializers=[real_numbers("a", 0), real_numbers("b", float("inf")), real_numbers("c", 1)]),
        "from 0.0 to inf",
    ),
    "a shape of thousands of sizes": (
        model([node("Constant", [], ["s"], value_ints=range(2, 5000)), node("Reshape", ["x", "s"], ["y"])], {"x": (1,)},
              ["y"]),
        "no tensor has over 64 axes",
    ),
    "more nodes than any network has": (
        model([node("Relu", [f"v{i}"], [f"v{i + 1}"]) for i in range(100_001)], {"v0": (1,)}, ["v1"]),
        "over 100,000 nodes",
    ),
    "a range of quintillions": (
        model([node("Range", ["a", "b", "c"], ["y"])], {"x": (1,)}, ["y"],
              initializers=[whole("a", 0), whole("b", 2**62), whole("c", 1)]),
        "larger than any network's",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_lie_is_refused(case: str) -> None:
    content, expected = CASES[case]
    assert re.search(expected, refusal(content)), refusal(content)


def test_a_constant_too_large_to_hold_is_only_a_shape() -> None:
    nodes = [
        node("ConstantOfShape", ["s"], ["big"]),
        node("Expand", ["big", "t"], ["bigger"]),
        node("Add", ["bigger", "bigger"], ["y"]),
    ]
    content = model(nodes, {"x": (1,)}, ["y"], initializers=[whole("s", [1, 9]), whole("t", [10**6, 10**5, 1, 9])])
    assert summary_of(content).rows[-1].output_shape == (10**6, 10**5, 1, 9)


def test_a_power_of_powers_is_not_computed() -> None:
    nodes = [node("Constant", [], ["p0"], value_int=10)]
    nodes += [helper.make_node("Pow", [f"p{step}", f"p{step}"], [f"p{step + 1}"]) for step in range(6)]
    nodes += [helper.make_node("Mul", ["p1", "p1"], ["m0"])]
    nodes += [helper.make_node("Mul", [f"m{step}", f"m{step}"], [f"m{step + 1}"]) for step in range(40)]
    assert summary_of(model(nodes, {"x": (1,)}, ["m40"])).rows[-1].output_shape == ()


def function(name: str, *nodes: Any) -> Any:
    return helper.make_function("mine", name, ["a"], ["b"], list(nodes), [helper.make_opsetid("", 18),
                                                                         helper.make_opsetid("mine", 1)])  # fmt: skip


def test_a_function_that_calls_itself_is_refused() -> None:
    calls = helper.make_node("Again", ["x"], ["y"], domain="mine")
    again = function("Again", helper.make_node("Again", ["a"], ["b"], domain="mine"))
    content = model([calls], {"x": (1,)}, ["y"], functions=[again], domains=["mine"])
    assert "the function Again is called within itself" in refusal(content)


def test_functions_that_double_and_double_are_refused() -> None:
    def twice(name: str, inner: str, domain: str) -> Any:
        return function(
            name,
            helper.make_node(inner, ["a"], ["c"], domain=domain),
            helper.make_node(inner, ["c"], ["b"], domain=domain),
        )

    doubling = [twice("F0", "Relu", ""), *(twice(f"F{step}", f"F{step - 1}", "mine") for step in range(1, 25))]
    calls = helper.make_node("F24", ["x"], ["y"], domain="mine")
    content = model([calls], {"x": (1,)}, ["y"], functions=doubling, domains=["mine"])
    assert "over 100,000 nodes" in refusal(content)


def nested(depth: int, kind: str) -> Any:
    """Return a node with a graph inside, which has a node with a graph inside..."""
    inner = helper.make_node("Identity", ["x"], [f"v{depth}"])
    for level in reversed(range(depth)):
        if kind == "If":
            inside = helper.make_graph([inner], "g", [], [helper.make_empty_tensor_value_info(f"v{level + 1}")])
            inner = helper.make_node("If", ["c"], [f"v{level}"], then_branch=inside, else_branch=inside)
        else:
            turn = [helper.make_empty_tensor_value_info(name) for name in ("i", "go", "s")]
            ends = [helper.make_empty_tensor_value_info(name) for name in ("go", f"v{level + 1}")]
            inside = helper.make_graph([inner], "g", turn, ends)
            inner = helper.make_node("Loop", ["n", "", "x"], [f"v{level}"], body=inside)
    return inner


@pytest.mark.parametrize(
    ("kind", "depth"), [("If", 2), ("If", 9), ("Loop", 2), ("Loop", 5), ("Loop", 12), ("Loop", 24)]
)
def test_graphs_in_graphs_are_followed_so_far(kind: str, depth: int) -> None:
    condition = helper.make_tensor("c", TensorProto.BOOL, [], [True])
    content = model([nested(depth, kind)], {"x": (1, 2)}, ["v0"], initializers=[whole("n", 2**40), condition])
    if depth == 2:
        assert summary_of(content).rows[-1].output_shape == (1, 2)
    elif kind == "Loop":
        assert "deep" in refusal(content) or "steps" in refusal(content)
    else:
        survives(content)


def test_a_deep_chain_is_no_deep_recursion() -> None:
    nodes = [helper.make_node("Relu", [f"v{step}"], [f"v{step + 1}"]) for step in range(5000)]
    content = model(nodes[::-1], {"v0": (1, 2)}, ["v5000"])
    assert summary_of(content).rows[-1].output_shape == (1, 2)


def test_names_that_come_twice_get_a_number() -> None:
    nodes = [helper.make_node("Relu", [f"v{step}"], [f"v{step + 1}"], name="same") for step in range(4)]
    rows = summary_of(model(nodes, {"v0": (1,)}, ["v4"])).rows
    assert [row.name for row in rows] == ["v0", "same", "same_2", "same_3", "same_4"]
    assert rows[-1].connected_to == ("same_3",)


OPENED: list[str] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        OPENED.append(str(arguments[0]))


def test_external_data_is_never_opened(tmp_path: Path) -> None:
    """Weights in other files are told by the file itself: whatever their path says, it is not looked at."""
    made = proto(model([node("Conv", ["x", "w"], ["y"])], {"x": (1, 3, 8, 8)}, ["y"]))
    weight = made.graph.initializer.add(name="w", data_type=1, dims=[4, 3, 3, 3], data_location=1)
    sys.addaudithook(_watch)
    for place in ("../../../../etc/passwd", "/etc/passwd", "gone"):
        del weight.external_data[:]
        weight.external_data.add(key="location", value=place)
        path = tmp_path / "model.onnx"
        path.write_bytes(made.SerializeToString())
        OPENED.clear()
        assert shapecalc.summarize(shapecalc.load(path)).total_params == 108
        assert [file for file in OPENED if "passwd" in file or "gone" in file] == []
        assert str(path) in OPENED


def test_the_command_ends_with_2_and_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(CASES["a circle"][0])
    done = subprocess.run(
        [sys.executable, "-m", "shapecalc", "summary", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "run in a circle" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_input_without_a_shape_must_be_given_one() -> None:
    made = proto(model([RELU], {"x": (1,)}, ["y"]))
    made.graph.input[0].type.tensor_type.ClearField("shape")
    without = made.SerializeToString()
    assert "the file gives the input x no shape" in refusal(without)
    assert "--input x=" in refusal(without)
    with pytest.raises(ShapecalcError, match="no shape"):
        legal_sizes(read(without))
    assert summary_of(without, {"x": (2, 3)}).rows[-1].output_shape == (2, 3)
    assert summary_of(without, {"x": (2, "n")}).rows[-1].output_shape == (2, "n")
    with pytest.raises(ShapecalcError, match="cannot be"):
        summary_of(without, {"x": (-2, 3)})
    assert read(model([RELU], {"x": ()}, ["y"])).inputs[0].name == "x"


def test_a_size_of_minus_one_is_open() -> None:
    made = graph(resized(-1))
    assert summary_of(made).rows[-1].output_shape == (None, 3, 8, 8)
    assert summary_of(made, {"x": (2, 3, 8, 8)}).rows[-1].output_shape == (2, 3, 8, 8)
