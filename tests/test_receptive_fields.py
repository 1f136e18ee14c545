"""The receptive field of models: numbers of the literature, and graphs traced element by element."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from math import prod
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import shapecalc
from shapecalc.dialects import DIALECTS
from shapecalc.errors import ShapecalcError
from shapecalc.receptive_fields import View, receptive_field
from tests.comparison import call, names_and_constants, tuples
from tests.model.reading import keras, model, torch
from tests.recorded import recorded

CONV = "{{type: Conv2d, out_channels: 8, kernel_size: {}, padding: {}}}"


def last(text: str) -> View:
    found = receptive_field(model(text)).nodes
    views = list(found.values())[-1]
    assert len({view._replace(axis=0) for view in views}) == 1, "both axes are alike"
    return views[0]


def size(text: str) -> int:
    field = last(text).field
    assert field is not None
    return int(field.size)


def conv(kernel: int, stride: int = 1, padding: int | None = None, **more: object) -> str:
    pad = kernel // 2 if padding is None else padding
    rest = "".join(f", {name}: {value}" for name, value in more.items())
    return f"{{type: Conv2d, out_channels: 8, kernel_size: {kernel}, stride: {stride}, padding: {pad}{rest}}}"


def pool(kernel: int, stride: int, padding: int = 0) -> str:
    return f"{{type: MaxPool2d, kernel_size: {kernel}, stride: {stride}, padding: {padding}}}"


def bottlenecks(count: int, stride: int) -> list[str]:
    """Return ResNet v1.5's: the 3x3 convolution has the stride."""
    return [line for number in range(count) for line in (conv(1), conv(3, 1 if number else stride), conv(1))]


VGG16 = [each for convs in (2, 2, 3, 3, 3) for each in (*[conv(3)] * convs, pool(2, 2))]
ALEXNET = [conv(11, 4, 2), pool(3, 2), conv(5), pool(3, 2), conv(3), conv(3), conv(3), pool(3, 2)]
RESNET50 = [
    *[conv(7, 2), pool(3, 2, 1), *bottlenecks(3, 1)],
    *[*bottlenecks(4, 2), *bottlenecks(6, 2), *bottlenecks(3, 2)],
]


@pytest.mark.parametrize(
    ("layers", "field", "jump"),
    [
        pytest.param(VGG16, 212, 32, id="VGG-16, Araujo et al. 2019"),
        pytest.param(ALEXNET, 195, 32, id="AlexNet, Araujo et al. 2019"),
        pytest.param(RESNET50, 427, 32, id="ResNet-50 v1.5"),
        pytest.param([conv(3, padding=2**n, dilation=2**n) for n in range(10)], 2047, 1, id="dilations 1 to 512"),
    ],
)
def test_numbers_of_the_literature(layers: list[str], field: int, jump: int) -> None:
    found = last(torch(*layers, shape="[3, 512, 512]")).field
    assert found is not None
    assert found[:2] == (Fraction(field), Fraction(jump))


def test_right_where_peers_are_wrong() -> None:
    """PEERS.md: two tools say 0 and -2 for the first, and 7 for the second."""
    up = "{type: ConvTranspose2d, name: up, out_channels: 8, kernel_size: 2, stride: 2}"
    skip = "{type: cat, dim: 1, inputs: [up, c]}"
    assert size(torch(conv(3)[:-1] + ", name: c}", pool(2, 2), up, skip)) == 4
    five, three = conv(5)[:-1] + ", name: a}", conv(3)[:-1] + ", name: b, inputs: [input]}"
    assert size(torch(five, three, "{type: add, inputs: [a, b]}")) == 5


