"""Layers of a traced module that are more, or less, than a card of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.framework_layer import FrameworkLayer, LayerReport, report
from shapecalc.dialects.torch import TORCH
from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Layer, Output, Weight
from shapecalc.layers.reads import Reads
from shapecalc.shape import DataFormat, Shape


class Adapted(NamedTuple):
    """A layer of ours as PyTorch has it here.

    ``weights`` are the arrays that are counted here: not those that another layer has too, and not what is computed
    on the way and comes in after the inputs, with the shapes ``fed``. ``only`` are the input shapes that it holds for,
    where its settings come from these.
    """

    inner: FrameworkLayer
    class_name: str
    weights: tuple[Weight, ...] | None = None
    fed: tuple[Shape, ...] = ()
    only: tuple[Shape, ...] | None = None

    def infer(self, *shapes: Shape, **call: Any) -> LayerReport:
        """Return what the layer makes of the inputs, with the weights that are counted here."""
        own = len(shapes) - len(self.fed)
        _refuse_others(self.class_name, self.only, shapes[:own])
        _refuse_others(self.class_name, self.fed, shapes[own:])
        found = self.inner.infer(*shapes[:own], **call)
        if self.weights is None:
            return found
        return report(found.output_shape, self.weights, found.macs, "buffers")

    def reads(self, *shapes: Shape, **call: Any) -> Reads:
        """Return what an output element looks at; what stands for a weight is taken as given."""
        return self.inner.reads(*shapes[: len(shapes) - len(self.fed)], **call)

    def keeps(self, *shapes: Shape, **call: Any) -> Keeps:
        """Return what training keeps, as the layer does."""
        return self.inner.keeps(*shapes[: len(shapes) - len(self.fed)], **call)

    def unreached(self, *shapes: Shape, **call: Any) -> Shape:
        """Return how many elements at the end of each axis of the first input the layer cuts off."""
        return self.inner.unreached(*shapes[: len(shapes) - len(self.fed)], **call)

    def with_settings(self, settings: dict[str, Any]) -> Adapted:
        """Return the same call of the layer with other settings."""
        return self._replace(inner=self.inner.with_settings(settings))

    @property
    def dialect(self) -> Dialect:
        """Return the dialect that it is written in."""
        return self.inner.dialect

    @property
    def settings(self) -> Mapping[str, Any]:
        """Return the settings, in the framework's words."""
        return self.inner.settings

    @property
    def card(self) -> Layer:
        """Return the card that does it."""
        return self.inner.card

    @property
    def word(self) -> str:
        """Return our word for it."""
        return self.inner.word

    @property
    def data_format(self) -> DataFormat:
        """Return where the channels stand."""
        return self.inner.data_format


class Recorded(NamedTuple):
    """What PyTorch made of inputs of these shapes, where no card of ours computes it; nothing is said of others."""

    class_name: str
    shapes: tuple[Shape, ...]
    output: Output | None
    weights: tuple[Weight, ...] = ()
    macs: int | None = 0
    unknown: tuple[str, ...] = ()
    dialect: Dialect = TORCH
    settings: Mapping[str, Any] = {}
    word: str = "recorded"
    data_format: DataFormat = "channels_first"

    def infer(self, *shapes: Shape, **_: Any) -> LayerReport:
        """Return what PyTorch said."""
        _refuse_others(self.class_name, self.shapes, shapes)
        found = report(self.output, self.weights, self.macs, "buffers")
        return found._replace(source="torch", unknown=self.unknown)

    def reads(self, *_: Shape, **__: Any) -> Reads:
        """Refuse to say what an output element looks at."""
        raise ShapecalcError(f"there is no card for {self.class_name}", why="nobody knows what it looks at")

    def keeps(self, *_: Shape, **__: Any) -> Keeps:
        """Refuse to say what training keeps."""
        raise ShapecalcError(f"there is no card for {self.class_name}", why="nobody knows what it keeps")

    def unreached(self, *_: Shape, **__: Any) -> Shape:
        """Return nothing: nobody knows of anything that it cuts off."""
        return ()

    def with_settings(self, settings: dict[str, Any]) -> Recorded:
        """Refuse other settings."""
        raise ShapecalcError(f"there is no card for {self.class_name}", why=f"nobody knows its {settings}")


class Kept(NamedTuple):
    """A tensor that is there before any input: a parameter, a buffer, a constant. Or modules that nothing calls.

    The latter have no shape, and a ``note`` that says why.
    """

    class_name: str
    shape: Shape | None
    weights: tuple[Weight, ...] = ()
    note: str = ""
    dialect: Dialect = TORCH
    settings: Mapping[str, Any] = {}
    word: str = "kept"
    data_format: DataFormat = "channels_first"

    def infer(self, *_: Shape, **__: Any) -> LayerReport:
        """Return its shape and what it counts."""
        return report(self.shape, self.weights, 0, "buffers")._replace(note=self.note)

    def reads(self, *_: Shape, **__: Any) -> Reads:
        """Return that it looks at no input."""
        return ()

    def keeps(self, *_: Shape, **__: Any) -> Keeps:
        """Return that training keeps nothing more of it."""
        return NOTHING

    def unreached(self, *_: Shape, **__: Any) -> Shape:
        """Return that it cuts off nothing."""
        return ()

    def with_settings(self, settings: dict[str, Any]) -> Kept:
        """Refuse other settings."""
        raise ShapecalcError(f"{self.class_name} is a tensor that is there", why=f"it has no {settings}")


def _refuse_others(class_name: str, known: tuple[Shape, ...] | None, shapes: tuple[Shape, ...]) -> None:
    if known is not None and tuple(shapes) != tuple(known):
        raise ShapecalcError(
            f"{class_name} is known for inputs of {_listed(known)} only, and gets {_listed(shapes)}",
            why="its sizes were computed by the module's own code when it was traced",
            fix="trace the module again: give from_torch (or --input) these input sizes",
        )


def _listed(shapes: tuple[Shape, ...]) -> str:
    return " and ".join(map(str, shapes)) or "nothing"
