"""``keras.ops``: functions that stand in a model's graph beside its layers.

They take axes where layers take settings, broadcast as NumPy does, and own no weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.dialect import EVERY_LAYER, Dialect
from shapecalc.dialects.keras.settings import Settings, each, refused, whole
from shapecalc.dialects.keras.words import SPELLING
from shapecalc.dialects.signature import Signature, signature
from shapecalc.layers.settings import LARGEST

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Restructure

_FUNCTIONS = (
    "Abs Absolute Angle Arccos Arccosh Arcsin Arcsinh Arctan Arctanh Array BitwiseInvert",
    "BitwiseNot Cast Cbrt Ceil Clip Conj Conjugate ConvertToTensor Copy Cos Cosh Deg2rad EmptyLike",
    "Erf Erfc Erfinv Exp Exp2 Expm1 Fabs Flip Fliplr Flipud Floor FullLike GaussianBlur HSVToRGB I0 Imag Isfinite",
    "Isinf Isnan Isneginf Isposinf Isreal Log Log10 Log1p Log2 LogicalNot NanToNum Negative",
    "Normalize OnesLike Rad2deg Real Reciprocal RGBToHSV Roll Round Rsqrt SaturateCast Sign Signbit Sin Sinc Sinh",
    "Sqrt Square StopGradient Tan Tril Triu Trunc ZerosLike",
)
"""Functions of one tensor that keep its shape, and that no layer of ours does."""
OF_THE_FIRST = (
    *("BatchNorm", "LayerNorm", "RMSNorm", "AffineTransform", "PerspectiveTransform", "SliceUpdate", "ScatterUpdate"),
    *("Digitize", "IsIn"),
)
"""Functions that keep the shape of their first tensor, whatever the others are."""
_ACTIVATIONS = (
    "Celu Elu Gelu HardShrink HardSigmoid HardSilu HardTanh LeakyRelu LogSigmoid LogSoftmax Relu Relu6 Selu Sigmoid",
    "Silu SoftShrink Softmax Softplus Softsign SparsePlus SparseSigmoid Sparsemax Squareplus Tanh TanhShrink",
    "Threshold",
)
_PAIRS = {
    "add": "Add Logaddexp Logaddexp2",
    "subtract": "Subtract",
    "multiply": "Multiply Gcd Lcm Ldexp",
    "divide": "Divide DivideNoNan FloorDivide TrueDivide Arctan2",
    "remainder": "Fmod Mod",
    "power": "Power Hypot",
    "maximum": "Fmax Maximum",
    "minimum": "Fmin Minimum",
    "compare": "Equal Greater GreaterEqual Heaviside Isclose Less LessEqual Nextafter NotEqual",
    "logic": "BitwiseAnd BitwiseLeftShift BitwiseOr BitwiseRightShift BitwiseXor LeftShift LogicalAnd LogicalOr"
    " LogicalXor RightShift",
    "choose": "Where",
}
_REDUCTIONS = {
    "reduce_mean": "Mean Median Nanmean Nanmedian Nanstd Nanvar Std Var",
    "reduce_sum": "CountNonzero Nansum Sum",
    "reduce_product": "Nanprod Prod",
    "reduce_max": "Amax Any Max Nanmax Ptp",
    "reduce_min": "All Amin Min Nanmin",
    "reduce_norm": "Norm",
    "reduce_logarithm": "Logsumexp",
    "reduce_place": "Argmax Argmin Nanargmax Nanargmin",
}
_POOL: dict[str, Any] = {"strides": None, "padding": "valid", "data_format": None}


def snake_case(name: str) -> str:
    """Return a function's name in small letters: HardSigmoid is hard_sigmoid."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _each(table: dict[str, str], **defaults: Any) -> tuple[Signature, ...]:
    return tuple(signature(word, name, **defaults) for word, names in table.items() for name in names.split())