class Layer(NamedTuple):
    """A layer of a small graph: its line, and which of its input's elements an output element reads."""

    kind: str
    kernel_size: int
    stride: int
    padding: int

    def line(self, name: str, source: str) -> str:
        window = f"kernel_size: {self.kernel_size}, stride: {self.stride}, padding: {self.padding}"
        if self.kind == "Upsample":
            return f"{{type: Upsample, scale_factor: {self.stride}, name: {name}, inputs: [{source}]}}"
        if self.kind == "ConstantPad1d":
            return f"{{type: ConstantPad1d, padding: [{self.padding}, 3], value: 0, name: {name}, inputs: [{source}]}}"
        channels = "out_channels: 1, " if self.kind.startswith("Conv") else ""
        return f"{{type: {self.kind}, {channels}{window}, name: {name}, inputs: [{source}]}}"

    def reads(self, n: int) -> set[int]:
        if self.kind == "Upsample":
            return {n // self.stride}
        if self.kind == "ConstantPad1d":
            return {n - self.padding}
        if self.kind == "ConvTranspose1d":
            places = (n + self.padding - f for f in range(self.kernel_size))
            return {place // self.stride for place in places if place % self.stride == 0}
        return {n * self.stride - self.padding + f for f in range(self.kernel_size)}


@st.composite
def layers(draw: st.DrawFn) -> Layer:
    kind = draw(st.sampled_from(["Conv1d", "MaxPool1d", "ConvTranspose1d", "Upsample", "ConstantPad1d"]))
    kernel = draw(st.integers(1, 4))
    return Layer(kind, kernel, draw(st.integers(1, 3)), draw(st.integers(0, kernel // 2)))


@settings(max_examples=50)
@given(layers=st.lists(layers(), max_size=5), data=st.data())
def test_a_graph_sees_what_tracing_finds(layers: list[Layer], data: st.DataObject) -> None:
    """Every layer takes any node before it; what two nodes see together is merged where they are in step."""
    names, lines, sources = ["x"], ["input: {x: [1, 2000]}", "framework: torch", "layers:", "  - {type: ReLU}"], {}
    for number, layer in enumerate(layers):
        source = data.draw(st.sampled_from(names), label="source")
        name = f"n{number}"
        lines.append(f"  - {layer.line(name, source)}")
        sources[name] = (layer, source)
        names.append(name)

    def seen(name: str, n: int) -> set[int]:
        if name == "x":
            return {n}
        layer, source = sources[name]
        return {below for each in layer.reads(n) for below in seen(source, each)}

    try:
        found = receptive_field(model("\n".join(lines))).nodes
    except ShapecalcError:  # a size has become too small
        return
    period = prod(layer.stride for layer in layers)
    for name in names:
        field = found[name][0].field
        assert field is not None
        views = [seen(name, n) for n in range(period)]
        assert field.size == max(max(each) - min(each) + 1 if each else 0 for each in views)
        assert {each + field.jump * period for each in views[0]} == seen(name, period)


@pytest.mark.parametrize(
    ("entries", "offset"),
    [
        (["{type: Conv2D, filters: 1, kernel_size: 3, padding: same}"], 0),
        (["{type: Conv2D, filters: 1, kernel_size: 3, strides: 2, padding: same}"], 1),
        (["{type: Conv2D, filters: 1, kernel_size: 3}"], 1),
        (["{type: MaxPooling2D}"], Fraction(1, 2)),
        (["{type: MaxPooling2D}", "{type: UpSampling2D}"], 0),
        (["{type: MaxPooling2D}", "{type: UpSampling2D, interpolation: bilinear}"], 0),
        (["{type: MaxPooling2D}", "{type: Conv2DTranspose, filters: 1, kernel_size: 2, strides: 2}"], 0),
        (["{type: ZeroPadding2D, padding: [[1, 4], [1, 4]]}"], -1),
        (["{type: Cropping2D, cropping: [[2, 0], [2, 0]]}"], 2),
        (["{type: AdaptiveAveragePooling2D, output_size: [8, 8]}"], Fraction(3, 2)),
    ],
)
def test_the_offset_is_the_middle_of_the_first(entries: list[str], offset: Fraction) -> None:
    field = last(keras(*entries)).field
    assert field is not None
    assert field.start == offset


@pytest.mark.parametrize(
    "entry",
    [
        "GlobalAveragePooling2D",
        "Flatten",
        "{type: Reshape, target_shape: [-1, 3]}",
        "{type: AdaptiveAveragePooling2D, output_size: 1}",
    ],
)
def test_some_layers_see_everything(entry: str) -> None:
    assert last(keras(entry)) == View("input", 0, None)._replace(axis=1)


def test_a_branch_that_sees_everything_makes_the_merge_see_everything() -> None:
    pooled = "{type: GlobalAveragePooling2D, keepdims: true, name: squeeze}"
    scaled = "{type: Multiply, inputs: [input, squeeze]}"
    assert last(keras(pooled, scaled)).field is None


def test_an_axis_that_is_stretched_is_seen_whole() -> None:
    one = "{type: Conv2D, name: one, filters: 3, kernel_size: 32}"
    assert last(keras(one)).field is not None
    assert last(keras(one, "{type: Add, inputs: [input, one]}")).field is None


@pytest.mark.parametrize(
    ("upsample", "jump", "start"),
    [
        ("scale_factor: 0.3333333333333333", 3, 0),
        ("scale_factor: 0.6666666666666666", Fraction(3, 2), Fraction(-1, 4)),
        ("scale_factor: 1.1", Fraction(10, 11), Fraction(-5, 11)),
        ("scale_factor: 0.5, mode: area", Fraction(499, 249), Fraction(125, 249)),
    ],
)
def test_a_scale_is_the_fraction_that_it_stands_for(upsample: str, jump: Fraction, start: Fraction) -> None:
    """The mean of ``floor(n*j) - n*j`` over a period of p outputs is ``-(p - 1)/2p``; an area goes by both sizes."""
    field = last(torch(f"{{type: Upsample, {upsample}}}", shape="[3, 499, 499]")).field
    assert field is not None
    assert (field.jump, field.start) == (jump, start)


PYRAMID = (
    "{type: Conv2D, name: c, filters: 8, kernel_size: 3, strides: 2, padding: same}",
    "{type: MaxPooling2D, name: p, pool_size: 3, strides: 2, padding: same}",
    "{type: UpSampling2D, name: u}",
    "{type: Add, inputs: [c, u]}",
)


def test_named_sizes_have_the_fields_of_their_numbers() -> None:
    named = receptive_field(model(keras(*PYRAMID, shape="[H, W, 3]")))
    assert named == receptive_field(model(keras(*PYRAMID, shape="[64, 96, 3]")))
    assert all(view.field for views in named.nodes.values() for view in views)
    assert not receptive_field(model(keras(*PYRAMID, shape="[null, null, 3]"))).nodes["p"][0].field


def test_what_depends_on_a_named_size_is_not_known() -> None:
    pooled = "{type: AdaptiveAvgPool2d, output_size: 7}"
    for view in receptive_field(model(torch(conv(3), pooled, shape="[3, H, W]"))).nodes["adaptiveavgpool2d"]:
        assert (view.field, view.unknown) == (None, "adaptiveavgpool2d: what it reads depends on the size")


def test_a_named_size_without_a_table_is_an_open_one() -> None:
    fixed = "{type: Resizing, height: 9, width: 9, name: nine}"
    found = receptive_field(model(keras(PYRAMID[0], fixed, "{type: Add, inputs: [c, nine]}", shape="[H, W, 3]")))
    assert found.nodes["c"][0].unknown
    assert found.nodes["input"][0].field


def test_a_long_chain_is_no_trouble() -> None:
    assert size(torch(*[conv(3)] * 2000)) == 4001


def test_what_is_not_known_says_why() -> None:
    view = last(torch("{type: FractionalMaxPool2d, name: f, kernel_size: 2, output_ratio: 0.5}", "ReLU"))
    assert (view.field, view.unknown) == (None, "f: its windows stand at random places")
    same = "{type: Conv2D, name: c, filters: 1, kernel_size: 3, strides: 2, padding: same}"
    view = last(keras(same, shape="[null, null, 3]"))
    assert view.unknown == "c: what 'same' pads before is not known, it depends on the size, which is open"


def test_branches_that_do_not_line_up_are_told() -> None:
    pooled, added = "{type: MaxPooling2D, name: p}", "{type: Add, name: sum, inputs: [c, p]}"
    crop = "{type: Cropping2D, name: c, cropping: 8, inputs: [input]}"
    found = receptive_field(model(keras(pooled, crop, added, "ReLU")))
    assert found.misaligned == ("sum: c and p do not line up, their elements stand 1 and 2 input elements apart",)
    assert {view.unknown for view in found.nodes["re_lu"]} == {"the branches of sum do not line up"}


def test_branches_that_are_shifted_are_told() -> None:
    first = "{type: Cropping2D, name: c, cropping: [[2, 0], [2, 0]]}"
    second = "{type: Cropping2D, name: p, cropping: [[1, 1], [1, 1]], inputs: [input]}"
    found = receptive_field(model(keras(first, second, "{type: Add, name: sum, inputs: [c, p]}")))
    assert found.misaligned == ("sum: c and p are shifted against each other by 1 in the input",)
    field = found.nodes["sum"][0].field
    assert field is not None
    assert [str(each) for each in field] == ["2", "1", "3/2"]


def test_several_inputs_are_seen_apart() -> None:
    text = "input: {a: [3, 32, 32], b: [3, 32, 32]}\nframework: torch\nlayers:\n"
    lines = [conv(3)[:-1] + ", name: c, inputs: [b]}", "{type: cat, name: both, dim: 1, inputs: [a, c]}"]
    found = receptive_field(model(text + "\n".join(f"  - {line}" for line in lines))).nodes["both"]
    sizes = [(view.input, str(view.field.size)) for view in found if view.field]
    assert sizes == [("a", "1")] * 2 + [("b", "3")] * 2


@pytest.mark.parametrize("framework", DIALECTS)
def test_whatever_a_framework_accepts_is_read_axis_by_axis(framework: str) -> None:
    """For every recorded row: reads for at most every input and every axis, going to axes that come out."""
    for row in islice(recorded(framework), 0, None, 3):
        if "error" in row or row.get("contested"):
            continue
        settings = {name: tuples(value) for name, value in row["args"].items()}
        more = names_and_constants(row) if framework == "onnx" else call(row)
        shapes = tuples(row["input_shapes"])
        try:
            opset = {"opset": row["opset"]} if framework == "onnx" else {}
            layer = shapecalc.layer(row["layer"], framework, **settings, **opset)
            out = layer.infer(*shapes, **more).output_shape
        except ShapecalcError:
            continue
        outputs = out if isinstance(out, list) else [out]
        try:
            reads = layer.reads(*shapes, **more)
        except ShapecalcError:
            continue
        rank = max((len(each) for each in outputs if each is not None), default=0)
        for axes, shape in zip(reads, shapes, strict=False):
            assert len(axes) == len(shape), row["id"]
            assert all(each.axis is None or 0 <= each.axis < rank for each in axes), row["id"]
