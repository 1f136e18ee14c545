"""Files that lie, are broken, or are made to hurt: each gets an error with its place, soon, and runs nothing."""

from __future__ import annotations

import base64
import io
import json
import marshal
import os
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import shapecalc
from shapecalc.errors import Problem, ShapecalcError
from shapecalc.importers import archive
from shapecalc.importers.keras import read
from shapecalc.importers.keras.config import MOST_BYTES
from shapecalc.importers.keras.reading import MOST_LAYERS
from shapecalc.summary import Summary, summarize

Config = dict[str, Any]


def tensor(layer: str, call: int = 0, output: int = 0) -> Config:
    return {"class_name": "__keras_tensor__", "config": {"shape": [None, 4], "keras_history": [layer, call, output]}}


def layer(name: str, *sources: Any, kind: str = "Dense", **settings: Any) -> Config:
    config = {"units": 4, **settings} if kind == "Dense" else settings
    nodes = [{"args": [source if isinstance(source, list) else tensor(source)], "kwargs": {}} for source in sources]
    return {"module": "keras.layers", "class_name": kind, "config": config, "name": name, "inbound_nodes": nodes}


def entrance(*shape: int) -> Config:
    return layer("x", kind="InputLayer", batch_shape=[None, *(shape or (4,))])


def model(*layers: Config, out: str = "y", **more: Any) -> Config:
    first = int(any(each["class_name"] == "Functional" for each in layers if isinstance(each, dict)))
    ends = {"input_layers": ["x", 0, 0], "output_layers": [out, first, 0]}
    config = {"name": "m", "layers": [entrance(), *layers], **ends, **more}
    return {"module": "keras", "class_name": "Functional", "config": config}


def summary(value: Any) -> Summary:
    return summarize(read(io.BytesIO(json.dumps(value).encode()), "m.json"))


def problem(value: Any) -> Problem:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    with pytest.raises(ShapecalcError) as refusal:
        summarize(read(io.BytesIO(text), "m.json"))
    assert len(refusal.value.problems) == 1, refusal.value
    return refusal.value.problems[0]


def test_the_model_that_the_others_spoil_is_right() -> None:
    assert summary(model(layer("y", "x"))).total_params == 20


