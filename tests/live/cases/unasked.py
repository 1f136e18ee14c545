"""What is drawn but not asked: answers that no rule stands behind. All that is left out stands here, with why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from tests.comparison import Row
from tests.live.cases.dice import on_axis, rank_of


def _convolves_nothing(row: Row) -> bool:
    """Without samples or channels PyTorch returns an empty tensor before it has looked at the rest."""
    args, shape = row["args"], row["input_shapes"][0]
    rank = rank_of(row["layer"])
    lead, spatial = shape[:-rank], shape[-rank:]
    numbers = (on_axis(args.get(name, 1), place) for name in ("kernel_size", "dilation") for place in range(rank))
    undone = (
        "Transpose" in row["layer"] and not isinstance(args.get("padding"), str) and any(_leaves_nothing(row, rank))
    )
    unseen = 0 in lead and (0 in spatial or 0 in numbers or "output_padding" in args or undone)
    return unseen or _pads_one_axis_of_many(args, rank)


def _leaves_nothing(row: Row, rank: int) -> Iterator[bool]:
    window = {"stride": 1, "padding": 0, "dilation": 1, **row["args"]}
    for place, size in enumerate(row["input_shapes"][0][-rank:]):
        at = {name: on_axis(window[name], place) for name in ("stride", "padding", "dilation", "kernel_size")}
        yield (size - 1) * at["stride"] - 2 * at["padding"] + at["dilation"] * (at["kernel_size"] - 1) < 0


def _pads_one_axis_of_many(args: Row, rank: int) -> bool:
    """A list of one dilation makes PyTorch pad ``same`` along the first axis only, unless it pads with zeros."""
    dilation, mode = args.get("dilation"), args.get("padding_mode", "zeros")
    return isinstance(dilation, list) and len(dilation) < rank and args.get("padding") == "same" and mode != "zeros"


def _copies_over_itself(row: Row) -> bool:
    """A circular pad of more than the crop on the other side leaves copies what it writes to: memory decides."""
    pads, shape = row["args"]["padding"], row["input_shapes"][0]
    if not isinstance(pads, list):
        return False
    sides = zip(reversed(shape), pads[::2], pads[1::2], strict=False)
    return any(min(both) < 0 < max(both) and max(both) > size + min(both) for size, *both in sides)


def _less_than_nothing(row: Row) -> bool:
    """Where the batch is empty, PyTorch reflects an axis down to a size under 0."""
    pads, shape = row["args"]["padding"], row["input_shapes"][0]
    pairs = [pads] * 6 if isinstance(pads, int) else [sum(pair) for pair in zip(pads[::2], pads[1::2], strict=False)]
    return 0 in shape[:1] and any(size + pad < 0 for size, pad in zip(reversed(shape), pairs, strict=False))


def _looks_at_no_channels(row: Row) -> bool:
    """An empty input is returned before its window is looked at, and a window of 0 would be refused."""
    return row["args"]["size"] < 1 and 0 in row["input_shapes"][0]


def _never_checked(row: Row) -> bool:
    """PyTorch computes with any numbers for these windows, also with one under its least or too many of them."""
    args, rank = row["args"], rank_of(row["layer"])
    for name, least in {"kernel_size": 1, "stride": 0, "padding": 0}.items():
        value = args.get(name, least)
        numbers = value if isinstance(value, list) else [value]
        if min(numbers) < least or len(numbers) > rank:
            return True
    return False


def _scaled_by_nothing(row: Row) -> bool:
    """Only in a list and only for areas PyTorch takes 0 for a factor, and makes a size of 0 of it."""
    factors = row["args"].get("scale_factor")
    return isinstance(factors, list) and 0 in factors and row["args"].get("mode") == "area"


def _rows_without_features(row: Row) -> bool:
    """PyTorch sums rows of 0 numbers for one bag and fails for more."""
    return bool(row["args"]["embedding_dim"] == 0)


def _square_state(row: Row) -> bool:
    """A state with a batch beside an input without one passes when it is square: one axis is taken for another."""
    x, *states = row["input_shapes"]
    units = row["args"]["hidden_size"]
    return len(x) == 1 and [units, units] in states


def _no_colours(row: Row) -> bool:
    """Our layers of augmentation keep whatever they get; Keras' are asked about images of three colours."""
    shape = row["input_shapes"][0]
    return len(shape) not in {3, 4} or shape[-1] != 3


