"""What Keras says instead of numbers, and what it does not take together."""

from __future__ import annotations

from collections.abc import Iterator

from shapecalc.solver.question import Question, Window

VALID, SAME = "valid", "same"


def words(question: Question) -> tuple[str, ...]:
    """Return the paddings to try."""
    pinned = question.pins.padding
    return (pinned,) if isinstance(pinned, str) else (SAME, VALID)


def windows(question: Question) -> Iterator[Window]:
    """Yield the windows that Keras takes."""
    return (window for window in question.windows() if window.stride == 1 or window.dilation == 1)
