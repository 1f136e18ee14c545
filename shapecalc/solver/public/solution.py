"""A solution as Python sees it: frozen, and able to give its layer, its code and its cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, PrivateAttr

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ask import LARGEST_SETTING, one_of
from shapecalc.solver.cost import Cost, cost
from shapecalc.solver.ops import FRAMEWORKS
from shapecalc.solver.solution import Solution as Settings

if TYPE_CHECKING:
    from shapecalc.dialects.framework_layer import AnyLayer

Whole = int | tuple[int, ...]


class Solution(BaseModel):
    """A layer that takes ``size`` to ``out``; numbers are tuples where the axes differ, None where the op has none.

    ``mode`` is ``ceil`` for a pool, ``nearest`` or ``bilinear`` for an upsampling, ``output_size`` for an unpooling
    whose size is asked for, ``up`` or ``down`` for a shuffle, whose factor is ``factor``. ``exact`` says that every
    size goes by the stride, ``covers`` that every input counts and every output is made of some. ``effective_kernel``
    is the kernel with its dilation, ``sees`` how many inputs in a row an output sees, in elements. ``size`` and ``out``
    are None when a factor was asked for.
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
    factor: int | float | None = None
    mode: str | None = None
    exact: bool
    covers: bool
    checkerboard_free: bool | None
    learnable: bool
    effective_kernel: Whole
    sees: Whole
    recipe: str | None
    _axes: tuple[Settings, ...] = PrivateAttr()

    def code(self, framework: str, channels: tuple[int, int] | None = None) -> str:
        """Return the line of code in ``keras``, ``torch`` or ``onnx``; refuse what the framework cannot say."""
        from shapecalc.solver.code import code

        return code(self._axes, _known(framework, *FRAMEWORKS), channels and self._fitting(channels))

    def layer(self, framework: str | None = None, channels: tuple[int, int] | None = None) -> AnyLayer:
        """Return the layer that the code makes, which can ``infer`` shapes; for PyTorch unless another was asked for.

        In ONNX channels are those of the weight, which ``infer`` is given with the input.
        """
        from shapecalc.solver.code import layer

        known = _known(framework or self.framework or "torch", *FRAMEWORKS)
        return layer(self._axes, known, (1, 1) if channels is None else self._fitting(channels))

    def cost(self, channels: tuple[int, int]) -> Cost:
        """Return ``params`` (with the bias) and ``macs`` of one sample, for channels in and out."""
        if self.size is None:
            raise ShapecalcError("a factor has no size to count at", fix="solve for a size, or ask the layer")
        return cost(self._axes, self._fitting(channels))

    def output_size(self, size: int) -> Whole:
        """Return what the same settings make of another size, along every axis; refuse what the formula refuses."""
        found: Whole = _together(each.output_size(size) for each in self._axes)
        return found

    def _fitting(self, channels: Any) -> tuple[int, int]:
        from shapecalc.solver.channels import fitting

        return fitting(self._axes, _pair(channels))


def made(axes: tuple[Settings, ...], *, sized: bool = True) -> Solution:
    """Return the solution of all axes together."""
    first = axes[0]
    solution = Solution(
        op=first.op,
        framework=first.framework or None,
        size=_together(each.size for each in axes) if sized else None,
        out=_together(each.out for each in axes) if sized else None,
        factor=first.factor,
        mode=first.mode or None,
        exact=all(each.exact for each in axes),
        covers=all(each.covers for each in axes),
        checkerboard_free=None if first.checkerboard_free is None else all(each.checkerboard_free for each in axes),
        learnable=first.layer.learnable,
        effective_kernel=_together(each.effective_kernel for each in axes),
        sees=_together(each.layer.sees(each) for each in axes),
        recipe=first.recipe if len({each.settings for each in axes}) == 1 else None,
        **{name: _together(getattr(each, name) for each in axes) for name in first.layer.settings},
    )
    solution._axes = axes  # noqa: SLF001 - it is ours
    return solution


def _together(values: Any) -> Any:
    from shapecalc.solver.code.call import together

    return together(values)


def _known(framework: str, *known: str) -> str:
    if framework not in known:
        raise ShapecalcError(f"framework is {framework!r}", why=f"it must be {one_of(known)}", path=("framework",))
    return framework


def _pair(channels: Any) -> tuple[int, int]:
    """Return the channels before and after, if they are."""
    two = isinstance(channels, (tuple, list)) and len(channels) == 2
    if not two or not all(type(each) is int and 0 < each <= LARGEST_SETTING for each in channels):
        raise ShapecalcError(
            f"channels is {channels!r}", why="it must be two whole numbers, 1 or more", fix="give (64, 32)"
        )
    before, after = channels
    return before, after
