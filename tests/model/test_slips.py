"""Slips of the keyboard and habits from Python: each is told with the word that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

import shapecalc
from shapecalc.errors import ShapecalcError
from shapecalc.summary import SummaryError, summarize
from tests.cli.running import run
from tests.model.reading import keras, model, problem, problems, rows, torch


@pytest.mark.parametrize(
    ("entry", "fix"),
    [
        ("{type: ReLU, input: [input]}", "did you mean inputs?"),
        ("{type: ReLU, nam: a}", "did you mean name?"),
        ("{type: ReLU, wen: true}", "did you mean when?"),
        ("{type: ReLU, repeats: 2}", "did you mean repeat?"),
        ("{type: ReLU, sharred: a}", "did you mean shared?"),
        ("{type: Conv2D, filters: 8, kernel_size: 3, stride: 2}", "write strides, as Keras calls it"),
        ("{type: Embedding, input_dims: 3, output_dim: 4}", "did you mean input_dim or output_dim?"),
        ("{type: relu, inptus: [input]}", "did you mean inputs?"),
        ("{typ: ReLU}", "write type in place of typ"),
        ("{class_name: ReLU, config: {}}", "write type in place of class_name"),
        ("{share: a}", "write type in place of share"),
        ("{filters: 3}", "add type: Conv2D"),
        ("{type: ReLU, inputs: $previuos}", "did you mean $previous?"),
        ("{type: ReLU, inputs: [$inptu]}", "did you mean $input?"),
        ("{type: ReLU, inputs: $last}", "use $previous or $input, or the name of a layer"),
        ("{type: Conv2D, filters: 8, kernel_size: (3, 5), strides: 2}", "write kernel_size: [3, 5]"),
        ("{type: Conv2D, filters: 8, kernel_size: '(3, 5)'}", "write kernel_size: [3, 5]"),
        ("{type: Conv3D, filters: 8, kernel_size: (3, 4, 5)}", "write kernel_size: [3, 4, 5]"),
        ("{type: Reshape, target_shape: (-1,)}", "write target_shape: [-1]"),
        ("{type: MaxPooling2D, strides: None}", "write strides: null"),
        ("{type: ReLU, name: ''}", "leave it out, and the layer gets a name"),
    ],
)
def test_an_entry(entry: str, fix: str) -> None:
    assert problem(keras(entry)).fix == fix


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("input: (32, 32, 3)\nlayers: [ReLU]", "write [32, 32, 3]"),
        ("vars: {a: '${b}', b: '${a}'}\ninput: [3]\nlayers: [ReLU]", "move b up, or write a number"),
        ("vars: {a: '${a + 1}'}\ninput: [3]\nlayers: [ReLU]", "write a number"),
        ("vars: {width: 3, a: '${widht}'}\ninput: [3]\nlayers: [ReLU]", "did you mean width?"),
        ("input: [3]\nlayers: [&r {type: ReLU}, {<<: *r, name: b}]", "write it out, or use a block with vars"),
        ("input: [3]\nlayers: [ReLU, {shared: nope}]", "name an input or another layer"),
        ("name: ''\ninput: [3]\nlayers: [ReLU]", "leave it out, and the file's name is taken"),
    ],
)
def test_the_top(text: str, fix: str) -> None:
    assert problem(text).fix == fix


def test_none_in_an_input_is_an_open_size() -> None:
    assert rows(keras("ReLU", shape="[None, '?', 3]"))["re_lu"].output_shape == (None, None, None, 3)


def test_an_input_without_sizes_is_one_number_a_sample() -> None:
    found = rows(keras("{type: Embedding, input_dim: 10, output_dim: 4}", shape="[]"))
    assert [row.output_shape for row in found.values()] == [(None,), (None, 4)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (keras("Add"), "Add"),
        (keras("{type: Multiply, inputs: input}"), "Multiply"),
        (keras("Concatenate"), "Concatenate"),
        (keras("Subtract"), "Subtract"),
        (torch("cat"), "cat"),
        (torch("{type: stack, inputs: input}"), "stack"),
        (torch("{type: split, parts: 3, axis: 1}", "cat"), "cat"),
    ],
)
def test_a_merge_of_one_tensor_is_refused(text: str, name: str) -> None:
    found = problem(text)
    assert found.what == f"{name} has one input"
    assert found.why.endswith("alone comes in")


@pytest.mark.parametrize("name", ["Add", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"])
def test_a_merge_of_a_list_of_one_is_none(name: str) -> None:
    assert rows(keras(f"{{type: {name}, name: m, inputs: [input]}}"))["m"].output_shape == (None, 32, 32, 3)


def test_a_layer_behind_a_mistake_is_not_told_to_merge_more() -> None:
    assert [each.what for each in problems(keras("{typ: ReLU}", "Add"))] == ["a layer has no type"]


def test_a_row_with_weights_that_cannot_be_shared_is_not_shown() -> None:
    with pytest.raises(SummaryError) as refusal:
        summarize(model(keras("{type: Dense, name: d, units: 5}", "{shared: d, name: e}", "{type: ReLU, name: f}")))
    assert [row.name for row in refusal.value.summary.rows] == ["input", "d", "f"]
    assert refusal.value.summary.status == "partial"


@pytest.mark.parametrize("source", [None, 3, b"unet", ["unet"]])
def test_a_source_of_another_kind_is_refused(source: object) -> None:
    with pytest.raises(ShapecalcError, match="the source is"):
        shapecalc.load(source)  # type: ignore[arg-type]


@pytest.mark.parametrize("variables", [[1], 3, "base", {3: 4}])
def test_variables_of_another_kind_are_refused(variables: object) -> None:
    with pytest.raises(ShapecalcError, match="the variables are"):
        shapecalc.load("unet", variables)  # type: ignore[arg-type]


def test_a_name_in_place_of_a_model_is_refused() -> None:
    with pytest.raises(ShapecalcError, match=r"Write summarize\(load\('unet'\)\)"):
        shapecalc.summarize("unet")  # type: ignore[arg-type]
    with pytest.raises(ShapecalcError, match="the model is None"):
        shapecalc.summarize(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("inputs", [[3, 64, 64], "3,64,64", 3, {1: (3, 64, 64)}, {None: (3, 64, 64)}])
def test_inputs_of_another_kind_are_refused(inputs: object) -> None:
    with pytest.raises(ShapecalcError, match="inputs is"):
        shapecalc.summarize(shapecalc.load("unet-small"), inputs)  # type: ignore[arg-type]


def test_a_class_name_of_another_kind_is_refused() -> None:
    with pytest.raises(ShapecalcError, match="the layer is None"):
        shapecalc.layer(None)  # type: ignore[call-overload]


def test_a_file_with_the_name_of_a_built_in_model(tmp_path: Path) -> None:
    file = tmp_path / "unet"
    file.write_text("name: mine\ninput: [3]\nlayers: [ReLU]\n", "utf-8")
    done = run("summary", "unet", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: 'unet' is a built-in model, and a file here\n")
    assert 'Model: "mine"' in run("summary", "./unet", cwd=tmp_path).stdout
    assert shapecalc.load(file).name == "mine"


@pytest.mark.parametrize("width", [40, 47, 56, 60, 80])
def test_a_table_is_no_wider_than_asked(width: int) -> None:
    lines = run("summary", "skip-autoencoder", "--width", str(width)).stdout.splitlines()
    frame = [line for line in lines if line[0] in "┏┃┡│└"]
    assert frame
    assert max(map(len, frame)) == width