def _needs_tensorflow(row: Row) -> bool:
    """Whether the batches of several machines may be taken together is a question to the backend."""
    return bool(row["args"].get("synchronized"))


def _no_bits(row: Row) -> bool:
    """The same for the bits to keep of a colour: 1 to 8."""
    return not 1 <= row["args"].get("factor", 1) <= 8


def _no_heads(row: Row) -> bool:
    """Keras divides a number of 0 heads into groups without looking, and gives a shape that is made of nothing."""
    return bool(row["args"].get("num_query_heads") == 0)


def _many_outputs(row: Row) -> bool:
    """A split into more outputs than ``num_outputs`` aborts the process, in ONNX and in onnxruntime."""
    return bool(0 < row["args"].get("num_outputs", 0) < (row.get("n_outputs") or 1))


def _beyond_counting(row: Row) -> bool:
    """A constant near the end of 64 bits overflows."""
    constants = (row.get("const_inputs") or {}).values()
    return any(abs(number) > 10**15 for value in constants if isinstance(value, list) for number in value)


def _open_filters(row: Row) -> bool:
    """A weight is stored with its filters. Where they are open or none, ONNX gives a shape in some cases only."""
    return any(not isinstance(size, int) or size == 0 for weight in row["input_shapes"][1:2] for size in weight[:2])


def _no_units(row: Row) -> bool:
    """Without a positive ``hidden_size`` ONNX leaves the units open, where onnxruntime cannot refuse."""
    return bool(row["args"].get("hidden_size", 1) < 1)


def _cannot_be_expanded(_: Row) -> bool:
    """ONNX expands it into constants that its own inference refuses; onnxruntime runs it, up to operator set 26."""
    return True


UNASKED: dict[str, dict[str, Callable[[Row], bool]]] = {
    "torch": {
        **{f"Conv{kind}{rank}d": _convolves_nothing for kind, rank in product(("", "Transpose"), (1, 2, 3))},
        **{f"CircularPad{rank}d": _copies_over_itself for rank in (1, 2, 3)},
        **{f"ReflectionPad{rank}d": _less_than_nothing for rank in (1, 2, 3)},
        "EmbeddingBag": _rows_without_features,
        "Upsample": _scaled_by_nothing,
        "LocalResponseNorm": _looks_at_no_channels,
        **{f"{kind}{rank}d": _never_checked for kind, rank in product(("MaxUnpool", "FractionalMaxPool"), (1, 2, 3))},
        **dict.fromkeys(("RNNCell", "LSTMCell", "GRUCell"), _square_state),
    },
    "keras": {
        "BatchNormalization": _needs_tensorflow,
        "GroupQueryAttention": _no_heads,
        "RandomColorDegeneration": _no_colours,
        "RandomPosterization": _no_bits,
    },
    "onnx": {
        "Split": _many_outputs,
        **dict.fromkeys(("Slice", "Tile"), _beyond_counting),
        **dict.fromkeys(("Conv", "ConvTranspose"), _open_filters),
        **dict.fromkeys(("GRU", "LSTM", "RNN"), _no_units),
        "MeanVarianceNormalization": _cannot_be_expanded,
    },
}


def unasked(framework: str, row: Row) -> bool:
    """Tell whether a case is left out."""
    left_out = UNASKED.get(framework, {}).get(row["layer"])
    return left_out is not None and left_out(row)
