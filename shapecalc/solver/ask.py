"""From what the user gave to a question that makes sense: checks, the layer to solve for, the default bounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shapecalc.errors import Problem, ShapecalcError, did_you_mean
from shapecalc.solver.ops import FRAMEWORKS, OPS, Op, op_of
from shapecalc.solver.question import ANY_PADDING, Pins, Question, Space


class Limits(NamedTuple):
    """The largest value of each setting that is not pinned; None is the default."""

    max_kernel: int | None = None
    max_stride: int | None = None
    max_padding: int | None = None
    max_dilation: int | None = None


LARGEST_KERNEL, LARGEST_STRIDE = 128, 64  # of the default bounds; what the user gives may be larger
MOST_SETTINGS = 1_000_000
LARGEST_SIZE, LARGEST_SETTING = 10**18, 10**9  # what a 64-bit machine can count, also when two settings are multiplied
LIMITED = {"kernel_size": "max_kernel", "stride": "max_stride", "padding": "max_padding", "dilation": "max_dilation"}
FROM_ZERO = ("padding", "output_padding", "max_padding")


def ask(
    size: int,
    out: int,
    op: str | None,
    pins: Pins,
    limits: Limits,
    framework: str | None = None,
    *,
    lazily: bool = False,
) -> Question:
    """Return the question, or raise with every mistake in it; ``lazily`` asked, no question is too long."""
    framework = "" if framework is None else framework
    _check_numbers(size, out, pins, limits, framework)
    word = usual_op(size, out) if op is None else op
    _refuse([_no_such_word("op", word, OPS), _no_such_word("framework", framework, ("", *FRAMEWORKS))])
    layer = op_of(word, framework)
    _check_settings(layer, size, out, pins, limits)
    question = Question(size, out, word, bounds(size, out, layer, pins, limits), pins, framework)
    _refuse([_impossible_output_padding(question), None if lazily else _too_many(question)])
    return question


def usual_op(size: int, out: int) -> str:
    """Return the layer that is asked when none is named.

    >>> usual_op(64, 128), usual_op(64, 32)
    ('transpose', 'conv')
    """
    return "transpose" if out > size else "conv"


def _check_numbers(size: int, out: int, pins: Pins, limits: Limits, framework: str) -> None:
    """Refuse what is no whole number, and of Keras' padding what is no word."""
    given = {"size": size, "out": out, **pins._asdict(), **limits._asdict()}
    if framework == "keras" and isinstance(pins.padding, str):
        _refuse([_no_such_word("padding", given.pop("padding"), ("valid", "same"))])
    _refuse(
        [_no_such_number(name, value) for name, value in given.items() if value is not None or name in ("size", "out")]
    )
    if framework == "keras" and isinstance(pins.padding, int):
        raise ShapecalcError(
            f"padding is {pins.padding}", why="Keras pads by words", fix="use valid or same", path=("padding",)
        )


def _check_settings(layer: Op, size: int, out: int, pins: Pins, limits: Limits) -> None:
    """Refuse what the layer has not got, and what contradicts its own limit."""
    _refuse([_not_its_setting(layer, size, out, name, pin) for name, pin in pins._asdict().items() if pin is not None])
    _refuse([*(_over_its_limit(name, pins, limits) for name in LIMITED), _over_half(layer, pins)])


