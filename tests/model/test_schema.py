"""The JSON Schema of a model file takes what the reader takes, and refuses what an editor should mark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

import shapecalc
from shapecalc.dialects import DIALECTS, all_names
from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.own import OWN
from shapecalc.dialects.signature import Missing
from shapecalc.errors import ShapecalcError
from shapecalc.importers.load import document
from shapecalc.layers import LAYERS
from shapecalc.model import zoo
from shapecalc.model.document import parse
from shapecalc.model.entry import CONTROL
from shapecalc.model.reader import read_model
from shapecalc.model.top import FIELDS
from tests.cli.running import run
from tests.markdown import blocks
from tests.recorded import recorded

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
MODELS = [block.text for block in blocks(README, "yaml") if "layers:" in block.text]
ODD = {"keras/BatchNormalization/0005"}
"""Recorded rows whose settings the framework takes and nobody writes: an axis as a text."""


@cache
def validator() -> Draft7Validator:
    return Draft7Validator(shapecalc.schema())


def mistakes(text: str, schema: Draft7Validator | None = None) -> list[str]:
    value = parse(text.encode(), "net.yaml").value
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message}" for each in _leaves(value, schema)]


def _leaves(value: Any, schema: Draft7Validator | None) -> Iterator[Any]:
    for error in (schema or validator()).iter_errors(value):
        yield from error.context or [error]


@cache
def rules() -> dict[str, list[Draft7Validator]]:
    """Return what may stand beside each type, in each way."""
    schema = shapecalc.schema()
    found = {}
    for rule in schema["definitions"]["settings"]["allOf"]:
        ways = rule["then"].get("anyOf", [rule["then"]])
        checked = [Draft7Validator({**way, "definitions": schema["definitions"]}) for way in ways]
        found.update(dict.fromkeys(rule["if"]["properties"]["type"]["enum"], checked))
    return found


def test_it_is_a_schema() -> None:
    Draft7Validator.check_schema(shapecalc.schema())


def test_it_knows_every_field_and_every_layer() -> None:
    schema = shapecalc.schema()
    assert set(schema["properties"]) == set(FIELDS)
    assert set(schema["definitions"]["entry"]["else"]["properties"]) == CONTROL
    assert set(schema["definitions"]["type"]["enum"]) == set(all_names()) - {"input"}
    assert set(rules()) == set(all_names()) - {"input"}


def test_its_size_is_reasonable() -> None:
    assert len(json.dumps(shapecalc.schema())) < 200_000


@pytest.mark.parametrize("name", zoo.names())
def test_a_built_in_model_is_valid(name: str) -> None:
    value = document(name).value
    assert not list(validator().iter_errors(value))
    assert not list(Draft7Validator(shapecalc.schema(name)).iter_errors(value))


@pytest.mark.parametrize("text", MODELS, ids=lambda text: text.partition("\n")[0])
def test_a_model_of_the_readme_is_valid(text: str) -> None:
    assert not mistakes(text)


@pytest.mark.parametrize("framework", ["keras", "torch"])
def test_settings_that_a_framework_takes_are_valid(framework: str) -> None:
    refused = []
    for row in recorded(framework):
        if "error" not in row and row["layer"] in rules() and row["id"] not in ODD:
            entry = {"type": row["layer"], **row["args"]}
            if not any(way.is_valid(entry) for way in rules()[row["layer"]]):
                refused.append((row["id"], row["args"]))
    assert not refused


@pytest.mark.parametrize("dialect", [DIALECTS["keras"], DIALECTS["torch"], OWN], ids=lambda each: each.name)
def test_every_default_is_valid(dialect: Dialect) -> None:
    definitions = shapecalc.schema()["definitions"]
    for name in dialect.classes if dialect is not OWN else LAYERS.keys() - {"input"}:
        ways = [way.schema["properties"] for way in rules()[name]]
        for setting, default in dialect.find(name)[0].arguments.items():
            schemas = [{**way[setting], "definitions": definitions} for way in ways if setting in way]
            value = json.loads(json.dumps(None if isinstance(default, Missing) else default))
            if not isinstance(default, Missing):
                assert any(Draft7Validator(each).is_valid(value) for each in schemas), (name, setting)


TOP = "input: [8, 8, 3]\nlayers:\n"
WRONG = {
    "a field misspelt": ("inputs: [3]\nlayers: [ReLU]\n", "'inputs' was unexpected"),
    "no layers": ("input: [3]\nlayers: []\n", "layers: "),
    "a type misspelt": (TOP + "  - {type: Conv2DTranpose, filters: 8, kernel_size: 3}\n", "layers/0/type"),
    "a bare word misspelt": (TOP + "  - Flaten\n", "layers/0: 'Flaten'"),
    "a bare word that needs settings": (TOP + "  - Conv2D\n", "layers/0: 'Conv2D'"),
    "a setting misspelt": (TOP + "  - {type: Conv2D, filters: 8, kernel_sise: 3}\n", "layers/0: "),
    "a setting of the other framework": (TOP + "  - {type: Conv2D, filters: 8, kernel_size: 3, stride: 2}\n", "stride"),
    "a setting missing": (TOP + "  - {type: Conv2D, filters: 8}\n", "'kernel_size' is a required property"),
    "a text for a number": (TOP + "  - {type: Dense, units: many}\n", "layers/0/units: 'many'"),
    "a number for a word": (TOP + "  - {type: MaxPooling2D, padding: 1}\n", "layers/0/padding: 1"),
    "too small": (TOP + "  - {type: Dense, units: -1}\n", "layers/0/units: -1"),
    "a yes for a number": (TOP + "  - {type: Dense, units: true}\n", "layers/0/units: True"),
    "a number for a yes": (TOP + "  - {type: Dense, units: 1, use_bias: 7}\n", "layers/0/use_bias: 7"),
    "neither type nor shared": (TOP + "  - {name: a}\n", "layers/0: "),
    "settings without a type": (TOP + "  - {shared: a, units: 3}\n", "layers/0: 'units'"),
    "an entry that is a list": (TOP + "  - [ReLU]\n", "layers/0: "),
    "a size of 0": ("input: [0, 3]\nlayers: [ReLU]\n", "input/0: 0"),
    "a framework that is none": ("framework: pytorch\n" + TOP + "  - ReLU\n", "framework: 'pytorch'"),
    "when": (TOP + "  - {type: ReLU, when: 3}\n", "layers/0/when"),
    "repeat": (TOP + "  - {type: ReLU, repeat: -1}\n", "layers/0/repeat"),
    "inputs": (TOP + "  - {type: Add, inputs: [1, 2]}\n", "layers/0/inputs/0: 1"),
    "a block without layers": (TOP + "  - ReLU\nblocks: {b: {vars: [x]}}\n", "blocks/b: 'layers'"),
    "a layer in a block": (
        TOP + "  - b\nblocks: {b: {layers: [{type: Dense, unit: 3}]}}\n",
        "blocks/b/layers/0: ",
    ),
    "a layer in a layer": (TOP + "  - {type: TimeDistributed, layer: {type: Dense, unit: 3}}\n", "layers/0/layer"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_marked(name: str) -> None:
    text, said = WRONG[name]
    assert any(said in each for each in mistakes(text)), mistakes(text)
    with pytest.raises(ShapecalcError):
        read_model(parse(text.encode(), "net.yaml"), {})


SPEAKERS = [DIALECTS["keras"], DIALECTS["torch"], OWN]
NAMES = sorted(set(all_names()) - {"input"})
SETTINGS = sorted({key for each in SPEAKERS[:2] for signature in each.signatures for key in signature.arguments})


@given(st.sampled_from(NAMES), st.sampled_from(SETTINGS) | st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1))
def test_a_setting_is_known_to_the_schema_if_it_is_to_the_reader(name: str, setting: str) -> None:
    errors = [{error.validator for error in way.iter_errors({"type": name, setting: "${x}"})} for way in rules()[name]]
    known = any(each._accepts(each.find(name)[0], setting) for each in SPEAKERS if each.knows(name))
    assert all("additionalProperties" in each for each in errors) == (not known and setting not in CONTROL)


BLOCKS = """\
input: [3, 8, 8]
blocks:
  residual: {vars: {ch: 8, k: 3}, layers: [{type: Conv2d, out_channels: "${ch}", kernel_size: "${k}"}]}
  plain: {vars: [ch], layers: [{type: residual, ch: "${ch}"}]}
