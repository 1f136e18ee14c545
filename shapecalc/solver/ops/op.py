"""What a layer's file says of it: the class that each of them fills in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ops.recipe import Recipe
from shapecalc.solver.ops.step import Limit, whole
from shapecalc.solver.question import Question, Window

if TYPE_CHECKING:
    from shapecalc.solver.solution import Solution

Padding = int | str
EVERY_SETTING = frozenset({"kernel_size", "stride", "padding", "output_padding", "dilation"})
EXACTLY = range(1)


class Settled(NamedTuple):
    """What is solved for, once the window is chosen. ``mode`` is a word of the op's ``modes``."""

    padding: Padding = 0
    output_padding: int | None = 0
    mode: str = ""


class Affine(NamedTuple):
    """What settings make of any input size W: ``(times*W + plus) // over``.

    >>> Affine(times=2, plus=1)(64), Affine(plus=1, over=2)(127)
    (129, 64)
    """

    times: int = 1
    plus: int = 0
    over: int = 1

    def __call__(self, size: int) -> int:
        """Return the output size."""
        return (self.times * size + self.plus) // self.over

    @property
    def exact(self) -> bool:
        """Whether every size (that ``over`` divides) is multiplied by ``times/over``, without a remainder."""
        return 0 <= self.plus < self.over