WRONG: dict[str, tuple[Any, str, str]] = {
    "a number": (3, "a layer is 3", "m.json"),
    "no layers": ({"class_name": "Functional", "config": {}}, "not a model of layers", "m.json"),
    "layers that are none": (model() | {"config": {"layers": 3}}, "layers is 3", "m.json"),
    "an empty list of layers": (model() | {"config": {"layers": []}}, "layers is []", "m.json"),
    "a subclass": ({"class_name": "MyModel", "config": {"a": 1}}, "this is a 'MyModel'", "m.json"),
    "a layer that is none": (model(layer("y", "x"), "dense"), "a layer is 'dense'", "m.json: layers[2]"),  # type: ignore[arg-type]
    "settings that are none": (
        model(layer("y", "x") | {"config": 5}), "config is 5", "m.json: layers[1]"),
    "a name that is none": (model(layer("y", "x") | {"name": 5}), "name is 5", "m.json: layers[1]"),
    "a name with a line break": (model(layer("y\n", "x")), "name is 'y\\n'", "m.json: layers[1]"),
    "a module that is none": (model(layer("y", "x") | {"module": True}), "module is True", "m.json: layers[1]"),
    "two layers of a name": (
        model(layer("y", "x"), layer("y", "x")), "two layers are named 'y'", "m.json: layers[2]"),
    "a missing layer": (
        model(layer("y", "gone")), "there is no layer 'gone'", "m.json: layers[1].inbound_nodes"),
    "a missing call": (
        model(layer("y", [tensor("x", 7)])), "x has no call 7", "m.json: layers[1].inbound_nodes"),
    "a missing output": (
        model(layer("y", [tensor("x", 0, 3)])), "x has no output 3", "m.json: layers[1].inputs[0]"),
    "a missing end": (
        model(layer("y", "x"), out="z"), "there is no layer 'z'", "m.json: output_layers"),
    "an end that is no call": (
        model(layer("y", "x"), output_layers=[["y", -1, 0]]), "an end of the model is ['y', -1, 0]",
        "m.json: output_layers"),
    "a shape to take of thousands of axes": (
        model(layer("y", "x", kind="Reshape", target_shape=[2] * 20_000)), "target_shape is (2, 2",
        "m.json: layers[1].target_shape"),
    "a quantized layer": (
        model(layer("y", "x", dtype={"class_name": "Int4DTypePolicy", "config": {"mode": "int4/128"}})),
        "y is quantized to 'int4/128'", "m.json: layers[1]"),
    "a layer that is quantized in a word": (
        model(layer("y", "x", dtype="int8_from_float32")), "y is quantized to 'int8'", "m.json: layers[1]"),
    "no ends": (model(layer("y", "x"), output_layers=[]), "output_layers is []", "m.json: output_layers"),
    "a circle": (
        model(layer("y", "z"), layer("z", "y")), "these layers feed each other in a circle", "m.json: layers[1]"),
    "itself": (model(layer("y", "y")), "these layers feed each other in a circle", "m.json: layers[1]"),
    "calls that are none": (
        model(layer("y", "x") | {"inbound_nodes": 1}), "inbound_nodes is 1", "m.json: layers[1]"),
    "a call that is none": (
        model(layer("y", "x") | {"inbound_nodes": [{"args": 1}]}), "a call is {'args': 1}",
        "m.json: layers[1].inbound_nodes"),
    "a tensor from nowhere": (
        model(layer("y", [{"class_name": "__keras_tensor__", "config": {}}])), "a tensor comes from None",
        "m.json: layers[1].inbound_nodes"),
    "a negative call": (
        model(layer("y", [tensor("x", -1)])), "a tensor comes from ['x', -1, 0]", "m.json: layers[1].inbound_nodes"),
    "a wrong setting": (model(layer("y", "x", units="4")), "units is '4'", "m.json: layers[1].units"),
    "a huge setting": (model(layer("y", "x", units=10**30)), "units is 1", "m.json: layers[1].units"),
    "an unknown setting": (model(layer("y", "x", colour=1)), "colour is 1", "m.json: layers[1].colour"),
    "an input without a shape": (
        model(layer("y", "x"), layer("i", kind="InputLayer")), "i has no shape", "m.json: layers[2]"),
    "a shape that is none": (
        model(layer("y", "x"), layer("i", kind="InputLayer", batch_shape=[None, "a"])), "batch_shape is [None, 'a']",
        "m.json: layers[2].batch_shape"),
    "a shape of thousands of axes": (
        model(layer("y", "x"), layer("i", kind="InputLayer", batch_shape=[1] * 10_000)), "batch_shape is [1, 1",
        "m.json: layers[2].batch_shape"),
    "shapes that do not fit": (
        model(layer("a", "x", units=3), layer("y", [tensor("x"), tensor("a")], kind="Add")),
        "inputs x and a do not fit together", "m.json: layers[2].inputs[1]"),
    "a layer that is never called": (model(layer("y", "x"), layer("z")), "it is never called", "m.json: layers[2]"),
    "an unnamed layer": (
        model(layer("y", "x") | {"name": None}), "name is ''", "m.json: layers[1]"),
}  # fmt: skip


@pytest.mark.parametrize(("value", "what", "place"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_configuration_is_refused_at_its_place(value: Any, what: str, place: str) -> None:
    found = problem(value)
    assert what in found.what
    assert found.place == place


def test_all_mistakes_are_told() -> None:
    spoilt = model(layer("y", "x", units=0), layer("z", "gone"), layer("w", "x", colour=1))
    with pytest.raises(ShapecalcError) as refusal:
        summary(spoilt)
    assert [each.node for each in refusal.value.problems] == ["y", "w", "z"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b'{"class_name": "Functional"', "this is no JSON"),
        (b'{"class_name": "\xff"}', "this is no UTF-8 text"),
        (b'{"class_name": ' + b"[" * 200_000, "the nesting is too deep"),
        (b'{"class_name": ' + b"9" * 10_000 + b"}", "a number is too long"),
        (b" " * (MOST_BYTES + 1), "m.json is too large"),
    ],
    ids=["cut off", "not UTF-8", "deep", "digits", "large"],
)
def test_a_text_that_is_no_configuration_is_refused(text: bytes, what: str) -> None:
    assert what in problem(text).what


def deep(levels: int) -> Config:
    value = model(layer("y", "x"))
    for _ in range(levels):
        value = model({**value, "name": "y", "inbound_nodes": layer("y", "x")["inbound_nodes"]})
    return value


def wrapped(levels: int) -> Config:
    value: Config = {"class_name": "Dense", "config": {"units": 1}}
    for _ in range(levels):
        value = {"class_name": "TimeDistributed", "config": {"layer": value}}
    return model({**layer("y", "x"), **value})