layers:
"""


def test_any_type_may_be_a_block_where_there_are_blocks() -> None:
    assert not mistakes(BLOCKS + "  - {type: plain, ch: 3}\n  - residual\n  - {type: whatever, ch: 3}\n")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{type: residuall}", "layers/0/type: 'residuall'"),
        ("{type: residual, c: 3}", "layers/0: "),
        ("{type: plain}", "'ch' is a required property"),
        ("plain", "layers/0: 'plain'"),
        ("Relu", "layers/0: 'Relu'"),
    ],
)
def test_the_schema_of_a_file_knows_its_blocks(entry: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    file.write_text(BLOCKS + "  - residual\n  - {type: plain, ch: '${2 * 3}'}\n  - ReLU\n", "utf-8")
    schema = Draft7Validator(shapecalc.schema(file))
    assert not mistakes(file.read_text("utf-8"), schema)
    assert any(said in each for each in mistakes(f"{BLOCKS}  - {entry}\n", schema))


def test_a_block_may_have_the_name_of_a_layer(tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    file.write_text("input: [4]\nblocks: {attention: {vars: [x], layers: [ReLU]}}\nlayers: [{type: attention, x: 1}]\n")
    assert shapecalc.load(file)
    assert not mistakes(file.read_text("utf-8"), Draft7Validator(shapecalc.schema(file)))


def test_the_command_prints_it(tmp_path: Path) -> None:
    assert json.loads(run("schema").stdout) == shapecalc.schema()
    assert json.loads(run("schema", "unet").stdout) == shapecalc.schema("unet")
    run("schema", "-o", "schema.json", cwd=tmp_path)
    assert json.loads((tmp_path / "schema.json").read_text("utf-8")) == shapecalc.schema()


def test_a_file_without_blocks_to_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    file.write_text("input: [3]\nlayers: [b]\nblocks: {b: 3}\n", "utf-8")
    done = run("schema", "net.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "net.yaml:3:10" in done.stderr
    assert run("schema", "net.yaml", "-o", "net.yaml", cwd=tmp_path).stderr.startswith("error: -o net.yaml")