class Op:
    """A layer, solved along one axis. The settings it has not got are in no pin."""

    word = ""
    card = ""
    """Our word for the layer."""
    settings = EVERY_SETTING
    modes: tuple[str, ...] = ("",)
    spare_mode = ""
    """The mode that is listed only where it makes a difference; several cases may need it for one of them."""
    learnable = False
    padding_rule = ""
    """What bounds a padding that is not pinned together with the kernel, in words."""
    pads_half = False
    """Whether no padding is legal over half the kernel, pinned or not."""
    growth = "the factor for each element more"
    """How the output grows with the input, in words."""
    moves_channels = False
    """Whether channels become pixels, or pixels channels: how many, the factor says."""
    whole = False
    """Whether it takes such sizes only as its factor divides."""
    for_all_axes = ""
    """What a layer has once for all its axes, in words; ``once`` tells it of a solution."""

    def windows(self, question: Question) -> Iterator[Window]:
        """Yield every window to try."""
        return question.windows()

    def steps(self, question: Question) -> Iterator[Window]:
        """Yield every window that a stage of a chain may have."""
        return self.windows(question)

    def settle(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield every (padding, output_padding, mode) with which the window answers the question."""
        raise NotImplementedError

    def free(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield every (padding, output_padding, mode) that is legal for a window, whatever the sizes."""
        raise NotImplementedError

    def reachable(self, question: Question, window: Window) -> range:
        """Return every output size, 1 or more, that the window gives with the paddings of the question."""
        raise NotImplementedError

    def reached(self, question: Question) -> list[range]:
        """Return the output sizes of all windows."""
        return [sizes for window in self.windows(question) if (sizes := self.reachable(question, window))]

    def output_paddings(self, stride: int, dilation: int) -> range:  # noqa: ARG002 - most layers have none
        """Return the legal output_paddings; ``range(1)`` where there is no such setting."""
        return EXACTLY

    def output_size(self, solution: Solution, size: int) -> int:
        """Return the output size for another input, by the formula; refuse what the formula refuses."""
        raise NotImplementedError

    def gives(self, solution: Solution, size: int, out: int) -> bool:
        """Tell whether the same settings take another size to another output."""
        try:
            return self.output_size(solution.at(size, out), size) == out
        except ShapecalcError:
            return False

    def growing(self, wider: int, more: int) -> Limit:  # noqa: ARG002 - no rule
        """Return (a, b) with ``a*S <= b`` if ``wider`` elements more give ``more`` outputs more."""
        return 0, 0

    def limits(self, question: Question) -> tuple[Limit, ...]:  # noqa: ARG002 - no rule
        """Return (a, b) with ``a*S <= b`` for the sizes of a question, whatever else is set within the bounds."""
        return ()

    def narrowed(self, question: Question) -> Question:
        """Return the question without the strides that cannot do it; every solution is left."""
        return question._replace(strides=whole(self.limits(question), question.stride))

    def serving(self, solution: Solution, cases: Sequence[tuple[int, int]]) -> Solution | None:
        """Return the solution as it serves every case (size and output); None where it does not."""
        spare = [solution._replace(mode=self.spare_mode)] if self.spare_mode and not solution.mode else []
        return next((one for one in (solution, *spare) if all(self.gives(one, *case) for case in cases)), None)

    def affine(self, solution: Solution) -> Affine | None:
        """Return the rule for every input size; None where the output is always the same."""
        raise NotImplementedError

    def unless(self, solution: Solution) -> Affine | None:  # noqa: ARG002 - most settings are needed everywhere
        """Return the rule of simpler settings, which stand for these wherever they give the same size."""
        return None

    def inputs(self, solution: Solution) -> range:
        """Return every input size with this output size."""
        return range(solution.size, solution.size + 1)

    def channel_factor(self, solution: Solution) -> tuple[int, int]:  # noqa: ARG002 - most keep them
        """Return what an axis multiplies the channels by where nothing is learned, and what it divides them by."""
        return 1, 1

    def once(self, solution: Solution) -> object:  # noqa: ARG002 - most layers have every setting for each axis
        """Return what has to be the same on every axis of a layer."""
        return None

    def spelled(self, solution: Solution) -> Solution:
        """Return the same with every setting said that may be left out."""
        return solution

    def covers(self, solution: Solution) -> bool:  # noqa: ARG002 - most layers do
        """Tell whether no output is without an input, and no input without an output."""
        return True

    def checkerboard_free(self, solution: Solution) -> bool | None:  # noqa: ARG002 - most layers do not overlap
        """Tell whether every output meets as many inputs; None where that is no question."""
        return None

    def one_window(self, question: Question) -> bool:  # noqa: ARG002 - no rule
        """Tell whether the stride makes no difference to the answer."""
        return False

    def plain(self, question: Question) -> Window | None:  # noqa: ARG002 - no rule
        """Return the window that does it without padding, whatever the bounds."""
        return None

    def recipes(self, stride: int) -> tuple[Recipe, ...]:  # noqa: ARG002 - most settings have no name
        """Return the settings the field knows by name, the usual first."""
        return ()

    def known(self, strides: Iterable[int], size: int, out: int) -> Iterator[Recipe]:
        """Yield the recipes with one of the strides that take ``size`` to ``out``."""
        from shapecalc.solver.solution import Solution

        for stride in strides:
            for recipe in self.recipes(stride):
                one = Solution(self.word, *recipe[1:], 1, size, out)
                if recipe.stride == stride and self.gives(one, size, out):
                    yield recipe

    def sees(self, solution: Solution) -> int:
        """Return how many inputs in a row an output can see."""
        raise NotImplementedError

    def equation(self, solution: Solution) -> tuple[str, str]:
        """Return the formula, and the formula with the numbers put in."""
        raise NotImplementedError

    def parameters(self, kernel: Sequence[int], channels: tuple[int, int]) -> int:  # noqa: ARG002 - most learn nothing
        """Return how many numbers are learned, the bias with them."""
        return 0

    def laid_on(self, size: int, out: int) -> int:  # noqa: ARG002 - most have no kernel that multiplies
        """Return the side of the grid on which the kernel is laid, which its MACs go by."""
        return 0

    def passes(self, solution: Solution, before: int, after: int) -> bool:  # noqa: ARG002 - most have no say
        """Tell whether the settings make so many channels of so many."""
        return self.learnable or before == after

    def beside(self, channels: Collection[int], factors: Collection[int]) -> frozenset[int]:  # noqa: ARG002
        """Return the channels that may stand on the other side of a layer that learns nothing."""
        return frozenset(channels)

    def macs(
        self,
        sizes: Sequence[int],  # noqa: ARG002 - most multiply nothing
        outs: Sequence[int],  # noqa: ARG002
        kernel: Sequence[int],  # noqa: ARG002
        channels: tuple[int, int],  # noqa: ARG002
    ) -> int:
        """Return the multiply-adds of one sample."""
        return 0


def kernel_word(solution: Solution) -> str:
    """Return what an equation calls the effective kernel, D(F-1) + 1: that is F where nothing is dilated."""
    return "F" if solution.dilation == 1 else "reach"


def half_up(number: int) -> int:
    """Return half a number, rounded up."""
    return -(-number // 2)
