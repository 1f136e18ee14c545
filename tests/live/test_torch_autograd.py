"""PyTorch's gradients say what an element depends on, and its autograd what it keeps: we say the same."""

from __future__ import annotations

import os
from random import Random
from typing import Any

import pytest

import shapecalc
from shapecalc.dialects import DIALECTS
from shapecalc.footprint.memory import memory
from shapecalc.formulas.dependency import Dependency, through
from shapecalc.formulas.taps import OWN_PLACE, Taps
from shapecalc.layers.activation import Activation
from shapecalc.model.document import parse
from shapecalc.model.reader import read_model

pytest.importorskip("torch")

import torch

from tests.importers.small_nets import MODELS

NETS = int(os.environ.get("SHAPECALC_LIVE_CASES", "2000")) // 50
SEED = int(os.environ.get("SHAPECALC_LIVE_SEED", "1"))
SIZE = 61

Layer = tuple[str, dict[str, Any]]


def drawn(dice: Random) -> Layer:
    kernel, stride, dilation = (dice.randint(1, most) for most in (4, 3, 3))
    window = {"kernel_size": kernel, "stride": stride}
    conv = {"in_channels": 1, "out_channels": 1, "kernel_size": kernel, "dilation": dilation}
    upsampled = {"scale_factor": dice.choice([2, 3, 1.5, 0.75]), "mode": dice.choice(["nearest", "linear"])}
    layers: list[Layer] = [
        ("Conv1d", {**conv, "stride": stride, "padding": dice.randint(0, 3)}),
        ("Conv1d", {**conv, "padding": "same"}),
        ("ConvTranspose1d", {**conv, "stride": stride, "padding": dice.randint(0, 1)}),
        ("AvgPool1d", {**window, "padding": dice.randint(0, kernel // 2), "ceil_mode": dice.random() < 0.5}),
        ("LPPool1d", {"norm_type": 2, **window}),
        ("AdaptiveAvgPool1d", {"output_size": dice.randint(2, 20)}),
        ("Upsample", upsampled),
        ("Upsample", {"scale_factor": stride, "mode": "nearest-exact"}),
        ("Upsample", {"scale_factor": stride, "mode": "linear", "align_corners": True}),
        ("ConstantPad1d", {"padding": (dice.randint(-1, 2), dice.randint(-1, 2)), "value": 0}),
    ]  # fmt: skip
    return dice.choice(layers)


def run(chain: list[Layer], x: Any) -> Any:
    """Return what PyTorch makes of x, with positive weights so that nothing cancels; None where it refuses."""
    try:
        for name, arguments in chain:
            module = getattr(torch.nn, name)(**arguments).double()
            for parameter in module.parameters():
                parameter.data.uniform_(0.5, 1.5)
            x = module(x)
    except (RuntimeError, ValueError):
        return None
    return x


def taps_of(chain: list[Layer]) -> tuple[list[Taps], list[int]]:
    shape: Any = (1, 1, SIZE)
    taps, sizes = [], []
    for name, arguments in chain:
        layer = shapecalc.layer(name, "torch", **arguments)
        sizes.append(shape[2])
        taps.append(layer.reads(shape)[0][2].taps or OWN_PLACE)
        shape = layer.infer(shape).output_shape
    return taps, sizes


def stays_inside(taps: list[Taps], sizes: list[int], n: int) -> bool:
    """Tell whether no layer on the way reads beyond an end of what comes into it."""
    reads = {n}
    for each, size in zip(reversed(taps), reversed(sizes), strict=True):
        places = ((divmod(place, len(each.reads))) for place in reads)
        reads = {each.advance * t + x for t, r in places for x in each.reads[r]}
        if not all(0 <= place < size for place in reads):
            return False
    return True


@pytest.mark.filterwarnings("ignore:Using padding='same'")
def test_gradients_flow_to_what_an_element_depends_on() -> None:
    dice, asked = Random(SEED), 0
    for _ in range(NETS):
        chain = [drawn(dice) for _ in range(dice.randint(1, 4))]
        x = (torch.rand(1, 1, SIZE, dtype=torch.float64) + 0.5).requires_grad_()
        y = run(chain, x)
        if y is None or not y.shape[-1]:
            continue
        taps, sizes = taps_of(chain)
        seen: Dependency | None = Dependency()
        for each in taps:
            seen = seen and through(seen, each)
        if seen is None:
            continue
        for n in range(y.shape[-1]):
            if stays_inside(taps, sizes, n):
                (gradient,) = torch.autograd.grad(y[0, 0, n], x, retain_graph=True)
                assert gradient[0, 0].nonzero().flatten().tolist() == seen.elements(n), (chain, n)
                asked += 1
    assert asked >= NETS


KEEPING = [
    *("Conv2d(4, 8, 3)", "ConvTranspose2d(4, 8, 3)", "BatchNorm2d(4)", "BatchNorm2d(4, track_running_stats=False)"),
    *("GroupNorm(2, 4)", "LayerNorm(12)", "MaxPool2d(2)", "AvgPool2d(2)", "AdaptiveAvgPool2d(2)"),
    *("AdaptiveAvgPool2d(1)", "AdaptiveMaxPool2d(2)", "Upsample(scale_factor=2)", "ZeroPad2d(1)"),
    *("ReflectionPad2d(1)", "PixelShuffle(2)"),
    *("Linear(12, 3)", "PReLU()", "Softmax(1)", "LogSoftmax(1)", "GLU(1)", "ChannelShuffle(2)", "Unfold(2)", "ReLU()"),
    *("ReLU6()", "LeakyReLU()", "ELU()", "SELU()", "CELU()", "GELU()", "SiLU()", "Mish()", "Sigmoid()", "Tanh()"),
    *("Softplus()", "Hardswish()", "Hardsigmoid()", "Hardtanh()", "Tanhshrink()", "Softshrink()", "Identity()"),
]  # fmt: skip


@pytest.mark.parametrize("text", KEEPING)
def test_autograd_keeps_what_we_say(text: str) -> None:
    name, arguments = text.rstrip(")").split("(")
    line = f"{{type: {name}, {_settings(name, arguments)}}}"
    text_of_model = f"framework: torch\ninput: [4, 12, 12]\nlayers: [{line}]"
    ours = memory(read_model(parse(text_of_model.encode(), "net.yaml"), {}), batch=2).kept
    module = eval(f"torch.nn.{text}", {"torch": torch})  # noqa: S307 - our own text
    assert ours == kept_by_autograd(module, torch.rand(2, 4, 12, 12, requires_grad=True))


FUNCTIONS = [
    *("neg", "positive", "ceil", "floor", "round", "trunc", "frac", "sign", "exp", "exp2", "expm1", "sqrt", "rsqrt"),
    *("reciprocal", "tan", "tanh", "abs", "log", "log2", "sin", "cos", "erf", "acos", "atan", "sinh", "asinh"),
    *("square", "log1p", "tril", "triu", "relu", "sigmoid"),
]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_autograd_keeps_of_a_function_what_we_say(name: str) -> None:
    x = torch.rand(3, 3, requires_grad=True)
    kept: list[Any] = []
    with torch.autograd.graph.saved_tensors_hooks(kept.append, lambda tensor: tensor):
        y = getattr(torch, name)(x)
    keeps = Activation(function=name).keeps((3, 3))
    ours = [tensor.data_ptr() for tensor, is_kept in ((x, keeps.inputs == (0,)), (y, keeps.output)) if is_kept]
    assert ours == [tensor.data_ptr() for tensor in kept]


def kept_by_autograd(module: Any, *inputs: Any, **more: Any) -> int:
    """Return the bytes that PyTorch's autograd saves for the backward pass: each storage once, without parameters."""
    own = {parameter.untyped_storage().data_ptr() for parameter in module.parameters()}
    kept = {}

    def pack(tensor: Any) -> Any:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in own:
            kept[storage.data_ptr()] = (storage.nbytes(), tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        y = module(*inputs, **more)
    assert y is not None
    return sum(size for size, _ in kept.values())


@pytest.mark.parametrize("make", MODELS, ids=[make.__name__ for make in MODELS])
def test_autograd_keeps_of_a_network_what_we_say(make: Any) -> None:
    found = memory(shapecalc.from_torch(make(), (2, 3, 32, 32)))
    assert found.not_counted == ()
    assert found.kept == kept_by_autograd(make(), torch.rand(2, 3, 32, 32, requires_grad=True))


@pytest.mark.filterwarnings("ignore:TF32 acceleration")
def test_what_a_backend_decides_is_no_number_of_the_layer() -> None:
    """The same LSTM and the same attention leave other arrays behind, as other code runs them."""
    x = torch.rand(2, 5, 8, requires_grad=True)
    lstm, attention = torch.nn.LSTM(8, 12, batch_first=True), torch.nn.MultiheadAttention(8, 2, batch_first=True)
    if torch.backends.mkldnn.is_available():
        with torch.backends.mkldnn.flags(enabled=False):
            plain = kept_by_autograd(lstm, x)
        assert plain != kept_by_autograd(lstm, x)
    assert kept_by_autograd(attention, x, x, x) != kept_by_autograd(attention, x, x, x, need_weights=False)


def _settings(name: str, arguments: str) -> str:
    """Return positional arguments by their names, as a model file has them."""
    named = [*DIALECTS["torch"].find(name)[0].arguments]
    given = [each.strip() for each in arguments.split(",") if each.strip()]
    pairs = [each.split("=") if "=" in each else [named[place], each] for place, each in enumerate(given)]
    return ", ".join(f"{key}: {value.lower()}" for key, value in pairs)
