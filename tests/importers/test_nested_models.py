"""Models in models: flat, as layers, as a tree; what comes in, and where a mistake stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.model.flat import flat
from shapecalc.model.nested import NestedModel, held_in, nested
from shapecalc.model.trace import trace
from shapecalc.render.columns import chosen
from shapecalc.render.summary import RENDERERS, SummaryTable
from shapecalc.render.tree import opened
from shapecalc.summary import summarize
from tests.cli.running import run

from .recorded import recorded
from .test_keras_models import model

MODELS = recorded("keras")


def holds_models(name: str) -> bool:
    return any(isinstance(node.layer, NestedModel) for node in model(MODELS[name]).nodes)


WITH_MODELS = [name for name in MODELS if name.islower() and holds_models(name)]


@pytest.mark.parametrize("name", [*WITH_MODELS, "k2_ConvNeXtTiny", "lenet5"])
def test_a_flat_model_has_the_same_outputs_and_numbers(name: str) -> None:
    read = model(MODELS[name])
    one, other = summarize(read), summarize(flat(read))
    assert not any(isinstance(node.layer, NestedModel) for node in flat(read).nodes)
    assert [getattr(one, each) for each in NUMBERS] == [getattr(other, each) for each in NUMBERS]
    assert outputs(read) == outputs(flat(read))


NUMBERS = ("total_params", "trainable_params", "non_trainable_params", "statistics", "total_macs", "status")


def outputs(read: Any) -> list[Any]:
    found = {step.node.name: step.report.output_shape for step in trace(read).steps}
    several = [(found[each.node], each.output) for each in read.outputs]
    return [shape[place] if isinstance(shape, list) else shape for shape, place in several]


def test_the_second_call_of_a_model_is_a_second_call_of_its_layers() -> None:
    nodes = {node.name: node for node in flat(model(MODELS["siamese_shared_submodel"])).nodes}
    assert nodes["twin#2/conv2d"].shared == "twin/conv2d"
    assert nodes["twin#2/conv2d"].again
    assert [each.node for each in nodes["twin#2/conv2d"].inputs] == ["right"]
    assert [each.node for each in nodes["subtract"].inputs] == ["twin/dense", "twin#2/dense"]


def test_the_weights_of_a_frozen_model_are_frozen_in_the_flat_one() -> None:
    rows = {row.name: row for row in summarize(flat(model(MODELS["cgan_combined"]))).rows}
    assert not any(row.trainable_params for name, row in rows.items() if name.startswith("dis/"))
    assert rows["gen/embedding"].trainable_params == 160


def test_a_model_answers_as_a_layer_does() -> None:
    inner = nested(model(MODELS["lenet5"]), "Sequential")
    report = inner.infer((8, 32, 32, 1))
    assert (report.output_shape, report.params) == ((8, 10), 61_706)
    assert report.macs == 8 * (inner.infer((1, 32, 32, 1)).macs or 0)
    assert inner.output((None, 32, 32, 1)) == (None, 10)
    assert [weight.name for weight in inner.weights((None, 32, 32, 1))][:2] == ["conv2d/kernel", "conv2d/bias"]
    assert inner.frozen().infer((1, 32, 32, 1)).trainable_params == 0
    assert held_in(inner, ((1, 32, 32, 1),)) == (inner, ((1, 32, 32, 1),))


def test_a_model_takes_only_what_it_declares() -> None:
    inner = nested(model(MODELS["lenet5"]), "Sequential")
    with pytest.raises(ShapecalcError, match=r"lenet5 declares \(None, 32, 32, 1\)"):
        inner.infer((1, 28, 28, 1))
    with pytest.raises(ShapecalcError, match="has 2 inputs"):
        inner.infer((1, 32, 32, 1), (1, 32, 32, 1))


def test_a_mistake_in_a_model_is_told_with_all_models_around_it() -> None:
    row = json.loads(json.dumps(MODELS["siamese_shared_submodel"]))
    twin = next(each for each in row["config"]["config"]["layers"] if each["name"] == "twin")
    conv = next(each for each in twin["config"]["layers"] if each["config"]["name"] == "conv2d_3")
    conv["config"]["kernel_size"] = [70, 70]
    with pytest.raises(ShapecalcError) as refusal:
        summarize(model(row))
    problem = refusal.value.problems[0]
    assert problem.node == "twin/conv2d_3"
    assert problem.place == "siamese_shared_submodel.json: layers[2].layers[7].kernel_size"
    assert "9" in problem.why


def test_the_batch_of_the_file_is_kept_until_another_is_asked_for() -> None:
    row = json.loads(json.dumps(MODELS["lenet5"]))
    row["config"]["config"]["layers"][0]["config"]["batch_shape"][0] = 16
    read = model(row)
    assert {row.output_shape[0] for row in summarize(read).rows if isinstance(row.output_shape, tuple)} == {16}
    assert summarize(read, batch=2).rows[-1].output_shape == (2, 10)
    assert summarize(read, {"": (32, 32, 1)}).rows[-1].output_shape == (16, 10)


@pytest.mark.parametrize("depth", [0, 1, None])
def test_the_tree_has_a_row_for_every_layer_and_the_same_totals(depth: int | None) -> None:
    summary = summarize(model(MODELS["frozen_transfer_mobilenet"]))
    inside = sum(len(row.layers) for row in summary.rows)
    tree = opened(summary, depth)
    assert len(tree.rows) == len(summary.rows) + (0 if depth == 0 else inside)
    columns = chosen("layer,params", summary)
    lines = list(SummaryTable(summary, columns).lines())
    assert list(SummaryTable(tree, columns).lines())[-5:] == lines[-5:]
    names = [line.partition(",")[0] for line in "\n".join(RENDERERS["csv"](tree, columns)).splitlines()[1:]]
    assert len(set(names)) == len(names), "a row inside is named with the models around it"


def test_the_tree_on_the_command_line(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    (tmp_path / "siamese.json").write_text(json.dumps(MODELS["siamese_shared_submodel"]["config"]), "utf-8")
    closed = run("summary", "siamese.json", cwd=tmp_path)
    tree = run("summary", "siamese.json", "--depth", "1", "--ascii", cwd=tmp_path)
    deep = run("summary", "siamese.json", "--expand-nested", "--ascii", cwd=tmp_path)
    golden("summary/nested.txt", closed.stdout + tree.stdout)
    assert deep.stdout == tree.stdout
    data = json.loads(run("summary", "siamese.json", "--format", "json", cwd=tmp_path).stdout)
    twin = data["layers"][2]
    assert [each["name"] for each in twin["layers"]][:2] == ["conv2d", "max_pooling2d"]
    assert twin["calls"] == [
        {"inputs": ["left"], "output_shape": [None, 4096]},
        {"inputs": ["right"], "output_shape": [None, 4096]},
    ]
