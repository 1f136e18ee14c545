"""PReLU (He et al., 2015): a ReLU whose negative slope is learned.

>>> PReLU().weights((None, 8, 8, 3)), PReLU(shared_axes=(1, 2)).weights((None, 8, 8, 3))[0].shape
((Weight(name='alpha', shape=(8, 8, 3), role='trainable'),), (1, 1, 3))
>>> PReLU(slopes=3, data_format="channels_first").weights((None, 3, 8, 8))
(Weight(name='alpha', shape=(3,), role='trainable'),)
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import ITS_INPUT, Keeps
from shapecalc.layers.layer import Layer, Weight, agreed, known
from shapecalc.layers.reads import Reads, in_place
from shapecalc.layers.settings import Amount, Axes
from shapecalc.shape import DataFormat, Shape, normal_axis


class PReLU(Layer):
    """One slope for every position but the ``shared_axes``; or ``slopes``: one for all, or one for each channel."""

    data_format: DataFormat = "channels_last"
    shared_axes: Axes = ()
    slopes: Amount | None = None

    def output(self, x: Shape) -> Shape:
        if self.slopes is not None and self.slopes != 1:
            channels = 1 if self.data_format == "channels_first" else -1
            agreed(self.slopes, x[channels] if len(x) > 1 else 1, "slopes")
        return x

    def reads(self, x: Shape) -> Reads:
        return in_place(x)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return ITS_INPUT

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        if self.slopes is not None:
            return (Weight("alpha", (self.slopes,)),)
        axes = self.shared_axes if isinstance(self.shared_axes, tuple) else (self.shared_axes,)
        shared = [self._sample_axis(axis, len(x)) for axis in axes]
        sizes = tuple(1 if axis in shared else known(size, f"axis {axis}") for axis, size in enumerate(x[1:], start=1))
        return (Weight("alpha", sizes),)

    @staticmethod
    def _sample_axis(axis: int, rank: int) -> int:
        found = normal_axis(axis, rank, "shared_axes")
        if found == 0:
            raise ShapecalcError(
                f"shared_axes holds {axis}", why="that is the batch, which is shared anyway", path=("shared_axes",)
            )
        return found
