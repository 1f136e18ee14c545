"""PyTorch's functions as layers of ours, from the shapes that PyTorch would have seen; PyTorch is not needed."""

from __future__ import annotations

from typing import Any

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.importers.torch.calls import CONSTANT, SIZED, Arrow, Call, Origin, Sizes, passed_on
from shapecalc.importers.torch.functions import READINGS, plain
from shapecalc.importers.torch.names import Names
from shapecalc.importers.torch.plan import Made
from shapecalc.importers.torch.planning import planned
from shapecalc.importers.torch.sizes import Counted, Same, copied
from shapecalc.importers.torch.tensors import Ledger, Owner
from shapecalc.layers.layer import Weight


def x(*shape: int) -> Arrow:
    return Arrow(shape, Origin(0))


def call(target: str, *args: Any, outputs: tuple[Sizes | None, ...] = (), **kwargs: Any) -> Call:
    return Call(target, "", args, kwargs, outputs, 0)


CALLS: dict[str, tuple[Call, list[str]]] = {
    "a slice": (call("__getitem__", x(4, 6, 8), (slice(None), slice(1, -1)), outputs=((4, 4, 8),)), ["slice"]),
    "one of an axis": (call("__getitem__", x(4, 6, 8), (..., 0), outputs=((4, 6),)), ["slice", "squeeze"]),
    "the last one": (call("__getitem__", x(4, 6, 8), -1, outputs=((6, 8),)), ["slice", "squeeze"]),
    "a new axis": (
        call("__getitem__", x(4, 6), (slice(None), None, ..., None), outputs=((4, 1, 6, 1),)),
        ["unsqueeze"],
    ),
    "everything": (call("__getitem__", x(4, 6), ..., outputs=((4, 6),)), ["identity"]),
    "two at a time": (call("split", x(4, 5), 2, dim=1, outputs=((4, 2), (4, 2), (4, 1))), ["split"]),
    "unbound": (call("unbind", x(2, 5), outputs=((5,), (5,))), ["split", "squeeze", "squeeze"]),
    "added from the right": (call("__radd__", x(4, 5), 1, outputs=((4, 5),)), ["add"]),
    "in place": (call("mul_", x(4, 5), x(5), outputs=((4, 5),)), ["mul"]),
    "a largest": (call("max", x(4, 5), 1, outputs=((4,), (4,))), ["reduce_max"]),
    "the larger": (call("max", x(4, 5), x(4, 1), outputs=((4, 5),)), ["maximum"]),
    "a mean": (call("mean", x(4, 5, 6), dim=(1, 2), keepdim=True, outputs=((4, 1, 1),)), ["reduce_mean"]),
    "moved": (call("movedim", x(4, 5, 6), -1, 0, outputs=((6, 4, 5),)), ["permute"]),
    "repeated": (call("repeat", x(4, 5), 2, 1, 3, outputs=((2, 4, 15),)), ["unsqueeze", "tile"]),
    "padded": (call("pad", x(1, 2, 5, 6), (1, 2, 3, 4), outputs=((1, 2, 12, 9),)), ["ConstantPad2d"]),
    "a sum of products": (call("einsum", "ij,kj->ik", x(2, 3), x(4, 3), outputs=((2, 4),)), ["einsum"]),
    "added to a product": (call("addmm", x(4), x(2, 3), x(3, 4), outputs=((2, 4),)), ["matmul", "add"]),
    "attention": (
        call("scaled_dot_product_attention", x(2, 5, 8), x(2, 7, 8), x(2, 7, 3), outputs=((2, 5, 3),)),
        ["attention"],
    ),
    "an operator": (
        call("aten.batch_norm", x(2, 3, 4), x(3), x(3), x(3), x(3), False, outputs=((2, 3, 4),)),
        ["BatchNorm1d"],
    ),
    "one state": (
        call(
            "aten.gru",
            x(4, 9, 6),
            x(1, 9, 4),
            (x(12, 6), x(12, 4), x(12), x(12)),
            True,
            1,
            0.0,
            False,
            False,
            False,
            outputs=((4, 9, 4), (1, 9, 4)),
        ),
        ["GRU"],
    ),
    "two states": (
        call(
            "aten.lstm_cell",
            x(4, 3),
            (x(4, 6), x(4, 6)),
            x(24, 3),
            x(24, 6),
            x(24),
            x(24),
            outputs=((4, 6), (4, 6)),
        ),
        ["LSTMCell"],
    ),
    "a cell without a bias": (
        call("aten.rnn_relu_cell", x(4, 3), x(4, 6), x(6, 3), x(6, 6), None, None, outputs=((4, 6),)),
        ["RNNCell"],
    ),
    "an operator's own order": (call("aten.embedding", x(9, 4), x(2, 5), -1, outputs=((2, 5, 4),)), ["Embedding"]),
}


