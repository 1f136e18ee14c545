"""What is asked of a chain: two sizes, the layers on the way, and what holds for each of them."""

from __future__ import annotations

from typing import NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ask import Limits, ask
from shapecalc.solver.ops import op_of
from shapecalc.solver.question import Pins, Question

MOST_STAGES = 32
LARGEST_KERNEL, LARGEST_STRIDE, USUAL_STRIDE = 7, 4, 2
"""The bounds that hold for a stage unless others are given; known settings keep to the usual stride."""


class Route(NamedTuple):
    """From ``size`` to ``out`` through ``ops``; ``known`` keeps to settings that have a name and are exact.

    ``channels`` are the first and the last, or those before, between and after the stages. A pin holds for every stage
    that has the setting.
    """

    size: int
    out: int
    ops: tuple[str, ...]
    pins: Pins = Pins()
    limits: Limits = Limits()
    framework: str = ""
    channels: tuple[int, ...] | None = None
    known: bool = False

    @property
    def bounds(self) -> Limits:
        """The limits, with those of a chain where none are given."""
        stride = USUAL_STRIDE if self.known else LARGEST_STRIDE
        return self.limits._replace(
            max_kernel=self.limits.max_kernel or max(LARGEST_KERNEL, self.pins.kernel_size or 1),
            max_stride=self.limits.max_stride or max(stride, self.pins.stride or 1),
            max_dilation=self.limits.max_dilation or max(1, self.pins.dilation or 1),
        )

    @property
    def largest_factor(self) -> int:
        """The largest factor of a layer that has no other setting."""
        return self.bounds.max_stride or 1

    @property
    def questions(self) -> dict[str, Question]:
        """The question that each layer is asked; refuse a pin that none of them has."""
        words = list(dict.fromkeys(self.ops))
        settings = {word: op_of(word, self.framework).settings for word in words}
        given = {name: pin for name, pin in self.pins._asdict().items() if pin is not None}
        for name, pin in given.items():
            if not any(name in has for has in settings.values()):
                raise ShapecalcError(
                    f"{name} is {pin}, but {' and '.join(words)} {'has' if len(words) == 1 else 'have'} none",
                    fix=f"leave {name} out",
                    path=(name,),
                )
        return {
            word: self._question(word, {n: pin for n, pin in given.items() if n in settings[word]}) for word in words
        }

    def _question(self, word: str, given: dict[str, int | str | None]) -> Question:
        pins = Pins(**given)  # type: ignore[arg-type]
        return ask(self.size, self.out, word, pins, self.bounds, self.framework)