SIGNATURES = (
    *(signature("activation", name, function=name.lower()) for line in _FUNCTIONS for name in line.split()),
    *(signature("activation", name, function=name.lower()) for name in OF_THE_FIRST),
    *(signature(snake_case(name), name) for line in _ACTIVATIONS for name in line.split()),
    *_each(_PAIRS, open_settles=True),
    *_each(_REDUCTIONS, axis=None, keepdims=False),
    signature("reduce_sum", "Trace", axis1=0, axis2=1, keepdims=False),
    signature("gated_linear_unit", "Glu", axis=-1),
    signature("concat", "Concatenate", axis=0, first_decides=True),
    signature("stack", "Stack", axis=0),
    signature("split", "Split", "indices_or_sections", axis=0),
    signature("split", "Vsplit", "indices_or_sections", axis=0),
    signature("split", "Dsplit", "indices_or_sections", axis=2),
    signature("unsqueeze", "ExpandDims", "axis"),
    signature("squeeze", "Squeeze", axis=None),
    signature("permute", "Transpose", axes=None),
    signature("move_axes", "Moveaxis", "source destination"),
    signature("move_axes", "Swapaxes", "axis1 axis2"),
    signature("move_axes", "Rot90", k=1, axes=(0, 1)),
    signature("view", "Reshape", "newshape"),
    signature("view", "Ravel", newshape=(-1,)),
    signature("tile", "Tile", "repeats", from_the_end=True),
    signature("repeat", "Repeat", "repeats", axis=None),
    signature("index", "GetItem", "key"),
    signature("gather", "Take", axis=None),
    signature("one_hot", "OneHot", "num_classes", axis=-1),
    signature("matmul", "Matmul"),
    signature("einsum", "Einsum", "subscripts"),
    signature("max_pool", "MaxPool", "pool_size", **_POOL),
    signature("average_pool", "AveragePool", "pool_size", **_POOL),
    signature("adaptive_max_pool", "AdaptiveMaxPool", "output_size", data_format=None),
    signature("adaptive_average_pool", "AdaptiveAveragePool", "output_size", data_format=None),
    signature("depth_to_space", "DepthToSpace", "block_size", data_format=None),
    signature("space_to_depth", "SpaceToDepth", "block_size", data_format=None),
    signature("patches", "ExtractPatches", "size", strides=None, dilation_rate=1, padding="valid", data_format=None),
    signature("unfold", "Unfold", "kernel_size", dilation=1, padding=0, stride=1),
    signature("fold", "Fold", "output_size kernel_size", dilation=1, padding=0, stride=1),
    signature("resize", "Resize", "size", ranks=(2,), interpolation="bilinear", data_format=None),
)
NUMBERS_COUNT = frozenset(name for names in _PAIRS.values() for name in names.split()) | {"Take"}
"""Operations for which a number is a tensor without axes."""


def _every(settings: Settings, _: int | None) -> None:
    if settings.get("data_format") not in ("channels_first", "channels_last"):
        settings["data_format"] = None


def _swap(settings: Settings, _: int | None) -> None:
    whole(settings, "axis1", least=-100)
    whole(settings, "axis2", least=-100)
    there = (settings["axis1"], settings["axis2"])
    settings["source"], settings["destination"] = (there, there[::-1]) if there[0] != there[1] else (there[0], there[0])


def _turn(settings: Settings, _: int | None) -> None:
    whole(settings, "k", least=-LARGEST)
    axes = each(settings["axes"])
    if len(axes) != 2:
        raise refused(settings, "axes", "it must name the two axes of a plane")
    settings["source"], settings["destination"] = axes, axes[::-1] if settings["k"] % 2 else axes


def _trace(settings: Settings, _: int | None) -> None:
    settings["axis"] = (settings["axis1"], settings["axis2"])


def _first(settings: Settings, _: int | None) -> None:
    settings["data_format"] = "channels_first"


def _split(settings: Settings, _: int | None) -> None:
    asked = settings["indices_or_sections"]
    settings["at" if isinstance(asked, (list, tuple)) else "parts"] = asked


def _tile(settings: Settings, _: int | None) -> None:
    settings["repeats"] = each(settings["repeats"])


def _repeat(settings: Settings, _: int | None) -> None:
    if isinstance(settings["repeats"], (list, tuple)) and len(settings["repeats"]) == 1:
        (settings["repeats"],) = settings["repeats"]


def _take(settings: Settings, _: int | None) -> None:
    if settings["axis"] is None:
        settings.update(axis=0, along=True)


def _reshape(settings: Settings, _: int | None) -> None:
    sizes = each(settings["newshape"])
    if -1 not in sizes and sizes.count(None) == 1:
        sizes = tuple(-1 if size is None else size for size in sizes)
    settings["newshape"] = sizes


RESTRUCTURE: dict[str, Restructure] = {
    EVERY_LAYER: _every,
    "Swapaxes": _swap,
    "Rot90": _turn,
    "Trace": _trace,
    "Unfold": _first,
    **dict.fromkeys(("Split", "Vsplit", "Dsplit"), _split),
    "Tile": _tile,
    "Repeat": _repeat,
    "Take": _take,
    "Reshape": _reshape,
}
OPERATIONS = Dialect(
    name="keras",
    title="keras.ops",
    data_format="channels_last",
    statistics="parameters",
    prefix="ops.",
    signatures=SIGNATURES,
    spelling=SPELLING,
    own_spelling={
        **{word: {"axis": "axes"} for word in (*_REDUCTIONS, "unsqueeze", "squeeze")},
        "permute": {"axes": "order"},
        "view": {"newshape": "shape"},
        "one_hot": {"num_classes": "depth"},
        "einsum": {"subscripts": "equation"},
        "patches": {"size": "kernel_size"},
        **{word: {"block_size": "block"} for word in ("depth_to_space", "space_to_depth")},
    },
    everywhere=".*",
    restructure=RESTRUCTURE,
)
"""The functions of ``keras.ops`` as a dialect; their arguments without effect on a shape are passed over."""
