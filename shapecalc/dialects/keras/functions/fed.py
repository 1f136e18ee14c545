"""A function of ``keras.ops`` whose card follows from what is fed to it: a kernel, the number of axes, a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any, NamedTuple

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.framework_layer import LayerReport, report
from shapecalc.dialects.keras import settings as check
from shapecalc.dialects.keras.operations import OPERATIONS
from shapecalc.dialects.refusal import build, checked_shape, missing_setting, renamed, unchecked
from shapecalc.dialects.signature import REQUIRED
from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import ALL_OF_IT, AxisReads, Reads
from shapecalc.layers.settings import LARGEST, is_whole
from shapecalc.shape import MOST_AXES, DataFormat, Shape, normal_axis

TOLD = "tensor"
"""Our word for what is told by its shape alone."""
_THEIRS = {ours: theirs for theirs, ours in OPERATIONS.spelling.items()}


class Fed(NamedTuple):
    """One call: the settings, the shapes that come into each parameter, and what is no tensor as it stands there."""

    settings: Mapping[str, Any]
    shapes: Mapping[str, tuple[Shape, ...]]
    values: Mapping[str, Any]

    def __call__(self, name: str) -> Shape:
        """Return the shape that comes into a parameter."""
        return self.several(name)[0]

    def several(self, name: str) -> tuple[Shape, ...]:
        """Return the shapes that come into a parameter, of which there is one at least."""
        if not self.shapes.get(name):
            raise ShapecalcError(f"{name} is missing", why="a tensor must come in there", path=("inbound_nodes",))
        return self.shapes[name]

    def whole(self, name: str, least: int = 0) -> int:
        """Return a setting that is a whole number."""
        settings = dict(self.settings)
        check.whole(settings, name, least)
        number: int = settings[name]
        return number

    def axis(self, name: str, rank: int) -> int:
        """Return a setting that names one of so many axes, counted from the front."""
        return normal_axis(self.whole(name, -LARGEST), rank, name)

    def axes(self, name: str, rank: int) -> set[int]:
        """Return a setting that names axes, counted from the front; all where it names none."""
        asked = self.settings[name]
        if asked is None:
            return set(range(rank))
        if not all(is_whole(axis, -LARGEST) for axis in check.each(asked)):
            raise check.refused({name: asked}, name, "it must be the number of an axis, or a list of them")
        return {normal_axis(axis, rank, name) for axis in check.each(asked)}

    def sizes(self, name: str) -> Shape:
        """Return a setting, or a value that is fed, that is a shape; -1 and null are open."""
        value = self.values.get(name) if name not in self.settings else self.settings[name]
        found = check.each(value)
        if len(found) > MOST_AXES or not all(size is None or is_whole(size, -1) for size in found):
            raise check.refused({name: value}, name, "it must be a list of sizes")
        return tuple(None if size == -1 else size for size in found)

    @property
    def channels_first(self) -> bool:
        """Tell whether the channels stand before the spatial axes."""
        return bool(self.settings["data_format"] == "channels_first")


class Reading(NamedTuple):
    """What a call comes to: the settings of our card, and the shapes that go into it, the first ones that are fed."""

    settings: dict[str, Any]
    shapes: tuple[Shape, ...] = ()


def told(*shapes: Shape, multiplications: Any = 0) -> Reading:
    """Return what a call comes to whose outputs have these shapes."""
    return Reading({"shapes": shapes, "multiplications": multiplications})


class Function(NamedTuple):
    """A function: our word for it, the parameters of its call, its settings with their defaults, and how it is read.

    A parameter with a star takes all that comes in from there on.
    """

    word: str
    name: str
    parameters: tuple[str, ...]
    reading: Callable[[Fed], Reading]
    settings: Mapping[str, Any]


def function(word: str, name: str, parameters: str, reading: Callable[[Fed], Reading], **settings: Any) -> Function:
    """Write a function down; a setting without a default is ``REQUIRED``."""
    return Function(word, name, tuple(parameters.split()), reading, settings)


class FedFunction(NamedTuple):
    """A function in one call; ``takes`` says for each parameter which inputs come in, or gives a constant's shape."""

    function: Function
    settings: Mapping[str, Any]
    takes: Mapping[str, tuple[int | Shape, ...]]
    values: Mapping[str, Any]

    @property
    def dialect(self) -> Dialect:
        """Return the functions' dialect."""
        return OPERATIONS

    @property
    def class_name(self) -> str:
        """Return Keras' name for it."""
        return self.function.name

    @property
    def word(self) -> str:
        """Return our word for it."""
        return self.function.word

    @property
    def data_format(self) -> DataFormat:
        """Return where the channels stand."""
        first = self.settings.get("data_format") == "channels_first"
        return "channels_first" if first else OPERATIONS.data_format

    def infer(self, *shapes: Shape, **_: Any) -> LayerReport:
        """Return the output shape and MACs; a function owns no weights."""
        card, fed = self._made(tuple(map(checked_shape, shapes)))
        try:
            return report(card.output(*fed), (), card.macs(*fed), OPERATIONS.statistics)
        except ShapecalcError as error:
            raise ShapecalcError(problems=[renamed(each, _THEIRS) for each in error.problems]) from error.__cause__

    def reads(self, *shapes: Shape, **_: Any) -> Reads:
        """Return what of each axis of the inputs an output element looks at; a kernel is none that flows."""
        card, fed = self._made(shapes)
        looked: dict[int, tuple[AxisReads, ...]] = {}
        for place, shape, axes in zip(self._places(), fed, card.reads(*fed), strict=False):
            if isinstance(place, int):  # under another shape nobody knows which axis is which
                looked[place] = axes if shapes[place] == shape else (ALL_OF_IT,) * len(shapes[place])
        return tuple(looked.get(place, ()) for place in range(len(shapes)))

    def keeps(self, *shapes: Shape, **_: Any) -> Keeps:
        """Return what training keeps for the backward pass; a constant is there anyway."""
        card, fed = self._made(shapes)
        keeps, places = card.keeps(*fed), self._places()
        return keeps._replace(inputs=tuple(each for place in keeps.inputs if isinstance(each := places[place], int)))

    def unreached(self, *shapes: Shape, **_: Any) -> Shape:
        """Return how many elements at the end of each axis of the first input a floor cuts off; empty is nowhere."""
        card, fed = self._made(shapes)
        return card.unreached(*fed) if fed and shapes[:1] == fed[:1] else ()

    def with_settings(self, settings: dict[str, Any]) -> FedFunction:
        """Return the same call with other settings."""
        return self._replace(settings=completed(self.function, settings))

    def _places(self) -> list[int | Shape]:
        return list(chain.from_iterable(self.takes.get(name.lstrip("*"), ()) for name in self.function.parameters))

    def _made(self, shapes: tuple[Shape, ...]) -> tuple[Layer, tuple[Shape, ...]]:
        """Return the card, and the shapes that go into it."""
        fed = {
            name: tuple(shapes[each] if isinstance(each, int) else each for each in takes)
            for name, takes in self.takes.items()
        }
        reading = self.function.reading(Fed(self.settings, fed, self.values))
        if self.word == TOLD:
            return unchecked(self.word, reading.settings, self.data_format), reading.shapes
        return build(self.word, reading.settings, None, self.data_format, _THEIRS), reading.shapes


def completed(function: Function, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with the defaults of those that are left out."""
    found = {**function.settings, **settings}
    missing = [missing_setting(function.name, name) for name, value in found.items() if value is REQUIRED]
    if missing:
        raise ShapecalcError(problems=missing)
    return found