def bounds(size: int, out: int, layer: Op, pins: Pins, limits: Limits) -> Space:
    """Return the values of what is not pinned, by the limits and the defaults.

    With the factor ``f = ceil(larger size / smaller size)``: stride up to ``max(4, f)``, but 64 at most, and 1 when the
    sizes are equal; kernel_size up to ``max(7, 2f)``, but 128 at most, and further where a recipe the field knows does
    it (AlexNet's 11/4/2 for 224 -> 55); dilation 1. Padding and output_padding are bounded by the kernel and the stride
    themselves.
    """
    factor = -(-max(size, out) // min(size, out))
    stride = limits.max_stride or (1 if size == out else max(4, min(factor, LARGEST_STRIDE)))
    kernel = limits.max_kernel or max(7, min(2 * factor, LARGEST_KERNEL))
    if limits.max_kernel is None and pins.kernel_size is None:
        strides = range(1, stride + 1) if pins.stride is None else (pins.stride,)
        kernel = max(kernel, *(each.kernel_size for each in layer.known(strides, size, out)), 0)
    dilation = limits.max_dilation or 1 if "dilation" in layer.settings else 1
    widest = max(dilation, pins.dilation or 1)
    return Space(
        kernel_size=range(1, kernel + 1),
        stride=range(1, stride + 1),
        padding=ANY_PADDING if limits.max_padding is None else range(limits.max_padding + 1),
        output_padding=layer.output_paddings(max(stride, pins.stride or 1), widest),
        dilation=range(1, dilation + 1),
    )


def _refuse(problems: list[Problem | None]) -> None:
    found = [problem for problem in problems if problem]
    if found:
        raise ShapecalcError(problems=found)


def _no_such_number(name: str, value: object) -> Problem | None:
    minimum = 0 if name in FROM_ZERO else 1
    most = LARGEST_SIZE if name in ("size", "out") else LARGEST_SETTING
    if isinstance(value, int) and not isinstance(value, bool) and value >= minimum:
        return None if value <= most else Problem(f"{name} is over {most}", fix=f"use {most} or less", path=(name,))
    sides = ", the same on both sides" if name == "padding" and isinstance(value, str) else ""
    words = ", or ask with framework keras, which pads by words" if value in ("valid", "same") else ""
    return Problem(
        f"{name} is {value!r}",
        why=f"it must be a whole number, {minimum} or more{sides}",
        fix=f"use {minimum} or more{words}",
        path=(name,),
    )


def _no_such_word(name: str, word: str, known: Iterable[str]) -> Problem | None:
    words = [each for each in known if each]
    if word in tuple(known):
        return None
    return Problem(
        f"{name} is {word!r}", why=f"it must be {one_of(words)}", fix=did_you_mean(str(word), words), path=(name,)
    )


def one_of(words: Sequence[str]) -> str:
    """Return words as a choice.

    >>> one_of(["keras", "torch", "onnx"])
    'keras, torch or onnx'
    """
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _not_its_setting(layer: Op, size: int, out: int, name: str, pin: object) -> Problem | None:
    if name in layer.settings or (name == "output_padding" and pin == 0) or (name == "dilation" and pin == 1):
        return None
    return Problem(
        f"{name} is {pin}, but {layer.word} has none",
        why=f"{size} -> {out} is solved with {layer.word}",
        fix=f"leave {name} out, or choose another op",
        path=(name,),
    )


def _over_its_limit(name: str, pins: Pins, limits: Limits) -> Problem | None:
    pin, limit = getattr(pins, name), getattr(limits, LIMITED[name])
    if not isinstance(pin, int) or limit is None or pin <= limit:
        return None
    return Problem(
        f"{name} {pin} is over the {LIMITED[name]} of {limit}",
        why=f"{pin} > {limit}",
        fix=f"leave {LIMITED[name]} out, or use a {name} of at most {limit}",
        path=(name,),
    )


def _over_half(layer: Op, pins: Pins) -> Problem | None:
    """Refuse what PyTorch refuses, ``pad should be at most half of kernel size``, and onnxruntime too."""
    kernel, padding = pins.kernel_size, pins.padding
    if not layer.pads_half or not isinstance(padding, int) or kernel is None or padding <= kernel // 2:
        return None
    return Problem(
        f"padding {padding} is over half the kernel_size {kernel}",
        why=f"no {layer.word} pads more than half its kernel: {padding} > {kernel}//2",
        fix=f"use a padding of at most {kernel // 2}, or a kernel_size of {2 * padding} or more",
        path=("padding",),
    )


def _impossible_output_padding(question: Question) -> Problem | None:
    space, wanted = question.space, question.pins.output_padding or 0
    allowed = op_of(question.op, question.framework).output_paddings(space.stride[-1], space.dilation[-1])
    if wanted in allowed:
        return None
    return Problem(
        f"output_padding {wanted} is too large",
        why=f"it must be less than the stride, {_at_most(space.stride)}, or the dilation, {_at_most(space.dilation)}",
        fix=f"use 0 to {allowed[-1]}, or a stride of {wanted + 1} or more",
        path=("output_padding",),
    )


def _at_most(values: range) -> str:
    return str(values[0]) if len(values) == 1 else f"at most {values[-1]}"


def _too_many(question: Question) -> Problem | None:
    if question.tries <= MOST_SETTINGS:
        return None
    return Problem(
        f"there are up to {question.tries} settings to try",
        why=f"the limit is {MOST_SETTINGS}",
        fix="pin kernel_size, stride or padding, or lower max_kernel, max_stride or max_dilation",
    )
