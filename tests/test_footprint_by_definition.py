"""Five small graphs whose memory is counted by hand: weights written down, liveness by looking at every moment."""

from __future__ import annotations

from math import prod
from typing import NamedTuple

import pytest

from shapecalc.footprint.memory import memory
from tests.model.reading import model, torch

BYTES = {"float32": 4, "float16": 2}
STATES = {"": 0, "sgd": 0, "momentum": 1, "adam": 2}


class Hand(NamedTuple):
    """A layer: what it reads, what comes out for one sample, its numbers, and what the backward pass needs of it.

    ``needs`` has ``in`` for its input, ``out`` for its output; ``indices`` have 8 bytes each, ``masks`` one, and
    ``fixed`` numbers are there once, whatever the batch is. A ``view`` has no memory of its own.
    """

    name: str
    reads: tuple[str, ...] = ()
    out: tuple[int, ...] = ()
    learned: int = 0
    moving: int = 0
    needs: tuple[str, ...] = ()
    indices: int = 0
    masks: int = 0
    fixed: int = 0
    view: bool = False


def conv(name: str, source: str, inner: int, outer: int, size: int, kernel: int = 3) -> Hand:
    return Hand(name, (source,), (outer, size, size), outer * (inner * kernel * kernel + 1), needs=("in",))


def relu(name: str, source: str, channels: int, size: int) -> Hand:
    return Hand(name, (source,), (channels, size, size), needs=("out",))


def pool(name: str, source: str, channels: int, size: int) -> Hand:
    return Hand(name, (source,), (channels, size, size), needs=("in",), indices=channels * size * size)


CONV = "{{type: Conv2d, name: {}, out_channels: {}, kernel_size: {}, padding: {}, inputs: [{}]}}"
GRAPHS: dict[str, tuple[str, list[Hand]]] = {
    "chain": (
        torch(
            CONV.format("a", 4, 3, 1, "input"),
            "{type: BatchNorm2d, name: norm}",
            "{type: ReLU, name: r}",
            "{type: MaxPool2d, name: p, kernel_size: 2}",
            "{type: Dropout, name: d, p: 0.5}",
            "{type: Flatten, name: f}",
            "{type: Linear, name: l, out_features: 10}",
            shape="[3, 8, 8]",
        ),
        [
            Hand("input", out=(3, 8, 8)),
            conv("a", "input", 3, 4, 8),
            Hand("norm", ("a",), (4, 8, 8), 8, moving=8, needs=("in",), fixed=8),
            relu("r", "norm", 4, 8),
            pool("p", "r", 4, 4),
            Hand("d", ("p",), (4, 4, 4), masks=64),
            Hand("f", ("d",), (64,), view=True),
            Hand("l", ("f",), (10,), 650, needs=("in",)),
        ],
    ),
    "residual": (
        torch(
            CONV.format("stem", 6, 3, 1, "input"),
            "{type: ReLU, name: r}",
            CONV.format("a", 6, 3, 1, "r"),
            "{type: ReLU, name: ra}",
            CONV.format("b", 6, 3, 1, "ra"),
            "{type: add, name: s, inputs: [b, r]}",
            "{type: ReLU, name: out}",
            shape="[3, 8, 8]",
        ),
        [
            Hand("input", out=(3, 8, 8)),
            conv("stem", "input", 3, 6, 8),
            relu("r", "stem", 6, 8),
            conv("a", "r", 6, 6, 8),
            relu("ra", "a", 6, 8),
            conv("b", "ra", 6, 6, 8),
            Hand("s", ("b", "r"), (6, 8, 8)),
            relu("out", "s", 6, 8),
        ],
    ),
    "u-net": (
        torch(
            CONV.format("e1", 4, 3, 1, "input"),
            "{type: ReLU, name: r1}",
            "{type: MaxPool2d, name: p, kernel_size: 2}",
            CONV.format("e2", 8, 3, 1, "p"),
            "{type: ReLU, name: r2}",
            "{type: ConvTranspose2d, name: up, out_channels: 4, kernel_size: 2, stride: 2}",
            "{type: cat, name: c, dim: 1, inputs: [r1, up]}",
            CONV.format("head", 2, 1, 0, "c"),
            shape="[3, 8, 8]",
        ),
        [
            Hand("input", out=(3, 8, 8)),
            conv("e1", "input", 3, 4, 8),
            relu("r1", "e1", 4, 8),
            pool("p", "r1", 4, 4),
            conv("e2", "p", 4, 8, 4),
            relu("r2", "e2", 8, 4),
            Hand("up", ("r2",), (4, 8, 8), 8 * 4 * 4 + 4, needs=("in",)),
            Hand("c", ("r1", "up"), (8, 8, 8)),
            conv("head", "c", 8, 2, 8, kernel=1),
        ],
    ),
    "inception": (
        torch(
            CONV.format("one", 4, 1, 0, "input"),
            CONV.format("three", 6, 3, 1, "input"),
            CONV.format("reduce", 2, 1, 0, "input"),
            CONV.format("five", 3, 5, 2, "reduce"),
            "{type: AvgPool2d, name: p, kernel_size: 3, stride: 1, padding: 1, inputs: [input]}",
            CONV.format("after", 2, 1, 0, "p"),
            "{type: cat, name: c, dim: 1, inputs: [one, three, five, after]}",
            "{type: Sigmoid, name: s}",
            "{type: multiply, name: gated, inputs: [c, s]}",
            shape="[3, 8, 8]",
        ),
        [
            Hand("input", out=(3, 8, 8)),
            conv("one", "input", 3, 4, 8, kernel=1),
            conv("three", "input", 3, 6, 8),
            conv("reduce", "input", 3, 2, 8, kernel=1),
            conv("five", "reduce", 2, 3, 8, kernel=5),
            Hand("p", ("input",), (3, 8, 8), needs=("in",)),
            conv("after", "p", 3, 2, 8, kernel=1),
            Hand("c", ("one", "three", "five", "after"), (15, 8, 8)),
            relu("s", "c", 15, 8),
            Hand("gated", ("c", "s"), (15, 8, 8), needs=("in",)),
        ],
    ),
    "shared weights": (
        torch(
            CONV.format("a", 3, 3, 1, "input"),
            "{type: ReLU, name: r}",
            "{shared: a, name: again}",
            "{type: ReLU, name: r2}",
            "{shared: a, name: third}",
            "{type: add, name: s, inputs: [third, r]}",
            shape="[3, 8, 8]",
        ),
        [
            Hand("input", out=(3, 8, 8)),
            conv("a", "input", 3, 3, 8),
            relu("r", "a", 3, 8),
            conv("again", "r", 3, 3, 8)._replace(learned=0),
            relu("r2", "again", 3, 8),
            conv("third", "r2", 3, 3, 8)._replace(learned=0),
            Hand("s", ("third", "r"), (3, 8, 8)),
        ],
    ),
}