def test_models_in_models_are_read_and_summarised_down_to_a_limit() -> None:
    assert summary(deep(38)).total_params == 20
    assert "in each other over 40 deep" in problem(deep(45)).what
    assert (
        "nesting is too deep" in problem(json.dumps(wrapped(150)).encode()).what
        or "in each other" in problem(wrapped(150)).what
    )


def test_a_model_that_calls_its_models_again_and_again_is_counted_before_it_is_traced() -> None:
    value = model(layer("y", "x"))
    for _ in range(30):
        calls = [layer("y", "x")["inbound_nodes"][0], {"args": [tensor("y", 0)], "kwargs": {}}]
        value = model({**value, "name": "y", "inbound_nodes": calls})
    assert problem(value).what == f"the model has over {MOST_LAYERS:,} layers"


def test_a_long_chain_overflows_nothing() -> None:
    names = [f"d{number}" for number in range(3_000)]
    chain = [layer(name, source) for name, source in zip(names, ["x", *names], strict=False)]
    assert summary(model(*chain, out=names[-1])).total_params == 20 * len(names)
    assert summary(model(*chain[::-1], out=names[-1])).total_params == 20 * len(names)


def test_a_long_circle_is_told_in_a_few_words() -> None:
    names = [f"d{number}" for number in range(3_000)]
    circle = [layer(name, source) for name, source in zip(names, names[-1:] + names, strict=False)]
    assert len(str(problem(model(*circle, out=names[-1])))) < 400


def test_many_wrong_names_are_not_all_compared_with_all_others() -> None:
    wrong = [layer(f"d{number}", f"gone{number}") for number in range(3_000)]
    with pytest.raises(ShapecalcError) as refusal:
        summary(model(*wrong))
    assert len(refusal.value.problems) == 3_001


BYTECODE = base64.b64encode(marshal.dumps(compile("open('/tmp/owned', 'w')", "x", "exec"))).decode()


def test_code_in_a_lambda_is_not_looked_at() -> None:
    function = {"class_name": "__lambda__", "config": {"code": BYTECODE, "defaults": None, "closure": None}}
    code = layer("y", "x", kind="Lambda", function=function)
    found = summary(model(code, layer("z", "y"), out="z"))
    assert [row.source for row in found.rows] == ["", "hint", ""]
    assert found.rows[1].output_shape == (None, 4), "the layer after it says so"
    declared = summary(
        model(layer("y", "x", kind="Lambda", function=function, output_shape=[7]), layer("z", "y"), out="z")
    )
    assert [row.output_shape for row in declared.rows] == [(None, 4), (None, 7), (None, 4)]
    assert declared.not_counted == ("the MACs of y",)
    assert declared.total_params == 7 * 4 + 4


def test_a_pipe_that_nobody_writes_into_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "m.json")
    with pytest.raises(ShapecalcError, match="is a named pipe"):
        shapecalc.load(tmp_path / "m.json")


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="this system does not name its open files")
def test_a_shell_s_own_pipe_is_read() -> None:
    end, other = os.pipe()
    with os.fdopen(other, "wb") as writer:
        writer.write(GOOD)
    try:
        assert summarize(shapecalc.load(f"/dev/fd/{end}")).total_params == 20
    finally:
        os.close(end)


def test_a_text_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_bytes(b"\xef\xbb\xbf" + GOOD)
    assert summarize(shapecalc.load(tmp_path / "m.json")).total_params == 20


def test_a_hint_is_not_believed_for_another_input() -> None:
    custom = {**layer("y", "x", kind="Mine"), "module": "mine"}
    found = summary(model({**custom}, layer("z", "y"), out="z"))
    assert found.rows[1].output_shape == (None, 4)
    assert found.not_counted == ("the weights and MACs of y",)
    stale = model(custom, layer("z", "y"), out="z")
    stale["config"]["layers"][0] = entrance(9)
    assert [row.output_shape for row in summary(stale).rows] == [(None, 9), None, None]
    assert summary(stale).not_counted == ("the shape, weights and MACs of y", "everything of z")


