"""The dialects: what Keras, PyTorch and ONNX call a layer and a setting, and where they differ from the mathematics."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, overload

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.keras import KERAS
from shapecalc.dialects.onnx import ONNX
from shapecalc.dialects.own import OWN
from shapecalc.dialects.refusal import short
from shapecalc.dialects.torch import TORCH
from shapecalc.errors import ShapecalcError, did_you_mean

if TYPE_CHECKING:
    from shapecalc.dialects.framework_layer import AnyLayer, FrameworkLayer
    from shapecalc.dialects.onnx.onnx_layer import OnnxLayer
    from shapecalc.shape import DataFormat

DIALECTS: dict[str, Dialect] = {"keras": KERAS, "torch": TORCH, "onnx": ONNX}


def dialects_of(class_name: str) -> list[Dialect]:
    """Return the frameworks that a class name may be written in when none is named.

    >>> [[dialect.name for dialect in dialects_of(name)] for name in ("ReLU", "Gemm")]
    [['keras', 'torch'], []]
    """
    return [dialect for dialect in DIALECTS.values() if not dialect.fed_weights and dialect.knows(class_name)]


@overload
def layer(class_name: str, framework: Literal["onnx"], **settings: Any) -> OnnxLayer: ...
@overload
def layer(class_name: str, framework: Literal["keras", "torch"] | None = None, **settings: Any) -> FrameworkLayer: ...
@overload
def layer(class_name: str, framework: str | None = None, **settings: Any) -> AnyLayer: ...
def layer(class_name: str, framework: str | None = None, **settings: Any) -> AnyLayer:
    """Return one layer, written as in a framework (or with our word for it, when no framework is named).

    Raises ``ShapecalcError`` for an unknown name or setting, and for what the framework refuses.

    >>> conv = layer("Conv2d", framework="torch", out_channels=8, kernel_size=3)
    >>> conv.infer((1, 3, 32, 32))[:6]
    ((1, 8, 30, 30), 224, 224, 0, 0, 194400)
    """
    if not isinstance(class_name, str):
        what, why = f"the layer is {short(class_name)}", "it is the name of a class"
        raise ShapecalcError(what, why=why, fix='write "Conv2d"', path=("type",))
    if framework is not None and framework not in tuple(DIALECTS):
        raise ShapecalcError(
            f"there is no framework {framework!r}",
            fix=did_you_mean(str(framework), DIALECTS) or f"use one of {', '.join(DIALECTS)}",
        )
    wanted = DIALECTS[framework] if framework else None
    return read_layer(find_dialect(class_name, wanted), class_name, settings)


def find_dialect(class_name: str, wanted: Dialect | None = None) -> Dialect:
    """Return the dialect that a class name belongs to; an ambiguous one belongs to ``wanted``."""
    if wanted is not None and wanted.knows(class_name):
        return wanted
    if OWN.knows(class_name):
        return OWN
    found = dialects_of(class_name)
    if not found or wanted is not None:
        raise unknown_layer(class_name, wanted)
    return found[0]


def read_layer(
    dialect: Dialect, class_name: str, settings: dict[str, Any], data_format: DataFormat | None = None
) -> AnyLayer:
    """Return a layer of a dialect; ``data_format`` holds where the settings do not say."""
    return dialect.layer(class_name, settings, data_format)


def unknown_layer(class_name: str, wanted: Dialect | None = None) -> ShapecalcError:
    """Return the refusal of a name that no framework has, with the nearest ones that exist."""
    from shapecalc.dialects.names import same_layer

    others = [each for each in DIALECTS.values() if each.knows(class_name) and each is not wanted]
    unsaid = others[0].name if others and wanted is None else ""
    same = same_layer(class_name, wanted) if wanted else []
    nearest = did_you_mean(class_name, all_names(wanted)) or "see `shapecalc layers` for all of them"
    return ShapecalcError(
        f"{f'{wanted.title} has' if wanted else 'there is'} no layer {class_name!r}",
        why=f"it is a layer of {' and '.join(each.title for each in others)}" if others else "",
        fix=f"name the framework, {unsaid}" if unsaid else f"write {' or '.join(same[:3])}" if same else nearest,
        path=("type",),
    )


@cache
def all_names(wanted: Dialect | None = None) -> tuple[str, ...]:
    """Return every layer name that may be used."""
    from shapecalc.layers import LAYERS

    dialects = [each for each in DIALECTS.values() if not each.fed_weights] if wanted is None else [wanted]
    return (*(name for dialect in dialects for name in dialect.classes), *LAYERS)