def owner(layers: dict[str, Hand], name: str) -> str:
    while layers[name].view:
        (name,) = layers[name].reads
    return name


def alive_at(layers: dict[str, Hand], moment: int, *, dropout: bool) -> set[str]:
    """Return whose memory is needed while a layer runs: it was made by then, and what runs then or later reads it.

    What nobody reads is a result and stays. Without ``dropout`` that is a view too, as in inference.
    """
    if not dropout:
        layers = {name: each._replace(view=each.view or bool(each.masks)) for name, each in layers.items()}
    names = list(layers)
    read_later = {owner(layers, source) for name in names[moment:] for source in layers[name].reads}
    results = {owner(layers, name) for name in names if not any(name in each.reads for each in layers.values())}
    made = {owner(layers, name) for name in names[: moment + 1]}
    return made & (read_later | results | {owner(layers, names[moment])})


@pytest.mark.parametrize("dtype", BYTES)
@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("optimizer", STATES)
@pytest.mark.parametrize("name", GRAPHS)
def test_every_number_is_what_it_says(name: str, optimizer: str, batch: int, dtype: str) -> None:
    text, hand = GRAPHS[name]
    layers, width = {each.name: each for each in hand}, BYTES[dtype]
    size = {each.name: width * batch * prod(each.out) for each in hand}
    found = memory(model(text), batch=batch, dtype=dtype, optimizer=optimizer)

    learned, moving = sum(each.learned for each in hand), sum(each.moving for each in hand)
    counters = 8 * sum(bool(each.moving) for each in hand)
    assert found.weights == width * (learned + moving) + counters
    assert found.gradients == width * learned
    assert found.optimizer_state == STATES[optimizer] * width * learned

    peaks = [sum(size[each] for each in alive_at(layers, moment, dropout=False)) for moment in range(len(hand))]
    assert found.inference_peak == max(peaks)
    assert found.peak_at == hand[peaks.index(max(peaks))].name
    assert found.inference == found.weights + max(peaks)
    assert found.outputs == sum(size[each.name] for each in hand if not each.view) - size["input"]

    kept = {owner(layers, source) for each in hand if "in" in each.needs for source in each.reads}
    kept |= {each.name for each in hand if "out" in each.needs}
    beside = sum(batch * (8 * each.indices + each.masks) + width * each.fixed for each in hand)
    assert found.kept == sum(size[each] for each in kept) + beside + width * moving
    assert found.training == found.weights + found.kept - width * moving + found.gradients + found.optimizer_state
