"""What a card may not forget, looked for in all of ``LAYERS`` and in every signature of every dialect."""

from __future__ import annotations

import ast
import gzip
import inspect
import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shapecalc
from shapecalc.dialects import DIALECTS
from shapecalc.dialects.dialect import Dialect, of_layer
from shapecalc.dialects.keras.operations import OPERATIONS
from shapecalc.dialects.own import OWN
from shapecalc.dialects.signature import Signature
from shapecalc.layers import ACTIVATIONS, LAYERS, card
from shapecalc.layers.layer import Layer
from shapecalc.shape import Shape
from tests.comparison import expected, ours

CARDS = list({card(word): word for word in LAYERS})
SAY_IT_THEMSELVES = {
    *("rank", "data_format", "filters", "units", "stride", "padding", "dilation", "groups", "bias", "axis"),
    *("scale", "center", "in_channels", "in_features"),
}
"""Settings that mean what DESIGN.md's word list says, on every card."""


def text_of(kind: type[Layer]) -> str:
    ours = [each for each in kind.__mro__ if each.__module__.startswith("shapecalc")]
    return " ".join([sys.modules[kind.__module__].__doc__ or "", *(each.__doc__ or "" for each in ours)])


@pytest.mark.parametrize("kind", CARDS)
def test_a_card_s_module_shows_it(kind: type[Layer]) -> None:
    text = sys.modules[kind.__module__].__doc__ or ""
    assert text[0].isupper()
    assert ">>> " in text
    assert f"{kind.__name__}(" in text


@pytest.mark.parametrize("kind", CARDS)
def test_a_card_says_what_its_settings_mean(kind: type[Layer]) -> None:
    text = text_of(kind)
    silent = [name for name in kind.model_fields if not re.search(rf"\b{name}\b", text)]
    assert not set(silent) - SAY_IT_THEMSELVES


@pytest.mark.parametrize("kind", CARDS)
def test_a_card_says_what_comes_out(kind: type[Layer]) -> None:
    assert kind.output is not Layer.output


LOOK_AT_ALL = {
    *("Attention", "MultiHeadAttention", "Transformer", "TransformerLayer", "Bidirectional", "Recurrent"),
    *("RecurrentCell", "StepByStep", "Bilinear", "Distance", "Dot", "Einsum", "EinsumDense", "Matmul", "Fold"),
    *("RepeatVector", "Input"),
}
"""The cards whose every output element may look at all of every axis, or that have no input."""
DO_NOT_TELL = {
    *("Attention", "MultiHeadAttention", "Transformer", "TransformerLayer", "Bidirectional", "Recurrent"),
    *("RecurrentCell", "StepByStep", "ConvLSTM", "Distance"),
}
"""The cards whose insides training keeps, too: how much of them depends on the framework and the device."""


def test_a_card_says_what_it_reads_and_keeps() -> None:
    assert {kind.__name__ for kind in CARDS if kind.reads is Layer.reads} == LOOK_AT_ALL
    assert {kind.__name__ for kind in CARDS if kind.keeps is Layer.keeps} == DO_NOT_TELL


@pytest.mark.parametrize("word", LAYERS)
def test_a_word_fixes_settings_that_its_card_has(word: str) -> None:
    assert set(LAYERS[word].fixed) <= set(card(word).model_fields)


@pytest.mark.parametrize("word", LAYERS)
def test_a_framework_has_a_name_for_a_layer_or_it_is_an_activation(word: str) -> None:
    named = {each.word for dialect in (*DIALECTS.values(), OPERATIONS) for each, _ in dialect.classes.values()}
    assert word in named | set(ACTIVATIONS) | {"input"}


def test_every_card_is_in_the_list() -> None:
    folder = Path(sys.modules["shapecalc.layers"].__file__ or "").parent
    listed = {entry.card.split(".")[0] for entry in LAYERS.values()}
    shared = {"__init__", "layer", "settings", "window", "lora", "per_axis", "description", "reads", "keeps"}
    assert {path.stem for path in folder.glob("*.py")} == listed | shared