@pytest.mark.parametrize("calls", [1, 2])
def test_a_class_at_the_end_of_a_model_is_told_by_who_takes_from_the_model(calls: int) -> None:
    custom = {**layer("y", "x", kind="Mine"), "module": "mine"}
    inner = {**model(custom), "name": "inner", "inbound_nodes": layer("inner", *["x"] * calls)["inbound_nodes"]}
    taken = [tensor("inner", call) for call in range(calls)]
    for call, each in enumerate(taken):
        each["config"]["shape"] = [None, 7 + call]
    takers = [layer(f"z{call}", [each]) for call, each in enumerate(taken)]
    outer = model(inner, *takers, out="z0")
    outer["config"]["output_layers"] = [["z0", 0, 0]]
    (row,) = (row for row in summary(outer).rows if row.name == "inner")
    wanted = (None, 7) if calls == 1 else None
    assert (row.output_shape, row.layers[-1].output_shape) == (wanted, wanted), "where they differ nobody knows"
    assert ("everything of z0" in summary(outer).not_counted) == (calls == 2)


def test_one_of_several_outputs_of_a_model_may_be_unknown() -> None:
    custom = {**layer("y", "x", kind="Mine"), "module": "mine"}
    inner = {**model(custom, layer("w", "x")), "name": "inner", "inbound_nodes": layer("inner", "x")["inbound_nodes"]}
    inner["config"]["output_layers"] = [["w", 0, 0], ["y", 0, 0]]
    takers = [layer("a", [tensor("inner", 0, 0)]), layer("b", [tensor("inner", 0, 1)])]
    stale = model(inner, *takers, output_layers=[["a", 0, 0], ["b", 0, 0]])
    for place, shape in ((stale["config"]["layers"][0], [None, 9]), (inner["config"]["layers"][0], [None, 9])):
        place["config"]["batch_shape"] = shape
    found = {row.name: row.output_shape for row in summary(stale).rows}
    assert found == {"x": (None, 9), "inner": [(None, 4), None], "a": (None, 4), "b": None}


def test_a_class_at_the_end_of_a_sequence_is_told_by_the_next_one() -> None:
    mine = {"module": "mine", "class_name": "Mine", "config": {"name": "y"}, "build_config": {"input_shape": [None, 4]}}
    inner = {"class_name": "Sequential", "config": {"name": "inner", "layers": [entrance(), mine]}}
    dense = {"class_name": "Dense", "config": {"name": "z", "units": 2}, "build_config": {"input_shape": [None, 9]}}
    outer = {"class_name": "Sequential", "config": {"name": "outer", "layers": [entrance(), inner, dense]}}
    assert [row.output_shape for row in summary(outer).rows] == [(None, 9), (None, 2)]
    only = {"class_name": "Sequential", "config": {"name": "only", "layers": [entrance()]}}
    outer["config"] = {"name": "outer", "layers": [entrance(), only, dense]}
    assert [row.output_shape for row in summary(outer).rows] == [(None, 4), (None, 2)]


def keras_file(members: dict[str, bytes], path: Path, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return path


GOOD = json.dumps(model(layer("y", "x"))).encode()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-60])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(bytes(content))


def lie_about_the_size(path: Path) -> None:
    """Say in the list of members that the text is longer than it is by far."""
    content = path.read_bytes()
    at = content.rindex(b"PK\x01\x02")
    path.write_bytes(content[: at + 24] + struct.pack("<L", 2**31) + content[at + 28 :])


def lie_about_the_list(path: Path) -> None:
    content = path.read_bytes()
    at = content.rindex(b"PK\x05\x06")
    path.write_bytes(content[: at + 12] + struct.pack("<L", 2**30) + content[at + 16 :])


def encrypt(path: Path) -> None:
    content = path.read_bytes()
    at = content.rindex(b"PK\x01\x02")
    path.write_bytes(content[: at + 8] + b"\x01\x00" + content[at + 10 :])


def nothing(_: Path) -> None:
    """Leave the file as it is."""


