"""What every card is: settings, and what they make of a shape."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, NamedTuple, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import Keeps
from shapecalc.layers.reads import Reads, everything
from shapecalc.shape import DataFormat, Parts, Shape, Size, is_known, join, split

Role = Literal["trainable", "frozen", "statistic", "counter"]
Output = Shape | list[Shape | None]
"""One shape, or a list where several come out; None stands for an output that is asked for and not there."""


class Weight(NamedTuple):
    """An array that a layer owns: learned, frozen (no longer learned), a statistic that is kept, or a counter."""

    name: str
    shape: tuple[int, ...]
    role: Role = "trainable"


class Layer(BaseModel):
    """One layer: frozen settings, checked when it is made.

    A card overrides ``output`` and, where it has any, ``weights`` and ``macs``. Shapes come in as positional
    arguments, one for each input; an open size is None and leaves what depends on it open.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, protected_namespaces=())
    inputs: ClassVar[tuple[int, int | None]] = (1, 1)
    """The least and the largest number of inputs; None is no limit."""
    merges: ClassVar[bool] = False
    """Whether its inputs come as a list, even where there is only one."""
    nested: ClassVar[tuple[str, ...]] = ()
    """The settings that hold a layer."""

    workspace: ClassVar[str] = ""
    """Who decides what training keeps of it, where the layer itself does not."""

    def output(self, *inputs: Any, **more: Any) -> Output:
        """Return the shape that comes out, or a list of shapes where several do."""
        raise TypeError(f"{type(self).__name__} does not say what comes out of {inputs} {more}")

    def reads(self, *inputs: Any) -> Reads:
        """Return what of each axis of the inputs an output element looks at; a card that is silent looks at all.

        Raises ``ShapecalcError`` where that cannot be told.
        """
        return everything(*inputs)

    def keeps(self, *inputs: Any) -> Keeps:  # noqa: ARG002 - a card that tells overrides it
        """Return what training keeps for the backward pass. Raises ``ShapecalcError`` where a card does not tell."""
        raise ShapecalcError("what it keeps inside is not told", why=self.workspace)

    def weights(self, *inputs: Any, **more: Any) -> tuple[Weight, ...]:  # noqa: ARG002 - most layers own none
        """Return the arrays that the layer owns."""
        return ()

    def macs(self, *inputs: Any, **more: Any) -> int | None:  # noqa: ARG002 - most layers multiply nothing
        """Return the multiply-adds of one call; None where an open size decides."""
        return 0

    def unreached(self, *inputs: Any) -> Shape:  # noqa: ARG002 - most layers look at everything
        """Return how many elements at the end of each axis of the first input a floor cuts off; empty is nowhere."""
        return ()

    def inside(self, *inputs: Any) -> tuple[tuple[Inner, tuple[Shape, ...]], ...]:  # noqa: ARG002 - most hold none
        """Return the layers inside that are applied as they are, each with what comes into it."""
        return ()


@runtime_checkable
class Inner(Protocol):
    """A layer inside another: whatever answers as a card does."""

    def output(self, *inputs: Any) -> Output:
        """Return the shape that comes out, or a list of shapes where several do."""

    def reads(self, *inputs: Any) -> Reads:
        """Return what of each axis of the inputs an output element looks at."""

    def keeps(self, *inputs: Any) -> Keeps:
        """Return what training keeps for the backward pass."""

    def weights(self, *inputs: Any) -> tuple[Weight, ...]:
        """Return the arrays that the layer owns."""

    def macs(self, *inputs: Any) -> int | None:
        """Return the multiply-adds of one call; None where an open size decides."""

    def unreached(self, *inputs: Any) -> Shape:
        """Return how many elements at the end of each axis of the first input a floor cuts off; empty is nowhere."""


def placed(weights: tuple[Weight, ...], place: str) -> tuple[Weight, ...]:
    """Return the arrays of an inner layer, named by where it stands."""
    return tuple(weight._replace(name=f"{place}/{weight.name}") for weight in weights)


class Spatial(Layer):
    """A layer that tells the channels from the spatial axes. With a ``rank`` it takes that many spatial axes only."""

    rank: Literal[1, 2, 3] | None = None
    data_format: DataFormat = "channels_last"
    most_lead: ClassVar[int] = 1
    """How many axes may stand before the channels and the spatial ones."""

    def split(self, shape: Shape) -> Parts:
        """Take a shape apart into what leads, the channels and the spatial sizes."""
        return split(shape, self.rank, self.data_format, self.most_lead)

    def spatial_axes(self, shape: Shape) -> range:
        """Return where the spatial axes stand."""
        lead, _, spatial = self.split(shape)
        first = len(lead) + (self.data_format == "channels_first")
        return range(first, first + len(spatial))

    def channel_axis(self, shape: Shape) -> int:
        """Return where the channels stand."""
        spatial = self.spatial_axes(shape)
        return spatial.start - 1 if self.data_format == "channels_first" else spatial.stop

    def join(self, lead: Shape, channels: Size, spatial: Shape) -> Shape:
        """Put a shape together again."""
        return join(lead, channels, spatial, self.data_format)


def known(channels: Size, what: str = "the number of input channels") -> int:
    """Return a size that a weight depends on, and refuse an open one."""
    if not is_known(channels):
        raise ShapecalcError(
            f"{what} is open", why="a weight's shape depends on it", fix="give the input a number there"
        )
    return channels


def agreed(told: int | None, found: Size, setting: str) -> int:
    """Return the input's channels, and refuse them where the settings say another number."""
    found = found if is_known(found) else told
    if told is not None and found != told:
        raise ShapecalcError(
            f"the input has {found} channels, but {setting} is {told}",
            fix=f"set {setting} to {found}, or leave it out",
            path=(setting,),
        )
    return known(found)


def fits(told: int | None, found: Size, setting: str) -> None:
    """Refuse a size that the settings say another number for; an open one may still turn out right."""
    if told is not None and is_known(found):
        agreed(told, found, setting)


def named(weights: dict[str, tuple[int, ...]], role: Role = "trainable") -> tuple[Weight, ...]:
    """Return the arrays of ``formulas.weights`` as weights."""
    return tuple(Weight(name, shape, role) for name, shape in weights.items())


def open_as(sizes: Shape, wanted: Shape | None) -> Shape:
    """Return the sizes, open where the wanted ones are."""
    if wanted is None or len(wanted) != len(sizes):
        return sizes
    return tuple(None if want is None else size for size, want in zip(sizes, wanted, strict=True))


def settled(sizes: Shape) -> tuple[int, ...] | None:
    """Return the sizes when every one is known, and None when one is open."""
    known = tuple(size for size in sizes if is_known(size))
    return known if len(known) == len(sizes) else None