EXAMPLES: dict[str, tuple[dict[str, Any], tuple[Shape, ...]]] = {
    "input": ({"shape": (None, 8, 8, 3)}, ()),
    "cosine_similarity": ({}, ((2, 5), (2, 5))),
    **dict.fromkeys(("divide", "power", "remainder", "compare", "logic"), ({}, ((2, 5), (2, 5)))),
    **dict.fromkeys(("reduce_logarithm", "reduce_place"), ({"axes": 1}, ((2, 5),))),
    "gather_elements": ({"axis": 1}, ((2, 5), (2, 3))),
    "index": ({"key": ("...", {"stop": 3})}, ((2, 5),)),
    "repeat": ({"repeats": 3, "axis": 1}, ((2, 5),)),
    "move_axes": ({"source": 0, "destination": 1}, ((2, 5),)),
    "one_hot": ({"depth": 3}, ((2, 5),)),
    "patches": ({"kernel_size": 2}, ((2, 7, 8, 3),)),
    "scale": ({"features": 5}, ((2, 5),)),
    "tensor": ({"shapes": ((2, 5),)}, ((2, 5),)),
    "choose": ({}, ((2, 5), (2, 5), (2, 5))),
    "recurrent": ({"cell": {"type": "lstm_cell", "units": 3}}, ((2, 7, 5),)),
    "normalization": ({"axis": (-1,)}, ((2, 5),)),
    "spectral_norm": ({"layer": {"type": "dense", "units": 3}}, ((2, 5),)),
    "lstm_cell": ({"units": 4}, ((2, 5), (2, 4), (2, 4))),
}
"""Settings and inputs of the layers that no framework's recorded rows show."""


@cache
def recorded() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return a row that the frameworks accept for each of our words."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for framework, dialect in DIALECTS.items():
        path = Path(__file__).parent / "rows" / f"{framework}.jsonl.gz"
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if "error" not in row and not row.get("contested") and dialect.knows(row["layer"]):
                    found.setdefault(dialect.find(row["layer"])[0].word, (framework, row))
    return found


@pytest.mark.parametrize("word", [word for word in LAYERS if word not in ACTIVATIONS])
def test_a_layer_has_an_example_whose_output_it_knows(word: str) -> None:
    if word in recorded():
        framework, row = recorded()[word]
        assert ours(framework, row) == expected(framework, row)
    else:
        settings, shapes = EXAMPLES[word]
        assert shapecalc.layer(word, **settings).infer(*shapes).output_shape


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_keeps_the_shape(name: str) -> None:
    assert shapecalc.layer(name).infer((None, 8, 8, 3))[:3] == ((None, 8, 8, 3), 0, 0)


@pytest.mark.parametrize("word", LAYERS)
def test_our_own_word_reads_with_what_it_requires(word: str) -> None:
    assert OWN.knows(word)
    signature, rank = OWN.find(word)
    assert rank is None
    assert set(signature.arguments) | set(LAYERS[word].fixed) | {"rank"} >= set(card(word).model_fields)
    assert shapecalc.layer.__defaults__ == (None,), "no framework need be named"


def consumed(dialect: Dialect, signature: Signature) -> set[str]:
    """Return the words in quotes in the modules of the functions that restructure a signature's settings."""
    words: set[str] = set()
    for class_name in signature.names:
        for function in of_layer(dialect.restructure, signature.word, class_name):
            module = sys.modules[inspect.unwrap(function).__module__]
            constants = (
                node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Constant)
            )
            words |= {node.value for node in constants if isinstance(node.value, str)}
    return words


SIGNATURES = [
    pytest.param(dialect, signature, id=f"{name}-{signature.name}")
    for name, dialect in DIALECTS.items()
    for signature in dialect.signatures
]


@pytest.mark.parametrize(("dialect", "signature"), SIGNATURES)
def test_every_argument_is_heard(dialect: Dialect, signature: Signature) -> None:
    """An argument is a setting of the card, taken up by a restructuring, or declared without effect."""
    spelling = {**dialect.spelling, **dialect.own_spelling.get(signature.word, {})}
    settings = {name for name in signature.arguments if spelling.get(name, name) in card(signature.word).model_fields}
    heard = settings | dialect.without_effect | consumed(dialect, signature)
    unheard = [name for name in signature.arguments if name not in heard and not re.fullmatch(dialect.everywhere, name)]
    assert not unheard


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))
def test_nothing_declared_without_effect_is_stale(dialect: Dialect) -> None:
    arguments = {name for each in dialect.signatures for name in (*each.arguments, *each.call, *each.legacy)}
    assert not dialect.without_effect - arguments


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))
def test_every_table_of_differences_names_what_exists(dialect: Dialect) -> None:
    known = {*LAYERS, *dialect.classes, "*"}
    assert not {*dialect.restructure, *dialect.refuse, *dialect.quirks} - known
    assert not set(dialect.own_spelling) - set(LAYERS)


sizes = st.integers(1, 40)