@pytest.mark.parametrize("what", CALLS)
def test_a_call_is_layers_of_ours(what: str) -> None:
    asked, words = CALLS[what]
    found = planned(asked)
    assert found is not None
    assert [part.layer.class_name for part in found.parts] == words


@pytest.mark.parametrize(
    "asked",
    [
        call("grid_sample", x(1, 2, 3, 3), x(1, 3, 3, 2)),
        call("mean"),
        call("__getitem__", x(4, 5), x(3)),
        call("__getitem__", x(4, 5), (0, 0, 0)),
        call("conv2d", x(1, 3, 8, 8), 3),
        call("conv2d", x(1, 3, 8, 8), x(4, 3, 3)),
        call("conv2d", x(1, 3, 8, 8), x(4, 3, 3, 3), None, 1, 0, 1, 1, 1, 1),
        call("transpose", x(4, 5), "height", "width"),
        call("unbind", x(10**9)),
        call("split", x(10**9), 1),
        call("split", x(4), 0),
        call("cat", x(4)),
    ],
)
def test_other_arguments_are_not_guessed_at(asked: Call) -> None:
    assert planned(asked) is None


def test_a_card_that_says_something_else_is_not_believed() -> None:
    with pytest.raises(ShapecalcError, match="PyTorch"):
        planned(call("flatten", x(2, 3, 4), 1, outputs=((2, 13),)))
    with pytest.raises(ShapecalcError, match="does not exist"):
        planned(call("transpose", x(4, 5), 0, 7, outputs=((5, 4),)))


def test_every_reading_goes_by_a_plain_name() -> None:
    assert all(plain(name) == name for name in READINGS)


def test_a_copy_and_a_constant_are_not_told() -> None:
    kept = Arrow((3,), Origin(name="mask"), "counter")
    assert passed_on(call("contiguous", x(4), outputs=((4,),))) == Origin(0)
    assert passed_on(call("relu", x(4), outputs=((4,),))) is None
    assert passed_on(call("add", kept, 1, outputs=((3,),))) == CONSTANT
    assert passed_on(call("zeros", 3, outputs=((3,),))._replace(sized=True)) == SIZED
    assert passed_on(call("add", Arrow((3,), Origin(name="gamma"), "trainable"), 1, outputs=((3,),))) is None


def test_a_size_keeps_its_kind_and_tells_of_decisions() -> None:
    told: list[str] = []
    tensor = object()
    size = Counted.of(7, lambda: told.append("decided"), tensor, 1)
    for computed in (size + 1, 2 * size, size // 2, -size, size % 4, *divmod(size, 2)):
        assert type(computed) is Counted
    assert told == []
    for ask in (lambda: size > 3, lambda: bool(size), lambda: size / 2, lambda: int(size), lambda: {size: 1}):
        told.clear()
        ask()
        assert told
    assert copied(tensor, (2, size, size)) == (2, Same(), size)
    assert copied(object(), (2, size)) == (2, size)


def test_names_are_given_once() -> None:
    names = Names(["relu", "body.0"])
    assert [names.free("relu"), names.own("relu"), names.own("relu"), names.own("body.0")] == [
        "relu_1",
        "relu",
        "relu_2",
        "body.0",
    ]


def test_a_tensor_is_counted_once() -> None:
    weight, counter = Weight("weight", (3, 4)), Weight("count", (), "counter")
    ledger = Ledger([Owner("a.b", "Linear", {"a.b.weight": weight, "a.b.count": counter})], used=["a.b.weight"])
    assert ledger.beneath("a") == ["a.b.weight", "a.b.count"]
    assert ledger.take(ledger.beside(["a.b.weight"])) == (weight, counter)
    assert ledger.take(["a.b.weight"]) == ()
    assert ledger.left() == []


def test_an_output_may_be_one_of_a_step() -> None:
    found = planned(CALLS["unbound"][0])
    assert found is not None
    assert found.outputs == (Made(1), Made(2))