ARCHIVES: dict[str, tuple[dict[str, bytes], Callable[[Path], None], str]] = {
    "a bomb": ({"config.json": b" " * 20_000_000}, nothing, "config.json says that it has 20,000,000 bytes"),
    "a lie about the size": ({"config.json": GOOD}, lie_about_the_size, "config.json says that it has 2,147,483,648"),
    "a lie about the list": ({"config.json": GOOD}, lie_about_the_list, "the list of members has 1,073,741,824 bytes"),
    "a name that climbs": ({"config.json": GOOD, "../../etc/cron": b""}, nothing, "there is a member '../../etc/cron'"),
    "a name from the root": ({"config.json": GOOD, "/etc/cron": b""}, nothing, "there is a member '/etc/cron'"),
    "a name with a drive": ({"config.json": GOOD, "C:\\x": b""}, nothing, "there is a member 'C:\\\\x'"),
    "cut off": ({"config.json": GOOD}, cut, "the archive is damaged"),
    "changed": ({"config.json": GOOD}, flip, "the archive is damaged"),
    "encrypted": ({"config.json": GOOD}, encrypt, "config.json is encrypted"),
    "a pickle": ({"m/data.pkl": pickle.dumps(print), "m/version": b"3"}, nothing, "m.keras is a pickle"),
    "a pickle beside": ({"config.json": GOOD, "data.pkl": b"."}, nothing, "m.keras is a pickle"),
    "torch.export's": ({"m/archive_format": b"pt2"}, nothing, "there is no models/model.json in the archive"),
    "a SavedModel": ({"saved_model.pb": b""}, nothing, "this is a SavedModel of TensorFlow"),
    "something else": ({"a.txt": b""}, nothing, "there is no config.json in the archive"),
    "nothing": ({}, nothing, "there is no config.json in the archive"),
}


@pytest.mark.parametrize(("members", "spoil", "what"), ARCHIVES.values(), ids=list(ARCHIVES))
def test_an_archive_that_lies_is_refused(
    members: dict[str, bytes], spoil: Callable[[Path], None], what: str, tmp_path: Path
) -> None:
    path = keras_file(members, tmp_path / "m.keras")
    spoil(path)
    with pytest.raises(ShapecalcError) as refusal:
        shapecalc.load(path)
    (found,) = refusal.value.problems
    assert what in found.what
    assert found.place == str(path)


def test_a_mistake_in_an_archive_is_told_with_the_member(tmp_path: Path) -> None:
    path = keras_file({"config.json": json.dumps(model(layer("y", "x", units=0))).encode()}, tmp_path / "m.keras")
    with pytest.raises(ShapecalcError, match="units is 0") as refusal:
        shapecalc.load(path)
    assert refusal.value.problems[0].place == f"{path}!config.json: layers[1].units"
    broken = keras_file({"config.json": b"{", "metadata.json": b"{}"}, tmp_path / "n.keras")
    with pytest.raises(ShapecalcError) as refusal:
        shapecalc.load(broken)
    assert refusal.value.problems[0].place == f"{broken}!config.json:1:2"


def test_two_members_of_a_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.keras"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("config.json", GOOD)
        with pytest.warns(UserWarning, match="Duplicate name"):
            opened.writestr("config.json", b"{}")
    with pytest.raises(ShapecalcError, match="two members of the archive have one name"):
        shapecalc.load(path)


def test_a_method_that_may_need_much_memory_is_refused(tmp_path: Path) -> None:
    path = keras_file({"config.json": GOOD}, tmp_path / "m.keras", zipfile.ZIP_LZMA)
    with pytest.raises(ShapecalcError, match="compressed by method 14"):
        shapecalc.load(path)


def test_the_kind_of_file_is_told_by_its_content(tmp_path: Path) -> None:
    named = keras_file({"config.json": GOOD, "model.weights.h5": b""}, tmp_path / "model.bin")
    assert summarize(shapecalc.load(named)).total_params == 20
    (tmp_path / "model.txt").write_bytes(b" \n" + GOOD)
    assert summarize(shapecalc.load(tmp_path / "model.txt")).total_params == 20
    assert archive.MOST_BYTES == MOST_BYTES


SIGNATURE = b"\x89HDF\r\n\x1a\n"


def test_an_hdf5_file_needs_h5py(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "m.h5").write_bytes(SIGNATURE)
    monkeypatch.setattr("shapecalc.importers.hdf5.find_spec", lambda _: None)
    with pytest.raises(ShapecalcError, match="Run pip install h5py"):
        shapecalc.load(tmp_path / "m.h5")


def test_an_hdf5_file_that_is_damaged_or_holds_only_weights_is_refused(tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py")
    (tmp_path / "m.h5").write_bytes(SIGNATURE + b"\0" * 100)
    with pytest.raises(ShapecalcError, match="the file is damaged"):
        shapecalc.load(tmp_path / "m.h5")
    for name, text, what in (("weights", None, "weights, and no model"), ("broken", "{", "this is no JSON")):
        with h5py.File(tmp_path / f"{name}.h5", "w") as opened:
            if text is not None:
                opened.attrs["model_config"] = text
        with pytest.raises(ShapecalcError, match=what):
            shapecalc.load(tmp_path / f"{name}.h5")