@given(
    size=st.tuples(sizes, sizes),
    kernel=st.integers(1, 5),
    stride=st.integers(1, 4),
    groups=st.integers(1, 3),
    channels=st.tuples(st.integers(1, 4), st.integers(1, 4)),
)
def test_a_transposed_convolution_multiplies_as_often_as_the_convolution_that_it_undoes(
    size: tuple[int, int], kernel: int, stride: int, groups: int, channels: tuple[int, int]
) -> None:
    inner, outer = (groups * each for each in channels)
    window: dict[str, Any] = {"kernel_size": kernel, "stride": stride, "groups": groups, "framework": "torch"}
    small: Shape = (1, inner, *size)
    up = shapecalc.layer("ConvTranspose2d", out_channels=outer, **window).infer(small)
    assert isinstance(up.output_shape, tuple)
    down = shapecalc.layer("Conv2d", out_channels=inner, **window).infer(up.output_shape)
    assert down.output_shape == small
    assert down.macs == up.macs
    assert up.macs is not None
    assert up.macs > 0


PEERS: list[tuple[str, str, dict[str, Any], tuple[Shape, ...], int | None, int]] = [
    ("ConvT 64->32 k2 s2", "ConvTranspose2d", {"out_channels": 32, "kernel_size": 2, "stride": 2}, ((1, 64, 16, 16),),
     None, 2_097_152),
    ("ConvT depthwise 8, k4 s2 p1", "ConvTranspose2d",
     {"out_channels": 8, "kernel_size": 4, "stride": 2, "padding": 1, "groups": 8}, ((1, 8, 16, 16),), None, 32_768),
    ("Conv 3->8 k3, bias not counted", "Conv2d", {"out_channels": 8, "kernel_size": 3, "padding": 1}, ((1, 3, 16, 16),),
     224, 55_296),
    ("Linear(3,8) on (1,10,3)", "Linear", {"out_features": 8}, ((1, 10, 3),), 32, 240),
    ("LSTM(8,16), T=5", "LSTM", {"input_size": 8, "hidden_size": 16}, ((5, 1, 8),), 1_664, 7_680),
    ("MHA(16, 2 heads), L=10", "MultiheadAttention", {"embed_dim": 16, "num_heads": 2}, ((10, 1, 16),) * 3, 1_088,
     13_440),
]  # fmt: skip
"""PEERS.md: numbers that other tools get wrong."""


@pytest.mark.parametrize(
    ("name", "settings", "shapes", "params", "macs"), [row[1:] for row in PEERS], ids=[row[0] for row in PEERS]
)
def test_right_where_peers_are_wrong(
    name: str, settings: dict[str, Any], shapes: tuple[Shape, ...], params: int | None, macs: int
) -> None:
    report = shapecalc.layer(name, framework="torch", **settings).infer(*shapes)
    assert report.macs == macs
    assert params is None or report.params == params


@pytest.mark.parametrize(("kernel", "stride", "padding", "size", "out"), [(2, 2, 1, 5, 3), (1, 2, 0, 12, 6)])
def test_pooling_with_ceil_mode_where_peers_are_wrong(
    kernel: int, stride: int, padding: int, size: int, out: int
) -> None:
    pool = shapecalc.layer("MaxPool1d", "torch", kernel_size=kernel, stride=stride, padding=padding, ceil_mode=True)
    assert pool.infer((1, 1, size)).output_shape == (1, 1, out)


def test_a_kernel_that_does_not_fit_is_refused_where_a_peer_says_minus_four() -> None:
    with pytest.raises(shapecalc.ShapecalcError, match="reaches over 9, but the padded input has only 4"):
        shapecalc.layer("Conv1d", "torch", out_channels=1, kernel_size=9).infer((1, 1, 4))


@pytest.mark.parametrize(("kernel", "extra", "out"), [(3, None, 24), (4, 0, 22), (3, 0, 23)])
def test_keras_same_with_output_padding(kernel: int, extra: int | None, out: int) -> None:
    settings = {"filters": 1, "kernel_size": kernel, "strides": 2, "padding": "same", "output_padding": extra}
    assert shapecalc.layer("Conv1DTranspose", "keras", **settings).infer((None, 12, 1)).output_shape == (None, out, 1)


def test_transposed_valid_is_longer_in_keras_than_in_torch() -> None:
    torch = shapecalc.layer("ConvTranspose1d", "torch", out_channels=1, kernel_size=2, stride=3)
    keras = shapecalc.layer("Conv1DTranspose", "keras", filters=1, kernel_size=2, strides=3)
    assert (torch.infer((1, 1, 4)).output_shape, keras.infer((1, 4, 1)).output_shape) == ((1, 1, 11), (1, 12, 1))
