"""A dense layer over any axes, told by an Einstein sum: ``ab,bc->ac`` is the usual one.

>>> layer = EinsumDense(equation="abc,cde->abde", output_shape=(10, 2, 4), bias_axes="de")
>>> layer.output((None, 10, 8)), layer.macs((None, 10, 8))
((None, 10, 2, 4), 640)
>>> [weight.shape for weight in layer.weights((None, 10, 8))]
[(8, 2, 4), (2, 4)]
"""

from __future__ import annotations

from re import fullmatch
from typing import NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import ITS_INPUT, Keeps
from shapecalc.layers.layer import Layer, Weight, known
from shapecalc.layers.lora import adapted
from shapecalc.layers.settings import Amount, SizesOrNone
from shapecalc.shape import Shape, Size, samples, times

FORMS = (
    r"([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)",
    r"([a-zA-Z]{2,})\.\.\.,([a-zA-Z]+)->([a-zA-Z]+)\.\.\.",
    r"\.\.\.([a-zA-Z]+),([a-zA-Z]+)->\.\.\.([a-zA-Z]+)",
)
Sizes = dict[str, Size]


class _Axes(NamedTuple):
    """The sizes of the letters in the input, the kernel and the output, and of the axes without a letter."""

    read: Sizes
    kernel: Sizes
    written: Sizes
    rest: Shape
    rest_first: bool


class EinsumDense(Layer):
    """The letters of the ``equation`` name the axes of input, kernel and output; ``...`` are axes that stay.

    ``output_shape`` holds the sizes of the output's letters, without the batch, which comes first; one that the input
    tells may be None, and is open then, unless it ``follows`` the input. ``bias_axes`` are the letters of the bias.
    ``lora_rank`` freezes the kernel.
    """

    equation: str
    output_shape: SizesOrNone
    bias_axes: str | None = None
    lora_rank: Amount | None = None
    follows: bool = False

    def output(self, x: Shape) -> Shape:
        axes = self._axes(x)
        written = tuple(axes.written.values())
        return (*axes.rest, *written) if axes.rest_first else (*written, *axes.rest)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return ITS_INPUT

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        axes = self._axes(x)
        kernel = Weight("kernel", tuple(known(size, f"the size of {name!r}") for name, size in axes.kernel.items()))
        return adapted((kernel, *self._bias(axes)), self.lora_rank)

    def macs(self, x: Shape) -> int | None:
        axes = self._axes(x)
        batch, *sizes = (*axes.rest, *axes.read.values()) if axes.rest_first else (*axes.read.values(), *axes.rest)
        new = [size for name, size in axes.kernel.items() if name not in axes.read]
        return times(samples((batch,)), *sizes, *new)

    def _axes(self, x: Shape) -> _Axes:
        read, kernel, written, rest_first = self._letters()
        count = len(x) - len(read)
        if count < rest_first:
            raise self._wrong(f"the input's shape is {x}, and {read!r} names {len(read)} axes")
        rest = x[:count] if rest_first else x[len(read) :]
        found: Sizes = dict(zip(read, x[count:] if rest_first else x, strict=False))
        asked = self.output_shape if rest_first else (x[0], *self.output_shape)
        if len(asked) != len(written):
            raise self._wrong(f"output_shape {self.output_shape} does not fit the letters {written!r}")
        made: Sizes = dict(zip(written, asked, strict=True))
        if self.follows:
            made = {name: found.get(name) if size is None else size for name, size in made.items()}
        for name in read:
            if made.get(name) is not None and made[name] != found[name]:
                raise self._wrong(f"{name!r} is {found[name]} in the input and {made[name]} in the output")
        return _Axes(
            found, {name: made[name] if name in made else found[name] for name in kernel}, made, rest, rest_first
        )

    def _letters(self) -> tuple[str, str, str, bool]:
        for form in FORMS:
            match = fullmatch(form, self.equation)
            if match:
                read, kernel, written = match.groups()
                if not set(kernel) <= {*read, *written} or not set(written) <= {*read, *kernel}:
                    raise self._wrong("every letter of the kernel and of the output must stand in another part too")
                return read, kernel, written, form is FORMS[-1]
        raise self._wrong("it must look like ab,bc->ac, with ... before or after its input and its output, if at all")

    def _bias(self, axes: _Axes) -> tuple[Weight, ...]:
        if self.bias_axes is None:
            return ()
        names = list(axes.written)
        if not self.bias_axes or not set(self.bias_axes) <= set(names):
            raise ShapecalcError(
                f"bias_axes is {self.bias_axes!r}",
                why=f"the output's letters are {''.join(names)!r}",
                path=("bias_axes",),
            )
        first = min(map(names.index, self.bias_axes))
        sizes = [known(axes.written[name], f"the size of {name!r}") if name in self.bias_axes else 1 for name in names]
        return (Weight("bias", (*sizes[first:], *(() if axes.rest_first else (1,) * len(axes.rest)))),)

    def _wrong(self, why: str) -> ShapecalcError:
        return ShapecalcError(f"the equation {self.equation!r} does not fit", why=why, path=("equation",))
