"""A solution as an ONNX node: the operator and its attributes, one number an axis.

The names stand here until ONNX is a dialect, which can then take over ``line``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from shapecalc.solver.code.call import Axes, unsaid

Attributes = dict[str, Any]


def code(axes: Axes) -> str:
    """Return the node; refuse what ONNX cannot say."""
    if any(isinstance(each.padding, str) for each in axes):
        raise unsaid("ONNX", "is asked in Keras' words", "ask with --framework onnx")
    operator, attributes = _NODES[axes[0].op](axes)
    return line(operator, attributes)


def line(operator: str, attributes: Attributes) -> str:
    """Return a node as text.

    >>> line("Conv", {"kernel_shape": [3, 3]})
    'Conv(kernel_shape=[3, 3])'
    """
    return f"{operator}({', '.join(f'{name}={value!r}' for name, value in attributes.items())})".replace("'", '"')


def _list(values: Iterable[int], default: int | None = None) -> list[int] | None:
    found = list(values)
    return None if set(found) == {default} else found


def _given(**attributes: Any) -> Attributes:
    return {name: value for name, value in attributes.items() if value is not None}


def _window(axes: Axes) -> Attributes:
    pads = [each.numbers[2] for each in axes] * 2
    return _given(
        kernel_shape=_list(each.kernel_size for each in axes),
        strides=_list((each.stride for each in axes), 1),
        pads=_list(pads, 0),
        dilations=_list((each.dilation for each in axes), 1),
    )


def _conv(axes: Axes) -> tuple[str, Attributes]:
    return "Conv", _window(axes)


def _transpose(axes: Axes) -> tuple[str, Attributes]:
    if any(each.numbers[3] >= each.stride > 1 or each.numbers[3] > each.stride - 1 for each in axes):
        raise unsaid("ONNX", "takes an output_padding under the stride only (onnxruntime)")
    extra = _given(output_padding=_list((each.numbers[3] for each in axes), 0))
    return "ConvTranspose", {**_window(axes), **extra}


def _pool(axes: Axes) -> tuple[str, Attributes]:
    if len({each.mode for each in axes}) > 1:
        raise unsaid("ONNX", "rounds all axes up or none")
    return "MaxPool", {**_window(axes), **({"ceil_mode": 1} if axes[0].mode else {})}


def _unpool(axes: Axes) -> tuple[str, Attributes]:
    if any(each.mode for each in axes):
        raise unsaid("ONNX", "needs the batch and the channels in output_shape", "choose a setting without output_size")
    return "MaxUnpool", _window(axes)


def _upsample(axes: Axes) -> tuple[str, Attributes]:
    mode = {"mode": "nearest" if axes[0].mode == "nearest" else "linear"}
    if all(each.stride for each in axes):
        return "Resize", {"scales": [1.0, 1.0, *(float(each.stride) for each in axes)], **mode}
    return "Resize", {"axes": [*range(2, 2 + len(axes))], "sizes": [each.out for each in axes], **mode}


def _shuffle(axes: Axes) -> tuple[str, Attributes]:
    if len(axes) != 2 or len({each.settings for each in axes}) > 1:
        raise unsaid("ONNX", "shuffles two axes, with one factor")
    if axes[0].mode == "up":
        return "DepthToSpace", {"blocksize": axes[0].stride, "mode": "CRD"}
    return "SpaceToDepth", {"blocksize": axes[0].stride}


_NODES: dict[str, Callable[[Axes], tuple[str, Attributes]]] = {
    "transpose": _transpose,
    "conv": _conv,
    "pool": _pool,
    "upsample": _upsample,
    "unpool": _unpool,
    "shuffle": _shuffle,
}
