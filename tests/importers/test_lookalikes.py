"""Files of other tools are called by their name, and what to do is told; files of ours never are."""

from __future__ import annotations

from pathlib import Path

import pytest

import shapecalc
from shapecalc.errors import Problem, ShapecalcError
from shapecalc.importers.lookalikes import LOOKALIKES, recognised
from shapecalc.model import zoo
from tests.cli.running import run
from tests.cli.test_errors import BAD

YOLO = """\
# Ultralytics YOLOv8
nc: 80 # number of classes
depth_multiple: 0.33
scales:
  n: [0.33, 0.25, 1024]
backbone:
  # [from, repeats, module, args]
  - [-1, 1, Conv, [64, 3, 2]] # 0-P1/2
  - [-1, 3, C2f, [128, True]]
head:
  - [-1, 1, nn.Upsample, [None, 2, "nearest"]]
  - [[-1, 6], 1, Concat, [1]]
"""
YOLO5 = "backbone:\n  # [from, number]\n  [[-1, 1, Conv, [64, 6, 2, 2]],  # 0-P1/2\n   [-1, 3, C3, [128]],\n  ]\n"
YOLOR = "nc: 3\nbackbone:\n  - [-1, 1, Focus, [64, 3]]\n  - [[-1, 6], 1, Concat, [1]]\n"

KINDS = {
    "YOLOv8": (YOLO, "Ultralytics", "x.yaml:8:1"),
    "YOLOv5": (YOLO5, "Ultralytics", "x.yaml:3:1"),
    "other rows": (YOLOR, "Ultralytics", "x.yaml:3:1"),
    "Darknet": ("[net]\nbatch=64\nwidth=416\n\n[convolutional]\nfilters=32\nsize=3\n", "Darknet", "x.yaml:1:1"),
    "Caffe": (
        'name: "LeNet"\ninput: "data"\nlayer {\n  name: "conv1"\n  type: "Convolution"\n}\n',
        "Caffe",
        "x.yaml:3:1",
    ),
    "GraphDef": ('node {\n  name: "x"\n  op: "Placeholder"\n}\n', "TensorFlow graph", "x.yaml:1:1"),
    "MXNet": ('{\n  "nodes": [],\n  "arg_nodes": [0, 1]\n}', "MXNet", "x.yaml:3:1"),
    "OpenVINO": ('<?xml version="1.0"?>\n<net name="resnet" version="11">\n', "OpenVINO", "x.yaml:2:1"),
    "TF.js": ('{"format": "layers-model", "modelTopology": {}}', "TensorFlow.js", "x.yaml:1:1"),
    "weights' index": ('{"metadata": {}, "weight_map": {"a": "b.safetensors"}}', "index", "x.yaml:1:1"),
    "Hugging Face": ('{\n "architectures": ["BertModel"],\n "hidden_size": 768\n}', "Hugging Face", "x.yaml:2:1"),
    "timm": ('{\n "architecture": "resnet50",\n "num_classes": 1000}', "timm", "x.yaml:2:1"),
    "keras.json": ('{\n "floatx": "float32",\n "backend": "jax"\n}', "settings of Keras", "x.yaml:2:1"),
    "Detectron2": ('MODEL:\n  META_ARCHITECTURE: "GeneralizedRCNN"\n', "Detectron2", "x.yaml:1:1"),
    "printed module": ("Net(\n  (conv): Conv2d(3, 8, kernel_size=(3, 3))\n)", "PyTorch prints", "x.yaml:1:1"),
    "summary": ("-----\n        Layer (type)               Output Shape\n=====\n", "summary", "x.yaml:2:1"),
    "Python": ("# a net\nimport torch\nclass Net(torch.nn.Module):\n    pass\n", "Python code", "x.yaml:2:1"),
    "GGUF": ("GGUF\x03\x00\x00\x00", "GGUF", "x.yaml:1:1"),
    "TensorFlow Lite": ("\x1c\x00\x00\x00TFL3\x14\x00", "TensorFlow Lite", "x.yaml:1:1"),
    "safetensors": ('\x10\x00\x00\x00\x00\x00\x00\x00{"a":{}}', "safetensors", "x.yaml:1:1"),
}


def refusal(text: str, tmp_path: Path) -> Problem:
    file = tmp_path / "x.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ShapecalcError) as refused:
        shapecalc.load(file)
    (problem,) = refused.value.problems
    return problem


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_called_by_its_name(kind: str, tmp_path: Path) -> None:
    text, name, place = KINDS[kind]
    problem = refusal(text, tmp_path)
    assert name in problem.what
    assert problem.what.startswith("this is ")
    assert problem.place.endswith(place)
    assert problem.why
    assert problem.fix


def test_every_row_has_a_sample() -> None:
    met = {next(row for row in LOOKALIKES if row.pattern.search(text.encode())) for text, _, _ in KINDS.values()}
    assert met == set(LOOKALIKES)


@pytest.mark.parametrize(
    ("text", "row", "numbers"),
    [
        (YOLO, "[-1, 1, Conv, [64, 3, 2]]", "kernel_size: 3, stride: 2, padding: 1"),
        (YOLO5, "[-1, 1, Conv, [64, 6, 2, 2]]", "kernel_size: 6, stride: 2, padding: 2"),
    ],
)
def test_a_row_is_translated(text: str, row: str, numbers: str, tmp_path: Path) -> None:
    entry = f"{{type: Conv2d, out_channels: 64, {numbers}, bias: false}}"
    assert refusal(text, tmp_path).fix.endswith(f"{row} is (before its scales) {entry}, BatchNorm2d, SiLU")
    model = tmp_path / "net.yaml"
    model.write_text(f"input: [3, 640, 640]\nlayers:\n  - {entry}\n  - BatchNorm2d\n  - SiLU\n", "utf-8")
    assert shapecalc.summarize(shapecalc.load(model)).rows[-1].output_shape == (None, 64, 320, 320)


@pytest.mark.parametrize("name", ["Darknet", "Caffe"])
def test_a_line_in_our_words_can_be_read(name: str, tmp_path: Path) -> None:
    fix = refusal(KINDS[name][0], tmp_path).fix
    entry = fix[fix.index("{type") :].partition("}")[0] + "}"
    model = tmp_path / "net.yaml"
    model.write_text(f"input: [3, 64, 64]\nlayers: [{entry}]\n", "utf-8")
    assert shapecalc.summarize(shapecalc.load(model)).total_params


def test_the_command_says_it() -> None:
    done = run("summary", "-", stdin=YOLO)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: this is a model of Ultralytics (YOLO), not a model file of shapecalc\n")


@pytest.mark.parametrize("name", zoo.names())
def test_a_model_of_ours_is_none_of_them(name: str) -> None:
    assert recognised(zoo.text(name), name) is None


@pytest.mark.parametrize("name", BAD)
def test_a_model_of_ours_with_a_mistake_is_none_of_them(name: str) -> None:
    text = BAD[name]
    assert recognised(text.encode() if isinstance(text, str) else text, name) is None
