"""The door for Python: ``shapecalc.solve`` and ``shapecalc.iter_solutions``, and the solutions they give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, PrivateAttr

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ask import Limits, ask
from shapecalc.solver.factor import by_factor, read_factor
from shapecalc.solver.inquiry import IMAGES, every_op, inquiry
from shapecalc.solver.question import Pins
from shapecalc.solver.search import find
from shapecalc.solver.solution import Solution as Settings

if TYPE_CHECKING:
    from shapecalc.dialects.framework_layer import AnyLayer

Whole = int | tuple[int, ...]


class Solution(BaseModel):
    """A layer that takes ``size`` to ``out``; numbers are tuples where the axes differ, None where the op has none.

    ``mode`` is ``ceil`` for a pool, ``nearest`` or ``bilinear`` for an upsampling, ``output_size`` for an unpooling
    whose size is asked for, ``up`` or ``down`` for a shuffle, whose factor is ``factor``. ``exact`` says that every
    size goes by the stride. ``size`` and ``out`` are None when a factor was asked for.
    """

    model_config = ConfigDict(frozen=True)

    op: str
    framework: str | None = None
    size: Whole | None
    out: Whole | None
    kernel_size: Whole | None = None
    stride: Whole | None = None
    padding: Whole | str | None = None
    output_padding: Whole | None = None
    dilation: Whole | None = None
    factor: Whole | None = None
    mode: str | None = None
    exact: bool
    covers: bool
    checkerboard_free: bool | None
    learnable: bool
    recipe: str | None
    _axes: tuple[Settings, ...] = PrivateAttr()

    def code(self, framework: str, channels: tuple[int, int] | None = None) -> str:
        """Return the line of code in ``keras``, ``torch`` or ``onnx``; refuse what the framework cannot say."""
        from shapecalc.solver.code import code

        return code(self._axes, _known(framework, "keras", "torch", "onnx"), channels)

    def layer(self, framework: str | None = None, channels: tuple[int, int] = (1, 1)) -> AnyLayer:
        """Return the layer that the code makes, for PyTorch unless Keras was asked for; it can ``infer`` shapes."""
        from shapecalc.solver.code import layer

        return layer(self._axes, _known(framework or self.framework or "torch", "keras", "torch"), channels)


def solve(size: Any = None, out: Any = None, *, factor: Any = None, **settings: Any) -> list[Solution]:
    """Return every layer that takes ``size`` to ``out``, the usual first; or that goes by ``factor``, for every size.

    A tuple has a size for each axis, a list several cases that one setting is to serve; ``factor`` is 2, or "1/2". The
    settings are those of ``iter_solutions``.

    >>> from shapecalc import solve
    >>> [(each.kernel_size, each.padding, each.recipe) for each in solve(64, 128, stride=2, max_kernel=4)]
    [(4, 1, 'DCGAN'), (2, 0, 'U-Net up-convolution'), (3, 1, 'CycleGAN'), (1, 0, None)]
    >>> solve((64, 48), (128, 96))[0].code("torch")
    'nn.ConvTranspose2d(c_in, c_out, 4, stride=2, padding=1)'
    >>> solve(factor="1/2", op="pool")[0].layer("keras").infer((None, 64, 64, 3)).output_shape
    (None, 32, 32, 3)
    """
    op, pins, limits, framework = _taken(settings)
    if factor is not None:
        _, solutions, _ = by_factor(read_factor(factor), op, pins, limits, framework)
        return [_made((one,) * IMAGES, sized=False) for one in solutions]
    asked = inquiry(size, out)
    return [_made(row) for _, found in every_op(asked, op, pins, limits, framework) for row in found.rows]


def iter_solutions(size: int, out: int, **settings: Any) -> Iterator[Solution]:
    """Yield the layers that take ``size`` to ``out`` one after the other, the small kernels first.

    Settings: ``op`` (transpose, conv, pool, upsample, unpool, shuffle), ``framework`` (keras, torch, onnx);
    ``kernel_size``, ``stride``, ``padding``, ``output_padding`` and ``dilation`` are kept; ``max_kernel``,
    ``max_stride``, ``max_padding`` and ``max_dilation`` bound them.

    >>> from shapecalc import iter_solutions
    >>> next(iter_solutions(10**9, 2 * 10**9, max_kernel=10**5)).code("torch")
    'nn.ConvTranspose2d(c_in, c_out, 1, stride=2, output_padding=1)'
    """
    op, pins, limits, framework = _taken(settings)
    question = ask(size, out, op, pins, limits, framework, lazily=True)
    return (_made((one,) * IMAGES) for one in find(question))


def _taken(settings: dict[str, Any]) -> tuple[str | None, Pins, Limits, str]:
    known = ("op", "framework", *Pins._fields, *Limits._fields)
    for name in settings:
        if name not in known:
            raise TypeError(f"solve() got an unexpected setting {name!r}; it takes {', '.join(known)}")
    pins = Pins(**{name: settings.get(name) for name in Pins._fields})
    limits = Limits(**{name: settings.get(name) for name in Limits._fields})
    return settings.get("op"), pins, limits, settings.get("framework") or ""


def _known(framework: str, *known: str) -> str:
    if framework not in known:
        raise ShapecalcError(f"framework is {framework!r}", why=f"it must be {' or '.join(known)}", path=("framework",))
    return framework


def _made(axes: tuple[Settings, ...], *, sized: bool = True) -> Solution:
    from shapecalc.solver.code.call import together

    first = axes[0]
    solution = Solution(
        op=first.op,
        framework=first.framework or None,
        size=together(each.size for each in axes) if sized else None,
        out=together(each.out for each in axes) if sized else None,
        factor=first.stride if not first.layer.settings and first.stride else None,
        mode=first.mode or None,
        exact=all(each.exact for each in axes),
        covers=all(each.covers for each in axes),
        checkerboard_free=first.checkerboard_free,
        learnable=first.layer.learnable,
        recipe=first.recipe,
        **{name: together(getattr(each, name) for each in axes) for name in first.layer.settings},
    )
    solution._axes = axes  # noqa: SLF001 - it is ours
    return solution
